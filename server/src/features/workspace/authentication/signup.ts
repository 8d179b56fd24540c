/** Creates accounts: the first one with its organization and project, and others by invitation. */
import { errors } from '../../../platform/http/errors.ts'
import {
  constraintOf,
  type Database,
  drizzleOn,
  inTransaction,
  type PoolClient,
  type Queryable,
  sqlState,
} from '../../../platform/postgres/postgres.ts'
import {
  acceptInvite,
  anyOrganizationExists,
  createOrganization,
  findInvite,
  logInOrganization,
  organizationKind,
  type Team,
} from '../organizations/index.ts'
import {
  anyUserExists,
  assertStrongPassword,
  hashPassword,
  insertUser,
  isEmailTaken,
  type User,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { sendCode } from './email-verification.ts'

/** Lock held while the first user is created, so that two concurrent sign-ups do not both become the first. */
const SIGNUP_LOCK = 4_837_003

export interface SignupOptions {
  email: string
  /** null for an account without a password. */
  password: string | null
  firstName: string
  lastName?: string
  roleAtOrganization?: string | null
  organizationName?: string
  projectName?: string
  projectToken?: string
  /** Set if mail can be sent: the address must then be confirmed, with a code created under this key. */
  confirmWith?: string
}

/** @throws ApiError 403 when the installation already has an organization, 400 for a weak password or a bad address */
export async function signUpFirstUser(db: Database, options: SignupOptions): Promise<{ user: User; team: Team }> {
  await assertNoOrganization(db)
  const passwordHash = await checkAccount(options)
  return unique(() =>
    inTransaction(db.$client, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SIGNUP_LOCK])
      await assertNoOrganization(drizzleOn(client))
      const isFirst = !(await anyUserExists(db))
      const user = await createAccount(client, options, passwordHash, {
        isStaff: isFirst,
        isEmailVerified: options.confirmWith ? false : null,
      })
      const { organization, team } = await createOrganization(client, {
        name: options.organizationName || `${options.firstName}'s organization`.slice(0, 64),
        ownerId: user.id,
        projectName: options.projectName,
        projectToken: options.projectToken,
      })
      if (options.confirmWith) await sendCode(client, options.confirmWith, user, user.email)
      const { id, name } = organization
      const founded = { id, activity: 'created', detail: { name } }
      await logInOrganization(client, { principal: { userId: user.id }, organization }, organizationKind, founded)
      return { user: { ...user, currentOrganizationId: id, currentTeamId: team.id }, team }
    }),
  )
}

/**
 * Checks that the first account may be created.
 * @throws ApiError 403
 */
export async function assertNoOrganization(db: Queryable): Promise<void> {
  if (await anyOrganizationExists(db))
    throw errors.forbidden('This installation already has an organization. Ask for an invitation.')
}

/**
 * Creates the account for an invitation, and adds it to the organization.
 * @throws ApiError 400 as `findInvite`; `account_exists` when an account has that address: its owner has to log in first
 */
export async function signUpInvited(
  { db, mailing }: AuthenticationContext,
  inviteId: string,
  options: Omit<SignupOptions, 'email'>,
): Promise<User> {
  const invite = await findInvite(db.$client, inviteId)
  const email = invite.targetEmail
  const passwordHash = await checkAccount({ ...options, email }, true)
  return unique(
    () =>
      inTransaction(db.$client, async (client) => {
        // A user who was reached by mail at an address owns that address.
        const user = await createAccount(client, { ...options, email }, passwordHash, {
          isStaff: false,
          isEmailVerified: invite.emailingAttemptMade ? true : null,
        })
        await acceptInvite(client, user, invite, mailing)
        return user
      }),
    accountExists,
  )
}

export const accountExists = () =>
  errors.invalid('There is an account with this address. Log in to accept the invitation.', null, 'account_exists')

async function checkAccount(
  { email, password, firstName }: SignupOptions,
  mayHavePlus = false,
): Promise<string | null> {
  if (email.includes('+') && !mayHavePlus)
    throw errors.invalid('Addresses with a plus sign are not allowed.', 'email', 'plus_addressing_not_allowed')
  if (password === null) return null
  await assertStrongPassword(password, [email, firstName])
  return hashPassword(password)
}

async function createAccount(
  client: PoolClient,
  { email: given, firstName, lastName = '', roleAtOrganization = null }: SignupOptions,
  passwordHash: string | null,
  columns: Pick<User, 'isStaff' | 'isEmailVerified'>,
): Promise<User> {
  const email = given.toLowerCase()
  if (await isEmailTaken(client, email)) throw taken()
  return insertUser(drizzleOn(client), { email, firstName, lastName, passwordHash, roleAtOrganization, ...columns })
}

/** The constraint that holds one account per address. */
const UNIQUE_EMAIL = 'users_email_unique'
const taken = () => errors.invalid('There is already an account with this email address.', 'email', 'unique')

async function unique<T>(work: () => Promise<T>, refusal = taken): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === '23505' && constraintOf(error) === UNIQUE_EMAIL) throw refusal()
    throw error instanceof Error && (error as { code?: string }).code === 'unique' ? refusal() : error
  }
}
