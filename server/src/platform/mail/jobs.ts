/** Sends mail as a job, so that neither a crash nor an unavailable mail server loses it. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../jobs/definition.ts'
import { sendJob } from '../jobs/send.ts'
import { toStorableText } from '../json.ts'
import type { Pool, PoolClient } from '../postgres/postgres.ts'
import { type Mailer, subjectLine } from './mailer.ts'

const mailSchema = z.object({
  to: z.string(),
  subject: z.string(),
  /** Plain text. URLs are on their own lines, so that mail programs turn them into links. */
  text: z.string(),
})
export type Mail = z.infer<typeof mailSchema>

export const sendMail = defineJob('send-mail', mailSchema, {
  purpose: 'Sends an email.',
  // Ten attempts within two hours.
  retry: { attempts: 10, delaySeconds: 15, delaySecondsMax: 3600 },
})

/** Queues a mail. Pass the transaction of the change that the mail is about. */
export async function queueMail(client: Pool | PoolClient, mail: Mail): Promise<void> {
  await sendJob(client, sendMail, {
    to: toStorableText(mail.to),
    subject: toStorableText(subjectLine(mail.subject)),
    text: toStorableText(mail.text),
  })
}

/**
 * Sends the mail that is queued. If the job cannot be marked as complete afterwards, the mail is sent twice; the other
 * order could lose it.
 */
export function mailJobs(mailer: Mailer): Job[] {
  return [handle(sendMail, (mail, { signal }) => mailer.send(mail, signal))]
}
