/** All feature flags: search, filter, sort, switch on and off. */

import { eventTime } from '@hedgerow/shared/format'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { api } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, SearchInput, Select } from '../../../components/controls'
import { CountLine, rowsOf, ShowMore } from '../../../components/paging'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { type Flag, type FlagsSearch, filtersOf, flagsQuery } from './api'

const route = getRouteApi('/app/feature_flags')
const STATES = [
  { value: '', label: 'All' },
  { value: 'true', label: 'On' },
  { value: 'false', label: 'Off' },
  { value: 'STALE', label: 'Stale' },
]
const SORTS = [
  { value: '', label: 'Newest first' },
  { value: '-updated_at', label: 'Changed last' },
  { value: 'key', label: 'By key' },
]

/** Who gets it, in a few words. */
export function summaryOf(flag: Flag): string {
  const { groups, multivariate } = filtersOf(flag)
  const variants = multivariate?.variants.length ? `${multivariate.variants.length} variants, ` : ''
  if (groups.length === 0) return `${variants}nobody`
  if (groups.length > 1) return `${variants}${groups.length} sets of conditions`
  const [only] = groups
  const share = `${only!.rollout_percentage ?? 100} %`
  return `${variants}${share} of ${only!.properties.length === 0 ? 'everyone' : 'those who match'}`
}

export function FlagsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<FlagsSearch>) =>
    void navigate({ to: '/feature_flags', search: { ...search, ...change }, replace: true })
  const query = useInfiniteQuery({ ...flagsQuery(project.id, search), placeholderData: keepPreviousData })
  useHotkeys({
    '/': () => input.current?.focus(),
    c: () => void navigate({ to: '/feature_flags/$id', params: { id: 'new' } }),
  })
  const isFiltered = search.q !== '' || search.state !== ''
  return (
    <>
      <PageHeader title="Feature flags">
        <Link
          to="/early_access"
          className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
        >
          Early access
        </Link>
        <Link
          to="/feature_flags/$id"
          params={{ id: 'new' }}
          className="inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3 font-medium text-accent-text hover:opacity-90"
          title="New flag (c)"
        >
          <Plus size={16} aria-hidden /> New flag
        </Link>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-full max-w-sm">
            <SearchInput
              ref={input}
              label="Search by key or description"
              title="Search (/)"
              value={search.q}
              onChange={(event) => set({ q: event.target.value })}
            />
          </div>
          <Select
            label="State"
            value={search.state}
            options={STATES}
            onChange={(event) => set({ state: event.target.value })}
          />
          <Select
            label="Order"
            value={search.sort}
            options={SORTS}
            onChange={(event) => set({ sort: event.target.value })}
          />
        </div>
        <Loaded
          query={query}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            isFiltered ? (
              <EmptyState title="No flags match">
                <Button onClick={() => set({ q: '', state: '' })}>Show all</Button>
              </EmptyState>
            ) : (
              <EmptyState title="No feature flags yet">
                <p>
                  A feature flag switches something on for a share of people, for those with certain properties, or for
                  one customer, and off again without a release.
                </p>
                <Link to="/feature_flags/$id" params={{ id: 'new' }} className="text-accent underline">
                  Create the first flag
                </Link>
              </EmptyState>
            )
          }
        >
          {(data) => (
            <ul aria-label="Feature flags" className="divide-y divide-line rounded-lg border border-line bg-surface">
              {rowsOf(data).map((flag) => (
                <FlagRow key={flag.id} flag={flag} projectId={project.id} zone={project.timezone} />
              ))}
            </ul>
          )}
        </Loaded>
        <ShowMore query={query} label="More flags" />
        <CountLine query={query} one="flag" many="flags">
          Times in {project.timezone}.
        </CountLine>
      </div>
    </>
  )
}

function FlagRow({ flag, projectId, zone }: { flag: Flag; projectId: number; zone: string }) {
  const { run, isBusy } = useChanges()
  const setActive = (active: boolean, isUndo = false): void =>
    void run(
      () =>
        api.PATCH('/api/projects/{project_id}/feature_flags/{id}', {
          params: { path: { project_id: String(projectId), id: String(flag.id) } },
          body: { active },
        }),
      `${flag.key} is ${active ? 'on' : 'off'}.`,
      isUndo ? undefined : () => setActive(!active, true),
    )
  return (
    <li className="flex flex-wrap items-center gap-3 px-3 py-2.5">
      <button
        type="button"
        role="switch"
        aria-checked={flag.active}
        aria-label={`${flag.key} is on`}
        disabled={!flag.can_edit || isBusy}
        onClick={() => setActive(!flag.active)}
        className="inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-raised p-0.5 aria-checked:border-accent aria-checked:bg-accent disabled:opacity-60"
      >
        <span
          className={`h-4.5 w-4.5 rounded-full ${flag.active ? 'translate-x-5 bg-accent-text' : 'bg-line-strong'}`}
          aria-hidden
        />
      </button>
      <span className="min-w-0 flex-1 basis-60">
        <Link
          to="/feature_flags/$id"
          params={{ id: String(flag.id) }}
          className="font-medium break-words text-text underline-offset-2 hover:underline"
        >
          {flag.key}
        </Link>
        {flag.status === 'STALE' && (
          <span className="ml-2 rounded bg-warning-soft px-1.5 text-[13px] text-warning">Stale</span>
        )}
        {flag.name && <span className="block text-[13px] break-words text-muted">{flag.name}</span>}
      </span>
      <span className="text-[13px] text-muted">{summaryOf(flag)}</span>
      <span className="text-[13px] whitespace-nowrap text-muted">
        {flag.created_by?.first_name || 'Someone'}, {eventTime(flag.updated_at, zone)}
      </span>
    </li>
  )
}
