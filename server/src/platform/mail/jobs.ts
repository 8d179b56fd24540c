/** Sends mail as a job, so that neither a crash nor an unavailable mail server loses it. */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import nodemailer, { type Transporter } from 'nodemailer'
import { z } from 'zod'
import { defineJob, handle, type Job } from '../jobs/definition.ts'
import { sendJob } from '../jobs/send.ts'
import { toStorableText } from '../json.ts'
import type { Pool, PoolClient } from '../postgres/postgres.ts'

const SUBJECT_CHARACTERS_MAX = 200
const TIMEOUT_MS = 20_000
/** How long a mail in flight may take after the process was asked to stop. Less than a service may take to stop. */
const STOP_GRACE_MS = 3_000

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
    // A line break in a subject would start another header.
    subject: toStorableText(mail.subject.replace(/[\r\n\t]+/g, ' ').slice(0, SUBJECT_CHARACTERS_MAX)),
    text: toStorableText(mail.text),
  })
}

/**
 * Sends mail through a mail server. If the job cannot be marked as complete afterwards, the mail is sent twice; the other
 * order could lose it.
 */
export function mailJobs(smtpUrl: string, from: string): Job[] {
  const transport = openTransport(smtpUrl)
  return [
    handle(sendMail, async ({ to, subject, text }, { signal }) => {
      // As an object, so that a comma in an address cannot turn it into two.
      const sent = transport.sendMail({ from, to: { name: '', address: to }, subject, text })
      const over = new AbortController()
      try {
        await Promise.race([sent, giveUpAfter(signal, over.signal)])
      } finally {
        over.abort()
      }
    }),
  ]
}

/** Rejects some time after the process was asked to stop, so that a mail server that hangs does not block the stop. */
async function giveUpAfter(stop: AbortSignal, over: AbortSignal): Promise<never> {
  if (!stop.aborted) await once(stop, 'abort', { signal: over })
  await setTimeout(STOP_GRACE_MS, undefined, { signal: over })
  throw stop.reason
}

function openTransport(smtpUrl: string): Transporter {
  const url = new URL(smtpUrl)
  return nodemailer.createTransport({
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
    secure: url.protocol === 'smtps:',
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
    tls: url.searchParams.get('insecure') === '1' ? { rejectUnauthorized: false } : undefined,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
}
