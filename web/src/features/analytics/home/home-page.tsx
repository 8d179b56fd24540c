/** What changed this week, what is pinned, what one looked at: the first page of the day. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { explain } from '../../../api/problems'
import { statusQuery } from '../../../api/queries'
import { PageHeader } from '../../../components/shell'
import { Loaded, type Question, RefreshNote, rowsOf, Skeleton, SmallError } from '../../../components/states'
import { compactNumber, duration, exactNumber } from '../../../format'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { exact } from '../charts/format'
import type { TrendResult } from '../charts/results'
import { Sparkline } from '../charts/sparkline'
import { Change } from '../charts/values'
import { dashboardsQuery } from '../dashboards/api'
import { FromEventsButton } from '../dashboards/from-events-button'
import { insightsQuery, lastViewedQuery, titleOf } from '../insights/api'
import { kindOf } from '../insights/insights-page'
import { eventName } from '../query/names'
import type { QueryNode, Series } from '../query/nodes'
import { type Answered, asQuestion, useAnswer } from '../query/use-answer'

const EVENTS_SHOWN = 3
const EVENT_PLACES = Array.from({ length: EVENTS_SHOWN }, (_, place) => place)
const HEALTH_MS = 10_000
/** Seconds. */
const LATE_S = 60

/** Seven whole days against the seven before: today would only look like less. */
const week = (series: Series[], extra: object = {}): QueryNode => ({
  kind: 'TrendsQuery',
  series,
  dateRange: { date_from: '-7d', date_to: '-1dEnd' },
  interval: 'day',
  compareFilter: { compare: true },
  ...extra,
})

const ACTIVE = week([{ kind: 'EventsNode', event: null, math: 'dau' }])
const FRESH = week([{ kind: 'EventsNode', event: null, math: 'first_time_for_user' }])
const totalOf = (event: string): Series => ({ kind: 'EventsNode', event, math: 'total' })

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
  const { data, error } = useQuery({ ...statusQuery(projectId, 1), refetchInterval: HEALTH_MS })
  const state = error ? NOT_KNOWN : data ? stateOf(data) : null
  return (
    <Link
      to="/health"
      search={{ hours: 24 }}
      title={error ? explain(error).title : undefined}
      className={`inline-flex items-center gap-2 text-[13px] text-muted hover:underline ${state ? '' : 'invisible'}`}
    >
      <span aria-hidden className={`h-2.5 w-2.5 rounded-full ${state?.isGood ? 'bg-accent' : 'bg-warning'}`} />
      {state?.text ?? NOT_KNOWN.text}
    </Link>
  )
}

const NOT_KNOWN = { text: 'Event status not known', isGood: false }

type Status = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof statusQuery>['queryFn']>>>>

function stateOf({ problem, lag: { records, seconds } }: Status) {
  if (problem !== null) return { text: 'Events are not stored', isGood: false }
  if (seconds === null) return { text: `${exactNumber(records)} requests wait`, isGood: false }
  if (seconds > LATE_S) return { text: `Events are ${duration(seconds)} behind`, isGood: false }
  return { text: 'Events are up to date', isGood: true }
}

function ThisWeek({ projectId }: { projectId: number }) {
  const active = asQuestion(useAnswer(projectId, ACTIVE))
  const fresh = asQuestion(useAnswer(projectId, FRESH))
  const top = asQuestion(useAnswer(projectId, TOP_EVENTS))
  const names = top.data && (top.data.answer.results as [string][]).map(([name]) => name)
  const events = asQuestion(
    useAnswer(projectId, names && names.length > 0 ? week(names.map((name) => totalOf(name))) : null),
  )
  return (
    <section aria-label="This week" className="relative flex flex-col gap-3">
      <h2 className="font-semibold">The last seven days, compared with the seven before</h2>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
        <Card title="Active persons a day" query={active} read={means} question={ACTIVE} />
        <Card title="New persons" query={fresh} read={(results) => totals(results, null)} question={FRESH} />
        {names
          ? names.map((name) => (
              <Card
                key={name}
                title={eventName(name)}
                query={events}
                read={(results) => totals(results, name)}
                question={week([totalOf(name)])}
              />
            ))
          : EVENT_PLACES.map((place) => (
              <Card key={place} title="Most used events" query={top} read={() => null} question={TOP_EVENTS} />
            ))}
      </ul>
      <RefreshNote queries={[active, fresh, top, events]} />
    </section>
  )
}

interface Figures {
  now: number
  before: number
  values: number[]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const eventOf = ({ action }: TrendResult) => (action?.id === undefined ? null : action.id)

/** Both weeks of one event (null: of all events); null for an answer that does not have them, of which there is nothing to tell. */
function weeks(results: TrendResult[], event: string | null) {
  const of = (label: string) => results.find((each) => each.compare_label === label && eventOf(each) === event)
  const [now, before] = [of('current'), of('previous')]
  return now && before ? { now: now.data, before: before.data } : null
}

/** Means of a day. */
function means(results: TrendResult[]): Figures | null {
  const both = weeks(results, null)
  return (
    both && { now: sum(both.now) / both.now.length, before: sum(both.before) / both.before.length, values: both.now }
  )
}

function totals(results: TrendResult[], event: string | null): Figures | null {
  const both = weeks(results, event)
  return both && { now: sum(both.now), before: sum(both.before), values: both.now }
}

const CARD = 'flex h-32 flex-col justify-between rounded-lg border border-line bg-surface p-3'

/** One number with its change. An error or a wait takes its place: a number that is not known is not 0. */
function Card({
  title,
  query,
  read,
  question,
}: {
  title: string
  query: Question<Answered>
  read: (results: TrendResult[]) => Figures | null
  question: QueryNode
}) {
  const figures = query.data && read(query.data.answer.results as TrendResult[])
  const head = (
    <span className="truncate text-[13px] text-muted" title={title}>
      {title}
    </span>
  )
  if (query.data === undefined && query.error)
    return (
      <li className={CARD}>
        {head}
        <SmallError error={query.error} onRetry={() => void query.refetch()} />
      </li>
    )
  if (!figures)
    return (
      <li className={CARD}>
        {head}
        {query.data === undefined ? (
          <span role="status" aria-label="Loading" className="h-8 w-2/3 rounded bg-raised" />
        ) : (
          <span className="text-muted">Not known</span>
        )}
      </li>
    )
  const { now, before, values } = figures
  return (
    <li>
      <Link
        to="/insights/$id"
        params={{ id: 'new' }}
        search={{ q: question } as never}
        className={`${CARD} hover:border-line-strong`}
      >
        {head}
        <span className="flex items-end justify-between gap-2">
          <span className="text-2xl font-semibold" title={exact(now)}>
            {compactNumber(now < 10 ? Math.round(now * 10) / 10 : Math.round(now))}
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

const ROWS_SHOWN = 8
const ROW = 'flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised'

function Dashboards({ projectId }: { projectId: number }) {
  const query = useInfiniteQuery(dashboardsQuery(projectId, '', ''))
  return (
    <Box
      title="Pinned dashboards"
      more={
        <Link to="/dashboards" className="text-[13px] text-accent hover:underline">
          All
        </Link>
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => {
          const all = rowsOf(data)
          const shown = all.filter(({ pinned }) => pinned).slice(0, ROWS_SHOWN)
          return (
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
              {!all.some(({ creation_mode: mode, name }) => mode === 'template' && name === 'Overview') && (
                <li className="p-3">
                  <FromEventsButton projectId={projectId} className="w-full" />
                </li>
              )}
            </ul>
          )
        }}
      </Loaded>
    </Box>
  )
}

function Recent({ projectId }: { projectId: number }) {
  const query = useQuery(lastViewedQuery(projectId))
  return (
    <Box
      title="You looked at"
      more={
        <Link to="/insights" className="text-[13px] text-accent hover:underline">
          All insights
        </Link>
      }
    >
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data.length === 0}
        empty={<p className="px-3 py-3 text-muted">Insights that you open appear here.</p>}
      >
        {(data) => (
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
      </Loaded>
    </Box>
  )
}

function Favourites({ projectId }: { projectId: number }) {
  const query = useInfiniteQuery(insightsQuery(projectId, { q: '', kind: '', tab: 'favorites', tag: '', sort: '' }))
  const count = query.data?.pages[0]?.count
  return (
    <Box
      title="Favourite insights"
      more={
        <Link to="/insights" search={{ tab: 'favorites' } as never} className="text-[13px] text-accent hover:underline">
          {count !== undefined && count > ROWS_SHOWN ? `All ${exactNumber(count)}` : 'All'}
        </Link>
      }
    >
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<p className="px-3 py-3 text-muted">A star on an insight brings it here.</p>}
      >
        {(data) => (
          <ul className="divide-y divide-line">
            {rowsOf(data)
              .slice(0, ROWS_SHOWN)
              .map((insight) => (
                <li key={insight.id}>
                  <Link to="/insights/$id" params={{ id: insight.short_id }} className={ROW}>
                    <span className="min-w-0 truncate">{titleOf(insight)}</span>
                    <span className="shrink-0 text-[13px] text-muted">{kindOf(insight)}</span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </Box>
  )
}
