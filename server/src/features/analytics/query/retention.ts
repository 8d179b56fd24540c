/** Retention: how many actors return in each period after the one in which they started. */
import { BREAKDOWN_OTHER, type Interval } from '@hedgerow/shared/query/options'
import type { RetentionRow } from '@hedgerow/shared/query/results'
import type { EntityNode, RetentionEntity, RetentionQuery } from '@hedgerow/shared/query/schemas'
import type { DateTime } from 'luxon'
import { toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  moment,
  or,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { breakdownValue, readBreakdown } from './breakdowns.ts'
import { bucketStart, type DateRange, nextBucket, shiftBucket } from './dates.ts'
import { entityCondition, entityMatch } from './entities.ts'
import { cohortCondition } from './funnels.ts'
import type { CountedEvents } from './matched-events.ts'
import { periodIndex } from './periods.ts'

const INTERVALS: Record<string, Interval> = { Hour: 'hour', Day: 'day', Week: 'week', Month: 'month' }
const SECONDS: Record<Interval, number> = { minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 }
const TOTAL_DEFAULT = 7
const ROWS_MAX = 100_000

export interface Retention {
  query: RetentionQuery
  period: string
  interval: Interval
  /** Number of columns, including the starting period. */
  columns: number
  /** Number of periods in each column after the first; null means one each. */
  brackets: number[] | null
  rows: DateTime[]
  end: DateTime
}

export async function openRetention(query: RetentionQuery, asker: Asker): Promise<Retention> {
  const filter = query.retentionFilter ?? {}
  const period = filter.period ?? 'Day'
  const interval = INTERVALS[period]!
  const total = filter.totalIntervals ?? TOTAL_DEFAULT
  if (filter.cumulative && filter.timeWindowMode === '24_hour_windows')
    throw errors.invalid('Cumulative retention is not supported for 24 hour windows.')
  const brackets = filter.retentionCustomBrackets?.length ? filter.retentionCustomBrackets : null
  const range = await asker.range(query.dateRange, interval)
  const end = nextBucket(bucketStart(range.dateTo, interval, asker.team), interval)
  const start = query.dateRange?.date_from
    ? bucketStart(range.dateFrom, interval, asker.team)
    : shiftBucket(end, -total, interval)
  const rows: DateTime[] = []
  for (let row = start; row < end; row = nextBucket(row, interval)) {
    if (rows.length >= 2000) throw errors.invalid('The range has more than 2000 periods.', 'date_from')
    rows.push(row)
  }
  return { query, period, interval, columns: brackets ? brackets.length + 1 : total, brackets, rows, end }
}

function toNode(entity: RetentionEntity | null | undefined): EntityNode {
  const { id, type, properties } = entity ?? { id: '$pageview', type: 'events' }
  if (type === 'actions')
    return { kind: 'ActionsNode', id: Number(id), ...(properties !== undefined && { properties }) }
  return {
    kind: 'EventsNode',
    event: id === null || id === undefined ? null : String(id),
    ...(properties !== undefined && { properties }),
  }
}

/**
 * The events with which actors started in a row, or if a column is given, with which they returned in it. With rolling
 * windows or repeated starts, also others of that time.
 */
export function retentionEvents(retention: Retention, row: number, column: number | null, asker: Asker): CountedEvents {
  const { query, interval, rows, end, brackets } = retention
  const filter = query.retentionFilter ?? {}
  const isReturn = column !== null && column > 0
  const before = (count: number) => (brackets ? brackets.slice(0, count).reduce((sum, each) => sum + each, 0) : count)
  // Column 0 is the period of the row; the columns after it begin one period later.
  const [first, last] = isReturn ? [row + before(column - 1) + 1, row + before(column)] : [row, row]
  const slack = filter.timeWindowMode === '24_hour_windows' ? 1 : 0
  const beginning = rows[0] ?? end
  const index = periodIndex(beginning, interval)
  return {
    actor: asker.actor(query.aggregation_group_type_index),
    where: and(
      compare('>=', field('timestamp'), moment(toMicros(beginning))),
      compare('<', field('timestamp'), moment(toMicros(end))),
      compare('>=', index, constant(first)),
      compare('<=', index, constant(last + (isReturn ? slack : 0))),
      entityCondition(toNode(isReturn ? filter.returningEntity : filter.targetEntity), asker),
      asker.globalFilters(query),
    ),
  }
}

/**
 * `actor, row, columns` for each actor in each row. `columns` lists the columns in which the actor was active, always
 * including 0. Adds `value` for breakdowns by value.
 */
export function retentionActors(retention: Retention, asker: Asker, condition: Expr = constant(true)): Select {
  const { query, interval, rows, end, brackets, columns } = retention
  const filter = query.retentionFilter ?? {}
  const type = filter.retentionType ?? 'retention_recurring'
  const [target, returning] = [toNode(filter.targetEntity), toNode(filter.returningEntity)]
  const isStart = entityCondition(target, asker)
  const isReturn = entityCondition(returning, asker)
  const global = and(asker.globalFilters(query), condition, asker.hasActor(query.aggregation_group_type_index))
  const beginning = rows[0] ?? end
  const inRange = and(
    compare('>=', field('timestamp'), moment(toMicros(beginning))),
    compare('<', field('timestamp'), moment(toMicros(end))),
  )
  const breakdown = readBreakdown(query.breakdownFilter)
  const value = breakdown && !breakdown.cohorts ? breakdownValue(breakdown, [], '') : null
  const index = periodIndex(beginning, interval)
  const isRecurring = type === 'retention_recurring'
  const isFirstEver = type === 'retention_first_ever_occurrence'
  const begun = isFirstEver ? entityMatch(target, asker) : isStart
  const isRolling = filter.timeWindowMode === '24_hour_windows'
  const often = filter.minimumOccurrences ?? 1
  const moments = isRolling ? 'toUnixTimestamp64Micro(timestamp)' : 'toInt64(0)'
  const startTuple = value ? `tuple({value}, {index}, ${moments})` : `tuple({index}, ${moments})`
  // Only rolling windows need exact times. For fixed periods, the distinct periods are enough.
  const gather = isRolling || often > 1 ? 'groupArray' : 'groupUniqArray'
  const isSame = isRecurring && JSON.stringify(target) === JSON.stringify(returning)
  const returned = `${isSame ? `${gather}(` : `${gather}If(`}${isRolling ? 'toUnixTimestamp64Micro(timestamp)' : '{index}'}${isSame ? ')' : ', and({isReturn}, {inRange}))'}`
  const first = `argMinIf(${startTuple}, (timestamp, uuid), {begun})`
  const started =
    isSame && !isRolling && value === null && often === 1
      ? 'arrayMap(each -> tuple(each, toInt64(0)), returned)'
      : isRecurring
        ? `${isRolling ? 'groupArrayIf' : 'groupUniqArrayIf'}(${startTuple}, {isStart})`
        : `if(countIf({begun}) > 0 AND argMinIf({fits}, (timestamp, uuid), {begun}), [${first}], arraySlice([${first}], 1, 0))`
  const source = selectTemplate(
    `SELECT {actor} AS actor, ${returned} AS returned, ${started} AS started FROM events WHERE {where} GROUP BY actor`,
    {
      actor: asker.actor(query.aggregation_group_type_index),
      ...(value && { value }),
      index,
      isStart,
      isReturn,
      inRange,
      begun,
      fits: isFirstEver ? call('if', isStart, constant(1), constant(0)) : constant(1),
      where: and(
        global,
        compare('<', field('timestamp'), moment(toMicros(end))),
        isRecurring ? and(inRange, or(isStart, isReturn)) : or(begun, and(inRange, isReturn)),
      ),
    },
  )
  const [place, time] = value ? [2, 3] : [1, 2]
  const kept = value ? 'tupleElement(start, 1) AS value, ' : ''
  const keys = value ? 'value, ' : ''
  const lines = selectTemplate(`SELECT actor, arrayJoin(started) AS start, returned FROM {source}`, { source })
  // One line for each row that an actor is in. With several starts in a row, the earliest counts.
  const joined = isRolling
    ? selectTemplate(
        `SELECT actor, ${kept}tupleElement(start, ${place}) AS row, min(tupleElement(start, ${time})) AS begun, any(returned) AS returned
         FROM {lines} WHERE row >= 0 AND row < ${rows.length} GROUP BY actor, ${keys}row`,
        { lines },
      )
    : selectTemplate(
        `SELECT actor, ${kept}tupleElement(start, ${place}) AS row, returned FROM {lines} WHERE row >= 0 AND row < ${rows.length}`,
        { lines },
      )
  const width = SECONDS[interval]
  const offsets = isRolling
    ? `arrayMap(each -> toInt32(floor(divide(minus(each, begun), ${width}000000))), returned)`
    : 'arrayMap(each -> toInt32(minus(each, row)), returned)'
  const counted =
    often > 1
      ? `arrayFilter(each -> greaterOrEquals(countEqual(offsets, each), ${often}), arrayDistinct(offsets))`
      : 'arrayDistinct(offsets)'
  const last = brackets ? brackets.reduce((sum, each) => sum + each, 0) : columns - 1
  let active = `arraySort(arrayFilter(each -> and(greaterOrEquals(each, 1), lessOrEquals(each, ${last})), ${counted}))`
  if (brackets) {
    let edge = 0
    const branches = brackets.map((size, bracket) => {
      edge += size
      return `lessOrEquals(each, ${edge}), ${bracket + 1}`
    })
    active = `arrayDistinct(arrayMap(each -> toInt32(multiIf(${branches.join(', ')}, 0)), ${active}))`
  }
  const present = `arrayConcat([toInt32(0)], ${active})`
  const columnList = filter.cumulative
    ? `arrayMap(each -> toInt32(each), range(toUInt32(plus(arrayMax(${present}), 1))))`
    : present
  return selectTemplate(
    `SELECT actor, ${keys}row, ${columnList} AS columns FROM (SELECT actor, ${keys}row, ${offsets} AS offsets FROM {joined})`,
    { joined },
  )
}

export async function runRetention(
  query: RetentionQuery,
  asker: Asker,
): Promise<{ results: RetentionRow[]; range: DateRange }> {
  const retention = await openRetention(query, asker)
  const range = await asker.range(query.dateRange, retention.interval)
  const breakdown = readBreakdown(query.breakdownFilter)
  if (breakdown?.cohorts) {
    const blocks = await Promise.all(
      breakdown.cohorts.map(async (cohort) => {
        const counts = await countRows(retentionActors(retention, asker, cohortCondition(cohort, asker)), asker)
        return describeRows(retention, counts.get('') ?? new Map(), cohort === 'all' ? '0' : String(cohort))
      }),
    )
    return { results: blocks.flat(), range }
  }
  const source = retentionActors(retention, asker)
  if (!breakdown)
    return { results: describeRows(retention, (await countRows(source, asker)).get('') ?? new Map()), range }
  const counts = await countRows(source, asker, true)
  const size = (cells: Cells) => [...cells].reduce((sum, [key, count]) => (key.endsWith(':0') ? sum + count : sum), 0)
  const ranked = [...counts].sort(([a, left], [b, right]) => size(right) - size(left) || (a < b ? -1 : 1))
  const others: Cells = new Map()
  for (const [, cells] of ranked.slice(breakdown.limit))
    for (const [key, count] of cells) others.set(key, (others.get(key) ?? 0) + count)
  const shown = (text: string) => {
    const value = JSON.parse(text) as string[]
    return breakdown.isMultiple ? value : value[0]!
  }
  const results = ranked
    .slice(0, breakdown.limit)
    .flatMap(([text, cells]) => describeRows(retention, cells, shown(text)))
  if (others.size > 0) results.push(...describeRows(retention, others, BREAKDOWN_OTHER))
  return { results, range }
}

/** Number of actors, keyed by `row:column`. */
type Cells = Map<string, number>

/** @returns cells by breakdown value as JSON, or under an empty string without a breakdown */
async function countRows(source: Select, asker: Asker, hasValue = false): Promise<Map<string, Cells>> {
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT ${hasValue ? 'value' : "''"} AS shown, row, arrayJoin(columns) AS column, count() FROM {source} GROUP BY shown, row, column LIMIT ${ROWS_MAX}`,
      { source },
    ),
  )
  const counts = new Map<string, Cells>()
  for (const [value, row, column, count] of rows) {
    const key = hasValue ? JSON.stringify(value) : ''
    const cells = counts.get(key) ?? new Map<string, number>()
    counts.set(key, cells)
    cells.set(`${row}:${column}`, Number(count))
  }
  return counts
}

function describeRows({ rows, columns, period }: Retention, cells: Cells, value?: string | string[]): RetentionRow[] {
  return rows.map((start, row) => ({
    label: `${period} ${row}`,
    date: start.toISO({ suppressMilliseconds: true })!,
    values: Array.from({ length: columns }, (_, column) => ({
      count: cells.get(`${row}:${column}`) ?? 0,
      label: `${period} ${column}`,
    })),
    ...(value !== undefined && { breakdown_value: value }),
  }))
}
