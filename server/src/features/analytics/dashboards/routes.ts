import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { jsonField, jsonList, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import {
  type AccessLevel,
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson } from '../../workspace/users/index.ts'
import { DASHBOARD_TEMPLATES, tilesOf } from '../dashboard-templates/index.ts'
import {
  answerInsight,
  findInsights,
  insightAnswer,
  jsonParameter,
  presentInsight,
  storedRefresh,
} from '../insights/index.ts'
import { type FilterOverrides, goneSignal, type QueryRunner } from '../query/index.ts'
import {
  DASHBOARD_SELECT,
  type Dashboard,
  EVERYONE_EDITS,
  findDashboard,
  findTiles,
  ONLY_COLLABORATORS_EDIT,
  type Tile,
} from './dashboards.ts'
import { FROM_EVENTS, findSeen, templateOf } from './from-events.ts'
import {
  copiedTiles,
  type DashboardBody,
  type DashboardStart,
  dashboardBody,
  makeDashboard,
  moveTile,
  updateDashboard,
} from './write.ts'

const tags = ['dashboards']
const params = z.object({ project_id: z.string() })
const dashboardParams = params.extend({ id: z.string() })

const tileAnswer = z.looseObject({
  id: z.number(),
  insight: insightAnswer.nullable(),
  text: z.looseObject({ id: z.number(), body: z.string() }).nullable(),
  layouts: z.any(),
  color: z.string().nullable(),
  order: z.number(),
  last_refresh: z.string().nullable(),
  is_cached: z.boolean(),
})
nameSchema(tileAnswer, 'DashboardTile')
const slimAnswer = z.object({
  id: z.number(),
  name: z.string().nullable(),
  description: z.string(),
  pinned: z.boolean(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_accessed_at: z.string().nullable(),
  is_shared: z.boolean(),
  deleted: z.boolean(),
  creation_mode: z.string(),
  tags: z.array(z.string()),
  restriction_level: z.number(),
  effective_restriction_level: z.number(),
  effective_privilege_level: z.number(),
  user_access_level: z.string(),
  team_id: z.number(),
})
nameSchema(slimAnswer, 'DashboardBasic')
const answer = slimAnswer.extend({
  filters: z.any(),
  persisted_filters: z.any(),
  variables: z.any(),
  persisted_variables: z.any(),
  breakdown_colors: z.any(),
  data_color_theme_id: z.number().nullable(),
  tiles: z.array(tileAnswer),
})
nameSchema(answer, 'Dashboard')
const templateAnswer = z.looseObject({ id: z.string(), template_name: z.string(), tiles: z.array(z.any()) })
nameSchema(templateAnswer, 'DashboardTemplate')

const oneQuery = z.looseObject({
  refresh: z.string().optional().describe('How fresh the results must be; by default whatever is there.'),
  filters_override: z.string().optional().describe('JSON: filters instead of those of the dashboard.'),
  variables_override: z.string().optional().describe('JSON: values of variables.'),
})
const moveBody = z.object({
  tile: jsonField(z.looseObject({ id: z.number().int() })),
  toDashboard: z.number().int().optional(),
  to_dashboard: z.number().int().optional(),
})
const templateBody = z.object({
  template: jsonField(
    z.looseObject({
      template_name: z.string().max(400).optional(),
      dashboard_description: z.string().max(10_000).nullish(),
      dashboard_filters: z.record(z.string(), z.any()).nullish(),
      tags: z.array(z.string()).nullish(),
      tiles: z
        .array(
          z.looseObject({
            type: z.enum(['INSIGHT', 'TEXT']),
            name: z.string().max(400).optional(),
            description: z.string().max(400).optional(),
            query: z.record(z.string(), z.any()).optional(),
            body: z.string().max(4000).optional(),
            layouts: z.record(z.string(), z.any()).optional(),
            color: z.string().nullish(),
          }),
        )
        .max(300),
    }),
  ),
})

export function registerDashboardRoutes(api: App, db: Database, clickHouse: ClickHouse, runner: QueryRunner): void {
  const path = '/api/projects/:project_id/dashboards'
  const one = `${path}/:id`
  const read = { access: access.scope('dashboard:read') }
  const write = access.scope('dashboard:write')

  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    return { principal, team, own: await resourceAccess(db, principal, team, 'dashboard') }
  }
  const find = async (
    request: FastifyRequest,
    needed: AccessLevel,
    { id, includeDeleted = false }: { id?: string | number; includeDeleted?: boolean } = {},
  ) => {
    const entered = await enter(request)
    const wanted = id ?? (request.params as z.infer<typeof dashboardParams>).id
    const dashboard = await findDashboard(db, entered.team.id, wanted)
    if (!dashboard || (dashboard.deleted && !includeDeleted)) throw errors.notFound()
    entered.own.assertLevelOf(dashboard.id, dashboard.createdById, needed)
    if (needed === 'editor' && privilegeOf(dashboard, entered.own) < ONLY_COLLABORATORS_EDIT)
      throw errors.forbidden('Only its creator and administrators can change this dashboard.')
    return { ...entered, dashboard }
  }
  const tilesWithInsights = async (
    { principal, team, dashboard }: { principal: Principal; team: ResolvedTeam; dashboard: Dashboard },
    query: z.output<typeof oneQuery>,
    reply: FastifyReply | null,
  ) => {
    const tiles = await findTiles(db, team.id, dashboard.id)
    const ids = tiles.flatMap(({ insightId }) => (insightId === null ? [] : [insightId]))
    const [insights, own] = await Promise.all([
      findInsights(db, team.id, ids),
      resourceAccess(db, principal, team, 'insight'),
    ])
    const byId = new Map(insights.map((insight) => [insight.id, insight]))
    const overrides = jsonParameter(query.filters_override, 'filters_override') ?? dashboard.filters
    const variables = jsonParameter(query.variables_override, 'variables_override') ?? dashboard.variables
    const signal = reply ? goneSignal(reply) : undefined
    const refresh = storedRefresh(query.refresh)
    return Promise.all(
      tiles.map(async (tile, order) => {
        const insight = tile.insightId === null ? undefined : byId.get(tile.insightId)
        if (!insight || own.levelOf(insight.id, insight.createdById) === 'none') return presentTile(tile, order, null)
        const result = await answerInsight(runner, team, insight, {
          refresh,
          userId: principal.userId,
          overrides: overrides as FilterOverrides,
          variables,
          isLenient: true,
          ...(signal && { signal }),
        })
        return presentTile(tile, order, { ...presentInsight(insight, own), ...result })
      }),
    )
  }
  const present = async (
    found: { principal: Principal; team: ResolvedTeam; own: ResourceAccess; dashboard: Dashboard },
    query: z.output<typeof oneQuery> = {},
    reply: FastifyReply | null = null,
  ): Promise<z.infer<typeof answer>> => {
    const { dashboard, own } = found
    return {
      ...presentSlim(dashboard, own),
      filters: jsonParameter(query.filters_override, 'filters_override') ?? dashboard.filters,
      persisted_filters: dashboard.filters,
      variables: dashboard.variables ?? {},
      persisted_variables: dashboard.variables,
      breakdown_colors: dashboard.breakdownColors ?? [],
      data_color_theme_id: dashboard.dataColorThemeId,
      tiles: await tilesWithInsights(found, query, reply),
    }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List dashboards: pinned ones first, then by name',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the name, the description or a tag.'),
          pinned: z.string().optional().describe('`true`: only pinned ones.'),
          created_by: z.string().optional().describe('Id of a user.'),
          tags: z.string().optional().describe('JSON list: dashboards with one of these tags.'),
        }),
        response: { 200: pageOf(slimAnswer) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request)
      const page = readPage(request.query)
      const { search, pinned, created_by: creator, tags: wanted } = request.query
      const values: unknown[] = [team.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = ['d.team_id = $1', 'NOT d.deleted', own.visibleSql('d.id', 'd.created_by', bind)]
      if (search) {
        const part = bind(`%${search.trim().replace(/[\\%_]/g, '\\$&')}%`)
        conditions.push(
          `(d.name ILIKE ${part} OR d.description ILIKE ${part} OR EXISTS (SELECT 1 FROM unnest(d.tags) tag WHERE tag ILIKE ${part}))`,
        )
      }
      if (pinned === 'true') conditions.push('d.pinned')
      if (creator && /^\d{1,9}$/.test(creator)) conditions.push(`d.created_by = ${bind(Number(creator))}`)
      if (wanted) conditions.push(`d.tags && ${bind((jsonList(wanted) ?? []).map(String))}::text[]`)
      const where = conditions.join(' AND ')
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM dashboards d WHERE ${where}`, values),
        db.$client.query<Dashboard>(
          `${DASHBOARD_SELECT} WHERE ${where} ORDER BY d.pinned DESC, lower(coalesce(d.name, '')), d.id
           LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(
        request,
        page,
        counted.rows[0]!.count,
        found.rows.map((dashboard) => presentSlim(dashboard, own)),
      )
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: dashboardBody },
      schema: {
        summary: 'Create a dashboard',
        description:
          '`use_template` makes one from a template: `DEFAULT_APP`, `WEBSITE`, or `FROM_EVENTS` for one made from the events that arrived. `use_dashboard` copies one; with `duplicate_tiles` its insights are copied too.',
        tags,
        params,
        response: { 201: answer },
      },
    },
    async (request, reply) => {
      const found = await enter(request)
      const { principal, team, own } = found
      own.assertLevel('editor')
      const body = readBody(request, dashboardBody)
      const id = await makeDashboard(db, principal, team, body, await startOf(found, body))
      const dashboard = (await findDashboard(db, team.id, id))!
      return reply.status(201).send(await present({ ...found, dashboard }))
    },
  )

  api.post(
    `${path}/create_from_template_json`,
    {
      config: { access: write, body: templateBody },
      schema: { summary: 'Create a dashboard from a template of your own', tags, params, response: { 201: answer } },
    },
    async (request, reply) => {
      const found = await enter(request)
      found.own.assertLevel('editor')
      const { template } = readBody(request, templateBody)
      const id = await makeDashboard(
        db,
        found.principal,
        found.team,
        {},
        {
          creationMode: 'template',
          name: template.template_name ?? null,
          description: template.dashboard_description ?? '',
          filters: (template.dashboard_filters ?? {}) as JsonObject,
          tags: template.tags ?? [],
          tiles: tilesOf(template.tiles as never),
        },
      )
      const dashboard = (await findDashboard(db, found.team.id, id))!
      return reply.status(201).send(await present({ ...found, dashboard }))
    },
  )

  api.get(
    '/api/projects/:project_id/dashboard_templates',
    {
      config: { access: access.scope('dashboard_template:read') },
      schema: {
        summary: 'Templates that dashboards can be made from',
        description: 'The one named `FROM_EVENTS` is made from the events of the last 30 days.',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(templateAnswer) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      const own = templateOf(await findSeen(db, clickHouse, team))
      const all = [{ ...own, template_name: 'From your events' }, ...DASHBOARD_TEMPLATES]
      const page = readPage(request.query)
      return pageAnswer(
        request,
        page,
        all.length,
        all.slice(page.offset, page.offset + page.limit).map((template) => ({ ...template, scope: 'global' })),
      )
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a dashboard with its tiles',
        tags,
        params: dashboardParams,
        querystring: oneQuery,
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      const found = await find(request, 'viewer')
      await db.$client.query('UPDATE dashboards SET last_accessed_at = now() WHERE id = $1', [found.dashboard.id])
      return present(found, request.query, reply)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: dashboardBody },
      schema: {
        summary: 'Change a dashboard and its tiles',
        description:
          '`tiles` names only those to change: `{id, layouts?, color?, deleted?, text?}`; one without an id is a new text, `{text: {body}, layouts?, color?}`. `deleted: true` deletes the dashboard, `false` brings it back.',
        tags,
        params: dashboardParams,
        response: { 200: answer },
      },
      handler: async (request) => {
        const found = await find(request, 'editor', { includeDeleted: true })
        const body = readBody(request, dashboardBody)
        if (found.dashboard.deleted && body.deleted !== false) throw errors.notFound()
        await updateDashboard(db, found.principal, found.team, found.dashboard.id, body)
        const dashboard = (await findDashboard(db, found.team.id, found.dashboard.id))!
        return present({ ...found, dashboard })
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: dashboardParams,
    find: (request) => find(request, 'editor'),
    isSilent: true,
  })

  api.patch(
    `${one}/move_tile`,
    {
      config: { access: write, body: moveBody },
      schema: {
        summary: 'Move a tile to another dashboard',
        tags,
        params: dashboardParams,
        response: { 200: answer },
      },
    },
    async (request) => {
      const found = await find(request, 'editor')
      const body = readBody(request, moveBody)
      const target = body.toDashboard ?? body.to_dashboard
      if (target === undefined) throw errors.invalid('This field is required.', 'toDashboard', 'required')
      const { dashboard: to } = await find(request, 'editor', { id: target })
      await moveTile(db, found.dashboard, body.tile.id, to)
      return present(found)
    },
  )

  for (const isOne of [false, true]) {
    api.get(
      isOne ? `${one}/activity` : `${path}/activity`,
      {
        config: { access: access.scope('activity_log:read') },
        schema: {
          summary: `What was changed about ${isOne ? 'a dashboard' : 'dashboards'}, newest first`,
          tags,
          params: isOne ? dashboardParams : params,
          querystring: historyQuery,
          response: { 200: historyAnswer },
        },
      },
      async (request) => {
        if (!isOne) {
          const { team } = await enter(request)
          return answerHistory(
            request,
            db,
            await visibleLog(db, requirePrincipal(request), team),
            { scope: 'Dashboard' },
            request.query,
          )
        }
        const { team, dashboard } = await find(request, 'viewer', { includeDeleted: true })
        return answerHistory(
          request,
          db,
          await visibleLog(db, requirePrincipal(request), team),
          { scope: 'Dashboard', itemId: String(dashboard.id) },
          request.query,
        )
      },
    )
  }

  /** What a new dashboard begins with. @throws ApiError 400 */
  async function startOf(
    { team, own }: { team: ResolvedTeam; own: ResourceAccess },
    body: DashboardBody,
  ): Promise<DashboardStart> {
    if (body.use_template) {
      const template =
        body.use_template === FROM_EVENTS
          ? templateOf(await findSeen(db, clickHouse, team))
          : DASHBOARD_TEMPLATES.find(({ id, template_name: name }) => [id, name].includes(body.use_template!))
      if (!template) throw errors.invalid('Invalid template provided', 'use_template')
      return {
        creationMode: 'template',
        name: template.template_name,
        description: template.dashboard_description,
        filters: template.dashboard_filters,
        tags: template.tags,
        tiles: tilesOf(template.tiles),
      }
    }
    if (!body.use_dashboard) return { creationMode: 'default', tiles: [] }
    const source = await findDashboard(db, team.id, body.use_dashboard)
    if (!source || source.deleted) throw errors.invalid('Invalid value provided', 'use_dashboard')
    own.assertLevelOf(source.id, source.createdById, 'viewer')
    return {
      creationMode: 'duplicate',
      name: source.name ? `${source.name.slice(0, 393)} (Copy)` : null,
      description: source.description,
      filters: source.filters,
      tags: source.tags,
      tiles: await copiedTiles(db, source, body.duplicate_tiles ?? false),
    }
  }
}

/** 37 when the caller may change it, else 21. */
function privilegeOf(dashboard: Dashboard, own: ResourceAccess): number {
  const level = own.levelOf(dashboard.id, dashboard.createdById)
  const mayEdit =
    dashboard.restrictionLevel === ONLY_COLLABORATORS_EDIT
      ? level === 'manager'
      : level !== 'viewer' && level !== 'none'
  return mayEdit ? ONLY_COLLABORATORS_EDIT : EVERYONE_EDITS
}

function presentSlim(dashboard: Dashboard, own: ResourceAccess): z.infer<typeof slimAnswer> {
  return {
    id: dashboard.id,
    name: dashboard.name,
    description: dashboard.description,
    pinned: dashboard.pinned,
    created_at: formatTime(dashboard.createdAt),
    created_by: fromUserJson(dashboard.creator),
    last_accessed_at: dashboard.lastAccessedAt === null ? null : formatTime(dashboard.lastAccessedAt),
    is_shared: false,
    deleted: dashboard.deleted,
    creation_mode: dashboard.creationMode,
    tags: dashboard.tags.toSorted(),
    restriction_level: dashboard.restrictionLevel,
    effective_restriction_level: dashboard.restrictionLevel,
    effective_privilege_level: privilegeOf(dashboard, own),
    user_access_level: own.levelOf(dashboard.id, dashboard.createdById),
    team_id: dashboard.teamId,
  }
}

function presentTile(tile: Tile, order: number, insight: Record<string, unknown> | null): z.infer<typeof tileAnswer> {
  return {
    id: tile.id,
    insight: insight as never,
    text:
      tile.insightId === null
        ? {
            id: tile.id,
            body: tile.textBody ?? '',
            last_modified_at: tile.textModifiedAt === null ? null : formatTime(tile.textModifiedAt),
            last_modified_by: fromUserJson(tile.textModifier),
          }
        : null,
    layouts: isJsonObject(tile.layouts) ? tile.layouts : {},
    color: tile.color,
    order,
    last_refresh: (insight?.last_refresh as string | undefined) ?? null,
    is_cached: insight?.is_cached === true,
  }
}
