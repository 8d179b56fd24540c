/** A person's properties over the events that an insight counts, with a point for each change of a relevant value. */
import type { EntityNode } from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import { parseDateText, toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../platform/json.ts'
import { endOfLocal, startOfLocal } from '../../../platform/local-time.ts'
import { formatTime } from '../../../platform/time.ts'
import {
  and,
  array,
  compare,
  constant,
  type Expr,
  exprTemplate,
  field,
  moment,
  or,
  type Select,
  type SelectQuery,
  selectTemplate,
  tuple,
} from '../hogql/index.ts'
import { Asker, type AskingTeam, type QueryStores } from './asker.ts'
import { entityMatch } from './entities.ts'

const TIME_SERIES = new Set([
  '',
  'ActionsLineGraph',
  'ActionsLineGraphCumulative',
  'ActionsBar',
  'ActionsUnstackedBar',
  'ActionsAreaGraph',
])
const INTERVALS = new Set(['minute', 'hour', 'day', 'week', 'month'])
const DATE_FROM_DEFAULT = '-7d'
const SERIES_MAX = 100
const KEYS_MAX = 100

/** The parameters as in the query string; structured ones are JSON text. */
export interface TimelineQuery {
  events?: string
  actions?: string
  properties?: string
  breakdown?: string
  breakdown_type?: string
  date_from?: string
  date_to?: string
  interval?: string
  display?: string
}

export interface Timeline {
  points: { timestamp: string; properties: JsonObject; relevant_event_count: number }[]
  crucial_property_keys: string[]
  effective_date_from: string
  effective_date_to: string
}

/**
 * Reads the timeline of a person.
 * @param distinctIds all distinct IDs that currently belong to the person
 * @throws ApiError 400 for invalid parameters
 */
export async function readTimeline(
  stores: QueryStores,
  team: AskingTeam,
  distinctIds: readonly string[],
  query: TimelineQuery,
): Promise<Timeline> {
  const series = [
    ...readSeries(query.events, 'events').map(toEventsNode),
    ...readSeries(query.actions, 'actions').map(toActionsNode),
  ]
  const keys = crucialKeys(query)
  const { from, to } = readRange(query, team.timezone)
  const asker = await Asker.open(stores, team, series)
  const tree = pointsOf({
    keys,
    whose: and(
      compare('in', field('distinct_id'), tuple(...distinctIds.map((id) => constant(id)))),
      compare('>=', field('timestamp'), moment(toMicros(from))),
      compare('<=', field('timestamp'), moment(toMicros(to) + restOfMillisecond(to))),
      // The filters of a series only say which properties matter.
      series.length === 0 ? constant(true) : or(...series.map((node) => entityMatch(node, asker))),
    ),
  })
  const { rows } = await asker.run(tree)
  return {
    points: (rows as [string, string, number][]).map(([time, properties, events]) => ({
      timestamp: formatTime(time),
      properties: parseJson(properties || '{}') as JsonObject,
      relevant_event_count: Number(events),
    })),
    crucial_property_keys: keys,
    effective_date_from: toIso(from),
    effective_date_to: toIso(to),
  }
}

const VALUES_OF =
  "arrayMap(k -> if(JSONType(had, k) = 'String', JSONExtractString(had, k), JSONExtractRaw(had, k)), {keys})"
const textList = (texts: readonly string[]) => array(...texts.map((text) => constant(text)))

/**
 * One row for each run of consecutive events with the same values of the given properties: its start, the person's
 * properties at that time, and the number of events.
 */
function pointsOf({ keys, whose }: { keys: readonly string[]; whose: Expr }): Select {
  const events = {
    ...(selectTemplate(
      'SELECT timestamp, uuid, $person_properties AS had, {crucial} AS crucial FROM events WHERE {whose}',
      { crucial: keys.length === 0 ? constant('') : exprTemplate(VALUES_OF, { keys: textList(keys) }), whose },
    ) as SelectQuery),
    limit_by: { node: 'LimitByExpr' as const, n: constant(1), offset_value: null, exprs: [field('uuid')] },
  }
  return selectTemplate(
    `SELECT toString(toTimeZone(min(timestamp), 'UTC')) AS time, argMin(had, (timestamp, uuid)) AS properties, count() AS events
     FROM (SELECT timestamp, uuid, had, sum(starts) OVER (ORDER BY timestamp, uuid) AS point
       FROM (SELECT timestamp, uuid, had,
           or(equals(row_number() OVER (ORDER BY timestamp, uuid), 1),
             notEquals(crucial, lagInFrame(crucial) OVER (ORDER BY timestamp, uuid))) AS starts
         FROM {events}))
     GROUP BY point ORDER BY point`,
    { events },
  )
}

function readList(text: string | undefined, attr: string): JsonValue[] {
  if (!text) return []
  let json: JsonValue
  try {
    json = parseJson(text)
  } catch {
    throw errors.invalid(
      attr === 'properties' ? 'Properties are unparsable!' : `${attr} is not JSON.`,
      attr === 'properties' ? null : attr,
    )
  }
  if (isJsonObject(json)) return Array.isArray(json.values) ? json.values : Object.keys(json).length > 0 ? [json] : []
  if (!Array.isArray(json)) throw errors.invalid(`${attr} must be a list.`, attr)
  return json
}

function readSeries(text: string | undefined, attr: 'events' | 'actions'): JsonObject[] {
  const list = readList(text, attr)
  if (list.length > SERIES_MAX) throw errors.invalid(`At most ${SERIES_MAX} series.`, attr)
  return list.map((item) => {
    if (!isJsonObject(item)) throw errors.invalid(`Every series of ${attr} must be an object.`, attr)
    return item
  })
}

function toEventsNode({ id }: JsonObject): EntityNode {
  if (id === null || id === undefined || id === '') return { kind: 'EventsNode', event: null }
  if (typeof id !== 'string') throw errors.invalid('An event is referenced by its name.', 'events')
  return { kind: 'EventsNode', event: id }
}

function toActionsNode({ id }: JsonObject): EntityNode {
  if (!Number.isInteger(Number(id ?? Number.NaN))) throw errors.invalid('An action is referenced by its ID.', 'actions')
  return { kind: 'ActionsNode', id: Number(id) }
}

/** Person properties that the filters and the breakdown use. */
function crucialKeys(query: TimelineQuery): string[] {
  const keys = new Set<string>()
  const visit = (filter: JsonValue | undefined) => {
    if (Array.isArray(filter)) filter.forEach(visit)
    else if (isJsonObject(filter)) {
      if (Array.isArray(filter.values) && filter.key === undefined) filter.values.forEach(visit)
      else if (filter.type === 'person' && typeof filter.key === 'string') keys.add(filter.key)
    }
  }
  visit(readList(query.properties, 'properties'))
  for (const attr of ['events', 'actions'] as const)
    for (const entity of readSeries(query[attr], attr)) visit(entity.properties)
  if (query.breakdown_type === 'person' && query.breakdown)
    for (const key of readBreakdown(query.breakdown)) keys.add(key)
  if (keys.size > KEYS_MAX) throw errors.invalid(`At most ${KEYS_MAX} person properties.`, 'properties')
  return [...keys].sort()
}

function readBreakdown(text: string): string[] {
  try {
    const json = parseJson(text)
    if (Array.isArray(json)) return json.filter((item) => typeof item === 'string')
  } catch {
    // A plain name.
  }
  return [text]
}

function readRange(query: TimelineQuery, zone: string): { from: DateTime; to: DateTime } {
  const interval = query.interval || 'day'
  if (!INTERVALS.has(interval))
    throw errors.invalid(`"${interval}" is not a valid choice.`, 'interval', 'invalid_choice')
  const isFine = interval === 'hour' || interval === 'minute'
  const fromText = query.date_from || DATE_FROM_DEFAULT
  const from = read(fromText, 'date_from')
  const to = query.date_to ? read(query.date_to, 'date_to') : DateTime.now().setZone(zone)
  const start = isFine && hasTime(fromText) ? from : startOfLocal(from, 'day')
  const isPoint =
    query.date_from === query.date_to && query.date_from !== undefined && TIME_SERIES.has(query.display ?? '')
  if (isPoint) return { from: start, to: endOfPoint(start, interval) }
  return { from: start, to: isFine && (!query.date_to || hasTime(query.date_to)) ? to : endOfLocal(to, 'day') }

  function read(text: string, attr: string): DateTime {
    const parsed = parseDateText(text, zone, DateTime.now())
    if (!parsed) throw errors.invalid(`"${text.slice(0, 100)}" is not a date.`, attr)
    return parsed.time.setZone(zone)
  }
}

const hasTime = (text: string) => /[T ]\d{2}:|[hMs]$/.test(text)

function endOfPoint(start: DateTime, interval: string): DateTime {
  if (interval === 'minute') return start.plus({ minutes: 1 })
  if (interval === 'hour') return start.plus({ hours: 1 })
  if (interval === 'week') return endOfLocal(start.plus({ days: 6 }), 'day')
  return endOfLocal(start, interval === 'month' ? 'month' : 'day')
}

/** Microseconds to add to the last millisecond of a day to reach the end of the day. */
const restOfMillisecond = (time: DateTime) => (time.millisecond === 999 ? 999 : 0)
const fraction = (time: DateTime) =>
  time.millisecond === 999 ? '.999999' : time.millisecond > 0 ? time.toFormat('.SSS') : ''
const toIso = (time: DateTime) => `${time.toFormat("yyyy-MM-dd'T'HH:mm:ss")}${fraction(time)}${time.toFormat('ZZ')}`
