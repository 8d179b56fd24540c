/** Operations on playlists. Each one that changes a playlist records it in the activity log. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { inTransaction, lockRow, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { playlistKind } from './kind.ts'
import type { PlaylistBody, playlistListQuery } from './playlist-schemas.ts'

export interface Playlist {
  /** The short ID, as in rules and the log. */
  id: string
  /** The row. */
  key: number
  name: string | null
  derivedName: string | null
  description: string
  pinned: boolean
  type: 'collection' | 'filters'
  filters: JsonObject
  deleted: boolean
  createdAt: string
  createdById: number | null
  creator: unknown
  lastModifiedAt: string
  modifier: unknown
}

const SHORT_ID_LENGTH = 8
const TABLES = `recording_playlists p ${leftJoinUser('u', 'p.created_by')} ${leftJoinUser('m', 'p.last_modified_by')}`
const SELECT = `SELECT p.short_id AS id, p.id AS key, p.name, p.derived_name AS "derivedName", p.description, p.pinned, p.type,
  p.filters, p.deleted, p.created_at::text AS "createdAt", p.created_by AS "createdById", ${userJson('u')} AS creator,
  p.last_modified_at::text AS "lastModifiedAt", ${userJson('m')} AS modifier FROM ${TABLES}`

export const playlistObjects = new ProjectObjects<Playlist>(playlistKind, loadPlaylist)

async function loadPlaylist(client: Pool | PoolClient, teamId: number, id: string): Promise<Playlist | null> {
  if (!/^[A-Za-z0-9]{1,40}$/.test(id)) return null
  const { rows } = await client.query<Playlist>(`${SELECT} WHERE p.team_id = $1 AND p.short_id = $2`, [teamId, id])
  return rows[0] ?? null
}

/** A page of the playlists that the caller may see, the last changed first. */
export async function listPlaylists(
  { db, team, own }: ObjectContext,
  { search, type, pinned }: z.output<typeof playlistListQuery>,
  page: Page,
): Promise<{ count: number; rows: Playlist[] }> {
  const isPinned = pinned === undefined ? null : pinned === 'true'
  const values: unknown[] = [team.id, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null, type ?? null, isPinned]
  const visible = own.visibleSql('p.short_id', 'p.created_by', (value) => `$${values.push(value)}`)
  const where = `p.team_id = $1 AND NOT p.deleted AND ($2::text IS NULL OR p.name ILIKE $2 OR p.derived_name ILIKE $2)
    AND ($3::text IS NULL OR p.type = $3) AND ($4::bool IS NULL OR p.pinned = $4) AND ${visible}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM recording_playlists p WHERE ${where}`, values),
    db.$client.query<Playlist>(
      `${SELECT} WHERE ${where} ORDER BY p.last_modified_at DESC, p.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @throws ApiError 400 */
export async function createPlaylist(context: ObjectContext, body: PlaylistBody): Promise<Playlist> {
  const { db, team, principal } = context
  const hasFilters = Object.keys(body.filters ?? {}).length > 0
  const type = body.type ?? (hasFilters ? 'filters' : 'collection')
  if (type === 'collection' && hasFilters)
    throw errors.invalid('A collection holds recordings, and has no filters.', 'filters')
  const shortId = randomText(SHORT_ID_LENGTH)
  return inTransaction(db.$client, async (client) => {
    await client.query(
      `INSERT INTO recording_playlists (team_id, short_id, name, derived_name, description, pinned, type, filters, created_by,
         last_modified_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        team.id,
        shortId,
        body.name ?? null,
        body.derived_name ?? null,
        body.description ?? '',
        body.pinned ?? false,
        type,
        body.filters ?? {},
        principal.userId,
      ],
    )
    await playlistObjects.log(client, context, {
      id: shortId,
      activity: 'created',
      detail: { name: body.name ?? body.derived_name ?? null, short_id: shortId },
    })
    return playlistObjects.current(client, context, shortId)
  })
}

/** Changes the fields in the body. @throws ApiError 400, or 404 if the playlist is deleted and not restored */
export async function changePlaylist(
  context: ObjectContext,
  playlist: Playlist,
  body: PlaylistBody,
): Promise<Playlist> {
  const { db, team, principal } = context
  if (playlist.deleted && body.deleted !== false) throw errors.notFound()
  if (body.type && body.type !== playlist.type) throw errors.invalid('The type of a playlist cannot change.', 'type')
  if (playlist.type === 'collection' && Object.keys(body.filters ?? {}).length > 0)
    throw errors.invalid('A collection holds recordings, and has no filters.', 'filters')
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'recording_playlists', playlist.key)
    const before = toFields(await playlistObjects.current(client, context, playlist.id))
    const { type: _type, ...fields } = body
    const after = { ...before, ...fields }
    await client.query(
      `UPDATE recording_playlists SET name = $3, derived_name = $4, description = $5, pinned = $6, filters = $7, deleted = $8,
         last_modified_at = now(), last_modified_by = $9 WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        playlist.key,
        after.name ?? null,
        after.derived_name ?? null,
        after.description ?? '',
        after.pinned,
        after.filters ?? {},
        after.deleted,
        principal.userId,
      ],
    )
    await playlistObjects.log(client, context, {
      id: playlist.id,
      activity: body.deleted === true && !before.deleted ? 'deleted' : 'updated',
      detail: {
        name: after.name ?? after.derived_name ?? null,
        short_id: playlist.id,
        changes: changesBetween(playlistKind.scope, before, after),
      },
    })
    return playlistObjects.current(client, context, playlist.id)
  })
}

function toFields({ name, derivedName, description, pinned, filters, deleted }: Playlist) {
  return { name, derived_name: derivedName, description: description as string | null, pinned, filters, deleted }
}

/** Recordings in collections, by the row of the collection; the last added first. */
export async function membersOf(
  client: Pool | PoolClient,
  teamId: number,
  keys: readonly number[],
): Promise<Map<number, string[]>> {
  const { rows } = await client.query<{ key: number; id: string }>(
    `SELECT playlist_id AS key, session_id AS id FROM recording_playlist_items WHERE team_id = $1 AND playlist_id = ANY($2)
     ORDER BY added_at DESC, session_id`,
    [teamId, keys],
  )
  const members = new Map<number, string[]>(keys.map((key) => [key, []]))
  for (const { key, id } of rows) members.get(key)!.push(id)
  return members
}

/** Adds recordings that exist. Resolves with how many were added. */
export async function addToPlaylist(
  context: ObjectContext,
  playlist: Playlist,
  ids: readonly string[],
): Promise<number> {
  assertCollection(playlist)
  return inTransaction(context.db.$client, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO recording_playlist_items (team_id, playlist_id, session_id)
       SELECT $1, $2, r.session_id FROM recordings r WHERE r.team_id = $1 AND r.session_id = ANY($3) AND r.deleted_at IS NULL
       ON CONFLICT (playlist_id, session_id) DO NOTHING`,
      [context.team.id, playlist.key, ids],
    )
    if (rowCount) await touch(client, context, playlist, 'recordings added', rowCount)
    return rowCount ?? 0
  })
}

/** Resolves with how many were removed. */
export async function removeFromPlaylist(
  context: ObjectContext,
  playlist: Playlist,
  ids: readonly string[],
): Promise<number> {
  assertCollection(playlist)
  return inTransaction(context.db.$client, async (client) => {
    const { rowCount } = await client.query(
      'DELETE FROM recording_playlist_items WHERE team_id = $1 AND playlist_id = $2 AND session_id = ANY($3)',
      [context.team.id, playlist.key, ids],
    )
    if (rowCount) await touch(client, context, playlist, 'recordings removed', rowCount)
    return rowCount ?? 0
  })
}

function assertCollection({ type }: Playlist): void {
  if (type !== 'collection') throw errors.invalid('Recordings can only be added to a collection.')
}

/** Notes that the members of a collection have changed. */
async function touch(
  client: PoolClient,
  context: ObjectContext,
  playlist: Playlist,
  field: 'recordings added' | 'recordings removed',
  count: number,
): Promise<void> {
  await client.query(
    'UPDATE recording_playlists SET last_modified_at = now(), last_modified_by = $3 WHERE team_id = $1 AND id = $2',
    [context.team.id, playlist.key, context.principal.userId],
  )
  const change = { type: playlistKind.scope, action: 'changed' as const, field, before: null, after: count }
  await playlistObjects.log(client, context, {
    id: playlist.id,
    activity: 'updated',
    detail: { name: playlist.name ?? playlist.derivedName, short_id: playlist.id, changes: [change] },
  })
}
