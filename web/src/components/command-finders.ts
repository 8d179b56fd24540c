/** What the command menu finds by name: everything that is saved, persons, accounts, and what is counted. */

import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { useQueries } from '@tanstack/react-query'
import { api, dataOf, RequestError } from '../api/client'
import { newNode } from '../features/analytics/insights/defaults'

const FOUND_MAX = '5'

export interface Found {
  /** Tells it from everything else that is found. */
  key: string
  label: string
  kind: string
  to: string
  search?: Record<string, unknown>
}

type Find = (projectId: number, words: string, signal: AbortSignal) => Promise<Omit<Found, 'kind'>[]>

const options = (projectId: number, search: string, signal: AbortSignal) => ({
  params: { path: { project_id: String(projectId) }, query: { search, limit: FOUND_MAX } },
  signal,
})
const trend = (series: object) => ({ q: { ...newNode('TrendsQuery'), series: [series] } as unknown as QueryNode })

/** By the word that stands beside what is found, with the plural that a failure names. */
const FINDERS: Record<string, { plural: string; find: Find }> = {
  Dashboard: {
    plural: 'dashboards',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/dashboards', options(...asked)))).results.map(
        ({ id, name }) => ({ key: String(id), label: name || 'Untitled', to: `/dashboards/${id}` }),
      ),
  },
  Insight: {
    plural: 'insights',
    find: async (projectId, words, signal) => {
      const { params } = options(projectId, words, signal)
      const query = { ...params.query, basic: 'true', order: '-last_modified_at' }
      const { results } = await dataOf(
        api.GET('/api/projects/{project_id}/insights', { params: { ...params, query }, signal }),
      )
      return results.map(({ short_id: id, name, derived_name: derived }) => ({
        key: id,
        label: name || derived || 'Untitled',
        to: `/insights/${id}`,
      }))
    },
  },
  Notebook: {
    plural: 'notebooks',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/notebooks', options(...asked)))).results.map(
        ({ short_id: id, title }) => ({ key: id, label: title || 'Untitled', to: `/notebooks/${id}` }),
      ),
  },
  Note: {
    plural: 'notes on accounts',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/account_notes', options(...asked)))).results.map(
        ({ short_id: id, title, account_name: account }) => ({
          key: id,
          label: `${title || 'Untitled'}, ${account}`,
          to: `/notebooks/${id}`,
        }),
      ),
  },
  Account: {
    plural: 'accounts',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/accounts', options(...asked)))).results.map(({ id, name }) => ({
        key: id,
        label: name,
        to: `/accounts/${id}`,
      })),
  },
  Cohort: {
    plural: 'cohorts',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/cohorts', options(...asked)))).results.map(({ id, name }) => ({
        key: String(id),
        label: name,
        to: `/cohorts/${id}`,
      })),
  },
  Flag: {
    plural: 'flags',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/feature_flags', options(...asked)))).results.map(
        ({ id, key }) => ({ key: String(id), label: key, to: `/feature_flags/${id}` }),
      ),
  },
  Person: {
    plural: 'persons',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/persons', options(...asked)))).results.map(
        ({ uuid, name }) => ({ key: uuid ?? '', label: name || uuid || '', to: `/persons/${uuid}` }),
      ),
  },
  Event: {
    plural: 'events',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/event_definitions', options(...asked)))).results.map(
        ({ name }) => ({ key: name, label: name, to: '/catalog', search: { kind: 'events', q: name } }),
      ),
  },
  Action: {
    plural: 'actions',
    find: async (...asked) =>
      (await dataOf(api.GET('/api/projects/{project_id}/actions', options(...asked)))).results.map(({ id, name }) => ({
        key: String(id),
        label: name || `Action ${id}`,
        to: '/insights/new',
        search: trend({ kind: 'ActionsNode', id, name: name || `Action ${id}`, math: 'total' }),
      })),
  },
}

export interface Search {
  found: Found[]
  isSearching: boolean
  /** Of what could not be searched: `persons`. */
  failed: string[]
  retry: () => void
}

/**
 * Whatever the words name. What somebody may not see is left out without a word; everything else that fails is told.
 * @param words the empty text finds nothing
 */
export function useFound(projectId: number | undefined, words: string): Search {
  return useQueries({
    queries: Object.entries(FINDERS).map(([kind, { find }]) => ({
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
      // Whoever waits for an answer is told sooner.
      retry: 1,
    })),
    combine: (answers) => ({
      found: answers.flatMap(({ data }) => data ?? []),
      isSearching: answers.some(({ isFetching }) => isFetching),
      failed: Object.values(FINDERS)
        .filter((_, position) => answers[position]!.isError && !answers[position]!.isFetching)
        .map(({ plural }) => plural),
      retry: () => {
        for (const answer of answers) if (answer.isError) void answer.refetch()
      },
    }),
  })
}
