import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { readBody, validate } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import type { QueryStores } from '../../analytics/query/index.ts'
import { type ObjectContext, registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import { enterRecordings, type ReplayParts } from './enter.ts'
import { playlistKind } from './kind.ts'
import { listRecordings } from './list.ts'
import { type ListParameters, readListParameters } from './list-parameters.ts'
import { parametersOf } from './playlist-filters.ts'
import { playlistAnswer, playlistBody, playlistListQuery } from './playlist-schemas.ts'
import {
  addToPlaylist,
  changePlaylist,
  createPlaylist,
  listPlaylists,
  membersOf,
  type Playlist,
  playlistObjects,
  removeFromPlaylist,
} from './playlists.ts'
import { SavedCounts, UNCOUNTED } from './saved-counts.ts'
import { listQuery, projectParams, recordingPage } from './schemas.ts'
import { idsBody, readIds } from './view-routes.ts'
import { findViewed } from './views.ts'

const tags = ['session_recording_playlists']
const path = '/api/projects/:project_id/session_recording_playlists'
const one = `${path}/:short_id`
const playlistParams = projectParams.extend({ short_id: z.string() })
const memberParams = playlistParams.extend({ session_id: z.string() })
const read = { access: access.scope('session_recording_playlist:read') }
const write = { access: access.scope('session_recording_playlist:write'), body: playlistBody }
const change = { access: access.scope('session_recording_playlist:write') }
const BULK_MAX = 20
const success = z.object({ success: z.literal(true) })

type PlaylistParts = ReplayParts & { counts: SavedCounts }

export function registerPlaylistRoutes(api: App, given: ReplayParts): void {
  const parts = { ...given, counts: new SavedCounts(storesOf(given)) }
  registerCollection(api, parts)
  registerOne(api, parts)
  registerRecordings(api, parts)
  registerMembers(api, parts)
  registerBulk(api, parts)
}

async function find({ db }: ReplayParts, request: FastifyRequest, needed: AccessLevel, includeDeleted = false) {
  const context = await playlistObjects.enter(db, request, 'viewer')
  const { short_id: id } = request.params as z.infer<typeof playlistParams>
  return { context, playlist: await playlistObjects.find(context, id, needed, { includeDeleted }) }
}

function registerCollection(api: App, parts: PlaylistParts): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List playlists, the last changed first',
        tags,
        params: projectParams,
        querystring: playlistListQuery,
        response: { 200: pageOf(playlistAnswer) },
      },
    },
    async (request) => {
      const context = await playlistObjects.enter(parts.db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listPlaylists(context, request.query, page)
      return pageAnswer(request, page, count, await present(parts, context, rows))
    },
  )
  api.post(
    path,
    {
      config: write,
      schema: { summary: 'Create a playlist', tags, params: projectParams, response: { 201: playlistAnswer } },
    },
    async (request, reply) => {
      const context = await playlistObjects.enter(parts.db, request, 'editor')
      const playlist = await createPlaylist(context, readBody(request, playlistBody))
      return reply.status(201).send((await present(parts, context, [playlist]))[0]!)
    },
  )
}

function registerOne(api: App, parts: PlaylistParts): void {
  const params = playlistParams
  api.get(
    one,
    { config: read, schema: { summary: 'Read a playlist', tags, params, response: { 200: playlistAnswer } } },
    async (request) => {
      const { context, playlist } = await find(parts, request, 'viewer')
      return (await present(parts, context, [playlist], true))[0]!
    },
  )
  for (const method of ['PATCH', 'PUT'] as const)
    api.route({
      method,
      url: one,
      config: write,
      schema: {
        summary: 'Change a playlist',
        description: '`deleted: true` deletes it, `false` restores it.',
        tags,
        params,
        response: { 200: playlistAnswer },
      },
      handler: async (request) => {
        const { context, playlist } = await find(parts, request, 'editor', true)
        const changed = await changePlaylist(context, playlist, readBody(request, playlistBody))
        return (await present(parts, context, [changed]))[0]!
      },
    })
  refuseDelete(api, one, { ...change, tags, params, find: (request) => find(parts, request, 'editor') })
  registerHistoryRoute(api, one, {
    scope: playlistKind.scope,
    summary: 'List the changes to a playlist',
    tags,
    params,
    find: async (request) => {
      const { context, playlist } = await find(parts, request, 'viewer', true)
      return { ...context, id: playlist.id }
    },
  })
}

function registerRecordings(api: App, parts: PlaylistParts): void {
  api.get(
    `${one}/recordings`,
    {
      config: { access: access.scopes('session_recording_playlist:read', 'session_recording:read') },
      schema: {
        summary: 'List the recordings of a playlist',
        tags,
        params: playlistParams,
        querystring: listQuery,
        response: { 200: recordingPage },
      },
    },
    async (request) => {
      const { context, playlist } = await find(parts, request, 'viewer')
      await enterRecordings(parts.db, request, 'viewer')
      return listRecordings(context, storesOf(parts), await parametersFor(context, playlist, request.query))
    },
  )
}

const storesOf = ({ db, clickHouse: { reader } }: ReplayParts): QueryStores => ({ db, reader })

async function parametersFor(
  { db, team }: ObjectContext,
  playlist: Playlist,
  given: Readonly<Record<string, unknown>>,
): Promise<ListParameters> {
  if (playlist.type === 'filters') return parametersOf(playlist.filters, given)
  const members = await membersOf(db.$client, team.id, [playlist.key])
  return { ...readListParameters(given, validate), sessionIds: members.get(playlist.key)! }
}

function registerMembers(api: App, parts: PlaylistParts): void {
  const url = `${one}/recordings/:session_id`
  const schema = { tags, params: memberParams, response: { 200: success } }
  api.post(url, { config: change, schema: { ...schema, summary: 'Add a recording' } }, async (request) => {
    const { context, playlist } = await find(parts, request, 'editor')
    const id = toStorableText(request.params.session_id)
    const added = await addToPlaylist(context, playlist, [id])
    const members = await membersOf(context.db.$client, context.team.id, [playlist.key])
    if (added === 0 && !members.get(playlist.key)!.includes(id)) throw errors.notFound('Recording not found')
    return { success: true as const }
  })
  api.delete(url, { config: change, schema: { ...schema, summary: 'Remove a recording' } }, async (request) => {
    const { context, playlist } = await find(parts, request, 'editor')
    const removed = await removeFromPlaylist(context, playlist, [toStorableText(request.params.session_id)])
    if (removed === 0) throw errors.notFound('The playlist has no such recording.')
    return { success: true as const }
  })
}

function registerBulk(api: App, parts: PlaylistParts): void {
  const config = { ...change, body: idsBody }
  const total = { success: z.literal(true), total_requested: z.number().int() }
  api.post(
    `${one}/recordings/bulk_add`,
    {
      config,
      schema: {
        summary: 'Add recordings',
        tags,
        params: playlistParams,
        response: { 200: z.object({ ...total, added_count: z.number().int() }) },
      },
    },
    async (request) => {
      const { context, playlist } = await find(parts, request, 'editor')
      const ids = readIds(readBody(request, idsBody).session_recording_ids, BULK_MAX)
      const count = await addToPlaylist(context, playlist, ids)
      return { success: true as const, added_count: count, total_requested: ids.length }
    },
  )
  api.post(
    `${one}/recordings/bulk_delete`,
    {
      config,
      schema: {
        summary: 'Remove recordings from the playlist',
        tags,
        params: playlistParams,
        response: { 200: z.object({ ...total, deleted_count: z.number().int() }) },
      },
    },
    async (request) => {
      const { context, playlist } = await find(parts, request, 'editor')
      const ids = readIds(readBody(request, idsBody).session_recording_ids, BULK_MAX)
      const count = await removeFromPlaylist(context, playlist, ids)
      return { success: true as const, deleted_count: count, total_requested: ids.length }
    },
  )
}

async function present(
  { counts }: PlaylistParts,
  context: ObjectContext,
  rows: readonly Playlist[],
  isFresh = false,
): Promise<z.infer<typeof playlistAnswer>[]> {
  const { db, team, principal, own } = context
  const saved = await counts.of(context, rows, isFresh)
  const keys = rows.filter(({ type }) => type === 'collection').map(({ key }) => key)
  const members = await membersOf(db.$client, team.id, keys)
  const watched = await findViewed(db.$client, team.id, [...members.values()].flat(), principal.userId)
  return rows.map((row) => {
    const ids = members.get(row.key)
    return {
      id: row.key,
      short_id: row.id,
      name: row.name,
      derived_name: row.derivedName,
      description: row.description,
      pinned: row.pinned,
      type: row.type,
      filters: row.filters,
      created_at: formatTime(row.createdAt),
      created_by: fromUserJson(row.creator),
      last_modified_at: formatTime(row.lastModifiedAt),
      last_modified_by: fromUserJson(row.modifier),
      deleted: row.deleted,
      recordings_counts: {
        collection: {
          count: ids?.length ?? null,
          watched_count: ids?.filter((id) => watched.has(id)).length ?? null,
        },
        saved_filters: saved.get(row.key) ?? UNCOUNTED,
      },
      user_access_level: own.levelOf(row.id, row.createdById),
    }
  })
}
