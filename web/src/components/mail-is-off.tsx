/** Says that this server cannot send mail, and how to change that. Nothing if it can. */
import { useQuery } from '@tanstack/react-query'
import { preflightQuery } from '../api/queries'

export function MailIsOff() {
  const { data: preflight } = useQuery(preflightQuery)
  if (!preflight || preflight.email_service_available) return null
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
      This server has no mail server configured, so mails cannot be sent. Its operator sets <code>SMTP_URL</code> to
      one, for example <code className="wrap-anywhere">smtps://user:password@mail.example.com</code>, and restarts
      Hedgerow.
    </p>
  )
}
