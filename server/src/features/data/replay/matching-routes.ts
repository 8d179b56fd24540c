/** Which events of a recorded session are those that a list of recordings was asked for. */
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { validate } from '../../../platform/http/validation.ts'
import { formatTime } from '../../../platform/time.ts'
import { compare, constant, field, or, type SelectQuery, selectTemplate } from '../../analytics/hogql/index.ts'
import { Asker, askingTeam } from '../../analytics/query/index.ts'
import { enterRecordings, type ReplayParts } from './enter.ts'
import { eventConditions } from './filters.ts'
import { readListParameters } from './list-parameters.ts'
import { listQuery, projectParams } from './schemas.ts'

const EVENTS_MAX = 10_000

export function registerMatchingRoutes(api: App, { db, clickHouse: { reader } }: ReplayParts): void {
  api.get(
    '/api/projects/:project_id/session_recordings/matching_events',
    {
      config: { access: access.scope('session_recording:read') },
      schema: {
        summary: 'List the events of a session that match any of the given filters',
        tags: ['session_recordings'],
        params: projectParams,
        querystring: listQuery,
        response: { 200: z.object({ results: z.array(z.object({ uuid: z.string(), timestamp: z.string() })) }) },
      },
    },
    async (request) => {
      const { team } = await enterRecordings(db, request, 'viewer')
      const parameters = readListParameters(request.query, validate)
      const { sessionIds, entities, properties } = parameters
      if (sessionIds?.length !== 1) throw errors.invalid('Must specify exactly one session_id', 'session_ids')
      const asker = await Asker.open({ db, reader }, askingTeam(team), { entities, properties })
      const conditions = eventConditions(asker, parameters)
      if (conditions.length === 0)
        throw errors.invalid('Must specify at least one event or action filter, or event properties filter', 'events')
      const tree = selectTemplate(
        `SELECT toString(uuid), toString(toTimeZone(timestamp, 'UTC')) FROM events
         WHERE {session} AND {matches} ORDER BY timestamp, uuid LIMIT {most}`,
        {
          session: compare('==', field('$session_id'), constant(sessionIds[0]!)),
          matches: or(...conditions),
          most: constant(EVENTS_MAX),
        },
      ) as SelectQuery
      // A repeated event that is not merged yet is shown once.
      const once = { node: 'LimitByExpr' as const, n: constant(1), offset_value: null, exprs: [field('uuid')] }
      const { rows } = await asker.run({ ...tree, limit_by: once })
      return { results: rows.map(([uuid, time]) => ({ uuid: String(uuid), timestamp: formatTime(String(time)) })) }
    },
  )
}
