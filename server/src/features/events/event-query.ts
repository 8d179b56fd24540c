/** Reads stored events. Every function takes the project first; a repeated event is shown once. */
import type { ClickHouseClient } from '@clickhouse/client'
import { clickHouseErrorCode } from '../../platform/clickhouse/clickhouse.ts'
import { errors } from '../../platform/http/errors.ts'
import type { QueryParameters } from './property-filter.ts'

export interface StoredEvent {
  uuid: string
  event: string
  distinct_id: string
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  timestamp: string
  created_at: string
  properties: string
  elements_chain: string
  person_id: string
  person_mode: string
}

const COLUMNS = `toString(uuid) AS uuid, event, distinct_id, toString(timestamp) AS timestamp, toString(created_at) AS created_at,
  properties, elements_chain, toString(person_id) AS person_id, person_mode`
const REGEXP_ERROR = 427
const VALUES_MAX = 20
const VALUES_DAYS = [7, 90, 36_500]

export interface EventsQuery {
  conditions: string[]
  parameters: QueryParameters
  /** Oldest event time, ISO; null for no bound. */
  after: string | null
  /** Event times before this, ISO. */
  before: string
  /** Goes on after this event, which has the time of the bound that is moved from page to page. */
  afterEvent: string | null
  limit: number
  ascending: boolean
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Events by time. Without a lower bound the last day is tried first, then the last month, then everything: most pages
 * are full of recent events, and each step reads only its days.
 */
export async function listEvents(reader: ClickHouseClient, teamId: number, query: EventsQuery): Promise<StoredEvent[]> {
  if (query.after !== null || query.ascending) return run(reader, teamId, query, query.after)
  for (const days of [1, 31]) {
    const after = new Date(new Date(query.before).getTime() - days * DAY_MS).toISOString()
    const rows = await run(reader, teamId, query, after)
    if (rows.length >= query.limit) return rows
  }
  return run(reader, teamId, query, null)
}

async function run(
  reader: ClickHouseClient,
  teamId: number,
  query: EventsQuery,
  after: string | null,
): Promise<StoredEvent[]> {
  const { parameters } = query
  const time = (text: string) => `parseDateTime64BestEffort(${parameters.bind(text, 'String')}, 6, 'UTC')`
  const { ascending, afterEvent } = query
  const uuid = afterEvent === null ? null : parameters.bind(afterEvent, 'UUID')
  // Events of the same time follow by uuid, and a page may end among them.
  const bound = (operator: '<' | '>', text: string) =>
    uuid !== null && (operator === '>') === ascending
      ? `e.timestamp ${operator}= ${time(text)} AND (e.timestamp ${operator} ${time(text)} OR e.uuid ${operator} ${uuid})`
      : `e.timestamp ${operator} ${time(text)}`
  const bounds = [bound('<', query.before)]
  if (after !== null) bounds.push(bound('>', after))
  const direction = ascending ? 'ASC' : 'DESC'
  return select(
    reader,
    `SELECT ${COLUMNS} FROM events AS e
     WHERE ${[`e.team_id = ${parameters.bind(teamId, 'UInt32')}`, ...bounds, ...query.conditions].join(' AND ')}
     ORDER BY e.timestamp ${direction}, e.uuid ${direction}
     LIMIT 1 BY e.uuid LIMIT ${parameters.bind(query.limit, 'UInt32')}`,
    parameters.values,
  )
}

export async function findEvent(reader: ClickHouseClient, teamId: number, uuid: string): Promise<StoredEvent | null> {
  const query = `SELECT ${COLUMNS} FROM events AS e WHERE e.team_id = {team:UInt32} AND e.uuid = {uuid:UUID} ORDER BY e.created_at DESC LIMIT 1`
  return (await select(reader, query, { team: teamId, uuid }))[0] ?? null
}

/**
 * The most frequent values of an event property, as text. Recent events are asked first: they answer nearly always, and
 * reading years for a list of suggestions would be out of proportion.
 */
export async function propertyValues(
  reader: ClickHouseClient,
  teamId: number,
  of: { key: string; containing: string; events: string[] },
): Promise<{ name: string; count: number }[]> {
  const conditions = [
    ...(of.events.length > 0 ? ['e.event IN {events:Array(String)}'] : []),
    ...(of.containing === '' ? [] : ['positionCaseInsensitiveUTF8(name, {containing:String}) > 0']),
  ]
  for (const days of VALUES_DAYS) {
    const answer = await reader.query({
      query: `SELECT assumeNotNull(CAST(e.properties_json.${jsonPath(of.key)} AS Nullable(String))) AS name, toUInt32(count()) AS count
        FROM events AS e WHERE ${['e.team_id = {team:UInt32}', 'e.timestamp > now() - toIntervalDay({days:UInt32})', ...conditions].join(' AND ')}
          AND CAST(e.properties_json.${jsonPath(of.key)} AS Nullable(String)) != ''
        GROUP BY name ORDER BY count DESC, name LIMIT ${VALUES_MAX}`,
      query_params: { team: teamId, days, events: of.events, containing: of.containing },
      format: 'JSONEachRow',
    })
    const rows = await answer.json<{ name: string; count: number }>()
    if (rows.length > 0) return rows
  }
  return []
}

/** A property's path in the JSON column as an identifier: names with dots were stored with the dots escaped. */
function jsonPath(key: string): string {
  const escaped = key.replaceAll('.', '%2E').replace(/[\\`]/g, '\\$&')
  return `\`${escaped}\``
}

/** Events by arrival, newest first: what came in after a moment. */
export async function listArrivals(
  reader: ClickHouseClient,
  teamId: number,
  since: string,
  limit: number,
): Promise<StoredEvent[]> {
  const query = `SELECT ${COLUMNS} FROM events AS e
    WHERE e.team_id = {team:UInt32} AND e.created_at > parseDateTime64BestEffort({since:String}, 6, 'UTC')
    ORDER BY e.created_at DESC, e.timestamp DESC, e.uuid DESC LIMIT {limit:UInt32}`
  return select(reader, query, { team: teamId, since, limit })
}

async function select(
  reader: ClickHouseClient,
  query: string,
  parameters: Record<string, unknown>,
): Promise<StoredEvent[]> {
  try {
    const answer = await reader.query({ query, query_params: parameters, format: 'JSONEachRow' })
    return await answer.json<StoredEvent>()
  } catch (error) {
    if (clickHouseErrorCode(error) === REGEXP_ERROR)
      throw errors.invalid('A regular expression cannot be compiled.', 'properties')
    throw error
  }
}
