/** The second factor, passkeys, and where you are logged in. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { api, dataOf } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Section, Switch } from '../../../components/form'
import { Loaded, Skeleton } from '../../../components/states'
import { eventTime } from '../../../format'
import { passkeysQuery, sessionsQuery, twoFactorQuery } from './api'

const ME = { params: { path: { user_uuid: '@me' } } }
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function SecurityPage() {
  return (
    <>
      <TwoFactor />
      <Passkeys />
      <LoginSessions />
    </>
  )
}

function TwoFactor() {
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
      lead="Beside your password, log-in then asks for a code of an app on your phone. A stolen password is worth nothing without it."
    >
      <Loaded query={query} skeleton={<Skeleton rows={2} />}>
        {(data) =>
          data.has_totp ? (
            <div className="flex flex-col gap-3">
              <p>
                Your authenticator app is set up. {data.backup_codes_remaining} backup codes are left
                {data.backup_codes_remaining === 0 && ': make some, or you are locked out when you lose your phone'}.
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
                      'Log-in asks for the password only.',
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
            Each works once instead of a code of the app. Keep them where you find them without your phone; they are not
            shown again.
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

function Passkeys() {
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
        setProblem('Your browser made no passkey. Try again if you did not mean to stop.')
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
                        Added {eventTime(passkey.created_at, zone)}
                        {passkey.last_used_at ? `, used ${eventTime(passkey.last_used_at, zone)}` : ', not used yet'}
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
                hint="Log-in with your password then wants a passkey as well, unless an authenticator app is set up."
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
                Passkeys need a host name with https, or localhost; this address has neither.
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

function LoginSessions() {
  const query = useQuery(sessionsQuery)
  const { run, isBusy } = useChanges()
  return (
    <Section title="Where you are logged in">
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => (
          <>
            <ul aria-label="Sessions" className="flex flex-col divide-y divide-line">
              {data.map((session) => (
                <li key={session.id} className="flex flex-wrap items-center gap-3 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{session.device}</span>
                    {session.is_current && <span className="ml-2 text-accent">This browser</span>}
                    <span className="block text-[13px] text-muted">
                      {session.location ?? 'Unknown place'}, last seen {eventTime(session.last_activity, zone)}, since{' '}
                      {eventTime(session.created_at, zone)}
                    </span>
                  </span>
                  {!session.is_current && (
                    <Button
                      disabled={isBusy}
                      aria-label={`Log out ${session.device}`}
                      onClick={() =>
                        void run(
                          () =>
                            api.DELETE('/api/users/{user_uuid}/login_sessions/{id}', {
                              params: { path: { user_uuid: '@me', id: session.id } },
                            }),
                          'Logged out there.',
                        )
                      }
                    >
                      Log out
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {data.length > 1 && (
              <Button
                className="self-start"
                disabled={isBusy}
                onClick={() =>
                  void run(
                    () => api.POST('/api/users/{user_uuid}/login_sessions/revoke_others', ME),
                    'Logged out everywhere else.',
                  )
                }
              >
                Log out everywhere else
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
