/** Reads stored events; a repeated event is shown once. */
import type { ClickHouseClient } from '@clickhouse/client'
import {
  alias,
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  type OrderExpr,
  or,
  type SelectQuery,
  selectTemplate,
} from '../../analytics/hogql/index.ts'
import { type Asker, moment } from '../../analytics/query/index.ts'

export interface StoredEvent {
  uuid: string
  event: string
  distinct_id: string
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  timestamp: string
  created_at: string
  properties: string
  elements_chain: string
}

const COLUMNS = `toString(uuid) AS uuid, event, distinct_id, toString(timestamp) AS timestamp, toString(created_at) AS created_at,
  if(properties_exact = '', properties, properties_exact) AS exact, elements_chain`
const VALUES_MAX = 20
const VALUES_DAYS = [7, 90, 36_500]

export interface EventsQuery {
  condition: Expr
  /** Oldest event time in microseconds since 1970; null for no bound. */
  after: number | null
  /** Event times before this, likewise. */
  before: number
  /** Goes on after this event, which has the time of the bound that is moved from page to page. */
  afterEvent: string | null
  limit: number
  ascending: boolean
}

const DAY_MICROS = 24 * 60 * 60 * 1_000_000

/**
 * Events by time. Without a lower bound the last day is tried first, then the last month, then everything: most pages
 * are full of recent events, and each step reads only its days.
 */
export async function listEvents(asker: Asker, query: EventsQuery): Promise<StoredEvent[]> {
  if (query.after !== null || query.ascending) return run(asker, query, query.after)
  for (const days of [1, 31]) {
    const rows = await run(asker, query, query.before - days * DAY_MICROS)
    if (rows.length >= query.limit) return rows
  }
  return run(asker, query, null)
}

async function run(asker: Asker, query: EventsQuery, after: number | null): Promise<StoredEvent[]> {
  const { ascending, afterEvent, before, condition, limit } = query
  const time = field('timestamp')
  // Events of the same time follow by uuid, and a page may end among them.
  const bound = (operator: '<' | '>', micros: number) => {
    const isBeyond = compare(operator, time, moment(micros))
    return afterEvent !== null && (operator === '>') === ascending
      ? and(
          compare(`${operator}=`, time, moment(micros)),
          or(isBeyond, compare(operator, field('uuid'), constant(afterEvent))),
        )
      : isBeyond
  }
  const order = ascending ? ('ASC' as const) : ('DESC' as const)
  const tree = {
    ...(selectTemplate('SELECT {one} FROM events WHERE {where}', {
      one: constant(1),
      where: and(bound('<', before), ...(after === null ? [] : [bound('>', after)]), condition),
    }) as SelectQuery),
    select: SHOWN.map((expr, index) => alias(`shown_${index}`, expr)),
    order_by: ['timestamp', 'uuid'].map((name): OrderExpr => ({ node: 'OrderExpr', expr: field(name), order })),
    limit_by: { node: 'LimitByExpr' as const, n: constant(1), offset_value: null, exprs: [field('uuid')] },
    limit: constant(limit),
  }
  const { rows } = await asker.run(tree)
  return (rows as string[][]).map(([uuid, event, distinctId, timestamp, createdAt, properties, chain]) => ({
    uuid: uuid!,
    event: event!,
    distinct_id: distinctId!,
    timestamp: timestamp!,
    created_at: createdAt!,
    properties: properties!,
    elements_chain: chain!,
  }))
}

const utc = (name: string) => call('toString', call('toTimeZone', field(name), constant('UTC')))
const SHOWN: Expr[] = [
  call('toString', field('uuid')),
  field('event'),
  field('distinct_id'),
  utc('timestamp'),
  utc('created_at'),
  field('$exact_properties'),
  field('elements_chain'),
]

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
  const answer = await reader.query({ query, query_params: parameters, format: 'JSONEachRow' })
  const rows = await answer.json<Omit<StoredEvent, 'properties'> & { exact: string }>()
  return rows.map(({ exact: properties, ...row }) => ({ ...row, properties }))
}
