/** Short-lived proofs: links, codes, challenges. Only hashes are stored. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

export type ProofKind =
  | 'password-reset'
  | 'email'
  | 'second-factor'
  | 'totp-setup'
  | 'passkey-registration'
  | 'passkey-login'

export interface Proof {
  userId: number | null
  payload: JsonObject
  failures: number
  isExpired: boolean
}

/** Number of wrong guesses after which a code is invalid. */
export const CODE_FAILURES_MAX = 5
/** Expired proofs are kept this long, so that the error can say that they expired. */
const KEPT = '1 day'

const hash = (kind: ProofKind, token: string) => createHash('sha256').update(`${kind}:${token}`).digest('hex')

/** Creates a token that proves something until it expires; earlier ones of the same kind and user become invalid. */
export async function createProof(
  client: Pool | PoolClient,
  kind: ProofKind,
  userId: number | null,
  seconds: number,
  payload: JsonObject = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await storeProof(client, kind, userId, hash(kind, token), seconds, payload)
  return token
}

async function storeProof(
  client: Pool | PoolClient,
  kind: ProofKind,
  userId: number | null,
  tokenHash: string,
  seconds: number,
  payload: JsonObject,
): Promise<void> {
  await client.query(`DELETE FROM user_proofs WHERE expires_at < now() - $1::interval`, [KEPT])
  if (userId !== null) await voidProofs(client, kind, userId)
  await client.query(
    `INSERT INTO user_proofs (token_hash, kind, user_id, payload, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
    [tokenHash, kind, userId, JSON.stringify(payload), seconds],
  )
}

const COLUMNS = `user_id AS "userId", payload, failures, expires_at < now() AS "isExpired"`

/** What a token proves; null if it is unknown or used up. It stays valid. */
export async function readProof(client: Pool | PoolClient, kind: ProofKind, token: string): Promise<Proof | null> {
  const { rows } = await client.query<Proof>(`SELECT ${COLUMNS} FROM user_proofs WHERE token_hash = $1 AND kind = $2`, [
    hash(kind, token),
    kind,
  ])
  return rows[0] ?? null
}

/** Uses a token up: of concurrent calls, only one gets the proof. */
export async function takeProof(client: Pool | PoolClient, kind: ProofKind, token: string): Promise<Proof | null> {
  const { rows } = await client.query<Proof>(
    `DELETE FROM user_proofs WHERE token_hash = $1 AND kind = $2 RETURNING ${COLUMNS}`,
    [hash(kind, token), kind],
  )
  return rows[0] ?? null
}

/** Invalidates all proofs of a kind that a user was given. */
export async function voidProofs(client: Pool | PoolClient, kind: ProofKind, userId: number): Promise<void> {
  await client.query('DELETE FROM user_proofs WHERE user_id = $1 AND kind = $2', [userId, kind])
}

/**
 * Creates a six-digit code for a user. It is stored as a keyed hash, because all codes could be tried against a plain one.
 */
export async function createCode(
  client: Pool | PoolClient,
  secretKey: string,
  userId: number,
  seconds: number,
  payload: JsonObject = {},
): Promise<string> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  await storeProof(client, 'email', userId, codeHash(secretKey, userId, code), seconds, payload)
  return code
}

/** Uses a code up. Wrong codes are counted, and after too many no code is accepted any more. */
export async function takeCode(
  client: Pool | PoolClient,
  secretKey: string,
  userId: number,
  code: string,
): Promise<Proof | 'wrong' | 'too-many'> {
  const { rows } = await client.query<Proof>(
    `DELETE FROM user_proofs WHERE token_hash = $1 AND user_id = $2 AND failures < $3 RETURNING ${COLUMNS}`,
    [codeHash(secretKey, userId, code), userId, CODE_FAILURES_MAX],
  )
  if (rows[0]) return rows[0].isExpired ? 'wrong' : rows[0]
  const { rows: left } = await client.query<{ failures: number }>(
    `UPDATE user_proofs SET failures = failures + 1 WHERE user_id = $1 AND kind = 'email' RETURNING failures`,
    [userId],
  )
  return left[0] && left[0].failures > CODE_FAILURES_MAX ? 'too-many' : 'wrong'
}

function codeHash(secretKey: string, userId: number, code: string): string {
  return createHmac('sha256', secretKey).update(`code:${userId}:${code}`).digest('hex')
}
