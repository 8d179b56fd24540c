/** The jobs of subscriptions. */
import { handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Mailer } from '../../../platform/mail/mailer.ts'
import { allowedAddresses } from '../../workspace/organizations/index.ts'
import type { Integrations } from '../integrations/index.ts'
import { carryOutDelivery, type DeliveryParts } from './carry-out.ts'
import { MailChannel } from './channels/mail.ts'
import { SlackChannel } from './channels/slack.ts'
import { TeamsChannel } from './channels/teams.ts'
import { WebhookChannel } from './channels/webhook.ts'
import { forgetDeliveries } from './deliveries.ts'
import { deliverReport, forgetOldDeliveries } from './job-definitions.ts'
import type { UnsubscribeTokens } from './unsubscribe.ts'

export interface SubscriptionJobParts extends Omit<DeliveryParts, 'channels'> {
  mailer: Mailer | null
  integrations: Integrations
  tokens: UnsubscribeTokens
}

export function subscriptionJobs(parts: SubscriptionJobParts): Job[] {
  const { db, mailer, integrations, tokens, siteUrl } = parts
  const pool = db.$client
  const channels = {
    email: new MailChannel({ mailer, tokens, siteUrl, allowedAddresses: (teamId) => allowedAddresses(db, teamId) }),
    slack: new SlackChannel(pool, integrations),
    webhook: new WebhookChannel(integrations),
    teams: new TeamsChannel(integrations.outbound),
  }
  return [
    handle(deliverReport, (payload, run) => carryOutDelivery({ ...parts, channels }, payload, run)),
    handle(forgetOldDeliveries, () => forgetDeliveries(pool)),
  ]
}
