/** Visitors of shared links as callers of the API, and their passwords. */
import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { logActivity } from '../../workspace/activity/index.ts'
import type { ShareFinder } from '../../workspace/authentication/index.ts'
import { countGuess, forgiveGuess, type GuessLimit, isPassword } from '../../workspace/users/index.ts'
import { type OpenLink, openLink, principalOf, type Shareables } from './links.ts'
import { PASSWORD_CHARACTERS_MAX } from './schemas.ts'
import type { ShareSessions } from './share-sessions.ts'
import { passwordHashes } from './store.ts'

/** Holds the token of a visitor who knew the password. */
export const SHARE_COOKIE = 'posthog_sharing_token'
const QUARTER_S = 15 * 60
/** Wrong passwords of one link from one address. */
const PASSWORD_GUESSES: GuessLimit = {
  name: 'share-password',
  free: 10,
  waitSeconds: QUARTER_S,
  waitSecondsMax: QUARTER_S,
  forgetSeconds: QUARTER_S,
}

const invalid = () => errors.authenticationFailed('Sharing access token is invalid.')

/** Finds the visitor of a link by what a request carries. */
export function shareFinder(db: Database, shareables: Shareables, sessions: ShareSessions): ShareFinder {
  return {
    async byToken(token) {
      const link = await openLink(db, shareables, token)
      if (!link) throw invalid()
      // The link alone is not enough where there is a password.
      if (link.share.passwordRequired) throw errors.notAuthenticated()
      return principalOf(link.share)
    },
    async bySession(jwt) {
      const claims = await sessions.read(jwt)
      const link = claims && (await openLink(db, shareables, claims.access_token))
      if (!link || !(await sessions.opens(db.$client, link.share, jwt))) throw invalid()
      return principalOf(link.share)
    },
  }
}

/**
 * The token of a visitor to a page, from the header (where cookies of frames are blocked) or the cookie.
 * @returns null when neither opens the link
 */
export async function visitorToken(
  { db, sessions }: { db: Database; sessions: ShareSessions },
  { share }: OpenLink,
  request: FastifyRequest,
): Promise<string | null> {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1]
  for (const jwt of [bearer, request.cookies[SHARE_COOKIE]])
    if (jwt && (await sessions.opens(db.$client, share, jwt))) return jwt
  return null
}

/**
 * Checks a password, and records the attempt with the shared object.
 * @returns the token of the visitor's session; null for a wrong password
 * @throws ApiError 429 after too many wrong ones from this address
 */
export async function unlock(
  db: Database,
  sessions: ShareSessions,
  link: OpenLink,
  password: unknown,
  request: FastifyRequest,
): Promise<string | null> {
  const pool = db.$client
  const { share } = link
  const subject = `${share.token} ${clientNetwork(request.ip)}`
  const { count, waitSeconds } = await countGuess(pool, PASSWORD_GUESSES, subject)
  if (count === 0) throw errors.throttled(waitSeconds)
  const known = await knownPassword(link, password, db)
  await logAttempt(db, link, known, request.ip)
  if (!known) return null
  await forgiveGuess(pool, PASSWORD_GUESSES, subject, 'one')
  return sessions.create(share, known.id)
}

interface KnownPassword {
  id: number
  note: string
}

async function knownPassword({ share }: OpenLink, password: unknown, db: Database): Promise<KnownPassword | null> {
  if (!share.passwordRequired || typeof password !== 'string' || password === '') return null
  if (password.length > PASSWORD_CHARACTERS_MAX) return null
  for (const { id, note, hash } of await passwordHashes(db.$client, share))
    if (await isPassword(hash, password)) return { id, note }
  return null
}

const SUFFIX_CHARACTERS = 6

async function logAttempt(
  db: Database,
  { share, shareable, team }: OpenLink,
  known: KnownPassword | null,
  ip: string,
): Promise<void> {
  if (!shareable.kind) return
  const described = {
    access_token_suffix: share.token.slice(-SUFFIX_CHARACTERS),
    client_ip: ip,
    success: known !== null,
    resource_type: share.resource,
    ...(known && { password_id: known.id, password_note: known.note || 'Untitled password' }),
  }
  const { scope } = shareable.kind
  await logActivity(db.$client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal: { userId: null },
    activity: known ? 'share_login_success' : 'share_login_failed',
    scope,
    itemId: share.objectId,
    detail: {
      changes: [{ type: scope, action: 'changed', field: 'authentication_attempt', before: null, after: described }],
    },
  })
}
