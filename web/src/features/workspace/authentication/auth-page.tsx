/** Sign-up of the first user, and login with a password, a second factor or a passkey. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api, dataOf, RequestError } from '../../../api/client'
import { meQuery, preflightQuery } from '../../../api/queries'
import { pageOfThisSite } from '../../../api/session'
import { Button, Field } from '../../../components/controls'
import { Frame, GeneralError, useSubmit } from './frame'

export function SignupPage() {
  const { data: preflight } = useQuery(preflightQuery)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { submit, isBusy, errorOf, general } = useSubmit(async (fields) => {
    const { redirect_url: next } = (await dataOf(
      api.POST('/api/signup', {
        body: {
          first_name: fields.first_name!,
          email: fields.email!,
          password: fields.password!,
          organization_name: fields.organization_name || undefined,
        },
      }),
    )) as { redirect_url: string }
    if (next !== '/') return void location.assign(next)
    await queryClient.invalidateQueries()
    await queryClient.fetchQuery(meQuery)
    await navigate({ to: '/setup' })
  })
  if (preflight?.initiated) {
    return (
      <Frame title="Already set up" lead="This installation already has an account.">
        <Link to="/login" className="font-medium text-accent underline">
          Log in
        </Link>
      </Frame>
    )
  }
  return (
    <Frame title="Set up Hedgerow" lead="Create the first account. It stays on this server.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Your name"
          name="first_name"
          autoComplete="given-name"
          required
          maxLength={128}
          error={errorOf('first_name')}
        />
        <Field label="Email" name="email" type="email" autoComplete="username" required error={errorOf('email')} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 8 characters, and hard to guess."
          error={errorOf('password')}
        />
        <Field
          label="Organization"
          name="organization_name"
          autoComplete="organization"
          maxLength={128}
          placeholder="Optional"
          error={errorOf('organization_name')}
        />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Creating…' : 'Create account'}
        </Button>
      </form>
    </Frame>
  )
}

export function LoginPage() {
  const { data: preflight } = useQuery(preflightQuery)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [wantsCode, setWantsCode] = useState(false)
  const enter = async () => {
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
    const next = pageOfThisSite(new URLSearchParams(location.search).get('next'))
    if (next) location.assign(next)
    else await navigate({ to: '/' })
  }
  const { submit, isBusy, errorOf, general } = useSubmit(async (fields) => {
    try {
      await api.POST('/api/login', { body: { email: fields.email!, password: fields.password! } })
    } catch (error) {
      if (!(error instanceof RequestError) || error.body.code !== '2fa_required') throw error
      setWantsCode(true)
      return
    }
    await enter()
  })
  useEffect(() => {
    if (preflight && !preflight.initiated) void navigate({ to: '/signup' })
  }, [preflight, navigate])
  if (wantsCode) return <SecondFactor onEntered={enter} onBack={() => setWantsCode(false)} />
  return (
    <Frame title="Log in" lead="Welcome back.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username webauthn"
          required
          error={errorOf('email')}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={errorOf('password')}
        />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Logging in…' : 'Log in'}
        </Button>
      </form>
      <PasskeyLogin onEntered={enter} />
      {Boolean(preflight?.email_service_available) && (
        <Link to="/reset" className="self-start text-accent underline">
          Forgot your password?
        </Link>
      )}
    </Frame>
  )
}

function SecondFactor({ onEntered, onBack }: { onEntered: () => Promise<void>; onBack: () => void }) {
  const { submit, isBusy, general, errorOf } = useSubmit(async ({ token }) => {
    await api.POST('/api/login/token', { body: { token: token! } })
    await onEntered()
  })
  return (
    <Frame title="One more step" lead="Enter the code from your authenticator app, or one of your backup codes.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Code" name="token" autoComplete="one-time-code" autoFocus required error={errorOf('token')} />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Checking…' : 'Continue'}
        </Button>
        <Button onClick={onBack}>Back</Button>
      </form>
      <PasskeyLogin onEntered={onEntered} />
    </Frame>
  )
}

function PasskeyLogin({ onEntered }: { onEntered: () => Promise<void> }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (typeof PublicKeyCredential === 'undefined') return null
  const logIn = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { startAuthentication } = await import('@simplewebauthn/browser')
      const options = await dataOf(api.POST('/api/webauthn/login/begin', {}))
      const answer = await startAuthentication({ optionsJSON: options as never })
      await api.POST('/api/webauthn/login/complete', { body: answer as never })
      await onEntered()
    } catch (error) {
      setProblem(
        error instanceof RequestError ? error.message : 'No passkey was used. Try again, or log in with your password.',
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-col gap-3">
      <Button onClick={() => void logIn()} disabled={isBusy}>
        <KeyRound size={16} aria-hidden /> {isBusy ? 'Waiting for your passkey…' : 'Log in with a passkey'}
      </Button>
      <GeneralError text={problem} />
    </div>
  )
}
