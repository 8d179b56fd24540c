/** Sends scheduled jobs, and cleans up the table of jobs. */
import type PgBoss from 'pg-boss'
import type { Logger } from '../logger.ts'
import type { Pool } from '../postgres/postgres.ts'
import type { Service, ServiceProblem } from '../services.ts'
import { createBoss, sendOptions } from './boss.ts'
import type { JobKind } from './definition.ts'

/** Less than a service may take to stop. */
const STOP_TIMEOUT_MS = 8_000

export class Schedules implements Service {
  readonly name = 'schedules'
  readonly purpose = 'Sends scheduled jobs.'
  private readonly boss: PgBoss
  private lastProblem: ServiceProblem | null = null

  constructor(
    pool: Pool,
    private readonly definitions: readonly JobKind[],
    logger: Logger,
  ) {
    this.boss = createBoss(pool, 'schedules')
    this.boss.on('error', (error) => {
      this.lastProblem = { message: error.message, at: new Date().toISOString() }
      logger.warn({ err: error }, 'schedules')
    })
  }

  async start(): Promise<void> {
    await this.boss.start()
    const scheduled = this.definitions.filter(({ schedule }) => schedule !== undefined)
    for (const definition of scheduled)
      await this.boss.schedule(definition.name, definition.schedule!, {}, sendOptions(definition))
    // Removes schedules of an earlier version.
    for (const { name } of await this.boss.getSchedules())
      if (!scheduled.some((definition) => definition.name === name)) await this.boss.unschedule(name)
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS })
  }

  problem(): ServiceProblem | null {
    return this.lastProblem
  }
}
