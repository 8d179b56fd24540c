/** Results of the kinds of queries, as the API returns them. */
import type { LifecycleStatus } from './options.ts'

/** The event or action that a line shows. */
export interface ResultEntity {
  /** Name of the event, null for any; ID of the action. */
  id: string | number | null
  type: 'events' | 'actions'
  /** Position of its series in the query, from 0. */
  order: number
  name: string
  custom_name: string | null
  math?: string
  math_property?: string | null
  math_hogql?: string | null
  math_group_type_index?: number | null
  properties?: object
  days?: string[]
}

interface Line {
  label: string
  /** Sum of `data`; for a running sum, its last value. */
  count: number
  /** null if there is only a single value. */
  data: number[] | null
  labels: string[]
  /** null for a formula. */
  action: ResultEntity | null
  compare?: boolean
  compare_label?: 'current' | 'previous'
}

/** A line of trends. */
export interface TrendsResult extends Line {
  /** Buckets: `2026-01-31`, `2026-01-31 13:00:00`. */
  days: string[]
  filter?: Record<string, unknown>
  breakdown_value?: BreakdownValue
  /** The value of displays that show a single one. */
  aggregated_value?: number
}

/** Number of actors in one status, by bucket. Dormant ones count as negative. */
export interface LifecycleResult extends Line {
  data: number[]
  days: string[]
  status: LifecycleStatus
}

/** Number of actors who were active on one day, on two days, and so on. */
export interface StickinessResult extends Line {
  data: number[]
  days: number[]
}

/** A breakdown value; a list if there are several properties; a cohort's ID, or `all`. */
export type BreakdownValue = string | number | string[]

export interface FunnelStep {
  action_id: string | number | null
  name: string
  custom_name: string | null
  order: number
  people: never[]
  count: number
  type: 'events' | 'actions'
  /** Seconds. */
  average_conversion_time: number | null
  /** Seconds. */
  median_conversion_time: number | null
  breakdown?: BreakdownValue
  breakdown_value?: BreakdownValue
}

/** Percentage of the actors who entered in a period and converted, by bucket. */
export interface FunnelTrend {
  /** Number of buckets. */
  count: number
  data: number[]
  days: string[]
  labels: string[]
  breakdown_value?: BreakdownValue | null
}

/** How long it took to get through a funnel. */
export interface TimeToConvert {
  /** The start of each bin in seconds, and its number of actors. */
  bins: [seconds: number, count: number][]
  /** Seconds. */
  average_conversion_time: number | null
}

/** The actors who began in one period, and how many of them came back in each later period. */
export interface RetentionRow {
  label: string
  /** Start of the period, ISO 8601. */
  date: string
  values: { count: number; label: string }[]
  breakdown_value?: BreakdownValue
}

/** A transition between two steps of paths. Names begin with their step: `1_/pricing`. */
export interface PathEdge {
  source: string
  target: string
  value: number
  /** Milliseconds. */
  average_conversion_time: number
}

/** A property or event that correlates with conversion or drop-off. */
export interface CorrelationItem {
  event: { event: string; properties: Record<string, unknown>; elements: unknown[] }
  success_count: number
  failure_count: number
  odds_ratio: number
  correlation_type: 'success' | 'failure'
}

export interface CorrelationResult {
  events: CorrelationItem[]
  /** Too few actors on one side to compare. */
  skewed: boolean
}
