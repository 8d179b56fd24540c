/** All alerts of the project. */
import { ALERT_STATES } from '@hedgerow/shared/alerts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { Button, SearchInput, Select } from '../../../components/controls'
import { CountLine, rowsOf, ShowMore } from '../../../components/paging'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { AlertRow } from './alert-row'
import { type AlertsSearch, alertsQuery } from './api'

const route = getRouteApi('/app/alerts')
const STATES = [{ value: '', label: 'All' }, ...ALERT_STATES.map((value) => ({ value, label: value }))]
const TABS = [
  { value: '', label: 'All alerts' },
  { value: 'mine', label: 'Mine' },
]
const NONE: AlertsSearch = { q: '', state: '', tab: '' }

export function AlertsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<AlertsSearch>) =>
    void navigate({ to: '/alerts', search: { ...search, ...change }, replace: true })
  const query = useInfiniteQuery(alertsQuery(project.id, search))
  useHotkeys({ '/': () => input.current?.focus() })
  const isFiltered = search.q !== '' || search.state !== '' || search.tab !== ''
  return (
    <>
      <PageHeader title="Alerts" />
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-full max-w-sm">
            <SearchInput
              ref={input}
              label="Search by alert or insight"
              title="Search (/)"
              value={search.q}
              onChange={(event) => set({ q: event.target.value })}
            />
          </div>
          <Select
            label="Show"
            value={search.tab}
            options={TABS}
            onChange={(event) => set({ tab: event.target.value as AlertsSearch['tab'] })}
          />
          <Select
            label="State"
            value={search.state}
            options={STATES}
            onChange={(event) => set({ state: event.target.value as AlertsSearch['state'] })}
          />
        </div>
        <Loaded
          query={query}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            isFiltered ? (
              <EmptyState title="No alerts match">
                <Button onClick={() => set(NONE)}>Show all</Button>
              </EmptyState>
            ) : (
              <EmptyState title="No alerts yet">
                <p>An alert sends a mail when the value of a trend, or its change, leaves a range.</p>
                <Link to="/insights" className="text-accent underline">
                  Open a saved trend and choose Alerts
                </Link>
              </EmptyState>
            )
          }
        >
          {(data) => (
            <ul aria-label="Alerts" className="divide-y divide-line rounded-lg border border-line bg-surface">
              {rowsOf(data).map((alert) => (
                <AlertRow key={alert.id} alert={alert} showsInsight />
              ))}
            </ul>
          )}
        </Loaded>
        <ShowMore query={query} label="More alerts" />
        <CountLine query={query} one="alert" many="alerts">
          Times in {project.timezone}.
        </CountLine>
      </div>
    </>
  )
}
