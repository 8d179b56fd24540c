/** A connection to the mail server. */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import nodemailer, { type Transporter } from 'nodemailer'

const TIMEOUT_MS = 20_000
/** How long a mail in flight may take after the process was asked to stop. Less than a service may take to stop. */
const STOP_GRACE_MS = 3_000
const CONNECTIONS_MAX = 4
const SUBJECT_CHARACTERS_MAX = 200

export interface OutgoingMail {
  to: string
  subject: string
  /** Plain text. URLs are on their own lines, so that mail programs turn them into links. */
  text: string
  html?: string
  /** Names the message; the part before the `@`. */
  messageId?: string
  /** Address that unsubscribes with one POST (RFC 8058). */
  oneClickUnsubscribe?: string
  /** Pictures that the HTML shows as `cid:<cid>`. */
  pictures?: readonly { cid: string; name: string; bytes: Buffer }[]
}

export class Mailer {
  private readonly transport: Transporter
  private readonly host: string

  /** @param timeoutMs how long a silent mail server is waited for */
  constructor(
    smtpUrl: string,
    private readonly from: string,
    timeoutMs = TIMEOUT_MS,
  ) {
    this.transport = openTransport(smtpUrl, timeoutMs)
    this.host = /@([^\s>]+)/.exec(from)?.[1] ?? 'hedgerow'
  }

  /**
   * Resolves when the mail server has taken a mail.
   * @throws Error with the server's answer; `isRefused` tells whether it is final
   */
  async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    const { to, text, html, pictures = [], messageId, oneClickUnsubscribe: unsubscribe } = mail
    const sent = this.transport.sendMail({
      from: this.from,
      // As an object, so that a comma in an address cannot turn it into two.
      to: { name: '', address: to },
      subject: subjectLine(mail.subject),
      text,
      ...(html && { html }),
      ...(messageId && { messageId: `<${messageId}@${this.host}>` }),
      attachments: pictures.map(({ cid, name, bytes }) => ({
        cid,
        filename: name,
        content: bytes,
        contentType: 'image/png',
        contentDisposition: 'inline' as const,
      })),
      ...(unsubscribe && {
        list: { unsubscribe },
        headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      }),
    })
    const over = new AbortController()
    try {
      await Promise.race([sent, giveUpAfter(signal, over.signal)])
    } finally {
      over.abort()
    }
  }

  /** Connects and logs in, without sending anything. @throws Error that says why it failed */
  async verify(): Promise<void> {
    await this.transport.verify()
  }

  close(): void {
    this.transport.close()
  }
}

/** Whether the mail server refused a mail for good (a 5xx answer), or the address is none. */
export function isRefused(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (code === 'EAUTH' || code === 'ETLS') return false
  if (responseCode !== undefined) return responseCode >= 500
  return code === 'EENVELOPE'
}

/** Why a mail was not sent, in a sentence that ends with the answer of the mail server, if it gave one. */
export function describeMailProblem(error: unknown): string {
  const { code, response, message } = error as { code?: string; response?: string; message?: string }
  const answer = response ?? message ?? String(error)
  switch (code) {
    case 'EAUTH':
      return `The mail server does not accept the user or the password: ${answer}`
    case 'EENVELOPE':
      return `The mail server refuses the sender or the recipient: ${answer}`
    case 'EDNS':
    case 'ENOTFOUND':
      return `There is no mail server of that name: ${answer}`
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'ECONNREFUSED':
      return `The mail server cannot be reached: ${answer}`
    case 'ETIMEDOUT':
      return `The mail server does not answer: ${answer}`
    case 'ETLS':
      return `No encrypted connection to the mail server is possible: ${answer}`
    default:
      return (error as Error).name === 'TimeoutError'
        ? 'The mail server does not answer in time.'
        : `The mail server did not take the mail: ${answer}`
  }
}

/** Without line breaks, which would start another header. */
export const subjectLine = (subject: string): string =>
  subject.replace(/[\r\n\t]+/g, ' ').slice(0, SUBJECT_CHARACTERS_MAX)

/** Rejects some time after the process was asked to stop, so that a mail server that hangs does not block the stop. */
async function giveUpAfter(stop: AbortSignal, over: AbortSignal): Promise<never> {
  if (!stop.aborted) await once(stop, 'abort', { signal: over })
  await setTimeout(STOP_GRACE_MS, undefined, { signal: over })
  throw stop.reason
}

function openTransport(smtpUrl: string, timeoutMs: number): Transporter {
  const url = new URL(smtpUrl)
  return nodemailer.createTransport({
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
    secure: url.protocol === 'smtps:',
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
    tls: url.searchParams.get('insecure') === '1' ? { rejectUnauthorized: false } : undefined,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
}
