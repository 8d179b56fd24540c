/** Names for the parts of a query. */
import { describeRange } from './dates.ts'
import type {
  BreakdownFilter,
  FilterGroup,
  InsightKind,
  InsightNode,
  PropertyFilter,
  QueryNode,
  RetentionEntity,
  Series,
} from './nodes.ts'
import {
  BREAKDOWN_NULL,
  BREAKDOWN_OTHER,
  type FunnelOrder,
  type FunnelVisualization,
  type MathType,
  type Operator,
  type PathEventType,
  type RetentionType,
  type StickinessCount,
  type TrendsDisplay,
} from './options.ts'

export const KIND_NAMES: Record<InsightKind, string> = {
  TrendsQuery: 'Trends',
  FunnelsQuery: 'Funnel',
  RetentionQuery: 'Retention',
  LifecycleQuery: 'Lifecycle',
  StickinessQuery: 'Stickiness',
  PathsQuery: 'Paths',
}
export const KIND_HINTS: Record<InsightKind, string> = {
  TrendsQuery: 'How often something happens, over time',
  FunnelsQuery: 'How many get from step to step',
  RetentionQuery: 'How many come back',
  LifecycleQuery: 'New, returning, resurrecting and dormant persons',
  StickinessQuery: 'On how many days of the period people are active',
  PathsQuery: 'Where people go from here',
}

/** The ways to count a series that the editors offer. */
export const MATHS: readonly {
  value: MathType
  label: string
  short: string
  needs?: 'property' | 'hogql' | 'group'
}[] = [
  { value: 'total', label: 'Total count', short: 'total count' },
  { value: 'dau', label: 'Unique persons', short: 'unique persons' },
  { value: 'weekly_active', label: 'Weekly active persons', short: 'weekly active' },
  { value: 'monthly_active', label: 'Monthly active persons', short: 'monthly active' },
  { value: 'unique_session', label: 'Unique sessions', short: 'unique sessions' },
  { value: 'first_time_for_user', label: 'First time for a person', short: 'first time' },
  { value: 'unique_group', label: 'Unique groups', short: 'unique groups', needs: 'group' },
  { value: 'sum', label: 'Sum of a property', short: 'sum', needs: 'property' },
  { value: 'avg', label: 'Average of a property', short: 'average', needs: 'property' },
  { value: 'min', label: 'Minimum of a property', short: 'minimum', needs: 'property' },
  { value: 'max', label: 'Maximum of a property', short: 'maximum', needs: 'property' },
  { value: 'median', label: 'Median of a property', short: 'median', needs: 'property' },
  { value: 'p75', label: '75th percentile of a property', short: '75th percentile', needs: 'property' },
  { value: 'p90', label: '90th percentile of a property', short: '90th percentile', needs: 'property' },
  { value: 'p95', label: '95th percentile of a property', short: '95th percentile', needs: 'property' },
  { value: 'p99', label: '99th percentile of a property', short: '99th percentile', needs: 'property' },
  { value: 'avg_count_per_actor', label: 'Average count per person', short: 'average per person' },
  { value: 'max_count_per_actor', label: 'Maximum count per person', short: 'maximum per person' },
  { value: 'median_count_per_actor', label: 'Median count per person', short: 'median per person' },
  { value: 'p90_count_per_actor', label: '90th percentile of counts per person', short: '90th percentile per person' },
  { value: 'hogql', label: 'SQL expression', short: 'SQL', needs: 'hogql' },
]

export const DISPLAYS: readonly { value: TrendsDisplay; label: string }[] = [
  { value: 'ActionsLineGraph', label: 'Line' },
  { value: 'ActionsAreaGraph', label: 'Area' },
  { value: 'ActionsBar', label: 'Stacked bars' },
  { value: 'ActionsUnstackedBar', label: 'Bars' },
  { value: 'ActionsLineGraphCumulative', label: 'Cumulative line' },
  { value: 'BoldNumber', label: 'Number' },
  { value: 'ActionsBarValue', label: 'Ranked bars' },
  { value: 'ActionsPie', label: 'Pie' },
  { value: 'ActionsTable', label: 'Table' },
]

export const OPERATORS: readonly {
  value: Operator
  label: string
  kind: 'values' | 'text' | 'number' | 'none' | 'date'
}[] = [
  { value: 'exact', label: 'is', kind: 'values' },
  { value: 'is_not', label: 'is not', kind: 'values' },
  { value: 'icontains', label: 'contains', kind: 'text' },
  { value: 'not_icontains', label: 'does not contain', kind: 'text' },
  { value: 'regex', label: 'matches expression', kind: 'text' },
  { value: 'not_regex', label: 'does not match expression', kind: 'text' },
  { value: 'gt', label: 'is greater than', kind: 'number' },
  { value: 'gte', label: 'is at least', kind: 'number' },
  { value: 'lt', label: 'is less than', kind: 'number' },
  { value: 'lte', label: 'is at most', kind: 'number' },
  { value: 'is_date_after', label: 'is after', kind: 'date' },
  { value: 'is_date_before', label: 'is before', kind: 'date' },
  { value: 'is_set', label: 'is set', kind: 'none' },
  { value: 'is_not_set', label: 'is not set', kind: 'none' },
]

export const FUNNEL_ORDER_OPTIONS: readonly { value: FunnelOrder; label: string }[] = [
  { value: 'ordered', label: 'in order, other events allowed' },
  { value: 'strict', label: 'in order, no other events' },
  { value: 'unordered', label: 'in any order' },
]
export const FUNNEL_VISUALIZATION_OPTIONS: readonly { value: FunnelVisualization; label: string }[] = [
  { value: 'steps', label: 'Steps' },
  { value: 'time_to_convert', label: 'Time to convert' },
  { value: 'trends', label: 'Conversion over time' },
]
export const STICKINESS_COUNT_OPTIONS: readonly { value: StickinessCount; label: string }[] = [
  { value: 'non_cumulative', label: 'exactly this many' },
  { value: 'cumulative', label: 'this many or more' },
]
/** The retention types that the editor offers: which event counts as the beginning. */
export const RETENTION_TYPE_OPTIONS: readonly { value: RetentionType; label: string }[] = [
  { value: 'retention_first_time', label: 'for the first time' },
  { value: 'retention_recurring', label: 'any time' },
]
/** The path sources that the editor offers. */
export const PATH_TYPE_OPTIONS: readonly { value: PathEventType; label: string }[] = [
  { value: '$pageview', label: 'Pageviews' },
  { value: '$screen', label: 'Screens' },
  { value: 'custom_event', label: 'Custom events' },
]

const EVENT_NAMES: Record<string, string> = {
  $pageview: 'Pageview',
  $pageleave: 'Pageleave',
  $autocapture: 'Autocapture',
  $screen: 'Screen',
  $identify: 'Identify',
  $groupidentify: 'Group identify',
  $set: 'Set person properties',
  $rageclick: 'Rageclick',
  $exception: 'Exception',
  $feature_flag_called: 'Feature flag called',
}
const PROPERTY_NAMES: Record<string, string> = {
  $browser: 'Browser',
  $browser_version: 'Browser version',
  $os: 'Operating system',
  $device_type: 'Device type',
  $current_url: 'Current URL',
  $pathname: 'Path',
  $host: 'Host',
  $referrer: 'Referrer',
  $referring_domain: 'Referring domain',
  $geoip_country_name: 'Country',
  $geoip_country_code: 'Country code',
  $geoip_city_name: 'City',
  $lib: 'Library',
  $session_id: 'Session ID',
  utm_source: 'UTM source',
  utm_medium: 'UTM medium',
  utm_campaign: 'UTM campaign',
}

export const ALL_EVENTS = 'All events'
export const eventName = (event: string | null | undefined) => (event ? (EVENT_NAMES[event] ?? event) : ALL_EVENTS)
export const propertyName = (key: string) => PROPERTY_NAMES[key] ?? key

/** The name of a series without a custom name. */
export function seriesName({ kind, event, id, name, custom_name: custom }: Series): string {
  if (custom) return custom
  return kind === 'ActionsNode' ? (name ?? `Action ${id}`) : eventName(event)
}

export const entityName = (entity: RetentionEntity | null | undefined) =>
  !entity
    ? eventName('$pageview')
    : entity.type === 'actions'
      ? (entity.name ?? `Action ${entity.id}`)
      : eventName(entity.id as string | null)

export const letter = (position: number) => String.fromCharCode(65 + position)

const words = (value: unknown): string => {
  if (value === BREAKDOWN_OTHER) return 'Other'
  if (value === BREAKDOWN_NULL || value === null || value === undefined) return '(none)'
  if (value === '') return '(empty)'
  return String(value)
}
/** A breakdown value for display; several are joined. */
export const breakdownText = (value: unknown): string =>
  Array.isArray(value) ? value.map(words).join(' · ') : words(value)
export const isOther = (value: unknown) =>
  value === BREAKDOWN_OTHER || (Array.isArray(value) && value.includes(BREAKDOWN_OTHER))

export function breakdownNames(filter: BreakdownFilter | null | undefined): string[] {
  if (!filter) return []
  if (filter.breakdowns?.length) return filter.breakdowns.map(({ property }) => propertyName(String(property)))
  if (filter.breakdown_type === 'cohort') return ['cohort']
  if (filter.breakdown === null || filter.breakdown === undefined) return []
  return [filter.breakdown].flat().map((each) => propertyName(String(each)))
}

export const filterSentence = (filter: PropertyFilter): string => {
  if (filter.type === 'cohort') return `${filter.operator === 'not_in' ? 'not in' : 'in'} cohort ${filter.value}`
  if (filter.type === 'hogql') return filter.key
  const operator = OPERATORS.find(({ value }) => value === (filter.operator ?? 'exact'))
  const value = Array.isArray(filter.value) ? filter.value.map(String).join(' or ') : String(filter.value ?? '')
  return [
    propertyName(filter.key),
    operator?.label ?? filter.operator,
    operator?.kind === 'none' ? '' : value || '(empty)',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** Whether a filter still lacks its value and so has no effect. */
export function lacksValue({ operator = 'exact', value }: PropertyFilter): boolean {
  if (OPERATORS.find((each) => each.value === operator)?.kind === 'none') return false
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Every property filter of a query, regardless of how they are combined. */
export function flatFilters(filters: InsightNode['properties']): PropertyFilter[] {
  if (!filters) return []
  const list = Array.isArray(filters) ? filters : filters.values
  return (list as (FilterGroup | PropertyFilter)[]).flatMap((each) =>
    'values' in each && Array.isArray(each.values) ? flatFilters(each as FilterGroup) : [each as PropertyFilter],
  )
}

/** A name derived from the query, for insights without a name. */
export function describeNode(node: QueryNode | null): string {
  if (!node) return 'Empty insight'
  const question = node as unknown as InsightNode
  const series = question.series ?? []
  const by = breakdownNames(question.breakdownFilter)
  const tail = by.length > 0 ? ` by ${by.join(' and ')}` : ''
  switch (node.kind) {
    case 'TrendsQuery': {
      const { formula } = question.trendsFilter ?? {}
      if (formula) return `Formula ${formula}${tail}`
      const names = series.slice(0, 3).map((each) => {
        const math = MATHS.find(({ value }) => value === (each.math ?? 'total'))
        const of = each.math_property ? ` of ${propertyName(each.math_property)}` : ''
        return `${seriesName(each)} ${math?.short ?? each.math}${of}`
      })
      return `${names.join(', ')}${series.length > 3 ? ', …' : ''}${tail}`
    }
    case 'FunnelsQuery':
      return `${series.map(seriesName).slice(0, 4).join(' → ')}${series.length > 4 ? ' → …' : ''} conversion${tail}`
    case 'RetentionQuery':
      return `Retention of ${entityName(question.retentionFilter?.targetEntity)}`
    case 'LifecycleQuery':
      return `Lifecycle of ${series[0] ? seriesName(series[0]) : ALL_EVENTS}`
    case 'StickinessQuery':
      return `Stickiness of ${series.map(seriesName).join(', ')}`
    case 'PathsQuery':
      return question.pathsFilter?.startPoint ? `Paths from ${question.pathsFilter.startPoint}` : 'Paths'
    case 'HogQLQuery':
      return 'SQL query'
    default:
      return node.kind
  }
}

/** The whole query as one sentence. */
export function sentence(node: InsightNode): string {
  const range = describeRange(node.dateRange)
  const count = flatFilters(node.properties).length
  const filtered = count === 0 ? '' : `, ${count} ${count === 1 ? 'filter' : 'filters'}`
  return `${describeNode(node as never)}, ${range.charAt(0).toLowerCase()}${range.slice(1)}${filtered}`
}
