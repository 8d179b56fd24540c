/** Whose eyes an export is made with: those of the user who asked for it, with the permissions that they have now. */
import type { JobPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Resource } from '../../workspace/kinds/index.ts'
import {
  accessOfSharer,
  findTeam,
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
  type Team,
} from '../../workspace/organizations/index.ts'
import type { ExportedAsset } from './store.ts'

export interface Viewer {
  /** With the scopes of the key that asked, if it was one. */
  team: Team & Pick<ResolvedTeam, 'scopes'>
  userId: number | null
  /** Set if a user asked. */
  own: { principal: JobPrincipal; team: ResolvedTeam } | null
  access(resource: Resource): Promise<ResourceAccess>
}

/**
 * Without a user, the viewer sees what every member may see.
 * @throws ApiError 403 or 404 when the user may not enter the project any more, or it is gone
 */
export async function viewerOf(
  db: Database,
  { teamId, createdById: userId, scopes }: Pick<ExportedAsset, 'teamId' | 'createdById' | 'scopes'>,
): Promise<Viewer> {
  if (userId === null) {
    const team = await findTeam(db, String(teamId))
    if (!team) throw errors.notFound('Project not found.')
    return { team, userId, own: null, access: (resource) => accessOfSharer(db, team, null, resource) }
  }
  const principal: JobPrincipal = {
    kind: 'job',
    userId,
    currentOrganizationId: null,
    currentTeamId: null,
    isStaff: false,
    hasSecondFactor: false,
  }
  const resolved = await resolveTeam(db, principal, String(teamId))
  const team = { ...resolved, ...(scopes && { scopes }) }
  return {
    team,
    userId,
    own: { principal, team },
    access: (resource) => resourceAccess(db, principal, team, resource),
  }
}
