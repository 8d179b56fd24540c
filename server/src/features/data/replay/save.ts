/** Adds uploads to the row of their recording. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { activeMs, addActivity, decodeRuns, decodeTimes, encodeRuns, encodeTimes, type Run } from './activity.ts'
import { addCounts, type ChunkSummary, type Counts, NO_COUNTS } from './summary.ts'

/** Uploads of one session whose items are in a blob. */
export interface WrittenSession {
  teamId: number
  sessionId: string
  source: string
  library: string
  retentionDays: number
  /** Milliseconds since 1970. */
  receivedAt: number
  block: { blobKey: string; bytes: number }
  chunks: { uuid: string; distinctId: string; summary: ChunkSummary }[]
}

/** A recording as far as uploads change it; times in milliseconds since 1970. */
interface Known {
  distinctId: string
  source: string
  library: string
  start: number
  end: number
  startUrl: string | null
  startUrlAt: number | null
  urls: string[]
  counts: Counts
  runs: Run[]
  retentionDays: number
  receivedAt: number
}

const DAY_MS = 24 * 60 * 60 * 1000
const URLS_MAX = 100

/**
 * Stores the rows of some uploads and adds them up in the recording.
 * @returns false if the recording was deleted; nothing is stored then
 * @throws Error if one of the uploads was stored meanwhile; the batch must be tried again
 */
export async function saveRecording(client: PoolClient, session: WrittenSession): Promise<boolean> {
  const known = await lockRecording(client, session)
  if (known === 'deleted') return false
  await insertChunks(client, session)
  await insertBlock(client, session)
  const { teamId, sessionId, chunks } = session
  const runs = await addActivity(
    known?.runs ?? [],
    chunks.map(({ summary }) => summary.activity),
    async (ranges) =>
      // Unless something is out of order, nothing was stored that is as late as what comes now.
      known && ranges.some(({ after }) => after < known.end)
        ? storedIdle(client, { teamId, sessionId, uuids: chunks.map(({ uuid }) => uuid), ranges })
        : [],
  )
  await upsertRecording(client, session, { ...combine(known, session), runs })
  return true
}

async function lockRecording(
  client: PoolClient,
  { teamId, sessionId }: WrittenSession,
): Promise<Known | 'deleted' | null> {
  const { rows } = await client.query<
    Counts & {
      distinctId: string
      source: string
      library: string
      start: Date
      end: Date
      startUrl: string | null
      startUrlAt: Date | null
      urls: string[]
      runs: Buffer
      retentionDays: number
      receivedAt: Date
      isDeleted: boolean
    }
  >(
    `SELECT distinct_id AS "distinctId", source, library, start_time AS start, end_time AS end, start_url AS "startUrl",
       start_url_at AS "startUrlAt", urls, runs, retention_days AS "retentionDays", last_received_at AS "receivedAt", clicks,
       keypresses, mouse_activity AS "mouseActivity", console_logs AS "consoleLogs", console_warnings AS "consoleWarnings",
       console_errors AS "consoleErrors", items, total_bytes AS "totalBytes", deleted_at IS NOT NULL AS "isDeleted"
     FROM recordings WHERE team_id = $1 AND session_id = $2 FOR UPDATE`,
    [teamId, sessionId],
  )
  const [row] = rows
  if (!row) return null
  if (row.isDeleted) return 'deleted'
  const { start, end, startUrlAt, runs, receivedAt } = row
  return {
    ...row,
    start: start.getTime(),
    end: end.getTime(),
    startUrlAt: startUrlAt?.getTime() ?? null,
    counts: addCounts(NO_COUNTS, row),
    runs: decodeRuns(runs),
    receivedAt: receivedAt.getTime(),
  }
}

async function insertChunks(client: PoolClient, { teamId, sessionId, chunks }: WrittenSession): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO recording_chunks (team_id, session_id, distinct_id, uuid, first_timestamp, last_timestamp, idle, console)
     SELECT $1, $2, n.distinct_id, n.uuid, to_timestamp(n.first / 1000.0), to_timestamp(n.last / 1000.0), n.idle, n.console
     FROM unnest($3::text[], $4::text[], $5::float8[], $6::float8[], $7::bytea[], $8::jsonb[])
       AS n(distinct_id, uuid, first, last, idle, console) ON CONFLICT (team_id, session_id, uuid) DO NOTHING`,
    [
      teamId,
      sessionId,
      chunks.map(({ distinctId }) => distinctId),
      chunks.map(({ uuid }) => uuid),
      chunks.map(({ summary }) => summary.first),
      chunks.map(({ summary }) => summary.last),
      chunks.map(({ summary }) => (summary.activity.idle.length > 0 ? encodeTimes(summary.activity.idle) : null)),
      chunks.map(({ summary }) => summary.console && JSON.stringify(summary.console)),
    ],
  )
  if (rowCount !== chunks.length) throw new Error(`an upload of the recording ${sessionId} was stored meanwhile`)
}

async function insertBlock(client: PoolClient, { teamId, sessionId, block, chunks }: WrittenSession): Promise<void> {
  await client.query(
    `INSERT INTO recording_blocks (team_id, session_id, blob_key, bytes, first_timestamp, last_timestamp)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      teamId,
      sessionId,
      block.blobKey,
      block.bytes,
      new Date(Math.min(...chunks.map(({ summary }) => summary.first))),
      new Date(Math.max(...chunks.map(({ summary }) => summary.last))),
    ],
  )
}

/** Times of inactive items in the uploads that were stored before. */
async function storedIdle(
  client: PoolClient,
  of: { teamId: number; sessionId: string; uuids: string[]; ranges: readonly { after: number; until: number }[] },
): Promise<number[]> {
  const { rows } = await client.query<{ idle: Buffer }>(
    `SELECT idle FROM recording_chunks WHERE team_id = $1 AND session_id = $2 AND uuid <> ALL($3) AND idle IS NOT NULL
       AND first_timestamp <= $4 AND last_timestamp > $5`,
    [
      of.teamId,
      of.sessionId,
      of.uuids,
      new Date(Math.max(...of.ranges.map(({ until }) => until))),
      new Date(Math.min(...of.ranges.map(({ after }) => after))),
    ],
  )
  return rows.flatMap(({ idle }) => decodeTimes(idle))
}

/** The recording with some more uploads; all but its runs. */
function combine(known: Known | null, session: WrittenSession): Omit<Known, 'runs'> {
  const summaries = session.chunks.map(({ summary }) => summary)
  const urls = [
    ...(known?.startUrl != null ? [{ href: known.startUrl, at: known.startUrlAt! }] : []),
    ...summaries.flatMap(({ startUrl }) => startUrl ?? []),
  ].sort((one, other) => one.at - other.at)
  return {
    distinctId: known?.distinctId ?? session.chunks[0]!.distinctId,
    source: known?.source ?? session.source,
    library: known?.library ?? session.library,
    start: Math.min(known?.start ?? Number.POSITIVE_INFINITY, ...summaries.map(({ first }) => first)),
    end: Math.max(known?.end ?? 0, ...summaries.map(({ last }) => last)),
    startUrl: urls[0]?.href ?? null,
    startUrlAt: urls[0]?.at ?? null,
    urls: [...new Set([...(known?.urls ?? []), ...summaries.flatMap((summary) => summary.urls)])].slice(0, URLS_MAX),
    counts: summaries.reduce((sum, { counts }) => addCounts(sum, counts), known?.counts ?? NO_COUNTS),
    retentionDays: known?.retentionDays ?? session.retentionDays,
    receivedAt: Math.max(known?.receivedAt ?? 0, session.receivedAt),
  }
}

/** When a recording is deleted: its days after its start, at the beginning of the day in UTC. */
export function expiryTime(start: number, retentionDays: number): Date {
  return new Date(Math.floor((start + retentionDays * DAY_MS) / DAY_MS) * DAY_MS)
}

/** What the items of a recording amount to. */
type Measured = Pick<Known, 'startUrl' | 'startUrlAt' | 'urls' | 'counts' | 'runs'>

/** The columns that are computed from items, each with its value. */
const MEASURED: readonly [column: string, value: (of: Measured) => unknown][] = [
  ['start_url', ({ startUrl }) => startUrl],
  ['start_url_at', ({ startUrlAt }) => (startUrlAt === null ? null : new Date(startUrlAt))],
  ['urls', ({ urls }) => urls],
  ['clicks', ({ counts }) => counts.clicks],
  ['keypresses', ({ counts }) => counts.keypresses],
  ['mouse_activity', ({ counts }) => counts.mouseActivity],
  ['console_logs', ({ counts }) => counts.consoleLogs],
  ['console_warnings', ({ counts }) => counts.consoleWarnings],
  ['console_errors', ({ counts }) => counts.consoleErrors],
  ['items', ({ counts }) => counts.items],
  ['total_bytes', ({ counts }) => counts.totalBytes],
  ['active_ms', ({ runs }) => activeMs(runs)],
  ['runs', ({ runs }) => encodeRuns(runs)],
]
const MEASURED_COLUMNS = MEASURED.map(([column]) => column)
/** The columns that every upload changes. */
const CHANGING = ['start_time', 'end_time', 'expiry_time', 'last_received_at', ...MEASURED_COLUMNS]

/** `$<first>, $<first + 1>` and so on. */
const places = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ')

async function upsertRecording(
  client: PoolClient,
  { teamId, sessionId }: WrittenSession,
  recording: Known,
): Promise<void> {
  const { distinctId, source, library, retentionDays, start, end, receivedAt } = recording
  await client.query(
    `INSERT INTO recordings (team_id, session_id, distinct_id, source, library, retention_days, ${CHANGING.join(', ')})
     VALUES ($1, $2, $3, $4, $5, $6, ${places(7, CHANGING.length)})
     ON CONFLICT (team_id, session_id) DO UPDATE
     SET ${CHANGING.map((column) => `${column} = excluded.${column}`).join(', ')}, packed_at = NULL`,
    [
      teamId,
      sessionId,
      distinctId,
      source,
      library,
      retentionDays,
      new Date(start),
      new Date(end),
      expiryTime(start, retentionDays),
      new Date(receivedAt),
      ...MEASURED.map(([, value]) => value(recording)),
    ],
  )
}

/** Replaces what was counted, for a recording of an earlier version whose blobs were all read. */
export async function recount(
  client: PoolClient,
  { teamId, sessionId }: { teamId: number; sessionId: string },
  { counts, startUrl, urls, activity }: ChunkSummary,
): Promise<void> {
  const runs = await addActivity([], [activity], async () => [])
  const measured = { counts, urls, runs, startUrl: startUrl?.href ?? null, startUrlAt: startUrl?.at ?? null }
  await client.query(
    `UPDATE recordings SET (${MEASURED_COLUMNS.join(', ')}) = ROW(${places(3, MEASURED.length)})
     WHERE team_id = $1 AND session_id = $2`,
    [teamId, sessionId, ...MEASURED.map(([, value]) => value(measured))],
  )
}
