/** What the pages about persons read and change. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'
import type { PropertyFilter } from './filter-schema'

export type Person = components['schemas']['Person']

const ROWS = 100
const EVENT_ROWS = 50
const DELETIONS_POLL_MS = 1_000

export interface PersonsSearch {
  q: string
  filters: PropertyFilter[]
  sort: string
}

/** The query parameters of a list, also for its CSV. */
export function listParameters({ q, filters, sort }: PersonsSearch) {
  return {
    ...(q && { search: q }),
    ...(filters.length > 0 && {
      properties: JSON.stringify(filters.map((filter) => ({ type: 'person', ...filter }))),
    }),
    ...(sort && { orderBy: JSON.stringify([sort]) }),
  }
}

const path = (projectId: number) => ({ project_id: String(projectId) })

export function personsQuery(projectId: number, search: PersonsSearch) {
  return infiniteQueryOptions({
    queryKey: ['persons', projectId, search],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons', {
          params: {
            path: path(projectId),
            query: { ...listParameters(search), limit: String(ROWS), offset: String(pageParam) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.results.length, 0)
      return last.next && loaded < last.count ? loaded : undefined
    },
  })
}

export function personQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['person', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons/{id}', { params: { path: { ...path(projectId), id } }, signal }),
      ),
  })
}

export function propertyNamesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['person-properties', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/persons/properties', { params: { path: path(projectId) }, signal })),
    staleTime: 30_000,
  })
}

export function propertyValuesQuery(projectId: number, key: string, value: string) {
  return queryOptions({
    queryKey: ['person-values', projectId, key, value],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons/values', {
          params: { path: path(projectId), query: { key, value } },
          signal,
        }),
      ),
    enabled: key !== '',
    staleTime: 10_000,
    placeholderData: (before) => before,
  })
}

/** How one property changed over the last two years. */
export function propertyHistoryQuery(projectId: number, id: string, key: string) {
  return queryOptions({
    queryKey: ['property-history', projectId, id, key],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons/{id}/properties_timeline', {
          params: {
            path: { ...path(projectId), id },
            query: { date_from: '-2y', properties: JSON.stringify([{ key, type: 'person', operator: 'is_set' }]) },
          },
          signal,
        }),
      ),
  })
}

export interface EventFilter {
  event: string
  from: string
  to: string
}

/** Events of a person, or those that name a group. */
export function eventsQuery(
  projectId: number,
  of: { personId: string } | { group: [index: number, key: string] },
  filter: EventFilter,
) {
  const own =
    'personId' in of
      ? { person_id: of.personId }
      : { properties: JSON.stringify([{ key: `$group_${of.group[0]}`, value: of.group[1], type: 'event' }]) }
  return infiniteQueryOptions({
    queryKey: ['events-of', projectId, own, filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/events', {
          params: {
            path: path(projectId),
            query: {
              ...own,
              limit: String(EVENT_ROWS),
              ...(filter.event && { event: filter.event }),
              ...(filter.from && { after: filter.from }),
              ...(filter.to && { before: `${filter.to}T23:59:59.999999` }),
              ...pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: {} as { before?: string; after_event?: string },
    getNextPageParam: (last) => {
      if (!last.next) return undefined
      const next = new URL(last.next).searchParams
      return { before: next.get('before') ?? undefined, after_event: next.get('after_event') ?? undefined }
    },
  })
}

export function relatedGroupsQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['related-groups', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/groups/related', {
          params: { path: path(projectId), query: { id } },
          signal,
        }),
      ),
  })
}

/** Deletions of events that are still running. Polls while there are any. */
export function deletionsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['person-deletions', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/persons/deletion_status', {
          params: { path: path(projectId), query: { status: 'pending' } },
          signal,
        }),
      ),
    refetchInterval: (query) => (query.state.data?.count ? DELETIONS_POLL_MS : false),
  })
}

const withPerson = (projectId: number, id: string) => ({ params: { path: { ...path(projectId), id } } })

export const changes = {
  setProperty: (projectId: number, id: string, key: string, value: unknown) =>
    dataOf(
      api.PATCH('/api/projects/{project_id}/persons/{id}', {
        ...withPerson(projectId, id),
        body: { properties: { [key]: value } },
      }),
    ),
  deleteProperty: (projectId: number, id: string, key: string) =>
    dataOf(
      api.POST('/api/projects/{project_id}/persons/{id}/delete_property', {
        ...withPerson(projectId, id),
        body: { $unset: key },
      }),
    ),
  merge: (projectId: number, id: string, ids: string[]) =>
    dataOf(api.POST('/api/projects/{project_id}/persons/{id}/merge', { ...withPerson(projectId, id), body: { ids } })),
  split: (projectId: number, id: string, distinctIds: string[]) =>
    dataOf(
      api.POST('/api/projects/{project_id}/persons/{id}/split', {
        ...withPerson(projectId, id),
        body: { distinct_ids_to_split: distinctIds },
      }),
    ),
  /** `keepalive` lets the request finish after the page was left. */
  remove: (projectId: number, id: string, wishes: { events: boolean; recordings: boolean }) =>
    api.DELETE('/api/projects/{project_id}/persons/{id}', {
      params: {
        path: { ...path(projectId), id },
        query: { delete_events: String(wishes.events), delete_recordings: String(wishes.recordings) },
      },
      keepalive: true,
    }),
}
