import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import { type JsonObject, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate, formatTime } from '../../../platform/time.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import { resolveTeam, visibleLog } from '../../workspace/organizations/index.ts'
import { findPerson, findPersonsOf, parsePersonId, toPersonAnswer } from '../persons/index.ts'
import {
  activityId,
  changeGroup,
  findGroup,
  findRelated,
  type GroupId,
  type GroupRow,
  groupProperties,
  groupPropertyValues,
  listGroups,
} from './groups.ts'
import { groupTypes } from './tables.ts'

const BASE = '/api/projects/:project_id/groups'
const RELATED_IDS_SHOWN_MAX = 10
const tags = ['groups']
const readAccess = { access: access.scope('group:read') }
const writeAccess = { access: access.scope('group:write') }
const projectParams = z.object({ project_id: z.string() })
const namedParams = {
  group_type_index: z.string().optional().describe('0 to 4; required.'),
  group_key: z.string().optional().describe('Key of the group; required.'),
}
const groupTypeAnswer = z.object({
  group_type: z.string(),
  group_type_index: z.number(),
  name_singular: z.string().nullable(),
  name_plural: z.string().nullable(),
  created_at: z.string(),
})
nameSchema(groupTypeAnswer, 'GroupType')
const groupAnswer = z.object({
  group_type_index: z.number(),
  group_key: z.string(),
  group_properties: z.record(z.string(), z.any()),
  created_at: z.string(),
})
nameSchema(groupAnswer, 'Group')
const nameAndCount = z.object({ name: z.string(), count: z.number() })
const anyBody = z.looseObject({})

interface ProjectRequest {
  principal: Parameters<typeof requirePrincipal>[0]['principal']
  params: { project_id: string }
}

export function registerGroupRoutes(api: App, db: Database, clickHouse: ClickHouse, log: EventLog): void {
  const teamOf = (request: ProjectRequest) => resolveTeam(db, requirePrincipal(request), request.params.project_id)
  const workOf = async (request: ProjectRequest) => ({
    db,
    log,
    team: await teamOf(request),
    principal: requirePrincipal(request),
  })

  api.get(
    '/api/projects/:project_id/groups_types',
    {
      config: readAccess,
      schema: { summary: 'List group types', tags, params: projectParams, response: { 200: z.array(groupTypeAnswer) } },
    },
    async (request) => {
      const team = await teamOf(request)
      const rows = await db
        .select()
        .from(groupTypes)
        .where(eq(groupTypes.teamId, team.id))
        .orderBy(asc(groupTypes.typeIndex))
      return rows.map((row) => ({
        group_type: row.name,
        group_type_index: row.typeIndex,
        name_singular: row.nameSingular,
        name_plural: row.namePlural,
        created_at: formatDate(row.createdAt),
      }))
    },
  )

  api.get(
    BASE,
    {
      config: readAccess,
      schema: {
        summary: 'List groups of a type',
        tags,
        params: projectParams,
        querystring: pageQuery.extend({
          group_type_index: namedParams.group_type_index,
          search: z.string().optional().describe('Part of the key or of the property `name`.'),
        }),
        response: {
          200: z.object({
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(groupAnswer),
          }),
        },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const typeIndex = readTypeIndex(request.query.group_type_index)
      const { limit, offset } = readPage(request.query)
      const search = request.query.search?.trim()
      const rows = await listGroups(db, team.id, typeIndex, search ? toStorableText(search) : null, { limit, offset })
      return {
        next: rows.length > limit ? linkTo(request, { limit, offset: offset + limit }) : null,
        previous: offset > 0 ? linkTo(request, { limit, offset: Math.max(0, offset - limit) }) : null,
        results: rows.slice(0, limit).map(toAnswer),
      }
    },
  )

  api.get(
    `${BASE}/find`,
    {
      config: readAccess,
      schema: {
        summary: 'Read a group',
        tags,
        params: projectParams,
        querystring: z.object(namedParams),
        response: { 200: groupAnswer },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const row = await findGroup(db, team.id, readId(request.query))
      if (!row) throw errors.notFound()
      return toAnswer(row)
    },
  )

  api.get(
    `${BASE}/property_definitions`,
    {
      config: readAccess,
      schema: {
        summary: 'Names of group properties by type index',
        tags,
        params: projectParams,
        response: { 200: z.record(z.string(), z.array(nameAndCount)) },
      },
    },
    async (request) => groupProperties(db, (await teamOf(request)).id),
  )

  api.get(
    `${BASE}/property_values`,
    {
      config: readAccess,
      schema: {
        summary: 'The most frequent values of a group property',
        tags,
        params: projectParams,
        querystring: z.object({
          group_type_index: namedParams.group_type_index,
          key: z.string().optional().describe('Name of the property.'),
          value: z.string().optional().describe('Text that the values contain.'),
        }),
        response: { 200: z.array(nameAndCount) },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const typeIndex = readTypeIndex(request.query.group_type_index)
      const { key, value } = request.query
      if (!key) return []
      return groupPropertyValues(db, team.id, typeIndex, toStorableText(key), toStorableText(value ?? ''))
    },
  )

  api.get(
    `${BASE}/related`,
    {
      config: readAccess,
      schema: {
        summary: 'Persons and groups that share events with a group or a person',
        description: 'Looks at the last 90 days. Without `group_type_index`, `id` is a person.',
        tags,
        params: projectParams,
        querystring: z.object({
          group_type_index: z.string().optional().describe('0 to 4.'),
          id: z.string().optional().describe('Key of the group, or id of the person; required.'),
        }),
        response: { 200: z.array(z.looseObject({ type: z.enum(['person', 'group']) })) },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const { id, group_type_index: index } = request.query
      if (!id) throw errors.invalid('This field is required.', 'id', 'required')
      const person = index ? null : await findPerson(db, team.id, parsePersonId(id))
      if (!index && !person) throw errors.notFound()
      const related = await findRelated(
        clickHouse.reader,
        team.id,
        person ? { distinctIds: person.distinctIds } : { typeIndex: readTypeIndex(index), key: toStorableText(id) },
      )
      const ids = related.distinctIds.map(toStorableText)
      const persons = await findPersonsOf(db, team.id, ids, RELATED_IDS_SHOWN_MAX)
      const unique = new Map([...persons.values()].map((row) => [row.uuid, row]))
      const groups = await Promise.all(related.groups.map((group) => findGroup(db, team.id, group)))
      return [
        ...[...unique.values()].map((row) => toPersonAnswer(row, team.personDisplayNameProperties)),
        // Events may name a group that nothing was ever said about.
        ...related.groups.map((group, position) => ({
          type: 'group' as const,
          ...toAnswer(groups[position] ?? { ...group, properties: {}, createdAt: null }),
        })),
      ]
    },
  )

  api.get(
    `${BASE}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about groups, newest first',
        description: 'With `group_type_index` and `group_key`: about one group.',
        tags,
        params: projectParams,
        querystring: historyQuery.extend(namedParams),
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const team = await teamOf(request)
      const isOne = request.query.group_key !== undefined || request.query.group_type_index !== undefined
      const itemId = isOne ? activityId(readId(request.query)) : undefined
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'Group', itemId },
        request.query,
      )
    },
  )

  api.post(
    `${BASE}/update_property`,
    {
      config: writeAccess,
      schema: {
        summary: 'Set one property of a group',
        tags,
        params: projectParams,
        querystring: z.object(namedParams),
        body: anyBody,
        response: { 200: groupAnswer },
      },
    },
    async (request) => {
      const work = await workOf(request)
      const id = readId(request.query)
      const { key, value } = request.body as JsonObject
      if (value === undefined) throw errors.invalid('This field is required.', 'value', 'required')
      if (typeof key !== 'string' || key === '') throw errors.invalid('This field is required.', 'key', 'required')
      return toAnswer(await changeGroup(work, id, { set: { [key]: value } }))
    },
  )

  api.post(
    `${BASE}/delete_property`,
    {
      config: writeAccess,
      schema: {
        summary: 'Remove one property of a group',
        tags,
        params: projectParams,
        querystring: z.object(namedParams),
        body: anyBody,
        response: { 200: groupAnswer },
      },
    },
    async (request) => {
      const work = await workOf(request)
      const id = readId(request.query)
      const { $unset: key } = request.body as JsonObject
      if (typeof key !== 'string' || key === '') throw errors.invalid('This field is required.', '$unset', 'required')
      return toAnswer(await changeGroup(work, id, { unset: toStorableText(key) }))
    },
  )
}

function readTypeIndex(text: string | undefined): number {
  if (text === undefined || text === '') throw errors.invalid('This field is required.', 'group_type_index', 'required')
  if (!/^[0-4]$/.test(text)) throw errors.invalid('A group type index is a number from 0 to 4.', 'group_type_index')
  return Number(text)
}

function readId(query: { group_type_index?: string; group_key?: string }): GroupId {
  const typeIndex = readTypeIndex(query.group_type_index)
  if (!query.group_key) throw errors.invalid('This field is required.', 'group_key', 'required')
  return { typeIndex, key: toStorableText(query.group_key) }
}

function toAnswer({
  typeIndex,
  key,
  properties,
  createdAt,
}: Omit<GroupRow, 'createdAt'> & { createdAt: string | null }) {
  return {
    group_type_index: typeIndex,
    group_key: key,
    group_properties: properties,
    created_at: createdAt === null ? '' : formatTime(createdAt),
  }
}
