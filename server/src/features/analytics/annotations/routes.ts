import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  nullable,
  pageQuery,
  readBody,
  text,
} from '../../../platform/http/validation.ts'
import { readLocal } from '../../../platform/local-time.ts'
import {
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import {
  answerHistory,
  changesBetween,
  historyAnswer,
  historyQuery,
  logActivity,
} from '../../workspace/activity/index.ts'
import {
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'

const tags = ['annotations']
const params = z.object({ project_id: z.string() })
const annotationParams = params.extend({ id: z.string() })
const CONTENT_MAX = 8192
const SCOPES = ['dashboard_item', 'dashboard', 'project', 'organization'] as const

const moment = z.iso.datetime({ offset: true, local: true, error: 'A date and time in ISO 8601 is expected.' })
const fields = z.object({
  content: nullable(text(CONTENT_MAX)).optional(),
  date_marker: nullable(moment).optional(),
  creation_type: z.enum(['USR', 'GIT']).optional(),
  scope: z.enum(SCOPES).optional(),
  dashboard_item: nullable(flexibleInteger(1, 2 ** 31 - 1)).optional(),
  dashboard_id: nullable(flexibleInteger(1, 2 ** 31 - 1)).optional(),
  deleted: flexibleBoolean.optional(),
})

const answer = z.object({
  id: z.number(),
  content: z.string().nullable(),
  date_marker: z.string().nullable(),
  creation_type: z.string(),
  dashboard_item: z.number().nullable(),
  dashboard_id: z.number().nullable(),
  dashboard_name: z.string().nullable(),
  insight_short_id: z.string().nullable(),
  insight_name: z.string().nullable(),
  insight_derived_name: z.string().nullable(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  deleted: z.boolean(),
  scope: z.string(),
})

interface Row {
  id: number
  teamId: number
  content: string | null
  dateMarker: string | null
  creationType: string
  scope: (typeof SCOPES)[number]
  insightId: number | null
  dashboardId: number | null
  dashboardName: string | null
  shortId: string | null
  insightName: string | null
  derivedName: string | null
  deleted: boolean
  createdAt: string
  updatedAt: string
  creator: unknown
}

const SELECT = `SELECT a.id, a.team_id AS "teamId", a.content, a.date_marker::text AS "dateMarker", a.creation_type AS "creationType", a.scope,
  a.insight_id AS "insightId", a.dashboard_id AS "dashboardId", d.name AS "dashboardName", i.short_id AS "shortId", i.name AS "insightName",
  i.derived_name AS "derivedName", a.deleted, a.created_at::text AS "createdAt", a.updated_at::text AS "updatedAt", ${userJson('u')} AS creator
  FROM`

/**
 * Annotations that a caller may see, `a`, beside the insight `i` or dashboard `d` on which one stands if they may see that.
 * A project's own, and those that its organisation shares: an annotation of one insight or dashboard is part of it.
 */
interface Seen {
  insights: ResourceAccess
  dashboards: ResourceAccess
  from: string
  condition: string
  /** Of `from` and `condition`. */
  values: unknown[]
}

async function seenBy(db: Database, principal: Principal, team: ResolvedTeam): Promise<Seen> {
  const [insights, dashboards] = await Promise.all([
    resourceAccess(db, principal, team, 'insight'),
    resourceAccess(db, principal, team, 'dashboard'),
  ])
  const values: unknown[] = [team.id, team.organizationId]
  const bind = (value: unknown) => `$${values.push(value)}`
  return {
    insights,
    dashboards,
    from: `annotations a LEFT JOIN users u ON u.id = a.created_by
      LEFT JOIN insights i ON i.id = a.insight_id AND i.team_id = $1 AND ${insights.visibleSql('i.id', 'i.created_by', bind)}
      LEFT JOIN dashboards d ON d.id = a.dashboard_id AND d.team_id = $1 AND ${dashboards.visibleSql('d.id', 'd.created_by', bind)}`,
    condition: `((a.organization_id = $2 AND a.scope = 'organization') OR (a.team_id = $1 AND (a.scope = 'project'
      OR ((a.insight_id IS NULL OR i.id IS NOT NULL) AND (a.dashboard_id IS NULL OR d.id IS NOT NULL)))))`,
    values,
  }
}

export function registerAnnotationRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/annotations'
  const one = `${path}/:id`
  const read = { access: access.scope('annotation:read') }
  const write = access.scope('annotation:write')

  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    return { principal, team, seen: await seenBy(db, principal, team) }
  }
  const load = async (
    { from, condition, values }: Seen,
    id: string | number,
    client: Pool | PoolClient = db.$client,
  ) => {
    if (!/^\d{1,9}$/.test(String(id))) return undefined
    const { rows } = await client.query<Row>(`${SELECT} ${from} WHERE ${condition} AND a.id = $${values.length + 1}`, [
      ...values,
      Number(id),
    ])
    return rows[0]
  }
  const find = async (request: FastifyRequest, includeDeleted = false) => {
    const entered = await enter(request)
    const annotation = await load(entered.seen, (request.params as z.infer<typeof annotationParams>).id)
    if (!annotation || (annotation.deleted && !includeDeleted)) throw errors.notFound()
    return { ...entered, annotation }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List annotations, the latest moment first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the text.'),
          scope: z.string().optional().describe('`dashboard_item`, `dashboard`, `project` or `organization`.'),
          date_from: z.string().optional().describe('ISO 8601.'),
          date_to: z.string().optional().describe('ISO 8601.'),
        }),
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { seen } = await enter(request)
      const page = readPage(request.query)
      const { search, scope, date_from: from, date_to: to } = request.query
      const values = [...seen.values]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = [seen.condition, 'NOT a.deleted']
      if (search) conditions.push(`a.content ILIKE ${bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)}`)
      if (scope) conditions.push(`a.scope = ${bind(scope)}`)
      for (const [text, attr, operator] of [
        [from, 'date_from', '>='],
        [to, 'date_to', '<='],
      ] as const) {
        if (!text) continue
        if (Number.isNaN(Date.parse(text))) throw errors.invalid('A date in ISO 8601 is expected.', attr)
        conditions.push(`a.date_marker ${operator} ${bind(new Date(text).toISOString())}::timestamptz`)
      }
      const where = conditions.join(' AND ')
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${seen.from} WHERE ${where}`, values),
        db.$client.query<Row>(
          `${SELECT} ${seen.from} WHERE ${where} ORDER BY a.date_marker DESC NULLS LAST, a.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(present))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: fields },
      schema: { summary: 'Create an annotation', tags, params, response: { 201: answer } },
    },
    async (request, reply) => {
      const { principal, team, seen } = await enter(request)
      const body = readBody(request, fields)
      const scope = body.scope ?? 'dashboard_item'
      const id = await inTransaction(db.$client, async (client) => {
        await assertPlace(client, seen, team.id, body)
        const { rows } = await client.query<{ id: number }>(
          `INSERT INTO annotations (team_id, organization_id, content, date_marker, creation_type, scope, insight_id, dashboard_id, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
          [
            team.id,
            team.organizationId,
            body.content ?? null,
            toMoment(body.date_marker, team.timezone),
            body.creation_type ?? 'USR',
            scope,
            body.dashboard_item ?? null,
            body.dashboard_id ?? null,
            principal.userId,
          ],
        )
        await logActivity(client, {
          organizationId: team.organizationId,
          teamId: team.id,
          principal,
          activity: 'created',
          scope: 'Annotation',
          itemId: String(rows[0]!.id),
          detail: { name: body.content?.slice(0, 400) ?? null },
        })
        return rows[0]!.id
      })
      return reply.status(201).send(present((await load(seen, id))!))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an annotation', tags, params: annotationParams, response: { 200: answer } },
    },
    async (request) => present((await find(request)).annotation),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: fields },
      schema: {
        summary: 'Change an annotation',
        description: '`deleted: true` deletes it, `false` brings it back.',
        tags,
        params: annotationParams,
        response: { 200: answer },
      },
      handler: async (request) => {
        const { principal, team, seen, annotation } = await find(request, true)
        const body = readBody(request, fields)
        if (annotation.deleted && body.deleted !== false) throw errors.notFound()
        if (annotation.teamId !== team.id)
          throw errors.forbidden('An annotation is changed in the project that it was made in.')
        await inTransaction(db.$client, async (client) => {
          await assertPlace(client, seen, team.id, body)
          await lockRow(client, 'annotations', annotation.id)
          const stored = await load(seen, annotation.id, client)
          if (!stored) throw errors.notFound()
          const before = {
            content: stored.content,
            date_marker: stored.dateMarker && formatTime(stored.dateMarker),
            scope: stored.scope,
            dashboard_item: stored.insightId,
            dashboard_id: stored.dashboardId,
            deleted: stored.deleted,
          }
          const marker = body.date_marker === undefined ? before.date_marker : toMoment(body.date_marker, team.timezone)
          const after = {
            ...before,
            ...Object.fromEntries(
              (['content', 'scope', 'dashboard_item', 'dashboard_id', 'deleted'] as const).flatMap((field) =>
                body[field] === undefined ? [] : [[field, body[field]]],
              ),
            ),
            date_marker: marker,
          } as typeof before
          await client.query(
            `UPDATE annotations SET content = $3, date_marker = $4, scope = $5, insight_id = $6, dashboard_id = $7, deleted = $8, updated_at = now()
             WHERE team_id = $1 AND id = $2`,
            [
              team.id,
              annotation.id,
              after.content,
              after.date_marker,
              after.scope,
              after.dashboard_item,
              after.dashboard_id,
              after.deleted,
            ],
          )
          const changes = changesBetween('Annotation', before, after)
          if (changes.length === 0) return
          await logActivity(client, {
            organizationId: team.organizationId,
            teamId: team.id,
            principal,
            activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
            scope: 'Annotation',
            itemId: String(annotation.id),
            detail: { name: after.content?.slice(0, 400) ?? null, changes },
          })
        })
        return present((await load(seen, annotation.id))!)
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: annotationParams,
    find: (request) => find(request),
    isSilent: true,
  })

  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about an annotation, newest first',
        tags,
        params: annotationParams,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { team, annotation } = await find(request, true)
      const of = { scope: 'Annotation', itemId: String(annotation.id) } as const
      return answerHistory(request, db, await visibleLog(db, requirePrincipal(request), team), of, request.query)
    },
  )
}

/** Without an offset, a moment is one of the project's own clock. */
function toMoment(text: string | null | undefined, timeZone: string): string | null {
  if (!text) return null
  return readLocal(text, timeZone).toUTC().toISO()
}

/** @throws ApiError 400 for an insight or a dashboard that the project does not have, as far as the caller may know */
async function assertPlace(
  client: PoolClient,
  { insights, dashboards }: Seen,
  teamId: number,
  body: z.output<typeof fields>,
): Promise<void> {
  for (const [table, own, id, attr] of [
    ['insights', insights, body.dashboard_item, 'dashboard_item'],
    ['dashboards', dashboards, body.dashboard_id, 'dashboard_id'],
  ] as const) {
    if (!id) continue
    const { rows } = await client.query<{ makerId: number | null }>(
      `SELECT created_by AS "makerId" FROM ${table} WHERE team_id = $1 AND id = $2 AND NOT deleted`,
      [teamId, id],
    )
    if (!rows[0] || !own.sees(id, rows[0].makerId))
      throw errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')
  }
}

function present(row: Row): z.infer<typeof answer> {
  return {
    id: row.id,
    content: row.content,
    date_marker: row.dateMarker === null ? null : formatTime(row.dateMarker),
    creation_type: row.creationType,
    dashboard_item: row.insightId,
    dashboard_id: row.dashboardId,
    dashboard_name: row.dashboardName,
    insight_short_id: row.shortId,
    insight_name: row.insightName,
    insight_derived_name: row.derivedName,
    created_by: fromUserJson(row.creator),
    created_at: formatTime(row.createdAt),
    updated_at: formatTime(row.updatedAt),
    deleted: row.deleted,
    scope: row.scope,
  }
}
