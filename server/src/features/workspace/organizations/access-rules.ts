/** Stores access rules: reads and writes those of one place. `access-control.ts` evaluates them. */
import { validate as isUuid } from 'uuid'
import { errors } from '../../../platform/http/errors.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { logActivity } from '../activity/index.ts'
import { findStoredObject, type StoredKind } from '../kinds/index.ts'
import { joinUser } from '../users/index.ts'
import {
  ACCESS_LEVELS,
  type AccessRule,
  PROJECT_ACCESS_LEVELS,
  RULE_COLUMNS,
  resourceAccess,
} from './access-control.ts'
import type { ProjectContext } from './enter.ts'
import { accessRuleKind } from './kind.ts'
import { LEVEL_ADMIN } from './levels.ts'
import { tellRulesChanged } from './project-extensions.ts'

/** What rules can apply to (a project, the objects of a kind, one object), with the caller's level there. */
export interface RulePlace {
  resource: string
  /** Empty for a project and for all objects of a kind. */
  resourceId: string
  /** Its name in the activity log. */
  name: string
  rules: AccessRule[]
  levels: readonly string[]
  /** Level without any rule. */
  defaultLevel: string
  /** The caller's level. */
  level: string
  mayEdit: boolean
}

export interface NewRule {
  organization_member?: string | null
  role?: string | null
  /** null removes the rule. */
  access_level: string | null
}

/** The rules about access to a project. */
export async function rulesOfProject({ db, team }: ProjectContext): Promise<RulePlace> {
  const isAdmin = team.level >= LEVEL_ADMIN
  return {
    resource: 'project',
    resourceId: '',
    name: team.name,
    rules: await readRules(db.$client, team.id, "resource = 'project' AND resource_id = ''"),
    levels: PROJECT_ACCESS_LEVELS,
    defaultLevel: team.accessControl ? 'none' : 'member',
    level: isAdmin ? 'admin' : 'member',
    mayEdit: isAdmin,
  }
}

/**
 * The rules about all objects of every kind in a project.
 * @param resource the kind that a new rule would apply to
 */
export async function rulesOfKinds({ db, team }: ProjectContext, resource: string): Promise<RulePlace> {
  const isAdmin = team.level >= LEVEL_ADMIN
  return {
    resource,
    resourceId: '',
    name: team.name,
    rules: await readRules(db.$client, team.id, "resource <> 'project' AND resource_id = ''"),
    levels: ACCESS_LEVELS,
    defaultLevel: 'editor',
    level: isAdmin ? 'manager' : 'editor',
    mayEdit: isAdmin,
  }
}

/**
 * The rules about one object.
 * @throws ApiError 404 when there is none, 403 when the caller may not see it
 */
export async function rulesOfObject(context: ProjectContext, kind: StoredKind, idInUrl: string): Promise<RulePlace> {
  const { db, team, principal } = context
  const found = await findStoredObject(db.$client, kind, team.id, idInUrl)
  if (!found) throw errors.notFound()
  const own = await resourceAccess(db, principal, team, kind.resource)
  own.assertLevelOf(found.id, found.createdById, 'viewer')
  const level = own.levelOf(found.id, found.createdById)
  return {
    resource: kind.resource,
    resourceId: found.id,
    name: found.name,
    rules: await readRules(db.$client, team.id, `resource = '${kind.resource}' AND resource_id = $2`, [found.id]),
    levels: ACCESS_LEVELS,
    defaultLevel: own.level,
    level,
    mayEdit: level === 'manager',
  }
}

async function readRules(pool: Pool, teamId: number, where: string, values: unknown[] = []): Promise<AccessRule[]> {
  const { rows } = await pool.query<AccessRule>(
    `SELECT ${RULE_COLUMNS} FROM access_controls WHERE team_id = $1 AND ${where} ORDER BY resource, created_at, id`,
    [teamId, ...values],
  )
  return rows
}

/**
 * Writes one rule: for a member, for a role, or for everyone else.
 * @throws ApiError 400 for a member or a role of another organization
 */
export async function writeRule(context: ProjectContext, place: RulePlace, rule: NewRule): Promise<void> {
  const { db, team } = context
  const { organization_member: memberId = null, role: roleId = null, access_level: level } = rule
  if (memberId && roleId) throw errors.invalid('A rule is for a member or for a role, not for both.')
  const whom = await nameOf(db.$client, team.organizationId, memberId, roleId)
  await inTransaction(db.$client, async (client) => {
    const key = [team.id, place.resource, place.resourceId, memberId, roleId]
    const before = await replaceRule(client, key, level, context.principal.userId)
    if (before === level) return
    await tellRulesChanged(client, team.id, place.resource)
    const action = before === null ? 'created' : level === null ? 'deleted' : 'changed'
    const { scope } = accessRuleKind
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal: context.principal,
      activity: 'updated',
      scope,
      itemId: place.resourceId || String(team.id),
      detail: {
        name: `${place.resource.replaceAll('_', ' ')} ${place.name}`,
        type: place.resource,
        changes: [{ type: scope, action, field: `access of ${whom}`, before, after: level }],
      },
    })
  })
}

/**
 * Replaces or removes a rule.
 * @returns the previous level; null if there was no rule
 */
async function replaceRule(
  client: PoolClient,
  key: readonly unknown[],
  level: string | null,
  userId: number | null,
): Promise<string | null> {
  const isIt = `team_id = $1 AND resource = $2 AND resource_id = $3
    AND membership_id IS NOT DISTINCT FROM $4 AND role_id IS NOT DISTINCT FROM $5`
  const { rows } = await client.query<{ level: string }>(
    `SELECT access_level AS level FROM access_controls WHERE ${isIt} FOR UPDATE`,
    [...key],
  )
  const before = rows[0]?.level ?? null
  if (before === level) return before
  if (level === null) await client.query(`DELETE FROM access_controls WHERE ${isIt}`, [...key])
  else
    await client.query(
      `INSERT INTO access_controls (team_id, resource, resource_id, membership_id, role_id, access_level, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT ON CONSTRAINT access_controls_rule DO UPDATE SET access_level = excluded.access_level, updated_at = now()`,
      [...key, level, userId],
    )
  return before
}

/** @throws ApiError 400 when the member or role is not of this organization */
async function nameOf(
  pool: Pool,
  organizationId: string,
  memberId: string | null,
  roleId: string | null,
): Promise<string> {
  if (!memberId && !roleId) return 'everybody'
  const { rows } = await pool.query<{ name: string }>(
    memberId
      ? `SELECT u.email AS name FROM organization_memberships m ${joinUser('u', 'm.user_id')} WHERE m.organization_id = $1 AND m.id = $2`
      : `SELECT name FROM roles WHERE organization_id = $1 AND id = $2`,
    [organizationId, memberId ?? roleId],
  )
  if (!rows[0]) {
    const [attr, id] = memberId ? ['organization_member', memberId] : ['role', roleId]
    throw errors.invalid(`Invalid pk "${isUuid(id ?? '') ? id : ''}" - object does not exist.`, attr, 'does_not_exist')
  }
  return rows[0].name
}

/** IDs of the objects of these kinds that are hidden from somebody; an empty ID stands for all objects of a kind. */
export async function hiddenObjects(pool: Pool, teamId: number, resources: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ resourceId: string }>(
    `SELECT DISTINCT resource_id AS "resourceId" FROM access_controls
     WHERE team_id = $1 AND resource = ANY($2) AND access_level = 'none'`,
    [teamId, resources],
  )
  return rows.map(({ resourceId }) => resourceId)
}
