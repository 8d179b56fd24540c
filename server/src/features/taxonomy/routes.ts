/** The names of events and properties that have been seen, for choosing among them. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../platform/http/pagination.ts'
import { pageQuery } from '../../platform/http/validation.ts'
import { parseJson, toStorableText } from '../../platform/json.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { resolveTeam } from '../organizations/index.ts'

const tags = ['definitions']
const params = z.object({ project_id: z.string() })

const eventAnswer = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
})
const propertyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  is_numerical: z.boolean(),
  property_type: z.string().nullable(),
  is_seen_on_filtered_events: z.boolean().nullable(),
})

const KINDS = { event: 1, person: 2, group: 3 } as const
/** Shown for persons only: on events they say how an event was sent, not what it was. */
const HIDDEN_ON_EVENTS = [
  'distinct_id',
  '$set',
  '$set_once',
  '$initial_referrer',
  '$initial_referring_domain',
  '$groups',
  '$group_type',
  '$group_key',
  '$group_set',
  '$group_0',
  '$group_1',
  '$group_2',
  '$group_3',
  '$group_4',
]

/** @throws ApiError 400 */
function readNames(text: string | undefined): string[] {
  if (!text) return []
  try {
    const names = parseJson(text)
    if (Array.isArray(names)) return names.map((name) => toStorableText(String(name)))
  } catch {
    // Told below.
  }
  throw errors.invalid('A JSON list of names is expected.', 'event_names')
}

/** Every word of a search has to occur, in any order. */
function wordConditions(column: string, search: string | undefined, bind: (value: unknown) => string): string[] {
  return (search ?? '')
    .replaceAll('\0', '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${column} ILIKE ${bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`)
}

export function registerTaxonomyRoutes(api: App, db: Database): void {
  const enter = async (request: FastifyRequest) =>
    resolveTeam(db, requirePrincipal(request), (request.params as z.infer<typeof params>).project_id)

  api.get(
    '/api/projects/:project_id/event_definitions',
    {
      config: { access: access.scope('event_definition:read') },
      schema: {
        summary: 'List the names of events that have been seen',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words that the name has.'),
          event_type: z.string().optional().describe('`all`, `event_custom` or `event_posthog`.'),
          ordering: z.string().optional().describe('`name`, `last_seen_at`, with `-` for the reverse.'),
        }),
        response: { 200: pageOf(eventAnswer) },
      },
    },
    async (request) => {
      const team = await enter(request)
      const page = readPage(request.query)
      const values: unknown[] = [team.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = ['team_id = $1', ...wordConditions('name', request.query.search, bind)]
      if (request.query.event_type === 'event_custom') conditions.push(`name NOT LIKE '$%'`)
      if (request.query.event_type === 'event_posthog') conditions.push(`name LIKE '$%'`)
      const where = conditions.join(' AND ')
      const orders: Record<string, string> = {
        name: 'name',
        '-name': 'name DESC',
        last_seen_at: 'last_seen_at NULLS FIRST, name',
      }
      const order = orders[request.query.ordering ?? ''] ?? 'last_seen_at DESC NULLS LAST, name'
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM event_definitions WHERE ${where}`, values),
        db.$client.query<{ id: string; name: string; createdAt: Date; lastSeenAt: Date | null }>(
          `SELECT id, name, created_at AS "createdAt", last_seen_at AS "lastSeenAt" FROM event_definitions
           WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      const results = found.rows.map(({ id, name, createdAt, lastSeenAt }) => ({
        id,
        name,
        created_at: createdAt.toISOString(),
        last_seen_at: lastSeenAt?.toISOString() ?? null,
      }))
      return pageAnswer(request, page, counted.rows[0]!.count, results)
    },
  )

  api.get(
    '/api/projects/:project_id/property_definitions',
    {
      config: { access: access.scope('property_definition:read') },
      schema: {
        summary: 'List the names of properties that have been seen',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words that the name has.'),
          type: z.string().optional().describe('`event` (default), `person` or `group`.'),
          group_type_index: z.string().optional().describe('0 to 4; needed for `group`.'),
          is_numerical: z.string().optional().describe('`true`: only numbers.'),
          event_names: z
            .string()
            .optional()
            .describe('JSON list of events: says which properties were seen with them.'),
          filter_by_event_names: z.string().optional().describe('`true`: only properties seen with those events.'),
        }),
        response: { 200: pageOf(propertyAnswer) },
      },
    },
    async (request) => {
      const team = await enter(request)
      const page = readPage(request.query)
      const { search, type = 'event', group_type_index: index, is_numerical: isNumerical } = request.query
      if (!Object.hasOwn(KINDS, type))
        throw errors.invalid(`"${type.slice(0, 100)}" is not a valid choice.`, 'type', 'invalid_choice')
      if (type === 'group' && !/^[0-4]$/.test(index ?? ''))
        throw errors.invalid('`group_type_index` must be set for `group` type', 'group_type_index')
      if (type !== 'group' && index !== undefined)
        throw errors.invalid('`group_type_index` must not be set for any other type', 'group_type_index')
      const events = readNames(request.query.event_names)
      if (events.length > 0 && type !== 'event')
        throw errors.invalid('Only properties of events are seen with events.', 'event_names')
      const values: unknown[] = [team.id, KINDS[type as keyof typeof KINDS], type === 'group' ? Number(index) : -1]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = [
        'p.team_id = $1',
        'p.kind = $2',
        'p.group_type_index = $3',
        ...wordConditions('p.name', search, bind),
      ]
      if (isNumerical === 'true') conditions.push(`p.is_numerical AND p.name NOT IN ('distinct_id', 'timestamp')`)
      if (type === 'event')
        conditions.push(`p.name <> ALL(${bind(HIDDEN_ON_EVENTS)}) AND p.name NOT LIKE '$session\\_entry\\_%'`)
      const pair = 'SELECT 1 FROM event_properties e WHERE e.team_id = p.team_id AND e.property = p.name'
      const seen = events.length > 0 ? `EXISTS (${pair} AND e.event = ANY(${bind(events)}))` : 'NULL::boolean'
      if (request.query.filter_by_event_names === 'true') conditions.push(events.length > 0 ? seen : `EXISTS (${pair})`)
      const where = conditions.join(' AND ')
      const [counted, found] = await Promise.all([
        // The list of events stands in the columns; a count that does not name it would leave a parameter without a type.
        db.$client.query<{ count: number }>(
          `SELECT count(*) AS count FROM (SELECT ${seen} FROM property_definitions p WHERE ${where}) counted`,
          values,
        ),
        db.$client.query<z.infer<typeof propertyAnswer>>(
          `SELECT p.id, p.name, p.is_numerical, p.property_type, ${seen} AS is_seen_on_filtered_events FROM property_definitions p
           WHERE ${where} ORDER BY ${seen} DESC NULLS LAST, p.name COLLATE "C" LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows)
    },
  )
}
