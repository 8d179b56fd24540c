/**
 * Stores recording uploads in two steps. First the items are written to blobs, outside of any transaction. Then the batch's
 * transaction stores the rows that name the blobs. So no row names a blob that is missing; a blob that no row names, because
 * the process died between the steps, is removed by a job.
 */
import { createHash } from 'node:crypto'
import PQueue from 'p-queue'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ProjectOfToken } from '../../workspace/organizations/index.ts'
import { type ReplayRecord, snapshotsIn } from '../capture/index.ts'
import { FRESH, lineOf, writeBlock } from './blocks.ts'
import { saveRecording, type WrittenSession } from './save.ts'
import { type ChunkSummary, Summarizer } from './summary.ts'

export interface ReplayUpload {
  project: ProjectOfToken
  record: ReplayRecord
}

/** What became of an upload. */
export type ReplayOutcome =
  | 'replay_stored'
  | 'dropped:duplicate'
  | 'dropped:replay_disabled'
  | 'dropped:replay_expired'
  | 'dropped:replay_deleted'

export interface WrittenReplays {
  /**
   * Stores the rows, in the batch's transaction.
   * @param isAlive false for projects that are gone since the blobs were written
   * @returns the outcome of each upload, with its project
   */
  save(client: PoolClient, isAlive: (teamId: number) => boolean): Promise<[teamId: number, outcome: ReplayOutcome][]>
}

export type ReplaySink = (uploads: readonly ReplayUpload[]) => Promise<WrittenReplays>

/** Blobs that are written at the same time; each waits for the disk. */
const WRITES_MAX = 8
const DAY_MS = 24 * 60 * 60 * 1000

/** The uploads of one session in a batch. */
interface Session {
  project: ProjectOfToken
  records: ReplayRecord[]
}

export function createReplaySink(pool: Pool, blobs: Blobs): ReplaySink {
  return async (uploads) => {
    const outcomes: [number, ReplayOutcome][] = []
    const queue = new PQueue({ concurrency: WRITES_MAX })
    const written: WrittenSession[] = []
    const sessions = await findFresh(pool, uploads, (teamId, outcome) => outcomes.push([teamId, outcome]))
    await queue.addAll(
      sessions.map((session) => async () => {
        const stored = await writeSession(blobs, session)
        if (stored) written.push(stored)
        const kept = stored?.chunks.length ?? 0
        for (let left = session.records.length - kept; left > 0; left--)
          outcomes.push([session.project.id, 'dropped:replay_expired'])
      }),
    )
    return { save: (client, isAlive) => saveAll(client, written, outcomes, isAlive) }
  }
}

async function saveAll(
  client: PoolClient,
  written: readonly WrittenSession[],
  dropped: readonly [number, ReplayOutcome][],
  isAlive: (teamId: number) => boolean,
): Promise<[number, ReplayOutcome][]> {
  const outcomes = dropped.filter(([teamId]) => isAlive(teamId))
  // In one order everywhere, so that two of these never deadlock.
  const ordered = written.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  for (const session of ordered.filter(({ teamId }) => isAlive(teamId))) {
    const isStored = await saveRecording(client, session)
    for (const _chunk of session.chunks)
      outcomes.push([session.teamId, isStored ? 'replay_stored' : 'dropped:replay_deleted'])
  }
  return outcomes
}

const keyOf = ({ teamId, sessionId }: { teamId: number; sessionId: string }) => `${teamId}:${sessionId}`

/** The uploads that are new and wanted, by session. */
async function findFresh(
  pool: Pool,
  uploads: readonly ReplayUpload[],
  drop: (teamId: number, outcome: ReplayOutcome) => void,
): Promise<Session[]> {
  const wanted = uploads.filter(({ project }) => {
    if (!project.recordsSessions) drop(project.id, 'dropped:replay_disabled')
    return project.recordsSessions
  })
  if (wanted.length === 0) return []
  const { rows } = await pool.query<{ place: number; isStored: boolean; isDeleted: boolean }>(
    `SELECT n.place, c.id IS NOT NULL AS "isStored", r.deleted_at IS NOT NULL AS "isDeleted"
     FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS n(team_id, session_id, uuid, place)
     LEFT JOIN recording_chunks c ON c.team_id = n.team_id AND c.session_id = n.session_id AND c.uuid = n.uuid
     LEFT JOIN recordings r ON r.team_id = n.team_id AND r.session_id = n.session_id ORDER BY n.place`,
    [
      wanted.map(({ project }) => project.id),
      wanted.map(({ record }) => record.sessionId),
      wanted.map(({ record }) => record.uuid),
    ],
  )
  const sessions = new Map<string, Session>()
  const taken = new Set<string>()
  wanted.forEach(({ project, record }, index) => {
    const { isStored, isDeleted } = rows[index]!
    const session = keyOf({ teamId: project.id, sessionId: record.sessionId })
    const upload = `${session}:${record.uuid}`
    if (isDeleted) drop(project.id, 'dropped:replay_deleted')
    else if (isStored || taken.has(upload)) drop(project.id, 'dropped:duplicate')
    else sessions.set(session, { project, records: [...(sessions.get(session)?.records ?? []), record] })
    taken.add(upload)
  })
  return [...sessions.values()]
}

/** Writes a session's new items as one blob. Null if all of them are older than the project keeps recordings. */
async function writeSession(blobs: Blobs, { project, records }: Session): Promise<WrittenSession | null> {
  const first = records[0]!
  const kept = records.map((record) => new Upload(record, project))
  const blobKey = blobKeyOf(project.id, first, records)
  const lines = (function* () {
    for (const upload of kept) yield* upload.lines()
  })()
  const start = lines.next()
  if (start.done) return null
  const bytes = await writeBlock(
    blobs,
    blobKey,
    (function* () {
      yield start.value
      yield* lines
    })(),
  )
  const chunks = kept.flatMap((upload) => upload.chunk() ?? [])
  return {
    teamId: project.id,
    sessionId: first.sessionId,
    source: first.source,
    library: first.library,
    retentionDays: project.recordingDays,
    receivedAt: Math.max(...records.map(({ now }) => now)),
    block: { blobKey, bytes },
    chunks,
  }
}

/** One upload: its lines, and what they say, known once they were read. */
class Upload {
  private readonly summary: Summarizer

  constructor(
    private readonly record: ReplayRecord,
    private readonly project: ProjectOfToken,
  ) {
    this.summary = new Summarizer(project.keepsConsole)
  }

  *lines(): Generator<Buffer> {
    const { windowId, lines, now } = this.record
    const oldest = now - this.project.recordingDays * DAY_MS
    for (const snapshot of snapshotsIn(lines)) {
      if (snapshot.head.timestamp < oldest) continue
      const line = lineOf(windowId, snapshot.item)
      this.summary.add(snapshot, line.length)
      yield line
    }
  }

  chunk(): WrittenSession['chunks'][number] | null {
    const summary: ChunkSummary | null = this.summary.result()
    return summary && { uuid: this.record.uuid, distinctId: this.record.distinctId, summary }
  }
}

/** The same uploads always make the same key, so that a batch that is tried again writes the same blob. */
function blobKeyOf(teamId: number, { sessionId, now }: ReplayRecord, records: readonly ReplayRecord[]): string {
  const hash = createHash('sha256')
    .update(records.map(({ uuid }) => uuid).join('\n'))
    .digest('hex')
  const day = new Date(now).toISOString().slice(0, 10)
  return `replay/${teamId}/${day}/${sessionId}.${hash.slice(0, 16)}${FRESH}`
}
