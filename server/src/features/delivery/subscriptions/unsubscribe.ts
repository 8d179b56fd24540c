/** Links with which recipients of mail end a subscription for themselves, without a login. */
import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { drizzleOn, inTransaction, lockRow, type Pool } from '../../../platform/postgres/postgres.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import { findTeam } from '../../workspace/organizations/index.ts'
import { subscriptionKind } from './kind.ts'
import { splitAddresses, withoutAddress } from './recipients.ts'
import { findSubscription, teamOfSubscription, toFields, updateSubscription } from './store.ts'

const AUDIENCE = 'posthog:unsubscribe'
const ALGORITHM = 'HS256'
const DAYS = 30

export class UnsubscribeTokens {
  private readonly key: Uint8Array

  /** @param secretKey of the installation */
  constructor(secretKey: string) {
    this.key = createHmac('sha256', secretKey).update('unsubscribe').digest()
  }

  create(subscriptionId: number, email: string): Promise<string> {
    return new SignJWT({ id: subscriptionId, email })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${DAYS}d`)
      .sign(this.key)
  }

  /** What a token names that this installation signed and that has not expired; else null. */
  async read(token: unknown): Promise<{ id: number; email: string } | null> {
    if (typeof token !== 'string') return null
    try {
      const { payload } = await jwtVerify(token, this.key, { audience: AUDIENCE, algorithms: [ALGORITHM] })
      const { id, email } = payload
      return Number.isInteger(id) && typeof email === 'string' ? { id: id as number, email } : null
    } catch {
      return null
    }
  }
}

/** Removes an address from a subscription; the last one takes the subscription with it. Repeating it changes nothing. */
export async function unsubscribe(pool: Pool, { id, email }: { id: number; email: string }): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockRow(client, 'subscriptions', id)
    const teamId = await teamOfSubscription(client, id)
    const subscription = teamId === null ? null : await findSubscription(client, teamId, id)
    if (subscription?.targetType !== 'email') return
    const before = toFields(subscription)
    const left = withoutAddress(before.targetValue, email)
    if (splitAddresses(left).length === splitAddresses(before.targetValue).length) return
    // The last address stays in the deleted subscription, so that restoring it makes sense.
    const after = left === '' ? { ...before, deleted: true } : { ...before, targetValue: left }
    await updateSubscription(client, subscription, after)
    const team = await findTeam(drizzleOn(client), String(subscription.teamId))
    if (!team) return
    const shown = ({ targetValue, deleted }: typeof before) => ({ target_value: targetValue, deleted })
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal: { userId: null },
      activity: 'unsubscribed',
      scope: subscriptionKind.scope,
      itemId: String(id),
      detail: {
        name: subscription.resourceName,
        changes: changesBetween(subscriptionKind.scope, shown(before), shown(after)),
      },
    })
  })
}
