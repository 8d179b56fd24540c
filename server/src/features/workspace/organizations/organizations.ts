/** Organizations and their projects, and resolving which of them a request is about. */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { keyOf, type ProjectKeyPrincipal, type UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { toStorableText } from '../../../platform/json.ts'
import {
  type Database,
  drizzleOn,
  type Pool,
  type PoolClient,
  type Queryable,
} from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'
import { setCurrent } from '../users/index.ts'
import { findMembership, type Membership, projectLevel, projectRules } from './access-control.ts'
import { LEVEL_ADMIN, LEVEL_OWNER } from './levels.ts'
import { beginProject } from './project-extensions.ts'
import { organizationMemberships, organizations, type Team, teams } from './tables.ts'

export type { Team } from './tables.ts'

export type Organization = typeof organizations.$inferSelect
/** A project resolved for a caller, with their level in it. */
export type ResolvedTeam = Team & {
  /** 1, 8 or 15. */
  level: number
  membership: Membership
  /** Scopes of the calling key; absent for a signed-in user. */
  scopes?: readonly string[]
}
/** An organization resolved for a caller. */
export type ResolvedOrganization = Organization & { membership: Membership }

const PROJECT_NAME_DEFAULT = 'Default project'
const INTEGER = /^\d{1,9}$/

/** Features of organizations without a plan of their own: everything, since Hedgerow is not sold by feature. */
export const ALL_FEATURES: readonly { key: string; name: string; limit: number | null }[] = [
  ['organizations_projects', 'Projects'],
  ['access_control', 'Access control'],
  ['role_based_access', 'Roles'],
  ['organization_invite_settings', 'Settings of invitations'],
  ['organization_security_settings', 'Security settings'],
  ['sso_enforcement', 'Enforced single sign-on'],
  ['2fa_enforcement', 'Enforced two-factor authentication'],
  ['data_color_themes', 'Color themes'],
  ['ingestion_taxonomy', 'Taxonomy'],
  ['tagging', 'Tags'],
  ['subscriptions', 'Subscriptions'],
  ['advanced_permissions', 'Advanced permissions'],
  ['white_labelling', 'White labelling'],
].map(([key, name]) => ({ key: key!, name: name!, limit: null }))

/** A feature of an organization's plan, or undefined if the plan does not include it. */
export function featureOf(organization: Organization, key: string): { limit?: number | null } | undefined {
  return (organization.availableProductFeatures ?? ALL_FEATURES).find((feature) => feature.key === key)
}

/** A new project token: `phc_` and 43 letters and digits, about 256 random bits. */
export function newProjectToken(): string {
  return `phc_${randomText(43)}`
}

/** Creates an organization with its first project and its owner, and makes both current for the owner. */
export async function createOrganization(
  client: PoolClient,
  options: { name: string; ownerId: number; projectName?: string; projectToken?: string } & Partial<Organization>,
): Promise<{ organization: Organization; team: Team }> {
  const { ownerId, projectName, projectToken, ...columns } = options
  const db = drizzleOn(client)
  const [organization] = await db
    .insert(organizations)
    .values({ ...columns, slug: await freeSlug(db, options.name) })
    .returning()
  await db
    .insert(organizationMemberships)
    .values({ organizationId: organization!.id, userId: ownerId, level: LEVEL_OWNER })
  const [team] = await db
    .insert(teams)
    .values({
      organizationId: organization!.id,
      name: projectName ?? PROJECT_NAME_DEFAULT,
      apiToken: projectToken ?? newProjectToken(),
      anonymizeIps: organization!.defaultAnonymizeIps,
    })
    .returning()
  await setCurrent(db, ownerId, organization!.id, team!.id)
  return { organization: organization!, team: await beginProject(client, team!, ownerId) }
}

/** The name in lower case with hyphens; with a random suffix if another organization has that slug. */
export async function freeSlug(db: Queryable, name: string): Promise<string> {
  const slug =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'organization'
  const [taken] = await db.select({ id: organizations.id }).from(organizations).where(eq(organizations.slug, slug))
  return taken ? `${slug}-${randomText(4).toLowerCase()}` : slug
}

export async function anyOrganizationExists(db: Queryable): Promise<boolean> {
  return (await db.select({ id: organizations.id }).from(organizations).limit(1)).length > 0
}

/** A user's organizations, oldest first, with their level in each. */
export async function organizationsOf(db: Queryable, userId: number): Promise<(Organization & { level: number })[]> {
  const rows = await db
    .select({ organization: organizations, level: organizationMemberships.level })
    .from(organizations)
    .innerJoin(organizationMemberships, eq(organizationMemberships.organizationId, organizations.id))
    .where(and(eq(organizationMemberships.userId, userId), eq(organizations.isPendingDeletion, false)))
    .orderBy(asc(organizationMemberships.joinedAt), asc(organizations.id))
  return rows.map((row) => ({ ...row.organization, level: row.level }))
}

/** The projects of an organization that a member may enter, by ID. */
export async function visibleTeams(db: Database, membership: Membership): Promise<ResolvedTeam[]> {
  const [rows, rules] = await Promise.all([
    db
      .select()
      .from(teams)
      .where(and(eq(teams.organizationId, membership.organizationId), eq(teams.isPendingDeletion, false)))
      .orderBy(asc(teams.id)),
    projectRules(db.$client, membership),
  ])
  return rows.flatMap((team) => {
    const level = projectLevel(team, membership, rules)
    return level === null ? [] : [{ ...team, level, membership }]
  })
}

/**
 * The project that a path segment names, if the caller may use it.
 * @param segment an integer ID or `@current`
 * @param isDetail true on the project itself, which does not exist for callers without access; below it they are refused
 * @throws ApiError 404 when there is none, 403 when it exists but the caller may not access it
 */
export async function resolveTeam(
  db: Database,
  principal: UserPrincipal,
  segment: string,
  { isDetail = false } = {},
): Promise<ResolvedTeam> {
  const team = segment === '@current' ? await currentTeam(db, principal) : await findTeam(db, segment)
  if (!team) throw errors.notFound('Project not found.')
  const membership = await findMembership(db.$client, principal.userId, team.organizationId)
  if (!membership) throw isDetail ? errors.notFound() : errors.forbidden()
  const key = keyOf(principal)
  if (key && key.scopedTeams.length > 0 && !key.scopedTeams.includes(team.id)) {
    throw errors.forbidden(`API key does not have access to the requested project: ID ${team.id}.`)
  }
  if (key && key.scopedOrganizations.length > 0 && !key.scopedOrganizations.includes(team.organizationId)) {
    throw errors.forbidden(`API key does not have access to the requested organization: ID ${team.organizationId}.`)
  }
  const [organization, rules] = await Promise.all([
    findOrganization(db, team.organizationId),
    projectRules(db.$client, membership, team.id),
  ])
  assertMayEnter(organization!, membership, principal)
  const level = projectLevel(team, membership, rules)
  if (level === null) throw errors.forbidden("You don't have access to the project.")
  return { ...team, level, membership, ...(key && { scopes: key.scopes }) }
}

/**
 * The project of a request's secret key, for routes that accept those.
 * @throws ApiError 401 when the project is gone, or the caller has no secret key
 */
export async function enterByKey(
  db: Database,
  { principal }: Pick<FastifyRequest, 'principal'>,
): Promise<{ principal: ProjectKeyPrincipal; team: Team }> {
  const team = principal?.kind === 'projectKey' ? await findTeam(db, String(principal.teamId)) : undefined
  if (principal?.kind !== 'projectKey' || !team) throw errors.authenticationFailed('The secret key is invalid.')
  return { principal, team }
}

/** Rules that an organization sets for all its members. */
function assertMayEnter(organization: Organization, membership: Membership, principal: UserPrincipal): void {
  if (principal.kind === 'personalKey' && !organization.membersCanUsePersonalApiKeys && membership.level < LEVEL_ADMIN)
    throw errors.forbidden('The organization does not let its members use personal API keys.')
  if (principal.kind === 'session' && organization.enforce2fa && !principal.hasSecondFactor)
    throw errors.forbidden('The organization requires two-factor authentication.', 'two_factor_setup_required')
}

/**
 * The organization that a path segment names.
 * @param segment a UUID or `@current`
 * @param isNested false on the organization itself, which does not exist for callers without access; below it they are
 * refused
 * @throws ApiError 404 or 403
 */
export async function resolveOrganization(
  db: Database,
  principal: UserPrincipal,
  segment: string,
  { isNested, isProject = false }: { isNested: boolean; isProject?: boolean },
): Promise<ResolvedOrganization> {
  const key = keyOf(principal)
  if (key && key.scopedTeams.length > 0 && !isProject)
    throw errors.forbidden('API keys with scoped projects are only supported on project-based endpoints.')
  const organization = await (segment === '@current'
    ? currentOrganization(db, principal)
    : findOrganization(db, segment))
  if (!organization || organization.isPendingDeletion) throw errors.notFound()
  const membership = await findMembership(db.$client, principal.userId, organization.id)
  if (!membership) throw isNested && !isProject ? errors.forbidden() : errors.notFound()
  if (key && key.scopedOrganizations.length > 0 && !key.scopedOrganizations.includes(organization.id)) {
    if (!isNested || segment === '@current') throw errors.notFound()
    throw errors.forbidden(`API key does not have access to the requested organization: ID ${organization.id}.`)
  }
  assertMayEnter(organization, membership, principal)
  return { ...organization, membership }
}

export async function findOrganization(db: Queryable, id: string): Promise<Organization | undefined> {
  if (!isUuid(id)) return undefined
  return (await db.select().from(organizations).where(eq(organizations.id, id)))[0]
}

/** @throws ApiError 403 */
export function assertAdmin({ level }: { level: number }): void {
  if (level < LEVEL_ADMIN) throw errors.forbidden('Your organization access level is insufficient.')
}

/** @param segment the raw ID; the result is undefined for a project that is being deleted, too */
export async function findTeam(db: Queryable, segment: string): Promise<Team | undefined> {
  if (!INTEGER.test(segment)) return undefined
  const [team] = await db
    .select()
    .from(teams)
    .where(and(eq(teams.id, Number(segment)), eq(teams.isPendingDeletion, false)))
  return team
}

/** The projects of an organization. */
export async function teamIdsOf(client: Pool | PoolClient, organizationId: string): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>('SELECT id FROM teams WHERE organization_id = $1', [
    organizationId,
  ])
  return rows.map(({ id }) => id)
}

/** The time zone of a project; UTC if it is gone. */
export async function timeZoneOf(client: Pool | PoolClient, teamId: number): Promise<string> {
  const { rows } = await client.query<{ timezone: string }>('SELECT timezone FROM teams WHERE id = $1', [teamId])
  return rows[0]?.timezone ?? 'UTC'
}

/** The caller's current organization; their first one if they have not chosen any. */
export async function currentOrganization(db: Database, principal: UserPrincipal): Promise<Organization | undefined> {
  const own = await organizationsOf(db, principal.userId)
  const chosen = own.find(({ id }) => id === principal.currentOrganizationId) ?? own[0]
  if (chosen && chosen.id !== principal.currentOrganizationId) await setCurrent(db, principal.userId, chosen.id, null)
  return chosen
}

/** The caller's current project; the first one they may enter if they have not chosen any, or lost access to it. */
export async function currentTeam(db: Database, principal: UserPrincipal): Promise<Team | undefined> {
  if (principal.currentTeamId !== null) {
    const team = await findTeam(db, String(principal.currentTeamId))
    const membership = team && (await findMembership(db.$client, principal.userId, team.organizationId))
    if (team && membership) {
      const rules = await projectRules(db.$client, membership, team.id)
      if (projectLevel(team, membership, rules) !== null) return team
    }
  }
  const organization = await currentOrganization(db, principal)
  const membership = organization && (await findMembership(db.$client, principal.userId, organization.id))
  const [first] = membership ? await visibleTeams(db, membership) : []
  if (first) await setCurrent(db, principal.userId, first.organizationId, first.id)
  return first
}

// Building and planning this query takes longer than running it, and SDKs cause it with every request, so it is prepared
// once.
const byToken = new WeakMap<Queryable, ReturnType<typeof prepareByToken>>()

function prepareByToken(db: Queryable) {
  return db
    .select()
    .from(teams)
    .where(and(eq(teams.apiToken, sql.placeholder('token')), eq(teams.isPendingDeletion, false)))
    .prepare('team_by_token')
}

/** The project of a public token, for callers without other credentials. */
export async function findTeamByToken(db: Queryable, token: string): Promise<Team | undefined> {
  const query = byToken.get(db) ?? prepareByToken(db)
  byToken.set(db, query)
  const [team] = await query.execute({ token: toStorableText(token) })
  return team
}

/** The project of a secret token, current or backup. */
export async function findTeamBySecret(db: Queryable, hash: string): Promise<Team | undefined> {
  const [team] = await db
    .select()
    .from(teams)
    .where(
      and(
        sql`(${teams.secretApiTokenHash} = ${hash} OR ${teams.secretApiTokenBackupHash} = ${hash})`,
        eq(teams.isPendingDeletion, false),
      ),
    )
  return team
}
