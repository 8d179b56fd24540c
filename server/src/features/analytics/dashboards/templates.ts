/** Built-in dashboard templates. Their queries work for any project that sends pageviews. */
import type { JsonObject } from '../../../platform/json.ts'
import type { NewTile } from './create.ts'

/** Position on a grid of 12 columns. */
export interface TileLayout {
  x: number
  y: number
  w: number
  h: number
}

export interface TemplateTile {
  type: 'INSIGHT' | 'TEXT'
  name?: string
  description?: string
  query?: JsonObject
  body?: string
  layouts?: { sm?: TileLayout }
  color?: string | null
}

export interface DashboardTemplate {
  id: string
  template_name: string
  dashboard_description: string
  dashboard_filters: JsonObject
  tags: string[]
  tiles: TemplateTile[]
}

const insight = (name: string, description: string, source: JsonObject, sm: TileLayout): TemplateTile => ({
  type: 'INSIGHT',
  name,
  description,
  query: { kind: 'InsightVizNode', source },
  layouts: { sm },
})
const pageviews = (math: string): JsonObject => ({ kind: 'EventsNode', event: '$pageview', name: '$pageview', math })
const range = (from: string): JsonObject => ({ date_from: from })

const DAILY_ACTIVE = insight(
  'Daily active users (DAUs)',
  'Persons who viewed a page, by day.',
  { kind: 'TrendsQuery', series: [pageviews('dau')], interval: 'day', dateRange: range('-30d') },
  { x: 0, y: 0, w: 6, h: 5 },
)
const WEEKLY_ACTIVE = insight(
  'Weekly active users (WAUs)',
  'Persons who viewed a page, by week.',
  { kind: 'TrendsQuery', series: [pageviews('dau')], interval: 'week', dateRange: range('-90d') },
  { x: 6, y: 0, w: 6, h: 5 },
)
const RETENTION = insight(
  'Retention',
  'How many new persons come back in later weeks.',
  {
    kind: 'RetentionQuery',
    retentionFilter: {
      targetEntity: { id: '$pageview', type: 'events' },
      returningEntity: { id: '$pageview', type: 'events' },
      retentionType: 'retention_first_time',
      period: 'Week',
      totalIntervals: 9,
    },
  },
  { x: 0, y: 5, w: 6, h: 5 },
)
const LIFECYCLE = insight(
  'Growth accounting',
  'How many active persons are new, back after a pause, or returning, and how many were lost.',
  { kind: 'LifecycleQuery', series: [pageviews('total')], interval: 'week', dateRange: range('-30d') },
  { x: 6, y: 5, w: 6, h: 5 },
)
const REFERRERS = insight(
  'Referring domain (last 14 days)',
  'Where visitors come from.',
  {
    kind: 'TrendsQuery',
    series: [pageviews('dau')],
    interval: 'day',
    dateRange: range('-14d'),
    trendsFilter: { display: 'ActionsBarValue' },
    breakdownFilter: { breakdown: '$referring_domain', breakdown_type: 'event' },
  },
  { x: 0, y: 10, w: 6, h: 5 },
)
const PAGE_FUNNEL = insight(
  'Pageview funnel, by browser',
  'How many view a second and a third page.',
  {
    kind: 'FunnelsQuery',
    series: ['First page view', 'Second page view', 'Third page view'].map((name) => ({
      ...pageviews('total'),
      custom_name: name,
    })),
    dateRange: range('-7d'),
    funnelsFilter: { funnelOrderType: 'ordered', funnelVizType: 'steps' },
    breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' },
  },
  { x: 6, y: 10, w: 6, h: 5 },
)

export const DEFAULT_TEMPLATE: DashboardTemplate = {
  id: 'DEFAULT_APP',
  template_name: 'My App Dashboard',
  dashboard_description: 'Who uses the product, whether they stay, and where they come from.',
  dashboard_filters: {},
  tags: [],
  tiles: [DAILY_ACTIVE, WEEKLY_ACTIVE, RETENTION, LIFECYCLE, REFERRERS, PAGE_FUNNEL],
}

const WEBSITE: DashboardTemplate = {
  id: 'WEBSITE',
  template_name: 'Website traffic',
  dashboard_description: 'Visits, visitors and pages of a website.',
  dashboard_filters: { date_from: '-30d' },
  tags: ['website'],
  tiles: [
    insight(
      'Unique visitors',
      'Persons who viewed a page.',
      {
        kind: 'TrendsQuery',
        series: [pageviews('dau')],
        dateRange: range('-30d'),
        trendsFilter: { display: 'BoldNumber' },
        compareFilter: { compare: true },
      },
      { x: 0, y: 0, w: 4, h: 3 },
    ),
    insight(
      'Pageviews',
      'Pages viewed.',
      {
        kind: 'TrendsQuery',
        series: [pageviews('total')],
        dateRange: range('-30d'),
        trendsFilter: { display: 'BoldNumber' },
        compareFilter: { compare: true },
      },
      { x: 4, y: 0, w: 4, h: 3 },
    ),
    insight(
      'Sessions',
      'Visits with at least one pageview.',
      {
        kind: 'TrendsQuery',
        series: [pageviews('unique_session')],
        dateRange: range('-30d'),
        trendsFilter: { display: 'BoldNumber' },
        compareFilter: { compare: true },
      },
      { x: 8, y: 0, w: 4, h: 3 },
    ),
    insight(
      'Visitors and views by day',
      '',
      {
        kind: 'TrendsQuery',
        series: [
          { ...pageviews('dau'), custom_name: 'Visitors' },
          { ...pageviews('total'), custom_name: 'Pageviews' },
        ],
        interval: 'day',
        dateRange: range('-30d'),
      },
      { x: 0, y: 3, w: 12, h: 5 },
    ),
    insight(
      'Most viewed pages',
      '',
      {
        kind: 'TrendsQuery',
        series: [pageviews('total')],
        dateRange: range('-30d'),
        trendsFilter: { display: 'ActionsBarValue' },
        breakdownFilter: { breakdown: '$pathname', breakdown_type: 'event', breakdown_limit: 10 },
      },
      { x: 0, y: 8, w: 6, h: 5 },
    ),
    insight(
      'Countries',
      '',
      {
        kind: 'TrendsQuery',
        series: [pageviews('dau')],
        dateRange: range('-30d'),
        trendsFilter: { display: 'ActionsBarValue' },
        breakdownFilter: { breakdown: '$geoip_country_name', breakdown_type: 'event', breakdown_limit: 10 },
      },
      { x: 6, y: 8, w: 6, h: 5 },
    ),
    insight(
      'Paths through the site',
      '',
      { kind: 'PathsQuery', dateRange: range('-30d'), pathsFilter: { includeEventTypes: ['$pageview'], stepLimit: 4 } },
      { x: 0, y: 13, w: 12, h: 6 },
    ),
  ],
}

export const DASHBOARD_TEMPLATES: readonly DashboardTemplate[] = [DEFAULT_TEMPLATE, WEBSITE]

/** The tiles to create for a template. Tiles without a query or text are left out. */
export function tilesOf(tiles: readonly TemplateTile[]): NewTile[] {
  return tiles.flatMap<NewTile>(({ type, name, description, query, body, layouts = {}, color = null }) => {
    const place = { layouts: layouts as JsonObject, color }
    if (type === 'TEXT') return body === undefined ? [] : [{ text: body, ...place }]
    return query ? [{ insight: { name: name ?? null, description: description ?? null, query }, ...place }] : []
  })
}
