import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, readPage } from '../../../platform/http/pagination.ts'
import { type JsonObject, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate, formatTime } from '../../../platform/time.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import { visibleLog } from '../../workspace/organizations/index.ts'
import { toPersonAnswer } from '../persons/index.ts'
import {
  findGroup,
  type GroupId,
  type GroupRow,
  type GroupType,
  groupProperties,
  groupPropertyValues,
  listGroups,
  listGroupTypes,
} from './groups.ts'
import { groupKind } from './kind.ts'
import { activityId, changeGroup, enterGroups, type GroupContext, relatedTo } from './operations.ts'
import {
  anyBody,
  groupAnswer,
  groupTypeAnswer,
  listQuery,
  nameAndCount,
  namedQuery,
  relatedAnswer,
  relatedQuery,
  valuesQuery,
} from './schemas.ts'

const BASE = '/api/projects/:project_id/groups'
const tags = ['groups']
const params = z.object({ project_id: z.string() })
const read = { access: access.scope('group:read') }
const write = { access: access.scope('group:write') }

type Enter = (request: FastifyRequest) => Promise<GroupContext>

export function registerGroupRoutes(api: App, db: Database, clickHouse: ClickHouse, log: EventLog): void {
  const enter: Enter = (request) => enterGroups({ db, clickHouse, log }, request)
  registerTypes(api, enter)
  registerGroups(api, enter)
  registerProperties(api, enter)
  registerRelated(api, enter)
  registerHistory(api, enter)
  registerChanges(api, enter)
}

function registerTypes(api: App, enter: Enter): void {
  api.get(
    '/api/projects/:project_id/groups_types',
    {
      config: read,
      schema: { summary: 'List group types', tags, params, response: { 200: z.array(groupTypeAnswer) } },
    },
    async (request) => {
      const { db, team } = await enter(request)
      return (await listGroupTypes(db, team.id)).map(presentType)
    },
  )
}

function registerGroups(api: App, enter: Enter): void {
  api.get(
    BASE,
    {
      config: read,
      schema: {
        summary: 'List groups of a type',
        tags,
        params,
        querystring: listQuery,
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
      const { db, team } = await enter(request)
      const typeIndex = readTypeIndex(request.query.group_type_index)
      const { limit, offset } = readPage(request.query)
      const search = request.query.search?.trim()
      const rows = await listGroups(db, team.id, typeIndex, search ? toStorableText(search) : null, { limit, offset })
      return {
        next: rows.length > limit ? linkTo(request, { limit, offset: offset + limit }) : null,
        previous: offset > 0 ? linkTo(request, { limit, offset: Math.max(0, offset - limit) }) : null,
        results: rows.slice(0, limit).map(presentGroup),
      }
    },
  )
  api.get(
    `${BASE}/find`,
    {
      config: read,
      schema: { summary: 'Read a group', tags, params, querystring: namedQuery, response: { 200: groupAnswer } },
    },
    async (request) => {
      const { db, team } = await enter(request)
      const row = await findGroup(db, team.id, readId(request.query))
      if (!row) throw errors.notFound()
      return presentGroup(row)
    },
  )
}

function registerProperties(api: App, enter: Enter): void {
  api.get(
    `${BASE}/property_definitions`,
    {
      config: read,
      schema: {
        summary: 'List the names of group properties by type index',
        tags,
        params,
        response: { 200: z.record(z.string(), z.array(nameAndCount)) },
      },
    },
    async (request) => {
      const { db, team } = await enter(request)
      return groupProperties(db, team.id)
    },
  )
  api.get(
    `${BASE}/property_values`,
    {
      config: read,
      schema: {
        summary: 'List the most frequent values of a group property',
        tags,
        params,
        querystring: valuesQuery,
        response: { 200: z.array(nameAndCount) },
      },
    },
    async (request) => {
      const { db, team } = await enter(request)
      const typeIndex = readTypeIndex(request.query.group_type_index)
      const { key, value } = request.query
      if (!key) return []
      return groupPropertyValues(db, team.id, typeIndex, toStorableText(key), toStorableText(value ?? ''))
    },
  )
}

function registerRelated(api: App, enter: Enter): void {
  api.get(
    `${BASE}/related`,
    {
      config: read,
      schema: {
        summary: 'List persons and groups that share events with a group or a person',
        description: 'Looks at the last 90 days. Without `group_type_index`, `id` is a person.',
        tags,
        params,
        querystring: relatedQuery,
        response: { 200: relatedAnswer },
      },
    },
    async (request) => {
      const context = await enter(request)
      const { id, group_type_index: index } = request.query
      if (!id) throw errors.invalid('This field is required.', 'id', 'required')
      const of = index ? { typeIndex: readTypeIndex(index), key: toStorableText(id) } : { person: id }
      const { persons, groups } = await relatedTo(context, of)
      return [
        ...persons.map((person) => toPersonAnswer(person, context.team.personDisplayNameProperties)),
        ...groups.map((group) => ({ type: 'group' as const, ...presentGroup(group) })),
      ]
    },
  )
}

function registerHistory(api: App, enter: Enter): void {
  api.get(
    `${BASE}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'List the changes to groups, newest first',
        description: 'With `group_type_index` and `group_key`: changes to one group.',
        tags,
        params,
        querystring: historyQuery.extend(namedQuery.shape),
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { db, principal, team } = await enter(request)
      const isOne = request.query.group_key !== undefined || request.query.group_type_index !== undefined
      const itemId = isOne ? activityId(readId(request.query)) : undefined
      const log = await visibleLog(db, principal, team)
      return answerHistory(request, db, log, { scope: groupKind.scope, itemId }, request.query)
    },
  )
}

function registerChanges(api: App, enter: Enter): void {
  const schema = { tags, params, querystring: namedQuery, body: anyBody, response: { 200: groupAnswer } }
  api.post(
    `${BASE}/update_property`,
    { config: write, schema: { ...schema, summary: 'Set one property of a group' } },
    async (request) => {
      const context = await enter(request)
      const id = readId(request.query)
      const { key, value } = request.body as JsonObject
      if (value === undefined) throw errors.invalid('This field is required.', 'value', 'required')
      return presentGroup(await changeGroup(context, id, { set: { [readName(key, 'key')]: value } }))
    },
  )
  api.post(
    `${BASE}/delete_property`,
    { config: write, schema: { ...schema, summary: 'Remove one property of a group' } },
    async (request) => {
      const context = await enter(request)
      const id = readId(request.query)
      const { $unset: key } = request.body as JsonObject
      return presentGroup(await changeGroup(context, id, { unset: toStorableText(readName(key, '$unset')) }))
    },
  )
}

/** Reads a property name. @throws ApiError 400 */
function readName(value: unknown, attr: string): string {
  if (typeof value !== 'string' || value === '') throw errors.invalid('This field is required.', attr, 'required')
  return value
}

export function readTypeIndex(text: string | undefined): number {
  if (text === undefined || text === '') throw errors.invalid('This field is required.', 'group_type_index', 'required')
  if (!/^[0-4]$/.test(text)) throw errors.invalid('A group type index is a number from 0 to 4.', 'group_type_index')
  return Number(text)
}

function readId(query: { group_type_index?: string; group_key?: string }): GroupId {
  const typeIndex = readTypeIndex(query.group_type_index)
  if (!query.group_key) throw errors.invalid('This field is required.', 'group_key', 'required')
  return { typeIndex, key: toStorableText(query.group_key) }
}

const presentType = (type: GroupType): z.infer<typeof groupTypeAnswer> => ({
  group_type: type.name,
  group_type_index: type.typeIndex,
  name_singular: type.nameSingular,
  name_plural: type.namePlural,
  created_at: formatDate(type.createdAt),
})

export const presentGroup = ({
  typeIndex,
  key,
  properties,
  createdAt,
}: Omit<GroupRow, 'createdAt'> & { createdAt: string | null }): z.infer<typeof groupAnswer> => ({
  group_type_index: typeIndex,
  group_key: key,
  group_properties: properties,
  created_at: createdAt === null ? '' : formatTime(createdAt),
})
