/** Reading persons. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerInFormat, sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readFlag } from '../../../platform/http/validation.ts'
import { parseJson, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import { resolveTeam, visibleLog } from '../../workspace/organizations/index.ts'
import { listDeletions } from './deletion.ts'
import { propertiesAt } from './past-properties.ts'
import { BATCH_DISTINCT_IDS_MAX, LISTED_DISTINCT_IDS_MAX, type PersonRow, toPersonAnswer } from './person.ts'
import { parsePersonId } from './person-id.ts'
import {
  exportPersons,
  findPerson,
  findPersonsByUuid,
  findPersonsOf,
  listPersons,
  NEWEST_FIRST,
  type PersonFilter,
  type PersonOrder,
  propertyNames,
  propertyValues,
  readUuid,
} from './repository.ts'
import {
  asList,
  formatQuery,
  listsBody,
  type ProjectRequest,
  personAnswer,
  personParams,
  projectParams,
} from './schemas.ts'
import { readTimeline } from './timeline.ts'
import { registerPersonWriteRoutes } from './write-routes.ts'

const BASE = '/api/projects/:project_id/persons'
const BATCH_MAX = 200
const tags = ['persons']
const readAccess = { access: access.scope('person:read'), rate: 'persons' as const }
const historyAccess = { access: access.scope('activity_log:read'), rate: 'persons' as const }

const listQuery = pageQuery.extend({
  distinct_id: z.string().optional().describe('The person that owns exactly this id.'),
  email: z.string().optional().describe('Exact value of the property `email`.'),
  search: z.string().optional().describe('Part of the e-mail, a whole distinct id, or a uuid.'),
  properties: z
    .string()
    .optional()
    .describe('Property filters as JSON: a list (all must hold), or a group `{"type": "AND"|"OR", "values": […]}`.'),
  orderBy: z
    .string()
    .optional()
    .describe('JSON list with one of `created_at`, `last_seen_at`, `properties.<key>`; `-` before it turns it round.'),
  include_total: z.string().optional().describe('Accepted; the total is always there.'),
  ...formatQuery.shape,
})

export function registerPersonRoutes(api: App, db: Database, clickHouse: ClickHouse, log: EventLog): void {
  const teamOf = (request: ProjectRequest) => resolveTeam(db, requirePrincipal(request), request.params.project_id)

  api.get(
    BASE,
    {
      config: readAccess,
      schema: {
        summary: 'List persons',
        tags,
        params: projectParams,
        querystring: listQuery,
        response: {
          200: z.object({
            next: z.string().nullable(),
            previous: z.string().nullable(),
            count: z.number(),
            results: z.array(personAnswer),
          }),
        },
      },
    },
    async (request, reply) => {
      const isCsv = wantsCsv(request)
      const team = await teamOf(request)
      const filter = readFilter(request.query)
      const toAnswer = (row: PersonRow) =>
        toPersonAnswer(row, team.personDisplayNameProperties, LISTED_DISTINCT_IDS_MAX)
      if (isCsv) {
        await exportPersons(db, team, filter, (read) =>
          sendCsv(reply, 'persons', async function* () {
            for await (const rows of read()) yield rows.map(toAnswer)
          }),
        )
        return reply as never
      }
      const page = readPage(request.query)
      const { count, rows } = await listPersons(db, team, filter, page, readOrder(request.query.orderBy))
      const { limit, offset } = page
      return {
        // Judged by "the page is full", as PostHog does: the last link may lead to an empty page.
        next: rows.length < limit ? null : linkTo(request, { limit, offset: offset + limit }),
        previous: offset < limit ? null : linkTo(request, { limit, offset: offset - limit }),
        count,
        results: rows.map(toAnswer),
      }
    },
  )

  api.get(
    `${BASE}/values`,
    {
      config: readAccess,
      schema: {
        summary: 'The most frequent values of a person property',
        tags,
        params: projectParams,
        querystring: formatQuery.extend({
          key: z.string().optional().describe('Name of the property, or `distinct_id`.'),
          value: z.string().optional().describe('Text that the values contain.'),
        }),
        response: {
          200: z.object({
            results: z.array(z.object({ name: z.string(), count: z.number() })),
            refreshing: z.boolean(),
          }),
        },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const { key, value } = request.query
      const results =
        !key || key.startsWith('$virt')
          ? []
          : await propertyValues(db, team.id, toStorableText(key), toStorableText(value ?? ''))
      reply.header('Cache-Control', 'max-age=10')
      return answerInFormat(request, reply, 'values', { results, refreshing: false })
    },
  )

  api.get(
    `${BASE}/properties`,
    {
      config: readAccess,
      schema: {
        summary: 'Names of the properties that persons have had',
        tags,
        params: projectParams,
        querystring: formatQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: {
          200: z.object({ results: z.array(z.object({ name: z.string(), property_type: z.string().nullable() })) }),
        },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const results = await propertyNames(db, team.id, toStorableText(request.query.search ?? ''))
      return answerInFormat(request, reply, 'properties', { results })
    },
  )

  api.get(
    `${BASE}/activity`,
    {
      config: historyAccess,
      schema: {
        summary: 'What was changed about persons, newest first',
        tags,
        params: projectParams,
        querystring: historyQuery.extend(formatQuery.shape),
        response: { 200: historyAnswer },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const visible = await visibleLog(db, requirePrincipal(request), team)
      const history = await answerHistory(request, db, visible, { scope: 'Person' }, request.query)
      return answerInFormat(request, reply, 'activity', history)
    },
  )

  api.get(
    `${BASE}/deletion_status`,
    {
      config: readAccess,
      schema: {
        summary: 'Deletions of events that were asked for, newest first',
        tags,
        params: projectParams,
        querystring: pageQuery.extend({
          status: z.string().optional().describe('`pending`, `completed` or `all` (default).'),
          person_uuid: z.string().optional(),
          ...formatQuery.shape,
        }),
        response: {
          200: z.object({
            count: z.number(),
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(
              z.object({
                person_uuid: z.string(),
                created_at: z.string(),
                status: z.enum(['pending', 'completed']),
                delete_verified_at: z.string().nullable(),
                events_total: z.number().nullable().describe('Events to delete; null until they are counted.'),
                events_deleted: z.number(),
              }),
            ),
          }),
        },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const status = request.query.status || 'all'
      if (status !== 'pending' && status !== 'completed' && status !== 'all')
        throw errors.invalid(`"${status}" is not a valid choice.`, 'status', 'invalid_choice')
      const text = request.query.person_uuid
      const personUuid = text ? readUuid(text) : null
      if (text && !personUuid) throw errors.invalid('Must be a valid UUID.', 'person_uuid')
      const page = readPage(request.query)
      const { count, rows } = await listDeletions(db, team.id, { status, personUuid }, page)
      const answer = pageAnswer(
        request,
        page,
        count,
        rows.map((row) => ({
          person_uuid: row.personUuid,
          created_at: formatTime(row.createdAt),
          status: row.verifiedAt === null ? ('pending' as const) : ('completed' as const),
          delete_verified_at: row.verifiedAt === null ? null : formatTime(row.verifiedAt),
          events_total: row.rowsTotal,
          events_deleted: row.rowsDeleted,
        })),
      )
      return answerInFormat(request, reply, 'deletions', answer)
    },
  )

  const batchAnswer = z.object({ results: z.record(z.string(), personAnswer) })
  api.post(
    `${BASE}/batch_by_distinct_ids`,
    {
      config: readAccess,
      schema: {
        summary: 'Persons of up to 200 distinct ids',
        tags,
        params: projectParams,
        body: listsBody('distinct_ids'),
        response: { 200: batchAnswer },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const ids = (asList(request.body.distinct_ids) ?? [])
        .slice(0, BATCH_MAX)
        .filter((id) => typeof id === 'string')
        .map(toStorableText)
      const found = ids.length > 0 ? await findPersonsOf(db, team.id, ids, LISTED_DISTINCT_IDS_MAX) : new Map()
      return { results: toBatch(found, team.personDisplayNameProperties) }
    },
  )

  api.post(
    `${BASE}/batch_by_uuids`,
    {
      config: readAccess,
      schema: {
        summary: 'Persons with up to 200 uuids',
        tags,
        params: projectParams,
        body: listsBody('uuids'),
        response: { 200: batchAnswer },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const uuids = (asList(request.body.uuids) ?? []).slice(0, BATCH_MAX).map((text) => {
        const uuid = typeof text === 'string' ? readUuid(text) : null
        if (!uuid) throw errors.invalid('One or more UUIDs are invalid.')
        return uuid
      })
      const found = uuids.length > 0 ? await findPersonsByUuid(db, team.id, uuids, LISTED_DISTINCT_IDS_MAX) : new Map()
      return { results: toBatch(found, team.personDisplayNameProperties) }
    },
  )

  const plainError = z.object({ error: z.string() })
  api.get(
    `${BASE}/properties_at_time`,
    {
      config: readAccess,
      schema: {
        summary: 'A person as it was at a time',
        description: 'Properties rebuilt from what the events of the last two years before that time set.',
        tags,
        params: projectParams,
        querystring: formatQuery.extend({
          distinct_id: z.string().optional(),
          person_id: z.string().optional().describe('uuid; instead of `distinct_id`.'),
          timestamp: z.string().optional().describe('ISO 8601; UTC without an offset. Required.'),
          include_set_once: z.string().optional().describe('Also replay `$set_once` of events of that name.'),
        }),
        response: {
          200: personAnswer.extend({
            point_in_time_metadata: z.object({
              queried_timestamp: z.string(),
              include_set_once: z.boolean(),
              distinct_id_used: z.string().nullable(),
              person_id_used: z.string().nullable(),
              query_mode: z.enum(['distinct_id', 'person_id']),
              distinct_ids_queried: z.array(z.string()),
              distinct_ids_count: z.number(),
            }),
          }),
          400: plainError,
          404: plainError,
        },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const { distinct_id: distinctId, person_id: personId, timestamp } = request.query
      if (distinctId && personId)
        return reply.status(400).send({ error: 'Cannot provide both distinct_id and person_id - choose one' })
      if (!distinctId && !personId)
        return reply.status(400).send({ error: 'Must provide either distinct_id or person_id parameter' })
      if (!timestamp) return reply.status(400).send({ error: 'timestamp parameter is required' })
      const time = DateTime.fromISO(
        timestamp
          .trim()
          .replace(/ (\d{2}:\d{2})$/, '+$1')
          .replace(' ', 'T'),
        { zone: 'utc' },
      )
      if (!time.isValid || time.year < 1970 || time.year > 9999)
        return reply.status(400).send({ error: 'timestamp must be in ISO 8601 format, e.g. 2024-01-31T10:00:00Z' })
      const uuid = personId ? readUuid(personId) : null
      if (personId && !uuid) return reply.status(400).send({ error: 'person_id must be a valid UUID' })
      const row = distinctId
        ? (await findPersonsOf(db, team.id, [toStorableText(distinctId)])).values().next().value
        : await findPerson(db, team.id, { uuid: uuid! })
      if (!row) return reply.status(404).send({ error: 'Person not found' })
      const includeSetOnce = readFlag(request.query.include_set_once)
      const until = time.toFormat('yyyy-MM-dd HH:mm:ss.SSS')
      const properties = await propertiesAt(clickHouse.reader, team.id, row.distinctIds, until, includeSetOnce)
      return answerInFormat(request, reply, 'person', {
        ...toPersonAnswer({ ...row, properties }, team.personDisplayNameProperties),
        point_in_time_metadata: {
          queried_timestamp: formatTime(until),
          include_set_once: includeSetOnce,
          distinct_id_used: distinctId || null,
          person_id_used: uuid,
          query_mode: distinctId ? ('distinct_id' as const) : ('person_id' as const),
          distinct_ids_queried: row.distinctIds,
          distinct_ids_count: row.distinctIds.length,
        },
      })
    },
  )

  api.get(
    `${BASE}/:id`,
    {
      config: readAccess,
      schema: {
        summary: 'Read a person',
        tags,
        params: personParams,
        querystring: formatQuery,
        response: { 200: personAnswer },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const row = await findPerson(db, team.id, parsePersonId(request.params.id))
      if (!row) throw errors.notFound()
      return answerInFormat(request, reply, 'person', toPersonAnswer(row, team.personDisplayNameProperties))
    },
  )

  api.get(
    `${BASE}/:id/activity`,
    {
      config: historyAccess,
      schema: {
        summary: 'What was changed about a person, newest first',
        tags,
        params: personParams,
        querystring: historyQuery.extend(formatQuery.shape),
        response: { 200: historyAnswer },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const row = await findPerson(db, team.id, parsePersonId(request.params.id))
      if (!row) throw errors.notFound()
      const visible = await visibleLog(db, requirePrincipal(request), team)
      const filter = { scope: 'Person' as const, itemId: String(row.id) }
      const history = await answerHistory(request, db, visible, filter, request.query)
      return answerInFormat(request, reply, 'activity', history)
    },
  )

  api.get(
    `${BASE}/:id/properties_timeline`,
    {
      config: readAccess,
      schema: {
        summary: "How a person's properties looked over the events of an insight",
        tags,
        params: personParams,
        querystring: formatQuery.extend({
          events: z.string().optional().describe('Series as a JSON list; none counts every event.'),
          actions: z.string().optional(),
          properties: z.string().optional().describe('Filters as JSON; those on the person name the keys that matter.'),
          breakdown: z.string().optional(),
          breakdown_type: z.string().optional(),
          date_from: z.string().optional().describe('`-7d` by default.'),
          date_to: z.string().optional().describe('Now by default.'),
          interval: z.string().optional().describe('`minute`, `hour`, `day` (default), `week` or `month`.'),
          display: z.string().optional(),
        }),
        response: {
          200: z.object({
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
          }),
        },
      },
    },
    async (request, reply) => {
      const team = await teamOf(request)
      const row = await findPerson(db, team.id, parsePersonId(request.params.id))
      if (!row) throw errors.notFound()
      const timeline = await readTimeline(clickHouse.reader, team, row.distinctIds, request.query)
      return answerInFormat(request, reply, 'properties_timeline', timeline, timeline.points)
    },
  )

  registerPersonWriteRoutes(api, db, clickHouse, log)
}

function readFilter(query: z.infer<typeof listQuery>): PersonFilter {
  const text = (value?: string) => (value ? toStorableText(value) : undefined)
  return {
    distinctId: text(query.distinct_id),
    email: text(query.email),
    search: text(query.search),
    properties: query.properties || undefined,
  }
}

/** @throws ApiError 400 for anything that cannot be ordered by */
function readOrder(text: string | undefined): PersonOrder {
  if (!text) return NEWEST_FIRST
  let name: unknown
  try {
    const list = parseJson(text)
    name = Array.isArray(list) && list.length === 1 ? list[0] : null
  } catch {
    name = null
  }
  if (typeof name === 'string') {
    const descending = name.startsWith('-')
    const by = descending ? name.slice(1) : name
    if (by === 'created_at' || by === 'last_seen_at') return { by, descending }
    if (by.startsWith('properties.') && by.length > 'properties.'.length)
      return { by: { property: toStorableText(by.slice('properties.'.length)) }, descending }
  }
  throw errors.invalid('orderBy must be a JSON list with one of created_at, last_seen_at, properties.<key>.', 'orderBy')
}

function toBatch(found: Map<string, PersonRow>, names: readonly string[] | null) {
  return Object.fromEntries([...found].map(([key, row]) => [key, toPersonAnswer(row, names, BATCH_DISTINCT_IDS_MAX)]))
}
