/** Signs of life of the worker, so that web can tell whether somebody is processing events. */
import { sql } from 'drizzle-orm'
import type { Database } from '../../platform/postgres/postgres.ts'
import { heartbeats } from './tables.ts'

const INTERVAL_MS = 2_000
/** Three missed beats. */
const STALE_AFTER_S = 6

/** Beats until the returned function is called. The first beat is done when this resolves. */
export async function startHeartbeat(db: Database, role: string): Promise<() => void> {
  const beat = () =>
    db
      .insert(heartbeats)
      .values({ role, pid: process.pid })
      .onConflictDoUpdate({ target: heartbeats.role, set: { pid: process.pid, seenAt: sql`now()` } })
  await beat()
  // A beat that fails is a missed beat; the next one comes in two seconds.
  const timer = setInterval(() => void beat().catch(() => {}), INTERVAL_MS)
  return () => clearInterval(timer)
}

export async function isAlive(db: Database, role: string): Promise<boolean> {
  const { rowCount } = await db.$client.query(
    'SELECT 1 FROM heartbeats WHERE role = $1 AND seen_at > now() - make_interval(secs => $2)',
    [role, STALE_AFTER_S],
  )
  return rowCount === 1
}
