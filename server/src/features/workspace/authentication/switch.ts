/** Resolves the organization, the project, or both, that a user switches to. */
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findMembership, findTeam, organizationsOf, visibleTeams } from '../organizations/index.ts'
import type { User } from '../users/index.ts'
import type { UserBody } from './user-fields.ts'

type Switch = Partial<Pick<User, 'currentOrganizationId' | 'currentTeamId'>>

const missing = (id: unknown, attr: string) =>
  errors.invalid(`Object with id=${String(id).slice(0, 100)} does not exist.`, attr, 'does_not_exist')

/** @throws ApiError 400 for an organization or project that the user may not enter */
export async function readSwitch(db: Database, user: User, body: UserBody): Promise<Switch> {
  const { set_current_organization: organizationId, set_current_team: teamId } = body
  const organization = organizationId === undefined ? null : await findOwn(db, user, organizationId)
  if (teamId !== undefined) return readTeam(db, user, teamId, organization)
  if (!organization) return {}
  const membership = await findMembership(db.$client, user.id, organization)
  const [first] = await visibleTeams(db, membership!)
  return { currentOrganizationId: organization, currentTeamId: first?.id ?? null }
}

async function findOwn(db: Database, user: User, id: string): Promise<string> {
  const own = (await organizationsOf(db, user.id)).find((each) => each.id === id.toLowerCase())
  if (!own) throw missing(id, 'set_current_organization')
  return own.id
}

async function readTeam(db: Database, user: User, id: string | number, organization: string | null): Promise<Switch> {
  const team = await findTeam(db, String(id))
  const membership = team && (await findMembership(db.$client, user.id, team.organizationId))
  const visible = membership ? await visibleTeams(db, membership) : []
  if (!team || !visible.some((each) => each.id === team.id)) throw missing(id, 'set_current_team')
  if (organization && team.organizationId !== organization)
    throw errors.invalid('The project does not belong to that organization.', 'set_current_team')
  return { currentOrganizationId: team.organizationId, currentTeamId: team.id }
}
