/** Notifications: what others changed about a user's own objects, and how far the user has read. */
import type { UserPrincipal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { activityReadUntil, setActivityReadUntil } from '../users/index.ts'
import { type ProjectLog, readImportant, type StoredActivity } from './history.ts'

const IMPORTANT_MAX = 10

/** The log of a project, and its reader. */
export interface LogContext {
  db: Database
  principal: UserPrincipal
  log: ProjectLog
}

export interface ImportantChanges {
  changes: (StoredActivity & { isUnread: boolean })[]
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; null if nothing was marked as read. */
  readUntil: string | null
}

/** Changes by others to what the caller created or changed, newest first. */
export async function listImportantChanges(
  { db, principal: { userId }, log }: LogContext,
  { onlyUnread }: { onlyUnread: boolean },
): Promise<ImportantChanges> {
  const readUntil = await activityReadUntil(db.$client, userId)
  const rows = await readImportant(db, log, userId, onlyUnread ? readUntil : null, IMPORTANT_MAX)
  // Compared in milliseconds, the finest resolution that clients keep.
  const isUnread = (createdAt: string) => readUntil === null || createdAt.slice(0, 23) > readUntil.slice(0, 23)
  return { changes: rows.map((row) => ({ ...row, isUnread: isUnread(row.createdAt) })), readUntil }
}

export async function markAsRead({ db, principal }: LogContext, until: Date): Promise<void> {
  await setActivityReadUntil(db.$client, principal.userId, until)
}
