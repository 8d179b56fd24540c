import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody, validate } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterOrganization, type OrganizationContext } from './enter.ts'
import type { Mailing } from './invite-mail.ts'
import { type InviteBody, inviteAnswer, inviteBody, toInvite } from './invite-schemas.ts'
import { assertMayInvite, createInvites, deleteInvite, listInvites } from './invites.ts'

const BULK_MAX = 20
const tags = ['organizations']
const params = z.object({ organization_id: z.string() })
const path = '/api/organizations/:organization_id/invites'
const read = { access: access.scope('organization_member:read') }
const write = { access: access.scope('organization_member:write') }

export function registerInviteRoutes(api: App, db: Database, mailing: Mailing): void {
  registerInvites(api, db, mailing)
  registerBulk(api, db, mailing)
  registerInvite(api, db)
}

/** @throws ApiError 403 also for members who may not invite */
async function enterAsInviter(db: Database, request: FastifyRequest): Promise<OrganizationContext> {
  const context = await enterOrganization(db, request)
  assertMayInvite(context.organization)
  return context
}

function registerInvites(api: App, db: Database, mailing: Mailing): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List open and expired invitations, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(inviteAnswer) },
      },
    },
    async (request) => {
      const context = await enterOrganization(db, request)
      const page = readPage(request.query)
      const { count, rows } = await listInvites(context, page)
      return pageAnswer(request, page, count, rows.map(toInvite))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: inviteBody },
      schema: { summary: 'Invite somebody', tags, params, response: { 201: inviteAnswer } },
    },
    async (request, reply) => {
      const context = await enterAsInviter(db, request)
      const [made] = await createInvites(context, mailing, [readBody(request, inviteBody)])
      return reply.status(201).send(toInvite(made!))
    },
  )
}

function registerBulk(api: App, db: Database, mailing: Mailing): void {
  api.post(
    `${path}/bulk`,
    {
      config: { ...write, body: z.array(inviteBody) },
      schema: {
        summary: 'Invite up to 20 people, all or none',
        tags,
        params,
        response: { 201: z.array(inviteAnswer) },
      },
    },
    async (request, reply) => {
      const context = await enterAsInviter(db, request)
      const made = await createInvites(context, mailing, readList(request.body))
      return reply.status(201).send(made.map(toInvite))
    },
  )
}

/** @throws ApiError 400 */
function readList(list: unknown): InviteBody[] {
  if (!Array.isArray(list)) throw errors.invalid('This endpoint needs an array of data for bulk invite creation.')
  if (list.length === 0) throw errors.invalid('This list may not be empty.', null, 'empty')
  if (list.length > BULK_MAX)
    throw errors.invalid(`A maximum of ${BULK_MAX} invites can be sent in a single request.`, null, 'max_length')
  return validate(z.array(inviteBody), list)
}

function registerInvite(api: App, db: Database): void {
  api.delete(
    `${path}/:id`,
    {
      config: write,
      schema: {
        summary: 'Revoke an invitation',
        tags,
        params: params.extend({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteInvite(await enterAsInviter(db, request), request.params.id)
      return reply.status(204).send(null)
    },
  )
}
