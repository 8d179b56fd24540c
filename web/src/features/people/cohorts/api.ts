import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components, paths } from '../../../api/schema'

type Base = paths['/api/projects/{project_id}/cohorts']
export type Cohort = components['schemas']['Cohort']
export type CohortBody = NonNullable<Base['post']['requestBody']>['content']['application/json']

const ROWS = 50
const path = (projectId: number) => ({ project_id: String(projectId) })

export function cohortsQuery(projectId: number, q: string) {
  return infiniteQueryOptions({
    queryKey: ['cohorts', projectId, q],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/cohorts', {
          params: {
            path: path(projectId),
            query: { limit: String(ROWS), offset: String(pageParam), ...(q && { search: q }) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.results.length, 0)
      return last.next && loaded < last.count ? loaded : undefined
    },
    placeholderData: keepPreviousData,
  })
}

export function cohortQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['cohort', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/cohorts/{id}', { params: { path: { ...path(projectId), id } }, signal }),
      ),
    // Poll while the cohort is being calculated.
    refetchInterval: ({ state }) => (state.data?.is_calculating ? 1_000 : false),
  })
}

export function membersQuery(projectId: number, id: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ['cohort-persons', projectId, id, search],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/cohorts/{id}/persons', {
          params: {
            path: { ...path(projectId), id },
            query: { limit: '100', offset: String(pageParam), ...(search && { search }) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.next ? pages.reduce((sum, page) => sum + page.results.length, 0) : undefined,
    placeholderData: keepPreviousData,
  })
}

export function usageQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['cohort-usage', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/cohorts/{id}/used_in', {
          params: { path: { ...path(projectId), id } },
          signal,
        }),
      ),
  })
}

export const createCohort = (projectId: number, body: CohortBody) =>
  dataOf(api.POST('/api/projects/{project_id}/cohorts', { params: { path: path(projectId) }, body }))

export const updateCohort = (projectId: number, id: number, body: CohortBody) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/cohorts/{id}', {
      params: { path: { ...path(projectId), id: String(id) } },
      body,
    }),
  )
