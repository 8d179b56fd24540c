/** Sees to requests to reset a password: those of known addresses get mail, the others nothing. */
import type { Logger } from '../../platform/logger.ts'
import { queueMail } from '../../platform/mail/outbox.ts'
import { inTransaction, type Pool } from '../../platform/postgres/postgres.ts'
import { createProof } from '../users/index.ts'

const POLL_MS = 500
const TOKEN_S = 24 * 60 * 60

export class PasswordResets {
  private timer: NodeJS.Timeout | null = null
  private running: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
    private readonly siteUrl: string,
  ) {}

  start(): void {
    const turn = () => {
      this.running = this.sendWaiting()
        .catch((error) => this.logger.warn({ err: error }, 'password resets could not be looked for'))
        .then(() => {
          if (this.timer) this.timer = setTimeout(turn, POLL_MS)
        })
    }
    this.timer = setTimeout(turn, 0)
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    await this.running
  }

  private async sendWaiting(): Promise<void> {
    while (await this.sendOne());
  }

  private sendOne(): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ email: string }>(
        `DELETE FROM password_reset_requests WHERE id =
           (SELECT id FROM password_reset_requests ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING email`,
      )
      if (!rows[0]) return false
      const { rows: found } = await client.query<{ id: number; uuid: string; email: string; firstName: string }>(
        'SELECT id, uuid, email, first_name AS "firstName" FROM users WHERE email = $1 AND is_active',
        [rows[0].email],
      )
      const user = found[0]
      if (!user) return true
      const token = await createProof(client, 'password-reset', user.id, TOKEN_S)
      await queueMail(client, {
        to: user.email,
        subject: 'Set a new password for Hedgerow',
        text: [
          `Hello${user.firstName ? ` ${user.firstName}` : ''},`,
          'here you can set a new password. The link works once, for a day:',
          `${this.siteUrl}/reset/${user.uuid}/${token}`,
          'If you did not ask for it, you can ignore it: your password stays as it is.',
        ].join('\n\n'),
      })
      return true
    })
  }
}
