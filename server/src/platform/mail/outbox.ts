/** Mail is written down first and sent by the worker, so that neither a crash nor a mail server that is away loses it. */
import type { Pool, PoolClient } from '../postgres/postgres.ts'

export interface Mail {
  to: string
  subject: string
  /** Plain text. Addresses of pages stand on lines of their own, which mail programs make links of. */
  text: string
}

const SUBJECT_CHARACTERS_MAX = 200

/** Writes mail down to be sent. Give it the transaction that the mail speaks of. */
export async function queueMail(client: Pool | PoolClient, mail: Mail): Promise<void> {
  // A line break in a subject would begin another header.
  const subject = mail.subject.replace(/[\r\n\t]+/g, ' ').slice(0, SUBJECT_CHARACTERS_MAX)
  await client.query('INSERT INTO outgoing_mails (recipient, subject, body) VALUES ($1, $2, $3)', [
    mail.to,
    subject,
    mail.text,
  ])
}
