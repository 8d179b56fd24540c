import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterAsAdmin, enterOrganization } from './enter.ts'
import { newRoleBody, roleAnswer, roleBody, roleMembershipAnswer, roleMembershipBody } from './role-schemas.ts'
import { changeRole, createRole, deleteRole, findRole, giveRole, listRoles, takeRole } from './roles.ts'

const tags = ['roles']
const params = z.object({ organization_id: z.string() })
const roleParams = params.extend({ role_id: z.string() })
const membershipParams = roleParams.extend({ id: z.string() })
const path = '/api/organizations/:organization_id/roles'
const one = `${path}/:role_id`
const memberships = `${one}/role_memberships`
const read = { access: access.scope('organization:read') }
const write = { access: access.scope('organization:write'), sensitive: true } as const

export function registerRoleRoutes(api: App, db: Database): void {
  registerRoles(api, db)
  registerRole(api, db)
  registerRoleMemberships(api, db)
}

function registerRoles(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the roles of an organization',
        tags,
        params,
        querystring: pageQuery.extend({ name: z.string().optional().describe('The complete name.') }),
        response: { 200: pageOf(roleAnswer) },
      },
    },
    async (request) => {
      const context = await enterOrganization(db, request)
      const page = readPage(request.query)
      const { count, roles } = await listRoles(context, { name: request.query.name, page })
      return pageAnswer(request, page, count, roles)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newRoleBody },
      schema: { summary: 'Create a role', tags, params, response: { 201: roleAnswer } },
    },
    async (request, reply) => {
      const context = await enterAsAdmin(db, request)
      return reply.status(201).send(await createRole(context, readBody(request, newRoleBody).name))
    },
  )
}

/** The organization and the role of a path, for an administrator. */
async function enterRole(db: Database, request: FastifyRequest) {
  const context = await enterAsAdmin(db, request)
  return { context, role: await findRole(context, (request.params as z.infer<typeof roleParams>).role_id) }
}

function registerRole(api: App, db: Database): void {
  api.get(
    one,
    { config: read, schema: { summary: 'Read a role', tags, params: roleParams, response: { 200: roleAnswer } } },
    async (request) => findRole(await enterOrganization(db, request), request.params.role_id),
  )
  for (const [method, body] of [
    ['PATCH', roleBody.partial()],
    ['PUT', roleBody],
  ] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: { summary: 'Change a role', tags, params: roleParams, response: { 200: roleAnswer } },
      handler: async (request) => {
        const { context, role } = await enterRole(db, request)
        return changeRole(context, role, readBody(request, body as typeof roleBody))
      },
    })
  }
  api.delete(
    one,
    { config: write, schema: { summary: 'Delete a role', tags, params: roleParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { context, role } = await enterRole(db, request)
      await deleteRole(context, role)
      return reply.status(204).send(null)
    },
  )
}

function registerRoleMemberships(api: App, db: Database): void {
  api.get(
    memberships,
    {
      config: read,
      schema: {
        summary: 'List the members with a role',
        tags,
        params: roleParams,
        querystring: pageQuery,
        response: { 200: pageOf(roleMembershipAnswer) },
      },
    },
    async (request) => {
      const { members } = await findRole(await enterOrganization(db, request), request.params.role_id)
      const page = readPage(request.query)
      return pageAnswer(request, page, members.length, members.slice(page.offset, page.offset + page.limit))
    },
  )
  api.post(
    memberships,
    {
      config: { ...write, body: roleMembershipBody },
      schema: { summary: 'Give a member a role', tags, params: roleParams, response: { 201: roleMembershipAnswer } },
    },
    async (request, reply) => {
      const context = await enterAsAdmin(db, request)
      const { user_uuid: user } = readBody(request, roleMembershipBody)
      return reply.status(201).send(await giveRole(context, request.params.role_id, user))
    },
  )
  api.delete(
    `${memberships}/:id`,
    {
      config: write,
      schema: { summary: 'Take a role from a member', tags, params: membershipParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { context, role } = await enterRole(db, request)
      await takeRole(context, role, request.params.id)
      return reply.status(204).send(null)
    },
  )
}
