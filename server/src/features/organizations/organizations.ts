/** Organisations, their projects, and who may see which project. */
import { randomBytes } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import type { Principal } from '../../platform/http/access.ts'
import { errors } from '../../platform/http/errors.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { organizationMemberships, organizations, teams } from './tables.ts'

export type Organization = typeof organizations.$inferSelect
export type Team = typeof teams.$inferSelect
/** The database or a transaction on it. */
export type Queryable = Pick<Database, 'select' | 'insert' | 'update' | 'delete'>

export const LEVEL_OWNER = 15
const PROJECT_NAME_DEFAULT = 'Default project'

/** A new project token: `phc_` and 43 letters and digits, about 256 random bits. */
export function newProjectToken(): string {
  return `phc_${randomText(43)}`
}

function randomText(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  let text = ''
  while (text.length < length) {
    // Bytes from 248 on would favour the first letters.
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += alphabet[byte % 62]
  }
  return text
}

/** Creates an organisation with its first project and its owner. */
export async function createOrganization(
  db: Queryable,
  options: { name: string; ownerId: number; projectName?: string; projectToken?: string },
): Promise<{ organization: Organization; team: Team }> {
  const slug = `${slugify(options.name)}-${randomText(6).toLowerCase()}`
  const [organization] = await db.insert(organizations).values({ name: options.name, slug }).returning()
  await db
    .insert(organizationMemberships)
    .values({ organizationId: organization!.id, userId: options.ownerId, level: LEVEL_OWNER })
  const [team] = await db
    .insert(teams)
    .values({
      organizationId: organization!.id,
      name: options.projectName ?? PROJECT_NAME_DEFAULT,
      apiToken: options.projectToken ?? newProjectToken(),
    })
    .returning()
  return { organization: organization!, team: team! }
}

function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.slice(0, 40) || 'organization'
}

export async function anyOrganizationExists(db: Queryable): Promise<boolean> {
  return (await db.select({ id: organizations.id }).from(organizations).limit(1)).length > 0
}

/** The organisations a person belongs to, oldest first. */
export async function organizationsOf(db: Queryable, userId: number): Promise<Organization[]> {
  const rows = await db
    .select({ organization: organizations })
    .from(organizations)
    .innerJoin(organizationMemberships, eq(organizationMemberships.organizationId, organizations.id))
    .where(eq(organizationMemberships.userId, userId))
    .orderBy(asc(organizations.createdAt), asc(organizations.id))
  return rows.map((row) => row.organization)
}

export async function teamsOf(db: Queryable, organizationId: string): Promise<Team[]> {
  return db.select().from(teams).where(eq(teams.organizationId, organizationId)).orderBy(asc(teams.id))
}

/**
 * The project that a path segment names, if the caller may use it.
 * @param segment an integer id or `@current`
 * @throws ApiError 404 when there is none, 403 when it exists but is not the caller's
 */
export async function resolveTeam(db: Queryable, principal: Principal, segment: string): Promise<Team> {
  const team = segment === '@current' ? await currentTeam(db, principal) : await findTeam(db, segment)
  if (!team) throw errors.notFound('Project not found.')
  const memberships = await db
    .select({ id: organizationMemberships.id })
    .from(organizationMemberships)
    .where(
      and(
        eq(organizationMemberships.userId, principal.userId),
        eq(organizationMemberships.organizationId, team.organizationId),
      ),
    )
  if (memberships.length === 0) throw errors.forbidden()
  const { key } = principal
  if (key && key.scopedTeams.length > 0 && !key.scopedTeams.includes(team.id)) {
    throw errors.forbidden(`API key does not have access to the requested project: ID ${team.id}.`)
  }
  if (key && key.scopedOrganizations.length > 0 && !key.scopedOrganizations.includes(team.organizationId)) {
    throw errors.forbidden(`API key does not have access to the requested organization: ID ${team.organizationId}.`)
  }
  return team
}

async function findTeam(db: Queryable, segment: string): Promise<Team | undefined> {
  if (!/^\d{1,9}$/.test(segment)) return undefined
  return (
    await db
      .select()
      .from(teams)
      .where(eq(teams.id, Number(segment)))
  )[0]
}

/** The stored pointer, else the first project of the first organisation. */
export async function currentTeam(db: Queryable, principal: Principal): Promise<Team | undefined> {
  if (principal.currentTeamId !== null) {
    const team = await findTeam(db, String(principal.currentTeamId))
    if (team) return team
  }
  for (const organization of await organizationsOf(db, principal.userId)) {
    const [first] = await teamsOf(db, organization.id)
    if (first) return first
  }
  return undefined
}

export async function findTeamByToken(db: Queryable, token: string): Promise<Team | undefined> {
  return (await db.select().from(teams).where(eq(teams.apiToken, token)))[0]
}
