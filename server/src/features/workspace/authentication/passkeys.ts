/** Operations on passkeys: registration while logged in, and a login that needs neither password nor second factor. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import {
  deletePasskey,
  findPasskeyByCredential,
  findPasskey as findStored,
  findUser,
  insertPasskey,
  listPasskeys as listStored,
  type Passkey,
  updatePasskey,
} from '../users/index.ts'
import { logSecurityChange } from './security-log.ts'

const PASSKEYS_MAX = 20
const FIELD = 'passkey'

/** The site of a passkey: browsers bind it to the host that they see. */
export interface Site {
  id: string
  origin: string
}

/** The owner of the passkeys. */
export interface PasskeyContext {
  db: Database
  principal: UserPrincipal
}

/** A browser's answer to a challenge. */
export interface PasskeyResponse {
  /** ID of the passkey that the browser used. */
  id: string
}

export const listPasskeys = ({ db, principal }: PasskeyContext): Promise<Passkey[]> => listStored(db, principal.userId)

/** @throws ApiError 404 */
export async function findPasskey({ db, principal }: PasskeyContext, id: string): Promise<Passkey> {
  const passkey = await findStored(db, principal.userId, id)
  if (!passkey) throw errors.notFound()
  return passkey
}

/**
 * What a browser needs to create a passkey.
 * @throws ApiError 400 when the user has the maximum number
 */
export async function beginRegistration({ db, principal: { userId } }: PasskeyContext, site: Site) {
  const user = (await findUser(db, userId))!
  const own = await listStored(db, userId)
  if (own.length >= PASSKEYS_MAX) throw errors.invalid(`You can have at most ${PASSKEYS_MAX} passkeys.`)
  return generateRegistrationOptions({
    rpName: 'Hedgerow',
    rpID: site.id,
    userName: user.email,
    userDisplayName: user.firstName || user.email,
    userID: new TextEncoder().encode(user.uuid),
    excludeCredentials: own.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as never,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Registers a passkey that a browser created.
 * @throws ApiError 400 when it does not answer the challenge, or is already registered
 */
export async function completeRegistration(
  context: PasskeyContext,
  { site, challenge, response, label }: { site: Site; challenge: string; response: object; label: string },
): Promise<Passkey> {
  const { db, principal } = context
  const { userId } = principal
  const verification = await verifyRegistrationResponse({
    response: response as never,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verification?.verified || !verification.registrationInfo)
    throw errors.invalid('The passkey could not be verified.', null, 'invalid_credential')
  const { credential } = verification.registrationInfo
  const passkey = await insertPasskey(db, {
    userId,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: credential.transports ?? [],
    label,
  })
  if (!passkey) throw errors.invalid('The passkey is already registered.', null, 'unique')
  await logSecurityChange(context, { userId, field: FIELD, before: null, after: passkey.label })
  return passkey
}

/** What a browser needs to log in. The browser knows its passkeys; this reveals nothing about existing accounts. */
export const beginLogin = (site: Site) => generateAuthenticationOptions({ rpID: site.id, userVerification: 'required' })

/**
 * @returns the passkey's owner
 * @throws ApiError 400 when the passkey does not answer the challenge, or its owner may not log in
 */
export async function completeLogin(
  db: Database,
  site: Site,
  challenge: string,
  response: PasskeyResponse,
): Promise<number> {
  const passkey = await verify(db, site, challenge, response)
  const user = passkey && (await findUser(db, passkey.userId))
  if (!user?.isActive) throw errors.invalid('The passkey was not accepted.', null, 'invalid_credentials')
  return user.id
}

/** What a browser needs to try one passkey. */
export const beginTrial = (site: Site, { credentialId, transports }: Passkey) =>
  generateAuthenticationOptions({
    rpID: site.id,
    userVerification: 'required',
    allowCredentials: [{ id: credentialId, transports: transports as never }],
  })

/** @throws ApiError 400 when the passkey does not answer the challenge */
export async function completeTrial(
  { db }: PasskeyContext,
  passkey: Passkey,
  { site, challenge, response }: { site: Site; challenge: string; response: PasskeyResponse },
): Promise<void> {
  const verified = await verify(db, site, challenge, response)
  if (verified?.id !== passkey.id) throw errors.invalid('The passkey was not accepted.', null, 'invalid_credential')
  await updatePasskey(db, passkey.id, { isVerified: true })
}

export async function renamePasskey({ db }: PasskeyContext, { id }: Passkey, label: string): Promise<Passkey> {
  return (await updatePasskey(db, id, { label }))!
}

export async function removePasskey(context: PasskeyContext, { id, label, userId }: Passkey): Promise<void> {
  await deletePasskey(context.db, id)
  await logSecurityChange(context, { userId, field: FIELD, before: label, after: null })
}

/** Checks a passkey's answer to a challenge. */
async function verify(db: Database, site: Site, challenge: string, response: PasskeyResponse): Promise<Passkey | null> {
  const passkey = await findPasskeyByCredential(db, response.id)
  if (!passkey) return null
  const verification = await verifyAuthenticationResponse({
    response: response as never,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
      transports: passkey.transports as never,
    },
  }).catch(() => null)
  if (!verification?.verified) return null
  const { newCounter } = verification.authenticationInfo
  await updatePasskey(db, passkey.id, { counter: newCounter, lastUsedAt: new Date() })
  return passkey
}
