import { z } from 'zod'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nonBlank, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { answerHistory, historyAnswer, historyQuery } from '../activity/index.ts'
import { enterOrganization } from './enter.ts'
import { assertNotBeingDeleted, enterAsProjectAdmin, enterOwnProject, listProjects } from './enter-project.ts'
import { LEVEL_MEMBER } from './levels.ts'
import type { Team } from './organizations.ts'
import { describeProject } from './project-extensions.ts'
import { PROJECT_FAMILIES, type ProjectFamily } from './project-families.ts'
import { basicTeamAnswer, projectBody, teamAnswer, toBasicTeam, toTeamAnswer } from './project-fields.ts'
import { deleteSecretBackup, resetToken, rotateSecret } from './project-keys.ts'
import {
  assertMayCreate,
  assertMayWrite,
  createProject,
  deleteProject,
  moveProject,
  noteIntent,
  settingsAsOf,
  updateProject,
} from './projects.ts'
import { visibleLog } from './visible-log.ts'

const tags = ['projects']
const read = { access: access.scope('project:read') }
const write = { access: access.scope('project:write') }

interface Family extends ProjectFamily {
  api: App
  db: Database
}

export function registerProjectRoutes(api: App, db: Database, log: EventLog): void {
  for (const paths of PROJECT_FAMILIES) {
    const family = { api, db, ...paths }
    registerProjects(family)
    registerProject(family)
    registerDeletion(family)
    registerHistory(family)
    registerKeys(family, log)
    registerPastSettings(family)
    registerMove(family)
    registerIntents(family)
  }
}

/** @param secret the secret key, in the one answer that may show it */
async function present(db: Database, team: Team, level: number | null, secret?: string) {
  return toTeamAnswer(team, level, await describeProject(db.$client, team.id), secret)
}

function registerProjects({ api, db, path, params }: Family): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the projects of an organization',
        tags,
        params,
        querystring: pageQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: { 200: pageOf(basicTeamAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const search = (request.query.search ?? '').toLowerCase()
      const all = await listProjects(db, request)
      const found = all.filter(({ name }) => name.toLowerCase().includes(search))
      const rows = found.slice(page.offset, page.offset + page.limit).map(toBasicTeam)
      return pageAnswer(request, page, found.length, rows)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: projectBody },
      schema: { summary: 'Create a project', tags, params, response: { 201: teamAnswer } },
    },
    async (request, reply) => {
      const { principal, organization } = await enterOrganization(db, request)
      assertMayCreate(organization, isJsonObject(request.body) ? request.body : {})
      const team = await createProject(db, principal, organization, readBody(request, projectBody))
      const level = Math.max(organization.membership.level, LEVEL_MEMBER)
      return reply.status(201).send(await present(db, team, level))
    },
  )
}

function registerProject({ api, db, one, projectParams: params }: Family): void {
  api.get(
    one,
    { config: read, schema: { summary: 'Read a project', tags, params, response: { 200: teamAnswer } } },
    async (request) => {
      const { team } = await enterOwnProject(db, request)
      return present(db, team, team.level)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: projectBody },
      schema: {
        summary: method === 'PATCH' ? 'Change settings of a project' : 'Write the settings of a project',
        description: 'Settings that are not sent are kept.',
        tags,
        params,
        response: { 200: teamAnswer },
      },
      handler: async (request) => {
        const { principal, team } = await enterOwnProject(db, request)
        if (isJsonObject(request.body)) assertMayWrite(team.level, request.body as Record<string, unknown>)
        const changed = await updateProject(db, principal, team, readBody(request, projectBody))
        return present(db, changed, team.level)
      },
    })
  }
}

function registerDeletion({ api, db, one, projectParams: params }: Family): void {
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete a project and its data',
        description: 'It disappears at once; a job, which survives restarts, deletes its events, persons and files.',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await assertNotBeingDeleted(db, request)
      const { principal, team } = await enterAsProjectAdmin(db, request)
      await inTransaction(db.$client, (client) => deleteProject(client, principal, team))
      return reply.status(204).send(null)
    },
  )
}

function registerHistory({ api, db, one, projectParams: params }: Family): void {
  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'List the changes of a project, newest first',
        tags,
        params,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { principal, team } = await enterOwnProject(db, request)
      const log = await visibleLog(db, principal, team)
      return answerHistory(request, db, log, { scope: 'Team', itemId: String(team.id) }, request.query)
    },
  )
}

function registerKeys({ api, db, one, projectParams: params }: Family, log: EventLog): void {
  const response = { 200: teamAnswer }
  api.patch(
    `${one}/reset_token`,
    {
      config: write,
      schema: {
        summary: 'Give a project a new public token',
        description: 'The old one stops working at once. The body is ignored.',
        tags,
        params,
        response,
      },
    },
    async (request) => {
      const { principal, team } = await enterAsProjectAdmin(db, request)
      return present(db, await resetToken(db, log, principal, team), team.level)
    },
  )
  api.patch(
    `${one}/rotate_secret_token`,
    {
      config: write,
      schema: {
        summary: 'Give a project a new secret token; only this answer contains it',
        description: 'The previous one stays valid as a backup until the backup is deleted.',
        tags,
        params,
        response,
      },
    },
    async (request) => {
      const { principal, team } = await enterAsProjectAdmin(db, request)
      const rotated = await rotateSecret(db, principal, team)
      return present(db, rotated.team, team.level, rotated.secret)
    },
  )
  api.patch(
    `${one}/delete_secret_token_backup`,
    { config: write, schema: { summary: 'Drop the backup of the secret token', tags, params, response } },
    async (request) => {
      const { principal, team } = await enterAsProjectAdmin(db, request)
      return present(db, await deleteSecretBackup(db, principal, team), team.level)
    },
  )
}

/** @throws ApiError 400 */
function readTime(at: string | undefined): Date {
  if (!at) throw errors.invalid('This field is required.', 'at', 'required')
  const time = /^\d{4}-\d\d-\d\d/.test(at) ? new Date(at) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime())) throw errors.invalid(`"${at.slice(0, 100)}" is not a time in ISO 8601.`, 'at')
  return time
}

function registerPastSettings({ api, db, one, projectParams: params }: Family): void {
  api.get(
    `${one}/settings_as_of`,
    {
      config: read,
      schema: {
        summary: 'The settings of a project at a past time',
        tags,
        params,
        querystring: z.object({
          at: z.string().optional().describe('ISO 8601.'),
          scope: z.string().optional().describe('Name of a setting: only this one. May be repeated.'),
        }),
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const { team } = await enterOwnProject(db, request)
      const settings = await settingsAsOf(db, team, readTime(request.query.at))
      const only = new URL(request.originalUrl, 'http://local').searchParams.getAll('scope')
      return only.length === 0
        ? settings
        : Object.fromEntries(only.filter((key) => key in settings).map((key) => [key, settings[key]]))
    },
  )
}

function registerMove({ api, db, one, projectParams: params }: Family): void {
  const body = z.object({ organization_id: z.uuid('Must be a valid UUID.') })
  api.post(
    `${one}/change_organization`,
    {
      config: { ...write, body },
      schema: { summary: 'Move a project to another organization', tags, params, response: { 200: teamAnswer } },
    },
    async (request) => {
      const { principal, team } = await enterAsProjectAdmin(db, request)
      const { organization_id: target } = readBody(request, body)
      return present(db, await moveProject(db, principal, team, target), team.level)
    },
  )
}

function registerIntents({ api, db, one, projectParams: params }: Family): void {
  const body = z.object({ product_type: nonBlank(100), intent_context: z.string().max(400).optional() })
  for (const [action, status, summary] of [
    ['add_product_intent', 201, 'Record that a product is wanted'],
    ['complete_product_onboarding', 200, 'Record that a product is set up'],
  ] as const) {
    api.patch(
      `${one}/${action}`,
      { config: { ...write, body }, schema: { summary, tags, params, response: { [status]: teamAnswer } } },
      async (request, reply) => {
        const { team } = await enterOwnProject(db, request)
        const { product_type: product } = readBody(request, body)
        const changed = await noteIntent(db, team, product, action === 'complete_product_onboarding')
        return reply.status(status).send((await present(db, changed, team.level)) as never)
      },
    )
  }
}
