/**
 * Query nodes as editors have them. What fields there are and what they may be follows from the schemas; here stands only what
 * the schemas leave open, which is filters, and the flat form in which a question changes its kind.
 */
import type * as schemas from './schemas.ts'

/** The declared fields of a node, without what else a client may send. */
type Declared<Node> = { [Key in keyof Node as string extends Key ? never : Key]: Node[Key] }
/** Those of a node that are the same here; none has to be there, since it depends on the kind which of them count. */
type Fields<Node, Replaced extends string> = Partial<Omit<Declared<Node>, Replaced>>

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

type OfSeries = 'kind' | 'properties' | 'fixedProperties'
/** An event (`event` null: any) or an action (`id`), and how it is counted. */
export interface Series extends Fields<schemas.EventsNode, OfSeries>, Fields<schemas.ActionsNode, OfSeries> {
  kind: schemas.EntityNode['kind']
  properties?: PropertyFilter[]
}

export type DateRange = Declared<schemas.DateRange>
export type BreakdownFilter = schemas.BreakdownFilter
export type Breakdown = Declared<NonNullable<BreakdownFilter['breakdowns']>[number]>

export interface RetentionEntity {
  /** Name of the event, null for any; id of the action. */
  id: string | number | null
  type: 'events' | 'actions'
  name?: string | null
  properties?: PropertyFilter[]
}

export const KINDS = [
  'TrendsQuery',
  'FunnelsQuery',
  'RetentionQuery',
  'LifecycleQuery',
  'StickinessQuery',
  'PathsQuery',
] as const
export type InsightKind = (typeof KINDS)[number]

type Settings<Filter, Replaced extends string = never> = Omit<Declared<NonNullable<Filter>>, Replaced> & {
  [other: string]: unknown
}
type FunnelsFilter = Settings<schemas.FunnelsQuery['funnelsFilter'], 'exclusions'> & {
  exclusions?: (Series & { funnelFromStep: number; funnelToStep: number })[] | null
}
type RetentionFilter = Settings<schemas.RetentionQuery['retentionFilter'], 'targetEntity' | 'returningEntity'> & {
  targetEntity?: RetentionEntity | null
  returningEntity?: RetentionEntity | null
}

type OfInsight = 'kind' | 'series' | 'properties' | 'dateRange' | 'funnelsFilter' | 'retentionFilter'
/** A question of an insight; which of the fields count depends on its kind. */
export interface InsightNode
  extends Fields<schemas.TrendsQuery, OfInsight>,
    Fields<schemas.FunnelsQuery, OfInsight>,
    Fields<schemas.RetentionQuery, OfInsight>,
    Fields<schemas.LifecycleQuery, OfInsight>,
    Fields<schemas.StickinessQuery, OfInsight>,
    Fields<schemas.PathsQuery, OfInsight> {
  kind: InsightKind
  series?: Series[]
  dateRange?: DateRange | null
  properties?: PropertyFilter[] | FilterGroup | null
  funnelsFilter?: FunnelsFilter | null
  retentionFilter?: RetentionFilter | null
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
