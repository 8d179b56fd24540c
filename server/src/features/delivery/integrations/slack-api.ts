/** Slack's Web API, as far as reports need it. */
import { setTimeout } from 'node:timers/promises'
import { OutboundError } from '../../../platform/outbound/errors.ts'
import type { Outbound } from '../../../platform/outbound/outbound.ts'

const TIMEOUT_MS = 10_000
/** Attempts at a call that Slack could not answer just now, and the delay before the second one, which doubles. */
const ATTEMPTS_MAX = 3
const RETRY_DELAY_MS = 1_000
const RETRY_DELAY_MS_MAX = 30_000
const CHANNELS_PER_PAGE = 200
const CHANNELS_MAX = 2_000

/** Codes that say that the token no longer works, or may not do this. */
const REVOKED = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
])
/** Codes that say that the channel cannot be written to. */
const CHANNEL_LOST = new Set(['channel_not_found', 'is_archived', 'not_in_channel', 'restricted_action'])
const TRANSIENT = new Set(['fatal_error', 'internal_error', 'ratelimited', 'request_timeout', 'service_unavailable'])

const MESSAGES: Record<string, string> = {
  account_inactive: 'The Slack app was removed from the workspace.',
  channel_not_found: 'Slack knows no such channel, or the app is not in it. Invite the app to the channel.',
  invalid_auth: 'Slack does not accept the token.',
  is_archived: 'The channel is archived.',
  missing_scope: 'The Slack app lacks a permission that this needs.',
  not_in_channel: 'The Slack app is not in the channel. Invite it to the channel.',
  token_expired: 'The token has expired.',
  token_revoked: 'The token was revoked.',
}

export interface SlackChannel {
  id: string
  name: string
  isPrivate: boolean
  isMember: boolean
  isShared: boolean
}

/** Why Slack did not do what was asked. The message is for people. */
export class SlackError extends Error {
  constructor(
    /** As Slack calls it, or `unreachable`. */
    readonly code: string,
    message = MESSAGES[code] ?? `Slack answered "${code}".`,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }

  /** Whether the same call may succeed later. */
  get isTransient(): boolean {
    return TRANSIENT.has(this.code) || this.code === 'unreachable'
  }

  /** Whether no call can succeed until somebody changes the token, its permissions or the channel. */
  get isRevoked(): boolean {
    return REVOKED.has(this.code) || CHANNEL_LOST.has(this.code)
  }
}

export interface SlackOptions {
  /** `https://slack.com/api` */
  baseUrl: string
  outbound: Outbound
  /** Waits between attempts; for tests. */
  pause?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

type Answer = Record<string, unknown>

export class SlackApi {
  constructor(private readonly options: SlackOptions) {}

  /** Who a token belongs to. @throws SlackError */
  async whoAmI(token: string): Promise<{ teamId: string; teamName: string; botId: string; url: string }> {
    const answer = await this.call(token, 'auth.test', {})
    return {
      teamId: String(answer.team_id ?? ''),
      teamName: String(answer.team ?? ''),
      botId: String(answer.user_id ?? ''),
      url: String(answer.url ?? ''),
    }
  }

  /** The channels that the app can see, by name. @throws SlackError */
  async channels(token: string): Promise<SlackChannel[]> {
    const found: SlackChannel[] = []
    let cursor = ''
    do {
      const answer = await this.call(token, 'conversations.list', {
        types: 'public_channel,private_channel',
        exclude_archived: 'true',
        limit: String(CHANNELS_PER_PAGE),
        ...(cursor && { cursor }),
      })
      const page: Answer[] = Array.isArray(answer.channels) ? answer.channels : []
      found.push(...page.map(toChannel))
      cursor = String((answer.response_metadata as Answer | undefined)?.next_cursor ?? '')
    } while (cursor && found.length < CHANNELS_MAX)
    return found.sort((one, other) => one.name.localeCompare(other.name))
  }

  /** Posts a message. @returns its time stamp, which names it. @throws SlackError */
  async post(token: string, message: object, signal?: AbortSignal): Promise<string> {
    const answer = await this.call(token, 'chat.postMessage', message, signal)
    return String(answer.ts ?? '')
  }

  /** Stores a picture. @returns the ID of the file, for `slack_file` in a block. @throws SlackError */
  async upload(token: string, { name, bytes }: { name: string; bytes: Buffer }, signal?: AbortSignal): Promise<string> {
    const form = { filename: name, length: String(bytes.length) }
    const { upload_url: url, file_id: id } = await this.call(token, 'files.getUploadURLExternal', form, signal)
    await this.retried(() => this.send(String(url), { body: bytes }, signal), signal)
    await this.call(token, 'files.completeUploadExternal', { files: [{ id, title: name }] }, signal)
    return String(id)
  }

  /** Posts to an incoming webhook, which belongs to one channel. @throws SlackError */
  async postToWebhook(url: string, message: object, signal?: AbortSignal): Promise<void> {
    const request = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(message) }
    await this.retried(() => this.send(url, request, signal), signal)
  }

  /** @param args an object of texts is sent as a form, any other as JSON: some methods accept only forms */
  private call(token: string, method: string, args: object, signal?: AbortSignal): Promise<Answer> {
    const isForm = Object.values(args).every((value) => typeof value === 'string')
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8',
    }
    const body = isForm ? new URLSearchParams(args as Record<string, string>).toString() : JSON.stringify(args)
    return this.retried(async () => {
      const text = await this.send(`${this.options.baseUrl}/${method}`, { headers, body }, signal)
      const answer = readAnswer(text)
      if (answer.ok !== true) throw new SlackError(String(answer.error ?? 'unknown_error'))
      return answer
    }, signal)
  }

  /** @throws SlackError for any status but 2xx */
  private async send(
    url: string,
    request: { headers?: Record<string, string>; body: string | Uint8Array },
    signal?: AbortSignal,
  ): Promise<string> {
    try {
      const { status, headers, body } = await this.options.outbound.request(url, {
        ...request,
        method: 'POST',
        timeoutMs: TIMEOUT_MS,
        redirectsMax: 0,
        ...(signal && { signal }),
      })
      const text = body.toString()
      if (status === 429) throw new SlackError('ratelimited', 'Slack asks to wait.', retryAfter(headers))
      if (status >= 500) throw new SlackError('service_unavailable', `Slack answered ${status}.`)
      if (status >= 300) throw new SlackError(/^[a-z_]{3,50}$/.test(text) ? text : `http_${status}`)
      return text
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      throw new SlackError(error.isRetryable ? 'unreachable' : error.code, error.message)
    }
  }

  private async retried<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { pause = wait } = this.options
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof SlackError) || !error.isTransient || attempt >= ATTEMPTS_MAX) throw error
        const delay = error.retryAfterMs ?? RETRY_DELAY_MS * 2 ** (attempt - 1)
        await pause(Math.min(delay, RETRY_DELAY_MS_MAX), signal)
      }
    }
  }
}

function readAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null) return answer as Answer
  } catch {
    // Not JSON.
  }
  throw new SlackError('service_unavailable', 'Slack sent an answer that cannot be read.')
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}

const toChannel = (channel: Answer): SlackChannel => ({
  id: String(channel.id),
  name: String(channel.name),
  isPrivate: channel.is_private === true,
  isMember: channel.is_member === true,
  isShared: channel.is_ext_shared === true,
})

const wait = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, signal ? { signal } : {})
