/**
 * Projects for query tests: events are inserted straight into the engine of the shared installation and queried through the
 * same code that the API runs. Every project is new, so tests do not interfere.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { Asker, type AskerOptions, type AskingTeam } from '../features/analytics/query/index.ts'
import type { ClickHouse } from '../platform/clickhouse/clickhouse.ts'
import { openClickHouse } from '../platform/clickhouse/clickhouse.ts'
import { insertLines } from '../platform/clickhouse/insert.ts'
import { type Database, openPostgres } from '../platform/postgres/postgres.ts'
import { connectQueries } from './queries.ts'
import { findSharedInstallation } from './shared-stack.ts'

export interface MadeEvent {
  event: string
  /** Name of the person; each person's events carry a distinct ID of their own. */
  person: string
  /** ISO 8601 in UTC, up to microseconds. */
  time: string
  properties?: Record<string, unknown>
  uuid?: string
  session?: string
  groups?: Record<number, string>
  distinctId?: string
}

export interface MadePerson {
  properties?: Record<string, unknown>
  createdAt?: string
  /** Distinct IDs whose events were stored under another person. */
  merged?: string[]
}

export class World {
  private constructor(
    readonly db: Database,
    readonly clickHouse: ClickHouse,
  ) {}

  static async open(): Promise<World> {
    connectQueries()
    const {
      DATABASE_URL: postgres,
      CLICKHOUSE_URL: writer,
      CLICKHOUSE_READER_URL: reader,
    } = (await findSharedInstallation()).urls()
    return new World(openPostgres(postgres!), openClickHouse(writer!, reader!))
  }

  async close(): Promise<void> {
    await this.clickHouse.close()
    await this.db.$client.end()
  }

  /** A project that only the engine knows. */
  team(settings: Partial<AskingTeam> = {}): MadeTeam {
    return new MadeTeam(this, {
      // Far above the IDs that projects of other files get.
      id: randomInt(1_000_000, 2 ** 31),
      timezone: 'UTC',
      weekStartDay: null,
      testAccountFilters: [],
      pathCleaning: [],
      aggregatesByDistinctId: false,
      personDisplayNames: null,
      ...settings,
    })
  }
}

const CLOCK = /^(\d{4}-\d\d-\d\d)[T ]?(\d\d:\d\d)?(:\d\d)?(\.\d+)?Z?$/

/** `2026-01-01T10:00:00.5Z` in ClickHouse's format. */
export function clock(iso: string): string {
  const [, date, minutes = '00:00', seconds = ':00', fraction = ''] = CLOCK.exec(iso)!
  return `${date} ${minutes}${seconds}${fraction}`
}

export class MadeTeam {
  private readonly ids = new Map<string, string>()

  constructor(
    private readonly world: World,
    readonly team: AskingTeam,
  ) {}

  /** uuid of a person by name. */
  person(name: string): string {
    let id = this.ids.get(name)
    if (!id) {
      id = randomUUID()
      this.ids.set(name, id)
    }
    return id
  }

  nameOf(id: string): string | undefined {
    return [...this.ids].find(([, own]) => own === id)?.[0]
  }

  async events(events: readonly MadeEvent[]): Promise<void> {
    const lines = events.map((event) =>
      JSON.stringify({
        uuid: event.uuid ?? randomUUID(),
        team_id: this.team.id,
        event: event.event,
        distinct_id: event.distinctId ?? event.person,
        timestamp: clock(event.time),
        created_at: clock(event.time),
        properties: JSON.stringify(event.properties ?? {}),
        elements_chain: '',
        person_id: this.person(event.person),
        person_created_at: '2020-01-01 00:00:00',
        person_properties: '{}',
        person_mode: 'full',
        session_id: event.session ?? '',
        ...Object.fromEntries(Object.entries(event.groups ?? {}).map(([index, key]) => [`group_${index}`, key])),
      }),
    )
    if (lines.length > 0) await insertLines(this.world.clickHouse.writer, 'events', lines)
  }

  async persons(persons: Record<string, MadePerson>): Promise<void> {
    const lines = Object.entries(persons).map(([name, { properties, createdAt, merged }]) =>
      JSON.stringify({
        team_id: this.team.id,
        id: this.person(name),
        created_at: clock(createdAt ?? '2020-01-01'),
        properties: JSON.stringify(properties ?? {}),
        is_identified: true,
        distinct_ids: [name, ...(merged ?? [])],
        version: 1,
        is_deleted: 0,
      }),
    )
    if (lines.length > 0) await insertLines(this.world.clickHouse.writer, 'persons', lines)
    const overrides = Object.entries(persons).flatMap(([name, { merged }]) =>
      (merged ?? []).map((id) =>
        JSON.stringify({ team_id: this.team.id, distinct_id: id, person_id: this.person(name), version: 1 }),
      ),
    )
    if (overrides.length > 0) await insertLines(this.world.clickHouse.writer, 'person_distinct_id_overrides', overrides)
  }

  async groups(index: number, groups: Record<string, Record<string, unknown>>): Promise<void> {
    const lines = Object.entries(groups).map(([key, properties]) =>
      JSON.stringify({
        team_id: this.team.id,
        type_index: index,
        key,
        created_at: '2020-01-01 00:00:00',
        properties: JSON.stringify(properties),
        version: 1,
        is_deleted: 0,
      }),
    )
    await insertLines(this.world.clickHouse.writer, 'groups', lines)
  }

  ask(node: unknown, options: AskerOptions = {}): Promise<Asker> {
    return Asker.open({ db: this.world.db, reader: this.world.clickHouse.reader }, this.team, node, options)
  }
}
