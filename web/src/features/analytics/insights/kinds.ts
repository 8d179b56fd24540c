/** From one kind of insight to another: what carries over, what does not, and what comes back. Pure functions. */
import { intervalAfter } from '@hedgerow/shared/query/dates'
import { breakdownNames, seriesName } from '@hedgerow/shared/query/names'
import {
  type BreakdownFilter,
  type InsightKind,
  type InsightNode,
  type RetentionEntity,
  type Series,
  sameNode,
  stable,
} from '@hedgerow/shared/query/nodes'
import { BREAKDOWNS_MAX } from '@hedgerow/shared/query/options'
import { breakdownList, fromBreakdownList } from './breakdowns'
import { newNode, PAGEVIEWS } from './defaults'

/** How many properties each kind can be broken down by here. */
const BREAKDOWNS_OF: Partial<Record<InsightKind, number>> = {
  TrendsQuery: BREAKDOWNS_MAX,
  FunnelsQuery: 1,
  RetentionQuery: 1,
}
const HAS_COMPARISON = new Set<InsightKind>(['TrendsQuery', 'StickinessQuery'])
const COUNTS_GROUPS = new Set<InsightKind>(['FunnelsQuery', 'RetentionQuery'])

export interface Converted {
  node: InsightNode
  /** What the new kind does not support, in words: `the formula A / B`. */
  left: string[]
}

/** An event or action by itself, without how it was counted. */
function bare({ kind, event, id, name, custom_name, properties }: Series): Series {
  return {
    kind,
    ...(kind === 'ActionsNode' ? { id } : { event: event ?? null }),
    ...(name !== undefined && { name }),
    ...(custom_name !== undefined && { custom_name }),
    ...(properties && properties.length > 0 && { properties }),
  }
}

const fromEntity = ({ id, type, name, properties }: RetentionEntity): Series =>
  bare(
    type === 'actions'
      ? { kind: 'ActionsNode', id: Number(id), name, properties }
      : {
          kind: 'EventsNode',
          event: id as string | null,
          name: name ?? (id as string | null) ?? undefined,
          properties,
        },
  )

const toEntity = ({ kind, event, id, name, properties }: Series): RetentionEntity => ({
  ...(kind === 'ActionsNode' ? { id: id ?? null, type: 'actions', name } : { id: event ?? null, type: 'events' }),
  ...(properties && { properties }),
})

/** Pages begin with a slash or a protocol; every other point of a path is the name of an event. */
const isPage = (point: string) => /^(https?:)?\//.test(point)

/** Every event and action of a query, once each, in order. */
export function entitiesOf(node: InsightNode): Series[] {
  return withoutDoubles(readEntities(node))
}

function readEntities(node: InsightNode): Series[] {
  if (node.kind === 'RetentionQuery') {
    const { targetEntity: target, returningEntity: returning } = node.retentionFilter ?? {}
    return [target, returning].flatMap((entity) => (entity ? [fromEntity(entity)] : []))
  }
  if (node.kind === 'PathsQuery') {
    const { includeEventTypes, startPoint, endPoint } = node.pathsFilter ?? {}
    const types = includeEventTypes ?? ['$pageview']
    const points = [startPoint, endPoint].filter((point) => typeof point === 'string' && point !== '' && !isPage(point))
    if (types.includes('custom_event') && points.length > 0)
      return points.map((event): Series => ({ kind: 'EventsNode', event, name: event! }))
    const event = types.find((type) => type === '$pageview' || type === '$screen') ?? null
    return [{ kind: 'EventsNode', event, ...(event && { name: event }) }]
  }
  return (node.series ?? []).map(bare)
}

function withoutDoubles(list: Series[]): Series[] {
  const seen = new Set<string>()
  return list.filter((each) => {
    const { name: _name, ...identity } = each
    const key = stable(identity)
    return !seen.has(key) && seen.add(key)
  })
}

/** Copies persons, dates and filters, which mean the same in every kind, as far as `to` supports them. */
function withShared(from: InsightNode, to: InsightNode): InsightNode {
  const next: InsightNode = {
    ...to,
    properties: from.properties,
    filterTestAccounts: from.filterTestAccounts,
    samplingFactor: from.samplingFactor,
  }
  if (COUNTS_GROUPS.has(from.kind) && COUNTS_GROUPS.has(to.kind))
    next.aggregation_group_type_index = from.aggregation_group_type_index
  if (from.dateRange && to.kind !== 'RetentionQuery') {
    next.dateRange = from.dateRange
    if (to.interval) next.interval = from.interval ?? intervalAfter(to, from.dateRange)
  }
  for (const key of Object.keys(next)) if (next[key] === undefined || next[key] === null) delete next[key]
  return next
}

/** As much of a breakdown as a kind supports. */
function trimmed(filter: BreakdownFilter | null | undefined, kind: InsightKind): BreakdownFilter | null {
  const max = BREAKDOWNS_OF[kind] ?? 0
  if (!filter || max === 0) return null
  const list = breakdownList(filter)
  if (filter.breakdown_type === 'cohort' || list.length <= max) return filter
  return fromBreakdownList(list.slice(0, max), filter)
}

function ownParts(kind: InsightKind, entities: Series[], from: InsightNode, base: InsightNode): Partial<InsightNode> {
  const [first = PAGEVIEWS] = entities
  const last = entities.at(-1) ?? first
  const isSequence = from.kind === 'FunnelsQuery' || from.kind === 'RetentionQuery' || from.kind === 'PathsQuery'
  switch (kind) {
    case 'TrendsQuery':
      return { series: entities.map((each) => ({ ...each, math: 'total' })) }
    case 'LifecycleQuery':
      return { series: [first] }
    case 'RetentionQuery':
      return {
        retentionFilter: {
          ...base.retentionFilter,
          targetEntity: toEntity(first),
          returningEntity: toEntity(isSequence ? last : first),
        },
      }
    case 'PathsQuery': {
      const types = entities.map(({ kind, event }) =>
        kind === 'EventsNode' && (event === '$pageview' || event === '$screen') ? event : 'custom_event',
      )
      const point = (at: Series) =>
        at.kind === 'EventsNode' && at.event && !at.event.startsWith('$') ? at.event : undefined
      return {
        pathsFilter: {
          ...base.pathsFilter,
          includeEventTypes: [...new Set(types)],
          startPoint: isSequence ? point(first) : undefined,
          endPoint: isSequence && entities.length > 1 ? point(last) : undefined,
        },
      }
    }
    default:
      return { series: entities }
  }
}

/**
 * Converts a query to another kind, with the same events, persons, dates and filters.
 * @param settings a question of the new kind whose settings are kept, such as the conversion window of a funnel
 */
export function convert(node: InsightNode, kind: InsightKind, settings: InsightNode = newNode(kind)): Converted {
  if (node.kind === kind) return { node, left: [] }
  const entities = entitiesOf(node)
  const next = withShared(node, {
    ...settings,
    kind,
    ...(settings.trendsFilter && { trendsFilter: { display: settings.trendsFilter.display } }),
    ...ownParts(kind, entities, node, settings),
    breakdownFilter: trimmed(node.breakdownFilter, kind),
    compareFilter: HAS_COMPARISON.has(kind) ? node.compareFilter : null,
  })
  if (next.funnelsFilter?.exclusions) next.funnelsFilter = { ...next.funnelsFilter, exclusions: undefined }
  return { node: next, left: leftOut(node, next, entities) }
}

function leftOut(from: InsightNode, to: InsightNode, entities: Series[]): string[] {
  const left: string[] = []
  const kept = new Set(entitiesOf(to).map((each) => stable({ ...each, name: undefined, properties: undefined })))
  const isKept = (each: Series) => kept.has(stable({ ...each, name: undefined, properties: undefined }))
  // Paths take a single event only as start or end point; the type of path covers the rest.
  const lost = to.kind === 'PathsQuery' && entities.length === 1 ? [] : entities.filter((each) => !isKept(each))
  if (lost.length > 0) left.push(lost.map(seriesName).join(', '))
  const { formula, formulas, formulaNodes } = (from.trendsFilter ?? {}) as Record<string, unknown>
  if (formula || formulas || formulaNodes) left.push(`the formula${typeof formula === 'string' ? ` ${formula}` : 's'}`)
  if (from.kind === 'TrendsQuery' && from.series?.some(({ math }) => (math ?? 'total') !== 'total'))
    left.push('how each series is counted')
  if (to.kind === 'PathsQuery' && entities.some(({ properties }) => properties))
    left.push('the filters of single events')
  const breakdowns = breakdownNames(from.breakdownFilter)
  const lostBreakdowns = breakdowns.slice(breakdownNames(to.breakdownFilter).length)
  if (lostBreakdowns.length > 0) left.push(`the breakdown by ${lostBreakdowns.join(' and ')}`)
  if (from.compareFilter?.compare && !to.compareFilter?.compare) left.push('the comparison')
  if (from.funnelsFilter?.exclusions?.length) left.push('the events that must not happen in between')
  const counted = from.aggregation_group_type_index
  if (typeof counted === 'number' && to.aggregation_group_type_index !== counted) left.push('counting groups')
  return left
}

/** The queries of each kind that were viewed on this page. */
export interface KindMemory {
  /** Incremented when the events of a query change, which makes the remembered queries of other kinds stale. */
  version: number
  /** The kind in which the events were changed last. */
  origin: InsightKind | null
  seen: Partial<Record<InsightKind, { node: InsightNode; version: number }>>
}

export const NO_MEMORY: KindMemory = { version: 0, origin: null, seen: {} }

/**
 * Switches to another kind. If it was viewed before and the events have not changed since, its query comes back as it
 * was, but with the current filters, dates and persons.
 */
export function switchKind(
  memory: KindMemory,
  current: InsightNode,
  kind: InsightKind,
): Converted & { memory: KindMemory } {
  if (current.kind === kind) return { node: current, left: [], memory }
  const arrived = memory.seen[current.kind]
  const isUntouched =
    arrived?.version === memory.version && sameNode(entitiesOf(arrived.node), entitiesOf(current)) && memory.origin
  const version = isUntouched ? memory.version : memory.version + 1
  const origin = isUntouched || current.kind
  const seen = { ...memory.seen, [current.kind]: { node: current, version } }
  const before = seen[kind]
  let next: Converted
  if (before?.version === version) next = { node: before.node, left: [] }
  else {
    next = convert(seen[origin]!.node, kind, before?.node)
  }
  let node = withShared(current, next.node)
  // A breakdown or comparison that changed in the meantime applies here too, as far as this kind supports it.
  if (isUntouched && !sameNode(arrived.node.breakdownFilter, current.breakdownFilter) && BREAKDOWNS_OF[kind])
    node = { ...node, breakdownFilter: trimmed(current.breakdownFilter, kind) }
  if (isUntouched && !sameNode(arrived.node.compareFilter, current.compareFilter) && HAS_COMPARISON.has(kind))
    node = { ...node, compareFilter: current.compareFilter }
  return { node, left: next.left, memory: { version, origin, seen: { ...seen, [kind]: { node, version } } } }
}
