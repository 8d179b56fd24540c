/** How links share recordings. Any ID can be shared, whether it has a recording yet or not. */
import type { FastifyRequest } from 'fastify'
import { toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import type { Shareable, SharedObject } from '../../delivery/sharing/index.ts'
import { type ProjectContext, type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import { enterRecordings } from './enter.ts'
import { measuresOf } from './present.ts'
import { recordingParams } from './schemas.ts'
import { findRecordings, type Recording } from './store.ts'

export function shareableRecordings(db: Database): Shareable {
  const findOne = async (teamId: number, id: string) => (await findRecordings(db.$client, teamId, [id])).get(id) ?? null
  const accessOf = ({ principal, team }: ProjectContext) => resourceAccess(db, principal, team, 'session_recording')
  return {
    resource: 'session_recording',
    noun: 'recording',
    path: '/api/projects/:project_id/session_recordings/:id',
    params: recordingParams,
    kind: null,
    async find(request: FastifyRequest) {
      const context = await enterRecordings(db, request, 'viewer')
      const { id } = request.params as { id: string }
      return { ...context, object: describe(toStorableText(id), await accessOf(context)) }
    },
    async describe(context, ids) {
      const own = await accessOf(context)
      return new Map(own.level === 'none' ? [] : ids.map((id) => [id, describe(id, own)]))
    },
    exists: async (teamId, id) => (await findOne(teamId, id)) !== null,
    async present(team, { objectId }) {
      const recording = await findOne(team.id, objectId)
      if (!recording) return null
      const title = 'Recording'
      return {
        title,
        description: null,
        data: { recording: presentSharedRecording(recording) },
        preview: { kind: title, title: formatDate(recording.startTime), draw: null },
      }
    },
  }
}

function describe(id: string, { level }: ResourceAccess): SharedObject {
  return { id, name: id, shortId: null, mayEdit: level === 'editor' || level === 'manager' }
}

/** What a visitor of a shared link learns about a recording: neither the person nor the address. */
export function presentSharedRecording(recording: Recording) {
  return {
    id: recording.sessionId,
    recording_duration: Math.trunc(measuresOf(recording).duration),
    start_time: formatDate(recording.startTime),
    end_time: formatDate(recording.endTime),
  }
}
