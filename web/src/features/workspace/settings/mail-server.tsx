/** Whether this server sends mail; its operators can try it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { preflightQuery } from '../../../api/queries'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import { MailIsOff } from '../../../components/mail-is-off'
import { useGuard } from '../../../components/reauthentication'

export function MailServer({ isStaff }: { isStaff: boolean }) {
  const { data: preflight } = useQuery(preflightQuery)
  if (!preflight) return null
  if (!preflight.email_service_available)
    return (
      <Section title="Mail server">
        <MailIsOff />
      </Section>
    )
  return isStaff ? (
    <Section title="Mail server" lead="You operate this server, so you can try whether its mail arrives.">
      <TestMail />
    </Section>
  ) : null
}

function TestMail() {
  const guard = useGuard()
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<{ text: string; isProblem: boolean } | null>(null)
  const send = async () => {
    setBusy(true)
    setResult(null)
    try {
      const { to } = await guard(() => dataOf(api.POST('/api/instance/test_mail')))
      setResult({ text: `The mail server took the mail to ${to}. Look into your inbox.`, isProblem: false })
    } catch (error) {
      setResult({ text: (error as Error).message, isProblem: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button className="self-start" disabled={isBusy} onClick={() => void send()}>
        {isBusy ? 'Sending…' : 'Send a test mail to me'}
      </Button>
      <div role="status">
        {result && (
          <p
            className={`rounded-md px-3 py-2 text-[13px] wrap-anywhere ${result.isProblem ? 'bg-danger-soft text-danger' : 'bg-raised'}`}
          >
            {result.text}
          </p>
        )}
      </div>
    </>
  )
}
