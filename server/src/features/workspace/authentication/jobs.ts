/** Requests to reset a password: known addresses get mail, unknown ones get nothing. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import { drizzleOn, inTransaction, type Pool } from '../../../platform/postgres/postgres.ts'
import { createProof, findUserByEmail } from '../users/index.ts'

const TOKEN_S = 24 * 60 * 60

/** A job, so that the response takes the same time whether the address is known or not. */
export const resetPassword = defineJob('reset-password', z.object({ email: z.string() }), {
  purpose: 'Prepares a password reset email.',
})

export function authenticationJobs(pool: Pool, siteUrl: string): Job[] {
  return [
    handle(resetPassword, ({ email }, run) =>
      inTransaction(pool, async (client) => {
        await run.completeIn(client)
        const user = await findUserByEmail(drizzleOn(client), email)
        if (!user?.isActive) return
        const token = await createProof(client, 'password-reset', user.id, TOKEN_S)
        await queueMail(client, {
          to: user.email,
          subject: 'Set a new password for Hedgerow',
          text: [
            `Hello${user.firstName ? ` ${user.firstName}` : ''},`,
            'here you can set a new password. The link works once, for a day:',
            `${siteUrl}/reset/${user.uuid}/${token}`,
            'If you did not ask for it, you can ignore it: your password stays as it is.',
          ].join('\n\n'),
        })
      }),
    ),
  ]
}
