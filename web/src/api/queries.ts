/** What the pages read, each with its cache key in one place. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client'

/** Rows of one page of a list. */
export const PAGE_ROWS = 25

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/users/@me', { signal })),
  staleTime: 60_000,
  retry: false,
})

export const preflightQuery = queryOptions({
  queryKey: ['preflight'],
  queryFn: ({ signal }) => dataOf(api.GET('/_preflight', { signal })),
  staleTime: 60_000,
})

export function statusQuery(projectId: number, hours: number) {
  return queryOptions({
    queryKey: ['ingestion-status', projectId, hours],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/ingestion_status', {
          params: { path: { project_id: String(projectId) }, query: { hours: String(hours) } },
          signal,
        }),
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
