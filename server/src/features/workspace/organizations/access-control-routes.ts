/** Rules about who may do what, read and written: for a project, for all objects of a kind, for single objects. */
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nullable, readBody } from '../../../platform/http/validation.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { logActivity } from '../activity/index.ts'
import { findStoredObject, RESOURCES, storedKinds } from '../kinds/index.ts'
import {
  ACCESS_LEVELS,
  type AccessRule,
  PROJECT_ACCESS_LEVELS,
  RULE_COLUMNS,
  resourceAccess,
} from './access-control.ts'
import { LEVEL_ADMIN } from './levels.ts'
import { type ResolvedTeam, resolveTeam } from './organizations.ts'

const tags = ['access control']
const params = z.object({ project_id: z.string() })
const ruleAnswer = z.object({
  resource: z.string(),
  resource_id: z.string().nullable(),
  organization_member: z.string().nullable(),
  role: z.string().nullable(),
  access_level: z.string(),
})
nameSchema(ruleAnswer, 'AccessControl')
const answer = z.object({
  access_controls: z.array(ruleAnswer),
  available_access_levels: z.array(z.string()),
  default_access_level: z.string(),
  user_access_level: z.string(),
  user_can_edit_access_levels: z.boolean(),
})
nameSchema(answer, 'AccessControls')
const subject = {
  organization_member: nullable(z.uuid('Must be a valid UUID.')).optional(),
  role: nullable(z.uuid('Must be a valid UUID.')).optional(),
}
const projectBody = z.object({ ...subject, access_level: nullable(z.enum(PROJECT_ACCESS_LEVELS)) })
const objectBody = z.object({ ...subject, access_level: nullable(z.enum(ACCESS_LEVELS)) })
const resourceBody = objectBody.extend({ resource: z.enum(RESOURCES) })

interface Place {
  resource: string
  resourceId: string
  /** What an entry of the activity log calls it. */
  name: string
}

export function registerAccessControlRoutes(api: App, db: Database): void {
  const resolve = (request: FastifyRequest) =>
    resolveTeam(db, requirePrincipal(request), (request.params as z.infer<typeof params>).project_id)
  const describe = (summary: string) => ({ summary, tags, response: { 200: answer } })

  registerPair(
    '/api/projects/:project_id/access_controls',
    'project:read',
    'access_control:write',
    params,
    'of a project',
    projectBody,
    async (request) => {
      const team = await resolve(request)
      const rules = await readRules(db, team.id, "resource = 'project' AND resource_id = ''")
      return {
        team,
        place: { resource: 'project', resourceId: '', name: team.name },
        mayEdit: team.level >= LEVEL_ADMIN,
        rules,
        levels: PROJECT_ACCESS_LEVELS as readonly string[],
        defaultLevel: team.accessControl ? 'none' : 'member',
        level: team.level >= LEVEL_ADMIN ? 'admin' : 'member',
      }
    },
  )

  registerPair(
    '/api/projects/:project_id/resource_access_controls',
    'project:read',
    'access_control:write',
    params,
    'of all kinds of objects in a project',
    resourceBody,
    async (request) => {
      const team = await resolve(request)
      const resource = (request.body as { resource?: unknown } | undefined)?.resource
      return {
        team,
        place: { resource: String(resource), resourceId: '', name: team.name },
        mayEdit: team.level >= LEVEL_ADMIN,
        rules: await readRules(db, team.id, "resource <> 'project' AND resource_id = ''"),
        levels: ACCESS_LEVELS as readonly string[],
        defaultLevel: 'editor',
        level: team.level >= LEVEL_ADMIN ? 'manager' : 'editor',
      }
    },
  )

  for (const kind of storedKinds()) {
    registerPair(
      `/api/projects/:project_id/${kind.path}/:id/access_controls`,
      `${kind.resource as 'feature_flag'}:read`,
      'access_control:write',
      params.extend({ id: z.string() }),
      `of one ${kind.resource.replaceAll('_', ' ')}`,
      objectBody,
      async (request) => {
        const team = await resolve(request)
        const found = await findStoredObject(db.$client, kind, team.id, (request.params as { id: string }).id)
        if (!found) throw errors.notFound()
        const { id } = found
        const own = await resourceAccess(db, requirePrincipal(request), team, kind.resource)
        own.assertLevelOf(id, found.createdById, 'viewer')
        const level = own.levelOf(id, found.createdById)
        return {
          team,
          place: { resource: kind.resource, resourceId: id, name: found.name },
          mayEdit: level === 'manager',
          rules: await readRules(db, team.id, `resource = '${kind.resource}' AND resource_id = $2`, [id]),
          levels: ACCESS_LEVELS as readonly string[],
          defaultLevel: own.level,
          level,
        }
      },
    )
  }

  interface Found {
    team: ResolvedTeam
    place: Place
    mayEdit: boolean
    rules: AccessRule[]
    levels: readonly string[]
    defaultLevel: string
    level: string
  }

  function registerPair(
    url: string,
    readScope: 'project:read' | 'feature_flag:read',
    writeScope: 'access_control:write',
    paramsSchema: z.ZodObject,
    what: string,
    bodySchema: typeof projectBody | typeof objectBody | typeof resourceBody,
    find: (request: FastifyRequest) => Promise<Found>,
  ): void {
    const toAnswer = ({ rules, levels, defaultLevel, level, mayEdit }: Found): z.infer<typeof answer> => ({
      access_controls: rules.map((rule) => ({
        resource: rule.resource,
        resource_id: rule.resourceId || null,
        organization_member: rule.membershipId,
        role: rule.roleId,
        access_level: rule.accessLevel,
      })),
      available_access_levels: [...levels],
      default_access_level:
        rules.find((rule) => rule.membershipId === null && rule.roleId === null && rule.resource === 'project')
          ?.accessLevel ?? defaultLevel,
      user_access_level: level,
      user_can_edit_access_levels: mayEdit,
    })
    api.get(
      url,
      {
        config: { access: access.scope(readScope) },
        schema: { ...describe(`Read the access rules ${what}`), params: paramsSchema },
      },
      async (request) => toAnswer(await find(request)),
    )
    api.put(
      url,
      {
        config: { access: access.scope(writeScope), body: bodySchema },
        schema: {
          ...describe(`Write an access rule ${what}`),
          description: 'For a member, for a role, or with neither for everybody else. A null level removes the rule.',
          params: paramsSchema,
        },
      },
      async (request) => {
        const found = await find(request)
        if (!found.mayEdit) throw errors.forbidden('You cannot change who has access here.')
        const body = readBody(request, bodySchema as typeof objectBody)
        await writeRule(db, request, found.team, found.place, body)
        return toAnswer(await find(request))
      },
    )
  }
}

async function readRules(db: Database, teamId: number, where: string, values: unknown[] = []): Promise<AccessRule[]> {
  const { rows } = await db.$client.query<AccessRule>(
    `SELECT ${RULE_COLUMNS} FROM access_controls WHERE team_id = $1 AND ${where} ORDER BY resource, created_at, id`,
    [teamId, ...values],
  )
  return rows
}

async function writeRule(
  db: Database,
  request: FastifyRequest,
  team: ResolvedTeam,
  { resource, resourceId, name }: Place,
  body: { organization_member?: string | null; role?: string | null; access_level: string | null },
): Promise<void> {
  const { organization_member: memberId = null, role: roleId = null, access_level: level } = body
  if (memberId && roleId) throw errors.invalid('A rule speaks of a member or of a role, not of both.')
  const whom = await nameOf(db, team.organizationId, memberId, roleId)
  const principal = requirePrincipal(request)
  await inTransaction(db.$client, async (client) => {
    const key = [team.id, resource, resourceId, memberId, roleId]
    const { rows } = await client.query<{ level: string }>(
      `SELECT access_level AS level FROM access_controls WHERE team_id = $1 AND resource = $2 AND resource_id = $3
         AND membership_id IS NOT DISTINCT FROM $4 AND role_id IS NOT DISTINCT FROM $5 FOR UPDATE`,
      key,
    )
    const before = rows[0]?.level ?? null
    if (before === level) return
    if (level === null)
      await client.query(
        `DELETE FROM access_controls WHERE team_id = $1 AND resource = $2 AND resource_id = $3
           AND membership_id IS NOT DISTINCT FROM $4 AND role_id IS NOT DISTINCT FROM $5`,
        key,
      )
    else
      await client.query(
        `INSERT INTO access_controls (team_id, resource, resource_id, membership_id, role_id, access_level, created_by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT ON CONSTRAINT access_controls_rule DO UPDATE SET access_level = excluded.access_level, updated_at = now()`,
        [...key, level, principal.userId],
      )
    // Answers to questions are kept for everybody in the project, without the accounts that somebody may not see.
    if (resource === 'account' || resource === 'customer_analytics')
      await client.query('DELETE FROM query_results WHERE team_id = $1', [team.id])
    const action = before === null ? 'created' : level === null ? 'deleted' : 'changed'
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity: 'updated',
      scope: 'AccessControl',
      itemId: resourceId || String(team.id),
      detail: {
        name: `${resource.replaceAll('_', ' ')} ${name}`,
        type: resource,
        changes: [{ type: 'AccessControl', action, field: `access of ${whom}`, before, after: level }],
      },
    })
  })
}

/** @throws ApiError 400 when the member or role is not of this organization */
async function nameOf(
  db: Database,
  organizationId: string,
  memberId: string | null,
  roleId: string | null,
): Promise<string> {
  if (!memberId && !roleId) return 'everybody'
  const { rows } = await db.$client.query<{ name: string }>(
    memberId
      ? `SELECT u.email AS name FROM organization_memberships m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1 AND m.id = $2`
      : `SELECT name FROM roles WHERE organization_id = $1 AND id = $2`,
    [organizationId, memberId ?? roleId],
  )
  if (!rows[0]) {
    const [attr, id] = memberId ? ['organization_member', memberId] : ['role', roleId]
    throw errors.invalid(`Invalid pk "${isUuid(id ?? '') ? id : ''}" - object does not exist.`, attr, 'does_not_exist')
  }
  return rows[0].name
}
