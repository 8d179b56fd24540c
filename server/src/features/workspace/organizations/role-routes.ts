import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlank, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { changesBetween, logActivity } from '../activity/index.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../users/index.ts'
import { MEMBER_COLUMNS, memberAnswer, toMember } from './members.ts'
import { assertAdmin, type ResolvedOrganization, resolveOrganization } from './organizations.ts'

const tags = ['roles']
const params = z.object({ organization_id: z.string() })
const roleParams = params.extend({ role_id: z.string() })
const membershipParams = roleParams.extend({ id: z.string() })

const FLAG_LEVELS = [21, 37]
const flagLevel = flexibleInteger(-1000, 1000).superRefine((level, context) => {
  if (!FLAG_LEVELS.includes(level))
    context.addIssue({
      code: 'custom',
      message: `"${level}" is not a valid choice.`,
      params: { code: 'invalid_choice' },
    })
})
const createBody = z.object({ name: nonBlank(200) })
const putBody = z.object({ name: nonBlank(200), feature_flags_access_level: flagLevel.optional() })
const patchBody = putBody.partial()
const membershipBody = z.object({ user_uuid: z.uuid('Must be a valid UUID.') })

const membershipAnswer = z.object({
  id: z.string(),
  role_id: z.string(),
  organization_member: memberAnswer,
  user: basicUserAnswer,
  joined_at: z.string(),
  updated_at: z.string(),
})
nameSchema(membershipAnswer, 'RoleMembership')
const roleAnswer = z.object({
  id: z.string(),
  name: z.string(),
  feature_flags_access_level: z.number().int(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  members: z.array(membershipAnswer),
  associated_flags: z.array(z.object({ id: z.number().int(), key: z.string() })),
  is_default: z.boolean(),
})
nameSchema(roleAnswer, 'Role')

interface RoleRow {
  id: string
  name: string
  flagLevel: number
  createdAt: Date
  createdBy: unknown
  isDefault: boolean
  flags: { id: number; key: string }[]
}

const ROLE_COLUMNS = `r.id, r.name, r.feature_flags_access_level AS "flagLevel", r.created_at AS "createdAt",
  ${userJson('u')} AS "createdBy", r.id = o.default_role_id IS TRUE AS "isDefault",
  coalesce((SELECT json_agg(json_build_object('id', f.id, 'key', f.key) ORDER BY f.id) FROM access_controls a
    JOIN feature_flags f ON f.id::text = a.resource_id AND f.team_id = a.team_id AND NOT f.deleted
    WHERE a.role_id = r.id AND a.resource = 'feature_flag' AND a.access_level IN ('editor', 'manager')), '[]') AS flags`
const ROLE_FROM = `FROM roles r JOIN organizations o ON o.id = r.organization_id LEFT JOIN users u ON u.id = r.created_by_id`

export function registerRoleRoutes(api: App, db: Database): void {
  const path = '/api/organizations/:organization_id/roles'
  const one = `${path}/:role_id`
  const memberships = `${one}/role_memberships`
  const organizationOf = (request: FastifyRequest, segment: string) =>
    resolveOrganization(db, requirePrincipal(request), segment, { isNested: true })

  api.get(
    path,
    {
      config: { access: access.scope('organization:read') },
      schema: {
        summary: 'List the roles of an organization',
        tags,
        params,
        querystring: pageQuery.extend({ name: z.string().optional().describe('The whole name.') }),
        response: { 200: pageOf(roleAnswer) },
      },
    },
    async (request) => {
      const organization = await organizationOf(request, request.params.organization_id)
      const page = readPage(request.query)
      const values: unknown[] = [organization.id]
      const name = request.query.name ? ` AND r.name = $${values.push(toStorableText(request.query.name))}` : ''
      const where = `WHERE r.organization_id = $1${name}`
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM roles r ${where}`, values),
        db.$client.query<RoleRow>(
          `SELECT ${ROLE_COLUMNS} ${ROLE_FROM} ${where} ORDER BY r.created_at, r.id LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, await toRoles(db.$client, found.rows))
    },
  )

  api.post(
    path,
    {
      config: { access: access.scope('organization:write'), body: createBody, sensitive: true },
      schema: { summary: 'Create a role', tags, params, response: { 201: roleAnswer } },
    },
    async (request, reply) => {
      const organization = await organizationOf(request, request.params.organization_id)
      assertAdmin(organization.membership)
      const { name } = readBody(request, createBody)
      const principal = requirePrincipal(request)
      const id = await uniqueName(() =>
        inTransaction(db.$client, async (client) => {
          const { rows } = await client.query<{ id: string }>(
            `INSERT INTO roles (organization_id, name, feature_flags_access_level, created_by_id) VALUES ($1, $2, $3, $4) RETURNING id`,
            [organization.id, name, organization.featureFlagsAccessLevel, principal.userId],
          )
          await logRole(client, request, organization, 'created', { id: rows[0]!.id, name })
          return rows[0]!.id
        }),
      )
      return reply.status(201).send(await readRole(db, organization.id, id))
    },
  )

  api.get(
    one,
    {
      config: { access: access.scope('organization:read') },
      schema: { summary: 'Read a role', tags, params: roleParams, response: { 200: roleAnswer } },
    },
    async (request) => {
      const organization = await organizationOf(request, request.params.organization_id)
      return readRole(db, organization.id, request.params.role_id)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? putBody : patchBody
    api.route({
      method,
      url: one,
      config: { access: access.scope('organization:write'), body: bodySchema, sensitive: true },
      schema: { summary: 'Change a role', tags, params: roleParams, response: { 200: roleAnswer } },
      handler: async (request) => {
        const { organization_id: segment, role_id: id } = request.params as z.infer<typeof roleParams>
        const organization = await organizationOf(request, segment)
        assertAdmin(organization.membership)
        const role = await readRole(db, organization.id, id)
        const body = readBody(request, bodySchema as typeof patchBody)
        // PostHog refuses a role its own name as well, and clients rely on PATCH to be sent without it.
        if (body.name !== undefined) await assertNameFree(db.$client, organization.id, body.name)
        await uniqueName(() =>
          inTransaction(db.$client, async (client) => {
            await client.query(
              'UPDATE roles SET name = coalesce($2, name), feature_flags_access_level = coalesce($3, feature_flags_access_level) WHERE id = $1',
              [role.id, body.name ?? null, body.feature_flags_access_level ?? null],
            )
            const after = {
              ...role,
              ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
            }
            const fields = ({ name, feature_flags_access_level }: typeof role) => ({ name, feature_flags_access_level })
            const changes = changesBetween('Role', fields(role), fields(after))
            if (changes.length > 0) await logRole(client, request, organization, 'updated', after, changes)
          }),
        )
        return readRole(db, organization.id, id)
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: access.scope('organization:write'), sensitive: true },
      schema: { summary: 'Delete a role', tags, params: roleParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const organization = await organizationOf(request, request.params.organization_id)
      assertAdmin(organization.membership)
      const role = await readRole(db, organization.id, request.params.role_id)
      await inTransaction(db.$client, async (client) => {
        await client.query('UPDATE organizations SET default_role_id = NULL WHERE id = $1 AND default_role_id = $2', [
          organization.id,
          role.id,
        ])
        await client.query('DELETE FROM roles WHERE id = $1', [role.id])
        await logRole(client, request, organization, 'deleted', role)
      })
      return reply.status(204).send(null)
    },
  )

  api.get(
    memberships,
    {
      config: { access: access.scope('organization:read') },
      schema: {
        summary: 'List who has a role',
        tags,
        params: roleParams,
        querystring: pageQuery,
        response: { 200: pageOf(membershipAnswer) },
      },
    },
    async (request) => {
      const organization = await organizationOf(request, request.params.organization_id)
      const role = await readRole(db, organization.id, request.params.role_id)
      const page = readPage(request.query)
      return pageAnswer(request, page, role.members.length, role.members.slice(page.offset, page.offset + page.limit))
    },
  )

  api.post(
    memberships,
    {
      config: { access: access.scope('organization:write'), body: membershipBody, sensitive: true },
      schema: { summary: 'Give somebody a role', tags, params: roleParams, response: { 201: membershipAnswer } },
    },
    async (request, reply) => {
      const organization = await organizationOf(request, request.params.organization_id)
      assertAdmin(organization.membership)
      const { user_uuid: user } = readBody(request, membershipBody)
      const { role_id: roleId } = request.params
      const role = isUuid(roleId) ? await readRole(db, organization.id, roleId).catch(() => null) : null
      if (!role) throw errors.invalid('The role does not exist.')
      const id = await inTransaction(db.$client, async (client) => {
        const { rows } = await client.query<{ id: string; email: string }>(
          `SELECT m.id, u.email FROM organization_memberships m JOIN users u ON u.id = m.user_id
           WHERE m.organization_id = $1 AND u.uuid = $2 AND u.is_active`,
          [organization.id, user],
        )
        if (!rows[0]) throw errors.invalid('The user is not a member of the organization.')
        const { rows: added } = await client.query<{ id: string }>(
          'INSERT INTO role_memberships (role_id, membership_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id',
          [role.id, rows[0].id],
        )
        if (!added[0]) throw errors.invalid('The user has the role already.')
        await logRole(client, request, organization, 'updated', role, [
          { type: 'Role', action: 'created', field: 'members', before: null, after: rows[0].email },
        ])
        return added[0].id
      })
      const fresh = await readRole(db, organization.id, role.id)
      return reply.status(201).send(fresh.members.find((member) => member.id === id)!)
    },
  )

  api.delete(
    `${memberships}/:id`,
    {
      config: { access: access.scope('organization:write'), sensitive: true },
      schema: { summary: 'Take a role from somebody', tags, params: membershipParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const organization = await organizationOf(request, request.params.organization_id)
      assertAdmin(organization.membership)
      const role = await readRole(db, organization.id, request.params.role_id)
      const member = role.members.find(({ id }) => id === request.params.id)
      if (!member) throw errors.notFound()
      await inTransaction(db.$client, async (client) => {
        await client.query('DELETE FROM role_memberships WHERE id = $1', [member.id])
        await logRole(client, request, organization, 'updated', role, [
          { type: 'Role', action: 'deleted', field: 'members', before: member.user.email, after: null },
        ])
      })
      return reply.status(204).send(null)
    },
  )
}

async function readRole(db: Database, organizationId: string, id: string): Promise<z.infer<typeof roleAnswer>> {
  if (!isUuid(id)) throw errors.notFound()
  const { rows } = await db.$client.query<RoleRow>(
    `SELECT ${ROLE_COLUMNS} ${ROLE_FROM} WHERE r.organization_id = $1 AND r.id = $2`,
    [organizationId, id],
  )
  if (!rows[0]) throw errors.notFound()
  return (await toRoles(db.$client, rows))[0]!
}

async function toRoles(pool: Pool, rows: RoleRow[]): Promise<z.infer<typeof roleAnswer>[]> {
  const { rows: members } = await pool.query(
    `SELECT r.id AS "roleMembershipId", r.role_id AS "roleId", r.joined_at AS "roleJoinedAt", r.updated_at AS "roleUpdatedAt",
       ${MEMBER_COLUMNS}
     FROM role_memberships r JOIN organization_memberships m ON m.id = r.membership_id JOIN users u ON u.id = m.user_id
     WHERE r.role_id = ANY($1) AND u.is_active ORDER BY r.joined_at, r.id`,
    [rows.map(({ id }) => id)],
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    feature_flags_access_level: row.flagLevel,
    created_at: formatDate(row.createdAt),
    created_by: fromUserJson(row.createdBy),
    is_default: row.isDefault,
    associated_flags: row.flags,
    members: members
      .filter((member) => member.roleId === row.id)
      .map((member) => ({
        id: member.roleMembershipId,
        role_id: row.id,
        organization_member: toMember(member),
        user: fromUserJson(member.user)!,
        joined_at: formatDate(member.roleJoinedAt),
        updated_at: formatDate(member.roleUpdatedAt),
      })),
  }))
}

const nameTaken = () => errors.invalid('There is already a role with this name.', 'name', 'unique')

async function assertNameFree(pool: Pool, organizationId: string, name: string): Promise<void> {
  const { rowCount } = await pool.query('SELECT 1 FROM roles WHERE organization_id = $1 AND lower(name) = lower($2)', [
    organizationId,
    name,
  ])
  if (rowCount) throw nameTaken()
}

async function uniqueName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw constraintOf(error) === 'roles_name' ? nameTaken() : error
  }
}

async function logRole(
  client: PoolClient,
  request: FastifyRequest,
  organization: ResolvedOrganization,
  activity: string,
  role: { id: string; name: string },
  changes: Parameters<typeof logActivity>[1]['detail']['changes'] = null,
): Promise<void> {
  await logActivity(client, {
    organizationId: organization.id,
    teamId: null,
    principal: requirePrincipal(request),
    activity,
    scope: 'Role',
    itemId: role.id,
    detail: { name: role.name, changes },
  })
}
