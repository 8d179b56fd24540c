/** What changed this week, what is pinned, what one looked at: the first page of the day. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { statusQuery } from '../../api/queries'
import { PageHeader } from '../../components/shell'
import { Skeleton } from '../../components/states'
import { compactNumber, duration, exactNumber } from '../../format'
import { useHotkeys } from '../../hotkeys'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { exact } from '../charts/format'
import type { TrendResult } from '../charts/results'
import { Sparkline } from '../charts/sparkline'
import { Change } from '../charts/values'
import { dashboardsQuery } from '../dashboards/api'
import { FromEventsButton } from '../dashboards/from-events-button'
import { insightsQuery, lastViewedQuery, titleOf } from '../insights/api'
import { kindOf } from '../insights/insights-page'
import { eventName } from '../queries/names'
import type { QueryNode, Series } from '../queries/nodes'
import { useAnswer } from '../queries/use-answer'

const EVENTS_SHOWN = 3
const HEALTH_MS = 10_000

/** Seven whole days against the seven before: today would only look like less. */
const week = (series: Series[], extra: object = {}): QueryNode => ({
  kind: 'TrendsQuery',
  series,
  dateRange: { date_from: '-7d', date_to: '-1dEnd' },
  interval: 'day',
  compareFilter: { compare: true },
  ...extra,
})

const TOP_EVENTS: QueryNode = {
  kind: 'HogQLQuery',
  query: `SELECT event FROM events WHERE timestamp > now() - INTERVAL 14 DAY AND (event NOT LIKE '$%' OR event IN ('$pageview', '$screen')) GROUP BY event ORDER BY event LIKE '$%', count(DISTINCT person_id) DESC LIMIT ${EVENTS_SHOWN}`,
}

export function HomePage() {
  const project = useProject()
  const navigate = useNavigate()
  useHotkeys({ c: () => void navigate({ to: '/insights/$id', params: { id: 'new' } }) })
  return (
    <>
      <PageHeader title="Home">
        <Health projectId={project.id} />
        <Link
          to="/insights/$id"
          params={{ id: 'new' }}
          title="New insight (c)"
          className="inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3 font-medium text-accent-text hover:opacity-90"
        >
          <Plus size={16} aria-hidden /> New insight
        </Link>
      </PageHeader>
      <div className="flex flex-col gap-6 px-4 pb-10 md:px-6">
        <ThisWeek projectId={project.id} />
        <div className="grid gap-6 lg:grid-cols-3">
          <Dashboards projectId={project.id} />
          <Recent projectId={project.id} />
          <Favourites projectId={project.id} />
        </div>
      </div>
    </>
  )
}

/** One line on whether events arrive. */
function Health({ projectId }: { projectId: number }) {
  const { data } = useQuery({ ...statusQuery(projectId, 1), refetchInterval: HEALTH_MS })
  const behind = data?.lag.seconds ?? 0
  const isLate = behind > 60
  return (
    <Link
      to="/health"
      search={{ hours: 24 }}
      className={`inline-flex items-center gap-2 text-[13px] text-muted hover:underline ${data ? '' : 'invisible'}`}
    >
      <span aria-hidden className={`h-2.5 w-2.5 rounded-full ${isLate ? 'bg-warning' : 'bg-accent'}`} />
      {isLate ? `Events are ${duration(behind)} behind` : 'Events are up to date'}
    </Link>
  )
}

function ThisWeek({ projectId }: { projectId: number }) {
  const active = useAnswer(projectId, week([{ kind: 'EventsNode', event: null, math: 'dau' }]))
  const fresh = useAnswer(projectId, week([{ kind: 'EventsNode', event: null, math: 'first_time_for_user' }]))
  const top = useAnswer(projectId, TOP_EVENTS)
  const names = ((top.answered?.answer.results as [string][] | undefined) ?? []).map(([name]) => name)
  const events = useAnswer(
    projectId,
    names.length > 0 ? week(names.map((event) => ({ kind: 'EventsNode', event, math: 'total' }))) : null,
  )
  const days = (asked: ReturnType<typeof useAnswer>) =>
    (asked.answered?.answer.results as TrendResult[] | undefined) ?? []
  const isWaiting =
    !active.answered ||
    !fresh.answered ||
    (!top.answered && !top.error) ||
    (names.length > 0 && !events.answered && !events.error)
  const daily = days(active)
  const mean = (result: TrendResult | undefined) =>
    result ? result.data.reduce((sum, value) => sum + value, 0) / Math.max(1, result.data.length) : 0
  return (
    <section aria-label="This week" className="flex flex-col gap-3">
      <h2 className="font-semibold">The last seven days, compared with the seven before</h2>
      {isWaiting && !active.error ? (
        <div role="status" aria-label="Loading" className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
          {[0, 1, 2, 3, 4].map((card) => (
            <div key={card} className="h-32 rounded-lg border border-line bg-surface" />
          ))}
        </div>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
          <Card
            title="Active persons a day"
            now={mean(daily.find(({ compare_label: label }) => label === 'current'))}
            before={mean(daily.find(({ compare_label: label }) => label === 'previous'))}
            values={daily.find(({ compare_label: label }) => label === 'current')?.data ?? []}
            question={week([{ kind: 'EventsNode', event: null, math: 'dau' }])}
          />
          <Card
            title="New persons"
            {...both(days(fresh), 0)}
            question={week([{ kind: 'EventsNode', event: null, math: 'first_time_for_user' }])}
          />
          {names.map((name, index) => (
            <Card
              key={name}
              title={eventName(name)}
              {...both(days(events), index)}
              question={week([{ kind: 'EventsNode', event: name, math: 'total' }])}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Totals of one series for both weeks. */
function both(results: TrendResult[], order: number) {
  const of = (label: string) =>
    results.find((each) => each.compare_label === label && (each.action?.order ?? 0) === order)
  return { now: of('current')?.count ?? 0, before: of('previous')?.count ?? 0, values: of('current')?.data ?? [] }
}

function Card({
  title,
  now,
  before,
  values,
  question,
}: {
  title: string
  now: number
  before: number
  values: number[]
  question: QueryNode
}) {
  const rounded = now < 10 ? Math.round(now * 10) / 10 : Math.round(now)
  return (
    <li>
      <Link
        to="/insights/$id"
        params={{ id: 'new' }}
        search={{ q: question } as never}
        className="flex h-32 flex-col justify-between rounded-lg border border-line bg-surface p-3 hover:border-line-strong"
      >
        <span className="truncate text-[13px] text-muted" title={title}>
          {title}
        </span>
        <span className="flex items-end justify-between gap-2">
          <span className="text-2xl font-semibold" title={exact(now)}>
            {compactNumber(rounded)}
          </span>
          <Sparkline values={values} />
        </span>
        <span className="text-[13px]">
          <Change now={now} before={before} />
        </span>
      </Link>
    </li>
  )
}

function Box({ title, more, children }: { title: string; more: React.ReactNode; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        {more}
      </div>
      <div className="min-h-36 rounded-lg border border-line bg-surface">{children}</div>
    </section>
  )
}

const ROW = 'flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised'

function Dashboards({ projectId }: { projectId: number }) {
  const { data } = useInfiniteQuery(dashboardsQuery(projectId, '', ''))
  const all = data?.pages.flatMap((page) => page.results) ?? []
  const shown = all.filter(({ pinned }) => pinned).slice(0, 8)
  const hasFromEvents = all.some(({ creation_mode: mode, name }) => mode === 'template' && name === 'Overview')
  return (
    <Box
      title="Pinned dashboards"
      more={
        <Link to="/dashboards" className="text-[13px] text-accent hover:underline">
          All
        </Link>
      }
    >
      {!data ? (
        <Skeleton rows={3} />
      ) : (
        <ul className="divide-y divide-line">
          {shown.map((row) => (
            <li key={row.id}>
              <Link to="/dashboards/$id" params={{ id: String(row.id) }} className={ROW}>
                <span className="inline-flex min-w-0 items-center gap-2">
                  <LayoutDashboard size={16} aria-hidden className="shrink-0 text-muted" />
                  <span className="truncate">{row.name || 'Untitled'}</span>
                </span>
              </Link>
            </li>
          ))}
          {shown.length === 0 && <li className="px-3 py-3 text-muted">A pin on a dashboard brings it here.</li>}
          {!hasFromEvents && (
            <li className="p-3">
              <FromEventsButton projectId={projectId} className="w-full" />
            </li>
          )}
        </ul>
      )}
    </Box>
  )
}

function Recent({ projectId }: { projectId: number }) {
  const { data } = useQuery(lastViewedQuery(projectId))
  return (
    <Box
      title="You looked at"
      more={
        <Link to="/insights" className="text-[13px] text-accent hover:underline">
          All insights
        </Link>
      }
    >
      {!data ? (
        <Skeleton rows={3} />
      ) : data.length === 0 ? (
        <p className="px-3 py-3 text-muted">Insights that you open appear here.</p>
      ) : (
        <ul className="divide-y divide-line">
          {data.map((insight) => (
            <li key={insight.id}>
              <Link to="/insights/$id" params={{ id: insight.short_id }} className={ROW}>
                <span className="min-w-0 truncate">{titleOf(insight)}</span>
                <span className="shrink-0 text-[13px] text-muted">
                  {insight.last_viewed_at && <TimeAgo iso={insight.last_viewed_at} />}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

function Favourites({ projectId }: { projectId: number }) {
  const { data } = useInfiniteQuery(insightsQuery(projectId, { q: '', kind: '', tab: 'favorites', tag: '', sort: '' }))
  const rows = data?.pages[0]?.results.slice(0, 8) ?? []
  const count = data?.pages[0]?.count ?? 0
  return (
    <Box
      title="Favourite insights"
      more={
        <Link to="/insights" search={{ tab: 'favorites' } as never} className="text-[13px] text-accent hover:underline">
          {count > rows.length ? `All ${exactNumber(count)}` : 'All'}
        </Link>
      }
    >
      {!data ? (
        <Skeleton rows={3} />
      ) : rows.length === 0 ? (
        <p className="px-3 py-3 text-muted">A star on an insight brings it here.</p>
      ) : (
        <ul className="divide-y divide-line">
          {rows.map((insight) => (
            <li key={insight.id}>
              <Link to="/insights/$id" params={{ id: insight.short_id }} className={ROW}>
                <span className="min-w-0 truncate">{titleOf(insight)}</span>
                <span className="shrink-0 text-[13px] text-muted">{kindOf(insight)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}
