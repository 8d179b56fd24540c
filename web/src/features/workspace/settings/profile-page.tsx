/** The user's profile: name, email, password, theme, and deleting the account. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { leaveForGood } from '../../../api/session'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { ConfirmByName, Section } from '../../../components/form'
import { setTheme, type Theme, useTheme } from '../../../theme'
import { ME } from './api'

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

const fieldsOf = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault()
  return Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
}

export function ProfilePage() {
  const { data: me } = useQuery(meQuery)
  const { run, isBusy } = useChanges()
  const theme = useTheme()
  const [isLeaving, setLeaving] = useState(false)
  const queryClient = useQueryClient()
  if (!me) return null
  const patch = (body: object, done: string) => run(() => api.PATCH('/api/users/{user_uuid}', { ...ME, body }), done)
  return (
    <>
      <Section title="Profile">
        <form
          key={`${me.first_name} ${me.last_name}`}
          className="flex flex-col gap-4"
          onSubmit={(event) => void patch(fieldsOf(event), 'Profile saved.')}
        >
          <Field
            label="First name"
            name="first_name"
            defaultValue={me.first_name}
            maxLength={150}
            required
            autoComplete="given-name"
          />
          <Field
            label="Last name"
            name="last_name"
            defaultValue={me.last_name}
            maxLength={150}
            autoComplete="family-name"
          />
          <Button type="submit" look="primary" className="self-start" disabled={isBusy}>
            Save
          </Button>
        </form>
      </Section>
      <Section title="Email">
        {me.pending_email ? (
          <div className="flex flex-col gap-3">
            <p>
              <span className="font-medium">{me.email}</span> becomes{' '}
              <span className="font-medium">{me.pending_email}</span> when you enter the code we sent there.
            </p>
            <div className="flex flex-wrap gap-2">
              <Link
                to="/verify_email/$uuid"
                params={{ uuid: me.uuid }}
                className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 font-medium text-accent-text"
              >
                Enter the code
              </Link>
              <Button
                disabled={isBusy}
                onClick={() =>
                  void run(() => api.PATCH('/api/users/cancel_email_change_request', {}), 'Your email stays the same.')
                }
              >
                Keep {me.email}
              </Button>
            </div>
          </div>
        ) : (
          <form
            key={me.email}
            className="flex flex-col gap-4"
            onSubmit={(event) => void patch(fieldsOf(event), 'Address saved.')}
          >
            <Field
              label="Address"
              name="email"
              type="email"
              defaultValue={me.email}
              required
              autoComplete="email"
              hint="If email is set up, a new address takes effect when you confirm it."
            />
            <Button type="submit" className="self-start" disabled={isBusy}>
              Change address
            </Button>
          </form>
        )}
      </Section>
      <Section title="Password" lead="A new password logs you out everywhere else.">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            const form = event.currentTarget
            void patch(fieldsOf(event), 'Password changed.').then((changed) => changed && form.reset())
          }}
        >
          <input type="hidden" name="username" autoComplete="username" value={me.email} disabled />
          {me.has_password && (
            <Field
              label="Current password"
              name="current_password"
              type="password"
              autoComplete="current-password"
              required
            />
          )}
          <Field
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            required
            hint="At least 8 characters, and hard to guess."
          />
          <Button type="submit" className="self-start" disabled={isBusy}>
            Change password
          </Button>
        </form>
      </Section>
      <Section title="Appearance">
        <div className="max-w-60">
          <Select
            label="Theme"
            value={theme}
            options={THEMES}
            onChange={(event) => {
              const chosen = event.target.value as Theme
              setTheme(chosen)
              void run(() => api.PATCH('/api/users/{user_uuid}', { ...ME, body: { theme_mode: chosen } }))
            }}
          />
        </div>
      </Section>
      <Section
        title="Delete your account"
        lead="Leave all your organizations first. What you created there stays, without your name on it."
      >
        <Button look="danger" className="self-start" onClick={() => setLeaving(true)}>
          Delete account
        </Button>
      </Section>
      {isLeaving && (
        <ConfirmByName
          title="Delete your account"
          name={me.email}
          action="Delete account"
          onClose={() => setLeaving(false)}
          onConfirm={async () => {
            await api.DELETE('/api/users/{user_uuid}', ME)
            leaveForGood(queryClient)
          }}
        >
          <p>Your sessions and API keys stop working at once. This cannot be undone.</p>
        </ConfirmByName>
      )}
    </>
  )
}
