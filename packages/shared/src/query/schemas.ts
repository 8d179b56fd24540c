/**
 * Query nodes as clients send them. Unknown fields are let through. The server validates with these schemas; the web UI
 * imports only the inferred types and must not load this file at run time.
 */
import { z } from 'zod'
import {
  BREAKDOWN_TYPES,
  BREAKDOWNS_MAX,
  FUNNEL_ATTRIBUTIONS,
  FUNNEL_ORDERS,
  FUNNEL_VISUALIZATIONS,
  FUNNEL_WINDOW_UNITS,
  INTERVALS,
  MATH_TYPES,
  PATH_EDGES_MAX,
  PATH_EVENT_TYPES,
  PATH_STEPS_MAX,
  PATH_STEPS_MIN,
  RETENTION_PERIODS,
  RETENTION_TYPES,
  STICKINESS_COUNTS,
  TRENDS_DISPLAYS,
} from './options.ts'

const name = z.string().max(400).nullish()
const filters = z.unknown()
const integer = z.number().int()

const math = {
  math: z.enum(MATH_TYPES).nullish(),
  math_property: z.string().max(400).nullish(),
  math_property_type: z.string().nullish(),
  math_hogql: z.string().max(10_000).nullish(),
  math_group_type_index: integer.min(0).max(4).nullish(),
}

const common = { name, custom_name: name, properties: filters.optional(), fixedProperties: filters.optional(), ...math }
export const eventsNode = z.looseObject({
  kind: z.literal('EventsNode'),
  event: z.string().max(400).nullish(),
  optionalInFunnel: z.boolean().nullish(),
  ...common,
})
export const actionsNode = z.looseObject({
  kind: z.literal('ActionsNode'),
  id: integer,
  optionalInFunnel: z.boolean().nullish(),
  ...common,
})
export type EventsNode = z.output<typeof eventsNode>
export type ActionsNode = z.output<typeof actionsNode>
export const entityNode = z.discriminatedUnion('kind', [eventsNode, actionsNode])
export type EntityNode = z.output<typeof entityNode>

export const dateRange = z.looseObject({
  date_from: z.string().max(100).nullish(),
  date_to: z.string().max(100).nullish(),
  explicitDate: z.boolean().nullish(),
})

export type DateRange = z.output<typeof dateRange>

const breakdownType = z.enum(BREAKDOWN_TYPES)
const breakdownKey = z.union([z.string(), z.number()])
export const breakdownFilter = z.looseObject({
  breakdown: z.union([breakdownKey, z.array(breakdownKey)]).nullish(),
  breakdown_type: breakdownType.nullish(),
  breakdown_limit: integer.min(1).max(1000).nullish(),
  breakdown_group_type_index: integer.min(0).max(4).nullish(),
  breakdown_histogram_bin_count: integer.min(1).max(1000).nullish(),
  breakdown_normalize_url: z.boolean().nullish(),
  breakdown_hide_other_aggregation: z.boolean().nullish(),
  breakdowns: z
    .array(
      z.looseObject({
        property: breakdownKey,
        type: breakdownType.nullish(),
        group_type_index: integer.min(0).max(4).nullish(),
        histogram_bin_count: integer.min(1).max(1000).nullish(),
        normalize_url: z.boolean().nullish(),
      }),
    )
    .max(BREAKDOWNS_MAX)
    .nullish(),
})
export type BreakdownFilter = z.output<typeof breakdownFilter>

const insight = {
  dateRange: dateRange.nullish(),
  properties: filters.optional(),
  filterTestAccounts: z.boolean().nullish(),
  samplingFactor: z.number().gt(0).max(1).nullish(),
  aggregation_group_type_index: integer.min(0).max(4).nullish(),
}
const interval = z.enum(INTERVALS).nullish()
const series = z.array(entityNode).max(100)
const compareFilter = z
  .looseObject({ compare: z.boolean().nullish(), compare_to: z.string().max(20).nullish() })
  .nullish()

export const trendsQuery = z.looseObject({
  kind: z.literal('TrendsQuery'),
  ...insight,
  interval,
  series: series.min(1),
  trendsFilter: z
    .looseObject({
      display: z.enum(TRENDS_DISPLAYS).nullish(),
      formula: z.string().max(1000).nullish(),
      formulas: z.array(z.string().max(1000)).max(20).nullish(),
      formulaNodes: z
        .array(z.looseObject({ formula: z.string().max(1000), custom_name: name }))
        .max(20)
        .nullish(),
      smoothingIntervals: integer.min(1).max(10_000).nullish(),
    })
    .nullish(),
  breakdownFilter: breakdownFilter.nullish(),
  compareFilter,
})
export type TrendsQuery = z.output<typeof trendsQuery>

export const funnelsFilter = z.looseObject({
  funnelOrderType: z.enum(FUNNEL_ORDERS).nullish(),
  funnelVizType: z.enum(FUNNEL_VISUALIZATIONS).nullish(),
  funnelWindowInterval: integer.min(1).max(1_000_000).nullish(),
  funnelWindowIntervalUnit: z.enum(FUNNEL_WINDOW_UNITS).nullish(),
  funnelFromStep: integer.nullish(),
  funnelToStep: integer.nullish(),
  binCount: z.union([integer, z.literal('auto')]).nullish(),
  exclusions: z
    .array(
      z.discriminatedUnion('kind', [
        eventsNode.extend({ funnelFromStep: integer, funnelToStep: integer }),
        actionsNode.extend({ funnelFromStep: integer, funnelToStep: integer }),
      ]),
    )
    .max(20)
    .nullish(),
  breakdownAttributionType: z.enum(FUNNEL_ATTRIBUTIONS).nullish(),
  breakdownAttributionValue: integer.min(0).nullish(),
  funnelAggregateByHogQL: z.string().max(10_000).nullish(),
})
export const funnelsQuery = z.looseObject({
  kind: z.literal('FunnelsQuery'),
  ...insight,
  interval,
  series: z.array(entityNode).max(30),
  funnelsFilter: funnelsFilter.nullish(),
  breakdownFilter: breakdownFilter.nullish(),
})
export type FunnelsQuery = z.output<typeof funnelsQuery>

export const retentionEntity = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  type: z.enum(['events', 'actions']).nullish(),
  properties: filters.optional(),
})
export type RetentionEntity = z.output<typeof retentionEntity>
export const retentionQuery = z.looseObject({
  kind: z.literal('RetentionQuery'),
  ...insight,
  retentionFilter: z
    .looseObject({
      targetEntity: retentionEntity.nullish(),
      returningEntity: retentionEntity.nullish(),
      retentionType: z.enum(RETENTION_TYPES).nullish(),
      period: z.enum(RETENTION_PERIODS).nullish(),
      totalIntervals: integer.min(1).max(400).nullish(),
      minimumOccurrences: integer.min(1).nullish(),
      cumulative: z.boolean().nullish(),
      retentionCustomBrackets: z.array(integer.min(1)).max(100).nullish(),
      timeWindowMode: z.enum(['strict_calendar_dates', '24_hour_windows']).nullish(),
    })
    .nullish(),
  breakdownFilter: breakdownFilter.nullish(),
})
export type RetentionQuery = z.output<typeof retentionQuery>

export const lifecycleQuery = z.looseObject({
  kind: z.literal('LifecycleQuery'),
  ...insight,
  interval,
  series: series.min(1),
})
export type LifecycleQuery = z.output<typeof lifecycleQuery>

export const stickinessQuery = z.looseObject({
  kind: z.literal('StickinessQuery'),
  ...insight,
  interval,
  intervalCount: integer.min(1).nullish(),
  series: series.min(1),
  stickinessFilter: z
    .looseObject({
      computedAs: z.enum(STICKINESS_COUNTS).nullish(),
      stickinessCriteria: z.looseObject({ operator: z.enum(['gte', 'lte', 'exact']), value: integer.min(1) }).nullish(),
    })
    .nullish(),
  compareFilter,
})
export type StickinessQuery = z.output<typeof stickinessQuery>

export const pathsFilter = z.looseObject({
  includeEventTypes: z.array(z.enum(PATH_EVENT_TYPES)).nullish(),
  startPoint: z.string().max(2000).nullish(),
  endPoint: z.string().max(2000).nullish(),
  pathGroupings: z.array(z.string().max(2000)).max(100).nullish(),
  excludeEvents: z.array(z.string()).max(1000).nullish(),
  stepLimit: integer.min(PATH_STEPS_MIN).max(PATH_STEPS_MAX).nullish(),
  pathStartKey: z.string().nullish(),
  pathEndKey: z.string().nullish(),
  pathDropoffKey: z.string().nullish(),
  pathReplacements: z.boolean().nullish(),
  localPathCleaningFilters: z
    .array(z.looseObject({ alias: z.string().nullish(), regex: z.string().nullish() }))
    .max(100)
    .nullish(),
  edgeLimit: integer.min(1).max(PATH_EDGES_MAX).nullish(),
  minEdgeWeight: integer.min(0).nullish(),
  maxEdgeWeight: integer.min(0).nullish(),
  pathsHogQLExpression: z.string().max(10_000).nullish(),
})
export const pathsQuery = z.looseObject({
  kind: z.literal('PathsQuery'),
  ...insight,
  pathsFilter: pathsFilter.nullish(),
  funnelPathsFilter: z
    .looseObject({
      funnelPathType: z
        .enum(['funnel_path_before_step', 'funnel_path_between_steps', 'funnel_path_after_step'])
        .nullish(),
      funnelSource: funnelsQuery,
      funnelStep: integer.nullish(),
    })
    .nullish(),
})
export type PathsQuery = z.output<typeof pathsQuery>

export const insightQuery = z.discriminatedUnion('kind', [
  trendsQuery,
  funnelsQuery,
  retentionQuery,
  lifecycleQuery,
  stickinessQuery,
  pathsQuery,
])
export type InsightQuery = z.output<typeof insightQuery>

const breakdownValue = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
export const funnelsActorsQuery = z.looseObject({
  kind: z.literal('FunnelsActorsQuery'),
  source: funnelsQuery,
  funnelStep: integer.nullish(),
  funnelCustomSteps: z.array(integer).max(100).nullish(),
  funnelStepBreakdown: breakdownValue.nullish(),
  funnelTrendsEntrancePeriodStart: z.string().nullish(),
  funnelTrendsDropOff: z.boolean().nullish(),
  includeRecordings: z.boolean().nullish(),
})
export type FunnelsActorsQuery = z.output<typeof funnelsActorsQuery>

export const funnelCorrelationQuery = z.looseObject({
  kind: z.literal('FunnelCorrelationQuery'),
  source: funnelsActorsQuery,
  funnelCorrelationType: z.enum(['events', 'properties', 'event_with_properties']).nullish(),
  funnelCorrelationNames: z.array(z.string()).max(1000).nullish(),
  funnelCorrelationExcludeNames: z.array(z.string()).max(1000).nullish(),
  funnelCorrelationExcludeEventNames: z.array(z.string()).max(1000).nullish(),
  funnelCorrelationEventNames: z.array(z.string()).max(1000).nullish(),
  funnelCorrelationEventExcludePropertyNames: z.array(z.string()).max(1000).nullish(),
})
export type FunnelCorrelationQuery = z.output<typeof funnelCorrelationQuery>

export const funnelCorrelationActorsQuery = z.looseObject({
  kind: z.literal('FunnelCorrelationActorsQuery'),
  source: funnelCorrelationQuery,
  funnelCorrelationPersonConverted: z.boolean().nullish(),
  funnelCorrelationPersonEntity: entityNode.nullish(),
  funnelCorrelationPropertyValues: z.array(z.unknown()).max(100).nullish(),
  includeRecordings: z.boolean().nullish(),
})
export type FunnelCorrelationActorsQuery = z.output<typeof funnelCorrelationActorsQuery>

export const insightActorsQuery = z.looseObject({
  kind: z.literal('InsightActorsQuery'),
  source: insightQuery,
  day: z.union([z.string(), z.number()]).nullish(),
  interval: integer.min(0).nullish(),
  /** Only for retention, and only in this server: the actors of the row who came back in this period. */
  returningInterval: integer.min(0).max(1000).nullish(),
  series: integer.min(0).nullish(),
  status: z.string().nullish(),
  breakdown: breakdownValue.nullish(),
  compare: z.enum(['current', 'previous']).nullish(),
  includeRecordings: z.boolean().nullish(),
})
export type InsightActorsQuery = z.output<typeof insightActorsQuery>

export const stickinessActorsQuery = z.looseObject({
  kind: z.literal('StickinessActorsQuery'),
  source: stickinessQuery,
  day: z.union([z.string(), z.number()]).nullish(),
  series: integer.min(0).nullish(),
  operator: z.enum(['exact', 'gte', 'lte', 'gt', 'lt']).nullish(),
  compare: z.enum(['current', 'previous']).nullish(),
})
export type StickinessActorsQuery = z.output<typeof stickinessActorsQuery>

export const hogqlQuery = z.looseObject({
  kind: z.literal('HogQLQuery'),
  query: z.string(),
  values: z.record(z.string(), z.unknown()).nullish(),
  filters: z
    .looseObject({
      dateRange: dateRange.nullish(),
      properties: filters.optional(),
      filterTestAccounts: z.boolean().nullish(),
    })
    .nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  explain: z.boolean().nullish(),
})
export type HogQLQuery = z.output<typeof hogqlQuery>

export const actorsSource = z.discriminatedUnion('kind', [
  insightActorsQuery,
  funnelsActorsQuery,
  funnelCorrelationActorsQuery,
  stickinessActorsQuery,
  hogqlQuery,
])
export type ActorsSource = z.output<typeof actorsSource>

const select = z.array(z.string().max(10_000)).max(200)
export const actorsQuery = z.looseObject({
  kind: z.literal('ActorsQuery'),
  source: actorsSource.nullish(),
  select: select.nullish(),
  search: z.string().max(1000).nullish(),
  properties: filters.optional(),
  fixedProperties: filters.optional(),
  orderBy: select.nullish(),
  limit: integer.min(0).nullish(),
  offset: integer.min(0).nullish(),
})
export type ActorsQuery = z.output<typeof actorsQuery>

export const eventsQuery = z.looseObject({
  kind: z.literal('EventsQuery'),
  select: select.min(1),
  where: select.nullish(),
  properties: filters.optional(),
  fixedProperties: filters.optional(),
  event: z.string().nullish(),
  events: z.array(z.string()).max(1000).nullish(),
  actionId: integer.nullish(),
  personId: z.string().nullish(),
  filterTestAccounts: z.boolean().nullish(),
  after: z.string().max(100).nullish(),
  before: z.string().max(100).nullish(),
  orderBy: select.nullish(),
  limit: integer.min(0).nullish(),
  offset: integer.min(0).nullish(),
})
export type EventsQuery = z.output<typeof eventsQuery>

export const insightActorsQueryOptions = z.looseObject({
  kind: z.literal('InsightActorsQueryOptions'),
  source: z.discriminatedUnion('kind', [insightActorsQuery, funnelsActorsQuery, stickinessActorsQuery]),
})
export type InsightActorsQueryOptions = z.output<typeof insightActorsQueryOptions>

export const databaseSchemaQuery = z.looseObject({ kind: z.literal('DatabaseSchemaQuery') })
export const hogqlMetadata = z.looseObject({
  kind: z.literal('HogQLMetadata'),
  language: z.literal('hogQL').nullish(),
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  filters: hogqlQuery.shape.filters,
})
export type HogQLMetadata = z.output<typeof hogqlMetadata>

/** Nodes that can be run on their own. */
export const queryNode = z.discriminatedUnion('kind', [
  trendsQuery,
  funnelsQuery,
  retentionQuery,
  lifecycleQuery,
  stickinessQuery,
  pathsQuery,
  funnelCorrelationQuery,
  insightActorsQuery,
  funnelsActorsQuery,
  funnelCorrelationActorsQuery,
  stickinessActorsQuery,
  insightActorsQueryOptions,
  actorsQuery,
  eventsQuery,
  hogqlQuery,
  databaseSchemaQuery,
  hogqlMetadata,
])
export type QueryNode = z.output<typeof queryNode>
