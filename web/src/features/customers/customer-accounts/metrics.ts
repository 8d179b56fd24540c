/** Usage metrics: numbers of how much accounts use the product. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components, paths } from '../../../api/schema'
import { ask } from '../../analytics/query/ask'

type Metrics = paths['/api/projects/{project_id}/groups_types/{group_type_index}/metrics']
export type Metric = components['schemas']['GroupUsageMetric']
export type MetricBody = NonNullable<Metrics['post']['requestBody']>['content']['application/json']

const path = (projectId: number, groupType: number) => ({
  project_id: String(projectId),
  group_type_index: String(groupType),
})

export function metricsQuery(projectId: number, groupType: number) {
  return queryOptions({
    queryKey: ['usage-metrics', projectId, groupType],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/groups_types/{group_type_index}/metrics', {
          params: { path: path(projectId, groupType), query: { limit: '100' } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

export const createMetric = (projectId: number, groupType: number, body: MetricBody) =>
  dataOf(
    api.POST('/api/projects/{project_id}/groups_types/{group_type_index}/metrics', {
      params: { path: path(projectId, groupType) },
      body,
    }),
  )

export const updateMetric = (projectId: number, groupType: number, id: string, body: MetricBody) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/groups_types/{group_type_index}/metrics/{id}', {
      params: { path: { ...path(projectId, groupType), id } },
      body,
    }),
  )

export const deleteMetric = (projectId: number, groupType: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/groups_types/{group_type_index}/metrics/{id}', {
    params: { path: { ...path(projectId, groupType), id } },
  })

export interface Usage {
  id: string
  name: string
  format: 'numeric' | 'currency'
  display: 'number' | 'sparkline'
  /** Days. */
  interval: number
  value: number
  previous: number
  change_from_previous_pct: number | null
  timeseries: number[]
}

/** Every metric of one group or person. */
export function usageQuery(projectId: number, of: { groupType: number; key: string } | { person: string }) {
  const who = 'person' in of ? { person_id: of.person } : { group_type_index: of.groupType, group_key: of.key }
  return queryOptions({
    queryKey: ['usage', projectId, who],
    queryFn: async ({ signal }) =>
      (await ask(projectId, { kind: 'UsageMetricsQuery', ...who } as never, { signal })).results as Usage[],
    staleTime: 60_000,
  })
}
