/** Lets the operator try the mail server. */
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { describeMailProblem, type Mailer } from '../../../platform/mail/mailer.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findUser } from '../users/index.ts'

/** A person waits for the answer. */
const TIMEOUT_MS = 10_000

export interface MailParts {
  db: Database
  /** Null without a mail server. */
  mailer: Mailer | null
  siteUrl: string
}

export function registerMailRoutes(api: App, { db, mailer, siteUrl }: MailParts): void {
  api.post(
    '/api/instance/test_mail',
    {
      config: { access: access.session },
      schema: {
        summary: 'Send a test mail to yourself',
        description: 'It is sent at once, and a refusal of the mail server is the answer. Staff only.',
        tags: ['instance'],
        response: { 200: z.object({ to: z.string() }) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      if (!principal.isStaff) throw errors.forbidden('Only staff may send test mail.')
      if (!mailer) throw errors.invalid('There is no mail server. Set SMTP_URL.', null, 'no_mail_server')
      const user = principal.userId === null ? null : await findUser(db, principal.userId)
      if (!user) throw errors.notFound()
      const mail = { to: user.email, subject: 'Test mail from Hedgerow', text: textOf(siteUrl) }
      try {
        await mailer.send(mail, AbortSignal.timeout(TIMEOUT_MS))
      } catch (error) {
        throw errors.invalid(describeMailProblem(error), null, 'mail_server')
      }
      return { to: user.email }
    },
  )
}

const textOf = (siteUrl: string) => `Mail from this installation arrives.\n\n${siteUrl}\n`
