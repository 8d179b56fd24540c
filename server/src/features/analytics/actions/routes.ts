import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import {
  flexibleBoolean,
  jsonField,
  list,
  nullable,
  pageQuery,
  readBody,
  text,
} from '../../../platform/http/validation.ts'
import type { JsonObject } from '../../../platform/json.ts'
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
  type AccessLevel,
  type ObjectKind,
  type ResolvedTeam,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'
import type { ActionStep } from './tables.ts'

const tags = ['actions']
const params = z.object({ project_id: z.string() })
const actionParams = params.extend({ id: z.string() })
const STEPS_MAX = 50
const PATTERN_MAX = 2000

const matching = nullable(z.enum(['contains', 'regex', 'exact']))
const words = nullable(z.string().max(PATTERN_MAX))
const step = z.looseObject({
  event: nullable(z.string().max(400)).optional(),
  url: words.optional(),
  url_matching: matching.optional(),
  text: words.optional(),
  text_matching: matching.optional(),
  href: words.optional(),
  href_matching: matching.optional(),
  selector: words.optional(),
  tag_name: nullable(z.string().max(100)).optional(),
  properties: z.array(z.record(z.string(), z.any())).max(100).nullish(),
})
const fields = z.object({
  name: nullable(text(400)).optional(),
  description: text(10_000).optional(),
  steps: jsonField(z.array(step).max(STEPS_MAX)).optional(),
  tags: list(text(255), 100).optional(),
  post_to_slack: flexibleBoolean.optional(),
  slack_message_format: text(1200).optional(),
  pinned_at: nullable(z.string().datetime({ offset: true })).optional(),
  deleted: flexibleBoolean.optional(),
})
type Fields = z.output<typeof fields>

const answer = z.object({
  id: z.number(),
  name: z.string().nullable(),
  description: z.string(),
  post_to_slack: z.boolean(),
  slack_message_format: z.string(),
  steps: z.array(z.looseObject({})),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  deleted: z.boolean(),
  is_calculating: z.boolean(),
  last_calculated_at: z.string(),
  team_id: z.number(),
  is_action: z.literal(true),
  bytecode_error: z.null(),
  pinned_at: z.string().nullable(),
  creation_context: z.null(),
  tags: z.array(z.string()),
  user_access_level: z.string(),
})

interface Row {
  id: number
  teamId: number
  name: string | null
  description: string
  steps: ActionStep[]
  tags: string[]
  postToSlack: boolean
  slackMessageFormat: string
  pinnedAt: string | null
  deleted: boolean
  createdAt: string
  createdById: number | null
  updatedAt: string
  creator: unknown
}

const SELECT = `SELECT a.id, a.team_id AS "teamId", a.name, a.description, a.steps, a.tags, a.post_to_slack AS "postToSlack",
  a.slack_message_format AS "slackMessageFormat", a.pinned_at::text AS "pinnedAt", a.deleted, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt", ${userJson('u')} AS creator
  FROM actions a LEFT JOIN users u ON u.id = a.created_by`

/** How access rules speak of actions. */
export function actionKind(db: Database): ObjectKind {
  return {
    resource: 'action',
    path: 'actions',
    find: async (teamId, id) => {
      const action = await findAction(db, teamId, id)
      return action && !action.deleted
        ? { id: String(action.id), name: action.name ?? '', createdById: action.createdById }
        : null
    },
  }
}

export function registerActionRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/actions'
  const one = `${path}/:id`
  const read = { access: access.scope('action:read') }
  const write = access.scope('action:write')

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'action')
    own.assertLevel(needed)
    return { principal, team, own }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel, includeDeleted = false) => {
    const entered = await enter(request, 'viewer')
    const action = await findAction(db, entered.team.id, (request.params as z.infer<typeof actionParams>).id)
    if (!action || (action.deleted && !includeDeleted)) throw errors.notFound()
    entered.own.assertLevelOf(action.id, action.createdById, needed)
    return { ...entered, action }
  }
  const present = (row: Row, own: Awaited<ReturnType<typeof resourceAccess>>): z.infer<typeof answer> => ({
    id: row.id,
    name: row.name,
    description: row.description,
    post_to_slack: row.postToSlack,
    slack_message_format: row.slackMessageFormat,
    steps: row.steps as JsonObject[],
    created_at: formatTime(row.createdAt),
    created_by: fromUserJson(row.creator),
    deleted: row.deleted,
    is_calculating: false,
    last_calculated_at: formatTime(row.updatedAt),
    team_id: row.teamId,
    is_action: true,
    bytecode_error: null,
    pinned_at: row.pinnedAt === null ? null : formatTime(row.pinnedAt),
    creation_context: null,
    tags: row.tags,
    user_access_level: own.levelOf(row.id, row.createdById),
  })

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List actions, newest first',
        tags,
        params,
        querystring: pageQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const search = request.query.search ? `%${request.query.search.replace(/[\\%_]/g, '\\$&')}%` : null
      const values: unknown[] = [team.id, search]
      const visible = own.visibleSql('a.id', 'a.created_by', (value) => `$${values.push(value)}`)
      const where = `a.team_id = $1 AND NOT a.deleted AND ($2::text IS NULL OR a.name ILIKE $2) AND ${visible}`
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM actions a WHERE ${where}`, values),
        db.$client.query<Row>(
          `${SELECT} WHERE ${where} ORDER BY a.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(
        request,
        page,
        counted.rows[0]!.count,
        found.rows.map((row) => present(row, own)),
      )
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: fields },
      schema: { summary: 'Create an action', tags, params, response: { 201: answer } },
    },
    async (request, reply) => {
      const { principal, team, own } = await enter(request, 'editor')
      const body = readBody(request, fields)
      assertPatterns(body.steps)
      const id = await inTransaction(db.$client, async (client) => {
        await assertNameIsFree(client, team, body.name, null)
        const { rows } = await client.query<{ id: number }>(
          `INSERT INTO actions (team_id, name, description, steps, tags, post_to_slack, slack_message_format, pinned_at, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
          [
            team.id,
            body.name ?? null,
            body.description ?? '',
            JSON.stringify(body.steps ?? []),
            JSON.stringify(body.tags ?? []),
            body.post_to_slack ?? false,
            body.slack_message_format ?? '',
            body.pinned_at ?? null,
            principal.userId,
          ],
        )
        await logActivity(client, {
          organizationId: team.organizationId,
          teamId: team.id,
          principal,
          activity: 'created',
          scope: 'Action',
          itemId: String(rows[0]!.id),
          detail: { name: body.name ?? null },
        })
        return rows[0]!.id
      })
      return reply.status(201).send(present((await findAction(db, team.id, String(id)))!, own))
    },
  )

  api.get(
    one,
    { config: read, schema: { summary: 'Read an action', tags, params: actionParams, response: { 200: answer } } },
    async (request) => {
      const { action, own } = await find(request, 'viewer')
      return present(action, own)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: fields },
      schema: {
        summary: 'Change an action',
        description: '`deleted: true` deletes it, `false` brings it back.',
        tags,
        params: actionParams,
        response: { 200: answer },
      },
      handler: async (request) => {
        const { principal, team, own, action } = await find(request, 'editor', true)
        const body = readBody(request, fields)
        if (action.deleted && body.deleted !== false) throw errors.notFound()
        assertPatterns(body.steps)
        await inTransaction(db.$client, async (client) => {
          await assertNameIsFree(client, team, body.name, action.id)
          await lockRow(client, 'actions', action.id)
          const stored = await findAction({ $client: client }, team.id, String(action.id))
          if (!stored) throw errors.notFound()
          const before = toFields(stored)
          const after = { ...before, ...body }
          await client.query(
            `UPDATE actions SET name = $3, description = $4, steps = $5, tags = $6, post_to_slack = $7, slack_message_format = $8,
               pinned_at = $9, deleted = $10, updated_at = now() WHERE team_id = $1 AND id = $2`,
            [
              team.id,
              action.id,
              after.name ?? null,
              after.description,
              JSON.stringify(after.steps),
              JSON.stringify(after.tags),
              after.post_to_slack,
              after.slack_message_format,
              after.pinned_at ?? null,
              after.deleted,
            ],
          )
          await logActivity(client, {
            organizationId: team.organizationId,
            teamId: team.id,
            principal,
            activity: body.deleted === true && !before.deleted ? 'deleted' : 'updated',
            scope: 'Action',
            itemId: String(action.id),
            detail: { name: after.name ?? null, changes: changesBetween('Action', before, after) },
          })
        })
        return present((await findAction(db, team.id, String(action.id)))!, own)
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: actionParams,
    find: (request) => find(request, 'editor'),
  })

  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about an action, newest first',
        tags,
        params: actionParams,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { team, action } = await find(request, 'viewer', true)
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'Action', itemId: String(action.id) },
        request.query,
      )
    },
  )
}

function toFields(row: Row) {
  return {
    name: row.name,
    description: row.description,
    steps: row.steps as NonNullable<Fields['steps']>,
    tags: row.tags,
    post_to_slack: row.postToSlack,
    slack_message_format: row.slackMessageFormat,
    pinned_at: row.pinnedAt,
    deleted: row.deleted,
  }
}

async function findAction(db: { $client: Pool | PoolClient }, teamId: number, id: string): Promise<Row | null> {
  if (!/^\d{1,9}$/.test(id)) return null
  const { rows } = await db.$client.query<Row>(`${SELECT} WHERE a.team_id = $1 AND a.id = $2`, [teamId, Number(id)])
  return rows[0] ?? null
}

async function assertNameIsFree(
  client: { query: Database['$client']['query'] },
  team: ResolvedTeam,
  name: string | null | undefined,
  id: number | null,
): Promise<void> {
  if (!name) return
  const { rowCount } = await client.query(
    'SELECT 1 FROM actions WHERE team_id = $1 AND name = $2 AND NOT deleted AND id IS DISTINCT FROM $3',
    [team.id, name, id],
  )
  if (rowCount) throw errors.invalid('This project already has an action with this name.', 'name', 'unique')
}

/** Patterns that no engine could compile would fail every query that names the action. */
function assertPatterns(steps: readonly z.output<typeof step>[] | undefined): void {
  for (const each of steps ?? [])
    for (const part of ['url', 'text', 'href'] as const) {
      const pattern = each[part]
      if (each[`${part}_matching`] !== 'regex' || !pattern) continue
      try {
        new RegExp(pattern)
      } catch {
        throw errors.invalid(`"${pattern.slice(0, 100)}" is no regular expression.`, 'steps')
      }
    }
}
