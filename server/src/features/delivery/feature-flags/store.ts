/** In-memory cache of the flags and cohorts of projects, for evaluation. */
import type { ClickHouseClient } from '@clickhouse/client'
import { LRUCache } from 'lru-cache'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { cohortCriteria, cohortStamp, cohortsHolding } from '../../people/cohorts/index.ts'
import { type Cohorts, type CriteriaGroup, cohortsIn, readCriteria } from './cohort-criteria.ts'
import type { Flag } from './evaluation.ts'
import { cohortsOf } from './filters.ts'

/** How long other processes may use outdated flags. The process that changes a flag invalidates its cache at once. */
const FRESH_MS = 1_000
const TEAMS_CACHED = 1_000

interface Entry {
  flags: Flag[]
  cohorts: Cohorts
  /** Differs after every change to the project's flags or cohorts. */
  stamp: string
  checkedAt: number
}

export class FlagStore {
  private readonly entries = new LRUCache<number, Entry>({ max: TEAMS_CACHED })
  private readonly checking = new Map<number, Promise<Entry>>()

  constructor(
    private readonly pool: Pool,
    private readonly reader: ClickHouseClient,
  ) {}

  /** Flags that are not deleted, oldest first. Includes disabled flags, because others may depend on them. */
  async flagsOf(teamId: number): Promise<Flag[]> {
    return (await this.entryOf(teamId)).flags
  }

  /** The cohorts that a project's flags reference, directly or indirectly. */
  async cohortsOf(teamId: number): Promise<Cohorts> {
    return (await this.entryOf(teamId)).cohorts
  }

  private async entryOf(teamId: number): Promise<Entry> {
    const entry = this.entries.get(teamId)
    if (entry && Date.now() - entry.checkedAt < FRESH_MS) return entry
    const running = this.checking.get(teamId)
    if (running) return running
    const checking: Promise<Entry> = this.check(teamId, entry).then(
      (checked) => {
        // Unless the flags were changed while they were being read.
        if (this.checking.get(teamId) === checking) this.remember(teamId, checked)
        return checked
      },
      (error) => {
        if (this.checking.get(teamId) === checking) this.checking.delete(teamId)
        throw error
      },
    )
    this.checking.set(teamId, checking)
    return checking
  }

  /** True if SDKs should request flags. */
  async hasActiveFlags(teamId: number): Promise<boolean> {
    return (await this.flagsOf(teamId)).some(({ active }) => active)
  }

  /** Those of the given cohorts that contain a person, as of their last calculation. */
  membershipsOf(teamId: number, distinctId: string, cohortIds: readonly number[]): Promise<Set<number>> {
    return cohortsHolding({ pool: this.pool, reader: this.reader }, teamId, distinctId, cohortIds)
  }

  forget(teamId: number): void {
    this.entries.delete(teamId)
    this.checking.delete(teamId)
  }

  /** Reads flags and cohorts again only if any of them changed. */
  private async check(teamId: number, known: Entry | undefined): Promise<Entry> {
    const checkedAt = Date.now()
    const [ofFlags, ofCohorts] = await Promise.all([this.stampOf(teamId), cohortStamp(this.pool, teamId)])
    const stamp = `${ofFlags} ${ofCohorts}`
    if (known?.stamp === stamp) return { ...known, checkedAt }
    const flags = await this.read(teamId)
    const cohorts = await this.readCohorts(
      teamId,
      flags.flatMap(({ filters }) => cohortsOf(filters)),
    )
    return { flags, cohorts, stamp, checkedAt }
  }

  /** A value that differs after every change to a project's flags. */
  private async stampOf(teamId: number): Promise<string> {
    const { rows } = await this.pool.query<{ stamp: string }>(
      `SELECT concat_ws(' ', count(*), sum(version), max(updated_at)) AS stamp FROM feature_flags WHERE team_id = $1`,
      [teamId],
    )
    return rows[0]!.stamp
  }

  /** Reads cohorts and all that their criteria reference. */
  private async readCohorts(teamId: number, ids: readonly number[]): Promise<Cohorts> {
    const cohorts = new Map<number, CriteriaGroup | null>()
    const asked = new Set<number>()
    let next = ids
    while (next.length > 0) {
      for (const id of next) asked.add(id)
      const rows = await cohortCriteria(this.pool, teamId, next)
      for (const { id, isStatic, criteria } of rows) cohorts.set(id, isStatic ? null : readCriteria(criteria))
      next = rows
        .flatMap(({ id }) => cohortsIn(cohorts.get(id) ?? { type: 'OR', values: [] }))
        .filter((id) => !asked.has(id))
    }
    return cohorts
  }

  private remember(teamId: number, entry: Entry): void {
    this.checking.delete(teamId)
    this.entries.set(teamId, entry)
  }

  private async read(teamId: number): Promise<Flag[]> {
    const { rows } = await this.pool.query<Flag>(
      `SELECT id, key, name, active, version, filters, ensure_experience_continuity AS "ensureExperienceContinuity",
         bucketing_identifier AS "bucketingIdentifier", evaluation_runtime AS "evaluationRuntime"
       FROM feature_flags WHERE team_id = $1 AND NOT deleted ORDER BY id`,
      [teamId],
    )
    return rows
  }
}
