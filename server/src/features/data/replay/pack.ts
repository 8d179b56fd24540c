/**
 * Joins the blobs of recordings that have ended. An upload of a few seconds is a small blob that compresses badly; a few
 * minutes in one are half the size, and one file instead of hundreds. The blocks stay what they are, each as some lines of the
 * new blob. Recordings of earlier versions are counted then, too.
 */
import { createHash } from 'node:crypto'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { isJsonObject, parseJson, stringifyJson } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { headOf } from '../capture/index.ts'
import { BlockUnreadable, joined, linesIn, PACKED, readBlock, runsOf, writeBlock } from './blocks.ts'
import { recount } from './save.ts'
import { findBlocks, type StoredBlock } from './store.ts'
import { Summarizer } from './summary.ts'

/** A recording has ended when nothing arrived for so long. */
const QUIET = '1 hour'
const RECORDINGS_AT_ONCE = 100
/** Blobs are joined until they have this many bytes. */
const JOINED_BYTES = 512 * 1024

/** Neighbors that were written into one blob. */
interface Written {
  group: StoredBlock[]
  blobKey: string
  /** Size of the blob. */
  bytes: number
  /** Lines of each block, and how long they are. */
  parts: { lines: number; bytes: number }[]
}

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
  const written: Written[] = []
  for (const group of groups) {
    const blobKey = keyOf(teamId, sessionId, group)
    const result = await join(blobs, group, blobKey, summary)
    if (result) written.push({ group, blobKey, ...result })
  }
  const gone = await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'SELECT 1 FROM recordings WHERE team_id = $1 AND session_id = $2 AND deleted_at IS NULL FOR UPDATE',
      [teamId, sessionId],
    )
    // Deleted meanwhile; what was just written is lost, and removed by a job.
    if (!rowCount) return []
    for (const each of written) await moveBlocks(client, teamId, sessionId, each)
    const found = summary?.result()
    if (found && written.length === groups.length) await recount(client, { teamId, sessionId }, found)
    // An upload may have come meanwhile; the recording is packed again then.
    await client.query(
      `UPDATE recordings SET packed_at = now() WHERE team_id = $1 AND session_id = $2
         AND last_received_at < now() - $3::interval`,
      [teamId, sessionId, QUIET],
    )
    return unnamed(
      client,
      teamId,
      written.flatMap(({ group }) => group.map(({ blobKey }) => blobKey)),
    )
  })
  for (const key of gone) await blobs.delete(key)
}

/** Neighbors that are joined. What is one blob already is left alone, unless it is of an earlier version. */
function groupsOf(blocks: readonly StoredBlock[]): StoredBlock[][] {
  const groups: StoredBlock[][] = []
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
  return groups.filter(
    (group) => group[0]!.arrayWindowId !== null || new Set(group.map(({ blobKey }) => blobKey)).size > 1,
  )
}

/** Writes the lines of some blocks as one blob. Null if one of them cannot be read; then they stay as they are. */
async function join(
  blobs: Blobs,
  group: readonly StoredBlock[],
  blobKey: string,
  summary: Summarizer | null,
): Promise<Pick<Written, 'bytes' | 'parts'> | null> {
  const parts: Written['parts'] = []
  const lines = async function* () {
    for (const run of runsOf(group)) {
      const own = run.map(() => ({ lines: 0, bytes: 0 }))
      parts.push(...own)
      let place = 0
      for await (const line of linesIn(readBlock(blobs, joined(run)))) {
        while (own[place]!.lines === run[place]!.lineCount) place += 1
        own[place]!.lines += 1
        own[place]!.bytes += line.length
        if (summary) summarize(summary, line)
        yield line
      }
    }
  }
  try {
    return { bytes: await writeBlock(blobs, blobKey, lines()), parts }
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

/** The same blocks always make the same key, so that a job that is tried again writes the same blob. */
function keyOf(teamId: number, sessionId: string, group: readonly StoredBlock[]): string {
  const hash = createHash('sha256')
    .update(group.map(({ blobKey, firstLine }) => `${blobKey}:${firstLine}`).join('\n'))
    .digest('hex')
  const day = group[0]!.firstTimestamp.toISOString().slice(0, 10)
  return `replay/${teamId}/${day}/${sessionId}.${hash.slice(0, 16)}${PACKED}`
}

/** Says of some blocks that their lines are in another blob. Each counts its share of the blob's size. */
async function moveBlocks(
  client: PoolClient,
  teamId: number,
  sessionId: string,
  { group, blobKey, bytes, parts }: Written,
): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.bytes, 0)
  let [firstLine, before] = [0, 0]
  const places = parts.map((part) => {
    const place = { firstLine, bytes: share(before + part.bytes) - share(before) }
    firstLine += part.lines
    before += part.bytes
    return place
  })
  function share(part: number): number {
    return Math.round((bytes * part) / Math.max(1, total))
  }
  const { rowCount } = await client.query(
    `UPDATE recording_blocks b SET blob_key = $3, first_line = n.first_line, line_count = n.lines, bytes = n.bytes,
       array_window_id = NULL
     FROM unnest($2::bigint[], $4::text[], $5::int[], $6::int[], $7::int[]) AS n(id, old_key, first_line, lines, bytes)
     WHERE b.team_id = $1 AND b.id = n.id AND b.blob_key = n.old_key`,
    [
      teamId,
      group.map(({ id }) => id),
      blobKey,
      group.map((block) => block.blobKey),
      places.map((place) => place.firstLine),
      parts.map(({ lines }) => lines),
      places.map((place) => place.bytes),
    ],
  )
  if (rowCount !== group.length) throw new Error(`the blocks of the recording ${sessionId} changed meanwhile`)
}

/** Those of some blobs that no block is in any more. */
async function unnamed(client: PoolClient, teamId: number, keys: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    'SELECT DISTINCT blob_key AS key FROM recording_blocks WHERE team_id = $1 AND blob_key = ANY($2)',
    [teamId, keys],
  )
  const named = new Set(rows.map(({ key }) => key))
  return [...new Set(keys)].filter((key) => !named.has(key))
}
