/** The flags of projects as evaluation needs them, kept in memory for a moment. */
import type { Pool } from '../../platform/postgres/postgres.ts'
import type { Flag } from './evaluation.ts'

/** How long another process may answer with flags that were changed. The one that changed them knows at once. */
const FRESH_MS = 1_000
const TEAMS_CACHED = 1_000

interface Entry {
  flags: Flag[]
  readAt: number
}

export class FlagStore {
  private readonly entries = new Map<number, Entry>()
  private readonly reading = new Map<number, Promise<Flag[]>>()

  constructor(private readonly pool: Pool) {}

  /** Flags that are not deleted, oldest first; those that are switched off too, since others may depend on them. */
  async flagsOf(teamId: number): Promise<Flag[]> {
    const entry = this.entries.get(teamId)
    if (entry && Date.now() - entry.readAt < FRESH_MS) return entry.flags
    const running = this.reading.get(teamId)
    if (running) return running
    const reading = this.read(teamId).finally(() => {
      if (this.reading.get(teamId) === reading) this.reading.delete(teamId)
    })
    this.reading.set(teamId, reading)
    return reading
  }

  /** Whether SDKs have anything to ask for. */
  async hasActiveFlags(teamId: number): Promise<boolean> {
    return (await this.flagsOf(teamId)).some(({ active }) => active)
  }

  forget(teamId: number): void {
    this.entries.delete(teamId)
    this.reading.delete(teamId)
  }

  private async read(teamId: number): Promise<Flag[]> {
    const readAt = Date.now()
    const { rows } = await this.pool.query<Flag>(
      `SELECT id, key, name, active, version, filters, ensure_experience_continuity AS "ensureExperienceContinuity",
         bucketing_identifier AS "bucketingIdentifier", evaluation_runtime AS "evaluationRuntime"
       FROM feature_flags WHERE team_id = $1 AND NOT deleted ORDER BY id`,
      [teamId],
    )
    this.entries.delete(teamId)
    this.entries.set(teamId, { flags: rows, readAt })
    if (this.entries.size > TEAMS_CACHED) this.entries.delete(this.entries.keys().next().value!)
    return rows
  }
}
