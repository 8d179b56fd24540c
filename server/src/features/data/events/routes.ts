import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import { parseJson, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { and, compare, constant, type Expr, field, tuple } from '../../analytics/hogql/index.ts'
import { Asker, askingTeam, readFilters } from '../../analytics/query/index.ts'
import { findPerson, findPersonsOf, type PersonRow, parsePersonId } from '../../people/persons/index.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import { findEvent, listArrivals, listEvents, propertyValues, type StoredEvent } from './event-query.ts'

const projectParams = z.object({ project_id: z.string() })
const eventAnswer = z.object({
  id: z.string(),
  uuid: z.string(),
  event: z.string(),
  distinct_id: z.string(),
  properties: z.record(z.string(), z.any()),
  timestamp: z.string(),
  created_at: z.string(),
  elements_chain: z.string(),
  elements: z.array(z.any()),
  person: z
    .object({
      is_identified: z.boolean(),
      distinct_ids: z.array(z.string()),
      properties: z.record(z.string(), z.any()),
      uuid: z.string(),
    })
    .nullable(),
})
nameSchema(eventAnswer, 'ClickhouseEvent')
/** Events dated up to this far ahead are shown, because clocks differ. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000
const ARRIVALS_MAX = 200
/** An offset reads and discards every row before the page; the `next` link does not. */
const OFFSET_MAX = 50_000
const PERSON_IDS_SHOWN_MAX = 10
const CSV_EVENTS_DEFAULT = 10_000
const EVENT_NAMES_MAX = 100
/** The range of event times that the store can hold. */
const EARLIEST_MICROS = Date.UTC(1900, 0, 1) * 1000
const LATEST_MICROS = Date.UTC(2262, 0, 1) * 1000

export function registerEventRoutes(api: App, db: Database, { reader }: ClickHouse): void {
  const stores = { pool: db.$client, reader }
  api.get(
    '/api/projects/:project_id/events',
    {
      config: { access: access.scope('query:read') },
      schema: {
        summary: 'List events, newest first',
        tags: ['events'],
        params: projectParams,
        querystring: pageQuery.extend({
          event: z.string().optional().describe('Name of the event.'),
          distinct_id: z.string().optional(),
          person_id: z
            .string()
            .optional()
            .describe('Integer ID or uuid; includes the events of all distinct IDs merged into the person.'),
          after: z.string().optional().describe('Only events later than this ISO 8601 time.'),
          before: z.string().optional().describe('Only events earlier than this ISO 8601 time.'),
          after_event: z
            .string()
            .optional()
            .describe('uuid of the last event of the previous page, from its `next` link.'),
          properties: z.string().optional().describe('JSON list of property filters.'),
          orderBy: z.string().optional().describe('JSON list; `["timestamp"]` or `["-timestamp"]`.'),
          format: z.string().optional().describe('`json` (default) or `csv`.'),
        }),
        response: { 200: z.object({ next: z.string().nullable(), results: z.array(eventAnswer) }) },
      },
    },
    async (request, reply) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const isCsv = wantsCsv(request)
      const { limit, offset } = readPage(request.query, isCsv ? CSV_EVENTS_DEFAULT : undefined)
      if (offset > OFFSET_MAX)
        throw errors.invalid(`The maximum offset is ${OFFSET_MAX}. Follow the next link to read on.`, 'offset')
      const { event, distinct_id: distinctId, person_id: personId, properties } = request.query
      const filters = readFilters(properties || undefined)
      const asker = await Asker.open({ db, reader }, askingTeam(team), { properties: filters })
      const conditions = [asker.filters(filters)]
      if (event) conditions.push(compare('==', field('event'), constant(event)))
      if (distinctId) conditions.push(compare('==', field('distinct_id'), constant(distinctId)))
      if (personId) conditions.push(await personCondition(db, team.id, personId))
      const ascending = isAscending(request.query.orderBy)
      const rows = await listEvents(asker, {
        condition: and(...conditions),
        after: readMicros(request.query.after, 'after'),
        before: readMicros(request.query.before, 'before') ?? (Date.now() + CLOCK_TOLERANCE_MS) * 1000,
        afterEvent: readEventId(request.query.after_event),
        limit: limit + offset + 1,
        ascending,
      })
      const shown = rows.slice(offset, offset + limit)
      if (isCsv) {
        const results = await withPersons(db, team.id, shown)
        return (await sendCsv(reply, 'events', () => [results])) as never
      }
      const last = shown.at(-1)
      const bound = ascending ? 'after' : 'before'
      return {
        next:
          rows.length > offset + limit && last
            ? linkTo(request, { [bound]: formatTime(last.timestamp), after_event: last.uuid, offset: null, limit })
            : null,
        results: await withPersons(db, team.id, shown),
      }
    },
  )

  api.get(
    '/api/projects/:project_id/events/live',
    {
      config: { access: access.scope('query:read') },
      schema: {
        summary: 'Events in the order they arrived, since a cursor',
        description:
          'Ask again with the `cursor` of the last answer. Without `since`, the answer holds the events of the last hour.',
        tags: ['events'],
        params: projectParams,
        querystring: z.object({ since: z.string().optional() }),
        response: { 200: z.object({ cursor: z.string(), results: z.array(eventAnswer) }) },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const since = readTime(request.query.since, 'since') ?? new Date(Date.now() - 60 * 60 * 1000).toISOString()
      const rows = await listArrivals(stores, team.id, readMicros(since, 'since')!, ARRIVALS_MAX)
      return { cursor: rows[0] ? formatTime(rows[0].created_at) : since, results: await withPersons(db, team.id, rows) }
    },
  )

  api.get(
    '/api/projects/:project_id/events/values',
    {
      config: { access: access.scope('query:read') },
      schema: {
        summary: 'The most frequent values of an event property',
        tags: ['events'],
        params: projectParams,
        querystring: z.object({
          key: z.string().optional().describe('Name of the property.'),
          value: z.string().optional().describe('Text that the values contain.'),
          event_name: z.string().optional().describe('Only values seen with this event; may be repeated.'),
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
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const { key, value } = request.query
      const url = new URL(request.originalUrl, 'http://localhost')
      const events = url.searchParams
        .getAll('event_name')
        .filter((name) => name !== '')
        .slice(0, EVENT_NAMES_MAX)
      reply.header('Cache-Control', 'max-age=10')
      if (!key) return { results: [], refreshing: false }
      const results = await propertyValues(stores, team, { key, containing: value ?? '', events })
      return { results, refreshing: false }
    },
  )

  api.get(
    '/api/projects/:project_id/events/:id',
    {
      config: { access: access.scope('query:read') },
      schema: {
        summary: 'Read an event',
        tags: ['events'],
        params: projectParams.extend({ id: z.string().describe('uuid of the event.') }),
        response: { 200: eventAnswer },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      if (!isUuid(request.params.id)) throw errors.invalid(`"${request.params.id}" is not a valid UUID.`, null)
      const row = await findEvent(stores, team.id, request.params.id)
      if (!row) throw errors.notFound()
      return (await withPersons(db, team.id, [row]))[0]!
    },
  )
}

/**
 * Events of a person: those of every distinct ID that belongs to it now, and those stored under its uuid whose distinct ID
 * has no person (a visitor without a profile).
 */
async function personCondition(db: Database, teamId: number, text: string): Promise<Expr> {
  const id = parsePersonId(text)
  const person = await findPerson(db, teamId, id)
  if (person) return compare('in', field('distinct_id'), tuple(...person.distinctIds.map((each) => constant(each))))
  return 'uuid' in id ? compare('==', field('person_id'), constant(id.uuid)) : constant(false)
}

function readEventId(text: string | undefined): string | null {
  if (!text) return null
  if (!isUuid(text)) throw errors.invalid(`"${text}" is not a valid UUID.`, 'after_event')
  return text
}

function isAscending(orderBy: string | undefined): boolean {
  if (!orderBy) return false
  try {
    const order = parseJson(orderBy)
    if (Array.isArray(order) && (order[0] === 'timestamp' || order[0] === '-timestamp')) return order[0] === 'timestamp'
  } catch {
    // Falls through to the error below.
  }
  throw errors.invalid('orderBy must be ["timestamp"] or ["-timestamp"].', 'orderBy')
}

/** @throws ApiError 400 when the text is not a time */
function readTime(text: string | undefined, attr: string): string | null {
  if (!text) return null
  // The plus sign of an offset arrives as a space if the client forgot to escape it.
  const repaired = text.trim().replace(/ (\d{2}:\d{2})$/, '+$1')
  const hasZone = /(z|[+-]\d{2}:?\d{2})$/i.test(repaired)
  const time = Date.parse(hasZone || !repaired.includes(':') ? repaired : `${repaired.replace(' ', 'T')}Z`)
  const isFourDigitYear = time >= Date.parse('0000-01-01') && time < Date.UTC(10_000, 0, 1)
  if (!isFourDigitYear) throw errors.invalid(`"${text}" is not a time in ISO 8601.`, attr)
  const micros = /\.(\d{4,6})/.exec(repaired)?.[1]
  const iso = new Date(time).toISOString()
  return micros ? iso.replace(/\.\d{3}Z$/, `.${micros.padEnd(6, '0')}Z`) : iso
}

/** Microseconds since 1970. @throws ApiError 400 when the text is not a time */
function readMicros(text: string | undefined, attr: string): number | null {
  const iso = readTime(text, attr)
  if (iso === null) return null
  const micros = Date.parse(iso) * 1000 + Number(/\.\d{3}(\d{3})Z$/.exec(iso)?.[1] ?? 0)
  return Math.min(Math.max(micros, EARLIEST_MICROS), LATEST_MICROS)
}

async function withPersons(db: Database, teamId: number, rows: StoredEvent[]): Promise<z.infer<typeof eventAnswer>[]> {
  const ids = [...new Set(rows.map((row) => toStorableText(row.distinct_id)))]
  const persons = ids.length > 0 ? await findPersonsOf(db, teamId, ids) : new Map<string, PersonRow>()
  return rows.map((row) => {
    const person = persons.get(row.distinct_id)
    return {
      id: row.uuid,
      uuid: row.uuid,
      event: row.event,
      distinct_id: row.distinct_id,
      properties: parseJson(row.properties) as Record<string, unknown>,
      timestamp: formatTime(row.timestamp),
      created_at: formatTime(row.created_at),
      elements_chain: row.elements_chain,
      elements: [],
      person: person
        ? {
            uuid: person.uuid,
            is_identified: person.isIdentified,
            distinct_ids: person.distinctIds.slice(0, PERSON_IDS_SHOWN_MAX),
            properties: person.properties,
          }
        : null,
    }
  })
}
