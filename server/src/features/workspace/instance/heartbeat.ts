/** Signs of life of the worker, so that web can tell whether somebody is processing events. */
import type { Database } from '../../../platform/postgres/postgres.ts'

const INTERVAL_MS = 5_000
/** Three missed beats. */
const STALE_AFTER_S = 15
/** So many starts without getting anything done are no accident any more. */
const STARTS_IN_VAIN_MAX = 4

export interface Work {
  /** What keeps the process from its work, in words; null when nothing does. */
  problem(): string | null
  /** Whether this run got anything done. */
  readonly isWorking: boolean
}

/** Beats until the returned function is called. The first beat is done when this resolves. */
export async function startHeartbeat(db: Database, role: string, work: Work): Promise<() => void> {
  const beat = (starts: number) =>
    db.$client.query(
      `INSERT INTO heartbeats (role, pid, problem, starts_in_vain) VALUES ($1, $2, $3, 1)
       ON CONFLICT (role) DO UPDATE SET pid = $2, problem = $3, seen_at = now(),
         starts_in_vain = CASE WHEN $4 THEN 0 ELSE heartbeats.starts_in_vain + $5 END`,
      [role, process.pid, work.problem(), work.isWorking, starts],
    )
  await beat(1)
  // A beat that fails is a missed beat; the next one comes soon.
  const timer = setInterval(() => void beat(0).catch(() => {}), INTERVAL_MS)
  return () => clearInterval(timer)
}

/** What keeps a role from its work, in words; null when it lives and works. */
export async function problemOf(db: Database, role: string): Promise<string | null> {
  const { rows } = await db.$client.query<{ alive: boolean; problem: string | null; starts: number }>(
    `SELECT seen_at > now() - make_interval(secs => $2) AS alive, problem, starts_in_vain AS starts
     FROM heartbeats WHERE role = $1`,
    [role, STALE_AFTER_S],
  )
  const [row] = rows
  if (!row?.alive) return `The ${role} gives no sign of life.`
  if (row.problem) return row.problem
  if (row.starts < STARTS_IN_VAIN_MAX) return null
  return `The ${role} was started ${row.starts} times in a row and died each time before it got anything done.`
}
