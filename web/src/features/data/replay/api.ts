/** What the pages about recordings read and change. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'
import { listParameters, type RecordingFilters } from './list/search'

export type Recording = components['schemas']['SessionRecording']
export type Playlist = components['schemas']['SessionRecordingPlaylist']

const ROWS = 20
const PLAYLIST_ROWS = 100
/** Most ids of one request that marks or collects recordings. */
const IDS_MAX = 20
const DELETED_MAX = 100

const path = (projectId: number) => ({ project_id: String(projectId) })

export function recordingsQuery(projectId: number, filters: RecordingFilters) {
  return infiniteQueryOptions({
    queryKey: ['recordings', projectId, filters],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recordings', {
          params: {
            path: path(projectId),
            query: { ...listParameters(filters), limit: String(ROWS), ...(pageParam && { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => (last.has_next ? last.next_cursor : undefined),
    placeholderData: (before) => before,
  })
}

export function recordingQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['recording', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recordings/{id}', {
          params: { path: { ...path(projectId), id } },
          signal,
        }),
      ),
    // It is asked for before its page is there.
    staleTime: 5_000,
  })
}

/** How much space the project's recordings take. */
export function usageQuery(projectId: number) {
  return queryOptions({
    queryKey: ['recording usage', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recordings/usage', {
          params: { path: path(projectId) },
          signal,
        }),
      ),
  })
}

/** Which of some sessions have a recording. */
export function recordedQuery(projectId: number, sessionIds: readonly string[]) {
  return queryOptions({
    queryKey: ['recorded', projectId, sessionIds],
    queryFn: async () => {
      const { results } = await dataOf(
        api.POST('/api/projects/{project_id}/session_recordings/batch_check_exists', {
          params: { path: path(projectId) },
          body: { session_ids: [...sessionIds] },
        }),
      )
      return results
    },
    enabled: sessionIds.length > 0,
    staleTime: 60_000,
  })
}

export function playlistsQuery(projectId: number, type: 'collection' | 'filters') {
  return queryOptions({
    queryKey: ['playlists', projectId, type],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recording_playlists', {
          params: { path: path(projectId), query: { type, limit: String(PLAYLIST_ROWS) } },
          signal,
        }),
      ),
  })
}

export function playlistQuery(projectId: number, shortId: string) {
  return queryOptions({
    queryKey: ['playlist', projectId, shortId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recording_playlists/{short_id}', {
          params: { path: { ...path(projectId), short_id: shortId } },
          signal,
        }),
      ),
  })
}

export function collectedQuery(projectId: number, shortId: string) {
  return infiniteQueryOptions({
    queryKey: ['collected', projectId, shortId],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/session_recording_playlists/{short_id}/recordings', {
          params: {
            path: { ...path(projectId), short_id: shortId },
            query: { limit: String(ROWS), offset: String(pageParam) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.has_next ? pages.length * ROWS : undefined),
  })
}

/** Sends ids in requests of limited size, one after the other. */
async function inParts(
  ids: readonly string[],
  size: number,
  send: (part: string[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < ids.length; at += size) await send(ids.slice(at, at + size))
}

const params = (projectId: number) => ({ params: { path: path(projectId) } })

export const changes = {
  markViewed: (projectId: number, id: string) =>
    dataOf(
      api.PATCH('/api/projects/{project_id}/session_recordings/{id}', {
        params: { path: { ...path(projectId), id } },
        body: { viewed: true },
      }),
    ),
  setViewed: (projectId: number, ids: readonly string[], isViewed: boolean) =>
    inParts(ids, IDS_MAX, (part) =>
      api.POST(`/api/projects/{project_id}/session_recordings/${isViewed ? 'bulk_viewed' : 'bulk_not_viewed'}`, {
        ...params(projectId),
        body: { session_recording_ids: part },
      }),
    ),
  /** Deletes for good. Throws if some could not be deleted. */
  remove: (projectId: number, ids: readonly string[]) =>
    inParts(ids, DELETED_MAX, async (part) => {
      const { failed_ids: failed } = await dataOf(
        api.POST('/api/projects/{project_id}/session_recordings/bulk_delete', {
          ...params(projectId),
          body: { session_recording_ids: part },
        }),
      )
      if (failed.length > 0) throw new Error(`${failed.length} recordings could not be deleted. Try again.`)
    }),
  createPlaylist: (
    projectId: number,
    body: { name: string; type: 'collection' | 'filters'; filters?: Record<string, unknown> },
  ) => dataOf(api.POST('/api/projects/{project_id}/session_recording_playlists', { ...params(projectId), body })),
  changePlaylist: (
    projectId: number,
    shortId: string,
    body: { name?: string; filters?: Record<string, unknown>; deleted?: boolean; pinned?: boolean },
  ) =>
    dataOf(
      api.PATCH('/api/projects/{project_id}/session_recording_playlists/{short_id}', {
        params: { path: { ...path(projectId), short_id: shortId } },
        body,
      }),
    ),
  collect: (projectId: number, shortId: string, ids: readonly string[]) =>
    inParts(ids, IDS_MAX, (part) =>
      api.POST('/api/projects/{project_id}/session_recording_playlists/{short_id}/recordings/bulk_add', {
        params: { path: { ...path(projectId), short_id: shortId } },
        body: { session_recording_ids: part },
      }),
    ),
  uncollect: (projectId: number, shortId: string, ids: readonly string[]) =>
    inParts(ids, IDS_MAX, (part) =>
      api.POST('/api/projects/{project_id}/session_recording_playlists/{short_id}/recordings/bulk_delete', {
        params: { path: { ...path(projectId), short_id: shortId } },
        body: { session_recording_ids: part },
      }),
    ),
}
