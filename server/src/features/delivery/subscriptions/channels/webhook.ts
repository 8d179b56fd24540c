/** Reports for programs: JSON by POST, signed, so that the receiver can tell them from anybody else's. */
import { createHmac } from 'node:crypto'
import { describeSchedule } from '@hedgerow/shared/schedule'
import { formatTime } from '../../../../platform/time.ts'
import type { Integrations } from '../../integrations/index.ts'
import type { Report } from '../report.ts'
import type { Channel, Outcome, Sending } from './channel.ts'
import { postJson } from './post-json.ts'

export class WebhookChannel implements Channel {
  constructor(
    private readonly integrations: Integrations,
    private readonly now: () => Date = () => new Date(),
  ) {}

  send({ report, recipient: { recipient }, signal }: Sending): Promise<Outcome> {
    const body = JSON.stringify(payloadOf(report))
    const secret = this.integrations.encryption.decrypt(report.subscription.secret)
    const headers = {
      'X-Hedgerow-Signature': signatureOf(secret, body, this.now()),
      'X-Hedgerow-Delivery': report.deliveryId,
    }
    return postJson(this.integrations.outbound, recipient, body, { headers, signal })
  }
}

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>` */
export function signatureOf(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

function payloadOf(report: Report) {
  const { subscription, parts } = report
  const next = subscription.nextDeliveryDate
  return {
    event: 'subscription.delivery',
    delivery_id: report.deliveryId,
    trigger_type: report.trigger,
    is_new_subscription: report.isInvitation,
    subscription: {
      id: subscription.id,
      title: subscription.title,
      summary: describeSchedule(subscription),
      url: report.manageUrl,
      next_delivery_date: next === null ? null : formatTime(next),
    },
    resource: {
      type: report.kind.toLowerCase(),
      id: subscription.insightId ?? subscription.dashboardId,
      short_id: subscription.insightShortId,
      name: report.name,
      url: report.resourceUrl,
    },
    invite_message: report.inviteMessage,
    change_summary: report.changeSummary,
    total_insight_count: report.total,
    insights: parts.map(({ id, short_id, name, picture, query_error: error, query_results: results }) => ({
      id,
      short_id,
      name,
      image_url: picture?.url ?? null,
      error: error?.message ?? null,
      results,
    })),
  }
}
