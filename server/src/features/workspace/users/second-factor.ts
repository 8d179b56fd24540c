/** The second factor of a login: codes of an authenticator app, backup codes, and remembered browsers. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Encryption } from '../../../platform/encryption.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'

const STEP_S = 30
/** Number of time steps before and after the current one whose codes are accepted, because clocks differ. */
const STEPS_TOLERATED = 1
const BACKUP_CODES = 10
const DEVICE_COOKIE = 'hedgerow_device'
const DEVICE_S = 30 * 24 * 60 * 60
const ISSUER = 'Hedgerow'

/** SQL condition on a row of users: a second factor is set up. */
export function hasSecondFactorSql(alias: string): string {
  return `(EXISTS (SELECT 1 FROM totp_devices t WHERE t.user_id = ${alias}.id)
    OR (${alias}.passkeys_enabled_for_2fa AND EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = ${alias}.id AND k.is_verified)))`
}

export interface SecondFactorState {
  hasTotp: boolean
  hasPasskeys: boolean
  passkeysEnabledFor2fa: boolean
  backupCodes: number
  isEnabled: boolean
}

export class SecondFactor {
  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
    private readonly secretKey: string,
  ) {}

  async state(userId: number): Promise<SecondFactorState> {
    const { rows } = await this.pool.query<Omit<SecondFactorState, 'isEnabled'>>(
      `SELECT EXISTS (SELECT 1 FROM totp_devices WHERE user_id = u.id) AS "hasTotp",
         EXISTS (SELECT 1 FROM passkeys WHERE user_id = u.id AND is_verified) AS "hasPasskeys",
         passkeys_enabled_for_2fa AS "passkeysEnabledFor2fa",
         (SELECT count(*) FROM backup_codes WHERE user_id = u.id) AS "backupCodes"
       FROM users u WHERE id = $1`,
      [userId],
    )
    const state = rows[0]!
    return { ...state, isEnabled: state.hasTotp || (state.passkeysEnabledFor2fa && state.hasPasskeys) }
  }

  newSecret(): string {
    return generateSecret()
  }

  /** The URI that an authenticator app reads from the QR code. */
  uri(secret: string, email: string): string {
    return generateURI({ issuer: ISSUER, label: email, secret })
  }

  /** Enables the app if the code proves that it holds the secret. */
  async enable(userId: number, secret: string, code: string): Promise<boolean> {
    const step = matchingStep(secret, code, 0)
    if (step === null) return false
    await this.pool.query(
      `INSERT INTO totp_devices (user_id, secret, last_step) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step`,
      [userId, this.encryption.encrypt(secret), step],
    )
    return true
  }

  async disable(userId: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('DELETE FROM totp_devices WHERE user_id = $1', [userId])
      await client.query('DELETE FROM backup_codes WHERE user_id = $1', [userId])
      await client.query('UPDATE users SET passkeys_enabled_for_2fa = false WHERE id = $1', [userId])
    })
  }

  /** Creates new backup codes, which are only shown now; earlier ones stop working. */
  newBackupCodes(userId: number): Promise<string[]> {
    const codes = Array.from({ length: BACKUP_CODES }, () => randomBytes(5).toString('hex'))
    return inTransaction(this.pool, async (client) => {
      await client.query('DELETE FROM backup_codes WHERE user_id = $1', [userId])
      await client.query('INSERT INTO backup_codes (code_hash, user_id) SELECT unnest($1::text[]), $2', [
        codes.map((code) => this.backupHash(userId, code)),
        userId,
      ])
      return codes
    })
  }

  /** Checks a code of the app or a backup code, and uses it up: the same code does not work again. */
  verify(userId: number, code: string): Promise<boolean> {
    const text = code.replace(/[\s-]/g, '').toLowerCase()
    return inTransaction(this.pool, async (client) => {
      if (/^\d{6}$/.test(text)) return this.useTotp(client, userId, text)
      const { rowCount } = await client.query('DELETE FROM backup_codes WHERE code_hash = $1 AND user_id = $2', [
        this.backupHash(userId, text),
        userId,
      ])
      return rowCount === 1
    })
  }

  private async useTotp(client: PoolClient, userId: number, code: string): Promise<boolean> {
    const { rows } = await client.query<{ secret: string; lastStep: number }>(
      'SELECT secret, last_step AS "lastStep" FROM totp_devices WHERE user_id = $1 FOR UPDATE',
      [userId],
    )
    if (!rows[0]) return false
    const step = matchingStep(this.encryption.decrypt(rows[0].secret), code, rows[0].lastStep)
    if (step === null) return false
    await client.query('UPDATE totp_devices SET last_step = $2 WHERE user_id = $1', [userId, step])
    return true
  }

  private backupHash(userId: number, code: string): string {
    return createHmac('sha256', this.secretKey).update(`backup:${userId}:${code}`).digest('hex')
  }

  /** Lets this browser log in without the second factor for 30 days. */
  async rememberDevice(userId: number, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const expires = Math.floor(Date.now() / 1000) + DEVICE_S
    const signature = await this.deviceSignature(userId, expires)
    reply.setCookie(DEVICE_COOKIE, `${userId}.${expires}.${signature}`, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      maxAge: DEVICE_S,
    })
  }

  async isRemembered(userId: number, request: FastifyRequest): Promise<boolean> {
    const [id, expires, signature = ''] = (request.cookies[DEVICE_COOKIE] ?? '').split('.')
    if (Number(id) !== userId || !(Number(expires) > Date.now() / 1000)) return false
    const expected = Buffer.from(await this.deviceSignature(userId, Number(expires)))
    const given = Buffer.from(signature)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  // Signs over the password and the app's secret, so that changing either forgets all browsers.
  private async deviceSignature(userId: number, expires: number): Promise<string> {
    const { rows } = await this.pool.query<{ state: string }>(
      `SELECT concat_ws('|', u.password_hash, t.secret) AS state FROM users u
       LEFT JOIN totp_devices t ON t.user_id = u.id WHERE u.id = $1`,
      [userId],
    )
    const state = createHash('sha256')
      .update(rows[0]?.state ?? '')
      .digest('hex')
    return createHmac('sha256', this.secretKey).update(`device:${userId}:${expires}:${state}`).digest('base64url')
  }
}

/** The time step of a code, if it is later than the last one used; null if the code is wrong or already used. */
function matchingStep(secret: string, token: string, lastStep: number): number | null {
  const now = Math.floor(Date.now() / 1000 / STEP_S)
  for (let step = now - STEPS_TOLERATED; step <= now + STEPS_TOLERATED; step++) {
    if (step <= lastStep) continue
    const { valid } = verifySync({ secret, token, epoch: step * STEP_S, epochTolerance: 0 })
    if (valid) return step
  }
  return null
}
