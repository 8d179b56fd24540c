/** This week's key figures, beside last week's. */

import { exact } from '@hedgerow/shared/charts/format'
import { compactNumber } from '@hedgerow/shared/format'
import { eventName } from '@hedgerow/shared/query/names'
import type { QueryNode, Series } from '@hedgerow/shared/query/nodes'
import type { TrendsResult } from '@hedgerow/shared/query/results'
import { Link } from '@tanstack/react-router'
import { type Question, RefreshNote } from '../../../components/refresh-note'
import { SmallError } from '../../../components/states'
import { Sparkline } from '../charts/sparkline'
import { Change } from '../charts/values'
import { type Answered, asQuestion, useAnswer } from '../query/use-answer'

const EVENTS_SHOWN = 3
const EVENT_PLACES = Array.from({ length: EVENTS_SHOWN }, (_, place) => place)

/** Seven whole days against the seven before. Today is left out: an unfinished day would look like a drop. */
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

export function ThisWeek({ projectId }: { projectId: number }) {
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
        <Card title="Active persons per day" query={active} read={means} question={ACTIVE} />
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

const eventOf = ({ action }: TrendsResult) => (action?.id === undefined ? null : action.id)

/** Both weeks of one event, or of all events (null). @returns null if the answer does not contain them */
function weeks(results: TrendsResult[], event: string | null) {
  const of = (label: string) => results.find((each) => each.compare_label === label && eventOf(each) === event)
  const [now, before] = [of('current'), of('previous')]
  return now?.data && before?.data ? { now: now.data, before: before.data } : null
}

/** Daily means. */
function means(results: TrendsResult[]): Figures | null {
  const both = weeks(results, null)
  return (
    both && { now: sum(both.now) / both.now.length, before: sum(both.before) / both.before.length, values: both.now }
  )
}

function totals(results: TrendsResult[], event: string | null): Figures | null {
  const both = weeks(results, event)
  return both && { now: sum(both.now), before: sum(both.before), values: both.now }
}

const CARD = 'flex h-32 flex-col justify-between rounded-lg border border-line bg-surface p-3'

/** One number with its change, or an error or a placeholder in its place: an unknown number is not 0. */
function Card({
  title,
  query,
  read,
  question,
}: {
  title: string
  query: Question<Answered>
  read: (results: TrendsResult[]) => Figures | null
  question: QueryNode
}) {
  const figures = query.data && read(query.data.answer.results as TrendsResult[])
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
          <span className="text-muted">Unknown</span>
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
