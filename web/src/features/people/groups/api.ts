/** What the pages about groups read and change. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

const ROWS = 100
const path = (projectId: number) => ({ project_id: String(projectId) })

export function groupTypesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['group-types', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/groups_types', { params: { path: path(projectId) }, signal })),
    staleTime: 60_000,
  })
}

export function groupsQuery(projectId: number, type: number, search: string) {
  return infiniteQueryOptions({
    queryKey: ['groups', projectId, type, search],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/groups', {
          params: {
            path: path(projectId),
            query: {
              group_type_index: String(type),
              ...(search && { search }),
              limit: String(ROWS),
              offset: String(pageParam),
            },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
  })
}

export type Group = components['schemas']['Group']

export function groupQuery(projectId: number, type: string, key: string) {
  return queryOptions({
    queryKey: ['group', projectId, type, key],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/groups/find', {
          params: { path: path(projectId), query: { group_type_index: type, group_key: key } },
          signal,
        }),
      ),
  })
}

export function relatedQuery(projectId: number, type: string, key: string) {
  return queryOptions({
    queryKey: ['related', projectId, type, key],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/groups/related', {
          params: { path: path(projectId), query: { group_type_index: type, id: key } },
          signal,
        }),
      ),
  })
}

const named = (projectId: number, type: string, key: string) => ({
  params: { path: path(projectId), query: { group_type_index: type, group_key: key } },
})

export const changes = {
  setProperty: (projectId: number, type: string, key: string, name: string, value: unknown) =>
    dataOf(
      api.POST('/api/projects/{project_id}/groups/update_property', {
        ...named(projectId, type, key),
        body: { key: name, value },
      }),
    ),
  deleteProperty: (projectId: number, type: string, key: string, name: string) =>
    dataOf(
      api.POST('/api/projects/{project_id}/groups/delete_property', {
        ...named(projectId, type, key),
        body: { $unset: name },
      }),
    ),
}
