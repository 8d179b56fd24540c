/** Recordings in PostgreSQL: finding, copying and deleting them. */
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { Block } from './blocks.ts'

const SESSIONS_AT_ONCE = 100

/** A recording as the API shows it; times in UTC. */
export interface Recording {
  sessionId: string
  distinctId: string
  startTime: Date
  endTime: Date
  startUrl: string | null
  source: string
  library: string
  clicks: number
  keypresses: number
  mouseActivity: number
  consoleLogs: number
  consoleWarnings: number
  consoleErrors: number
  activeMs: number
  retentionDays: number
  expiryTime: Date
  lastReceivedAt: Date
}

/** Recordings by their sessions. Leaves out those that are deleted or expired. */
export async function findRecordings(
  client: Pool | PoolClient,
  teamId: number,
  sessionIds: readonly string[],
): Promise<Map<string, Recording>> {
  if (sessionIds.length === 0) return new Map()
  const { rows } = await client.query<Recording>(
    `SELECT session_id AS "sessionId", distinct_id AS "distinctId", start_time AS "startTime", end_time AS "endTime",
       start_url AS "startUrl", source, library, clicks, keypresses, mouse_activity AS "mouseActivity",
       console_logs AS "consoleLogs", console_warnings AS "consoleWarnings", console_errors AS "consoleErrors",
       active_ms AS "activeMs", retention_days AS "retentionDays", expiry_time AS "expiryTime",
       last_received_at AS "lastReceivedAt"
     FROM recordings WHERE team_id = $1 AND session_id = ANY($2) AND deleted_at IS NULL AND expiry_time > now()`,
    [teamId, sessionIds],
  )
  return new Map(rows.map((row) => [row.sessionId, row]))
}

/** Which of some sessions have a recording. */
export async function findRecordedSessions(
  pool: Pool,
  teamId: number,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const { rows } = await pool.query<{ id: string }>(
    `SELECT session_id AS id FROM recordings
     WHERE team_id = $1 AND session_id = ANY($2) AND deleted_at IS NULL AND expiry_time > now()`,
    [teamId, sessionIds],
  )
  return new Set(rows.map(({ id }) => id))
}

export interface StoredBlock extends Block {
  id: number
  bytes: number
  firstTimestamp: Date
  lastTimestamp: Date
}

/**
 * The blocks of a recording by their start. A block's place in this list is its number for players. It does not change when
 * the recording is packed; only an upload that comes late puts a block between others.
 */
export async function findBlocks(client: Pool | PoolClient, teamId: number, sessionId: string): Promise<StoredBlock[]> {
  const { rows } = await client.query<StoredBlock>(
    `SELECT id, bytes, blob_key AS "blobKey", first_line AS "firstLine", line_count AS "lineCount",
       array_window_id AS "arrayWindowId", first_timestamp AS "firstTimestamp", last_timestamp AS "lastTimestamp"
     FROM recording_blocks WHERE team_id = $1 AND session_id = $2 ORDER BY first_timestamp, id`,
    [teamId, sessionId],
  )
  return rows
}

/** Which recordings to delete, and for whom. */
export interface Doomed {
  teamId: number
  sessionIds: readonly string[]
  /** ID of the user; null if a person's data is deleted. */
  by: number | null
  /** Recordings that start earlier stay. Microseconds since 1970. */
  from?: number | null
}

/**
 * Deletes recordings for good. Their rows stay, emptied, so that late uploads do not bring them back. If the process dies
 * before the blobs are deleted, a job does it.
 * @returns the sessions that had a recording
 */
export async function deleteRecordingsOf(
  pool: Pool,
  blobs: Blobs,
  { teamId, sessionIds, by, from = null }: Doomed,
  inSameTransaction: (client: PoolClient, deleted: string[]) => Promise<void> = async () => {},
): Promise<string[]> {
  const { deleted, keys } = await inTransaction(pool, async (client) => {
    // In one order everywhere, so that two of these never deadlock.
    const { rows } = await client.query<{ id: string }>(
      `SELECT session_id AS id FROM recordings WHERE team_id = $1 AND session_id = ANY($2) AND deleted_at IS NULL
         AND ($3::float8 IS NULL OR start_time >= to_timestamp($3 / 1e6)) ORDER BY session_id FOR UPDATE`,
      [teamId, sessionIds, from],
    )
    const deleted = rows.map(({ id }) => id)
    const keys = await forgetContent(client, teamId, deleted)
    await client.query(
      `UPDATE recordings SET deleted_at = now(), deleted_by = $3, distinct_id = '', start_url = NULL, start_url_at = NULL,
         urls = '{}', runs = '' WHERE team_id = $1 AND session_id = ANY($2)`,
      [teamId, deleted, by],
    )
    await inSameTransaction(client, deleted)
    return { deleted, keys }
  })
  for (const key of keys) await blobs.delete(key)
  return deleted
}

/** Deletes all rows that belong to recordings. Resolves with the keys of their blobs, which the caller deletes. */
async function forgetContent(client: PoolClient, teamId: number, sessionIds: readonly string[]): Promise<string[]> {
  const of = [teamId, sessionIds]
  const { rows } = await client.query<{ key: string }>(
    'DELETE FROM recording_blocks WHERE team_id = $1 AND session_id = ANY($2) RETURNING blob_key AS key',
    of,
  )
  await client.query('DELETE FROM recording_chunks WHERE team_id = $1 AND session_id = ANY($2)', of)
  await client.query('DELETE FROM recording_views WHERE team_id = $1 AND session_id = ANY($2)', of)
  await client.query('DELETE FROM recording_playlist_items WHERE team_id = $1 AND session_id = ANY($2)', of)
  return [...new Set(rows.map(({ key }) => key))]
}

/**
 * Deletes the recordings in which some distinct IDs appear and which were stored up to a time.
 * @param until time in UTC, `YYYY-MM-DD hh:mm:ss.ffffff`
 * @returns number of deleted recordings
 */
export async function deleteRecordings(
  pool: Pool,
  blobs: Blobs,
  teamId: number,
  distinctIds: readonly string[],
  until: string,
): Promise<number> {
  let count = 0
  for (;;) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT DISTINCT session_id AS id FROM recording_chunks
       WHERE team_id = $1 AND distinct_id = ANY($2) AND created_at <= $3::timestamp AT TIME ZONE 'UTC' LIMIT $4`,
      [teamId, distinctIds, until, SESSIONS_AT_ONCE],
    )
    if (rows.length === 0) return count
    const sessionIds = rows.map(({ id }) => id)
    count += (await deleteRecordingsOf(pool, blobs, { teamId, sessionIds, by: null })).length
  }
}

/** Deletes recordings whose time is over, and what remained of those that were deleted before. */
export async function deleteExpiredRecordings(pool: Pool, blobs: Blobs): Promise<number> {
  let count = 0
  for (;;) {
    const keys = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ teamId: number; id: string }>(
        `SELECT team_id AS "teamId", session_id AS id FROM recordings WHERE expiry_time <= now()
         ORDER BY team_id, session_id LIMIT $1 FOR UPDATE`,
        [SESSIONS_AT_ONCE],
      )
      if (rows.length === 0) return null
      count += rows.length
      const keys: string[] = []
      for (const teamId of new Set(rows.map((row) => row.teamId))) {
        const sessionIds = rows.filter((row) => row.teamId === teamId).map(({ id }) => id)
        keys.push(...(await forgetContent(client, teamId, sessionIds)))
        await client.query('DELETE FROM recordings WHERE team_id = $1 AND session_id = ANY($2)', [teamId, sessionIds])
      }
      return keys
    })
    if (!keys) return count
    for (const key of keys) await blobs.delete(key)
  }
}

/** What the recordings of a project take. */
export interface RecordingUsage {
  recordings: number
  /** Bytes on disk. */
  bytes: number
  /** Start of the oldest recording. */
  oldest: Date | null
}

export async function recordingUsage(pool: Pool, teamId: number): Promise<RecordingUsage> {
  const { rows } = await pool.query<RecordingUsage>(
    `SELECT (SELECT coalesce(sum(bytes), 0)::bigint FROM recording_blocks WHERE team_id = $1) AS bytes, count(*) AS recordings,
       min(start_time) AS oldest
     FROM recordings WHERE team_id = $1 AND deleted_at IS NULL AND expiry_time > now()`,
    [teamId],
  )
  return rows[0]!
}
