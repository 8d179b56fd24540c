/** Two-factor authentication: setup, backup codes, turning it off. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Section } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { ME, twoFactorQuery } from './api'

export function TwoFactor() {
  const query = useQuery(twoFactorQuery)
  const { run, isBusy } = useChanges()
  const [setup, setSetup] = useState<{ secret: string; uri: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const newCodes = async () => {
    const answer = await run(() => dataOf(api.POST('/api/users/{user_uuid}/two_factor_backup_codes', ME)))
    if (answer) setCodes(answer.backup_codes)
  }
  return (
    <Section
      title="Two-factor authentication"
      lead="Log in with your password and a code from an app on your phone. A stolen password alone is then useless."
    >
      <Loaded query={query} skeleton={<Skeleton rows={2} />}>
        {(data) =>
          data.has_totp ? (
            <div className="flex flex-col gap-3">
              <p>
                Your authenticator app is set up. {data.backup_codes_remaining} backup codes are left
                {data.backup_codes_remaining === 0 &&
                  ': create new ones, or you will be locked out if you lose your phone'}
                .
              </p>
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => void newCodes()} disabled={isBusy}>
                  New backup codes
                </Button>
                <Button
                  look="danger"
                  disabled={isBusy}
                  onClick={() =>
                    void run(
                      () => api.POST('/api/users/{user_uuid}/two_factor_disable', ME),
                      'Two-factor authentication is off.',
                    )
                  }
                >
                  Switch off
                </Button>
              </div>
            </div>
          ) : (
            <Button
              look="primary"
              className="self-start"
              disabled={isBusy}
              onClick={() =>
                void run(() => dataOf(api.GET('/api/users/{user_uuid}/two_factor_start_setup', ME))).then(
                  (answer) => answer && setSetup(answer),
                )
              }
            >
              Set up an authenticator app
            </Button>
          )
        }
      </Loaded>
      {setup && (
        <SetupDialog
          {...setup}
          onClose={() => setSetup(null)}
          onDone={() => {
            setSetup(null)
            void newCodes()
          }}
        />
      )}
      {codes && (
        <Dialog title="Your backup codes" onClose={() => setCodes(null)}>
          <p className="text-muted">
            Each works once in place of a code from the app. Keep them somewhere you can reach without your phone. They
            are not shown again.
          </p>
          <ul className="grid grid-cols-2 gap-2 font-mono">
            {codes.map((code) => (
              <li key={code} className="rounded bg-code px-3 py-1.5">
                {code}
              </li>
            ))}
          </ul>
          <CopyButton label="Copy all" text={codes.join('\n')} />
        </Dialog>
      )}
    </Section>
  )
}

function SetupDialog({
  secret,
  uri,
  onClose,
  onDone,
}: {
  secret: string
  uri: string
  onClose: () => void
  onDone: () => void
}) {
  const [token, setToken] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const { run, isBusy } = useChanges()
  const validate = async () => {
    setError(null)
    const done = await run(async () => {
      try {
        return await dataOf(api.POST('/api/users/{user_uuid}/two_factor_validate', { ...ME, body: { token } }))
      } catch (problem) {
        setError(problem as Error)
        return null
      }
    })
    if (done) onDone()
  }
  return (
    <Dialog
      title="Set up an authenticator app"
      action="Switch on"
      isBusy={isBusy}
      isDisabled={token.trim().length < 6}
      error={error}
      onClose={onClose}
      onAction={() => void validate()}
    >
      <p className="text-muted">Scan this with your app, or type the key. Then enter the code that it shows.</p>
      <img
        alt="QR code for the authenticator app"
        width={200}
        height={200}
        className="self-center rounded-md bg-white p-2"
        src={`data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(uri))}`}
      />
      <p className="text-[13px] text-muted">
        Key: <code className="font-mono break-all text-text">{secret}</code>
      </p>
      <Field
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        autoFocus
      />
    </Dialog>
  )
}
