/** Results of questions as the server gives them. */

export interface ResultEntity {
  id?: string | number | null
  name?: string | null
  custom_name?: string | null
  order?: number
  math?: string | null
}

/** A line of trends, lifecycle or stickiness. */
export interface TrendResult {
  label: string
  count: number
  data: number[]
  days: (string | number)[]
  labels?: string[]
  action?: ResultEntity | null
  breakdown_value?: unknown
  compare?: boolean
  compare_label?: 'current' | 'previous'
  /** Of lifecycle. */
  status?: string
  /** Of displays that show one number. */
  aggregated_value?: number | null
}

export interface FunnelStep {
  name: string
  custom_name?: string | null
  order: number
  count: number
  average_conversion_time: number | null
  median_conversion_time: number | null
  breakdown_value?: unknown
}

export interface RetentionRow {
  label: string
  date: string
  values: { count: number; label?: string }[]
  breakdown_value?: unknown
}

export interface PathEdge {
  source: string
  target: string
  value: number
  average_conversion_time: number | null
}

export interface CorrelationItem {
  event: { event: string; properties?: unknown; elements?: unknown[] }
  success_count: number
  failure_count: number
  odds_ratio: number
  correlation_type: 'success' | 'failure'
}
