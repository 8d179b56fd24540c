import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonValue, storableJsonText } from '../../../platform/json.ts'
import {
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import { type ResolvedTeam, resolveTeam } from '../../workspace/organizations/index.ts'

const tags = ['customer profiles']
const params = z.object({ project_id: z.string() })
const configParams = params.extend({ id: z.string() })
const SCOPES = ['person', 'group_0', 'group_1', 'group_2', 'group_3', 'group_4'] as const

const newBody = z.object({ scope: z.enum(SCOPES), content: z.any().optional(), sidebar: z.any().optional() })
const changeBody = newBody.partial()
const answer = z.object({
  id: z.string(),
  scope: z.string(),
  content: z.any(),
  sidebar: z.any(),
  created_at: z.string(),
  updated_at: z.string(),
})
nameSchema(answer, 'CustomerProfileConfig')

interface Config {
  id: string
  scope: string
  content: JsonValue
  sidebar: JsonValue
  createdAt: string
  updatedAt: string
}

const SELECT = `SELECT id, scope, content, sidebar, created_at::text AS "createdAt", updated_at::text AS "updatedAt" FROM customer_profile_configs`

/** @throws ApiError 400 for what is neither an object nor a list */
function readLayout(value: unknown, attr: string): JsonValue {
  if (value === null || value === undefined) return {}
  if (isJsonObject(value) || Array.isArray(value)) return value
  throw errors.invalid(`Invalid value for field '${attr}'`, attr)
}

export function registerCustomerProfileRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/customer_profile_configs'
  const one = `${path}/:id`
  const read = { access: access.scope('customer_profile_config:read') }
  const write = access.scope('customer_profile_config:write')

  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    return { principal, team }
  }
  const load = async (team: ResolvedTeam, id: string, client: Pool | PoolClient = db.$client) => {
    if (!isUuid(id)) return undefined
    const { rows } = await client.query<Config>(`${SELECT} WHERE team_id = $1 AND id = $2`, [team.id, id])
    return rows[0]
  }
  const find = async (request: FastifyRequest) => {
    const entered = await enter(request)
    const config = await load(entered.team, (request.params as z.infer<typeof configParams>).id)
    if (!config) throw errors.notFound()
    return { ...entered, config }
  }
  const log = (
    client: PoolClient,
    { principal, team }: Awaited<ReturnType<typeof enter>>,
    { id, scope }: { id: string; scope: string },
    activity: string,
    changes: ReturnType<typeof changesBetween> | null = null,
  ) =>
    logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity,
      scope: 'CustomerProfileConfig',
      itemId: id,
      detail: { name: `${scope} profile`, changes },
    })

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List layouts of profiles',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      const page = readPage(request.query)
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(
          'SELECT count(*) AS count FROM customer_profile_configs WHERE team_id = $1',
          [team.id],
        ),
        db.$client.query<Config>(`${SELECT} WHERE team_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3`, [
          team.id,
          page.limit,
          page.offset,
        ]),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(present))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newBody },
      schema: { summary: 'Create a layout of profiles', tags, params, response: { 201: answer } },
    },
    async (request, reply) => {
      const entered = await enter(request)
      const body = readBody(request, newBody)
      const [content, sidebar] = [readLayout(body.content, 'content'), readLayout(body.sidebar, 'sidebar')]
      const id = newUuid()
      await inTransaction(db.$client, async (client) => {
        await client.query(
          'INSERT INTO customer_profile_configs (id, team_id, scope, content, sidebar, created_by) VALUES ($1, $2, $3, $4, $5, $6)',
          [id, entered.team.id, body.scope, json(content), json(sidebar), entered.principal.userId],
        )
        await log(client, entered, { id, scope: body.scope }, 'created')
      })
      return reply.status(201).send(present((await load(entered.team, id))!))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a layout of profiles', tags, params: configParams, response: { 200: answer } },
    },
    async (request) => present((await find(request)).config),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const shape = method === 'PUT' ? newBody : changeBody
    api.route({
      method,
      url: one,
      config: { access: write, body: shape },
      schema: { summary: 'Change a layout of profiles', tags, params: configParams, response: { 200: answer } },
      handler: async (request) => {
        const { config, ...entered } = await find(request)
        const body = readBody(request, shape)
        const sent = isJsonObject(request.body) ? request.body : {}
        return inTransaction(db.$client, async (client) => {
          await lockRow(client, 'customer_profile_configs', config.id)
          const stored = await load(entered.team, config.id, client)
          if (!stored) throw errors.notFound()
          const before = { scope: stored.scope, content: stored.content, sidebar: stored.sidebar }
          const after = {
            scope: body.scope ?? before.scope,
            content: 'content' in sent ? readLayout(body.content, 'content') : before.content,
            sidebar: 'sidebar' in sent ? readLayout(body.sidebar, 'sidebar') : before.sidebar,
          }
          await client.query(
            `UPDATE customer_profile_configs SET scope = $3, content = $4, sidebar = $5, updated_at = clock_timestamp()
             WHERE team_id = $1 AND id = $2`,
            [entered.team.id, config.id, after.scope, json(after.content), json(after.sidebar)],
          )
          const changes = changesBetween('CustomerProfileConfig', before, after)
          if (changes.length > 0) await log(client, entered, { id: config.id, scope: after.scope }, 'updated', changes)
          return present((await load(entered.team, config.id, client))!)
        })
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: write },
      schema: { summary: 'Delete a layout of profiles', tags, params: configParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { config, ...entered } = await find(request)
      await inTransaction(db.$client, async (client) => {
        await client.query('DELETE FROM customer_profile_configs WHERE team_id = $1 AND id = $2', [
          entered.team.id,
          config.id,
        ])
        await log(client, entered, config, 'deleted')
      })
      return reply.status(204).send()
    },
  )
}

const json = (value: JsonValue) => storableJsonText(value)

const present = ({ id, scope, content, sidebar, createdAt, updatedAt }: Config): z.infer<typeof answer> => ({
  id,
  scope,
  content,
  sidebar,
  created_at: formatTime(createdAt),
  updated_at: formatTime(updatedAt),
})
