/** Shares, their links and their passwords, as they are stored. */
import { randomBytes } from 'node:crypto'
import type { SharedKind } from '../../../platform/http/access.ts'
import { storableJsonText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser } from '../../workspace/users/index.ts'
import type { ShareSettings } from './settings.ts'

const TOKEN_BYTES = 22
/** What tokens look like; anything else cannot even be stored. */
const TOKEN = /^[\w-]{30}$/

type Client = Pool | PoolClient

export interface Share {
  id: number
  teamId: number
  resource: SharedKind
  objectId: string
  enabled: boolean
  settings: ShareSettings | null
  passwordRequired: boolean
  createdAt: string
  enabledBy: number | null
  /** The secret of its present link. */
  token: string
}

/** The object that a share is about. */
export interface ShareOf {
  teamId: number
  resource: SharedKind
  objectId: string
}

export interface SharePassword {
  id: number
  createdAt: string
  note: string
  /** Null when the user is gone. */
  createdByEmail: string | null
}

const COLUMNS = `s.id, s.team_id AS "teamId", s.resource, s.object_id AS "objectId", s.enabled, s.settings,
  s.password_required AS "passwordRequired", s.created_at::text AS "createdAt", s.enabled_by AS "enabledBy"`

/** 30 characters that nobody can guess. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** Null as long as nothing about the object was changed. */
export async function findShare(client: Client, { teamId, resource, objectId }: ShareOf): Promise<Share | null> {
  const { rows } = await client.query<Share>(
    `SELECT ${COLUMNS}, t.token FROM shares s JOIN share_tokens t ON t.share_id = s.id AND t.ends_at IS NULL
     WHERE s.team_id = $1 AND s.resource = $2 AND s.object_id = $3`,
    [teamId, resource, objectId],
  )
  return rows[0] ?? null
}

/** The share of a link that still works; `token` is the link's, which may be about to end. */
export async function findShareByToken(client: Client, token: string): Promise<Share | null> {
  if (!TOKEN.test(token)) return null
  const { rows } = await client.query<Share>(
    `SELECT ${COLUMNS}, t.token FROM share_tokens t JOIN shares s ON s.id = t.share_id
     WHERE t.token = $1 AND (t.ends_at IS NULL OR t.ends_at > now()) AND s.enabled`,
    [token],
  )
  return rows[0] ?? null
}

/** Makes sure that the share of an object is stored, and locks it until the transaction ends. */
export async function lockShare(client: PoolClient, of: ShareOf): Promise<Share> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO shares (team_id, resource, object_id) VALUES ($1, $2, $3)
     ON CONFLICT (team_id, resource, object_id) DO NOTHING RETURNING id`,
    [of.teamId, of.resource, of.objectId],
  )
  if (rows[0]) await addToken(client, of.teamId, rows[0].id)
  await client.query('SELECT 1 FROM shares WHERE team_id = $1 AND resource = $2 AND object_id = $3 FOR UPDATE', [
    of.teamId,
    of.resource,
    of.objectId,
  ])
  return (await findShare(client, of))!
}

async function addToken(client: PoolClient, teamId: number, shareId: number): Promise<string> {
  const token = newToken()
  await client.query('INSERT INTO share_tokens (token, team_id, share_id) VALUES ($1, $2, $3)', [
    token,
    teamId,
    shareId,
  ])
  return token
}

/** The fields of a share that a request can change. */
export type ShareFields = Pick<Share, 'enabled' | 'settings' | 'passwordRequired'>

export async function storeShare(
  client: PoolClient,
  share: Share,
  { enabled, settings, passwordRequired }: ShareFields,
  userId: number | null,
): Promise<void> {
  await client.query(
    `UPDATE shares SET enabled = $3, settings = $4, password_required = $5,
       enabled_at = CASE WHEN $3 AND NOT enabled THEN now() ELSE enabled_at END,
       enabled_by = CASE WHEN $3 AND NOT enabled THEN $6 ELSE enabled_by END WHERE team_id = $1 AND id = $2`,
    [share.teamId, share.id, enabled, settings && storableJsonText(settings), passwordRequired, userId],
  )
}

/** Gives a share a new link that keeps its passwords. All earlier links are dead at once. */
export async function replaceToken(client: PoolClient, { id, teamId, token }: Share): Promise<void> {
  await client.query('DELETE FROM share_tokens WHERE team_id = $1 AND share_id = $2', [teamId, id])
  const next = await addToken(client, teamId, id)
  await client.query('UPDATE share_passwords SET token = $3 WHERE team_id = $1 AND token = $2', [teamId, token, next])
  await dropLostPasswords(client, teamId, id)
}

/** Ends the links that were refreshed and would have worked for a while. */
export async function endRefreshed(client: PoolClient, { id, teamId }: Share): Promise<void> {
  await client.query('DELETE FROM share_tokens WHERE team_id = $1 AND share_id = $2 AND ends_at IS NOT NULL', [
    teamId,
    id,
  ])
  await dropLostPasswords(client, teamId, id)
}

/** Gives a share a new link with copies of its passwords. The present link works for some more seconds. */
export async function refreshToken(client: PoolClient, { id, teamId, token }: Share, graceSeconds: number) {
  await client.query(
    'DELETE FROM share_tokens WHERE team_id = $1 AND share_id = $2 AND ends_at IS NOT NULL AND ends_at <= now()',
    [teamId, id],
  )
  await dropLostPasswords(client, teamId, id)
  await client.query(
    'UPDATE share_tokens SET ends_at = now() + make_interval(secs => $3) WHERE team_id = $1 AND token = $2',
    [teamId, token, graceSeconds],
  )
  const next = await addToken(client, teamId, id)
  await client.query(
    `INSERT INTO share_passwords (team_id, share_id, token, family, hash, note, created_at, created_by)
     SELECT team_id, share_id, $3, family, hash, note, created_at, created_by FROM share_passwords
     WHERE team_id = $1 AND token = $2 AND is_active ORDER BY id`,
    [teamId, token, next],
  )
  await client.query('UPDATE shares SET created_at = now() WHERE team_id = $1 AND id = $2', [teamId, id])
}

/** Deletes the passwords of links that no longer exist. */
async function dropLostPasswords(client: PoolClient, teamId: number, shareId: number): Promise<void> {
  await client.query(
    `DELETE FROM share_passwords WHERE team_id = $1 AND share_id = $2
       AND token NOT IN (SELECT token FROM share_tokens WHERE team_id = $1 AND share_id = $2)`,
    [teamId, shareId],
  )
}

/** The active passwords of a link, newest first. */
export async function listPasswords(
  client: Client,
  { teamId, token }: Pick<Share, 'teamId' | 'token'>,
): Promise<SharePassword[]> {
  const { rows } = await client.query<SharePassword>(
    `SELECT p.id, p.created_at::text AS "createdAt", p.note, u.email AS "createdByEmail"
     FROM share_passwords p ${leftJoinUser('u', 'p.created_by')}
     WHERE p.team_id = $1 AND p.token = $2 AND p.is_active ORDER BY p.id DESC`,
    [teamId, token],
  )
  return rows
}

export async function insertPassword(
  client: PoolClient,
  { id, teamId, token }: Share,
  { hash, note, userId }: { hash: string; note: string; userId: number | null },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO share_passwords (team_id, share_id, token, family, hash, note, created_by)
     VALUES ($1, $2, $3, gen_random_uuid(), $4, $5, $6) RETURNING id`,
    [teamId, id, token, hash, note, userId],
  )
  return rows[0]!.id
}

/**
 * Revokes a password of the present link, and its copies for links that are about to end.
 * @returns false when the link has no such password
 */
export async function revokePassword(client: PoolClient, { teamId, token }: Share, id: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE share_passwords SET is_active = false WHERE team_id = $1 AND family =
       (SELECT family FROM share_passwords WHERE team_id = $1 AND token = $2 AND id = $3 AND is_active)`,
    [teamId, token, id],
  )
  return rowCount !== 0
}

/** The hashes of a link's active passwords, newest first. */
export async function passwordHashes(
  pool: Pool,
  { teamId, token }: Share,
): Promise<{ id: number; hash: string; note: string }[]> {
  const { rows } = await pool.query<{ id: number; hash: string; note: string }>(
    'SELECT id, hash, note FROM share_passwords WHERE team_id = $1 AND token = $2 AND is_active ORDER BY id DESC',
    [teamId, token],
  )
  return rows
}

/** Whether a link still has this password. */
export async function isPasswordActive(pool: Pool, { teamId, token }: Share, id: number): Promise<boolean> {
  const { rows } = await pool.query(
    'SELECT 1 FROM share_passwords WHERE team_id = $1 AND token = $2 AND id = $3 AND is_active',
    [teamId, token, id],
  )
  return rows.length > 0
}

/** Records that somebody opened the page. */
export async function noteOpening(pool: Pool, { id, teamId }: Share): Promise<void> {
  await pool.query('UPDATE shares SET openings = openings + 1, last_opened_at = now() WHERE team_id = $1 AND id = $2', [
    teamId,
    id,
  ])
}

export interface ListedShare extends Share {
  enabledAt: string | null
  enabledByName: string | null
  passwords: number
  openings: number
  lastOpenedAt: string | null
}

/** Everything of a project that is shared, newest first. */
export async function listShares(pool: Pool, teamId: number): Promise<ListedShare[]> {
  const { rows } = await pool.query<ListedShare>(
    `SELECT ${COLUMNS}, t.token, s.enabled_at::text AS "enabledAt", coalesce(nullif(u.first_name, ''), u.email) AS "enabledByName",
       s.openings, s.last_opened_at::text AS "lastOpenedAt",
       (SELECT count(*) FROM share_passwords p WHERE p.team_id = s.team_id AND p.token = t.token AND p.is_active) AS passwords
     FROM shares s JOIN share_tokens t ON t.share_id = s.id AND t.ends_at IS NULL ${leftJoinUser('u', 's.enabled_by')}
     WHERE s.team_id = $1 AND s.enabled ORDER BY s.enabled_at DESC, s.id DESC`,
    [teamId],
  )
  return rows
}

/** Which of these objects are shared at present. */
export async function sharedAmong(
  client: Client,
  teamId: number,
  resource: SharedKind,
  ids: readonly (string | number)[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    'SELECT object_id AS id FROM shares WHERE team_id = $1 AND resource = $2 AND object_id = ANY($3) AND enabled',
    [teamId, resource, ids.map(String)],
  )
  return new Set(rows.map(({ id }) => id))
}
