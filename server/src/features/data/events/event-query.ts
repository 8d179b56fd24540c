/** Reads stored events; a duplicate event is shown once. */
import type { Micros } from '../../../platform/date-text.ts'
import {
  alias,
  and,
  array,
  call,
  compare,
  constant,
  type Expr,
  field,
  type HogQLStores,
  moment,
  type OrderExpr,
  or,
  propertyValue,
  type QueryTeam,
  runQuery,
  type SelectQuery,
  selectTemplate,
  timelessTeam,
} from '../../analytics/hogql/index.ts'
import type { Asker } from '../../analytics/query/index.ts'

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

const VALUES_MAX = 20
const VALUES_DAYS = [7, 90, 36_500]

export interface EventsQuery {
  condition: Expr
  /** Lower bound of event times (exclusive), microseconds since 1970; null for no bound. */
  after: number | null
  /** Upper bound of event times (exclusive), microseconds since 1970. */
  before: number
  /** Continue after this event, whose time is the bound that moves from page to page. */
  afterEvent: string | null
  limit: number
  ascending: boolean
}

const DAY_MICROS = 24 * 60 * 60 * 1_000_000

/**
 * Events by time. Without a lower bound, tries the last day, then the last month, then everything: most pages are full of
 * recent events, and each step only reads its own days.
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
  // Events with the same time are ordered by uuid, and a page may end among them.
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
    ...shown('SELECT {one} FROM events WHERE {where}', {
      where: and(bound('<', before), ...(after === null ? [] : [bound('>', after)]), condition),
    }),
    order_by: ['timestamp', 'uuid'].map((name): OrderExpr => ({ node: 'OrderExpr', expr: field(name), order })),
    limit_by: { node: 'LimitByExpr' as const, n: constant(1), offset_value: null, exprs: [field('uuid')] },
    limit: constant(limit),
  }
  return toEvents(await asker.run(tree))
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

/** A query for events, whose template selects `{one}` where the event's columns go. */
function shown(template: string, values: Record<string, Expr>): SelectQuery {
  const tree = selectTemplate(template, { ...values, one: constant(1) }) as SelectQuery
  return { ...tree, select: SHOWN.map((expr, index) => alias(`shown_${index}`, expr)) }
}

function toEvents({ rows }: { rows: unknown[][] }): StoredEvent[] {
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

export async function findEvent(stores: HogQLStores, teamId: number, uuid: string): Promise<StoredEvent | null> {
  const tree = shown('SELECT {one} FROM events WHERE uuid = {uuid} ORDER BY created_at DESC LIMIT 1', {
    uuid: constant(uuid),
  })
  return toEvents(await runQuery(stores, timelessTeam(teamId), tree))[0] ?? null
}

/**
 * The most frequent values of an event property, as text. Tries recent events first: they are nearly always enough, and
 * reading years of events for a list of suggestions would be out of proportion.
 */
export async function propertyValues(
  stores: HogQLStores,
  team: QueryTeam,
  of: { key: string; containing: string; events: string[] },
): Promise<{ name: string; count: number }[]> {
  const value = propertyValue('text', field('properties', of.key))
  const conditions = [
    call('notEmpty', value),
    ...(of.events.length > 0 ? [compare('in', field('event'), array(...of.events.map((name) => constant(name))))] : []),
    ...(of.containing === ''
      ? []
      : [compare('>', call('positionCaseInsensitiveUTF8', value, constant(of.containing)), constant(0))]),
  ]
  for (const days of VALUES_DAYS) {
    const tree = selectTemplate(
      `SELECT {value} AS name, count() AS count FROM events WHERE timestamp > now() - toIntervalDay({days}) AND {conditions}
       GROUP BY name ORDER BY count DESC, name LIMIT ${VALUES_MAX}`,
      { value, days: constant(days), conditions: and(...conditions) },
    )
    const { rows } = await runQuery(stores, team, tree)
    if (rows.length > 0) return rows.map(([name, count]) => ({ name: String(name), count: Number(count) }))
  }
  return []
}

/** Events by arrival, newest first: those that arrived after a moment. */
export async function listArrivals(
  stores: HogQLStores,
  teamId: number,
  since: Micros,
  limit: number,
): Promise<StoredEvent[]> {
  const tree = shown(
    `SELECT {one} FROM events WHERE created_at > {since}
     ORDER BY created_at DESC, timestamp DESC, uuid DESC LIMIT {limit}`,
    { since: moment(since), limit: constant(limit) },
  )
  return toEvents(await runQuery(stores, timelessTeam(teamId), tree))
}
