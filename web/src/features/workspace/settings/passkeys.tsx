/** The passkeys of a user. */

import { eventTime } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { BROWSER_ZONE } from '../../../browser-zone'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Section, Switch } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { ME, passkeysQuery } from './api'

export function Passkeys() {
  const query = useQuery(passkeysQuery)
  const { data: me } = useQuery(meQuery)
  const { run, isBusy } = useChanges()
  const [problem, setProblem] = useState<string | null>(null)
  const canUse = typeof PublicKeyCredential !== 'undefined' && !/^[\d.]+$/.test(location.hostname)
  const add = async () => {
    setProblem(null)
    const { startRegistration } = await import('@simplewebauthn/browser')
    await run(async () => {
      const options = await dataOf(api.POST('/api/webauthn/register/begin', {}))
      const answer = await startRegistration({ optionsJSON: options as never }).catch(() => {
        setProblem('Your browser did not create a passkey. Try again if you did not mean to cancel.')
        return null
      })
      if (answer) await api.POST('/api/webauthn/register/complete', { body: answer as never })
    })
  }
  return (
    <Section
      title="Passkeys"
      lead="A passkey logs you in with your fingerprint, face or security key, without a password. It works on no other site."
    >
      <Loaded query={query} skeleton={<Skeleton rows={2} />}>
        {(data) => (
          <>
            {data.length > 0 && (
              <ul aria-label="Passkeys" className="flex flex-col divide-y divide-line">
                {data.map((passkey) => (
                  <li key={passkey.id} className="flex flex-wrap items-center gap-3 py-2">
                    <span className="min-w-0 flex-1 break-words">
                      <span className="font-medium">{passkey.label}</span>
                      <span className="block text-[13px] text-muted">
                        Added {eventTime(passkey.created_at, BROWSER_ZONE)}
                        {passkey.last_used_at
                          ? `, used ${eventTime(passkey.last_used_at, BROWSER_ZONE)}`
                          : ', not used yet'}
                      </span>
                    </span>
                    <Button
                      disabled={isBusy}
                      aria-label={`Remove passkey ${passkey.label}`}
                      onClick={() =>
                        void run(
                          () => api.DELETE('/api/webauthn/credentials/{id}', { params: { path: { id: passkey.id } } }),
                          'Passkey removed.',
                        )
                      }
                    >
                      Remove
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            {data.length > 0 && me && (
              <Switch
                label="Count as a second factor"
                hint="Logging in with your password then also requires a passkey, unless an authenticator app is set up."
                checked={me.passkeys_enabled_for_2fa}
                disabled={isBusy}
                onChange={(checked) =>
                  void run(
                    () => api.PATCH('/api/users/{user_uuid}', { ...ME, body: { passkeys_enabled_for_2fa: checked } }),
                    'Saved.',
                  )
                }
              />
            )}
            {canUse ? (
              <Button className="self-start" onClick={() => void add()} disabled={isBusy}>
                Add a passkey
              </Button>
            ) : (
              <p className="text-[13px] text-muted">
                Passkeys need a host name with HTTPS, or localhost. This address has neither.
              </p>
            )}
            {problem && (
              <p role="alert" className="text-danger">
                {problem}
              </p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
