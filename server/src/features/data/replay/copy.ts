/** The current state of recordings, for the copies in ClickHouse. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** Columns of the copy; all but the key are null if the recording was deleted. */
export interface RecordingToCopy {
  team_id: number
  session_id: string
  distinct_id: string | null
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  start_time: string | null
  [column: string]: unknown
}

const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`

/** The project and the session of a recording are at the same index of the two lists. */
export async function recordingsToCopy(
  client: PoolClient,
  teamIds: readonly number[],
  sessionIds: readonly string[],
): Promise<RecordingToCopy[]> {
  const { rows } = await client.query<RecordingToCopy>(
    `SELECT n.team_id, n.key AS session_id, r.distinct_id, r.source, r.library, r.start_url, r.urls, r.clicks, r.keypresses,
       r.mouse_activity, r.console_logs, r.console_warnings, r.console_errors, r.active_ms, r.retention_days,
       ${time('r.start_time')} AS start_time, ${time('r.end_time')} AS end_time, ${time('r.expiry_time')} AS expiry_time,
       ${time('r.last_received_at')} AS last_received_at, r.items AS snapshots, r.total_bytes AS bytes
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::text[]) AS n(team_id, key)) n
     LEFT JOIN recordings r ON r.team_id = n.team_id AND r.session_id = n.key AND r.deleted_at IS NULL`,
    [teamIds, sessionIds],
  )
  return rows
}

/** What an upload says about the console; `levels` is null if the upload was deleted. */
export interface ConsoleToCopy {
  team_id: number
  session_id: string
  chunk_id: number
  /** Milliseconds since 1970. */
  times: number[] | null
  levels: string[] | null
  messages: string[] | null
}

/** @param keys `<ID of the chunk>:<session ID>` */
export async function consolesToCopy(
  client: PoolClient,
  teamIds: readonly number[],
  keys: readonly string[],
): Promise<ConsoleToCopy[]> {
  const { rows } = await client.query<ConsoleToCopy>(
    `SELECT n.team_id, n.session_id, n.chunk_id, c.console -> 'times' AS times, c.console -> 'levels' AS levels,
       c.console -> 'messages' AS messages
     FROM (SELECT DISTINCT team_id, split_part(key, ':', 1)::bigint AS chunk_id, split_part(key, ':', 2) AS session_id
           FROM unnest($1::int[], $2::text[]) AS n(team_id, key)) n
     LEFT JOIN recording_chunks c ON c.team_id = n.team_id AND c.id = n.chunk_id`,
    [teamIds, keys],
  )
  return rows
}
