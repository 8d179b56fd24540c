/** Deletes recordings for good. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody, uncheckedList } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import { logChange } from '../../workspace/objects/index.ts'
import { readStart } from './bounds.ts'
import { enterRecordings, type ReplayParts } from './enter.ts'
import { recordingKind } from './kind.ts'
import { projectParams, recordingParams } from './schemas.ts'
import { deleteRecordingsOf } from './store.ts'
import { readIds } from './view-routes.ts'

const tags = ['session_recordings']
const path = '/api/projects/:project_id/session_recordings'
const write = access.scope('session_recording:write')
const BULK_MAX = 100

const bulkBody = z.looseObject({
  session_recording_ids: uncheckedList.optional().describe('Session IDs, at most 100.'),
  date_from: z
    .string()
    .nullish()
    .describe('Recordings that start earlier are not deleted. By default, all that are still kept are.'),
})

export function registerDeleteRoutes(api: App, { db, blobs }: ReplayParts): void {
  api.delete(
    `${path}/:id`,
    {
      config: { access: write },
      schema: {
        summary: 'Delete a recording for good',
        tags,
        params: recordingParams,
        response: { 204: z.null().describe('Deleted.') },
      },
    },
    async (request, reply) => {
      const context = await enterRecordings(db, request, 'editor')
      const id = toStorableText(request.params.id)
      const of = { teamId: context.team.id, sessionIds: [id], by: context.principal.userId }
      const deleted = await deleteRecordingsOf(db.$client, blobs, of, async (client, ids) => {
        for (const each of ids)
          await logChange(client, context, recordingKind, { id: each, activity: 'deleted', detail: { name: each } })
      })
      if (deleted.length === 0) throw errors.notFound('Recording not found')
      return reply.status(204).send(null)
    },
  )
  api.post(
    `${path}/bulk_delete`,
    {
      config: { access: write, body: bulkBody },
      schema: {
        summary: 'Delete recordings for good',
        tags,
        params: projectParams,
        response: {
          200: z.object({
            success: z.literal(true),
            deleted_count: z.number().int(),
            total_requested: z.number().int(),
            failed_ids: z.array(z.string()),
          }),
        },
      },
    },
    async (request) => {
      const context = await enterRecordings(db, request, 'editor')
      const { session_recording_ids: given, date_from: dateFrom } = readBody(request, bulkBody)
      const ids = readIds(given, BULK_MAX)
      const now = DateTime.now().setZone(context.team.timezone)
      // Each recording has a retention period of its own, and is gone after it. So without a date there is no other limit.
      const from = dateFrom && dateFrom !== 'all' ? readStart(dateFrom, 'date_from', now) : null
      const of = { teamId: context.team.id, sessionIds: ids, by: context.principal.userId, from }
      const deleted = await deleteRecordingsOf(db.$client, blobs, of, async (client, done) => {
        const name = done.length === 1 ? '1 recording' : `${done.length} recordings`
        if (done.length > 0)
          await logChange(client, context, recordingKind, { id: 'bulk', activity: 'bulk_deleted', detail: { name } })
      })
      return { success: true as const, deleted_count: deleted.length, total_requested: ids.length, failed_ids: [] }
    },
  )
}
