/**
 * Query nodes as editors use them. Fields and their types follow from the schemas. This file only defines what the schemas
 * leave open: filters, and the flat form in which an insight can change its kind.
 */
import type * as schemas from './schemas.ts'

/** The declared fields of a node, without the extra fields that a client may send. */
type Declared<Node> = { [Key in keyof Node as string extends Key ? never : Key]: Node[Key] }
/** The fields of a node that are the same here. All are optional, because the kind decides which of them count. */
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
  /** Name of the event, null for any; ID of the action. */
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
/** The query of an insight; its kind decides which of the fields count. */
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

/** As in a saved `DataVisualizationNode`. Unknown fields are kept. */
export interface ChartSettings {
  xAxis?: { column: string; [other: string]: unknown }
  yAxis?: { column: string; [other: string]: unknown }[]
  seriesBreakdownColumn?: string | null
  [other: string]: unknown
}

/** How rows are shown: the part of a saved insight around its query. */
export interface SqlVisual {
  /** One of the displays, or `Auto`; defaults to a table. */
  display?: string
  chartSettings?: ChartSettings | null
}

/** Any query. */
export interface QueryNode {
  kind: string
  [other: string]: unknown
}

const WRAPPERS = new Set(['InsightVizNode', 'DataTableNode', 'DataVisualizationNode'])

/** The query inside a node that only describes its display. */
export function unwrap(node: unknown): QueryNode | null {
  let inner = node as QueryNode | null
  for (let depth = 0; depth < 5 && inner && WRAPPERS.has(inner.kind); depth++) inner = inner.source as QueryNode | null
  return inner && typeof inner === 'object' && typeof inner.kind === 'string' ? inner : null
}

/** The display settings around a saved SQL query. */
export function visualOf(query: unknown): SqlVisual {
  const { display, chartSettings } = (query ?? {}) as SqlVisual
  return { display: typeof display === 'string' ? display : undefined, chartSettings: chartSettings ?? null }
}

export const isInsightNode = (node: QueryNode | null): node is InsightNode & QueryNode =>
  node !== null && (KINDS as readonly string[]).includes(node.kind)

/** A query in the form in which an insight saves it. */
export function wrap(node: QueryNode): QueryNode {
  if (node.kind === 'HogQLQuery') return { kind: 'DataVisualizationNode', source: node }
  return { kind: 'InsightVizNode', source: node }
}

/** Whether two queries are the same, regardless of key order; undefined and null count as absent. */
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
