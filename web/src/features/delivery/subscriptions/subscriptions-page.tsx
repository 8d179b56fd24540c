/** All subscriptions of the project. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef } from 'react'
import { meQuery } from '../../../api/queries'
import { Button, Select } from '../../../components/controls'
import { CountLine, rowsOf, ShowMore } from '../../../components/paging'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { SORTINGS, type SubscriptionsSearch, subscriptionsQuery, TARGETS } from './api'
import { noAccess } from './no-access'
import { SubscriptionRow } from './subscription-row'
import { TARGET_NAMES } from './words'

const route = getRouteApi('/app/subscriptions')
const TABS = [
  { value: '', label: 'All subscriptions' },
  { value: 'mine', label: 'Mine' },
  { value: 'deleted', label: 'Deleted' },
]
const TO = [{ value: '', label: 'Anywhere' }, ...TARGETS.map((value) => ({ value, label: TARGET_NAMES[value] }))]
const ABOUT = [
  { value: '', label: 'Everything' },
  { value: 'insight', label: 'Insights' },
  { value: 'dashboard', label: 'Dashboards' },
]
const SORT = Object.entries(SORTINGS).map(([value, label]) => ({ value, label }))
const NONE = { q: '', tab: '', to: '', about: '' } as const

export function SubscriptionsPage() {
  const project = useProject()
  const { data: me } = useQuery(meQuery)
  const search = route.useSearch()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<SubscriptionsSearch>) =>
    void navigate({ to: '/subscriptions', search: { ...search, ...change }, replace: true })
  const query = useInfiniteQuery(subscriptionsQuery(project.id, search, me?.uuid ?? ''))
  useHotkeys({ '/': () => input.current?.focus() })
  const isFiltered = Object.keys(NONE).some((key) => search[key as keyof typeof NONE] !== '')
  return (
    <>
      <PageHeader title="Subscriptions" />
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Filters search={search} input={input} onChange={set} />
        <Loaded
          query={query}
          isBoxed
          failed={noAccess}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            isFiltered ? (
              <EmptyState title="No subscriptions match">
                <Button onClick={() => set(NONE)}>Show all</Button>
              </EmptyState>
            ) : (
              <EmptyState title="No subscriptions yet">
                <p>
                  A subscription sends a report on an insight or dashboard by email, to Slack, to a webhook or to Teams.
                </p>
                <p>
                  Open an <NavLink to="/insights">insight</NavLink> or a <NavLink to="/dashboards">dashboard</NavLink>,
                  and choose Subscribe.
                </p>
              </EmptyState>
            )
          }
        >
          {(data) => (
            <ul aria-label="Subscriptions" className="divide-y divide-line rounded-lg border border-line bg-surface">
              {rowsOf(data).map((subscription) => (
                <SubscriptionRow key={subscription.id} subscription={subscription} />
              ))}
            </ul>
          )}
        </Loaded>
        <ShowMore query={query} label="More subscriptions" />
        <CountLine query={query} one="subscription" many="subscriptions">
          Times in {project.timezone}.
        </CountLine>
      </div>
    </>
  )
}

interface FiltersProps {
  search: SubscriptionsSearch
  input: RefObject<HTMLInputElement | null>
  onChange: (change: Partial<SubscriptionsSearch>) => void
}

function Filters({ search, input, onChange }: FiltersProps) {
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="w-full max-w-sm">
        <SearchField
          ref={input}
          label="Search by title, insight or dashboard"
          value={search.q}
          onChange={(q) => onChange({ q })}
        />
      </div>
      <Select
        label="Show"
        value={search.tab}
        options={TABS}
        onChange={(event) => onChange({ tab: event.target.value as SubscriptionsSearch['tab'] })}
      />
      <Select
        label="Sent to"
        value={search.to}
        options={TO}
        onChange={(event) => onChange({ to: event.target.value as SubscriptionsSearch['to'] })}
      />
      <Select
        label="About"
        value={search.about}
        options={ABOUT}
        onChange={(event) => onChange({ about: event.target.value as SubscriptionsSearch['about'] })}
      />
      <Select
        label="Sort by"
        value={search.sort}
        options={SORT}
        onChange={(event) => onChange({ sort: event.target.value as SubscriptionsSearch['sort'] })}
      />
    </div>
  )
}

function NavLink({ to, children }: { to: '/insights' | '/dashboards'; children: string }) {
  return (
    <Link to={to} className="text-accent underline">
      {children}
    </Link>
  )
}
