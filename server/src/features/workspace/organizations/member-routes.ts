import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { enterOrganization, type OrganizationContext } from './enter.ts'
import { levelField } from './levels.ts'
import {
  assertMayChange,
  changeLevel,
  findMember,
  keysOfMember,
  listMembers,
  memberAnswer,
  removeMember,
  toMember,
} from './members.ts'

const tags = ['organizations']
const params = z.object({ organization_id: z.string() })
const memberParams = params.extend({ user_uuid: z.string() })
const levelBody = z.object({ level: levelField.optional() })
const path = '/api/organizations/:organization_id/members'
const one = `${path}/:user_uuid`
const read = { access: access.scope('organization_member:read') }
const write = { access: access.scope('organization_member:write'), sensitive: true } as const

export function registerMemberRoutes(api: App, db: Database): void {
  registerMembers(api, db)
  registerMember(api, db)
  registerKeysOfMember(api, db)
}

function registerMembers(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the members of an organization, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          order: z.string().optional().describe('`joined_at` or `-joined_at`.'),
          email: z.string().optional().describe('The complete address.'),
          updated_after: z.string().optional().describe('ISO 8601.'),
          search: z.string().optional().describe('Part of a name or address; tolerates small typos.'),
        }),
        response: { 200: pageOf(memberAnswer) },
      },
    },
    async (request) => {
      const context = await enterOrganization(db, request)
      const { order, email, updated_after: updatedAfter, search } = request.query
      const page = readPage(request.query)
      const filter = { email, updatedAfter, search }
      const { count, rows } = await listMembers(context, { filter, isOldestFirst: order === 'joined_at', page })
      return pageAnswer(request, page, count, rows.map(toMember))
    },
  )
}

const actorOf = ({ principal, organization }: OrganizationContext) => ({
  userId: principal.userId,
  level: organization.membership.level,
})

function registerMember(api: App, db: Database): void {
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: levelBody },
      schema: {
        summary: 'Change a member’s level',
        description: '1 member, 8 administrator, 15 owner. There may be several owners.',
        tags,
        params: memberParams,
        response: { 200: memberAnswer },
      },
      handler: async (request) => {
        const context = await enterOrganization(db, request)
        const { user_uuid: who } = request.params as z.infer<typeof memberParams>
        const target = await findMember(context, who)
        // A caller who may not edit this user at all gets no errors about the level.
        if (target.userId !== context.principal.userId) assertMayChange(actorOf(context), target)
        const { level } = readBody(request, levelBody)
        if (level !== undefined) {
          const assertAllowed = (found: { userId: number; level: number }) =>
            assertMayChange(actorOf(context), found, level)
          assertAllowed(target)
          await changeLevel(context, target.userId, assertAllowed, level)
        }
        return toMember(await findMember(context, who))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Remove a member, or leave with your own ID or @me',
        tags,
        params: memberParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const context = await enterOrganization(db, request)
      const target = await findMember(context, request.params.user_uuid)
      await removeMember(context, target.userId, (found) => assertMayChange(actorOf(context), found))
      return reply.status(204).send(null)
    },
  )
}

function registerKeysOfMember(api: App, db: Database): void {
  api.get(
    `${one}/scoped_api_keys`,
    {
      config: read,
      schema: {
        summary: 'A member’s API keys that reach this organization',
        tags,
        params: memberParams,
        response: {
          200: z.object({
            has_keys: z.boolean(),
            has_keys_active_last_week: z.boolean(),
            keys: z.array(z.object({ name: z.string(), last_used_at: z.string().nullable() })),
          }),
        },
      },
    },
    async (request) => {
      const context = await enterOrganization(db, request)
      const keys = await keysOfMember(context, await findMember(context, request.params.user_uuid))
      return {
        has_keys: keys.length > 0,
        has_keys_active_last_week: keys.some(({ isRecent }) => isRecent),
        keys: keys.map(({ label, lastUsedAt }) => ({
          name: label,
          last_used_at: lastUsedAt && formatDate(lastUsedAt),
        })),
      }
    },
  )
}
