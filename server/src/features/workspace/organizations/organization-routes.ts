import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { access, keyOf, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { type Database, drizzleOn, inTransaction } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { answerHistory, changesBetween, historyAnswer, historyQuery, logActivity } from '../activity/index.ts'
import { findMembership } from './access-control.ts'
import { LEVEL_OWNER } from './levels.ts'
import {
  type organizationAnswer as answerSchema,
  ORGANIZATION_FIELD_NAMES,
  organizationAnswer,
  organizationBody,
  toOrganizationAnswer,
  toOrganizationColumns,
  toOrganizationSettings,
} from './organization-fields.ts'
import {
  assertAdmin,
  createOrganization,
  featureOf,
  type Organization,
  organizationsOf,
  resolveOrganization,
  visibleTeams,
} from './organizations.ts'
import { deleteProject } from './projects.ts'
import { organizations, roles, teams } from './tables.ts'

const tags = ['organizations']
const params = z.object({ organization_id: z.string() })

/** An organization as a member sees it, with the projects they may enter. */
export async function describeOrganization(
  db: Database,
  organization: Organization,
  userId: number,
): Promise<z.infer<typeof answerSchema>> {
  const membership = await findMembership(db.$client, userId, organization.id)
  const [visible, counted] = await Promise.all([
    membership ? visibleTeams(db, membership) : [],
    db.$client.query<{ members: number }>(
      `SELECT count(*) AS members FROM organization_memberships m JOIN users u ON u.id = m.user_id
       WHERE m.organization_id = $1 AND u.is_active`,
      [organization.id],
    ),
  ])
  return toOrganizationAnswer(organization, membership?.level ?? null, visible, counted.rows[0]!.members)
}

export function registerOrganizationRoutes(api: App, db: Database): void {
  registerProjectDeletions(api, db)
  const path = '/api/organizations'
  const one = `${path}/:organization_id`
  const sensitive = true as const

  api.get(
    path,
    {
      config: { access: access.scope('organization:read') },
      schema: {
        summary: 'List your organizations',
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(organizationAnswer) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      if (keyOf(principal)?.scopedTeams.length)
        throw errors.forbidden('API keys with scoped projects are only supported on project-based endpoints.')
      const scoped = keyOf(principal)?.scopedOrganizations ?? []
      const own = (await organizationsOf(db, principal.userId)).filter(
        ({ id }) => scoped.length === 0 || scoped.includes(id),
      )
      const page = readPage(request.query)
      const shown = own.slice(page.offset, page.offset + page.limit)
      const rows = await Promise.all(shown.map((each) => describeOrganization(db, each, principal.userId)))
      return pageAnswer(request, page, own.length, rows)
    },
  )

  const createBody = organizationBody.required({ name: true })
  api.post(
    path,
    {
      config: { access: access.scope('organization:write'), body: createBody, sensitive },
      schema: {
        summary: 'Create an organization with a first project',
        tags,
        response: { 201: organizationAnswer },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      if (keyOf(principal)?.scopedTeams.length)
        throw errors.forbidden('API keys with scoped projects are only supported on project-based endpoints.')
      if (keyOf(principal)?.scopedOrganizations.length)
        throw errors.forbidden('API keys with scoped organizations cannot create another.')
      const own = await organizationsOf(db, principal.userId)
      if (own.length > 0 && !own.some((each) => featureOf(each, 'organizations_projects')))
        throw errors.forbidden('Your plan does not include further organizations.')
      const body = readBody(request, createBody)
      const { default_role_id: _role, ...settings } = body
      const organization = await inTransaction(db.$client, async (client) => {
        const created = await createOrganization(drizzleOn(client), {
          ...toOrganizationColumns(settings),
          name: body.name,
          ownerId: principal.userId,
        })
        await logActivity(client, {
          organizationId: created.organization.id,
          teamId: null,
          principal,
          activity: 'created',
          scope: 'Organization',
          itemId: created.organization.id,
          detail: { name: body.name },
        })
        return created.organization
      })
      return reply.status(201).send(await describeOrganization(db, organization, principal.userId))
    },
  )

  api.get(
    one,
    {
      config: { access: access.scope('organization:read') },
      schema: { summary: 'Read an organization', tags, params, response: { 200: organizationAnswer } },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: false })
      return describeOrganization(db, organization, principal.userId)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createBody : organizationBody
    api.route({
      method,
      url: one,
      config: { access: access.scope('organization:write'), body: bodySchema, sensitive },
      schema: {
        summary: method === 'PATCH' ? 'Change settings of an organization' : 'Write the settings of an organization',
        tags,
        params,
        response: { 200: organizationAnswer },
      },
      handler: async (request) => {
        const principal = requirePrincipal(request)
        const { organization_id: segment } = request.params as z.infer<typeof params>
        const organization = await resolveOrganization(db, principal, segment, { isNested: false })
        assertAdmin(organization.membership)
        const body = readBody(request, bodySchema)
        const changed = await inTransaction(db.$client, async (client) => {
          const tx = drizzleOn(client)
          const [stored] = await tx
            .select()
            .from(organizations)
            .where(eq(organizations.id, organization.id))
            .for('update')
          if (body.default_role_id) await assertRoleExists(tx, organization.id, body.default_role_id)
          const columns = toOrganizationColumns(body)
          if (Object.keys(columns).length === 0) return stored!
          const [after] = await tx
            .update(organizations)
            .set({ ...columns, updatedAt: sql`now()` })
            .where(eq(organizations.id, organization.id))
            .returning()
          const changes = changesBetween(
            'Organization',
            toOrganizationSettings(stored!),
            toOrganizationSettings(after!),
            { names: ORGANIZATION_FIELD_NAMES },
          )
          if (changes.length > 0)
            await logActivity(client, {
              organizationId: organization.id,
              teamId: null,
              principal,
              activity: 'updated',
              scope: 'Organization',
              itemId: organization.id,
              detail: { name: after!.name, changes },
            })
          return after!
        })
        return describeOrganization(db, changed, principal.userId)
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: access.scope('organization:write'), sensitive },
      schema: {
        summary: 'Delete an organization with all its projects and their data',
        description: 'Only an owner may. It is gone at once; the data follows in a job.',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: false })
      if (organization.membership.level < LEVEL_OWNER)
        throw errors.forbidden('Only an owner can delete the organization.')
      await inTransaction(db.$client, async (client) => {
        const tx = drizzleOn(client)
        const [gone] = await tx
          .update(organizations)
          .set({ isPendingDeletion: true })
          .where(eq(organizations.id, organization.id))
          .returning()
        const own = await tx.select().from(teams).where(eq(teams.organizationId, organization.id))
        for (const team of own) if (!team.isPendingDeletion) await deleteProject(client, principal, team, true)
        await client.query('UPDATE project_deletions SET deletes_organization = true WHERE organization_id = $1', [
          organization.id,
        ])
        await client.query(
          'UPDATE users SET current_organization_id = NULL, current_team_id = NULL WHERE current_organization_id = $1',
          [organization.id],
        )
        // Without a project there is no data to wait for.
        if (own.length === 0) await client.query('DELETE FROM organizations WHERE id = $1', [gone!.id])
        await logActivity(client, {
          organizationId: organization.id,
          teamId: null,
          principal,
          activity: 'deleted',
          scope: 'Organization',
          itemId: organization.id,
          detail: { name: organization.name },
        })
      })
      return reply.status(204).send(null)
    },
  )

  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed in an organization and its projects, newest first',
        tags,
        params,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      assertAdmin(organization.membership)
      return answerHistory(request, db, { organizationId: organization.id }, {}, request.query)
    },
  )
}

/** How far the deletion of projects is. */
function registerProjectDeletions(api: App, db: Database): void {
  const row = z.object({
    project_id: z.number(),
    name: z.string(),
    requested_at: z.string(),
    rows_total: z.number().nullable(),
    rows_deleted: z.number(),
    finished_at: z.string().nullable(),
  })
  api.get(
    '/api/organizations/:organization_id/project_deletions',
    {
      config: { access: access.scope('organization:read') },
      schema: {
        summary: 'Projects that were deleted, and how much of their data is gone, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(row) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const organization = await resolveOrganization(db, principal, request.params.organization_id, { isNested: true })
      assertAdmin(organization.membership)
      const page = readPage(request.query)
      const { rows } = await db.$client.query<{
        teamId: number
        name: string
        createdAt: Date
        rowsTotal: number | null
        rowsDeleted: number
        verifiedAt: Date | null
      }>(
        `SELECT team_id AS "teamId", name, created_at AS "createdAt", rows_total AS "rowsTotal", rows_deleted AS "rowsDeleted",
           verified_at AS "verifiedAt" FROM project_deletions WHERE organization_id = $1 ORDER BY created_at DESC, team_id DESC`,
        [organization.id],
      )
      const shown = rows.slice(page.offset, page.offset + page.limit).map((each) => ({
        project_id: each.teamId,
        name: each.name,
        requested_at: formatDate(each.createdAt),
        rows_total: each.rowsTotal,
        rows_deleted: each.rowsDeleted,
        finished_at: each.verifiedAt && formatDate(each.verifiedAt),
      }))
      return pageAnswer(request, page, rows.length, shown)
    },
  )
}

async function assertRoleExists(
  tx: ReturnType<typeof drizzleOn>,
  organizationId: string,
  roleId: string,
): Promise<void> {
  const found = await tx
    .select({ id: roles.id })
    .from(roles)
    .where(sql`${roles.organizationId} = ${organizationId} AND ${roles.id}::text = ${roleId}`)
  if (found.length === 0)
    throw errors.invalid(
      `Invalid pk "${roleId.slice(0, 100)}" - object does not exist.`,
      'default_role_id',
      'does_not_exist',
    )
}
