/** Builds a first dashboard from the events that the project actually receives. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { seenEventProperties } from '../../data/taxonomy/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { Asker, askingTeam, readNode, runNode } from '../query/index.ts'
import type { DashboardTemplate, TemplateTile } from './templates.ts'

export const FROM_EVENTS = 'FROM_EVENTS'
const DAYS = 30
const EVENTS_MAX = 100
const SERIES_MAX = 4
const STEPS_MAX = 4
const PAGEVIEW = '$pageview'
/** A funnel step must have at least this share of the first step's persons. */
const STEP_SHARE_MIN = 0.01
/** Breakdown properties of two tiles, used only if the project sends them. */
const COUNTRY = '$geoip_country_name'
const PATH = '$pathname'

export interface Seen {
  /** Events of the last 30 days, those with the most persons first. */
  events: { event: string; persons: number }[]
  /** Names of event properties. */
  properties: ReadonlySet<string>
}

export async function findSeen(db: Database, clickHouse: ClickHouse, team: ResolvedTeam): Promise<Seen> {
  const node = readNode({
    kind: 'HogQLQuery',
    query: `SELECT event, count(DISTINCT person_id) AS persons FROM events WHERE timestamp > now() - INTERVAL ${DAYS} DAY
            GROUP BY event ORDER BY persons DESC, event LIMIT ${EVENTS_MAX}`,
  })
  const stores = { db, reader: clickHouse.reader }
  const [{ results }, properties] = await Promise.all([
    Asker.open(stores, askingTeam(team), node).then((asker) => runNode(node, asker)),
    seenEventProperties(db.$client, team.id, [COUNTRY, PATH]),
  ])
  return {
    events: (results as [string, number][]).map(([event, persons]) => ({ event, persons: Number(persons) })),
    properties,
  }
}

/** Active users, their activity, funnel, retention and countries. Includes only tiles that the events can fill. */
export function templateOf({ events, properties }: Seen): DashboardTemplate {
  const own = events.filter(({ event }) => !event.startsWith('$'))
  const hasPageviews = events.some(({ event }) => event === PAGEVIEW)
  // Without pageviews, any event counts as activity.
  const activity = hasPageviews ? PAGEVIEW : null
  const shown = own.length > 0 ? own : events.filter(({ event }) => event !== PAGEVIEW)
  const tiles: TemplateTile[] = [
    tile('Active persons', 'Persons with activity, by day.', {
      kind: 'TrendsQuery',
      series: [series(activity, 'dau')],
      interval: 'day',
      dateRange: { date_from: '-30d' },
      compareFilter: { compare: true },
    }),
    ...(events.length > 0 ? [whatPeopleDo(shown.length > 0 ? shown : events)] : []),
    tile('New, returning and lost', 'Persons who are new, returning, back after a pause, or lost.', {
      kind: 'LifecycleQuery',
      series: [series(activity, 'total')],
      interval: 'week',
      dateRange: { date_from: '-60d' },
    }),
    tile('Who comes back', 'The share of each week’s new persons who came back in later weeks.', {
      kind: 'RetentionQuery',
      retentionFilter: {
        targetEntity: { id: activity, type: 'events' },
        returningEntity: { id: activity, type: 'events' },
        retentionType: 'retention_first_time',
        period: 'Week',
        totalIntervals: 8,
      },
    }),
  ]
  const steps = funnelSteps(events, own)
  if (steps.length > 1)
    tiles.push(
      tile('How far people get', 'Persons who completed these steps in this order within two weeks.', {
        kind: 'FunnelsQuery',
        series: steps.map((event) => series(event, 'total')),
        dateRange: { date_from: '-30d' },
        funnelsFilter: { funnelOrderType: 'ordered', funnelVizType: 'steps' },
      }),
    )
  if (hasPageviews && properties.has(PATH)) tiles.push(bars('Most viewed pages', PAGEVIEW, 'total', PATH))
  if (properties.has(COUNTRY)) tiles.push(bars('Countries', activity, 'dau', COUNTRY))
  return {
    id: FROM_EVENTS,
    template_name: 'Overview',
    dashboard_description: 'Made from the events that arrive in this project. Change or remove whatever does not help.',
    dashboard_filters: {},
    tags: [],
    tiles: tiles.map((each, position) => ({
      ...each,
      layouts: { sm: { x: (position % 2) * 6, y: Math.floor(position / 2) * 5, w: 6, h: 5 } },
    })),
  }
}

const whatPeopleDo = (events: Seen['events']) =>
  tile('What people do', 'The events with the most persons, by day.', {
    kind: 'TrendsQuery',
    series: events.slice(0, SERIES_MAX).map(({ event }) => series(event, 'total')),
    interval: 'day',
    dateRange: { date_from: '-30d' },
  })

/** Steps from the most common event to rarer ones. This is seldom the intended funnel, but often close to it. */
function funnelSteps(events: Seen['events'], own: Seen['events']): string[] {
  const pageview = events.find(({ event }) => event === PAGEVIEW)
  const first = pageview ?? own[0]
  if (!first) return []
  const later = own.filter(
    ({ event, persons }) =>
      event !== first.event && persons >= first.persons * STEP_SHARE_MIN && persons <= first.persons,
  )
  return [first, ...later].slice(0, STEPS_MAX).map(({ event }) => event)
}

const series = (event: string | null, math: string): JsonObject => ({
  kind: 'EventsNode',
  event,
  name: event ?? 'All events',
  math,
})
const tile = (name: string, description: string, source: JsonObject): TemplateTile => ({
  type: 'INSIGHT',
  name,
  description,
  query: { kind: 'InsightVizNode', source },
})
const bars = (name: string, event: string | null, math: string, property: string): TemplateTile =>
  tile(name, '', {
    kind: 'TrendsQuery',
    series: [series(event, math)],
    dateRange: { date_from: '-30d' },
    trendsFilter: { display: 'ActionsBarValue' },
    breakdownFilter: { breakdown: property, breakdown_type: 'event', breakdown_limit: 10 },
  })
