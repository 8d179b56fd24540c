/** What the editors of questions read: names of events and properties, values, cohorts, actions. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'

const SHOWN = '50'
const path = (projectId: number) => ({ project_id: String(projectId) })

export function eventNamesQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: ['event-names', projectId, search],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/event_definitions', {
          params: { path: path(projectId), query: { limit: SHOWN, ...(search && { search }) } },
          signal,
        }),
      ),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
}

export function actionsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['actions', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/actions', { params: { path: path(projectId) }, signal })),
    staleTime: 30_000,
  })
}

export function propertyNamesQuery(
  projectId: number,
  type: 'event' | 'person' | 'group',
  search: string,
  { events = [], groupIndex, isNumerical }: { events?: string[]; groupIndex?: number; isNumerical?: boolean } = {},
) {
  return queryOptions({
    queryKey: ['property-names', projectId, type, groupIndex, search, events, isNumerical],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/property_definitions', {
          params: {
            path: path(projectId),
            query: {
              type,
              limit: SHOWN,
              ...(search && { search }),
              ...(type === 'group' && { group_type_index: String(groupIndex ?? 0) }),
              ...(type === 'event' && events.length > 0 && { event_names: JSON.stringify(events) }),
              ...(isNumerical && { is_numerical: 'true' }),
            },
          },
          signal,
        }),
      ),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
}

export function cohortNamesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['cohort-names', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/cohorts', {
          params: { path: path(projectId), query: { limit: '1000' } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

/** Frequent values of a property that contain a text. */
export function valuesQuery(
  projectId: number,
  { type, key, groupIndex }: { type: string; key: string; groupIndex?: number },
  value: string,
) {
  return queryOptions({
    queryKey: ['property-values', projectId, type, groupIndex, key, value],
    enabled: key !== '' && ['event', 'person', 'group'].includes(type),
    queryFn: async ({ signal }): Promise<{ name: string; count: number }[]> => {
      if (type === 'person') {
        const query = { key, value }
        const params = { path: path(projectId), query }
        return (await dataOf(api.GET('/api/projects/{project_id}/persons/values', { params, signal }))).results
      }
      if (type === 'group') {
        const query = { key, value, group_type_index: String(groupIndex ?? 0) }
        const params = { path: path(projectId), query }
        return dataOf(api.GET('/api/projects/{project_id}/groups/property_values', { params, signal }))
      }
      const params = { path: path(projectId), query: { key, value } }
      return (await dataOf(api.GET('/api/projects/{project_id}/events/values', { params, signal }))).results
    },
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  })
}
