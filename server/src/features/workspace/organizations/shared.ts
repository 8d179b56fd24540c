/** What visitors of shared links may enter, and whether there are shared links at all. */
import type { FastifyRequest } from 'fastify'
import { type SharePrincipal, shareOf } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Resource } from '../kinds/index.ts'
import { findMembership, projectLevel, projectRules, type ResourceAccess, resourceAccess } from './access-control.ts'
import { LEVEL_MEMBER } from './levels.ts'
import { featureOf, findOrganization, findTeam, type Organization, type Team } from './organizations.ts'

/** The project of a shared link, for the routes that its visitors may read. */
export interface SharedContext {
  db: Database
  principal: SharePrincipal
  team: Team
}

/**
 * @param request of a route below `/api/projects/:project_id`
 * @returns null when the caller is no visitor of a shared link
 * @throws ApiError 403 when the path names another project than the link's
 */
export async function enterShared(db: Database, request: FastifyRequest): Promise<SharedContext | null> {
  const principal = shareOf(request)
  if (!principal) return null
  const { project_id: segment } = request.params as { project_id: string }
  if (segment !== '@current' && segment !== String(principal.teamId)) throw errors.forbidden()
  const team = await findTeam(db, String(principal.teamId))
  if (!team) throw errors.forbidden()
  return { db, principal, team }
}

/** Whose rule forbids links that anyone can open; null if they work. */
export type LinksBlockedBy = 'organization' | 'project' | null

function linksBlockedBy(organization: Organization, team: Team): LinksBlockedBy {
  const hasRule = featureOf(organization, 'organization_security_settings') !== undefined
  if (hasRule && !organization.allowPubliclySharedResources) return 'organization'
  return team.allowPubliclySharedResources ? null : 'project'
}

/** What a project and its organization say about shared links. */
export interface SharingRules {
  team: Team
  blockedBy: LinksBlockedBy
  /** Whether the plan includes a feature. */
  mayUse: (feature: string) => boolean
}

/** @returns null when the project or its organization is gone or being deleted */
export async function sharingRulesOf(db: Database, teamId: number): Promise<SharingRules | null> {
  const team = await findTeam(db, String(teamId))
  const organization = team && (await findOrganization(db, team.organizationId))
  if (!team || !organization || organization.isPendingDeletion) return null
  return {
    team,
    blockedBy: linksBlockedBy(organization, team),
    mayUse: (feature) => featureOf(organization, feature) !== undefined,
  }
}

/**
 * What a user may do with a kind of objects in a project now, for work that is done for them later: mail, say.
 * @returns null when they are no member any more, or may not enter the project
 */
export async function accessOfMember(
  db: Database,
  team: Team,
  userId: number,
  resource: Resource,
): Promise<ResourceAccess | null> {
  const membership = await findMembership(db.$client, userId, team.organizationId)
  const level = membership && projectLevel(team, membership, await projectRules(db.$client, membership, team.id))
  return level === null
    ? null
    : resourceAccess(db, { userId }, { id: team.id, level, membership: membership! }, resource)
}

/**
 * What may be shown of a kind of objects within something shared, a dashboard for example: what the person who shared it
 * may see now. If they are unknown or have left, it is what every member may see.
 */
export async function accessOfSharer(
  db: Database,
  team: Team,
  userId: number | null,
  resource: Resource,
): Promise<ResourceAccess> {
  const own = userId === null ? null : await accessOfMember(db, team, userId, resource)
  const { id, organizationId } = team
  return (
    own ??
    resourceAccess(db, { userId: null }, { id, level: LEVEL_MEMBER, membership: anyMember(organizationId) }, resource)
  )
}

/** A member without roles, about whom no rule says anything. */
const anyMember = (organizationId: string) => ({ id: '', organizationId, level: LEVEL_MEMBER, roleIds: [] })
