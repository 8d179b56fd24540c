import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { validate } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { enterShared } from '../../workspace/organizations/index.ts'
import { registerDeleteRoutes } from './delete-routes.ts'
import { enterRecordings, type ReplayParts } from './enter.ts'
import { listRecordings } from './list.ts'
import { readListParameters } from './list-parameters.ts'
import { registerMatchingRoutes } from './matching-routes.ts'
import { registerPlaylistRoutes } from './playlist-routes.ts'
import { presentRecordings } from './present.ts'
import {
  listQuery,
  projectParams,
  type RecordingAnswer,
  recordingAnswer,
  recordingPage,
  recordingParams,
  sourcesAnswer,
} from './schemas.ts'
import { presentSharedRecording } from './sharing.ts'
import { blocksIn, readRange, streamLines, streamSnappy } from './snapshots.ts'
import { findBlocks, findRecordings, type Recording, recordingUsage, type StoredBlock } from './store.ts'
import { registerViewRoutes } from './view-routes.ts'

const tags = ['session_recordings']
const path = '/api/projects/:project_id/session_recordings'
const one = `${path}/:id`
const read = { access: access.scope('session_recording:read') }
const sharedRead = { ...read, shares: ['session_recording'] } satisfies FastifyContextConfig

export function registerReplayRoutes(api: App, parts: ReplayParts): void {
  registerList(api, parts)
  registerUsage(api, parts)
  registerOne(api, parts)
  registerSnapshots(api, parts)
  registerViewRoutes(api, parts)
  registerDeleteRoutes(api, parts)
  registerMatchingRoutes(api, parts)
  registerPlaylistRoutes(api, parts)
}

function registerList(api: App, { db, clickHouse: { reader } }: ReplayParts): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List recordings',
        tags,
        params: projectParams,
        querystring: listQuery,
        response: { 200: recordingPage },
      },
    },
    async (request) => {
      const context = await enterRecordings(db, request, 'viewer')
      return listRecordings(context, { db, reader }, readListParameters(request.query, validate))
    },
  )
}

function registerUsage(api: App, { db }: ReplayParts): void {
  api.get(
    `${path}/usage`,
    {
      config: read,
      schema: {
        summary: 'How much space recordings take',
        tags,
        params: projectParams,
        response: {
          200: z.object({
            recordings: z.number().int(),
            bytes: z.number().int().describe('Size on disk.'),
            oldest: z.string().nullable().describe('Start of the oldest recording.'),
          }),
        },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const { recordings, bytes, oldest } = await recordingUsage(db.$client, team.id)
      return { recordings, bytes, oldest: oldest && formatDate(oldest) }
    },
  )
}

function registerOne(api: App, { db }: ReplayParts): void {
  api.get(
    one,
    {
      config: sharedRead,
      schema: {
        summary: 'Read a recording',
        description: 'With the token of a shared link: `id`, `recording_duration`, `start_time` and `end_time` only.',
        tags,
        params: recordingParams,
        response: { 200: recordingAnswer },
      },
    },
    async (request) => {
      const { context, recording } = await findOne(db, request)
      if (context === null) return presentSharedRecording(recording) as RecordingAnswer
      const [presented] = await presentRecordings(context, [recording])
      return { ...presented!, activity_score: null }
    },
  )
}

const snapshotsQuery = z.object({
  source: z.string().optional().describe('`blob_v2` for the items; without it, the blocks are listed.'),
  start_blob_key: z.string().optional().describe('First block.'),
  end_blob_key: z.string().optional().describe('Last block, included.'),
  blob_key: z.string().optional(),
  decompress: z.string().optional().describe('`false`: blocks compressed with snappy, each after its size in 4 bytes.'),
})

function registerSnapshots(api: App, { db, blobs }: ReplayParts): void {
  api.get(
    `${one}/snapshots`,
    {
      config: sharedRead,
      schema: {
        summary: 'Read the items of a recording',
        description:
          'Without `source`, lists the blocks. With `source=blob_v2`, answers with one JSON line per item: `["<window id>", {item}]`.',
        tags,
        params: recordingParams,
        querystring: snapshotsQuery,
        response: { 200: sourcesAnswer },
      },
    },
    async (request, reply) => {
      const { context, teamId, recording } = await findOne(db, request)
      const { query } = request
      assertSource(query)
      const blocks = await findBlocks(db.$client, teamId, recording.sessionId)
      if (!query.source) return listSources(blocks)
      const chosen = blocksIn(blocks, readRange(query, context?.principal.kind === 'personalKey'))
      const warn = (error: Error) => request.log.warn({ err: error, recording: recording.sessionId }, 'a block is lost')
      const isPacked = query.decompress === 'false'
      const findAgain = async (old: readonly StoredBlock[]) => {
        const ids = new Set(old.map(({ id }) => id))
        return (await findBlocks(db.$client, teamId, recording.sessionId)).filter(({ id }) => ids.has(id))
      }
      const reading = { blobs, findAgain, onUnreadable: warn }
      const stream = await (isPacked ? streamSnappy(chosen, reading) : streamLines(chosen, reading))
      // A link may end at any time.
      reply.header('Cache-Control', context ? 'max-age=3600' : 'no-store').header('Content-Disposition', 'inline')
      return reply.type(isPacked ? 'application/octet-stream' : 'application/jsonl').send(stream as never)
    },
  )
}

function listSources(blocks: Awaited<ReturnType<typeof findBlocks>>): z.infer<typeof sourcesAnswer> {
  return {
    sources: blocks.map(({ firstTimestamp, lastTimestamp }, index) => ({
      source: 'blob_v2',
      start_timestamp: formatDate(firstTimestamp),
      end_timestamp: formatDate(lastTimestamp),
      blob_key: String(index),
    })),
  }
}

/** Nothing is kept elsewhere for longer, so the source for that has no blobs. */
function assertSource({ source, blob_key: blobKey }: z.infer<typeof snapshotsQuery>): void {
  if (source === 'blob_v2_lts') {
    if (!blobKey) throw errors.invalid('Must provide a blob key', 'blob_key')
    throw errors.notFound('Block not found')
  }
  if (source && source !== 'blob_v2')
    throw errors.invalid(`"${source.slice(0, 100)}" is not a valid choice.`, 'source', 'invalid_choice')
}

/**
 * @returns without a context for the visitor of a shared link
 * @throws ApiError 404 for an unknown recording, 403 for one that a shared link does not share
 */
async function findOne(db: Database, request: FastifyRequest) {
  const shared = await enterShared(db, request)
  const context = shared ? null : await enterRecordings(db, request, 'viewer')
  const id = toStorableText((request.params as z.infer<typeof recordingParams>).id)
  if (shared && shared.principal.objectId !== id) throw errors.forbidden()
  const teamId = (shared ?? context!).team.id
  const recording: Recording | undefined = (await findRecordings(db.$client, teamId, [id])).get(id)
  if (!recording) throw errors.notFound('Recording not found')
  return { context, teamId, recording }
}
