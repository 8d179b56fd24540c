/** The route of a person's timeline. */
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerInFormat } from '../../../platform/http/csv.ts'
import { errors } from '../../../platform/http/errors.ts'
import { findPerson, parsePersonId } from '../../people/persons/index.ts'
import { enterProject } from '../../workspace/organizations/index.ts'
import type { QueryStores } from './asker.ts'
import { readTimeline } from './person-timeline.ts'
import { askingTeam } from './team.ts'

const params = z.object({ project_id: z.string(), id: z.string().describe('Integer ID or UUID.') })
const timelineQuery = z.object({
  format: z.string().optional().describe('`json` (default) or `csv`.'),
  events: z.string().optional().describe('Series as a JSON list; none counts every event.'),
  actions: z.string().optional(),
  properties: z.string().optional().describe('Filters as JSON; those on the person determine the relevant keys.'),
  breakdown: z.string().optional(),
  breakdown_type: z.string().optional(),
  date_from: z.string().optional().describe('`-7d` by default.'),
  date_to: z.string().optional().describe('Now by default.'),
  interval: z.string().optional().describe('`minute`, `hour`, `day` (default), `week` or `month`.'),
  display: z.string().optional(),
})
const timelineAnswer = z.object({
  points: z.array(
    z.object({
      timestamp: z.string(),
      properties: z.record(z.string(), z.any()),
      relevant_event_count: z.number(),
    }),
  ),
  crucial_property_keys: z.array(z.string()),
  effective_date_from: z.string(),
  effective_date_to: z.string(),
})

export function registerPersonTimelineRoute(api: App, stores: QueryStores): void {
  api.get(
    '/api/projects/:project_id/persons/:id/properties_timeline',
    {
      config: { access: access.scope('person:read'), rate: 'persons' },
      schema: {
        summary: "Read how a person's properties changed over the events of an insight",
        tags: ['persons'],
        params,
        querystring: timelineQuery,
        response: { 200: timelineAnswer },
      },
    },
    async (request, reply) => {
      const { team } = await enterProject(stores.db, request)
      const person = await findPerson(stores.db, team.id, parsePersonId(request.params.id))
      if (!person) throw errors.notFound()
      const timeline = await readTimeline(stores, askingTeam(team), person.distinctIds, request.query)
      return answerInFormat(request, reply, 'properties_timeline', timeline, timeline.points)
    },
  )
}
