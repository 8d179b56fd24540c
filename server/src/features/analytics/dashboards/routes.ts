import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { sharedAmong } from '../../delivery/sharing/index.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import { goneSignal, type QueryRunner } from '../query/index.ts'
import { presentBasic, presentDashboard } from './answers.ts'
import { type DashboardContext, enterDashboards, findOwnDashboard } from './context.ts'
import type { Dashboard } from './dashboards.ts'
import { dashboardKind } from './kind.ts'
import { changeDashboard, createDashboard, listDashboards, noteAccess } from './operations.ts'
import {
  basicDashboardAnswer,
  dashboardAnswer,
  dashboardBody,
  listQuery,
  moveBody,
  oneQuery,
  templateAnswer,
  templateBody,
} from './schemas.ts'
import { readSharedDashboard } from './shared.ts'
import { listTemplates, startOf, startOfTemplate } from './start.ts'
import { moveTile } from './tiles.ts'

const tags = ['dashboards']
const params = z.object({ project_id: z.string() })
const dashboardParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/dashboards'
const one = `${path}/:id`
const read = { access: access.scope('dashboard:read') }
const write = { access: access.scope('dashboard:write') }

type Enter = (request: FastifyRequest, needed: 'none' | 'editor') => Promise<DashboardContext>
type Find = (
  request: FastifyRequest,
  needed: 'viewer' | 'editor',
  includeDeleted?: boolean,
) => Promise<{ context: DashboardContext; dashboard: Dashboard }>

export function registerDashboardRoutes(api: App, db: Database, clickHouse: ClickHouse, runner: QueryRunner): void {
  const enter: Enter = (request, needed) => enterDashboards({ db, clickHouse, runner }, request, needed)
  const find: Find = async (request, needed, includeDeleted = false) => {
    const context = await enter(request, 'none')
    const { id } = request.params as z.infer<typeof dashboardParams>
    return { context, dashboard: await findOwnDashboard(context, id, needed, { includeDeleted }) }
  }
  registerCollection(api, enter)
  registerTemplates(api, enter)
  registerOne(api, find, { db, runner })
  registerMove(api, find)
  registerHistories(api, enter, find)
}

function registerCollection(api: App, enter: Enter): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List dashboards: pinned ones first, then by name',
        tags,
        params,
        querystring: listQuery,
        response: { 200: pageOf(basicDashboardAnswer) },
      },
    },
    async (request) => {
      const context = await enter(request, 'none')
      const page = readPage(request.query)
      const { count, rows } = await listDashboards(context, request.query, page)
      const ids = rows.map(({ id }) => id)
      const shared = await sharedAmong(context.db.$client, context.team.id, 'dashboard', ids)
      const results = rows.map((dashboard) => presentBasic(dashboard, context.own, shared.has(String(dashboard.id))))
      return pageAnswer(request, page, count, results)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: dashboardBody },
      schema: {
        summary: 'Create a dashboard',
        description:
          '`use_template` makes one from a template: `DEFAULT_APP`, `WEBSITE`, or `FROM_EVENTS` for one made from the events that arrived. `use_dashboard` copies one; with `duplicate_tiles` its insights are copied too.',
        tags,
        params,
        response: { 201: dashboardAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const body = readBody(request, dashboardBody)
      const dashboard = await createDashboard(context, body, await startOf(context, body))
      return reply.status(201).send(await presentDashboard(context, dashboard))
    },
  )
}

function registerTemplates(api: App, enter: Enter): void {
  api.post(
    `${path}/create_from_template_json`,
    {
      config: { ...write, body: templateBody },
      schema: {
        summary: 'Create a dashboard from a custom template',
        tags,
        params,
        response: { 201: dashboardAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const dashboard = await createDashboard(context, {}, startOfTemplate(readBody(request, templateBody)))
      return reply.status(201).send(await presentDashboard(context, dashboard))
    },
  )
  api.get(
    '/api/projects/:project_id/dashboard_templates',
    {
      config: { access: access.scope('dashboard_template:read') },
      schema: {
        summary: 'List dashboard templates',
        description: 'The one named `FROM_EVENTS` is made from the events of the last 30 days.',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(templateAnswer) },
      },
    },
    async (request) => {
      const templates = await listTemplates(await enter(request, 'none'))
      const page = readPage(request.query)
      const shown = templates.slice(page.offset, page.offset + page.limit)
      return pageAnswer(
        request,
        page,
        templates.length,
        shown.map((template) => ({ ...template, scope: 'global' })),
      )
    },
  )
}

function registerOne(api: App, find: Find, parts: { db: Database; runner: QueryRunner }): void {
  api.get(
    one,
    {
      config: { ...read, shares: ['dashboard'] },
      schema: {
        summary: 'Read a dashboard with its tiles',
        tags,
        params: dashboardParams,
        querystring: oneQuery,
        response: { 200: dashboardAnswer },
      },
    },
    async (request, reply) => {
      const shared = await readSharedDashboard(parts, request, request.params.id)
      if (shared) return shared
      const { context, dashboard } = await find(request, 'viewer')
      await noteAccess(context, dashboard)
      return presentDashboard(context, dashboard, request.query, goneSignal(reply))
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: dashboardBody },
      schema: {
        summary: 'Change a dashboard and its tiles',
        description:
          '`tiles` lists only the tiles to change: `{id, layouts?, color?, deleted?, text?}`. A tile without an ID is a new text: `{text: {body}, layouts?, color?}`. `deleted: true` deletes the dashboard, `false` restores it.',
        tags,
        params: dashboardParams,
        response: { 200: dashboardAnswer },
      },
      handler: async (request) => {
        const { context, dashboard } = await find(request, 'editor', true)
        const changed = await changeDashboard(context, dashboard, readBody(request, dashboardBody))
        return presentDashboard(context, changed)
      },
    })
  }
  refuseDelete(api, one, {
    ...write,
    tags,
    params: dashboardParams,
    find: (request) => find(request, 'editor'),
    isSilent: true,
  })
}

function registerMove(api: App, find: Find): void {
  api.patch(
    `${one}/move_tile`,
    {
      config: { ...write, body: moveBody },
      schema: {
        summary: 'Move a tile to another dashboard',
        tags,
        params: dashboardParams,
        response: { 200: dashboardAnswer },
      },
    },
    async (request) => {
      const { context, dashboard } = await find(request, 'editor')
      const { tile, ...body } = readBody(request, moveBody)
      const target = body.toDashboard ?? body.to_dashboard
      if (target === undefined) throw errors.invalid('This field is required.', 'toDashboard', 'required')
      await moveTile(context.db, dashboard, tile.id, await findOwnDashboard(context, String(target), 'editor'))
      return presentDashboard(context, dashboard)
    },
  )
}

function registerHistories(api: App, enter: Enter, find: Find): void {
  registerHistoryRoute(api, path, {
    scope: dashboardKind.scope,
    summary: 'List the changes to dashboards',
    tags,
    params,
    find: (request) => enter(request, 'none'),
  })
  registerHistoryRoute(api, one, {
    scope: dashboardKind.scope,
    summary: 'List the changes to a dashboard',
    tags,
    params: dashboardParams,
    find: async (request) => {
      const { context, dashboard } = await find(request, 'viewer', true)
      return { ...context, id: dashboard.id }
    },
  })
}
