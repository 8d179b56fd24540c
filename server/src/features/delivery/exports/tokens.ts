/** Links to exports that work without a login: signed tokens that name an export and what they are for. */
import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'

const AUDIENCE = 'posthog:exported_asset'
const ALGORITHM = 'HS256'
const YEAR_S = 365 * 24 * 60 * 60

/**
 * What a token opens. `public`: page and file, as long as the project has shared links. `render`: the page, for a screenshot.
 * `subscription_delivery`: the file, in a message that somebody subscribed to.
 */
export type TokenPurpose = 'public' | 'render' | 'subscription_delivery'

interface Rule {
  seconds: number
  opens: readonly ('page' | 'file')[]
  /** It works although the project allows no shared links. */
  isInternal: boolean
}

export const TOKEN_RULES: Record<TokenPurpose, Rule> = {
  public: { seconds: YEAR_S, opens: ['page', 'file'], isInternal: false },
  render: { seconds: 15 * 60, opens: ['page'], isInternal: true },
  subscription_delivery: { seconds: YEAR_S, opens: ['file'], isInternal: true },
}

export class ExportTokens {
  private readonly key: Uint8Array

  /** @param secretKey of the installation */
  constructor(secretKey: string) {
    this.key = createHmac('sha256', secretKey).update('exported assets').digest()
  }

  create(assetId: number, purpose: TokenPurpose, now = new Date()): Promise<string> {
    const seconds = Math.floor(now.getTime() / 1000)
    return new SignJWT({ id: assetId, ...(purpose !== 'public' && { purpose }) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setAudience(AUDIENCE)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_RULES[purpose].seconds)
      .sign(this.key)
  }

  /** What a token that this installation signed, and that has not expired, names; else null. */
  async read(token: unknown): Promise<{ assetId: number; purpose: TokenPurpose } | null> {
    if (typeof token !== 'string') return null
    try {
      const { payload } = await jwtVerify(token, this.key, { audience: AUDIENCE, algorithms: [ALGORITHM] })
      const { id, purpose = 'public' } = payload
      if (!Number.isInteger(id) || !Object.hasOwn(TOKEN_RULES, String(purpose))) return null
      return { assetId: id as number, purpose: purpose as TokenPurpose }
    } catch {
      return null
    }
  }
}
