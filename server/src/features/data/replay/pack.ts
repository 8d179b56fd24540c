/**
 * Joins the blocks of recordings that have ended. An upload of a few seconds is a small blob that compresses badly; a few
 * minutes in one are half the size, and one file instead of hundreds. Recordings of earlier versions are counted then, too.
 */
import { createHash } from 'node:crypto'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { isJsonObject, parseJson, stringifyJson } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { headOf } from '../capture/index.ts'
import { BlockUnreadable, linesIn, PACKED, readBlock, writeBlock } from './blocks.ts'
import { recount } from './save.ts'
import { findBlocks, type StoredBlock } from './store.ts'
import { Summarizer } from './summary.ts'

/** A recording has ended when nothing arrived for so long: longer than a player needs to read it once. */
const QUIET = '1 hour'
const RECORDINGS_AT_ONCE = 100
/** Blobs are joined until they have this many bytes. */
const JOINED_BYTES = 512 * 1024

type Found = StoredBlock & { id: number; bytes: number }

/** Packs every recording that has ended. Resolves with their number. */
export async function packRecordings(pool: Pool, blobs: Blobs, signal?: AbortSignal): Promise<number> {
  let packed = 0
  for (;;) {
    signal?.throwIfAborted()
    const { rows } = await pool.query<{ teamId: number; sessionId: string }>(
      `SELECT team_id AS "teamId", session_id AS "sessionId" FROM recordings
       WHERE packed_at IS NULL AND deleted_at IS NULL AND last_received_at < now() - $1::interval
       ORDER BY last_received_at LIMIT $2`,
      [QUIET, RECORDINGS_AT_ONCE],
    )
    if (rows.length === 0) return packed
    for (const { teamId, sessionId } of rows) {
      signal?.throwIfAborted()
      await packRecording(pool, blobs, teamId, sessionId)
      packed += 1
    }
  }
}

/** New blobs first, then the rows that name them, then the old blobs go; so no row ever names a blob that is missing. */
async function packRecording(pool: Pool, blobs: Blobs, teamId: number, sessionId: string): Promise<void> {
  const blocks = await findBlocks(pool, teamId, sessionId)
  const isOld = blocks.some(({ arrayWindowId }) => arrayWindowId !== null)
  const summary = isOld ? new Summarizer(false) : null
  const groups = groupsOf(blocks)
  const written: { group: Found[]; blobKey: string; bytes: number }[] = []
  for (const group of groups) {
    const blobKey = keyOf(teamId, sessionId, group)
    const bytes = await join(blobs, group, blobKey, summary)
    if (bytes !== null) written.push({ group, blobKey, bytes })
  }
  const gone = await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'SELECT 1 FROM recordings WHERE team_id = $1 AND session_id = $2 AND deleted_at IS NULL FOR UPDATE',
      [teamId, sessionId],
    )
    // Deleted meanwhile; what was just written is lost, and removed by a job.
    if (!rowCount) return []
    for (const each of written) await replaceBlocks(client, teamId, sessionId, each)
    const found = summary?.result()
    if (found && written.length === groups.length) await recount(client, { teamId, sessionId }, found)
    // An upload may have come meanwhile; the recording is packed again then.
    await client.query(
      `UPDATE recordings SET packed_at = now() WHERE team_id = $1 AND session_id = $2
         AND last_received_at < now() - $3::interval`,
      [teamId, sessionId, QUIET],
    )
    return written.flatMap(({ group }) => group.map(({ blobKey }) => blobKey))
  })
  for (const key of gone) await blobs.delete(key)
}

/** Neighbors that are joined; a group of one is left alone unless it is of an earlier version. */
function groupsOf(blocks: readonly Found[]): Found[][] {
  const groups: Found[][] = []
  let bytes = 0
  for (const block of blocks) {
    const last = groups.at(-1)
    if (last && bytes + block.bytes <= JOINED_BYTES) last.push(block)
    else {
      groups.push([block])
      bytes = 0
    }
    bytes += block.bytes
  }
  return groups.filter((group) => group.length > 1 || group[0]!.arrayWindowId !== null)
}

/** Writes the lines of some blocks as one. Null if one of them cannot be read; then they stay as they are. */
async function join(
  blobs: Blobs,
  group: readonly Found[],
  blobKey: string,
  summary: Summarizer | null,
): Promise<number | null> {
  try {
    return await writeBlock(
      blobs,
      blobKey,
      (async function* () {
        for (const block of group)
          for await (const line of linesIn(readBlock(blobs, block))) {
            if (summary) summarize(summary, line)
            yield line
          }
      })(),
    )
  } catch (error) {
    if (error instanceof BlockUnreadable) return null
    throw error
  }
}

function summarize(summary: Summarizer, line: Buffer): void {
  const parsed = parseJson(line.toString())
  const item = Array.isArray(parsed) && isJsonObject(parsed[1]) ? parsed[1] : {}
  const head = headOf(item)
  if (head) summary.add({ head, item: Buffer.from(stringifyJson(item)) }, line.length)
}

function keyOf(teamId: number, sessionId: string, group: readonly Found[]): string {
  const hash = createHash('sha256')
    .update(group.map(({ blobKey }) => blobKey).join('\n'))
    .digest('hex')
  const day = group[0]!.firstTimestamp.toISOString().slice(0, 10)
  return `replay/${teamId}/${day}/${sessionId}.${hash.slice(0, 16)}${PACKED}`
}

async function replaceBlocks(
  client: PoolClient,
  teamId: number,
  sessionId: string,
  { group, blobKey, bytes }: { group: readonly Found[]; blobKey: string; bytes: number },
): Promise<void> {
  const { rowCount } = await client.query('DELETE FROM recording_blocks WHERE team_id = $1 AND id = ANY($2)', [
    teamId,
    group.map(({ id }) => id),
  ])
  if (rowCount !== group.length) throw new Error(`the blocks of the recording ${sessionId} changed meanwhile`)
  await client.query(
    `INSERT INTO recording_blocks (team_id, session_id, blob_key, bytes, first_timestamp, last_timestamp)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      teamId,
      sessionId,
      blobKey,
      bytes,
      group[0]!.firstTimestamp,
      new Date(Math.max(...group.map(({ lastTimestamp }) => lastTimestamp.getTime()))),
    ],
  )
}
