import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import { ask } from '../../analytics/query/ask'
/** The definition of an event or a property. */
export interface Definition {
  id: string
  name: string
  description: string | null
  tags: string[]
  verified: boolean
  hidden: boolean | null
  verified_by: { first_name: string; email: string } | null
  /** Of an event. */
  created_at?: string
  last_seen_at?: string | null
  /** Of a property. */
  property_type?: string | null
}

interface Page {
  count: number
  next: string | null
  results: Definition[]
}

export type Kind = 'events' | 'event' | 'person'
export interface CatalogSearch {
  kind: Kind
  q: string
  state: string
  tag: string
}

const ROWS = 100
const path = (projectId: number) => ({ project_id: String(projectId) })

export function catalogQuery(projectId: number, { kind, q, state, tag }: CatalogSearch) {
  return infiniteQueryOptions({
    queryKey: ['catalog', projectId, kind, q, state, tag],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const query = {
        limit: String(ROWS),
        offset: String(pageParam),
        ...(q && { search: q }),
        ...(state === 'verified' && { verified: 'true' }),
        ...(state !== 'hidden' && { exclude_hidden: 'true' }),
      }
      if (kind === 'events') {
        const params = { path: path(projectId), query: { ...query, ...(tag && { tags: JSON.stringify([tag]) }) } }
        return (await dataOf(
          api.GET('/api/projects/{project_id}/event_definitions', { params, signal }),
        )) as unknown as Page
      }
      const params = { path: path(projectId), query: { ...query, type: kind } }
      return (await dataOf(
        api.GET('/api/projects/{project_id}/property_definitions', { params, signal }),
      )) as unknown as Page
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
    placeholderData: keepPreviousData,
  })
}

interface Change {
  description?: string | null
  verified?: boolean
  hidden?: boolean | null
  tags?: string[]
}

export async function updateDefinition(projectId: number, kind: Kind, id: string, body: Change): Promise<void> {
  const params = { path: { ...path(projectId), id } }
  if (kind === 'events') await dataOf(api.PATCH('/api/projects/{project_id}/event_definitions/{id}', { params, body }))
  else await dataOf(api.PATCH('/api/projects/{project_id}/property_definitions/{id}', { params, body }))
}

export function tagMany(projectId: number, kind: Kind, ids: string[], action: 'add' | 'remove', tags: string[]) {
  const params = { path: path(projectId) }
  const body = { ids, action, tags }
  return kind === 'events'
    ? dataOf(api.POST('/api/projects/{project_id}/event_definitions/bulk_update_tags', { params, body }))
    : dataOf(api.POST('/api/projects/{project_id}/property_definitions/bulk_update_tags', { params, body }))
}

/** The objects that use the name. */
export function usesQuery(projectId: number, kind: Kind, id: string) {
  return queryOptions({
    queryKey: ['definition-uses', projectId, kind, id],
    queryFn: ({ signal }) => {
      const params = { path: { ...path(projectId), id } }
      return kind === 'events'
        ? dataOf(api.GET('/api/projects/{project_id}/event_definitions/{id}/used_in', { params, signal }))
        : dataOf(api.GET('/api/projects/{project_id}/property_definitions/{id}/used_in', { params, signal }))
    },
  })
}

/** Most names to search. */
const EVENTS_MAX = 1000
const ADDRESS_CHARACTERS_MAX = 6000

/** Splits names into chunks that fit in a URL. */
function inAddresses(names: readonly string[]): string[][] {
  const portions: string[][] = []
  let length = ADDRESS_CHARACTERS_MAX
  for (const name of names) {
    const own = encodeURIComponent(name).length + 9
    if (length + own > ADDRESS_CHARACTERS_MAX) {
      portions.push([])
      length = 0
    }
    portions.at(-1)!.push(name)
    length += own
  }
  return portions
}

/** The properties that come with an event, or the events that have a property. */
export function companionsQuery(projectId: number, kind: 'events' | 'event', name: string) {
  return queryOptions({
    queryKey: ['definition-companions', projectId, kind, name],
    queryFn: async ({ signal }): Promise<string[]> => {
      if (kind === 'events') {
        const query = { event_names: JSON.stringify([name]), filter_by_event_names: 'true', limit: String(EVENTS_MAX) }
        const { results } = await dataOf(
          api.GET('/api/projects/{project_id}/property_definitions', {
            params: { path: path(projectId), query },
            signal,
          }),
        )
        return results.map((property) => property.name)
      }
      const { results } = await dataOf(
        api.GET('/api/projects/{project_id}/event_definitions', {
          params: { path: path(projectId), query: { limit: String(EVENTS_MAX) } },
          signal,
        }),
      )
      const answers = await Promise.all(
        inAddresses(results.map((event) => event.name)).map((names) =>
          dataOf(
            api.GET('/api/projects/{project_id}/property_definitions/seen_together', {
              params: { path: path(projectId), query: { event_names: JSON.stringify(names), property_name: name } },
              signal,
            }),
          ),
        ),
      )
      return answers.flatMap((seen) => Object.keys(seen).filter((event) => seen[event]))
    },
  })
}

export async function deleteDefinition(projectId: number, kind: Kind, id: string): Promise<void> {
  const params = { path: { ...path(projectId), id } }
  if (kind === 'events') await api.DELETE('/api/projects/{project_id}/event_definitions/{id}', { params })
  else await api.DELETE('/api/projects/{project_id}/property_definitions/{id}', { params })
}

const DAYS = 30
const VOLUME = `SELECT event, dateDiff('day', toStartOfDay(timestamp), toStartOfDay(now())) AS ago, count()
FROM events WHERE timestamp >= toStartOfDay(now()) - INTERVAL ${DAYS - 1} DAY AND timestamp <= now() GROUP BY event, ago LIMIT 50000`

/** How often each event came on each of the last 30 days, the oldest first. */
export function volumeQuery(projectId: number) {
  return queryOptions({
    queryKey: ['event-volume', projectId],
    queryFn: async ({ signal }) => {
      const { results } = await ask(projectId, { kind: 'HogQLQuery', query: VOLUME } as never, { signal })
      const byEvent = new Map<string, number[]>()
      for (const [event, ago, count] of results as [string, number, number][]) {
        const days = byEvent.get(event) ?? new Array<number>(DAYS).fill(0)
        if (ago >= 0 && ago < DAYS) days[DAYS - 1 - ago] = count
        byEvent.set(event, days)
      }
      return byEvent
    },
    staleTime: 60_000,
  })
}
