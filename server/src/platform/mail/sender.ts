/** Sends the mail that waits, and tries again later what the mail server did not take. */
import nodemailer, { type Transporter } from 'nodemailer'
import { Polling, type Progress } from '../jobs/polling.ts'
import type { Logger } from '../logger.ts'
import type { Announcements } from '../postgres/announcements.ts'
import { inTransaction, type Pool } from '../postgres/postgres.ts'

const ATTEMPTS_MAX = 10
/** Doubles with every try. */
const RETRY_S = 15
const TIMEOUT_MS = 20_000

interface Row {
  id: number
  recipient: string
  subject: string
  body: string
  attempts: number
}

export class MailSender {
  private readonly transport: Transporter
  private readonly polling: Polling

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
    smtpUrl: string,
    private readonly from: string,
    announcements: Announcements,
  ) {
    this.polling = new Polling(() => this.sendOne(), {
      failure: 'mail could not be looked for',
      logger,
      announcements,
      queue: 'outgoing_mails',
    })
    const url = new URL(smtpUrl)
    this.transport = nodemailer.createTransport({
      host: url.hostname,
      port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
      secure: url.protocol === 'smtps:',
      auth: url.username
        ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
        : undefined,
      tls: url.searchParams.get('insecure') === '1' ? { rejectUnauthorized: false } : undefined,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    })
  }

  start(): void {
    this.polling.start()
  }

  async stop(): Promise<void> {
    await this.polling.stop()
    this.transport.close()
  }

  /**
   * Sends one mail. Its row is held meanwhile, so that another worker takes another. A mail whose row could not be
   * removed afterwards goes out twice; the other way round it might never go.
   */
  private sendOne(): Promise<Progress> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Row>(
        `SELECT id, recipient, subject, body, attempts FROM outgoing_mails WHERE next_attempt_at <= now()
         ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      )
      const mail = rows[0]
      if (!mail) {
        // What could not be sent waits for its next attempt, which nobody announces.
        const { rowCount } = await client.query('SELECT 1 FROM outgoing_mails LIMIT 1')
        return rowCount ? 'waiting' : 'nothing'
      }
      try {
        await this.transport.sendMail({
          from: this.from,
          // As an object, so that a comma in an address cannot make two of it.
          to: { name: '', address: mail.recipient },
          subject: mail.subject,
          text: mail.body,
        })
        await client.query('DELETE FROM outgoing_mails WHERE id = $1', [mail.id])
      } catch (error) {
        const attempts = mail.attempts + 1
        this.logger.warn({ err: error, attempts }, 'the mail server did not take a mail')
        if (attempts >= ATTEMPTS_MAX) await client.query('DELETE FROM outgoing_mails WHERE id = $1', [mail.id])
        else
          await client.query(
            'UPDATE outgoing_mails SET attempts = $2, next_attempt_at = now() + make_interval(secs => $3) WHERE id = $1',
            [mail.id, attempts, RETRY_S * 2 ** (attempts - 1)],
          )
      }
      return 'done'
    })
  }
}
