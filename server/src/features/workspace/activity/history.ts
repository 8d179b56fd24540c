/** Reads the activity log: by page for the history of objects, by cursor for a project's whole log. */
import { validate as isUuid } from 'uuid'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser, userIdOf } from '../users/index.ts'
import type { ActivityChange, ActivityDetail, ActivityScope } from './log.ts'

export interface StoredActivity {
  id: string
  organizationId: string
  userId: number | null
  userUuid: string | null
  firstName: string | null
  lastName: string | null
  userDistinctId: string | null
  email: string | null
  activity: string
  scope: string
  itemId: string
  detail: ActivityDetail
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  createdAt: string
}

/** Which part of a project's log to read. */
export interface ActivityFilter {
  scopes?: readonly string[]
  itemId?: string
  /** User ID or uuid: only their changes. */
  user?: string
}

/** Where a page of the log begins: after the entry with this time and ID. */
export interface ActivityCursor {
  createdAt: string
  id: string
}

const COLUMNS = `a.id, a.organization_id AS "organizationId", a.user_id AS "userId", u.uuid AS "userUuid", u.first_name AS "firstName",
  u.last_name AS "lastName", u.distinct_id AS "userDistinctId", u.email, a.activity, a.scope, a.item_id AS "itemId", a.detail,
  to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt"`

/** The log of a project, limited to what a caller may read. */
export interface ProjectLog {
  teamId: number
  /**
   * SQL condition on the entries `a` that the caller may read.
   * @param bind adds a parameter to the statement and returns its placeholder
   */
  condition: (bind: (value: unknown) => string) => string
}

/** Whose log: a project's, or the whole log of an organization, which is only for its administrators. */
export type LogOwner = ProjectLog | { organizationId: string }

/** One page of the history of an object, or of all objects of a kind, newest first. */
export async function readHistory(
  db: Database,
  owner: LogOwner,
  of: { scope?: ActivityScope; itemId?: string },
  page: { limit: number; offset: number },
): Promise<{ count: number; entries: StoredActivity[] }> {
  const { where, values } = toWhere(owner, {
    scopes: of.scope === undefined ? undefined : [of.scope],
    itemId: of.itemId,
  })
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM activity_log a WHERE ${where}`, values),
    select(db, where, values, page),
  ])
  return { count: counted.rows[0]!.count, entries: found }
}

/** The log after a cursor, newest first; one row more than the limit shows that there are more. */
export async function readLog(
  db: Database,
  log: ProjectLog,
  filter: ActivityFilter,
  after: ActivityCursor | null,
  limit: number,
): Promise<StoredActivity[]> {
  const { where, values } = toWhere(log, filter)
  if (!after) return select(db, where, values, { limit, offset: 0 })
  const [time, id] = [`$${values.push(after.createdAt)}`, `$${values.push(after.id)}`]
  return select(
    db,
    `${where} AND (a.created_at, a.id) < (${time}::timestamp AT TIME ZONE 'UTC', ${id}::uuid)`,
    values,
    {
      limit,
      offset: 0,
    },
  )
}

/**
 * Changes by other users to objects that a user changed before, newest first.
 * @param after only later changes, `YYYY-MM-DD hh:mm:ss.ffffff` in UTC
 */
export function readImportant(
  db: Database,
  log: ProjectLog,
  userId: number,
  after: string | null,
  limit: number,
): Promise<StoredActivity[]> {
  const values: unknown[] = [log.teamId, userId, after]
  const visible = log.condition((value) => `$${values.push(value)}`)
  const where = `a.team_id = $1 AND ${visible} AND a.user_id IS DISTINCT FROM $2
    AND ($3::timestamp IS NULL OR date_trunc('milliseconds', a.created_at) > date_trunc('milliseconds', $3::timestamp AT TIME ZONE 'UTC'))
    AND EXISTS (SELECT 1 FROM activity_log own WHERE own.team_id = a.team_id AND own.scope = a.scope
      AND own.item_id = a.item_id AND own.user_id = $2)`
  return select(db, where, values, { limit, offset: 0 })
}

function toWhere(owner: LogOwner, { scopes, itemId, user }: ActivityFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions =
    'teamId' in owner
      ? [`a.team_id = ${bind(owner.teamId)}`, owner.condition(bind)]
      : [`a.organization_id = ${bind(owner.organizationId)}`]
  if (scopes) conditions.push(`a.scope = ANY(${bind(scopes)})`)
  if (itemId !== undefined) conditions.push(`a.item_id = ${bind(itemId)}`)
  if (user !== undefined) {
    const isNumber = /^\d{1,9}$/.test(user)
    if (isNumber) conditions.push(`a.user_id = ${bind(Number(user))}`)
    else conditions.push(isUuid(user) ? `a.user_id = ${userIdOf(bind(user))}` : 'false')
  }
  return { where: conditions.join(' AND '), values }
}

async function select(
  db: Database,
  where: string,
  values: unknown[],
  { limit, offset }: { limit: number; offset: number },
): Promise<StoredActivity[]> {
  const { rows } = await db.$client.query<StoredActivity>(
    `SELECT ${COLUMNS} FROM activity_log a ${leftJoinUser('u', 'a.user_id')} WHERE ${where}
     ORDER BY a.created_at DESC, a.id DESC LIMIT ${Number(limit)} OFFSET ${Number(offset)}`,
    values,
  )
  return rows
}

/** The changes of an object since a time, newest first. */
export async function changesSince(
  db: Database,
  { teamId, scope, itemId }: { teamId: number; scope: ActivityScope; itemId: string },
  since: Date,
): Promise<ActivityChange[]> {
  const { rows } = await db.$client.query<{ changes: ActivityChange[] | null }>(
    `SELECT detail->'changes' AS changes FROM activity_log
     WHERE team_id = $1 AND scope = $2 AND item_id = $3 AND created_at > $4 ORDER BY created_at DESC, id DESC`,
    [teamId, scope, itemId, since],
  )
  return rows.flatMap(({ changes }) => changes ?? [])
}
