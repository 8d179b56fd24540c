/** Sign-up of the first user and log-in. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { api, type RequestError } from '../../api/client'
import { meQuery, preflightQuery } from '../../api/queries'
import { Button, Field } from '../../components/controls'

function Frame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Hedgerow`
  }, [title])
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 p-5">
      <div className="flex items-center gap-2 text-lg font-semibold">
        <img src="/favicon.svg" alt="" width={28} height={28} />
        Hedgerow
      </div>
      <div>
        <h1 className="text-2xl font-semibold">{title}</h1>
        <p className="mt-1 text-muted">{lead}</p>
      </div>
      {children}
    </main>
  )
}

/** Sends a form, keeps what was typed when it fails, and puts the error beside its field. */
function useSubmit(send: (fields: Record<string, string>) => Promise<void>) {
  const [error, setError] = useState<RequestError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await send(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>)
    } catch (problem) {
      setError(problem as RequestError)
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (field: string) => (error?.body.attr === field ? error.message : undefined)
  return { submit, isBusy, errorOf, general: error && !error.body.attr ? error.message : null }
}

function GeneralError({ text }: { text: string | null }) {
  return <div role="alert">{text && <p className="rounded-md bg-danger-soft p-3 text-danger">{text}</p>}</div>
}

export function SignupPage() {
  const { data: preflight } = useQuery(preflightQuery)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { submit, isBusy, errorOf, general } = useSubmit(async (fields) => {
    await api.POST('/api/signup', {
      body: {
        first_name: fields.first_name!,
        email: fields.email!,
        password: fields.password!,
        organization_name: fields.organization_name || undefined,
      },
    })
    await queryClient.invalidateQueries()
    await queryClient.fetchQuery(meQuery)
    await navigate({ to: '/setup' })
  })
  if (preflight?.initiated) {
    return (
      <Frame title="Already set up" lead="This installation has its first account.">
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
        <Field label="E-mail" name="email" type="email" autoComplete="username" required error={errorOf('email')} />
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
  const { submit, isBusy, errorOf, general } = useSubmit(async (fields) => {
    await api.POST('/api/login', { body: { email: fields.email!, password: fields.password! } })
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
    await navigate({ to: '/' })
  })
  useEffect(() => {
    if (preflight && !preflight.initiated) void navigate({ to: '/signup' })
  }, [preflight, navigate])
  return (
    <Frame title="Log in" lead="Welcome back.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="E-mail" name="email" type="email" autoComplete="username" required error={errorOf('email')} />
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
    </Frame>
  )
}
