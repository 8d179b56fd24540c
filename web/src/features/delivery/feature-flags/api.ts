/** What the flag pages read, each with its cache key in one place. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import { PAGE_ROWS } from '../../../api/queries'
import type { components } from '../../../api/schema'

export type Flag = components['schemas']['FeatureFlag']

export interface FlagProperty {
  key: string
  type: string
  operator?: string
  value?: unknown
  group_type_index?: number | null
}
export interface ConditionSet {
  properties: FlagProperty[]
  rollout_percentage: number | null
  variant?: string | null
  description?: string | null
}
export interface Variant {
  key: string
  name?: string | null
  rollout_percentage: number
}
export interface FlagFilters {
  groups: ConditionSet[]
  multivariate?: { variants: Variant[] } | null
  payloads?: Record<string, string>
  aggregation_group_type_index?: number | null
  super_groups?: ConditionSet[] | null
}

export const filtersOf = (flag: Flag) => flag.filters as unknown as FlagFilters

export interface FlagsSearch {
  q: string
  state: string
  sort: string
}

export function flagsQuery(projectId: number, { q, state, sort }: FlagsSearch) {
  return infiniteQueryOptions({
    queryKey: ['flags', projectId, q, state, sort],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags', {
          params: {
            path: { project_id: String(projectId) },
            query: {
              limit: String(PAGE_ROWS * 4),
              offset: String(pageParam),
              ...(q && { search: q }),
              ...(state && { active: state }),
              ...(sort && { order: sort }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.next ? pages.reduce((sum, page) => sum + page.results.length, 0) : undefined,
  })
}

export function flagQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['flag', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags/{id}', {
          params: { path: { project_id: String(projectId), id } },
          signal,
        }),
      ),
  })
}

/** How many persons or groups conditions match now. */
export function reachQuery(projectId: number, properties: FlagProperty[], groupIndex: number | null) {
  return queryOptions({
    queryKey: ['flag-reach', projectId, properties, groupIndex],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/projects/{project_id}/feature_flags/user_blast_radius', {
          params: { path: { project_id: String(projectId) } },
          body: { condition: { properties }, group_type_index: groupIndex },
          signal,
        }),
      ),
    staleTime: 30_000,
    retry: false,
  })
}

export function usageQuery(projectId: number, id: string, days: number) {
  return queryOptions({
    queryKey: ['flag-usage', projectId, id, days],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags/{id}/usage', {
          params: { path: { project_id: String(projectId), id }, query: { days: String(days) } },
          signal,
        }),
      ),
  })
}

export function reasonsQuery(projectId: number, distinctId: string) {
  return queryOptions({
    queryKey: ['flag-reasons', projectId, distinctId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags/evaluation_reasons', {
          params: { path: { project_id: String(projectId) }, query: { distinct_id: distinctId } },
          signal,
        }),
      ) as Promise<
        Record<string, { value: boolean | string; evaluation: { reason: string; condition_index: number | null } }>
      >,
    enabled: distinctId !== '',
  })
}

export function flagHistoryQuery(projectId: number, id: string) {
  return infiniteQueryOptions({
    queryKey: ['flag-history', projectId, id],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags/{id}/activity', {
          params: {
            path: { project_id: String(projectId), id },
            query: { page: String(pageParam), limit: String(PAGE_ROWS) },
          },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (last, pages) => (last.next ? pages.length + 1 : undefined),
  })
}

export function groupTypesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}', { params: { path: { project_id: String(projectId) } }, signal })),
    select: (project) => project.group_types as { group_type: string; group_type_index: number }[],
  })
}

export function flagAccessQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['flag-access', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/feature_flags/{id}/access_controls', {
          params: { path: { project_id: String(projectId), id } },
          signal,
        }),
      ),
  })
}

export type EarlyAccessFeature = components['schemas']['EarlyAccessFeature']

/** A project has few features, so the list is not paged. */
const FEATURES_SHOWN = '500'

export function earlyAccessQuery(projectId: number) {
  return queryOptions({
    queryKey: ['early-access', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/early_access_feature', {
          params: { path: { project_id: String(projectId) }, query: { limit: FEATURES_SHOWN } },
          signal,
        }),
      ),
  })
}
