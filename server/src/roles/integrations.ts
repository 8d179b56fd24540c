/** Integrations, for the roles that reach other services. */
import type { Config } from '../config.ts'
import { Integrations } from '../features/delivery/integrations/index.ts'

export function openIntegrations(config: Config): Integrations {
  return new Integrations({
    secretKey: config.HEDGEROW_SECRET_KEY!,
    slackUrl: config.HEDGEROW_SLACK_API_URL ?? null,
    allowPrivate: config.HEDGEROW_ALLOW_PRIVATE_URLS,
  })
}
