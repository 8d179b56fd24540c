import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { levelField } from './levels.ts'
import {
  assertMayChange,
  changeLevel,
  MEMBER_COLUMNS,
  type MemberRow,
  memberAnswer,
  removeMember,
  toMember,
} from './members.ts'
import { resolveOrganization } from './organizations.ts'

const SEARCH_CHARACTERS_MAX = 200
/** How alike a name has to be to be found with a typing error in it (trigrams, 0 to 1). */
const SIMILARITY = 0.4
const tags = ['organizations']
const params = z.object({ organization_id: z.string() })
const memberParams = params.extend({ user_uuid: z.string() })
const levelBody = z.object({
  level: levelField.optional(),
})

export function registerMemberRoutes(api: App, db: Database): void {
  const path = '/api/organizations/:organization_id/members'
  const one = `${path}/:user_uuid`
  const organizationOf = (request: Pick<FastifyRequest, 'principal'>, segment: string) =>
    resolveOrganization(db, requirePrincipal(request), segment, { isNested: true })

  api.get(
    path,
    {
      config: { access: access.scope('organization_member:read') },
      schema: {
        summary: 'List the members of an organization, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          order: z.string().optional().describe('`joined_at` or `-joined_at`.'),
          email: z.string().optional().describe('The whole address.'),
          updated_after: z.string().optional().describe('ISO 8601.'),
          search: z.string().optional().describe('Part of a name or address; small typing errors are forgiven.'),
        }),
        response: { 200: pageOf(memberAnswer) },
      },
    },
    async (request) => {
      const organization = await organizationOf(request, request.params.organization_id)
      const { order, email, updated_after: updatedAfter } = request.query
      const search = toStorableText((request.query.search ?? '').trim())
      if (search.length > SEARCH_CHARACTERS_MAX)
        throw errors.invalid(
          `Ensure this field has no more than ${SEARCH_CHARACTERS_MAX} characters.`,
          'search',
          'max_length',
        )
      const page = readPage(request.query)
      const values: unknown[] = [organization.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const where = ['m.organization_id = $1', 'u.is_active']
      if (email) where.push(`u.email = ${bind(toStorableText(email).toLowerCase())}`)
      const after = updatedAfter ? new Date(updatedAfter) : null
      if (after && !Number.isNaN(after.getTime())) where.push(`m.updated_at > ${bind(after)}`)
      if (search) {
        const [text, pattern] = [bind(search), bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)]
        const name = `concat_ws(' ', u.first_name, u.last_name, u.email)`
        where.push(`(${name} ILIKE ${pattern} OR word_similarity(${text}::text, ${name}) >= ${SIMILARITY})`)
      }
      const direction = order === 'joined_at' ? 'ASC' : 'DESC'
      const from = `FROM organization_memberships m JOIN users u ON u.id = m.user_id WHERE ${where.join(' AND ')}`
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
        db.$client.query<MemberRow>(
          `SELECT ${MEMBER_COLUMNS} ${from} ORDER BY m.joined_at ${direction}, m.id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(toMember))
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: access.scope('organization_member:write'), body: levelBody, sensitive: true },
      schema: {
        summary: 'Give a member another level',
        description: '1 member, 8 administrator, 15 owner. There may be several owners.',
        tags,
        params: memberParams,
        response: { 200: memberAnswer },
      },
      handler: async (request) => {
        const { organization_id: segment, user_uuid: who } = request.params as z.infer<typeof memberParams>
        const principal = requirePrincipal(request)
        const organization = await organizationOf(request, segment)
        const target = await findMember(db, principal, organization.id, who)
        const actor = { userId: principal.userId, level: organization.membership.level }
        // Who may not edit this person at all does not get to hear what is wrong with the level.
        if (target.userId !== principal.userId) assertMayChange(actor, target)
        const { level } = readBody(request, levelBody)
        if (level !== undefined) {
          const assertAllowed = (found: { userId: number; level: number }) => assertMayChange(actor, found, level)
          assertAllowed(target)
          await changeLevel(db.$client, principal, organization.id, target.userId, assertAllowed, level)
        }
        return toMember(await findMember(db, principal, organization.id, who))
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: access.scope('organization_member:write'), sensitive: true },
      schema: {
        summary: 'Remove a member, or leave with your own id or @me',
        tags,
        params: memberParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await organizationOf(request, request.params.organization_id)
      const target = await findMember(db, principal, organization.id, request.params.user_uuid)
      const actor = { userId: principal.userId, level: organization.membership.level }
      await removeMember(db.$client, principal, organization.id, target.userId, (found) =>
        assertMayChange(actor, found),
      )
      return reply.status(204).send(null)
    },
  )

  api.get(
    `${one}/scoped_api_keys`,
    {
      config: { access: access.scope('organization_member:read') },
      schema: {
        summary: 'Which of a member’s API keys reach this organization',
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
      const principal = requirePrincipal(request)
      const organization = await organizationOf(request, request.params.organization_id)
      const target = await findMember(db, principal, organization.id, request.params.user_uuid)
      const { rows } = await db.$client.query<{ label: string; lastUsedAt: Date | null; isRecent: boolean }>(
        `SELECT label, last_used_at AS "lastUsedAt", coalesce(last_used_at > now() - interval '7 days', false) AS "isRecent"
         FROM personal_api_keys WHERE user_id = $1 AND cardinality(scopes) > 0
           AND (scoped_teams = '{}' OR scoped_teams && (SELECT coalesce(array_agg(id), '{}') FROM teams WHERE organization_id = $2))
           AND (scoped_organizations = '{}' OR $2::text = ANY(scoped_organizations))
         ORDER BY created_at DESC`,
        [target.userId, organization.id],
      )
      return {
        has_keys: rows.length > 0,
        has_keys_active_last_week: rows.some(({ isRecent }) => isRecent),
        keys: rows.map(({ label, lastUsedAt }) => ({
          name: label,
          last_used_at: lastUsedAt && formatDate(lastUsedAt),
        })),
      }
    },
  )
}

/** @param who a user's uuid or `@me` */
async function findMember(db: Database, principal: Principal, organizationId: string, who: string): Promise<MemberRow> {
  if (who !== '@me' && !isUuid(who)) throw errors.notFound()
  const { rows } = await db.$client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM organization_memberships m JOIN users u ON u.id = m.user_id
     WHERE m.organization_id = $1 AND u.is_active AND ${who === '@me' ? 'u.id = $2' : 'u.uuid = $2'}`,
    [organizationId, who === '@me' ? principal.userId : who],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}
