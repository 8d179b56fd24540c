/** The challenge that a browser's passkey has to answer. A cookie binds it to that browser. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { createProof, takeProof } from '../users/index.ts'

const CHALLENGE_S = 5 * 60
const COOKIE = 'hedgerow_passkey'
const PATH = '/api/webauthn'

type Purpose = 'passkey-registration' | 'passkey-login'

/** @param userId whose passkey is expected; null if unknown */
export async function rememberChallenge(
  db: Database,
  [request, reply]: readonly [FastifyRequest, FastifyReply],
  purpose: Purpose,
  userId: number | null,
  challenge: string,
): Promise<void> {
  const token = await createProof(db.$client, purpose, userId, CHALLENGE_S, { challenge })
  reply.setCookie(COOKIE, token, {
    path: PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  })
}

/**
 * The challenge of this browser, which can be used once.
 * @throws ApiError 400 when there is none, or it has expired
 */
export async function recallChallenge(
  db: Database,
  [request, reply]: readonly [FastifyRequest, FastifyReply],
  purpose: Purpose,
  userId: number | null,
): Promise<string> {
  const cookie = request.cookies[COOKIE]
  const proof = cookie ? await takeProof(db.$client, purpose, cookie) : null
  reply.clearCookie(COOKIE, { path: PATH })
  if (!proof || proof.isExpired || proof.userId !== userId)
    throw errors.invalid('The attempt has expired. Start again.', null, 'challenge_expired')
  return String(proof.payload.challenge)
}
