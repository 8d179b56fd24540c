/** Heartbeats of the worker, so that web can tell whether events are being processed. */
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Service, ServiceProblem, ServiceStatus } from '../../../platform/services.ts'

const INTERVAL_MS = 5_000
/** Three missed beats. */
const STALE_AFTER_S = 15
/** After this many starts without any work done, something is wrong. */
const STARTS_IN_VAIN_MAX = 4

export interface Work {
  /** Why the process cannot do its work; null if it can. */
  problem(): ServiceProblem | null
  /** Whether this run has done any work. */
  readonly isWorking: boolean
}

export class Heartbeat implements Service {
  readonly name = 'heartbeat'
  readonly purpose = 'Tells the web server that this process lives and works.'
  private timer: NodeJS.Timeout | undefined
  /** The service statuses in the last successful heartbeat; they are only written again when they change. */
  private told: string | null = null

  constructor(
    private readonly db: Database,
    private readonly role: string,
    private readonly work: Work,
    private readonly services: () => readonly ServiceStatus[],
  ) {}

  /** Resolves after the first heartbeat. The start counts as unproductive until work gets done. */
  async start(): Promise<void> {
    await this.beat(1)
    // A failed heartbeat counts as missed; the next one comes soon.
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

/** Why a role cannot do its work, as a message; null if it lives and works. */
export async function problemOf(db: Database, role: string): Promise<string | null> {
  const { rows } = await db.$client.query<{ alive: boolean; problem: string | null; starts: number }>(
    `SELECT seen_at > now() - make_interval(secs => $2) AS alive, problem, starts_in_vain AS starts
     FROM heartbeats WHERE role = $1`,
    [role, STALE_AFTER_S],
  )
  const [row] = rows
  if (!row?.alive) return `The ${role} shows no sign of life.`
  if (row.problem) return row.problem
  if (row.starts < STARTS_IN_VAIN_MAX) return null
  return `The ${role} was started ${row.starts} times in a row and died each time before it got anything done.`
}

/** Status of a role's services at its last heartbeat. */
export async function servicesOf(db: Database, role: string): Promise<readonly ServiceStatus[]> {
  const { rows } = await db.$client.query<{ services: readonly ServiceStatus[] }>(
    'SELECT services FROM heartbeats WHERE role = $1',
    [role],
  )
  return rows[0]?.services ?? []
}
