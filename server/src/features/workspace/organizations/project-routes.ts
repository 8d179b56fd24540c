import { and, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access, keyOf, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nonBlank, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { isGeneratingDemoData } from '../../data/demo/index.ts'
import { answerHistory, historyAnswer, historyQuery } from '../activity/index.ts'
import { findMembership } from './access-control.ts'
import { LEVEL_ADMIN } from './levels.ts'
import {
  organizationsOf,
  type ResolvedTeam,
  resolveOrganization,
  resolveTeam,
  type Team,
  visibleTeams,
} from './organizations.ts'
import { basicTeamAnswer, projectBody, teamAnswer, toBasicTeam, toTeamAnswer } from './project-fields.ts'
import {
  assertMayCreate,
  assertMayWrite,
  createProject,
  deleteProject,
  deleteSecretBackup,
  groupTypesOf,
  moveProject,
  resetToken,
  rotateSecret,
  settingsAsOf,
  updateProject,
} from './projects.ts'
import { teams } from './tables.ts'
import { visibleLog } from './visible-log.ts'

const INTEGER = /^\d{1,9}$/
const tags = ['projects']
const nestedParam = z.object({ organization_id: z.string().optional() })
const nestedProjectParams = z.object({ organization_id: z.string().optional(), project_id: z.string() })
type ProjectParams = z.infer<typeof nestedProjectParams>

/** The same routes below an organization and, for the current one, on their own. */
export function registerProjectRoutes(api: App, db: Database, log: EventLog): void {
  for (const prefix of ['/api/organizations/:organization_id/projects', '/api/projects'])
    registerBelow(api, db, log, prefix)
}

function registerBelow(api: App, db: Database, log: EventLog, prefix: string): void {
  const answer = async (team: Team, level: number | null, secret?: string) =>
    toTeamAnswer(team, level, await groupTypesOf(db.$client, team.id), secret)
  const project = `${prefix}/:project_id`
  // The document of each family names just what stands in its paths.
  const isNested = prefix.includes(':organization_id')
  const organizationParam = (isNested ? nestedParam : z.object({})) as typeof nestedParam
  const projectParams = (
    isNested ? nestedProjectParams : nestedProjectParams.pick({ project_id: true })
  ) as typeof nestedProjectParams

  api.get(
    prefix,
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'List the projects of an organization',
        tags,
        params: organizationParam,
        querystring: pageQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: { 200: pageOf(basicTeamAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const search = (request.query.search ?? '').toLowerCase()
      const all = await listed(request, db)
      const found = all.filter(({ name }) => name.toLowerCase().includes(search))
      const rows = found.slice(page.offset, page.offset + page.limit).map(toBasicTeam)
      return pageAnswer(request, page, found.length, rows)
    },
  )

  api.post(
    prefix,
    {
      config: { access: access.scope('project:write'), body: projectBody },
      schema: { summary: 'Create a project', tags, params: organizationParam, response: { 201: teamAnswer } },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id ?? '@current', {
        isNested: true,
      })
      if (isJsonObject(request.body)) assertMayCreate(organization, request.body)
      else assertMayCreate(organization, {})
      const team = await createProject(db, principal, organization, readBody(request, projectBody))
      const level = Math.max(organization.membership.level, 1)
      return reply.status(201).send(await answer(team, level))
    },
  )

  api.get(
    project,
    {
      config: { access: access.scope('project:read') },
      schema: { summary: 'Read a project', tags, params: projectParams, response: { 200: teamAnswer } },
    },
    async (request) => {
      const team = await detail(request, db)
      return answer(team, team.level)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: project,
      config: { access: access.scope('project:write'), body: projectBody },
      schema: {
        summary: method === 'PATCH' ? 'Change settings of a project' : 'Write the settings of a project',
        description: 'Settings that are not sent stay as they are.',
        tags,
        params: projectParams,
        response: { 200: teamAnswer },
      },
      handler: async (request) => {
        const team = await detail(request, db)
        if (isJsonObject(request.body)) assertMayWrite(team.level, request.body as Record<string, unknown>)
        const changed = await updateProject(db, requirePrincipal(request), team, readBody(request, projectBody))
        return answer(changed, team.level)
      },
    })
  }

  api.delete(
    project,
    {
      config: { access: access.scope('project:write') },
      schema: {
        summary: 'Delete a project and its data',
        description: 'It is gone at once; its events, persons and files follow in a job that restarts do not stop.',
        tags,
        params: projectParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await assertNotBeingDeleted(request, db)
      const team = await detail(request, db)
      assertProjectAdmin(team)
      await inTransaction(db.$client, (client) => deleteProject(client, requirePrincipal(request), team))
      return reply.status(204).send(null)
    },
  )

  api.get(
    `${project}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about a project, newest first',
        tags,
        params: projectParams,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'Team', itemId: String(team.id) },
        request.query,
      )
    },
  )

  api.get(
    `${project}/is_generating_demo_data`,
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'Whether a project is being filled with made-up events',
        tags,
        params: projectParams,
        response: {
          200: z.object({
            is_generating_demo_data: z.boolean(),
            events_sent: z.number().optional(),
            events_total: z.number().nullable().optional(),
          }),
        },
      },
    },
    async (request) => isGeneratingDemoData(db.$client, (await detail(request, db)).id),
  )

  api.patch(
    `${project}/reset_token`,
    {
      config: { access: access.scope('project:write') },
      schema: {
        summary: 'Give a project a new public token',
        description: 'The old one is dead at once. The body is ignored.',
        tags,
        params: projectParams,
        response: { 200: teamAnswer },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      assertProjectAdmin(team)
      return answer(await resetToken(db, log, requirePrincipal(request), team), team.level)
    },
  )

  api.patch(
    `${project}/rotate_secret_token`,
    {
      config: { access: access.scope('project:write') },
      schema: {
        summary: 'Give a project a new secret token, shown in this answer only',
        description: 'The one before stays valid as a backup until that is deleted.',
        tags,
        params: projectParams,
        response: { 200: teamAnswer },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      assertProjectAdmin(team)
      const rotated = await rotateSecret(db, requirePrincipal(request), team)
      return answer(rotated.team, team.level, rotated.secret)
    },
  )

  api.patch(
    `${project}/delete_secret_token_backup`,
    {
      config: { access: access.scope('project:write') },
      schema: {
        summary: 'Drop the backup of the secret token',
        tags,
        params: projectParams,
        response: { 200: teamAnswer },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      assertProjectAdmin(team)
      return answer(await deleteSecretBackup(db, requirePrincipal(request), team), team.level)
    },
  )

  api.get(
    `${project}/settings_as_of`,
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'The settings of a project at a past time',
        tags,
        params: projectParams,
        querystring: z.object({
          at: z.string().optional().describe('ISO 8601.'),
          scope: z.string().optional().describe('Name of a setting: only that. May be repeated.'),
        }),
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      const { at } = request.query
      if (!at) throw errors.invalid('This field is required.', 'at', 'required')
      const time = /^\d{4}-\d\d-\d\d/.test(at) ? new Date(at) : new Date(Number.NaN)
      if (Number.isNaN(time.getTime())) throw errors.invalid(`"${at.slice(0, 100)}" is not a time in ISO 8601.`, 'at')
      const settings = await settingsAsOf(db, team, time)
      const only = new URL(request.originalUrl, 'http://local').searchParams.getAll('scope')
      return only.length === 0
        ? settings
        : Object.fromEntries(only.filter((key) => key in settings).map((key) => [key, settings[key]]))
    },
  )

  const moveBody = z.object({ organization_id: z.uuid('Must be a valid UUID.') })
  api.post(
    `${project}/change_organization`,
    {
      config: { access: access.scope('project:write'), body: moveBody },
      schema: {
        summary: 'Move a project to another organization',
        tags,
        params: projectParams,
        response: { 200: teamAnswer },
      },
    },
    async (request) => {
      const team = await detail(request, db)
      assertProjectAdmin(team)
      const { organization_id: target } = readBody(request, moveBody)
      return answer(await moveProject(db, requirePrincipal(request), team, target), team.level)
    },
  )

  const intentBody = z.object({ product_type: nonBlank(100), intent_context: z.string().max(400).optional() })
  for (const [action, status] of [
    ['add_product_intent', 201],
    ['complete_product_onboarding', 200],
  ] as const) {
    api.patch(
      `${project}/${action}`,
      {
        config: { access: access.scope('project:write'), body: intentBody },
        schema: {
          summary: action === 'add_product_intent' ? 'Note that a product is wanted' : 'Note that a product is set up',
          tags,
          params: projectParams,
          response: { [status]: teamAnswer },
        },
      },
      async (request, reply) => {
        const team = await detail(request, db)
        const { product_type: product } = readBody(request, intentBody)
        const changed = await noteIntent(db, team, product, action === 'complete_product_onboarding')
        return reply.status(status).send((await answer(changed, team.level)) as never)
      },
    )
  }
}

/** Projects of the organization in the path, or of the current one; of a scoped key's organizations when it has some. */
async function listed(request: FastifyRequest, db: Database): Promise<Team[]> {
  const principal = requirePrincipal(request)
  const segment = (request.params as ProjectParams).organization_id
  const { scopedOrganizations: scoped = [], scopedTeams = [] } = keyOf(principal) ?? {}
  if (segment !== undefined || scoped.length === 0 || scopedTeams.length > 0) {
    const organization = await resolveOrganization(db, principal, segment ?? '@current', {
      isNested: segment !== undefined,
    })
    return visibleTeams(db, organization.membership)
  }
  const own = (await organizationsOf(db, principal.userId)).filter(({ id }) => scoped.includes(id))
  const memberships = await Promise.all(own.map(({ id }) => findMembership(db.$client, principal.userId, id)))
  const joined = memberships.filter((each) => each !== null)
  return (await Promise.all(joined.map((each) => visibleTeams(db, each)))).flat()
}

/** @throws ApiError 400 for an id that is none, 404 for another organization's project */
async function detail(request: FastifyRequest, db: Database): Promise<ResolvedTeam> {
  const principal = requirePrincipal(request)
  const { organization_id: organizationId, project_id: segment } = request.params as ProjectParams
  const organization =
    organizationId === undefined
      ? null
      : await resolveOrganization(db, principal, organizationId, { isNested: true, isProject: true })
  if (segment !== '@current' && !INTEGER.test(segment)) throw errors.invalid('A project id is a whole number.')
  const team = await resolveTeam(db, principal, segment, { isDetail: true })
  if (organization && team.organizationId !== organization.id) throw errors.notFound()
  return team
}

/** A project that is being deleted cannot be found; asked to delete it again, one should know why. */
async function assertNotBeingDeleted(request: FastifyRequest, db: Database): Promise<void> {
  const { project_id: segment } = request.params as ProjectParams
  if (!INTEGER.test(segment)) return
  const [team] = await db
    .select()
    .from(teams)
    .where(and(eq(teams.id, Number(segment)), eq(teams.isPendingDeletion, true)))
  const membership = team && (await findMembership(db.$client, requirePrincipal(request).userId, team.organizationId))
  if (membership) throw errors.invalid('The project is being deleted already.')
}

function assertProjectAdmin(team: ResolvedTeam): void {
  if (team.level < LEVEL_ADMIN) throw errors.forbidden('Only administrators of the project can do this.')
}

async function noteIntent(db: Database, team: Team, product: string, isDone: boolean): Promise<Team> {
  const now = new Date().toISOString()
  const before = team.productIntents[product]
  const intent = {
    created_at: now,
    onboarding_completed_at: null,
    ...(isJsonObject(before) ? before : {}),
    updated_at: now,
    ...(isDone ? { onboarding_completed_at: now } : {}),
  }
  const onboarded = isJsonObject(team.hasCompletedOnboardingFor) ? team.hasCompletedOnboardingFor : {}
  const [changed] = await db
    .update(teams)
    .set({
      productIntents: { ...team.productIntents, [product]: intent },
      ...(isDone ? { hasCompletedOnboardingFor: { ...onboarded, [product]: true } } : {}),
    })
    .where(eq(teams.id, team.id))
    .returning()
  return changed!
}
