import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { type UnsubscribeTokens, unsubscribe } from './unsubscribe.ts'

const answer = z.object({ success: z.boolean() })
const config = { access: access.public }

/** Routes for recipients, who need no account. An unusable link is told by the answer, not by the status. */
export function registerUnsubscribeRoutes(api: App, pool: Pool, tokens: UnsubscribeTokens): void {
  const carryOut = async (token: unknown) => {
    const claims = await tokens.read(token)
    if (claims) await unsubscribe(pool, claims)
    return { success: claims !== null }
  }
  const schema = {
    tags: ['subscriptions'],
    querystring: z.object({ token: z.any().optional().describe('From a message.') }),
    response: { 200: answer },
  }
  api.get(
    '/api/unsubscribe',
    { config, schema: { ...schema, summary: 'End a subscription for one recipient' } },
    async (request) => carryOut(request.query.token),
  )
  api.post(
    '/api/unsubscribe',
    { config, schema: { ...schema, summary: 'End a subscription with one click in a mail program (RFC 8058)' } },
    async (request) => carryOut(request.query.token),
  )
}
