/** Converts requests with flat legacy parameters, from a query string or form, to query nodes. */

import type { ActorsSource, QueryNode } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../platform/json.ts'
import { readNode } from './read-node.ts'

export type Parameters = Record<string, unknown>

const STRUCTURED = new Set([
  'events',
  'actions',
  'entities',
  'properties',
  'exclusions',
  'breakdowns',
  'target_entity',
  'returning_entity',
  'funnel_filter',
  'include_event_types',
  'path_groupings',
  'exclude_events',
  'local_path_cleaning_filters',
  'funnel_custom_steps',
  'funnel_correlation_names',
  'funnel_correlation_exclude_names',
  'funnel_correlation_exclude_event_names',
  'funnel_correlation_event_names',
  'funnel_correlation_event_exclude_property_names',
  'funnel_correlation_person_entity',
  'funnel_correlation_property_values',
])
/** May be JSON or a plain string. */
const EITHER = new Set(['breakdown', 'breakdown_value', 'breakdown_values', 'funnel_step_breakdown'])
const TRUE = new Set(['true', '1', 't', 'yes'])

/**
 * Merges the parameters of the query string and the body, and parses those that are JSON. The body takes precedence.
 */
export function readParameters(query: unknown, body: unknown): Parameters {
  const merged = { ...(isJsonObject(query) ? query : {}), ...(isJsonObject(body) ? body : {}) }
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) => {
      if (value === undefined || value === null || value === '') return []
      if (typeof value !== 'string') return [[name, value]]
      if (STRUCTURED.has(name)) return [[name, readJson(name, value)]]
      if (EITHER.has(name) && /^[[{]/.test(value) && !/^\[-?[\d.]+,-?[\d.]+\]$/.test(value))
        return [[name, readJson(name, value)]]
      return [[name, value]]
    }),
  )
}

function readJson(name: string, text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    if (name === 'properties') throw errors.invalid('Properties are unparsable!', 'properties')
    throw errors.invalid(`${name} is not JSON.`, name)
  }
}

export function flag(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && TRUE.has(value.toLowerCase()))
}

function number(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name]
  if (value === undefined) return undefined
  const read = typeof value === 'number' ? value : Number(String(value).trim())
  if (!Number.isFinite(read)) throw errors.invalid('A valid number is required.', name)
  return read
}

const textOf = (value: unknown) => (value === undefined ? undefined : String(value))

/** Removes undefined values, so that a schema sees only what was sent. */
function given(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

/** Converts a legacy series to a node. */
export function toEntity(entity: JsonObject, type?: unknown): JsonObject {
  const {
    id,
    math,
    math_property,
    math_property_type,
    math_hogql,
    math_group_type_index,
    properties,
    name,
    custom_name,
  } = entity
  const shared = given({
    name,
    custom_name,
    math: math === '' ? undefined : math,
    math_property,
    math_property_type,
    math_hogql,
    math_group_type_index,
    properties,
  })
  if ((entity.type ?? type) === 'actions') {
    const action = Number(id)
    if (!Number.isInteger(action)) throw errors.invalid('An action is referenced by its ID.', 'actions')
    return { kind: 'ActionsNode', id: action, ...shared } as JsonObject
  }
  return { kind: 'EventsNode', event: id === null || id === undefined ? null : String(id), ...shared } as JsonObject
}

/** All series, in order. */
export function readEntities(parameters: Parameters): JsonObject[] {
  const lists = (['events', 'actions', 'entities'] as const).flatMap((name) => {
    const list = parameters[name] ?? []
    if (!Array.isArray(list)) throw errors.invalid(`${name} must be a list.`, name)
    return list.map((entity) => {
      const object = typeof entity === 'string' ? { id: entity } : entity
      if (!isJsonObject(object)) throw errors.invalid(`Every series of ${name} must be an object.`, name)
      return { order: Number(object.order ?? 0), node: toEntity(object, name === 'entities' ? 'events' : name) }
    })
  })
  return lists
    .map((each, place) => ({ ...each, place }))
    .sort((a, b) => a.order - b.order || a.place - b.place)
    .map(({ node }) => node)
}

function common(parameters: Parameters) {
  return given({
    dateRange: given({
      date_from: textOf(parameters.date_from),
      date_to: textOf(parameters.date_to),
      explicitDate: parameters.explicit_date === undefined ? undefined : flag(parameters.explicit_date),
    }),
    properties: parameters.properties,
    filterTestAccounts:
      parameters.filter_test_accounts === undefined ? undefined : flag(parameters.filter_test_accounts),
    samplingFactor: number(parameters, 'sampling_factor'),
    aggregation_group_type_index: number(parameters, 'aggregation_group_type_index'),
  })
}

const interval = (parameters: Parameters) => {
  const own = textOf(parameters.interval)
  return own === 'minute' ? 'hour' : own
}

function breakdownFilter(parameters: Parameters): object | undefined {
  if (parameters.breakdown === undefined && parameters.breakdowns === undefined) return undefined
  return given({
    breakdown: parameters.breakdown,
    breakdown_type: textOf(parameters.breakdown_type),
    breakdown_limit: number(parameters, 'breakdown_limit'),
    breakdown_group_type_index: number(parameters, 'breakdown_group_type_index'),
    breakdown_histogram_bin_count: number(parameters, 'breakdown_histogram_bin_count'),
    breakdown_normalize_url:
      parameters.breakdown_normalize_url === undefined ? undefined : flag(parameters.breakdown_normalize_url),
    breakdown_hide_other_aggregation:
      parameters.breakdown_hide_other_aggregation === undefined
        ? undefined
        : flag(parameters.breakdown_hide_other_aggregation),
    breakdowns: Array.isArray(parameters.breakdowns)
      ? parameters.breakdowns.map((each) =>
          isJsonObject(each) ? { ...each, property: each.property ?? each.value } : { property: each },
        )
      : undefined,
  })
}

function compareFilter(parameters: Parameters) {
  if (parameters.compare === undefined && parameters.compare_to === undefined) return undefined
  return given({ compare: flag(parameters.compare), compare_to: textOf(parameters.compare_to) })
}

type NodeOf<Kind extends QueryNode['kind']> = Extract<QueryNode, { kind: Kind }>

export function toTrends(parameters: Parameters, only?: JsonObject): NodeOf<'TrendsQuery'> {
  return readNode({
    kind: 'TrendsQuery',
    ...common(parameters),
    interval: interval(parameters),
    series: only ? [only] : readEntities(parameters),
    trendsFilter: given({
      display: textOf(parameters.display),
      formula: textOf(parameters.formula),
      smoothingIntervals: smoothing(parameters),
    }),
    breakdownFilter: breakdownFilter(parameters),
    compareFilter: compareFilter(parameters),
  }) as NodeOf<'TrendsQuery'>
}

function smoothing(parameters: Parameters): number | undefined {
  const value = number(parameters, 'smoothing_intervals')
  if (value !== undefined && (!Number.isInteger(value) || value < 1))
    throw errors.invalid('Smoothing intervals must be a positive integer.', 'smoothing_intervals')
  return value
}

export function toStickiness(parameters: Parameters, only?: JsonObject): NodeOf<'StickinessQuery'> {
  return readNode({
    kind: 'StickinessQuery',
    ...common(parameters),
    interval: interval(parameters),
    series: only ? [only] : readEntities(parameters),
    compareFilter: compareFilter(parameters),
  }) as NodeOf<'StickinessQuery'>
}

export function toLifecycle(parameters: Parameters): NodeOf<'LifecycleQuery'> {
  return readNode({
    kind: 'LifecycleQuery',
    ...common(parameters),
    interval: interval(parameters),
    series: readEntities(parameters),
  }) as NodeOf<'LifecycleQuery'>
}

export function toFunnel(parameters: Parameters): NodeOf<'FunnelsQuery'> {
  const days = number(parameters, 'funnel_window_days')
  const exclusions = Array.isArray(parameters.exclusions)
    ? parameters.exclusions.filter(isJsonObject).map((each) => ({
        ...toEntity(each, each.type),
        funnelFromStep: Number(each.funnel_from_step),
        funnelToStep: Number(each.funnel_to_step),
      }))
    : undefined
  return readNode({
    kind: 'FunnelsQuery',
    ...common(parameters),
    interval: interval(parameters),
    series: readEntities(parameters),
    funnelsFilter: given({
      funnelOrderType: textOf(parameters.funnel_order_type),
      funnelVizType: textOf(parameters.funnel_viz_type),
      funnelWindowInterval: days ?? number(parameters, 'funnel_window_interval'),
      funnelWindowIntervalUnit: days === undefined ? textOf(parameters.funnel_window_interval_unit) : 'day',
      funnelFromStep: number(parameters, 'funnel_from_step'),
      funnelToStep: number(parameters, 'funnel_to_step'),
      binCount: parameters.bin_count === 'auto' ? 'auto' : number(parameters, 'bin_count'),
      exclusions,
      breakdownAttributionType: textOf(parameters.breakdown_attribution_type),
      breakdownAttributionValue: number(parameters, 'breakdown_attribution_value'),
      funnelAggregateByHogQL: textOf(parameters.funnel_aggregate_by_hogql),
    }),
    breakdownFilter: breakdownFilter(parameters),
  }) as NodeOf<'FunnelsQuery'>
}

const RETENTION_TOTAL = 11

export function toRetention(parameters: Parameters): NodeOf<'RetentionQuery'> {
  // Legacy retention has no `date_from`: it ends at `date_to` and covers a number of periods.
  return readNode({
    kind: 'RetentionQuery',
    ...common({ ...parameters, date_from: undefined }),
    retentionFilter: given({
      targetEntity: entityOf(parameters.target_entity),
      returningEntity: entityOf(parameters.returning_entity),
      retentionType: textOf(parameters.retention_type) ?? 'retention_recurring',
      period: textOf(parameters.period),
      totalIntervals: number(parameters, 'total_intervals') ?? RETENTION_TOTAL,
    }),
    breakdownFilter: breakdownFilter(parameters),
  }) as NodeOf<'RetentionQuery'>
}

function entityOf(entity: unknown): object | undefined {
  if (!isJsonObject(entity)) return undefined
  return given({ id: entity.id ?? null, type: entity.type, properties: entity.properties })
}

export function toPaths(parameters: Parameters): NodeOf<'PathsQuery'> {
  const type = textOf(parameters.funnel_paths)
  const funnel = isJsonObject(parameters.funnel_filter) ? parameters.funnel_filter : null
  return readNode({
    kind: 'PathsQuery',
    ...common(parameters),
    pathsFilter: given({
      includeEventTypes: parameters.include_event_types,
      startPoint: textOf(parameters.start_point),
      endPoint: textOf(parameters.end_point),
      pathGroupings: parameters.path_groupings,
      excludeEvents: parameters.exclude_events,
      stepLimit: number(parameters, 'step_limit'),
      pathStartKey: textOf(parameters.path_start_key),
      pathEndKey: textOf(parameters.path_end_key),
      pathDropoffKey: textOf(parameters.path_dropoff_key),
      pathReplacements: parameters.path_replacements === undefined ? undefined : flag(parameters.path_replacements),
      localPathCleaningFilters: parameters.local_path_cleaning_filters,
      edgeLimit: number(parameters, 'edge_limit'),
      minEdgeWeight: number(parameters, 'min_edge_weight'),
      maxEdgeWeight: number(parameters, 'max_edge_weight'),
      pathsHogQLExpression: textOf(parameters.paths_hogql_expression),
    }),
    ...(type &&
      funnel && {
        funnelPathsFilter: given({
          funnelPathType: type,
          funnelSource: toFunnel(funnel),
          funnelStep: number(funnel, 'funnel_step'),
        }),
      }),
  }) as NodeOf<'PathsQuery'>
}

export function toCorrelation(parameters: Parameters): NodeOf<'FunnelCorrelationQuery'> {
  return readNode({
    kind: 'FunnelCorrelationQuery',
    source: { kind: 'FunnelsActorsQuery', source: toFunnel(parameters), funnelStep: 1 },
    ...given({
      funnelCorrelationType: textOf(parameters.funnel_correlation_type),
      funnelCorrelationNames: parameters.funnel_correlation_names,
      funnelCorrelationExcludeNames: parameters.funnel_correlation_exclude_names,
      funnelCorrelationExcludeEventNames: parameters.funnel_correlation_exclude_event_names,
      funnelCorrelationEventNames: parameters.funnel_correlation_event_names,
      funnelCorrelationEventExcludePropertyNames: parameters.funnel_correlation_event_exclude_property_names,
    }),
  }) as NodeOf<'FunnelCorrelationQuery'>
}

// --- actors ----------------------------------------------------------------------------------------------------------

/**
 * The series that was clicked: by its order, else by ID and type. An entity that is not in the list is used as a series
 * of its own.
 */
function clickedEntity(parameters: Parameters): JsonObject {
  const { entity_id: id, entity_type: type } = parameters
  const order = number(parameters, 'entity_order')
  const entities = readEntities(parameters)
  if (id === undefined || type === undefined) {
    const only = order === undefined ? undefined : entities[order]
    if (only) return only
    throw errors.invalid('An entity id and the entity type must be provided to determine an entity')
  }
  const isSame = (node: JsonObject) =>
    type === 'actions'
      ? node.kind === 'ActionsNode' && String(node.id) === String(id)
      : node.kind === 'EventsNode' && (node.event ?? 'null') === String(id)
  const byOrder = order === undefined ? undefined : entities[order]
  const found = byOrder ?? entities.find(isSame) ?? toEntity({ id: id as JsonValue, type: String(type) }, type)
  const math = textOf(parameters.entity_math)
  return math ? { ...found, math } : found
}

const TOTALS = new Set([
  'BoldNumber',
  'ActionsPie',
  'ActionsBarValue',
  'ActionsTable',
  'WorldMap',
  'ActionsLineGraphCumulative',
])

export function toTrendsActors(parameters: Parameters): NodeOf<'InsightActorsQuery'> {
  const isRange = TOTALS.has(String(parameters.display))
  const source = toTrends(
    {
      ...parameters,
      compare: undefined,
      formula: undefined,
      // The actors behind a range are those behind a single number for it.
      display: isRange ? 'BoldNumber' : 'ActionsLineGraph',
      ...(isRange ? {} : { date_to: parameters.date_from }),
    },
    clickedEntity(parameters),
  )
  return readNode({
    kind: 'InsightActorsQuery',
    source,
    ...given({
      day: isRange ? undefined : (textOf(parameters.date_from) ?? textOf(parameters.date_to)),
      breakdown: parameters.breakdown_value,
    }),
  }) as NodeOf<'InsightActorsQuery'>
}

export function toStickinessActors(parameters: Parameters): NodeOf<'StickinessActorsQuery'> {
  const source = toStickiness({ ...parameters, compare: undefined }, clickedEntity(parameters))
  const day = number(parameters, 'stickiness_days')
  return readNode({ kind: 'StickinessActorsQuery', source, ...given({ day }) }) as NodeOf<'StickinessActorsQuery'>
}

export function toFunnelActors(parameters: Parameters): NodeOf<'FunnelsActorsQuery'> {
  return readNode({
    kind: 'FunnelsActorsQuery',
    source: toFunnel(parameters),
    ...given({
      funnelStep: number(parameters, 'funnel_step'),
      funnelCustomSteps: parameters.funnel_custom_steps,
      funnelStepBreakdown: parameters.funnel_step_breakdown,
      funnelTrendsEntrancePeriodStart: textOf(parameters.entrance_period_start),
      funnelTrendsDropOff: parameters.drop_off === undefined ? undefined : flag(parameters.drop_off),
    }),
  }) as NodeOf<'FunnelsActorsQuery'>
}

export function toCorrelationActors(parameters: Parameters): NodeOf<'FunnelCorrelationActorsQuery'> {
  const entity = parameters.funnel_correlation_person_entity
  const converted = textOf(parameters.funnel_correlation_person_converted)?.toLowerCase()
  const values = parameters.funnel_correlation_property_values
  return readNode({
    kind: 'FunnelCorrelationActorsQuery',
    source: {
      ...toCorrelation(parameters),
      ...(Array.isArray(values) && values.length > 0 ? { funnelCorrelationType: 'properties' } : {}),
    },
    ...given({
      funnelCorrelationPersonConverted: converted === undefined ? undefined : converted === 'true',
      funnelCorrelationPersonEntity: isJsonObject(entity) ? toEntity(entity, 'events') : undefined,
      funnelCorrelationPropertyValues: values,
    }),
  }) as NodeOf<'FunnelCorrelationActorsQuery'>
}

/** The actors that the parameters of an insight and one of its points select, for a static cohort. */
export function actorSourceOf(query: Record<string, unknown>): ActorsSource {
  const parameters = readParameters(query, {})
  switch (String(parameters.insight).toUpperCase()) {
    case 'TRENDS':
      return toTrendsActors(parameters)
    case 'STICKINESS':
      return toStickinessActors(parameters)
    case 'FUNNELS':
      return toFunnelActors(parameters)
    case 'PATHS':
      return { kind: 'InsightActorsQuery', source: toPaths(parameters) }
    case 'LIFECYCLE':
      return {
        kind: 'InsightActorsQuery',
        source: toLifecycle(parameters),
        day: textOf(parameters.target_date),
        status: textOf(parameters.lifecycle_type),
      }
    case 'RETENTION':
      return {
        kind: 'InsightActorsQuery',
        source: toRetention(parameters),
        interval: number(parameters, 'selected_interval') ?? 0,
      }
    default:
      throw errors.invalid('insight must be TRENDS, STICKINESS, LIFECYCLE, FUNNELS, RETENTION or PATHS.', 'insight')
  }
}

/** The query node for the flat legacy parameters of a stored insight. */
export function nodeOfFilters(filters: Record<string, unknown>): QueryNode {
  const parameters = readParameters(filters, {})
  switch (String(parameters.insight ?? 'TRENDS').toUpperCase()) {
    case 'FUNNELS':
      return toFunnel(parameters)
    case 'RETENTION':
      return toRetention(parameters)
    case 'PATHS':
      return toPaths(parameters)
    case 'LIFECYCLE':
      return toLifecycle(parameters)
    case 'STICKINESS':
      return toStickiness(parameters)
    default:
      return parameters.shown_as === 'Stickiness'
        ? toStickiness(parameters)
        : parameters.shown_as === 'Lifecycle'
          ? toLifecycle(parameters)
          : toTrends(parameters)
  }
}
