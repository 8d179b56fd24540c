/** Reports by email: one message for each address, with the pictures in it. */
import type { Mailer } from '../../../../platform/mail/mailer.ts'
import { describeMailProblem, isRefused } from '../../../../platform/mail/mailer.ts'
import { mailOf } from '../mail-text.ts'
import type { ReportPart } from '../report.ts'
import type { UnsubscribeTokens } from '../unsubscribe.ts'
import type { Channel, Outcome, Sending } from './channel.ts'

/** Roughly what mail servers take for an address; they decide about the rest. */
const ADDRESS = /^[^\s@<>",;:\\]{1,64}@[^\s@<>",;:\\]{1,255}$/

export interface MailParts {
  /** Null if no mail server is set up. */
  mailer: Mailer | null
  tokens: UnsubscribeTokens
  siteUrl: string
  /** The addresses of the members, in lower case, if only they may get reports; else null. */
  allowedAddresses: (teamId: number) => Promise<ReadonlySet<string> | null>
}

export class MailChannel implements Channel {
  constructor(private readonly parts: MailParts) {}

  async send({ report, recipient: { id, recipient }, signal }: Sending): Promise<Outcome> {
    const { mailer, tokens, siteUrl, allowedAddresses } = this.parts
    if (!mailer) return failed('mail_not_configured', 'No mail server is set up (SMTP_URL).')
    if (!ADDRESS.test(recipient)) return failed('invalid_address', 'This is not an email address.')
    const allowed = await allowedAddresses(report.subscription.teamId)
    if (allowed && !allowed.has(recipient.toLowerCase()))
      return failed('not_a_member', 'The organization sends reports to its members only.')
    const token = await tokens.create(report.subscription.id, recipient)
    const { subject, html, text } = mailOf(
      report,
      recipient,
      `${siteUrl}/unsubscribe?token=${token}`,
      ({ id: insight }) => `cid:${cidOf(insight)}`,
    )
    try {
      await mailer.send(
        {
          to: recipient,
          subject,
          html,
          text,
          // The same in every attempt, so that mail programs can tell a repeated message.
          messageId: `${report.deliveryId}.${id}`,
          oneClickUnsubscribe: `${siteUrl}/api/unsubscribe?token=${token}`,
          pictures: report.parts.flatMap(attachmentOf),
        },
        signal,
      )
      return { status: 'success' }
    } catch (error) {
      signal.throwIfAborted()
      const problem = { type: isRefused(error) ? 'refused' : 'mail_server', message: describeMailProblem(error) }
      return { status: isRefused(error) ? 'failed' : 'waiting', error: problem }
    }
  }
}

const cidOf = (insight: number) => `insight-${insight}@hedgerow`

const attachmentOf = ({ id, picture }: ReportPart) =>
  picture ? [{ cid: cidOf(id), name: picture.name, bytes: picture.bytes }] : []

const failed = (type: string, message: string): Outcome => ({ status: 'failed', error: { type, message } })
