/** Query nodes as the UI makes them: the part of the wire's shapes that the editors know. Everything else is kept as it is. */

export interface PropertyFilter {
  key: string
  /** `event`, `person`, `session`, `group`, `cohort`, `element` or `hogql`. */
  type: string
  operator?: string
  value?: unknown
  group_type_index?: number
}

export interface FilterGroup {
  type: 'AND' | 'OR'
  values: (FilterGroup | PropertyFilter)[]
}

export interface Series {
  kind: 'EventsNode' | 'ActionsNode'
  /** null: any event. */
  event?: string | null
  /** Of an action. */
  id?: number
  name?: string
  custom_name?: string
  math?: string
  math_property?: string
  math_hogql?: string
  math_group_type_index?: number
  properties?: PropertyFilter[]
  optionalInFunnel?: boolean
}

export interface DateRange {
  date_from?: string | null
  date_to?: string | null
  explicitDate?: boolean
}

export interface Breakdown {
  property: string | number
  type?: string
  group_type_index?: number
  histogram_bin_count?: number
}
export interface BreakdownFilter {
  breakdown?: string | number | (string | number)[] | null
  breakdown_type?: string | null
  breakdown_limit?: number
  breakdowns?: Breakdown[] | null
  breakdown_group_type_index?: number | null
  [other: string]: unknown
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'
export const KINDS = [
  'TrendsQuery',
  'FunnelsQuery',
  'RetentionQuery',
  'LifecycleQuery',
  'StickinessQuery',
  'PathsQuery',
] as const
export type InsightKind = (typeof KINDS)[number]

export interface RetentionEntity {
  id: string | number | null
  type: 'events' | 'actions'
  name?: string
  properties?: PropertyFilter[]
}

/** A question of an insight; which of the fields count depends on its kind. */
export interface InsightNode {
  kind: InsightKind
  series?: Series[]
  dateRange?: DateRange | null
  interval?: Interval | null
  properties?: PropertyFilter[] | FilterGroup | null
  filterTestAccounts?: boolean
  breakdownFilter?: BreakdownFilter | null
  compareFilter?: { compare?: boolean; compare_to?: string } | null
  trendsFilter?: { display?: string; formula?: string; showLegend?: boolean; [other: string]: unknown } | null
  funnelsFilter?: {
    funnelOrderType?: string
    funnelVizType?: string
    funnelWindowInterval?: number
    funnelWindowIntervalUnit?: string
    exclusions?: (Series & { funnelFromStep: number; funnelToStep: number })[]
    [other: string]: unknown
  } | null
  retentionFilter?: {
    targetEntity?: RetentionEntity
    returningEntity?: RetentionEntity
    retentionType?: string
    period?: string
    totalIntervals?: number
    [other: string]: unknown
  } | null
  stickinessFilter?: { computedAs?: string; [other: string]: unknown } | null
  pathsFilter?: {
    includeEventTypes?: string[]
    startPoint?: string | null
    endPoint?: string | null
    excludeEvents?: string[]
    stepLimit?: number
    edgeLimit?: number
    [other: string]: unknown
  } | null
  aggregation_group_type_index?: number | null
  [other: string]: unknown
}

export interface SqlNode {
  kind: 'HogQLQuery'
  query: string
  variables?: Record<string, { code_name: string; value: unknown }>
  [other: string]: unknown
}

/** As a saved `DataVisualizationNode` has it. Whatever else stands there is kept. */
export interface ChartSettings {
  xAxis?: { column: string; [other: string]: unknown }
  yAxis?: { column: string; [other: string]: unknown }[]
  seriesBreakdownColumn?: string | null
  [other: string]: unknown
}

/** How rows are shown: what a saved insight says around its query. */
export interface SqlVisual {
  /** One of the displays, or `Auto`; a table unless another is named. */
  display?: string
  chartSettings?: ChartSettings | null
}

/** Anything that can be asked. */
export interface QueryNode {
  kind: string
  [other: string]: unknown
}

const WRAPPERS = new Set(['InsightVizNode', 'DataTableNode', 'DataVisualizationNode'])

/** What is asked when a node only says how to show another. */
export function unwrap(node: unknown): QueryNode | null {
  let inner = node as QueryNode | null
  for (let depth = 0; depth < 5 && inner && WRAPPERS.has(inner.kind); depth++) inner = inner.source as QueryNode | null
  return inner && typeof inner === 'object' && typeof inner.kind === 'string' ? inner : null
}

/** How the rows of a saved question in SQL are shown, which stands around it. */
export function visualOf(query: unknown): SqlVisual {
  const { display, chartSettings } = (query ?? {}) as SqlVisual
  return { display: typeof display === 'string' ? display : undefined, chartSettings: chartSettings ?? null }
}

export const isInsightNode = (node: QueryNode | null): node is InsightNode & QueryNode =>
  node !== null && (KINDS as readonly string[]).includes(node.kind)

/** What is kept of a question as an insight. */
export function wrap(node: QueryNode): QueryNode {
  if (node.kind === 'HogQLQuery') return { kind: 'DataVisualizationNode', source: node }
  return { kind: 'InsightVizNode', source: node }
}

/** The same question, whatever the order of its keys; what is undefined or null counts as absent. */
export function sameNode(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b)
}

export function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${stable(item)}`).join(',')}}`
}
