/** Keeps an uploaded piece of a recording: the snapshots as a compressed blob, and a row that finds it. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import { isJsonObject, stringifyJson } from '../../platform/json.ts'
import type { PoolClient } from '../../platform/postgres/postgres.ts'
import type { ReplayRecord } from '../capture/index.ts'

const compress = promisify(gzip)

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
