/** Stores an uploaded chunk of a recording: the snapshots as a compressed blob, and a row that points to it. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { isJsonObject, stringifyJson } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { joinTeam } from '../../workspace/organizations/index.ts'
import type { ReplayRecord } from '../capture/index.ts'

const compress = promisify(gzip)

/**
 * Deletes the recordings of some distinct IDs that were stored up to a time. Snapshots go first, so that after a crash
 * between the two steps the rows still point to them.
 * @param until time in UTC, `YYYY-MM-DD hh:mm:ss.ffffff`
 * @returns number of deleted chunks
 */
export async function deleteRecordings(
  pool: Pool,
  blobs: Blobs,
  teamId: number,
  distinctIds: readonly string[],
  until: string,
): Promise<number> {
  let deleted = 0
  for (;;) {
    const { rows } = await pool.query<{ id: number; blob_key: string }>(
      `SELECT id, blob_key FROM recording_chunks
       WHERE team_id = $1 AND distinct_id = ANY($2) AND created_at <= $3::timestamp AT TIME ZONE 'UTC' ORDER BY id LIMIT 500`,
      [teamId, distinctIds, until],
    )
    if (rows.length === 0) return deleted
    for (const row of rows) await blobs.delete(row.blob_key)
    await pool.query('DELETE FROM recording_chunks WHERE id = ANY($1)', [rows.map((row) => row.id)])
    deleted += rows.length
  }
}

/** SQL expression: a project's retention period for recordings, as a PostgreSQL interval. */
const RETENTION = `CASE t.session_recording_retention_period WHEN '90d' THEN interval '90 days' WHEN '1y' THEN interval '1 year'
  WHEN '5y' THEN interval '5 years' ELSE interval '30 days' END`

/** Deletes recordings that are older than their project's retention period. Resolves with the number of chunks. */
export async function deleteOldRecordings(pool: Pool, blobs: Blobs): Promise<number> {
  let deleted = 0
  for (;;) {
    const { rows } = await pool.query<{ id: number; blob_key: string }>(
      `SELECT c.id, c.blob_key FROM recording_chunks c ${joinTeam('t', 'c.team_id')}
       WHERE c.created_at < now() - ${RETENTION} LIMIT 500`,
    )
    if (rows.length === 0) return deleted
    for (const row of rows) await blobs.delete(row.blob_key)
    await pool.query('DELETE FROM recording_chunks WHERE id = ANY($1)', [rows.map((row) => row.id)])
    deleted += rows.length
  }
}

/** Storing the same upload again changes nothing: its uuid names the blob and the row. */
export function createReplaySink(blobs: Blobs) {
  return async (client: PoolClient, teamId: number, record: ReplayRecord): Promise<void> => {
    const bytes = await compress(stringifyJson(record.snapshots))
    const blobKey = `replay/${teamId}/${record.sessionId}/${record.uuid}.json.gz`
    await blobs.put(blobKey, bytes)
    const times = record.snapshots
      .map((snapshot) => (isJsonObject(snapshot) ? snapshot.timestamp : null))
      .filter((time) => typeof time === 'number' && time > 0 && time < 8.64e15) as number[]
    const first = times.length > 0 ? Math.min(...times) : record.now
    const last = times.length > 0 ? Math.max(...times) : record.now
    await client.query(
      `INSERT INTO recording_chunks (team_id, session_id, window_id, distinct_id, uuid, source, library, blob_key, bytes, snapshots,
         first_timestamp, last_timestamp)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (team_id, session_id, uuid) DO NOTHING`,
      [
        teamId,
        record.sessionId,
        record.windowId.replaceAll('\0', '').slice(0, 200),
        record.distinctId,
        record.uuid,
        record.source,
        record.library,
        blobKey,
        bytes.length,
        record.snapshots.length,
        new Date(first),
        new Date(last),
      ],
    )
  }
}

/** Which of some sessions have a recording. */
export async function findRecordedSessions(
  pool: Pool,
  teamId: number,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const { rows } = await pool.query<{ id: string }>(
    'SELECT DISTINCT session_id AS id FROM recording_chunks WHERE team_id = $1 AND session_id = ANY($2)',
    [teamId, sessionIds],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The recordings that are copied to ClickHouse; all fields are null if the recording was deleted. */
export interface RecordingToCopy {
  team_id: number
  session_id: string
  distinct_id: string | null
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  start_time: string | null
  end_time: string | null
  snapshots: number | null
  bytes: number | null
}

/** The current state of recordings; the project and the session of a recording are at the same index of the two lists. */
export async function recordingsToCopy(
  client: PoolClient,
  teamIds: readonly number[],
  sessionIds: readonly string[],
): Promise<RecordingToCopy[]> {
  const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  const { rows } = await client.query<RecordingToCopy>(
    `SELECT n.team_id, n.key AS session_id, min(r.distinct_id) AS distinct_id, ${time('min(r.first_timestamp)')} AS start_time,
       ${time('max(r.last_timestamp)')} AS end_time, sum(r.snapshots)::int AS snapshots, sum(r.bytes)::int8 AS bytes
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::text[]) AS n(team_id, key)) n
     LEFT JOIN recording_chunks r ON r.team_id = n.team_id AND r.session_id = n.key GROUP BY n.team_id, n.key`,
    [teamIds, sessionIds],
  )
  return rows
}
