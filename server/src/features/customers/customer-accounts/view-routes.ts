/** Saved views: tables of accounts that somebody arranged, for themselves or for everybody. */
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlankField, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'
import type { Enter } from './enter.ts'
import { viewDefinition } from './table-node.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const viewParams = params.extend({ id: z.string() })
const VIEWS_MAX = 500

interface View {
  id: string
  name: string
  visibility: string
  definition: JsonObject
  version: number
  createdAt: string
  updatedAt: string
  creator: unknown
}
const SELECT = `SELECT w.id, w.name, w.visibility, w.definition, w.version, w.created_at::text AS "createdAt", w.updated_at::text AS "updatedAt",
  ${userJson('u')} AS creator FROM account_views w LEFT JOIN users u ON u.id = w.created_by`
/** Of the caller, or of everybody. */
const VISIBLE = "w.team_id = $1 AND (w.visibility = 'team' OR w.created_by = $2)"

const answer = z.object({
  id: z.string(),
  name: z.string(),
  visibility: z.string(),
  definition: z.any(),
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: basicUserAnswer.nullable(),
})
nameSchema(answer, 'AccountView')
const present = (view: View): z.infer<typeof answer> => ({
  id: view.id,
  name: view.name,
  visibility: view.visibility,
  definition: view.definition,
  version: view.version,
  created_at: formatTime(view.createdAt),
  updated_at: formatTime(view.updatedAt),
  created_by: fromUserJson(view.creator),
})

const visibility = z.enum(['private', 'team'])
const newBody = z.object({
  name: nonBlankField(400),
  visibility: visibility.optional(),
  definition: viewDefinition.optional(),
})
const body = z.object({
  name: nonBlankField(400).optional(),
  visibility: visibility.optional(),
  definition: viewDefinition.optional(),
  version: flexibleInteger(0, 2 ** 31 - 1).optional(),
})

export function registerAccountViewRoutes(api: App, db: Database, enter: Enter): void {
  const path = '/api/projects/:project_id/account_views'
  const one = `${path}/:id`
  const read = { access: access.scope('account:read') }
  const write = access.scope('account:write')

  const find = async (request: FastifyRequest) => {
    const entered = await enter(request, 'viewer')
    const { id } = request.params as z.infer<typeof viewParams>
    const { rows } = isUuid(id)
      ? await db.$client.query<View>(`${SELECT} WHERE ${VISIBLE} AND w.id = $3`, [
          entered.team.id,
          entered.principal.userId,
          id,
        ])
      : { rows: [] }
    if (!rows[0]) throw errors.notFound()
    return { ...entered, view: rows[0] }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List saved views of accounts by name: one’s own and those of everybody',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { principal, team } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { rows } = await db.$client.query<View>(`${SELECT} WHERE ${VISIBLE} ORDER BY lower(w.name), w.id`, [
        team.id,
        principal.userId,
      ])
      return pageAnswer(request, page, rows.length, rows.slice(page.offset, page.offset + page.limit).map(present))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newBody },
      schema: { summary: 'Save a view of accounts', tags, params, response: { 201: answer } },
    },
    async (request, reply) => {
      const { principal, team } = await enter(request, 'viewer')
      const { name, visibility: to = 'private', definition = {} } = readBody(request, newBody)
      const id = newUuid()
      const { rowCount } = await db.$client.query(
        `INSERT INTO account_views (id, team_id, name, visibility, definition, created_by)
         SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM account_views WHERE team_id = $2) < ${VIEWS_MAX}`,
        [id, team.id, name, to, storableJsonText(definition as JsonObject), principal.userId],
      )
      if (!rowCount) throw errors.invalid(`A project has at most ${VIEWS_MAX} saved views.`)
      const { rows } = await db.$client.query<View>(`${SELECT} WHERE w.id = $1`, [id])
      return reply.status(201).send(present(rows[0]!))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a saved view of accounts', tags, params: viewParams, response: { 200: answer } },
    },
    async (request) => present((await find(request)).view),
  )

  api.patch(
    one,
    {
      config: { access: write, body },
      schema: {
        summary: 'Change a saved view of accounts',
        description: 'With `version`, the change is refused (409) when the view was changed since.',
        tags,
        params: viewParams,
        response: { 200: answer },
      },
    },
    async (request) => {
      const { view } = await find(request)
      const { name, visibility: to, definition, version } = readBody(request, body)
      const { rowCount } = await db.$client.query(
        `UPDATE account_views SET name = coalesce($2, name), visibility = coalesce($3, visibility), definition = coalesce($4, definition),
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1 AND version = coalesce($5, version)`,
        [
          view.id,
          name ?? null,
          to ?? null,
          definition ? storableJsonText(definition as JsonObject) : null,
          version ?? null,
        ],
      )
      if (!rowCount) throw errors.conflict('Somebody else changed this view')
      return present((await find(request)).view)
    },
  )

  api.delete(
    one,
    {
      config: { access: write },
      schema: { summary: 'Delete a saved view of accounts', tags, params: viewParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { view } = await find(request)
      await db.$client.query('DELETE FROM account_views WHERE id = $1', [view.id])
      return reply.status(204).send()
    },
  )
}
