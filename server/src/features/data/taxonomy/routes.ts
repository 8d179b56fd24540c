import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { parseJson, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import {
  bulkAnswer,
  bulkBody,
  COLUMNS,
  deleteDefinition,
  eventAnswer,
  eventBody,
  FROM,
  findDefinition,
  KINDS,
  presentEvent,
  presentProperty,
  propertyAnswer,
  propertyBody,
  type Row,
  type Subject,
  updateDefinition,
  updateTags,
} from './definitions.ts'
import { CORE_NAMES, HIDDEN_ON_EVENTS, PROPERTY_LABELS, VIRTUAL_PROPERTIES } from './labels.ts'
import { findUses, usedInAnswer } from './used-in.ts'

const tags = ['definitions']
const params = z.object({ project_id: z.string() })
const definitionParams = params.extend({ id: z.string() })
const isTrue = (value: string | undefined) => value !== undefined && /^(true|1)$/i.test(value)
const isFalse = (value: string | undefined) => value !== undefined && /^(false|0)$/i.test(value)

const wordsOf = (search: string | undefined) => (search ?? '').split(/\s+/).filter((word) => word !== '')

/** Every word has to occur in the name, or every word in what the name is called. */
function searchCondition(
  words: readonly string[],
  labels: Readonly<Record<string, string>>,
  bind: (value: unknown) => string,
): string {
  const inName = words.map((word) => `p.name ILIKE ${bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`).join(' AND ')
  const named = Object.keys(labels).filter((name) => isNamed(labels[name]!, words))
  return named.length === 0 ? `(${inName})` : `((${inName}) OR p.name = ANY(${bind(named)}))`
}
const isNamed = (label: string, words: readonly string[]) =>
  words.every((word) => label.toLowerCase().includes(word.toLowerCase()))

/** @throws ApiError 400 */
function readNames(text: string | undefined, attr: string): string[] {
  if (!text) return []
  try {
    const names = parseJson(text)
    if (Array.isArray(names)) return names.map((name) => toStorableText(String(name)))
  } catch {
    // Told below.
  }
  throw errors.invalid('A JSON list of names is expected.', attr)
}

export function registerTaxonomyRoutes(api: App, db: Database): void {
  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    return { principal, team }
  }
  registerEventList(api, db, enter)
  registerPropertyList(api, db, enter)
  registerOne(api, db, enter, 'event')
  registerOne(api, db, enter, 'property')

  api.get(
    '/api/projects/:project_id/property_definitions/seen_together',
    {
      config: { access: access.scope('property_definition:read') },
      schema: {
        summary: 'With which events a property has been seen',
        tags,
        params,
        querystring: z.looseObject({
          event_names: z.string().optional().describe('Name of an event; repeated, or a JSON list.'),
          property_name: z.string().optional(),
        }),
        response: { 200: z.record(z.string(), z.boolean()) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      const given = new URL(request.originalUrl, 'http://localhost').searchParams.getAll('event_names')
      const names = given.flatMap((text) => (text.trim().startsWith('[') ? readNames(text, 'event_names') : [text]))
      if (names.length === 0) throw errors.invalid('This field is required.', 'event_names', 'required')
      const { property_name: property } = request.query
      if (!property) throw errors.invalid('This field is required.', 'property_name', 'required')
      const { rows } = await db.$client.query<{ event: string }>(
        'SELECT event FROM event_properties WHERE team_id = $1 AND property = $2 AND event = ANY($3)',
        [team.id, property, names.map(toStorableText)],
      )
      const seen = new Set(rows.map(({ event }) => event))
      return Object.fromEntries(names.map((name) => [name, seen.has(name)]))
    },
  )
}

type Enter = (request: FastifyRequest) => Promise<{
  principal: ReturnType<typeof requirePrincipal>
  team: Awaited<ReturnType<typeof resolveTeam>>
}>

function registerEventList(api: App, db: Database, enter: Enter): void {
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
          event_type: z.string().optional().describe('`all`, `event`, `event_custom` or `event_posthog`.'),
          verified: z.string().optional(),
          exclude_hidden: z.string().optional(),
          tags: z.string().optional().describe('JSON list: those with one of these tags.'),
          ordering: z.string().optional().describe('`name`, `last_seen_at`, with `-` for the reverse.'),
        }),
        response: { 200: pageOf(eventAnswer) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      const page = readPage(request.query)
      const { query } = request
      const values: unknown[] = [team.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = ['p.team_id = $1']
      const words = wordsOf(query.search)
      if (words.length > 0) conditions.push(searchCondition(words, EVENT_LABELS, bind))
      if (query.event_type === 'event_custom') conditions.push(`p.name NOT LIKE '$%'`)
      if (query.event_type === 'event_posthog') conditions.push(`p.name LIKE '$%'`)
      if (isTrue(query.verified)) conditions.push('p.verified')
      if (isFalse(query.verified)) conditions.push('NOT p.verified')
      if (isTrue(query.exclude_hidden)) conditions.push('p.hidden IS NOT TRUE')
      const wanted = readNames(query.tags, 'tags')
      if (wanted.length > 0) conditions.push(`p.tags && ${bind(wanted)}::text[]`)
      const where = conditions.join(' AND ')
      const orders: Record<string, string> = {
        name: 'p.name COLLATE "C"',
        '-name': 'p.name COLLATE "C" DESC',
        last_seen_at: 'p.last_seen_at NULLS FIRST, p.name',
      }
      const order = orders[query.ordering ?? ''] ?? 'p.last_seen_at DESC NULLS LAST, p.name'
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM event_definitions p WHERE ${where}`, values),
        db.$client.query<Row>(
          `SELECT ${COLUMNS.event} FROM ${FROM.event} WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(presentEvent))
    },
  )
}

const EVENT_LABELS: Record<string, string> = {
  $pageview: 'Pageview',
  $pageleave: 'Pageleave',
  $autocapture: 'Autocapture',
  $screen: 'Screen',
  $identify: 'Identify',
  $groupidentify: 'Group Identify',
  $feature_flag_called: 'Feature Flag Called',
  $rageclick: 'Rageclick',
  $exception: 'Exception',
}

function registerPropertyList(api: App, db: Database, enter: Enter): void {
  api.get(
    '/api/projects/:project_id/property_definitions',
    {
      config: { access: access.scope('property_definition:read') },
      schema: {
        summary: 'List the names of properties that have been seen',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words that the name has, or what it is called.'),
          type: z.string().optional().describe('`event` (default), `person`, `group` or `session`.'),
          group_type_index: z.string().optional().describe('0 to 4; needed for `group`.'),
          properties: z.string().optional().describe('Names, separated by commas: only these.'),
          is_numerical: z.string().optional().describe('`true`: only numbers.'),
          is_feature_flag: z.string().optional().describe('`true`: only values of flags; `false`: none of them.'),
          event_names: z
            .string()
            .optional()
            .describe('JSON list of events: says which properties were seen with them.'),
          filter_by_event_names: z.string().optional().describe('`true`: only properties seen with those events.'),
          excluded_properties: z.string().optional().describe('JSON list of names to leave out.'),
          exclude_core_properties: z
            .string()
            .optional()
            .describe('`true`: without those that SDKs send by themselves.'),
          exclude_hidden: z.string().optional(),
          verified: z.string().optional(),
        }),
        response: { 200: pageOf(propertyAnswer) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      const page = readPage(request.query)
      const { query } = request
      const { type = 'event', group_type_index: index } = query
      if (!Object.hasOwn(KINDS, type))
        throw errors.invalid(`"${type.slice(0, 100)}" is not a valid choice.`, 'type', 'invalid_choice')
      if (type === 'group' && !/^[0-4]$/.test(index ?? ''))
        throw errors.invalid('`group_type_index` must be set for `group` type', 'group_type_index')
      if (type !== 'group' && index !== undefined)
        throw errors.invalid('`group_type_index` must not be set for any other type', 'group_type_index')
      const events = readNames(query.event_names, 'event_names')
      if (events.length > 0 && type !== 'event')
        throw errors.invalid('Only properties of events are seen with events.', 'event_names')
      const excluded = readNames(query.excluded_properties, 'excluded_properties')
      const only = query.properties ? query.properties.split(',').map((name) => name.trim()) : null
      const words = wordsOf(query.search)
      const values: unknown[] = [team.id, KINDS[type as keyof typeof KINDS], type === 'group' ? Number(index) : -1]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = ['p.team_id = $1', 'p.kind = $2', 'p.group_type_index = $3']
      if (words.length > 0) {
        const found = searchCondition(words, PROPERTY_LABELS, bind)
        // What is not the first value of a person's property is its latest.
        const isLatest = type === 'person' && words.some((word) => 'latest'.includes(word.toLowerCase()))
        conditions.push(isLatest ? `(${found} OR p.name NOT LIKE '%initial%')` : found)
      }
      if (only) conditions.push(`p.name = ANY(${bind(only)})`)
      if (isTrue(query.is_numerical)) conditions.push(`p.is_numerical AND p.name NOT IN ('distinct_id', 'timestamp')`)
      if (isTrue(query.is_feature_flag)) conditions.push(`p.name LIKE '$feature/%'`)
      if (isFalse(query.is_feature_flag)) conditions.push(`p.name NOT LIKE '$feature/%'`)
      if (excluded.length > 0) conditions.push(`p.name <> ALL(${bind(excluded)})`)
      if (isTrue(query.exclude_hidden)) conditions.push('p.hidden IS NOT TRUE')
      if (isTrue(query.verified)) conditions.push('p.verified')
      if (isFalse(query.verified)) conditions.push('NOT p.verified')
      if (type === 'event' && isTrue(query.exclude_core_properties))
        conditions.push(`p.name NOT LIKE '$%' AND p.name <> ALL(${bind(CORE_NAMES)})`)
      else if (type === 'event')
        conditions.push(`p.name <> ALL(${bind(HIDDEN_ON_EVENTS)}) AND p.name NOT LIKE '$session\\_entry\\_%'`)
      const pair = 'SELECT 1 FROM event_properties e WHERE e.team_id = p.team_id AND e.property = p.name'
      const seen = events.length > 0 ? `EXISTS (${pair} AND e.event = ANY(${bind(events)}))` : 'NULL::boolean'
      if (isTrue(query.filter_by_event_names)) conditions.push(events.length > 0 ? seen : `EXISTS (${pair})`)
      const where = conditions.join(' AND ')
      const [counted, found] = await Promise.all([
        // The list of events stands in the columns; a count that does not name it would leave a parameter without a type.
        db.$client.query<{ count: number }>(
          `SELECT count(*) AS count FROM (SELECT ${seen} FROM property_definitions p WHERE ${where}) counted`,
          values,
        ),
        db.$client.query<Row>(
          `SELECT ${COLUMNS.property}, ${seen} AS "isSeen" FROM ${FROM.property} WHERE ${where}
           ORDER BY ${seen} DESC NULLS LAST, p.verified DESC, p.name COLLATE "C" LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      const stored = counted.rows[0]!.count
      const virtual = type === 'person' ? virtualProperties(query, words, only, excluded) : []
      const isLastPage = page.offset < Math.max(1, stored) && page.offset + page.limit >= stored
      const answer = pageAnswer(request, page, stored, found.rows.map(presentProperty))
      return {
        ...answer,
        count: stored + virtual.length,
        results: [...answer.results, ...(isLastPage ? virtual : [])] as typeof answer.results,
      }
    },
  )
}

function virtualProperties(
  query: { is_numerical?: string; is_feature_flag?: string; verified?: string },
  words: readonly string[],
  only: readonly string[] | null,
  excluded: readonly string[],
) {
  if (isTrue(query.is_feature_flag) || isTrue(query.verified)) return []
  return VIRTUAL_PROPERTIES.filter(
    ({ name, type }) =>
      (!only || only.includes(name)) &&
      !excluded.includes(name) &&
      (!isTrue(query.is_numerical) || type === 'Numeric') &&
      (!isFalse(query.is_numerical) || type !== 'Numeric') &&
      (isNamed(name, words) || isNamed(name.replace('$virt_', '').replaceAll('_', ' '), words)),
  ).map(({ name, type }) => ({
    id: `$builtin_${name}`,
    name,
    is_numerical: type === 'Numeric',
    property_type: type,
    tags: [],
    virtual: true,
    description: null,
    updated_at: null,
    updated_by: null,
    verified: false,
    verified_at: null,
    verified_by: null,
    hidden: null,
    is_seen_on_filtered_events: null,
  }))
}

/** One definition, and tags of many. */
function registerOne(api: App, db: Database, enter: Enter, subject: Subject): void {
  const path = `/api/projects/:project_id/${subject}_definitions`
  const one = `${path}/:id`
  const read = { access: access.scope(`${subject}_definition:read`) }
  const write = access.scope(`${subject}_definition:write`)
  const thing = subject === 'event' ? 'an event' : 'a property'
  const answer = (subject === 'event' ? eventAnswer : propertyAnswer) as typeof propertyAnswer
  const present = (subject === 'event' ? presentEvent : presentProperty) as typeof presentProperty
  const body = subject === 'event' ? eventBody : propertyBody
  const find = async (request: FastifyRequest) => {
    const entered = await enter(request)
    const row = await findDefinition(
      db,
      subject,
      entered.team.id,
      (request.params as z.infer<typeof definitionParams>).id,
    )
    if (!row) throw errors.notFound()
    return { ...entered, row }
  }

  api.post(
    path,
    {
      config: { access: write },
      schema: { summary: `Not allowed; definitions come from ingestion`, tags, params, response: { 405: z.any() } },
    },
    async (request) => {
      await enter(request)
      throw errors.methodNotAllowed('POST')
    },
  )

  api.post(
    `${path}/bulk_update_tags`,
    {
      config: { access: write, body: bulkBody },
      schema: {
        summary: 'Add, remove or replace tags of many definitions',
        tags,
        params,
        response: { 200: bulkAnswer },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      return updateTags(db, subject, team, readBody(request, bulkBody))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: `Read the definition of ${thing}`, tags, params: definitionParams, response: { 200: answer } },
    },
    async (request) => present((await find(request)).row),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body },
      schema: {
        summary: `Change what is said about ${thing}`,
        tags,
        params: definitionParams,
        response: { 200: answer },
      },
      handler: async (request) => {
        const { principal, team, row } = await find(request)
        await updateDefinition(db, subject, principal, team, row.id, readBody(request, body))
        return present((await findDefinition(db, subject, team.id, row.id))!)
      },
    })
  }

  api.get(
    `${one}/used_in`,
    {
      config: read,
      schema: {
        summary: `What names ${thing}: insights, cohorts, actions and feature flags`,
        tags,
        params: definitionParams,
        response: { 200: usedInAnswer() },
      },
    },
    async (request) => {
      const { principal, team, row } = await find(request)
      return findUses(db, principal, team, subject, row.name)
    },
  )

  api.delete(
    one,
    {
      config: { access: write },
      schema: {
        summary: `Delete the definition of ${thing}`,
        description: 'The next event that has it brings it back.',
        tags,
        params: definitionParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { principal, team, row } = await find(request)
      await deleteDefinition(db, subject, principal, team, row)
      return reply.status(204).send()
    },
  )
}
