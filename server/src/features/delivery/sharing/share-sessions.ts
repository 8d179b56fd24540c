/** What a visitor has who knew the password of a link: a signed token that works for a day and for this link only. */
import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { isPasswordActive, type Share } from './store.ts'

export const SESSION_SECONDS = 24 * 60 * 60
const AUDIENCE = 'posthog:sharing_password_protected'
const ALGORITHM = 'HS256'

interface Claims {
  share_password_id: number
  team_id: number
  access_token: string
}

export class ShareSessions {
  private readonly key: Uint8Array

  /** @param secretKey of the installation */
  constructor(secretKey: string) {
    this.key = createHmac('sha256', secretKey).update('share sessions').digest()
  }

  /** @param passwordId the password that the visitor knew */
  create({ teamId, token }: Share, passwordId: number): Promise<string> {
    const claims = { share_password_id: passwordId, team_id: teamId, access_token: token } satisfies Claims
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${SESSION_SECONDS}s`)
      .sign(this.key)
  }

  /** The claims of a token that this installation signed and that has not expired; else null. */
  async read(jwt: string): Promise<Claims | null> {
    try {
      const { payload } = await jwtVerify<Claims>(jwt, this.key, { audience: AUDIENCE, algorithms: [ALGORITHM] })
      return typeof payload.access_token === 'string' && Number.isInteger(payload.share_password_id) ? payload : null
    } catch {
      return null
    }
  }

  /** Whether a visitor's token opens a link that works: it must be for this link, and its password still valid. */
  async opens(pool: Pool, share: Share, jwt: string): Promise<boolean> {
    const claims = await this.read(jwt)
    if (!claims || claims.access_token !== share.token || claims.team_id !== share.teamId) return false
    return share.passwordRequired && (await isPasswordActive(pool, share, claims.share_password_id))
  }
}
