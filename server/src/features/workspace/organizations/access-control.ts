/**
 * Access control. A project is open to everyone in its organization, or private. In addition, rules grant or deny access to
 * it, to all objects of a kind in it, and to single objects. Every feature with such objects asks this module.
 *
 * Administrators and owners of the organization may do everything, and the creator of an object keeps access to it. For
 * everyone else the most specific rules decide: those of the object, else those of its kind, else the default. Among the
 * rules of one place, those that name the user or one of their roles outrank the one for everyone else, and the highest of
 * several wins.
 */

import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { Bind, Resource } from '../kinds/index.ts'
import { LEVEL_ADMIN, LEVEL_MEMBER } from './levels.ts'

export const ACCESS_LEVELS = ['none', 'viewer', 'editor', 'manager'] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]
const DEFAULT_LEVEL: AccessLevel = 'editor'
const rank = (level: string) => ACCESS_LEVELS.indexOf(level as AccessLevel)

/** Levels of a rule about a project itself. */
export const PROJECT_ACCESS_LEVELS = ['none', 'member', 'admin'] as const

/** A user in an organization, with their roles there. */
export interface Membership {
  id: string
  organizationId: string
  level: number
  roleIds: string[]
}

export interface AccessRule {
  teamId: number
  resource: string
  resourceId: string
  membershipId: string | null
  roleId: string | null
  accessLevel: string
}

export async function findMembership(
  client: Pool | PoolClient,
  userId: number,
  organizationId: string,
): Promise<Membership | null> {
  const { rows } = await client.query<Membership>(
    `SELECT m.id, m.organization_id AS "organizationId", m.level,
       coalesce((SELECT array_agg(r.role_id::text) FROM role_memberships r WHERE r.membership_id = m.id), '{}') AS "roleIds"
     FROM organization_memberships m WHERE m.user_id = $1 AND m.organization_id = $2`,
    [userId, organizationId],
  )
  return rows[0] ?? null
}

export const RULE_COLUMNS = `team_id AS "teamId", resource, resource_id AS "resourceId", membership_id AS "membershipId",
  role_id AS "roleId", access_level AS "accessLevel"`

/** Rules about the projects of an organization that could affect a member. */
export async function projectRules(
  client: Pool | PoolClient,
  membership: Membership,
  teamId?: number,
): Promise<AccessRule[]> {
  if (membership.level >= LEVEL_ADMIN) return []
  const { rows } = await client.query<AccessRule>(
    `SELECT ${RULE_COLUMNS} FROM access_controls a WHERE resource = 'project' AND resource_id = ''
       AND team_id IN (SELECT id FROM teams WHERE organization_id = $1 AND ($4::int IS NULL OR id = $4))
       AND ((membership_id IS NULL AND role_id IS NULL) OR membership_id = $2 OR role_id = ANY($3))`,
    [membership.organizationId, membership.id, membership.roleIds, teamId ?? null],
  )
  return rows
}

/** A member's level in a project, or null when they may not enter it. */
export function projectLevel(
  team: { id: number; accessControl: boolean },
  membership: Membership,
  rules: readonly AccessRule[],
): number | null {
  if (membership.level >= LEVEL_ADMIN) return membership.level
  const own = rules.filter((rule) => rule.teamId === team.id)
  const named = own.filter((rule) => concerns(rule, membership)).map(({ accessLevel }) => accessLevel)
  if (named.includes('admin')) return LEVEL_ADMIN
  if (named.includes('member')) return LEVEL_MEMBER
  if (named.length > 0) return null
  if (team.accessControl) return null
  const everybody = own.find((rule) => rule.membershipId === null && rule.roleId === null)?.accessLevel
  return everybody === 'none' ? null : everybody === 'admin' ? LEVEL_ADMIN : LEVEL_MEMBER
}

function concerns({ membershipId, roleId }: AccessRule, membership: Membership): boolean {
  return membershipId === membership.id || (roleId !== null && membership.roleIds.includes(roleId))
}

/** The highest level of the rules that name a member or their roles, else that of the rule for everyone else. */
function levelIn(rules: readonly AccessRule[], membership: Membership): AccessLevel | null {
  const named = rules.filter((rule) => concerns(rule, membership))
  const deciding = named.length > 0 ? named : rules.filter((rule) => rule.membershipId === null && rule.roleId === null)
  return deciding
    .map(({ accessLevel }) => accessLevel as AccessLevel)
    .reduce<AccessLevel | null>(
      (highest, level) => (highest === null || rank(level) > rank(highest) ? level : highest),
      null,
    )
}

/** What a caller may do with the objects of one kind in one project. */
export class ResourceAccess {
  constructor(
    readonly resource: Resource,
    private readonly userId: number | null,
    private readonly membership: Membership,
    private readonly projectLevel: number,
    private readonly rules: readonly AccessRule[],
    private readonly roleDefault: AccessLevel | null = null,
  ) {}

  /** Level for objects without rules of their own. */
  get level(): AccessLevel {
    if (this.projectLevel >= LEVEL_ADMIN) return 'manager'
    return (
      levelIn(
        this.rules.filter((rule) => rule.resourceId === ''),
        this.membership,
      ) ??
      this.roleDefault ??
      DEFAULT_LEVEL
    )
  }

  levelOf(objectId: string | number, createdById: number | null): AccessLevel {
    if (this.projectLevel >= LEVEL_ADMIN || (createdById !== null && createdById === this.userId)) return 'manager'
    return (
      levelIn(
        this.rules.filter((rule) => rule.resourceId === String(objectId)),
        this.membership,
      ) ?? this.level
    )
  }

  /** @throws ApiError 403 when the level is too low even for objects without rules of their own */
  assertLevel(needed: AccessLevel): void {
    if (rank(this.level) < rank(needed)) throw this.refusal(needed)
  }

  /** @throws ApiError 403 */
  assertLevelOf(objectId: string | number, createdById: number | null, needed: AccessLevel): void {
    if (rank(this.levelOf(objectId, createdById)) < rank(needed)) throw this.refusal(needed)
  }

  /** Whether the caller may see an object. */
  sees(objectId: string | number, createdById: number | null): boolean {
    return this.levelOf(objectId, createdById) !== 'none'
  }

  /** Whether no rule hides anything of this kind from the caller. */
  get seesAll(): boolean {
    return (
      this.quotedSql(
        '',
        () => '',
        () => '',
      ) === 'true'
    )
  }

  private refusal(needed: AccessLevel) {
    return errors.forbidden(`You need ${needed} access to this ${this.resource.replaceAll('_', ' ')}.`)
  }

  /** SQL condition for the rows of a list that the caller may see. */
  visibleSql(idColumn: string, createdByColumn: string, bind: Bind): string {
    return this.quotedSql(idColumn, (user) => `coalesce(${createdByColumn} = ${user}, false)`, bind)
  }

  /**
   * SQL condition for rows that quote an object, which may no longer exist.
   * @param id SQL of the object's ID, as text or a type that can be cast to it
   * @param isMadeBy SQL that says whether a user, given by their placeholder, created the object
   * @returns `true` if the caller may see all of them
   */
  quotedSql(id: string, isMadeBy: (user: string) => string, bind: Bind): string {
    if (this.projectLevel >= LEVEL_ADMIN) return 'true'
    const ids = [...new Set(this.rules.map(({ resourceId }) => resourceId).filter((each) => each !== ''))]
    const hidden = ids.filter((each) => !this.sees(each, null))
    // Binds the user only where the condition uses it: PostgreSQL rejects unused parameters.
    const own = () => isMadeBy(bind(this.userId))
    if (this.level !== 'none') return hidden.length === 0 ? 'true' : `(${id}::text <> ALL(${bind(hidden)}) OR ${own()})`
    const shown = ids.filter((each) => !hidden.includes(each))
    return `(${id}::text = ANY(${bind(shown)}) OR ${own()})`
  }
}

/** Kinds whose rules fall back to those of another kind. */
const INHERITS: Partial<Record<Resource, Resource>> = { account: 'customer_analytics' }

/** The level of feature flags that a role's setting grants: always edit, or only view. */
const FLAG_LEVELS: Record<number, AccessLevel> = { 21: 'viewer', 37: 'editor' }

/** Loads a caller's access to the objects of a kind, in a project that was resolved for them. */
export async function resourceAccess(
  db: Database,
  principal: Pick<Principal, 'userId'>,
  team: { id: number; level: number; membership: Membership },
  resource: Resource,
): Promise<ResourceAccess> {
  const { membership } = team
  const isAdmin = team.level >= LEVEL_ADMIN
  const { rows } = isAdmin
    ? { rows: [] }
    : await db.$client.query<AccessRule>(
        `SELECT ${RULE_COLUMNS} FROM access_controls WHERE team_id = $1 AND resource = ANY($2)`,
        [team.id, [resource, INHERITS[resource] ?? resource]],
      )
  const inherited = rows.filter((rule) => rule.resource !== resource && rule.resourceId === '')
  const roleDefault =
    resource === 'feature_flag' && !isAdmin ? await flagLevelOfRoles(db, membership) : levelIn(inherited, membership)
  const own = rows.filter((rule) => rule.resource === resource)
  return new ResourceAccess(resource, principal.userId, membership, team.level, own, roleDefault)
}

async function flagLevelOfRoles(db: Database, { roleIds }: Membership): Promise<AccessLevel | null> {
  if (roleIds.length === 0) return null
  const { rows } = await db.$client.query<{ level: number | null }>(
    'SELECT max(feature_flags_access_level) AS level FROM roles WHERE id = ANY($1::uuid[])',
    [roleIds],
  )
  return rows[0]?.level ? FLAG_LEVELS[rows[0].level]! : null
}
