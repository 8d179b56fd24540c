/** What the pages of dashboards read and change. */

import type { DateRange, FilterGroup, PropertyFilter } from '@hedgerow/shared/query/nodes'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type DashboardRow = components['schemas']['DashboardBasic']
export type Dashboard = components['schemas']['Dashboard']
export type Tile = components['schemas']['DashboardTile']

export interface DashboardFilters extends DateRange {
  properties?: PropertyFilter[] | FilterGroup | null
  breakdown_filter?: unknown
}

/** The lowest `effective_privilege_level` that allows editing a dashboard. */
export const EDIT_LEVEL = 37
/** Values of `restriction_level`. */
export const RESTRICTION = { everyoneEdits: 21, onlyOwnerEdits: 37 } as const

const path = (projectId: number) => ({ project_id: String(projectId) })
const ROWS = 50

export function dashboardsQuery(projectId: number, q: string, tag: string) {
  return infiniteQueryOptions({
    queryKey: ['dashboards', projectId, q, tag],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/dashboards', {
          params: {
            path: path(projectId),
            query: {
              limit: String(ROWS),
              offset: String(pageParam),
              ...(q && { search: q }),
              ...(tag && { tags: JSON.stringify([tag]) }),
            },
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

/** The dashboards to choose from. */
export function dashboardNamesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['dashboards', projectId, 'names'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/dashboards', {
          params: { path: path(projectId), query: { limit: '500' } },
          signal,
        }),
      ),
    staleTime: 10_000,
  })
}

export function dashboardQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['dashboard', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/dashboards/{id}', { params: { path: { ...path(projectId), id } }, signal }),
      ),
  })
}

export function templatesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['dashboard-templates', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/dashboard_templates', { params: { path: path(projectId) }, signal })),
  })
}

type DashboardBody = components['schemas']['DashboardFieldsInput']

export const createDashboard = (projectId: number, body: DashboardBody) =>
  dataOf(api.POST('/api/projects/{project_id}/dashboards', { params: { path: path(projectId) }, body }))

export const updateDashboard = (projectId: number, id: number, body: DashboardBody) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/dashboards/{id}', {
      params: { path: { ...path(projectId), id: String(id) } },
      body,
    }),
  )

export const moveTile = (projectId: number, id: number, tileId: number, to: number) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/dashboards/{id}/move_tile', {
      params: { path: { ...path(projectId), id: String(id) } },
      body: { tile: { id: tileId }, toDashboard: to },
    }),
  )
