/** Sees to requests to reset a password: those of known addresses get mail, the others nothing. */
import { Polling, type Progress } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import { queueMail } from '../../../platform/mail/outbox.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import { inTransaction, type Pool } from '../../../platform/postgres/postgres.ts'
import { createProof } from '../users/index.ts'

const TOKEN_S = 24 * 60 * 60

export class PasswordResets {
  private readonly polling: Polling

  constructor(
    private readonly pool: Pool,
    logger: Logger,
    private readonly siteUrl: string,
    announcements: Announcements,
  ) {
    this.polling = new Polling(() => this.sendOne(), {
      failure: 'password resets could not be looked for',
      logger,
      announcements,
      queue: 'password_reset_requests',
    })
  }

  start(): void {
    this.polling.start()
  }

  stop(): Promise<void> {
    return this.polling.stop()
  }

  private sendOne(): Promise<Progress> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ email: string }>(
        `DELETE FROM password_reset_requests WHERE id =
           (SELECT id FROM password_reset_requests ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING email`,
      )
      if (!rows[0]) return 'nothing'
      const { rows: found } = await client.query<{ id: number; uuid: string; email: string; firstName: string }>(
        'SELECT id, uuid, email, first_name AS "firstName" FROM users WHERE email = $1 AND is_active',
        [rows[0].email],
      )
      const user = found[0]
      if (!user) return 'done'
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
      return 'done'
    })
  }
}
