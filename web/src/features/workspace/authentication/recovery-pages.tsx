/** A forgotten password, an address to confirm, an invitation to accept. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, dataOf, mayBeLoggedIn, RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { Button, Field } from '../../../components/controls'
import { Frame, GeneralError, useSubmit } from './frame'

const PASSWORD_HINT = 'At least 8 characters, and hard to guess.'
const LINK = 'self-start text-accent underline'

export function ResetRequestPage() {
  const [isSent, setSent] = useState(false)
  const { submit, isBusy, errorOf, general } = useSubmit(async ({ email }) => {
    await api.POST('/api/reset', { body: { email: email! } })
    setSent(true)
  })
  if (isSent)
    return (
      <Frame
        title="Check your email"
        lead="If there is an account with that address, we sent it a link. The link works for one day."
      >
        <Link to="/login" className={LINK}>
          Back to login
        </Link>
      </Frame>
    )
  return (
    <Frame title="Forgot your password?" lead="Enter your email, and we’ll send you a link to set a new one.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Email" name="email" type="email" autoComplete="username" required error={errorOf('email')} />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Sending…' : 'Send link'}
        </Button>
      </form>
      <Link to="/login" className={LINK}>
        Back to login
      </Link>
    </Frame>
  )
}

const resetRoute = getRouteApi('/reset/$uuid/$token')

export function ResetPage() {
  const { uuid, token } = resetRoute.useParams()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { error } = useQuery({
    queryKey: ['reset', uuid, token],
    queryFn: async () => {
      await api.GET('/api/reset/{user_uuid}', { params: { path: { user_uuid: uuid }, query: { token } } })
      return true
    },
    retry: false,
  })
  const { submit, isBusy, errorOf, general } = useSubmit(async ({ password }) => {
    await api.POST('/api/reset/{user_uuid}', {
      params: { path: { user_uuid: uuid } },
      body: { token, password: password! },
    })
    queryClient.clear()
    await navigate({ to: '/' })
  })
  if (error)
    return (
      <Frame title="This link no longer works" lead="It was already used, or is more than a day old.">
        <Link to="/reset" className={LINK}>
          Get a new link
        </Link>
      </Frame>
    )
  return (
    <Frame title="Set a new password" lead="This logs you out everywhere else.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint={PASSWORD_HINT}
          error={errorOf('password') ?? errorOf('token')}
        />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Set password'}
        </Button>
      </form>
    </Frame>
  )
}

const verifyRoute = getRouteApi('/verify_email/$uuid')

export function VerifyPage() {
  const { uuid } = verifyRoute.useParams()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [isSent, setSent] = useState(false)
  const { submit, isBusy, errorOf, general } = useSubmit(async ({ code }) => {
    const answer = await dataOf(api.POST('/api/users/verify_email', { body: { uuid, code: code! } }))
    queryClient.clear()
    await navigate({ to: answer.requires_login || answer.requires_2fa ? '/login' : '/' })
  })
  const again = useSubmit(async () => {
    await api.POST('/api/users/request_email_verification', { body: { uuid } })
    setSent(true)
  })
  return (
    <Frame title="Confirm your address" lead="We sent you a six-digit code.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
          error={errorOf('code')}
        />
        <GeneralError text={general} />
        <Button type="submit" look="primary" disabled={isBusy}>
          {isBusy ? 'Checking…' : 'Confirm'}
        </Button>
      </form>
      <form onSubmit={again.submit} className="flex flex-col gap-3">
        <Button type="submit" disabled={again.isBusy}>
          {isSent ? 'Code sent. Send another' : 'Send a new code'}
        </Button>
        <GeneralError text={again.error?.message ?? null} />
      </form>
    </Frame>
  )
}

const inviteRoute = getRouteApi('/signup/$inviteId')

export function InvitePage() {
  const { inviteId } = inviteRoute.useParams()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { data: me } = useQuery({ ...meQuery, enabled: mayBeLoggedIn() })
  const path = { invite_id: inviteId }
  const { data: invite, error } = useQuery({
    queryKey: ['invite', inviteId],
    queryFn: () => dataOf(api.GET('/api/signup/{invite_id}', { params: { path } })),
    retry: false,
  })
  const accept = useSubmit(async (fields) => {
    const body = me ? {} : { first_name: fields.first_name!, password: fields.password! }
    await api.POST('/api/signup/{invite_id}', { params: { path }, body: body as never })
    queryClient.clear()
    await navigate({ to: '/' })
  })
  if (error)
    return (
      <Frame title="This invitation cannot be accepted" lead={error.message}>
        {error instanceof RequestError && error.body.code === 'account_exists' && (
          <a href={`/login?next=${encodeURIComponent(location.pathname)}`} className={LINK}>
            Log in to accept it
          </a>
        )}
        <Link to="/" className={LINK}>
          Go to Hedgerow
        </Link>
      </Frame>
    )
  if (!invite) return null
  return (
    <Frame
      title={`Join ${invite.organization_name}`}
      lead={me ? `You are logged in as ${me.email}.` : `This invitation is for ${invite.target_email}.`}
    >
      <form onSubmit={accept.submit} className="flex flex-col gap-4">
        {!me && (
          <>
            <Field
              label="Your name"
              name="first_name"
              defaultValue={invite.first_name}
              autoComplete="given-name"
              required
              maxLength={128}
              error={accept.errorOf('first_name')}
            />
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete="new-password"
              required
              hint={PASSWORD_HINT}
              error={accept.errorOf('password')}
            />
          </>
        )}
        <GeneralError text={accept.general} />
        <Button type="submit" look="primary" disabled={accept.isBusy}>
          {accept.isBusy ? 'Joining…' : 'Join'}
        </Button>
      </form>
    </Frame>
  )
}
