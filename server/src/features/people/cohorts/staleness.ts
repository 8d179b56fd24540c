/**
 * Finds the cohorts whose members may have changed because the data that their criteria depend on changed. Changes are
 * collected in memory and turned into marks on cohorts every few seconds, so a thousand events cost one pass over the
 * criteria. A worker that crashes loses its notes; the next one marks all cohorts when it starts.
 */
import type { JsonObject, JsonValue } from '../../../platform/json.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { eventsOfActions } from '../../analytics/actions/index.ts'
import { referencedCohorts } from './criteria.ts'

/**
 * The data that criteria depend on. Other cohorts are not included: `markDependents` handles changes of their members.
 */
export interface LookedAt {
  persons: boolean
  /** Names of events; null if any event may matter. */
  events: ReadonlySet<string> | null
}

/** The event names in the steps of an action; null for a step that matches any event. */
export type EventsOfAction = (id: number) => readonly (string | null)[]

export function lookedAt(filters: JsonObject | null, eventsOfAction: EventsOfAction): LookedAt {
  let persons = false
  const names: (string | null)[] = []
  const addEvent = (key: JsonValue | undefined, type: JsonValue | undefined) => {
    if (key === undefined || key === null || key === '') names.push(null)
    else if (type === 'actions') names.push(...eventsOfAction(Number(key)))
    else names.push(String(key))
  }
  const visit = (item: JsonValue | undefined): void => {
    if (Array.isArray(item)) item.forEach(visit)
    if (!isJsonObject(item)) return
    if (item.type === 'behavioral') {
      addEvent(item.key, item.event_type)
      if (item.value === 'performed_event_sequence') addEvent(item.seq_event, item.seq_event_type)
      // New persons did not do it either, so they match.
      if (item.negation === true) persons = true
    } else if (item.type === 'person') persons = true
    else if (item.type === 'hogql') {
      persons = true
      names.push(null)
    }
    visit(item.values)
    visit(item.event_filters)
  }
  visit(filters?.properties)
  return { persons, events: names.includes(null) ? null : new Set(names as string[]) }
}

const MARK_AFTER_MS = 2_000

interface Notes {
  persons: boolean
  events: Set<string>
}

export class CohortNotes implements Service {
  readonly name = 'cohort notes'
  readonly purpose = 'Marks the cohorts that new events or changed persons may affect.'
  private noted = new Map<number, Notes>()
  private timer: NodeJS.Timeout | null = null
  private marking: Promise<void> = Promise.resolve()
  private isStopped = false

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
  ) {}

  /** Changes noted after this call are lost. */
  async stop(): Promise<void> {
    this.isStopped = true
    if (this.timer) clearTimeout(this.timer)
    await this.marking
  }

  /** Notes events that are now readable, by project. */
  noteEvents(names: ReadonlyMap<number, ReadonlySet<string>>): void {
    for (const [teamId, own] of names) for (const name of own) this.of(teamId).events.add(name)
  }

  /** Notes projects whose persons changed. */
  notePersons(teamIds: Iterable<number>): void {
    for (const teamId of teamIds) this.of(teamId).persons = true
  }

  /** Marks all cohorts, to make up for notes that an earlier worker lost. */
  async start(): Promise<void> {
    await this.pool.query('UPDATE cohorts SET is_stale = true WHERE NOT is_static AND NOT deleted AND NOT is_stale')
  }

  /** Marks the cohorts whose criteria depend on the noted changes. */
  private async mark(): Promise<void> {
    const { noted } = this
    this.noted = new Map()
    try {
      const { rows } = await this.pool.query<{ id: number; teamId: number; filters: JsonObject | null }>(
        `SELECT id, team_id AS "teamId", filters FROM cohorts WHERE team_id = ANY($1) AND NOT is_static AND NOT deleted AND NOT is_stale`,
        [[...noted.keys()]],
      )
      const eventsOfAction = rows.length > 0 ? await readActions(this.pool, [...noted.keys()]) : () => []
      const stale = rows.filter(({ teamId, filters }) => {
        const { persons, events } = noted.get(teamId)!
        const looks = lookedAt(filters, eventsOfAction)
        const isAsked = looks.events === null ? events.size > 0 : [...looks.events].some((name) => events.has(name))
        return (persons && looks.persons) || isAsked
      })
      await markStale(
        this.pool,
        stale.map(({ id }) => id),
      )
    } catch (error) {
      this.logger.warn({ err: error }, 'stale cohorts could not be marked')
      for (const [teamId, { persons, events }] of noted) {
        this.noteEvents(new Map([[teamId, events]]))
        if (persons) this.notePersons([teamId])
      }
    }
  }

  private of(teamId: number): Notes {
    const notes = this.noted.get(teamId) ?? { persons: false, events: new Set() }
    this.noted.set(teamId, notes)
    if (!this.timer && !this.isStopped)
      this.timer = setTimeout(() => {
        this.timer = null
        this.marking = this.marking.then(() => this.mark())
      }, MARK_AFTER_MS)
    return notes
  }
}

/** Marks the cohorts whose criteria reference a cohort. Call this when its members change. */
export async function markDependents(client: Pool | PoolClient, teamId: number, id: number): Promise<void> {
  const { rows } = await client.query<{ id: number; filters: JsonObject | null }>(
    `SELECT id, filters FROM cohorts WHERE team_id = $1 AND NOT is_static AND NOT deleted AND filters::text LIKE '%"cohort"%'`,
    [teamId],
  )
  await markStale(
    client,
    rows.filter(({ filters }) => referencedCohorts(filters).includes(id)).map((row) => row.id),
  )
}

async function markStale(client: Pool | PoolClient, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await client.query('UPDATE cohorts SET is_stale = true WHERE id = ANY($1)', [ids])
}

async function readActions(pool: Pool, teamIds: readonly number[]): Promise<EventsOfAction> {
  const byId = await eventsOfActions(pool, teamIds)
  return (id) => byId.get(id) ?? []
}
