import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../api/client'
import type { paths } from '../../api/schema'

type One = paths['/api/projects/{project_id}/notebooks/{short_id}']
export type Notebook = One['get']['responses'][200]['content']['application/json']
type Body = NonNullable<One['patch']['requestBody']>['content']['application/json']

const ROWS = 50
const path = (projectId: number) => ({ project_id: String(projectId) })

export function notebooksQuery(projectId: number, q: string) {
  return infiniteQueryOptions({
    queryKey: ['notebooks', projectId, q],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks', {
          params: {
            path: path(projectId),
            query: { limit: String(ROWS), offset: String(pageParam), ...(q && { search: q }) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
    placeholderData: keepPreviousData,
  })
}

export function notebookQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['notebook', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks/{short_id}', {
          params: { path: { ...path(projectId), short_id: id } },
          signal,
        }),
      ) as Promise<Notebook>,
    // The editor holds what is being written; it asks anew by itself after a conflict.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

export const createNotebook = (projectId: number, title: string) =>
  dataOf(
    api.POST('/api/projects/{project_id}/notebooks', {
      params: { path: path(projectId) },
      body: { title, content: { type: 'doc', content: [{ type: 'paragraph' }] } },
    }),
  )

export const updateNotebook = (projectId: number, id: string, body: Body) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/notebooks/{short_id}', {
      params: { path: { ...path(projectId), short_id: id } },
      body,
    }),
  )

export const markdownOf = (projectId: number, id: string) =>
  dataOf(
    api.GET('/api/projects/{project_id}/notebooks/{short_id}/markdown', {
      params: { path: { ...path(projectId), short_id: id } },
    }),
  )
