/** Reports in Slack: a message with the first picture, and the others in its thread. */
import type { Pool } from '../../../../platform/postgres/postgres.ts'
import { findIntegration, type Integrations, noteErrors, openSecret, SlackError } from '../../integrations/index.ts'
import { channelOf } from '../recipients.ts'
import type { Report, ReportPart } from '../report.ts'
import type { Channel, Outcome, Sending } from './channel.ts'

/** Slack's limit for a text in a block. */
const SECTION_CHARACTERS_MAX = 3_000
const ALT_CHARACTERS_MAX = 2_000

/** How far a delivery has come: the time stamp of its first message, and the insights whose pictures were posted. */
interface Progress {
  ts?: string
  posted?: number[]
}

type Block = Record<string, unknown>

export class SlackChannel implements Channel {
  constructor(
    private readonly pool: Pool,
    private readonly integrations: Integrations,
  ) {}

  async send(sending: Sending): Promise<Outcome> {
    const { teamId, integrationId, targetValue } = sending.report.subscription
    const integration = integrationId === null ? null : await findIntegration(this.pool, teamId, integrationId)
    if (!integration)
      return {
        status: 'failed',
        error: { type: 'missing_integration', message: 'The Slack integration was removed.' },
        pauses: true,
      }
    try {
      const secret = openSecret(this.integrations.encryption, integration)
      if ('webhookUrl' in secret) await this.postAtOnce(sending, secret.webhookUrl)
      else {
        const outcome = await this.post(sending, secret.token, channelOf(targetValue))
        if (outcome) return outcome
      }
      await noteErrors(this.pool, integration, '')
      return { status: 'success' }
    } catch (error) {
      sending.signal.throwIfAborted()
      if (!(error instanceof SlackError)) throw error
      if (error.isTransient) return { status: 'waiting', error: { type: error.code, message: error.message } }
      if (error.isRevoked) await noteErrors(this.pool, integration, error.message)
      const type = error.isRevoked ? 'slack_permission_revoked' : error.code
      return { status: 'failed', error: { type, message: error.message }, pauses: error.isRevoked }
    }
  }

  /** An incoming webhook has no threads and no files: one message, with pictures by address. */
  private async postAtOnce({ report, signal }: Sending, url: string): Promise<void> {
    const blocks = [...openingOf(report), ...report.parts.flatMap((part) => blocksOf(part, null)), ...closingOf(report)]
    await this.integrations.slack.postToWebhook(url, { text: titleOf(report), blocks }, signal)
  }

  /** @returns null when everything was posted */
  private async post(sending: Sending, token: string, channel: string): Promise<Outcome | null> {
    const { report, signal, recipient } = sending
    const progress = { ...(recipient.progress as Progress | null) }
    const remember = (next: Progress) => sending.remember(Object.assign(progress, next) as never)
    const [first, ...others] = report.parts
    if (progress.ts === undefined) {
      const file = first ? await this.upload(token, first, signal) : null
      const more = others.length > 0 ? [section('_See 🧵 for more insights._')] : []
      const blocks = [...openingOf(report), ...(first ? blocksOf(first, file) : []), ...more, ...closingOf(report)]
      const ts = await this.integrations.slack.post(token, messageOf(report, channel, blocks), signal)
      await remember({ ts, posted: [] })
    }
    const problem = await this.postThread(sending, { token, channel, progress, remember })
    return problem ? { status: 'partial', error: { type: problem.code, message: problem.message } } : null
  }

  /** @returns why some replies will never arrive; null if all did */
  private async postThread(
    { report, signal }: Sending,
    {
      token,
      channel,
      progress,
      remember,
    }: { token: string; channel: string; progress: Progress; remember: (next: Progress) => Promise<void> },
  ): Promise<SlackError | null> {
    let problem: SlackError | null = null
    const thread = { thread_ts: progress.ts }
    for (const part of report.parts.slice(1)) {
      if (progress.posted?.includes(part.id)) continue
      try {
        const blocks = blocksOf(part, await this.upload(token, part, signal))
        await this.integrations.slack.post(
          token,
          { ...messageOf(report, channel, blocks), text: part.name, ...thread },
          signal,
        )
        await remember({ posted: [...(progress.posted ?? []), part.id] })
      } catch (error) {
        if (!(error instanceof SlackError) || error.isTransient) throw error
        problem = error
      }
    }
    if (report.total > report.parts.length && !progress.posted?.includes(0)) {
      const text = `Showing ${report.parts.length} of ${report.total} insights. <${report.resourceUrl}|View the rest in Hedgerow>.`
      await this.integrations.slack.post(
        token,
        { ...messageOf(report, channel, [section(text)]), text, ...thread },
        signal,
      )
      await remember({ posted: [...(progress.posted ?? []), 0] })
    }
    return problem
  }

  /** Slack cannot fetch pictures from an installation on a private network, so they are uploaded. Null if it refuses. */
  private async upload(token: string, { picture }: ReportPart, signal: AbortSignal): Promise<string | null> {
    if (!picture) return null
    try {
      return await this.integrations.slack.upload(token, picture, signal)
    } catch (error) {
      if (!(error instanceof SlackError) || error.isTransient) throw error
      // The app may lack the permission to upload; then Slack is given the address.
      return null
    }
  }
}

const messageOf = (report: Report, channel: string, blocks: Block[]) => ({
  channel,
  text: titleOf(report),
  unfurl_links: false,
  unfurl_media: false,
  blocks,
})

/** In Slack's notation, names are escaped. */
const escapeSlack = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function titleOf({ isInvitation, kind, name, subscription, scheduleText }: Report): string {
  const what = `${kind} *${escapeSlack(name)}*`
  if (isInvitation) return `This channel has been subscribed to the ${what} on Hedgerow! 🎉 ${scheduleText}`
  if (subscription.title) return `*${escapeSlack(subscription.title)}* (${kind}: ${escapeSlack(name)})`
  return `Your subscription to the ${what} is ready! 🎉`
}

const section = (text: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.slice(0, SECTION_CHARACTERS_MAX) },
})

function openingOf(report: Report): Block[] {
  const { changeSummary, inviteMessage } = report
  return [
    section(titleOf(report)),
    ...(inviteMessage ? [section(`> ${escapeSlack(inviteMessage).replaceAll('\n', '\n> ')}`)] : []),
    ...(changeSummary ? [section(escapeSlack(changeSummary))] : []),
  ]
}

/** @param file the uploaded picture; null if it has only an address */
function blocksOf({ name, picture, query_error: error }: ReportPart, file: string | null): Block[] {
  if (!picture)
    return [
      section(`*${escapeSlack(name)}* could not be shown: ${escapeSlack(error?.message ?? 'there is no picture.')}`),
    ]
  const source = file === null ? { image_url: picture.url } : { slack_file: { id: file } }
  return [{ type: 'image', ...source, alt_text: name.slice(0, ALT_CHARACTERS_MAX) || 'Insight' }]
}

function closingOf({ resourceUrl, manageUrl }: Report): Block[] {
  const button = (text: string, url: string) => ({ type: 'button', text: { type: 'plain_text', text }, url })
  return [
    { type: 'divider' },
    {
      type: 'actions',
      elements: [button('View in Hedgerow', resourceUrl), button('Manage Subscription', manageUrl)],
    },
  ]
}
