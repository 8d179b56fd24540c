/** Setting up the second factor. */
import { sessionOf } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { countCall, createProof, limits, readProof, takeProof, tooManyAttempts } from '../users/index.ts'
import type { AccountContext } from './context.ts'
import { logSecurityChange } from './security-log.ts'

const SETUP_S = 10 * 60
const FIELD = 'two-factor authentication'

export interface Setup {
  /** Secret for the authenticator app. */
  secret: string
  /** The same secret as the QR code's URI. */
  uri: string
  /** Token that the browser sends back together with a code. */
  proof: string
}

export async function startSetup({ db, secondFactor, user }: AccountContext): Promise<Setup> {
  const secret = secondFactor.newSecret()
  const proof = await createProof(db.$client, 'totp-setup', user.id, SETUP_S, { secret })
  return { secret, uri: secondFactor.uri(secret, user.email), proof }
}

/**
 * Turns the second factor on, and ends all other sessions.
 * @param proof token of the first step
 * @param code of the app
 * @throws ApiError 400 when the code is wrong, the first step is too long ago, or after too many guesses
 */
export async function finishSetup(context: AccountContext, proof: string | undefined, code: string): Promise<void> {
  const { db, secondFactor, sessions, principal, user } = context
  const pool = db.$client
  const setup = proof ? await readProof(pool, 'totp-setup', proof) : null
  if (!setup || setup.isExpired || setup.userId !== user.id)
    throw errors.invalid('Setup not initiated or expired. Start again.', null, 'setup_expired')
  if ((await countCall(pool, limits.secondFactor, `setup ${user.id}`)) !== null)
    throw tooManyAttempts('2fa_too_many_attempts')
  if (!(await secondFactor.enable(user.id, String(setup.payload.secret), code)))
    throw errors.invalid('Token is not valid.', 'token', 'token_invalid')
  await takeProof(pool, 'totp-setup', proof!)
  await logSecurityChange(context, { userId: user.id, field: FIELD, before: false, after: true })
  await sessions.endOthers(user.id, sessionOf(principal)?.id ?? null)
}

/**
 * Creates new backup codes; earlier ones stop working.
 * @throws ApiError 400 without a second factor
 */
export async function makeBackupCodes(context: AccountContext): Promise<string[]> {
  const { secondFactor, user } = context
  if (!(await secondFactor.state(user.id)).isEnabled)
    throw errors.invalid('2FA must be enabled before generating backup codes.', null, '2fa_not_enabled')
  const codes = await secondFactor.newBackupCodes(user.id)
  await logSecurityChange(context, { userId: user.id, field: 'backup codes', before: null, after: 'made anew' })
  return codes
}

export async function removeSecondFactor(context: AccountContext): Promise<void> {
  const { secondFactor, user } = context
  const { isEnabled } = await secondFactor.state(user.id)
  await secondFactor.disable(user.id)
  if (isEnabled) await logSecurityChange(context, { userId: user.id, field: FIELD, before: true, after: false })
}
