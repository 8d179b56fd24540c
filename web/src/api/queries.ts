/** Queries that several pages share, with their cache keys. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client'

/** Rows of one page of a list. */
export const PAGE_ROWS = 25

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) =>
    dataOf(api.GET('/api/users/{user_uuid}', { params: { path: { user_uuid: '@me' } }, signal })),
  staleTime: 60_000,
  retry: false,
})

export const preflightQuery = queryOptions({
  queryKey: ['preflight'],
  queryFn: ({ signal }) => dataOf(api.GET('/_preflight', { signal })),
  staleTime: 60_000,
})

/** Timeout of the ingestion status, in milliseconds. Pages poll it every few seconds, so a later answer would be stale. */
const STATUS_MS_MAX = 15_000

export function statusQuery(projectId: number, hours: number) {
  return queryOptions({
    queryKey: ['ingestion-status', projectId, hours],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/ingestion_status', {
          params: { path: { project_id: String(projectId) }, query: { hours: String(hours) } },
          signal: AbortSignal.any([signal, AbortSignal.timeout(STATUS_MS_MAX)]),
        }),
      ),
  })
}

export function backgroundQuery() {
  return queryOptions({
    queryKey: ['background-work'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/background_work', { signal: AbortSignal.any([signal, AbortSignal.timeout(STATUS_MS_MAX)]) }),
      ),
  })
}

export function deadLettersQuery(projectId: number, offset: number) {
  return queryOptions({
    queryKey: ['dead-letters', projectId, offset],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/dead_letters', {
          params: {
            path: { project_id: String(projectId) },
            query: { limit: String(PAGE_ROWS), offset: String(offset) },
          },
          signal,
        }),
      ),
  })
}

export function warningsQuery(projectId: number, offset: number) {
  return queryOptions({
    queryKey: ['ingestion-warnings', projectId, offset],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/ingestion_warnings', {
          params: {
            path: { project_id: String(projectId) },
            query: { limit: String(PAGE_ROWS), offset: String(offset) },
          },
          signal,
        }),
      ),
  })
}

export type HistorySubject =
  | { person: string }
  | { group: [type: string, key: string] }
  | { insight: number }
  | { dashboard: number }
  | { account: string }
  | { notebook: string }
  | { subscription: number }

/** The activity log of one object, page by page. */
export function historyQuery(projectId: number, of: HistorySubject) {
  return infiniteQueryOptions({
    queryKey: ['history', projectId, of],
    queryFn: ({ pageParam, signal }) => {
      const path = { project_id: String(projectId) }
      const query = { page: String(pageParam), limit: String(PAGE_ROWS) }
      if ('person' in of) {
        const params = { path: { ...path, id: of.person }, query }
        return dataOf(api.GET('/api/projects/{project_id}/persons/{id}/activity', { params, signal }))
      }
      if ('insight' in of) {
        const params = { path: { ...path, id: String(of.insight) }, query }
        return dataOf(api.GET('/api/projects/{project_id}/insights/{id}/activity', { params, signal }))
      }
      if ('dashboard' in of) {
        const params = { path: { ...path, id: String(of.dashboard) }, query }
        return dataOf(api.GET('/api/projects/{project_id}/dashboards/{id}/activity', { params, signal }))
      }
      if ('account' in of) {
        const params = { path: { ...path, id: of.account }, query }
        return dataOf(api.GET('/api/projects/{project_id}/accounts/{id}/activity', { params, signal }))
      }
      if ('notebook' in of) {
        const params = { path: { ...path, short_id: of.notebook }, query }
        return dataOf(api.GET('/api/projects/{project_id}/notebooks/{short_id}/activity', { params, signal }))
      }
      if ('subscription' in of) {
        const params = { path: { ...path, id: String(of.subscription) }, query }
        return dataOf(api.GET('/api/projects/{project_id}/subscriptions/{id}/activity', { params, signal }))
      }
      const [type, key] = of.group
      const params = { path, query: { ...query, group_type_index: type, group_key: key } }
      return dataOf(api.GET('/api/projects/{project_id}/groups/activity', { params, signal }))
    },
    initialPageParam: 1,
    getNextPageParam: (last, pages) => (last.next ? pages.length + 1 : undefined),
  })
}

/** The activity log of the project, or of one kind of object in it. */
export function activityQuery(projectId: number, scope: string, user = '') {
  return infiniteQueryOptions({
    queryKey: ['activity', projectId, scope, user],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/activity_log', {
          params: {
            path: { project_id: String(projectId) },
            query: { ...(scope && { scope }), ...(user && { user }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => (last.next ? (new URL(last.next).searchParams.get('cursor') ?? undefined) : undefined),
  })
}

/** What other people changed about the user's own objects. */
export function importantChangesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['important-changes', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/activity_log/important_changes', {
          params: { path: { project_id: String(projectId) } },
          signal,
        }),
      ),
  })
}
