import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody, validate } from '../../../platform/http/validation.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { logActivity } from '../activity/index.ts'
import { leftJoinUser } from '../users/index.ts'
import {
  assertMayInvite,
  createInvites,
  INVITE_COLUMNS,
  type InviteRow,
  inviteAnswer,
  inviteBody,
  toInvite,
} from './invites.ts'
import { LEVEL_ADMIN } from './levels.ts'
import { resolveOrganization } from './organizations.ts'

const BULK_MAX = 20
const tags = ['organizations']
const params = z.object({ organization_id: z.string() })

/** @param mailing whether mail can be sent, and the address of links in it */
export function registerInviteRoutes(api: App, db: Database, mailing: { isAvailable: boolean; siteUrl: string }): void {
  const path = '/api/organizations/:organization_id/invites'
  const read = async (ids: string[]) => {
    const { rows } = await db.$client.query<InviteRow>(
      `SELECT ${INVITE_COLUMNS} FROM organization_invites i ${leftJoinUser('u', 'i.created_by_id')}
       WHERE i.id = ANY($1) ORDER BY array_position($1::uuid[], i.id)`,
      [ids],
    )
    return rows.map(toInvite)
  }

  api.get(
    path,
    {
      config: { access: access.scope('organization_member:read') },
      schema: {
        summary: 'List open and expired invitations, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(inviteAnswer) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      const page = readPage(request.query)
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(
          'SELECT count(*) AS count FROM organization_invites WHERE organization_id = $1',
          [organization.id],
        ),
        db.$client.query<InviteRow>(
          `SELECT ${INVITE_COLUMNS} FROM organization_invites i ${leftJoinUser('u', 'i.created_by_id')}
           WHERE i.organization_id = $1 ORDER BY i.created_at DESC, i.id LIMIT ${page.limit} OFFSET ${page.offset}`,
          [organization.id],
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(toInvite))
    },
  )

  api.post(
    path,
    {
      config: { access: access.scope('organization_member:write'), body: inviteBody },
      schema: { summary: 'Invite somebody', tags, params, response: { 201: inviteAnswer } },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      assertMayInvite(organization)
      const ids = await createInvites(db, principal, organization, [readBody(request, inviteBody)], mailing)
      return reply.status(201).send((await read(ids))[0]!)
    },
  )

  api.post(
    `${path}/bulk`,
    {
      config: { access: access.scope('organization_member:write'), body: z.array(inviteBody) },
      schema: {
        summary: 'Invite up to 20 people, all or none',
        tags,
        params,
        response: { 201: z.array(inviteAnswer) },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      assertMayInvite(organization)
      const list = request.body as unknown
      if (!Array.isArray(list)) throw errors.invalid('This endpoint needs an array of data for bulk invite creation.')
      if (list.length === 0) throw errors.invalid('This list may not be empty.', null, 'empty')
      if (list.length > BULK_MAX)
        throw errors.invalid(`A maximum of ${BULK_MAX} invites can be sent in a single request.`, null, 'max_length')
      const ids = await createInvites(db, principal, organization, validate(z.array(inviteBody), list), mailing)
      return reply.status(201).send(await read(ids))
    },
  )

  api.delete(
    `${path}/:id`,
    {
      config: { access: access.scope('organization_member:write') },
      schema: {
        summary: 'Take an invitation back',
        tags,
        params: params.extend({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      assertMayInvite(organization)
      const { id } = request.params
      if (!isUuid(id)) throw errors.notFound()
      await inTransaction(db.$client, async (client) => {
        const { rows } = await client.query<{ email: string }>(
          `DELETE FROM organization_invites WHERE id = $1 AND organization_id = $2
             AND ($3 OR level <= $4) RETURNING target_email AS email`,
          [id, organization.id, organization.membership.level >= LEVEL_ADMIN, organization.membership.level],
        )
        if (!rows[0]) throw errors.notFound()
        await logActivity(client, {
          organizationId: organization.id,
          teamId: null,
          principal,
          activity: 'deleted',
          scope: 'OrganizationInvite',
          itemId: id,
          detail: { name: rows[0].email },
        })
      })
      return reply.status(204).send(null)
    },
  )
}
