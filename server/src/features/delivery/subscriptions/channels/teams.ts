/** Reports in Microsoft Teams: an adaptive card, posted to the webhook of a channel. */
import type { Outbound } from '../../../../platform/outbound/outbound.ts'
import type { Report, ReportPart } from '../report.ts'
import type { Channel, Outcome, Sending } from './channel.ts'
import { postJson } from './post-json.ts'

export class TeamsChannel implements Channel {
  constructor(private readonly outbound: Outbound) {}

  send({ report, recipient: { recipient }, signal }: Sending): Promise<Outcome> {
    return postJson(this.outbound, recipient, JSON.stringify(messageOf(report)), { signal })
  }
}

const messageOf = (report: Report) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        msteams: { width: 'Full' },
        body: bodyOf(report),
        actions: [
          { type: 'Action.OpenUrl', title: 'View in Hedgerow', url: report.resourceUrl },
          { type: 'Action.OpenUrl', title: 'Manage subscription', url: report.manageUrl },
        ],
      },
    },
  ],
})

/** Text blocks read Markdown, so names are escaped. */
const plain = (text: string) => text.replace(/[\\`*_{}[\]()#+.!|<>~-]/g, '\\$&')
const text = (content: string, look: object = {}) => ({ type: 'TextBlock', text: content, wrap: true, ...look })

function bodyOf({
  subscription,
  name,
  kind,
  isInvitation,
  inviteMessage,
  changeSummary,
  parts,
  total,
  scheduleText,
}: Report) {
  return [
    text(plain(subscription.title || name), { size: 'Large', weight: 'Bolder' }),
    text(isInvitation ? `This channel has been subscribed to this ${kind.toLowerCase()}.` : kind, { isSubtle: true }),
    ...(inviteMessage ? [text(plain(inviteMessage))] : []),
    ...(changeSummary
      ? [
          text(
            changeSummary
              .split('\n')
              .map((line) => `- ${plain(line)}`)
              .join('\n'),
          ),
        ]
      : []),
    ...parts.flatMap(partOf),
    ...(total > parts.length ? [text(`Showing ${parts.length} of ${total} insights.`, { isSubtle: true })] : []),
    text(plain(scheduleText), { isSubtle: true, size: 'Small' }),
  ]
}

function partOf({ name, picture, query_error: error }: ReportPart) {
  return [
    text(plain(name), { weight: 'Bolder' }),
    picture
      ? { type: 'Image', url: picture.url, altText: name, size: 'Stretch' }
      : text(`This insight could not be shown: ${plain(error?.message ?? 'there is no picture.')}`, {
          color: 'Attention',
        }),
  ]
}
