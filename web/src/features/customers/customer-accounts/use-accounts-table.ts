/** The state of the accounts page: the view, unsaved changes to it, the search, and the rows. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { meQuery } from '../../../api/queries'
import type { Question } from '../../../components/refresh-note'
import { together } from '../../../components/states'
import { useRowPages } from '../../../components/use-row-pages'
import { useProject } from '../../../project'
import { type Member, membersQuery } from '../../workspace/settings/api'
import { type Definition, definitionsQuery, tagsQuery, useAccountSettings } from './api'
import { type Metric, metricsQuery } from './metrics'
import {
  askTable,
  PAGE_ROWS,
  presets,
  readState,
  stateOfView,
  stateText,
  type TableRow,
  type TableState,
  viewsQuery,
} from './table'

const route = getRouteApi('/app/accounts')

/** Until the names are loaded, the table is shown without them. A line reports it if they cannot be loaded. */
const NO_NAMES: [{ results: Definition[] }, { results: Metric[] }, { results: Member[] }, string[]] = [
  { results: [] },
  { results: [] },
  { results: [] },
  [],
]

/** Names of custom properties, metrics, members and tags. */
export function useNames() {
  const project = useProject()
  const { groupType } = useAccountSettings()
  const query = together(
    useQuery(definitionsQuery(project.id)),
    useQuery(metricsQuery(project.id, groupType)),
    useQuery(membersQuery()),
    useQuery(tagsQuery(project.id)),
  )
  const [{ results: definitions }, { results: metrics }, { results: members }, tags] = query.data ?? NO_NAMES
  return {
    query,
    definitions,
    metrics,
    tags,
    people: members.map(({ user }) => ({ value: String(user.id), label: user.first_name || user.email })),
    /** Email addresses of members by user ID. */
    emails: new Map(members.map(({ user }) => [String(user.id), user.email])),
  }
}

/** @param onMove runs when the page switches to other accounts */
export function useAccountsTable(onMove: () => void) {
  const project = useProject()
  const userId = useQuery(meQuery).data!.id
  const search = route.useSearch()
  const navigate = useNavigate()
  const views = useQuery(viewsQuery(project.id))
  const view = views.data?.results.find(({ id }) => id === search.view) ?? null
  const preset = useMemo(() => {
    const all = presets(userId)
    return all.find(({ id }) => id === search.view) ?? all[0]
  }, [userId, search.view])
  const base = useMemo(() => (view ? stateOfView(view.definition) : preset.state), [view, preset])
  const state = useMemo(() => readState(search.state) ?? base, [search.state, base])
  const set = (change: Partial<typeof search>) => {
    onMove()
    void navigate({ to: '/accounts', search: { ...search, ...change }, replace: true })
  }
  const isPreset = search.view === preset.id
  const asked = stateText(state)
  const pages = useRowPages(
    ['accounts-table', project.id, asked, search.q],
    PAGE_ROWS,
    (page, signal) => askTable(project.id, state, search.q, page, signal),
    isPreset || views.data !== undefined,
  )
  const { rows, error } = pages
  const query: Question<readonly (TableRow | undefined)[]> = {
    // Until the first page is loaded the rows are unknown, not empty.
    data: pages.isPending || (error && rows.length === 0) ? undefined : rows,
    // Without the requested view there is no table to show.
    error: error ?? (isPreset || views.data ? null : views.error),
    isFetching: pages.isFetching,
    isPlaceholderData: pages.isPlaceholder,
    dataUpdatedAt: pages.dataUpdatedAt,
    refetch: () => {
      if (views.error) void views.refetch()
      pages.refetch()
    },
  }
  return {
    query,
    rows,
    count: pages.count,
    onRange: pages.onRange,
    /** Changes whenever the query changes. */
    identity: `${asked} ${search.q}`,
    view,
    preset,
    state,
    q: search.q,
    isFiltered: search.q !== '' || state.filters.length > 0,
    isChanged: search.state !== '' || search.view !== '',
    setState: (next: TableState) => set({ state: stateText(next) === stateText(base) ? '' : stateText(next) }),
    setSearch: (q: string) => set({ q }),
    chooseView: (id: string) => set({ view: id, state: '' }),
    clearFilters: () => set({ q: '', state: stateText({ ...state, filters: [] }) }),
  }
}

export type AccountsTable = ReturnType<typeof useAccountsTable>
export type Names = ReturnType<typeof useNames>
