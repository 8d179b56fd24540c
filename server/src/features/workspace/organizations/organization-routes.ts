import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { answerHistory, historyAnswer, historyQuery } from '../activity/index.ts'
import { enterAsAdmin, enterOrganization } from './enter.ts'
import { organizationAnswer, organizationBody } from './organization-fields.ts'
import {
  assertMayCreateOrganization,
  changeOrganization,
  createOwnOrganization,
  deleteOrganization,
  describeOrganization,
  listOwnOrganizations,
  listProjectDeletions,
  type ProjectDeletion,
} from './organization-operations.ts'

const tags = ['organizations']
const params = z.object({ organization_id: z.string() })
const path = '/api/organizations'
const one = `${path}/:organization_id`
const read = { access: access.scope('organization:read') }
const write = { access: access.scope('organization:write'), sensitive: true } as const
const newOrganizationBody = organizationBody.required({ name: true })

export function registerOrganizationRoutes(api: App, db: Database): void {
  registerProjectDeletions(api, db)
  registerOrganizations(api, db)
  registerOrganization(api, db)
  registerHistory(api, db)
}

function registerOrganizations(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List your organizations',
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(organizationAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const { count, rows } = await listOwnOrganizations(db, requirePrincipal(request), page)
      return pageAnswer(request, page, count, rows)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newOrganizationBody },
      schema: {
        summary: 'Create an organization with a first project',
        tags,
        response: { 201: organizationAnswer },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      await assertMayCreateOrganization(db, principal)
      const organization = await createOwnOrganization(db, principal, readBody(request, newOrganizationBody))
      return reply.status(201).send(await describeOrganization(db, organization, principal.userId))
    },
  )
}

function registerOrganization(api: App, db: Database): void {
  api.get(
    one,
    { config: read, schema: { summary: 'Read an organization', tags, params, response: { 200: organizationAnswer } } },
    async (request) => {
      const { principal, organization } = await enterOrganization(db, request, { isNested: false })
      return describeOrganization(db, organization, principal.userId)
    },
  )
  for (const [method, body, summary] of [
    ['PATCH', organizationBody, 'Change settings of an organization'],
    ['PUT', newOrganizationBody, 'Write the settings of an organization'],
  ] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: { summary, tags, params, response: { 200: organizationAnswer } },
      handler: async (request) => {
        const context = await enterAsAdmin(db, request, { isNested: false })
        const changed = await changeOrganization(context, readBody(request, body as typeof organizationBody))
        return describeOrganization(db, changed, context.principal.userId)
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete an organization with all its projects and their data',
        description: 'Owners only. It disappears at once; a job deletes the data.',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteOrganization(await enterOrganization(db, request, { isNested: false }))
      return reply.status(204).send(null)
    },
  )
}

function registerHistory(api: App, db: Database): void {
  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'List the changes in an organization and its projects, newest first',
        tags,
        params,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { organization } = await enterAsAdmin(db, request)
      return answerHistory(request, db, { organizationId: organization.id }, {}, request.query)
    },
  )
}

const deletionAnswer = z.object({
  project_id: z.number(),
  name: z.string(),
  requested_at: z.string(),
  rows_total: z.number().nullable(),
  rows_deleted: z.number(),
  finished_at: z.string().nullable(),
})

const presentDeletion = (deletion: ProjectDeletion): z.infer<typeof deletionAnswer> => ({
  project_id: deletion.teamId,
  name: deletion.name,
  requested_at: formatDate(deletion.createdAt),
  rows_total: deletion.rowsTotal,
  rows_deleted: deletion.rowsDeleted,
  finished_at: deletion.verifiedAt && formatDate(deletion.verifiedAt),
})

function registerProjectDeletions(api: App, db: Database): void {
  api.get(
    `${one}/project_deletions`,
    {
      config: read,
      schema: {
        summary: 'List deleted projects and the progress of their deletion, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(deletionAnswer) },
      },
    },
    async (request) => {
      const deletions = await listProjectDeletions(await enterAsAdmin(db, request))
      const page = readPage(request.query)
      const shown = deletions.slice(page.offset, page.offset + page.limit).map(presentDeletion)
      return pageAnswer(request, page, deletions.length, shown)
    },
  )
}
