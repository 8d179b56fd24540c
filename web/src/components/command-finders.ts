/** What the command menu finds by name: saved objects, persons, accounts, events and actions. */
import { addressOf, KINDS, type KindNames, type KindSearch, kindsWith, labelOf } from '@hedgerow/shared/kinds'
import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { useQueries } from '@tanstack/react-query'
import { api, dataOf, RequestError } from '../api/client'
import { newNode } from '../features/analytics/insights/defaults'

const FOUND_MAX = '5'

export interface Found {
  /** Unique among all results. */
  key: string
  label: string
  kind: string
  to: string
  search?: Record<string, unknown>
}

type Find = (projectId: number, words: string, signal: AbortSignal) => Promise<Omit<Found, 'kind'>[]>

interface Finder {
  /** Shown beside each result. */
  label: string
  /** Used in the error message. */
  plural: string
  find: Find
}

const options = (projectId: number, search: string, signal: AbortSignal) => ({
  params: { path: { project_id: String(projectId) }, query: { search, limit: FOUND_MAX } },
  signal,
})
const UNNAMED = 'Untitled'

type Searched = KindNames & { path: string; search: KindSearch }

/** Finds objects of a kind through its list endpoint. */
function finderOf(kind: Searched): Finder {
  const { path, search } = kind
  const list = `/api/projects/{project_id}/${path}` as '/api/projects/{project_id}/dashboards'
  return {
    label: labelOf(kind),
    plural: kind.plural,
    find: async (projectId, words, signal) => {
      const { params } = options(projectId, words, signal)
      const query = { ...params.query, ...search.query }
      const answer = await dataOf(api.GET(list, { params: { ...params, query }, signal }))
      return (answer.results as unknown as Record<string, string | number | null>[]).flatMap((row) => {
        const to = addressOf(kind, { ...row, id: row[search.id ?? 'id'] })
        const name = search.names.map((field) => row[field]).find(Boolean)
        return to === null ? [] : [{ key: to, label: String(name ?? UNNAMED), to }]
      })
    },
  }
}

const trend = (series: object) => ({ q: { ...newNode('TrendsQuery'), series: [series] } as unknown as QueryNode })

const FINDERS: readonly Finder[] = [
  ...kindsWith((kind): kind is Searched => kind.path !== undefined && kind.search !== undefined).map(finderOf),
  {
    label: 'Note',
    plural: 'notes on accounts',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/account_notes', options(...asked)))).results.map(
        ({ short_id: id, title, account_name: account }) => ({
          key: id,
          label: `${title || UNNAMED}, ${account}`,
          to: addressOf(KINDS.Notebook, { short_id: id })!,
        }),
      ),
  },
  // These have no page of their own: an event opens in the catalog, an action as a trend.
  {
    label: labelOf(KINDS.EventDefinition),
    plural: KINDS.EventDefinition.plural,
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/event_definitions', options(...asked)))).results.map(
        ({ name }) => ({ key: name, label: name, to: '/catalog', search: { kind: 'events', q: name } }),
      ),
  },
  {
    label: labelOf(KINDS.Action),
    plural: KINDS.Action.plural,
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/actions', options(...asked)))).results.map(({ id, name }) => ({
        key: String(id),
        label: name || `Action ${id}`,
        to: '/insights/new',
        search: trend({ kind: 'ActionsNode', id, name: name || `Action ${id}`, math: 'total' }),
      })),
  },
]

export interface Search {
  found: Found[]
  isSearching: boolean
  /** Kinds whose search failed, in the plural: `persons`. */
  failed: string[]
  retry: () => void
}

/**
 * Searches every kind. Kinds the user may not see (403) are skipped silently; other failures are listed in `failed`.
 * @param words empty text finds nothing
 */
export function useFound(projectId: number | undefined, words: string): Search {
  return useQueries({
    queries: FINDERS.map(({ label: kind, find }) => ({
      queryKey: ['command-menu', projectId, kind, words],
      enabled: projectId !== undefined && words !== '',
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Found[]> => {
        try {
          return (await find(projectId!, words, signal)).map((each) => ({ ...each, key: `${kind} ${each.key}`, kind }))
        } catch (error) {
          if (error instanceof RequestError && error.status === 403) return []
          throw error
        }
      },
      staleTime: 10_000,
      // Fewer retries than elsewhere, so that a waiting user learns of a failure sooner.
      retry: 1,
    })),
    combine: (answers) => ({
      found: answers.flatMap(({ data }) => data ?? []),
      isSearching: answers.some(({ isFetching }) => isFetching),
      failed: FINDERS.filter((_, position) => answers[position]!.isError && !answers[position]!.isFetching).map(
        ({ plural }) => plural,
      ),
      retry: () => {
        for (const answer of answers) if (answer.isError) void answer.refetch()
      },
    }),
  })
}
