/** What the list of recordings shows, as it is kept in the address, and the parameters of the API that it means. */
import type { PropertyFilter } from '@hedgerow/shared/query/nodes'
import { deepEqual } from '@tanstack/react-router'
import { z } from 'zod'
import { words } from '../../../../routes/search'

export const ORDERS = [
  { value: 'start_time', label: 'Start' },
  { value: 'duration', label: 'Duration' },
  { value: 'active_seconds', label: 'Active time' },
  { value: 'inactive_seconds', label: 'Inactive time' },
  { value: 'click_count', label: 'Clicks' },
  { value: 'keypress_count', label: 'Key presses' },
  { value: 'mouse_activity_count', label: 'Mouse activity' },
  { value: 'console_error_count', label: 'Console errors' },
  { value: 'activity_score', label: 'Activity' },
  { value: 'recording_ttl', label: 'Time until deletion' },
] as const

const entity = z.object({
  id: z.union([z.string(), z.number()]),
  type: z.enum(['events', 'actions']),
  name: z.string(),
})
export type Entity = z.infer<typeof entity>

const filter = z.custom<PropertyFilter>((value) => typeof value === 'object' && value !== null && 'key' in value)

export const recordingFilters = z.object({
  from: z.string().default('-7d').catch('-7d'),
  to: words,
  /** Shortest duration in seconds; 0 for any. */
  min: z.number().nonnegative().default(0).catch(0),
  events: z.array(entity).default([]).catch([]),
  filters: z.array(filter).default([]).catch([]),
  /** A part of the address of a page that was visited. */
  page: words,
  console: z.enum(['', 'info', 'warn', 'error']).default('').catch(''),
  /** A part of a console line. */
  log: words,
  /** UUID of a person. */
  person: words,
  hides: z.enum(['', 'current-user', 'any-user']).default('').catch(''),
  order: z
    .enum(ORDERS.map(({ value }) => value))
    .default('start_time')
    .catch('start_time'),
  isAscending: z.boolean().default(false).catch(false),
})
export type RecordingFilters = z.infer<typeof recordingFilters>

export const NO_FILTERS: RecordingFilters = recordingFilters.parse({})

export const recordingsSearch = recordingFilters.extend({
  tab: z.enum(['recordings', 'collections', 'saved', 'settings']).default('recordings').catch('recordings'),
  /** Short id of the collection or saved filter that is shown. */
  list: words,
})
export type RecordingsSearch = z.infer<typeof recordingsSearch>

/** Whether anything but range and order limits the list. */
export function isFiltered(filters: RecordingFilters): boolean {
  const { min, events, filters: own, page, console, log, person, hides } = filters
  return min > 0 || events.length > 0 || own.length > 0 || [page, console, log, person, hides].some(Boolean)
}

/** The parameters of `GET /session_recordings`; what is JSON there is JSON here. */
export function listParameters(filters: RecordingFilters): Record<string, string> {
  const properties = [
    ...filters.filters,
    ...(filters.page ? [{ key: '$current_url', type: 'event', operator: 'icontains', value: filters.page }] : []),
  ]
  const logs = [
    ...(filters.console ? [{ key: 'level', type: 'log_entry', operator: 'exact', value: [filters.console] }] : []),
    ...(filters.log ? [{ key: 'message', type: 'log_entry', operator: 'icontains', value: filters.log }] : []),
  ]
  const events = filters.events.map((each, order) => ({ ...each, order }))
  const measured = filters.min > 0 ? [{ type: 'recording', key: 'duration', operator: 'gte', value: filters.min }] : []
  const json = (name: string, values: readonly unknown[]) =>
    values.length > 0 ? { [name]: JSON.stringify(values) } : {}
  return {
    date_from: filters.from,
    ...(filters.to && { date_to: filters.to }),
    ...json('properties', properties),
    ...json(
      'events',
      events.filter(({ type }) => type === 'events'),
    ),
    ...json(
      'actions',
      events.filter(({ type }) => type === 'actions'),
    ),
    ...json('console_log_filters', logs),
    ...json('having_predicates', measured),
    ...(filters.person && { person_uuid: filters.person }),
    ...(filters.hides && { hide_viewed_recordings: filters.hides }),
    order: filters.order,
    order_direction: filters.isAscending ? 'ASC' : 'DESC',
  }
}

/** The same as the object that a saved filter stores. */
export function storedFilters(filters: RecordingFilters): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(listParameters(filters)).map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  )
}

/** Reads a saved filter back into what the page can show; what it cannot show is lost, and `isWhole` is false. */
export function readStored(stored: Record<string, unknown>): { filters: RecordingFilters; isWhole: boolean } {
  const list = (name: string) => (Array.isArray(stored[name]) ? (stored[name] as Record<string, unknown>[]) : [])
  const properties = list('properties')
  const page = properties.find(
    ({ key, operator, type }) => key === '$current_url' && operator === 'icontains' && type === 'event',
  )
  const logs = list('console_log_filters')
  const level = logs.find(({ key }) => key === 'level')?.value
  const duration = list('having_predicates').find(({ key, operator }) => key === 'duration' && operator === 'gte')
  const filters = recordingFilters.parse({
    from: stored.date_from ?? undefined,
    to: stored.date_to ?? undefined,
    min: duration?.value,
    events: [...list('events'), ...list('actions')].map(({ id, type, name }) => ({
      id,
      type,
      name: name ?? String(id),
    })),
    filters: properties.filter((each) => each !== page),
    page: page?.value,
    console: Array.isArray(level) ? level[0] : level,
    log: logs.find(({ key }) => key === 'message')?.value,
    person: stored.person_uuid ?? undefined,
    hides: stored.hide_viewed_recordings ?? undefined,
    order: stored.order ?? undefined,
    isAscending: stored.order_direction === 'ASC',
  })
  const written = storedFilters(filters)
  const isWhole = Object.keys(stored).every(
    // The server keeps the values, but not the order of the names in them.
    (name) => stored[name] === null || deepEqual(stored[name], written[name]),
  )
  return { filters, isWhole }
}
