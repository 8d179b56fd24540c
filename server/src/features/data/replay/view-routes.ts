/** Marks of who has watched which recordings, and the deletion of recordings. */
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { flexibleBoolean, readBody, uncheckedList } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import { enterRecordings, type ReplayParts } from './enter.ts'
import { projectParams, recordingParams } from './schemas.ts'
import { findRecordedSessions, findRecordings } from './store.ts'
import { findViews, markViewed, unmarkViewed } from './views.ts'

const tags = ['session_recordings']
const path = '/api/projects/:project_id/session_recordings'
const one = `${path}/:id`
const read = { access: access.scope('session_recording:read') }
const write = access.scope('session_recording:write')

const BULK_VIEWED_MAX = 20
const EXISTS_MAX = 100

const viewBody = z.object({
  viewed: flexibleBoolean.optional(),
  analyzed: flexibleBoolean.optional(),
  player_metadata: z.any().optional(),
})
export const idsBody = z.looseObject({ session_recording_ids: uncheckedList.optional().describe('Session IDs.') })
const existsBody = z.looseObject({ session_ids: uncheckedList.optional() })

export function registerViewRoutes(api: App, parts: ReplayParts): void {
  registerViewed(api, parts)
  registerBulkViewed(api, parts)
  registerExists(api, parts)
}

function registerViewed(api: App, { db }: ReplayParts): void {
  api.get(
    `${one}/viewed`,
    {
      config: read,
      schema: {
        summary: 'Whether the caller and others have watched a recording',
        tags,
        params: recordingParams,
        response: { 200: z.object({ viewed: z.boolean(), other_viewers: z.number().int() }) },
      },
    },
    async (request) => {
      const { team, principal } = await enterRecordings(db, request, 'viewer')
      const id = toStorableText(request.params.id)
      const views = (await findViews(db, team.id, [id])).get(id) ?? []
      const others = views.filter(({ userId }) => userId !== principal.userId)
      return { viewed: others.length < views.length, other_viewers: others.length }
    },
  )
  api.patch(
    one,
    {
      config: { access: write, body: viewBody },
      schema: {
        summary: 'Mark a recording as watched',
        tags,
        params: recordingParams,
        response: { 200: z.object({ success: z.literal(true) }) },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const id = toStorableText(request.params.id)
      if (!(await findRecordings(db.$client, team.id, [id])).has(id)) throw errors.notFound('Recording not found')
      const { viewed, analyzed } = readBody(request, viewBody)
      if (!viewed && !analyzed) throw errors.invalid('Must mark the recording as viewed or analyzed')
      if (viewed) await markViewed(db.$client, team.id, [id], requirePrincipal(request).userId)
      return { success: true as const }
    },
  )
}

function registerBulkViewed(api: App, { db }: ReplayParts): void {
  const counted = { success: z.literal(true), total_requested: z.number().int() }
  const config = { access: write, body: idsBody }
  api.post(
    `${path}/bulk_viewed`,
    {
      config,
      schema: {
        summary: 'Mark recordings as watched',
        tags,
        params: projectParams,
        response: { 200: z.object({ ...counted, viewed_count: z.number().int() }) },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const ids = readIds(readBody(request, idsBody).session_recording_ids, BULK_VIEWED_MAX)
      const count = await markViewed(db.$client, team.id, ids, requirePrincipal(request).userId)
      return { success: true as const, viewed_count: count, total_requested: ids.length }
    },
  )
  api.post(
    `${path}/bulk_not_viewed`,
    {
      config,
      schema: {
        summary: 'Mark recordings as not watched',
        tags,
        params: projectParams,
        response: { 200: z.object({ ...counted, not_viewed_count: z.number().int() }) },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const ids = readIds(readBody(request, idsBody).session_recording_ids, BULK_VIEWED_MAX)
      const count = await unmarkViewed(db.$client, team.id, ids, requirePrincipal(request).userId)
      return { success: true as const, not_viewed_count: count, total_requested: ids.length }
    },
  )
}

function registerExists(api: App, { db }: ReplayParts): void {
  api.post(
    `${path}/batch_check_exists`,
    {
      config: { ...read, body: existsBody },
      schema: {
        summary: 'Which of some sessions have a recording',
        tags,
        params: projectParams,
        response: { 200: z.object({ results: z.record(z.string(), z.boolean()) }) },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const ids = readIds(readBody(request, existsBody).session_ids, EXISTS_MAX, 'session_ids')
      const found = await findRecordedSessions(db.$client, team.id, ids)
      return { results: Object.fromEntries(ids.map((id) => [id, found.has(id)])) }
    },
  )
}

/** @throws ApiError 400 */
export function readIds(value: unknown, most: number, name = 'session_recording_ids'): string[] {
  if (!Array.isArray(value) || value.length === 0)
    throw errors.invalid(`${name} must be provided as a non-empty array`, name)
  if (value.length > most) throw errors.invalid(`Cannot process more than ${most} recordings at once`, name)
  if (!value.every((id) => typeof id === 'string')) throw errors.invalid(`${name} must contain strings`, name)
  return value.map(toStorableText)
}
