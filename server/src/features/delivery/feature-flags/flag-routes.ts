import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { flexibleInteger, jsonField, nullable, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, parseJson, stringifyJson, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import {
  type AccessLevel,
  findTeamByToken,
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { countMatching } from './audience.ts'
import { reachableCohorts } from './cohort-criteria.ts'
import { PROPERTY_MATCHING_VERSION, toDefinition } from './definitions.ts'
import { Evaluator } from './evaluation.ts'
import { cohortsOf } from './filters.ts'
import {
  createFlag,
  createFlagBody,
  FLAG_SELECT,
  type FlagRow,
  findFlag,
  flagAnswer,
  flagBody,
  statusOf,
  toFlagAnswer,
  updateFlag,
} from './flags.ts'
import { type Seen, seenBy } from './seen.ts'
import type { FlagStore } from './store.ts'
import { loadSubject } from './subject.ts'
import { readUsage, usageAnswer } from './usage.ts'

const tags = ['feature flags']
const params = z.object({ project_id: z.string() })
const flagParams = params.extend({ id: z.string() })
const KEYS_MAX = 1_000

export function registerFlagRoutes(api: App, db: Database, clickHouse: ClickHouse, store: FlagStore): void {
  const path = '/api/projects/:project_id/feature_flags'
  const one = `${path}/:id`
  const read = { access: access.scope('feature_flag:read') }
  const write = access.scope('feature_flag:write')

  const enter = async (request: FastifyRequest, segment = (request.params as z.infer<typeof params>).project_id) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, segment)
    return { principal, team, own: await resourceAccess(db, principal, team, 'feature_flag') }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const entered = await enter(request)
    const flag = await findFlag(db, entered.team.id, (request.params as z.infer<typeof flagParams>).id)
    if (!flag) throw errors.notFound()
    entered.own.assertLevelOf(flag.id, flag.createdById, needed)
    return { ...entered, flag }
  }
  const answer = (flag: FlagRow, own: ResourceAccess) => toFlagAnswer(flag, own.levelOf(flag.id, flag.createdById))

  const listQuery = pageQuery.extend({
    search: z.string().optional().describe('Part of the key or of the description.'),
    active: z.string().optional().describe('`true`, `false`, or `STALE`.'),
    type: z.string().optional().describe('`boolean`, `multivariant` or `remote_config`.'),
    created_by_id: z.string().optional(),
    tags: z.string().optional().describe('JSON list: flags with one of them.'),
    evaluation_runtime: z.string().optional(),
    order: z.string().optional().describe('`key`, `created_at`, `updated_at`, `name`, with `-` for the reverse.'),
  })
  const answerList = async (request: FastifyRequest, segment: string) => {
    const query = request.query as z.infer<typeof listQuery>
    const { team, own } = await enter(request, segment)
    const page = readPage(query)
    const { where, values } = listCondition(team, own, query)
    const [counted, found] = await Promise.all([
      db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM feature_flags f WHERE ${where}`, values),
      db.$client.query<FlagRow>(
        `${FLAG_SELECT} WHERE ${where} ORDER BY ${orderOf(query.order)}, f.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
        values,
      ),
    ])
    const rows = found.rows.map((flag) => answer(flag, own))
    return pageAnswer(request, page, counted.rows[0]!.count, rows)
  }
  const listSchema = { summary: 'List feature flags, newest first', tags, response: { 200: pageOf(flagAnswer) } }

  api.get(path, { config: read, schema: { ...listSchema, params, querystring: listQuery } }, (request) =>
    answerList(request, request.params.project_id),
  )

  // Where posthog-node 1.1 to 1.3 asks: the project of the token, or the caller's own.
  api.get(
    '/api/feature_flag',
    {
      config: read,
      schema: { ...listSchema, hide: true, querystring: listQuery.extend({ token: z.string().optional() }) },
    },
    async (request) => {
      const { token } = request.query
      const team = token === undefined ? undefined : await findTeamByToken(db, token)
      if (token !== undefined && !team) throw errors.authenticationFailed('The project token is invalid.')
      return answerList(request, team ? String(team.id) : '@current')
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: createFlagBody },
      schema: { summary: 'Create a feature flag', tags, params, response: { 201: flagAnswer } },
    },
    async (request, reply) => {
      const { principal, team, own } = await enter(request)
      own.assertLevel('editor')
      const id = await createFlag(db, principal, team, readBody(request, createFlagBody))
      store.forget(team.id)
      return reply.status(201).send(answer((await findFlag(db, team.id, String(id)))!, own))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a feature flag', tags, params: flagParams, response: { 200: flagAnswer } },
    },
    async (request) => {
      const { flag, own } = await find(request, 'viewer')
      return answer(flag, own)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createFlagBody : flagBody
    api.route({
      method,
      url: one,
      config: { access: write, body: bodySchema },
      schema: {
        summary: 'Change a feature flag',
        description:
          '`deleted: true` deletes it, `false` brings it back. With `version`, a change made meanwhile is a 409.',
        tags,
        params: flagParams,
        response: { 200: flagAnswer },
      },
      handler: async (request) => {
        const { principal, team, own, flag } = await find(request, 'editor')
        await updateFlag(db, principal, team, flag.id, readBody(request, bodySchema as typeof flagBody))
        store.forget(team.id)
        return answer((await findFlag(db, team.id, String(flag.id)))!, own)
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: flagParams,
    find: (request) => find(request, 'editor'),
  })

  api.get(
    `${path}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about feature flags, newest first',
        tags,
        params,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { team, own } = await enter(request)
      own.assertLevel('viewer')
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'FeatureFlag' },
        request.query,
      )
    },
  )

  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about a feature flag, newest first',
        tags,
        params: flagParams,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { team, flag } = await find(request, 'viewer')
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'FeatureFlag', itemId: String(flag.id) },
        request.query,
      )
    },
  )

  api.get(
    `${one}/status`,
    {
      config: read,
      schema: {
        summary: 'Whether a feature flag is still used',
        tags,
        params: flagParams,
        response: { 200: z.object({ status: z.string(), reason: z.string() }) },
      },
    },
    async (request) => statusOf((await find(request, 'viewer')).flag),
  )

  api.get(
    `${one}/usage`,
    {
      config: read,
      schema: {
        summary: 'How often SDKs asked for a flag, by day and answer',
        tags,
        params: flagParams,
        querystring: z.object({ days: z.string().optional().describe('30 by default, at most 365.') }),
        response: { 200: usageAnswer },
      },
    },
    async (request) => {
      const { team, flag } = await find(request, 'viewer')
      const days = Number(request.query.days ?? 30)
      if (!Number.isInteger(days) || days < 1 || days > 365)
        throw errors.invalid('days is a whole number from 1 to 365.', 'days')
      return readUsage(clickHouse, team, flag.key, days)
    },
  )

  api.get(
    `${path}/my_flags`,
    {
      config: read,
      schema: {
        summary: 'Every flag with what it is for you',
        tags,
        params,
        querystring: z.object({ groups: z.string().optional().describe('JSON: keys of groups by type.') }),
        response: { 200: z.array(z.object({ feature_flag: flagAnswer, value: z.union([z.boolean(), z.string()]) })) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request)
      const { rows: people } = await db.$client.query<{ id: string }>(
        'SELECT distinct_id AS id FROM users WHERE id = $1',
        [principal.userId],
      )
      const evaluated = await evaluateAll(team, people[0]!.id, request.query.groups)
      const { where, values } = listCondition(team, own, {})
      const { rows } = await db.$client.query<FlagRow>(`${FLAG_SELECT} WHERE ${where} ORDER BY f.id DESC`, values)
      return rows
        .filter(({ active }) => active)
        .map((flag) => ({ feature_flag: answer(flag, own), value: evaluated.get(flag.key)?.value ?? false }))
    },
  )

  api.get(
    `${path}/evaluation_reasons`,
    {
      config: read,
      schema: {
        summary: 'What every flag is for somebody, and why',
        tags,
        params,
        querystring: z.object({
          distinct_id: z.string().optional(),
          groups: z.string().optional().describe('JSON: keys of groups by type.'),
        }),
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request)
      own.assertLevel('viewer')
      const { distinct_id: distinctId } = request.query
      if (!distinctId) throw errors.invalid('This field is required.', 'distinct_id', 'required')
      const evaluated = await evaluateAll(team, distinctId, request.query.groups)
      const { flagKeys } = await seenBy(db, principal, team)
      return Object.fromEntries(
        [...evaluated]
          .filter(([key]) => flagKeys.has(key))
          .map(([key, { value, reason, index }]) => [key, { value, evaluation: { reason, condition_index: index } }]),
      )
    },
  )

  async function evaluateAll(team: ResolvedTeam, distinctId: string, groupsText: string | undefined) {
    let groups: unknown = {}
    try {
      groups = groupsText ? parseJson(groupsText) : {}
    } catch {
      groups = null
    }
    if (!isJsonObject(groups)) throw errors.invalid('groups must be an object.', 'groups')
    const flags = await store.flagsOf(team.id)
    const subject = await loadSubject(
      db.$client,
      team.id,
      flags,
      {
        distinctId,
        anonymousId: null,
        deviceId: null,
        groups: groups as JsonObject,
        personProperties: {},
        groupProperties: {},
      },
      store,
    )
    const evaluator = new Evaluator(flags, subject)
    return new Map(
      flags.map((flag) => {
        const result = evaluator.evaluate(flag)
        const value = result.enabled ? (result.variant ?? true) : false
        return [
          flag.key,
          { value, reason: flag.active ? result.reason.code : 'disabled', index: result.reason.condition_index },
        ] as const
      }),
    )
  }

  const radiusBody = z.object({
    condition: jsonField(
      z.object({ properties: z.array(z.any()).optional(), rollout_percentage: z.any().optional() }).loose(),
    ),
    group_type_index: nullable(flexibleInteger(0, 4)).optional(),
  })
  api.post(
    `${path}/user_blast_radius`,
    {
      config: { ...read, body: radiusBody },
      schema: {
        summary: 'How many persons or groups a set of conditions matches now',
        tags,
        params,
        response: {
          200: z.object({
            affected: z.number(),
            total: z.number(),
            users_affected: z.number(),
            total_users: z.number(),
          }),
        },
      },
    },
    async (request) => {
      const { team, own } = await enter(request)
      own.assertLevel('viewer')
      const { condition, group_type_index: groupIndex } = readBody(request, radiusBody)
      const properties = (condition.properties ?? []) as JsonObject[]
      const { affected, total } = await countMatching(db, team, properties, groupIndex ?? null)
      return { affected, total, users_affected: affected, total_users: total }
    },
  )

  const keysBody = z.object({ ids: jsonField(z.array(z.any()).max(KEYS_MAX)) })
  api.post(
    `${path}/bulk_keys`,
    {
      config: { ...read, body: keysBody },
      schema: {
        summary: 'The keys of flags by their ids',
        tags,
        params,
        response: { 200: z.object({ keys: z.record(z.string(), z.string()), warning: z.string().optional() }) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request)
      own.assertLevel('viewer')
      const { ids } = readBody(request, keysBody)
      const whole = ids.map(String).filter((id) => /^\d{1,9}$/.test(id))
      const values: unknown[] = [team.id, whole]
      const visible = own.visibleSql('id', 'created_by_id', (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<{ id: number; key: string }>(
        `SELECT id, key FROM feature_flags WHERE team_id = $1 AND id = ANY($2::int[]) AND ${visible}`,
        values,
      )
      const bad = ids.length - whole.length
      return {
        keys: Object.fromEntries(rows.map(({ id, key }) => [String(id), key])),
        ...(bad > 0 ? { warning: `${bad} ids are not numbers and were left out.` } : {}),
      }
    },
  )

  api.get(
    `${path}/local_evaluation`,
    {
      config: read,
      schema: {
        summary: 'Flag definitions for SDKs that evaluate flags themselves',
        tags,
        params,
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request)
      own.assertLevel('viewer')
      return definitionsOf(db, store, team.id, await seenBy(db, principal, team))
    },
  )
}

/**
 * Everything that SDKs need to evaluate the flags of a project. An SDK asks the server for flags that it was not given,
 * and for those on a cohort that it was not given.
 * @param seen what the caller may see; null for everything
 */
export async function definitionsOf(
  db: Database,
  store: FlagStore,
  teamId: number,
  seen: Seen | null,
): Promise<JsonObject> {
  const [all, cohorts, types] = await Promise.all([
    store.flagsOf(teamId),
    store.cohortsOf(teamId),
    db.$client.query<{ name: string; index: number }>(
      'SELECT name, type_index AS index FROM group_types WHERE team_id = $1 ORDER BY type_index',
      [teamId],
    ),
  ])
  const flags = seen ? all.filter(({ key }) => seen.flagKeys.has(key)) : all
  const reached = reachableCohorts(
    flags.flatMap(({ filters }) => cohortsOf(filters)),
    cohorts,
  )
  return {
    flags: flags.map((flag) => toDefinition(flag, teamId, all)),
    group_type_mapping: Object.fromEntries(types.rows.map(({ name, index }) => [String(index), name])),
    // SDKs leave flags on other cohorts to the server.
    cohorts: Object.fromEntries(
      reached.flatMap((id) => {
        const criteria = cohorts.get(id)
        return criteria && (!seen || seen.cohortIds.has(id)) ? [[String(id), criteria as unknown as JsonObject]] : []
      }),
    ),
    property_matching_version: PROPERTY_MATCHING_VERSION,
  }
}

interface ListQuery {
  search?: string
  active?: string
  type?: string
  created_by_id?: string
  tags?: string
  evaluation_runtime?: string
}

function listCondition(
  team: ResolvedTeam,
  own: ResourceAccess,
  query: ListQuery,
): { where: string; values: unknown[] } {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const where = ['f.team_id = $1', 'NOT f.deleted', own.visibleSql('f.id', 'f.created_by_id', bind)]
  if (query.search) {
    const pattern = bind(`%${toStorableText(query.search).replace(/[\\%_]/g, '\\$&')}%`)
    where.push(`(f.key ILIKE ${pattern} OR f.name ILIKE ${pattern})`)
  }
  if (query.active === 'true' || query.active === 'false') where.push(`f.active = ${query.active}`)
  if (query.active === 'STALE')
    where.push(
      `f.active AND f.created_at < now() - interval '30 days' AND (f.last_called_at < now() - interval '30 days' OR
        (f.filters->'multivariate' IN ('null') AND f.filters->'groups' @> '[{"properties": []}]' AND EXISTS (
          SELECT 1 FROM jsonb_array_elements(f.filters->'groups') g WHERE g->'properties' = '[]'
            AND coalesce(g->>'rollout_percentage', '100')::numeric = 100)))`,
    )
  if (query.type === 'boolean')
    where.push(`coalesce(f.filters->'multivariate', 'null') = 'null' AND NOT f.is_remote_configuration`)
  if (query.type === 'multivariant') where.push(`coalesce(f.filters->'multivariate', 'null') <> 'null'`)
  if (query.type === 'remote_config') where.push('f.is_remote_configuration')
  if (query.created_by_id && /^\d{1,9}$/.test(query.created_by_id))
    where.push(`f.created_by_id = ${bind(Number(query.created_by_id))}`)
  if (query.tags) where.push(`f.tags && ${bind(readTags(query.tags))}::text[]`)
  if (query.evaluation_runtime) where.push(`f.evaluation_runtime = ${bind(toStorableText(query.evaluation_runtime))}`)
  return { where: where.join(' AND '), values }
}

function readTags(text: string): string[] {
  try {
    const value = parseJson(text)
    return Array.isArray(value)
      ? value.map((tag) => toStorableText(String(tag)))
      : [toStorableText(stringifyJson(value))]
  } catch {
    return text.split(',').map((tag) => toStorableText(tag.trim()))
  }
}

const ORDERS: Record<string, string> = {
  key: 'f.key',
  name: 'f.name',
  created_at: 'f.created_at',
  updated_at: 'f.updated_at',
}

function orderOf(order: string | undefined): string {
  const column = ORDERS[(order ?? '').replace(/^-/, '')]
  if (!column) return 'f.created_at DESC'
  return `${column} ${order!.startsWith('-') ? 'DESC' : 'ASC'}`
}
