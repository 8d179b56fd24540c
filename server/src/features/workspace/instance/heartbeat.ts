/** Signs of life of the worker, so that web can tell whether somebody is processing events. */
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Service, ServiceProblem, ServiceStatus } from '../../../platform/services.ts'

const INTERVAL_MS = 5_000
/** Three missed beats. */
const STALE_AFTER_S = 15
/** So many starts without getting anything done are no accident any more. */
const STARTS_IN_VAIN_MAX = 4

export interface Work {
  /** What keeps the process from its work; null when nothing does. */
  problem(): ServiceProblem | null
  /** Whether this run got anything done. */
  readonly isWorking: boolean
}

export class Heartbeat implements Service {
  readonly name = 'heartbeat'
  readonly purpose = 'Tells the web server that this process lives and works.'
  private timer: NodeJS.Timeout | undefined
  /** What the last beat that arrived said of the services: it is only written again when it is something else. */
  private told: string | null = null

  constructor(
    private readonly db: Database,
    private readonly role: string,
    private readonly work: Work,
    private readonly services: () => readonly ServiceStatus[],
  ) {}

  /** Resolves once the first beat is done. It counts as a start in vain until work gets done. */
  async start(): Promise<void> {
    await this.beat(1)
    // A beat that fails is a missed beat; the next one comes soon.
    this.timer = setInterval(() => void this.beat(0).catch(() => {}), INTERVAL_MS)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private async beat(starts: number): Promise<void> {
    const services = JSON.stringify(this.services())
    await this.db.$client.query(
      `INSERT INTO heartbeats (role, pid, problem, services, starts_in_vain) VALUES ($1, $2, $3, coalesce($6::jsonb, '[]'), 1)
       ON CONFLICT (role) DO UPDATE SET pid = $2, problem = $3, services = coalesce($6::jsonb, heartbeats.services), seen_at = now(),
         starts_in_vain = CASE WHEN $4 THEN 0 ELSE heartbeats.starts_in_vain + $5 END`,
      [
        this.role,
        process.pid,
        this.work.problem()?.message ?? null,
        this.work.isWorking,
        starts,
        services === this.told ? null : services,
      ],
    )
    this.told = services
  }
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

/** How the services of a role were doing at its last beat. */
export async function servicesOf(db: Database, role: string): Promise<readonly ServiceStatus[]> {
  const { rows } = await db.$client.query<{ services: readonly ServiceStatus[] }>(
    'SELECT services FROM heartbeats WHERE role = $1',
    [role],
  )
  return rows[0]?.services ?? []
}
