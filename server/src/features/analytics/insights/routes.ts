import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { readBody, validate } from '../../../platform/http/validation.ts'
import { isJsonObject, parseJson } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import {
  type AccessLevel,
  type ResolvedTeam,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { type FilterOverrides, goneSignal, type QueryRunner, type Refresh, readRefresh } from '../query/index.ts'
import { findInsight, INSIGHT_COLUMNS, INSIGHT_TABLES, type Insight } from './insights.ts'
import { isTrue, listCondition, listQuery } from './list.ts'
import { answerInsight, insightAnswer, presentInsight } from './results.ts'
import { createInsight, duplicateInsight, insightBody, updateInsight } from './write.ts'

const tags = ['insights']
const params = z.object({ project_id: z.string() })
const insightParams = params.extend({ id: z.string().describe('Number or short id.') })
const VIEWED_MAX = 5
const LISTED_ANSWERS_MAX = 25

const oneQuery = z.looseObject({
  refresh: z.string().optional().describe('How fresh the result must be; by default whatever is there.'),
  from_dashboard: z.string().optional().describe('Id of a dashboard whose filters apply.'),
  filters_override: z.string().optional().describe('JSON: filters instead of those of the dashboard.'),
  variables_override: z.string().optional().describe('JSON: values of variables.'),
  client_query_id: z.string().max(200).optional(),
})

/** `refresh` as it is meant for what is stored: without it nothing is computed. */
export function storedRefresh(text: string | undefined): Refresh {
  return text === undefined || text === '' || text === 'false' ? 'force_cache' : readRefresh(text)
}

/**
 * An object in the query string as JSON.
 * @throws ApiError 400
 */
export function jsonParameter(text: string | undefined, attr: string): Record<string, unknown> | null {
  if (text === undefined || text === '') return null
  try {
    const value = parseJson(text)
    if (isJsonObject(value)) return value
  } catch {
    // Told below.
  }
  throw errors.invalid('A JSON object is expected.', attr)
}

export function registerInsightRoutes(api: App, db: Database, runner: QueryRunner): void {
  const path = '/api/projects/:project_id/insights'
  const one = `${path}/:id`
  const read = { access: access.scope('insight:read') }
  const write = access.scope('insight:write')

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'insight')
    if (needed === 'editor') own.assertLevel(needed)
    return { principal, team, own }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel, includeDeleted = false) => {
    const entered = await enter(request, 'viewer')
    const insight = await findInsight(db, entered.team.id, (request.params as z.infer<typeof insightParams>).id)
    if (!insight || (insight.deleted && !includeDeleted)) throw errors.notFound()
    entered.own.assertLevelOf(insight.id, insight.createdById, needed)
    return { ...entered, insight }
  }
  type Own = Awaited<ReturnType<typeof enter>>['own']
  const present = async (team: ResolvedTeam, id: number, own: Own, userId: number) => {
    const insight = (await findInsight(db, team.id, id))!
    const answer = await answerInsight(runner, team, insight, { refresh: 'force_cache', userId, isLenient: true })
    return { ...presentInsight(insight, own), ...answer }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List insights',
        tags,
        params,
        querystring: listQuery,
        response: { 200: pageOf(insightAnswer) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { where, values, order } = listCondition(team, own, principal.userId, request.query)
      const viewer = values.length + 1
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${INSIGHT_TABLES} WHERE ${where}`, values),
        db.$client.query<Insight>(
          `SELECT ${INSIGHT_COLUMNS}, v.last_viewed_at::text AS "lastViewedAt" FROM ${INSIGHT_TABLES}
           LEFT JOIN insight_views v ON v.insight_id = i.id AND v.user_id = $${viewer}
           WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
          [...values, principal.userId],
        ),
      ])
      const refresh = storedRefresh(request.query.refresh)
      const results = await Promise.all(
        found.rows.map(async (insight, position) => {
          const slim = presentInsight(insight, own)
          if (isTrue(request.query.basic) || position >= LISTED_ANSWERS_MAX) return slim
          const answer = await answerInsight(runner, team, insight, {
            refresh,
            userId: principal.userId,
            isLenient: true,
          })
          return { ...slim, ...answer }
        }),
      )
      return pageAnswer(request, page, counted.rows[0]!.count, results)
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: insightBody },
      schema: { summary: 'Create an insight', tags, params, response: { 201: insightAnswer } },
    },
    async (request, reply) => {
      const { principal, team, own } = await enter(request, 'editor')
      const id = await createInsight(db, principal, team, readBody(request, insightBody))
      return reply.status(201).send(await present(team, id, own, principal.userId))
    },
  )

  api.get(
    `${path}/my_last_viewed`,
    {
      config: read,
      schema: {
        summary: 'The insights you looked at last',
        tags,
        params,
        response: { 200: z.array(insightAnswer) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request, 'viewer')
      const values: unknown[] = [team.id, principal.userId]
      const visible = own.visibleSql('i.id', 'i.created_by', (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<Insight>(
        `SELECT ${INSIGHT_COLUMNS}, v.last_viewed_at::text AS "lastViewedAt" FROM ${INSIGHT_TABLES}
         JOIN insight_views v ON v.insight_id = i.id AND v.user_id = $2
         WHERE i.team_id = $1 AND NOT i.deleted AND ${visible} ORDER BY v.last_viewed_at DESC LIMIT ${VIEWED_MAX}`,
        values,
      )
      return rows.map((insight) => presentInsight(insight, own))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read an insight, with its result as far as there is one',
        tags,
        params: insightParams,
        querystring: oneQuery,
        response: { 200: insightAnswer },
      },
    },
    async (request, reply) => {
      const { principal, team, own, insight } = await find(request, 'viewer')
      const { query } = request
      const place = query.from_dashboard ? await placeOn(db, team.id, query.from_dashboard, insight.id) : null
      const answer = await answerInsight(runner, team, insight, {
        refresh: storedRefresh(query.refresh),
        userId: principal.userId,
        overrides: (jsonParameter(query.filters_override, 'filters_override') ?? place?.filters) as FilterOverrides,
        variables: jsonParameter(query.variables_override, 'variables_override') ?? place?.variables ?? null,
        clientQueryId: query.client_query_id,
        signal: goneSignal(reply),
        isLenient: storedRefresh(query.refresh) === 'force_cache',
      })
      return {
        ...presentInsight(insight, own),
        ...answer,
        ...(place && { color: place.color, layouts: place.layouts }),
      }
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: insightBody },
      schema: {
        summary: 'Change an insight',
        description:
          '`deleted: true` deletes it, `false` brings it back. `dashboards` is the whole list of those it stands on. With a header `If-Match` that holds its `last_modified_at`, a change over somebody else’s is refused (409).',
        tags,
        params: insightParams,
        response: { 200: insightAnswer },
      },
      handler: async (request) => {
        const { principal, team, own, insight } = await find(request, 'editor', true)
        const body = readBody(request, insightBody)
        if (insight.deleted && body.deleted !== false) throw errors.notFound()
        const match = request.headers['if-match']
        await updateInsight(db, principal, team, insight.id, body, match ? readTag(match) : null)
        return present(team, insight.id, own, principal.userId)
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: insightParams,
    find: (request) => find(request, 'editor'),
    isSilent: true,
  })

  api.post(
    `${one}/duplicate`,
    {
      config: { access: write },
      schema: { summary: 'Copy an insight', tags, params: insightParams, response: { 201: insightAnswer } },
    },
    async (request, reply) => {
      const { principal, team, own, insight } = await find(request, 'viewer')
      own.assertLevel('editor')
      const id = await duplicateInsight(db, principal, team, insight)
      return reply.status(201).send(await present(team, id, own, principal.userId))
    },
  )

  api.post(
    `${one}/viewed`,
    {
      config: read,
      schema: {
        summary: 'Note that you looked at an insight',
        tags,
        params: insightParams,
        response: { 201: z.object({}) },
      },
    },
    async (request, reply) => {
      const { principal, team, insight } = await find(request, 'viewer')
      await noteViews(db, team.id, [insight.id], principal.userId)
      return reply.status(201).send({})
    },
  )

  const manyViewed = z.object({ insight_ids: z.array(z.number().int()).max(1000) })
  api.post(
    `${path}/viewed`,
    {
      config: { ...read, body: manyViewed },
      schema: { summary: 'Note that you looked at insights', tags, params, response: { 201: z.object({}) } },
    },
    async (request, reply) => {
      const { principal, team } = await enter(request, 'viewer')
      const { insight_ids: ids } = validate(manyViewed, request.body)
      await noteViews(db, team.id, ids, principal.userId)
      return reply.status(201).send({})
    },
  )

  for (const isOne of [false, true]) {
    api.get(
      isOne ? `${one}/activity` : `${path}/activity`,
      {
        config: { access: access.scope('activity_log:read') },
        schema: {
          summary: `What was changed about ${isOne ? 'an insight' : 'insights'}, newest first`,
          tags,
          params: isOne ? insightParams : params,
          querystring: historyQuery,
          response: { 200: historyAnswer },
        },
      },
      async (request) => {
        if (!isOne) {
          const { team } = await enter(request, 'viewer')
          return answerHistory(
            request,
            db,
            await visibleLog(db, requirePrincipal(request), team),
            { scope: 'Insight' },
            request.query,
          )
        }
        const { team, insight } = await find(request, 'viewer', true)
        return answerHistory(
          request,
          db,
          await visibleLog(db, requirePrincipal(request), team),
          { scope: 'Insight', itemId: String(insight.id) },
          request.query,
        )
      },
    )
  }
}

/** The time in an `If-Match` header. @throws ApiError 400 */
function readTag(header: string): string {
  const text = header.replace(/^(W\/)?"?|"$/g, '')
  if (Number.isNaN(Date.parse(text))) throw errors.invalid('If-Match holds the last_modified_at of the insight.', null)
  return text
}

async function noteViews(db: Database, teamId: number, ids: readonly number[], userId: number): Promise<void> {
  await db.$client.query(
    `INSERT INTO insight_views (team_id, insight_id, user_id, last_viewed_at)
     SELECT team_id, id, $3, clock_timestamp() FROM insights WHERE team_id = $1 AND id = ANY($2) AND NOT deleted
     ON CONFLICT (insight_id, user_id) DO UPDATE SET last_viewed_at = EXCLUDED.last_viewed_at`,
    [teamId, ids, userId],
  )
}

interface Place {
  filters: Record<string, unknown>
  variables: Record<string, unknown> | null
  color: string | null
  layouts: unknown
}

/** What a dashboard says about an insight on it. @throws ApiError 404 when it does not stand there */
async function placeOn(db: Database, teamId: number, dashboard: string, insightId: number): Promise<Place> {
  const { rows } = await db.$client.query<Place>(
    `SELECT d.filters, d.variables, t.color, t.layouts FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id
     WHERE d.team_id = $1 AND d.id = $2 AND NOT d.deleted AND NOT t.deleted AND t.insight_id = $3`,
    [teamId, /^\d{1,9}$/.test(dashboard) ? Number(dashboard) : null, insightId],
  )
  if (!rows[0]) throw errors.notFound('Dashboard not found')
  return rows[0]
}
