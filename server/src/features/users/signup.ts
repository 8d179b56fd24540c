/** Creates the account of the first user with their organisation and project. */
import { count, eq } from 'drizzle-orm'
import { errors } from '../../platform/http/errors.ts'
import { type Database, sqlState } from '../../platform/postgres/postgres.ts'
import { anyOrganizationExists, createOrganization, type Team } from '../organizations/index.ts'
import { assertStrongPassword, hashPassword } from './passwords.ts'
import type { User } from './sessions.ts'
import { users } from './tables.ts'

/** Held while the first user is created, so that two sign-ups at once do not both become the first. */
const SIGNUP_LOCK = 4_837_002

export interface SignupOptions {
  email: string
  password: string
  firstName: string
  organizationName?: string
  projectName?: string
  projectToken?: string
}

/**
 * @throws ApiError 403 when the installation already has an organisation, 400 for a weak password or a bad address
 */
export async function signUpFirstUser(db: Database, options: SignupOptions): Promise<{ user: User; team: Team }> {
  const email = options.email.toLowerCase()
  if (email.includes('+'))
    throw errors.invalid('Addresses with a plus sign are not allowed.', 'email', 'plus_addressing_not_allowed')
  await assertStrongPassword(options.password, [email, options.firstName])
  const passwordHash = await hashPassword(options.password)
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(`SELECT pg_advisory_xact_lock(${SIGNUP_LOCK})`)
      if (await anyOrganizationExists(tx))
        throw errors.forbidden('This installation already has an organization. Ask for an invitation.')
      const [user] = await tx.insert(users).values({ email, firstName: options.firstName, passwordHash }).returning()
      const { organization, team } = await createOrganization(tx, {
        name: options.organizationName || `${options.firstName}'s organization`,
        ownerId: user!.id,
        projectName: options.projectName,
        projectToken: options.projectToken,
      })
      const [placed] = await tx
        .update(users)
        .set({ currentOrganizationId: organization.id, currentTeamId: team.id })
        .where(eq(users.id, user!.id))
        .returning()
      return { user: placed!, team }
    })
  } catch (error) {
    if (sqlState(error) === '23505')
      throw errors.invalid('There is already an account with this email address.', 'email', 'unique')
    throw error
  }
}

export async function anyUserExists(db: Database): Promise<boolean> {
  const [row] = await db.select({ users: count() }).from(users)
  return row!.users > 0
}
