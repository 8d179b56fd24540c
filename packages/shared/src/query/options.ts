/** Allowed values of query settings: the lists that the server validates with and the web UI offers. */

export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const
export type Interval = (typeof INTERVALS)[number]

/** The ways to count a series. */
export const MATH_TYPES = [
  'total',
  'dau',
  'weekly_active',
  'monthly_active',
  'unique_session',
  'unique_group',
  'first_time_for_user',
  'first_matching_event_for_user',
  'hogql',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p75',
  'p90',
  'p95',
  'p99',
  'avg_count_per_actor',
  'min_count_per_actor',
  'max_count_per_actor',
  'median_count_per_actor',
  'p75_count_per_actor',
  'p90_count_per_actor',
  'p95_count_per_actor',
  'p99_count_per_actor',
] as const
export type MathType = (typeof MATH_TYPES)[number]

/** Operators of property filters. */
export const OPERATORS = [
  'exact',
  'is',
  'is_not',
  'in',
  'not_in',
  'icontains',
  'not_icontains',
  'icontains_multi',
  'not_icontains_multi',
  'starts_with',
  'not_starts_with',
  'ends_with',
  'not_ends_with',
  'regex',
  'not_regex',
  'gt',
  'gte',
  'min',
  'lt',
  'lte',
  'max',
  'between',
  'not_between',
  'is_set',
  'is_not_set',
  'is_date_exact',
  'is_date_before',
  'is_date_after',
  'is_cleaned_path_exact',
  'semver_eq',
  'semver_neq',
  'semver_gt',
  'semver_gte',
  'semver_lt',
  'semver_lte',
  'semver_tilde',
  'semver_caret',
  'semver_wildcard',
] as const
export type Operator = (typeof OPERATORS)[number]

export const BREAKDOWN_TYPES = ['event', 'person', 'group', 'session', 'cohort', 'hogql', 'event_metadata'] as const
export type BreakdownType = (typeof BREAKDOWN_TYPES)[number]
/** Maximum number of properties that an answer can be broken down by. */
export const BREAKDOWNS_MAX = 3
/** Stands for the values beyond the breakdown limit. */
export const BREAKDOWN_OTHER = '$$_posthog_breakdown_other_$$'
/** Stands for a missing value. */
export const BREAKDOWN_NULL = '$$_posthog_breakdown_null_$$'

export const TRENDS_DISPLAYS = [
  'ActionsLineGraph',
  'ActionsAreaGraph',
  'ActionsBar',
  'ActionsUnstackedBar',
  'ActionsStackedBar',
  'ActionsLineGraphCumulative',
  'BoldNumber',
  'ActionsPie',
  'ActionsBarValue',
  'ActionsTable',
  'WorldMap',
  'CalendarHeatmap',
] as const
export type TrendsDisplay = (typeof TRENDS_DISPLAYS)[number]

export const FUNNEL_ORDERS = ['ordered', 'strict', 'unordered'] as const
export type FunnelOrder = (typeof FUNNEL_ORDERS)[number]
export const FUNNEL_VISUALIZATIONS = ['steps', 'time_to_convert', 'trends'] as const
export type FunnelVisualization = (typeof FUNNEL_VISUALIZATIONS)[number]
export const FUNNEL_WINDOW_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const
export type FunnelWindowUnit = (typeof FUNNEL_WINDOW_UNITS)[number]
export const FUNNEL_ATTRIBUTIONS = ['first_touch', 'last_touch', 'all_events', 'step'] as const

export const STICKINESS_COUNTS = ['non_cumulative', 'cumulative'] as const
export type StickinessCount = (typeof STICKINESS_COUNTS)[number]

export const RETENTION_TYPES = [
  'retention_recurring',
  'retention_first_time',
  'retention_first_ever_occurrence',
] as const
export type RetentionType = (typeof RETENTION_TYPES)[number]
export const RETENTION_PERIODS = ['Hour', 'Day', 'Week', 'Month'] as const
export type RetentionPeriod = (typeof RETENTION_PERIODS)[number]

/** Sources of paths. */
export const PATH_EVENT_TYPES = ['$pageview', '$screen', 'custom_event', 'hogql'] as const
export type PathEventType = (typeof PATH_EVENT_TYPES)[number]
export const PATH_STEPS_MIN = 2
export const PATH_STEPS_MAX = 20
export const PATH_EDGES_MAX = 1_000

/** Statuses of actors in a lifecycle. */
export const LIFECYCLE_STATUSES = ['new', 'returning', 'resurrecting', 'dormant'] as const
export type LifecycleStatus = (typeof LIFECYCLE_STATUSES)[number]
