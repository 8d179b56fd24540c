/** What people can do with their accounts, and staff with every account. */
import type { z } from 'zod'
import { sessionOf } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { drizzleOn, inTransaction, sqlState } from '../../../platform/postgres/postgres.ts'
import { changesBetween } from '../activity/index.ts'
import { logInOrganization, organizationsOf, resolveTeam } from '../organizations/index.ts'
import {
  assertStrongPassword,
  chooseScene,
  countGuess,
  deleteUser,
  dropPendingEmail,
  findUserByEmail,
  forgiveGuess,
  guessLimits,
  hashPassword,
  isPassword,
  limits,
  listUsers,
  type Scene,
  throttle,
  type User,
  updateUser,
  voidProofs,
} from '../users/index.ts'
import type { AccountContext, CallerContext } from './context.ts'
import { sendCode } from './email-verification.ts'
import { userKind } from './kind.ts'
import { mergeNotificationSettings } from './notification-settings.ts'
import { readSwitch } from './switch.ts'
import { describeUser, toUserColumns, toUserSettings, type UserBody, type userAnswer } from './user-fields.ts'

const CONFIG_CHARACTERS_MAX = 100_000

/** A page of the accounts: all active ones for staff, only their own for everyone else. */
export async function listAccounts(
  context: CallerContext,
  { email, isStaff }: { email: string | undefined; isStaff: boolean | undefined },
  page: Page,
): Promise<{ count: number; results: z.infer<typeof userAnswer>[] }> {
  const { db, principal } = context
  const own = principal.isStaff ? undefined : principal.userId
  const address = email ? email.replaceAll('\0', '').toLowerCase() : undefined
  const { count, rows } = await listUsers(db, { id: own, email: address, isStaff }, page)
  const results = []
  for (const user of rows) results.push(await describeUser(context, user))
  return { count, results }
}

/**
 * Refusals that must not depend on whether the body is valid; otherwise they would reveal which accounts exist.
 * @throws ApiError 403
 */
export function assertMaySend({ principal, user }: AccountContext, sent: JsonObject): void {
  if ('is_staff' in sent && !principal.isStaff) throw errors.forbidden("You can't change who is staff.")
  if (principal.kind !== 'personalKey') return
  const email = typeof sent.email === 'string' ? sent.email.trim().toLowerCase() : sent.email
  if ('password' in sent || ('email' in sent && email !== user.email))
    throw errors.forbidden('Passwords and addresses cannot be changed with an API key.')
}

/**
 * Changes the fields that the body has. If mail is configured, a new address must be confirmed. A new password ends all
 * other sessions.
 * @throws ApiError 400, or 429 after too many guesses of the current password or too many requests for mail
 */
export async function changeAccount(context: AccountContext, body: UserBody): Promise<User> {
  const { db, sessions, mailing, principal, user } = context
  const columns: Partial<User> = toUserColumns(body)
  if (body.notification_settings !== undefined)
    columns.notificationSettings = mergeNotificationSettings(user.notificationSettings, body.notification_settings)
  Object.assign(columns, await readSwitch(db, user, body))
  const newEmail = body.email !== undefined && body.email !== user.email ? body.email : null
  if (newEmail) {
    await assertMayTake(context, newEmail)
    Object.assign(columns, mailing.isAvailable ? { pendingEmail: newEmail } : { email: newEmail, pendingEmail: null })
  }
  if (body.password !== undefined) columns.passwordHash = await newPassword(context, body)
  if (Object.keys(columns).length === 0) return user
  const changed = await writeAccount(context, columns, mailing.isAvailable ? newEmail : null)
  if (body.password !== undefined) await sessions.endOthers(user.id, sessionOf(principal)?.id ?? null)
  return changed
}

/** @param toConfirm an address to which a code is sent */
async function writeAccount(
  { db, sessions, principal, user }: AccountContext,
  columns: Partial<User>,
  toConfirm: string | null,
): Promise<User> {
  try {
    return await inTransaction(db.$client, async (client) => {
      const after = await updateUser(drizzleOn(client), user.id, columns)
      if (toConfirm) await sendCode(client, sessions.secretKey, after, toConfirm)
      const changes = changesBetween(userKind.scope, toUserSettings(user), toUserSettings(after))
      const id = after.currentOrganizationId
      const change = { id: user.uuid, activity: 'updated', detail: { name: after.email, changes } }
      if (changes.length > 0 && id)
        await logInOrganization(client, { principal, organization: { id } }, userKind, change)
      return after
    })
  } catch (error) {
    throw sqlState(error) === '23505' ? emailTaken() : error
  }
}

const emailTaken = () => errors.invalid('There is already an account with this email address.', 'email', 'unique')

/** @throws ApiError 400, or 429 after too many requests for codes */
async function assertMayTake({ db, mailing, user }: AccountContext, email: string): Promise<void> {
  if (email.includes('+'))
    throw errors.invalid('Addresses with a plus sign are not allowed.', 'email', 'plus_addressing_not_allowed')
  if (await findUserByEmail(db, email)) throw emailTaken()
  if (mailing.isAvailable) await throttle(db.$client, limits.emailVerification, user.uuid)
}

/**
 * Hashes a new password, after checking the current one.
 * @throws ApiError 400, or 429 after too many guesses of the current password
 */
async function newPassword({ db, user }: AccountContext, body: UserBody): Promise<string> {
  if (user.passwordHash !== null) {
    if (!body.current_password)
      throw errors.invalid('This field is required when updating your password.', 'current_password', 'required')
    const guess = await countGuess(db.$client, guessLimits.currentPassword, String(user.id))
    if (guess.count === 0) throw errors.throttled(guess.waitSeconds)
    if (!(await isPassword(user.passwordHash, body.current_password)))
      throw errors.invalid('Your current password is incorrect.', 'current_password', 'incorrect_password')
    await forgiveGuess(db.$client, guessLimits.currentPassword, String(user.id), 'all')
  }
  await assertStrongPassword(body.password!, [user.email, user.firstName], 'invalid_input')
  return hashPassword(body.password!)
}

/**
 * Cancels a pending change of the caller's address.
 * @throws ApiError 400 when no change is pending
 */
export async function keepEmail({ db, principal }: CallerContext): Promise<User> {
  const user = await dropPendingEmail(db, principal.userId)
  if (!user) throw errors.invalid('No email change is pending.', null, 'email_change_request_not_found')
  await voidProofs(db.$client, 'email', user.id)
  return user
}

/** @throws ApiError 409 while the account belongs to an organization */
export async function deleteAccount({ db, user }: AccountContext): Promise<void> {
  if ((await organizationsOf(db, user.id)).length > 0)
    throw errors.conflict('Leave all organizations before deleting your account.')
  await deleteUser(db, user.id)
}

/**
 * Replaces the appearance of a profile.
 * @throws ApiError 400 when it is too long
 */
export async function changeLook({ db, user }: AccountContext, look: JsonObject): Promise<void> {
  if (JSON.stringify(look).length > CONFIG_CHARACTERS_MAX)
    throw errors.invalid(`Ensure this value has no more than ${CONFIG_CHARACTERS_MAX} characters as JSON.`)
  await updateUser(db, user.id, { hedgehogConfig: look })
}

/**
 * Sets the dashboard of a page, in the caller's current project.
 * @throws ApiError 400 when the project has no such dashboard
 */
export async function chooseDashboard(context: AccountContext, scene: Scene): Promise<void> {
  const { db, principal, user, assertDashboardOf } = context
  const team = await resolveTeam(db, principal, '@current')
  await assertDashboardOf(db.$client, team.id, scene.dashboard, 'dashboard')
  await chooseScene(db.$client, user.id, team.id, scene)
}
