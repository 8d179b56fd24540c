/** Paths: how actors move from one item to the next. */
import type { PathEdge } from '@hedgerow/shared/query/results'
import type { PathsQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  exprTemplate,
  field,
  not,
  or,
  parseExpr,
  propertyValue,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import { type Asker, within } from './asker.ts'
import type { DateRange } from './dates.ts'
import { funnelActorsCondition } from './funnel-actors.ts'
import { attemptsQuery, openFunnel } from './funnels.ts'
import type { CountedEvents } from './matched-events.ts'
import { cleanPath } from './path-cleaning.ts'

const GAP_MICROS = 30 * 60 * 1_000_000
const STEP_LIMIT = 5
const EDGE_LIMIT = 50

function pathItem(query: PathsQuery, asker: Asker): Expr {
  const filter = query.pathsFilter ?? {}
  const types = filter.includeEventTypes ?? []
  const expression = filter.pathsHogQLExpression
  const url = exprTemplate("replaceRegexpOne(ifNull({url}, ''), '(.)/$', '\\\\1')", {
    url: propertyValue('text', field('properties', '$current_url')),
  })
  const screen = call('ifNull', propertyValue('text', field('properties', '$screen_name')), constant(''))
  const isOnlyHogQL = types.includes('hogql') && expression
  const plain: Expr = isOnlyHogQL
    ? call('ifNull', call('toString', parseExpr(expression)), constant(''))
    : exprTemplate("multiIf(event = '$pageview', {url}, event = '$screen', {screen}, event)", { url, screen })
  const cleaned = cleanPath(plain, [
    ...(filter.pathReplacements ? asker.team.pathCleaning : []),
    ...(filter.localPathCleaningFilters ?? []),
  ])
  const groupings = (filter.pathGroupings ?? []).filter((pattern) => pattern !== '')
  if (groupings.length === 0) return cleaned
  return call(
    'multiIf',
    ...groupings.flatMap((pattern): Expr[] => [
      call(
        'match',
        cleaned,
        constant(
          pattern
            .split('*')
            .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
            .join('.*'),
        ),
      ),
      constant(pattern),
    ]),
    cleaned,
  )
}

function includedEvents(query: PathsQuery): Expr {
  const types = query.pathsFilter?.includeEventTypes ?? []
  if (types.length === 0 || types.includes('hogql')) return constant(true)
  return or(
    ...types.map((type) =>
      type === 'custom_event'
        ? not(call('startsWith', field('event'), constant('$')))
        : compare('==', field('event'), constant(type)),
    ),
  )
}

const withoutSlash = (text: string | null | undefined) =>
  text && text.length > 1 ? text.replace(/\/$/, '') : (text ?? null)

/**
 * `actor, path` for each path: a list of `(item, microseconds)`, with repeated items collapsed, cut to the visible
 * part.
 */
export async function pathsSource(
  query: PathsQuery,
  asker: Asker,
): Promise<{ source: Select; range: DateRange; counted: CountedEvents }> {
  const filter = query.pathsFilter ?? {}
  const range = await asker.range(query.dateRange, 'day')
  const item = pathItem(query, asker)
  const funnel = query.funnelPathsFilter ? await funnelBounds(query, asker) : null
  const excluded = filter.excludeEvents ?? []
  const group = query.aggregation_group_type_index
  const where = and(
    within(range),
    asker.globalFilters(query),
    includedEvents(query),
    asker.hasActor(group),
    excluded.length > 0
      ? compare('not in', item, { node: 'Tuple', exprs: excluded.map((each) => constant(each)) })
      : constant(true),
  )
  const gap = funnel?.gap ?? GAP_MICROS
  const values = { actor: asker.actor(group), item, where, time: exprTemplate('toUnixTimestamp64Micro(timestamp)') }
  const items = funnel
    ? selectTemplate(
        `SELECT actor, groupArray(tuple(time, item)) AS steps FROM (SELECT {actor} AS actor, {time} AS time, {item} AS item FROM events WHERE {where}) AS walked
         JOIN {bounds} AS bounds ON walked.actor = bounds.member WHERE time >= bounds.low AND time <= bounds.high GROUP BY actor`,
        { ...values, bounds: funnel.bounds },
      )
    : selectTemplate(
        'SELECT {actor} AS actor, groupArray(tuple({time}, {item})) AS steps FROM events WHERE {where} GROUP BY actor',
        values,
      )
  const limit = filter.stepLimit ?? STEP_LIMIT
  const [start, end] = [withoutSlash(filter.startPoint), withoutSlash(filter.endPoint)]
  const cut = cutting(start !== null && start !== '', end !== null && end !== '', limit)
  const source = selectTemplate(
    `SELECT actor, ${cut} AS path FROM (
       SELECT actor, arrayMap(each -> tuple(each.2, each.1), arrayFilter((each, place) -> or(equals(place, length(run)), arrayElement(run, plus(place, 1)).2 != each.2), run, arrayEnumerate(run))) AS collapsed FROM (
         SELECT actor, arrayJoin(arraySplit((each, gap) -> greaterOrEquals(gap, ${gap}), sorted, arrayDifference(arrayMap(each -> each.1, sorted)))) AS run FROM (
           SELECT actor, arraySort(steps) AS sorted FROM {items}
         )
       )
     ) WHERE notEmpty(path)`,
    { items, ...(start && { start: constant(start) }), ...(end && { end: constant(end) }) },
  )
  return { source, range, counted: { actor: values.actor, where } }
}

/** HogQL for the visible part of a path. */
function cutting(hasStart: boolean, hasEnd: boolean, limit: number): string {
  const names = (list: string) => `arrayMap(each -> each.1, ${list})`
  const none = 'arraySlice(collapsed, 1, 0)'
  const startAt = `indexOf(${names('collapsed')}, {start})`
  if (hasStart && hasEnd) {
    const from = `arraySlice(collapsed, ${startAt})`
    const endAt = `indexOf(${names(`arraySlice(${from}, 2)`)}, {end})`
    const whole = `arraySlice(${from}, 1, plus(${endAt}, 1))`
    const half = Math.floor(limit / 2)
    const middle = `[tuple('...', arrayElement(${whole}, ${half + 1}).2)]`
    const shown = `if(greater(length(${whole}), ${limit}), arrayConcat(arraySlice(${whole}, 1, ${half}), ${middle}, arraySlice(${whole}, ${-half})), ${whole})`
    return `if(or(equals(${startAt}, 0), equals(${endAt}, 0)), ${none}, ${shown})`
  }
  if (hasStart) return `if(equals(${startAt}, 0), ${none}, arraySlice(collapsed, ${startAt}, ${limit}))`
  if (hasEnd) {
    const endAt = `indexOf(${names('collapsed')}, {end})`
    return `if(equals(${endAt}, 0), ${none}, arraySlice(collapsed, greatest(1, minus(${endAt}, ${limit - 1})), least(${endAt}, ${limit})))`
  }
  return `arraySlice(collapsed, 1, ${limit})`
}

/** The time span in which to look at each funnel actor's events. */
async function funnelBounds(query: PathsQuery, asker: Asker): Promise<{ bounds: Select; gap: number }> {
  const { funnelSource, funnelPathType, funnelStep } = query.funnelPathsFilter!
  const funnel = await openFunnel(funnelSource, asker)
  const step = funnelStep ?? funnel.rules.steps
  const isDropOff = step < 0
  const place = isDropOff ? -step - 1 : step
  if (place < 1 || place > funnel.rules.steps) throw errors.invalid('The funnel has no such step.', 'funnelStep')
  const type = funnelPathType ?? 'funnel_path_between_steps'
  const at = (number: number) => `arrayElement(attempt, ${number})`
  const far = 9_000_000_000_000_000
  let [low, high] = ['0', String(far)]
  if (type === 'funnel_path_before_step') high = at(place)
  else if (type === 'funnel_path_after_step') low = isDropOff ? `plus(${at(place)}, ${funnel.rules.window})` : at(place)
  else {
    if (place < 2 || isDropOff)
      throw errors.invalid('Paths between steps need a step that has one before it.', 'funnelStep')
    low = at(place - 1)
    high = at(place)
  }
  return {
    gap: funnel.rules.window,
    bounds: selectTemplate(
      `SELECT actor AS member, toInt64(${low}) AS low, toInt64(${high}) AS high FROM {source} WHERE ${funnelActorsCondition(funnel, step)}`,
      {
        source: attemptsQuery({ ...funnel, breakdown: null }, asker, { exactTimes: true }),
      },
    ),
  }
}

export async function runPaths(query: PathsQuery, asker: Asker): Promise<{ results: PathEdge[]; range: DateRange }> {
  const filter = query.pathsFilter ?? {}
  const { source, range } = await pathsSource(query, asker)
  const bounds = [
    ...(filter.minEdgeWeight ? [`value >= ${filter.minEdgeWeight}`] : []),
    ...(filter.maxEdgeWeight ? [`value <= ${filter.maxEdgeWeight}`] : []),
  ]
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT edge.1 AS source, edge.2 AS target, count() AS value, divide(avg(edge.3), 1000) AS time FROM (
         SELECT arrayJoin(arrayMap(place -> tuple(concat(toString(place), '_', arrayElement(path, place).1), concat(toString(plus(place, 1)), '_', arrayElement(path, plus(place, 1)).1),
           minus(arrayElement(path, plus(place, 1)).2, arrayElement(path, place).2)), range(1, length(path)))) AS edge FROM {source}
       ) GROUP BY source, target ${bounds.length > 0 ? `HAVING ${bounds.join(' AND ')}` : ''}
       ORDER BY value DESC, source ASC, target ASC LIMIT ${filter.edgeLimit ?? EDGE_LIMIT}`,
      { source },
    ),
  )
  const edges = rows.map(
    ([from, to, value, time]): PathEdge => ({
      source: String(from),
      target: String(to),
      value: Number(value),
      average_conversion_time: Number(time),
    }),
  )
  return { results: reachable(edges), range }
}

/** Edges that are reachable from a first step. */
function reachable(edges: readonly PathEdge[]): PathEdge[] {
  const reached = new Set(edges.flatMap(({ source }) => (source.startsWith('1_') ? [source] : [])))
  for (let size = -1; size !== reached.size; ) {
    size = reached.size
    for (const { source, target } of edges) if (reached.has(source)) reached.add(target)
  }
  return edges.filter(({ source }) => reached.has(source))
}

interface PathCondition {
  /** HogQL: how often a path has what was clicked. */
  text: string
  /** HogQL: the times at which it has it, in microseconds. */
  moments: string
  values: Record<string, Expr>
}

/**
 * Condition for the paths behind a click: on an edge, its source or target, or the end of a path. Null selects all
 * paths.
 */
export function pathCondition({ pathsFilter }: PathsQuery): PathCondition | null {
  const { pathStartKey, pathEndKey, pathDropoffKey } = pathsFilter ?? {}
  const keys = "arrayMap((each, place) -> concat(toString(place), '_', each.1), path, arrayEnumerate(path))"
  if (pathDropoffKey)
    return {
      text: `toUInt64(equals(arrayElement(${keys}, -1), {end}))`,
      moments: '[arrayElement(path, -1).2]',
      values: { end: constant(pathDropoffKey) },
    }
  if (pathStartKey && pathEndKey)
    return {
      text: `arrayCount((from, to) -> and(equals(from, {start}), equals(to, {end})), arrayPopBack(${keys}), arrayPopFront(${keys}))`,
      moments: `arrayMap(each -> each.2, arrayFilter((each, from, to) -> and(equals(from, {start}), equals(to, {end})), arrayPopFront(path), arrayPopBack(${keys}), arrayPopFront(${keys})))`,
      values: { start: constant(pathStartKey), end: constant(pathEndKey) },
    }
  if (pathStartKey)
    return {
      text: `countEqual(arrayPopBack(${keys}), {start})`,
      moments: `arrayMap(each -> each.2, arrayFilter((each, key) -> equals(key, {start}), arrayPopBack(path), arrayPopBack(${keys})))`,
      values: { start: constant(pathStartKey) },
    }
  if (pathEndKey)
    return {
      text: `countEqual(${keys}, {end})`,
      moments: `arrayMap(each -> each.2, arrayFilter((each, key) -> equals(key, {end}), path, ${keys}))`,
      values: { end: constant(pathEndKey) },
    }
  return null
}
