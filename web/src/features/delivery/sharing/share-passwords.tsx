/** Passwords of a link. Any of them opens it; each can be revoked by itself. */
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field } from '../../../components/controls'
import { Switch } from '../../../components/form'
import { TimeAgo } from '../../../time-ago'
import { changeSharing, createSharePassword, revokeSharePassword, type ShareTarget, type Sharing } from './api'

const CHARACTERS_MIN = 8

interface Props {
  projectId: number
  target: ShareTarget
  sharing: Sharing
}

export function SharePasswords({ projectId, target, sharing }: Props) {
  const { run, isBusy } = useChanges()
  const { password_required: isRequired, share_passwords: passwords } = sharing
  return (
    <section aria-label="Passwords" className="flex flex-col gap-3">
      <Switch
        label="Require a password"
        hint="Whoever opens the link has to enter one of the passwords below."
        checked={isRequired}
        disabled={isBusy}
        onChange={(required) => void run(() => changeSharing(projectId, target, { password_required: required }))}
      />
      {isRequired && (
        <>
          {passwords.length === 0 ? (
            <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
              Nobody can open the link yet. Create a password.
            </p>
          ) : (
            <ul aria-label="Passwords" className="divide-y divide-line rounded-md border border-line">
              {passwords.map(({ id, note, created_at, created_by_email }) => (
                <li key={id} className="flex items-center justify-between gap-3 px-3 py-1.5">
                  <span className="min-w-0">
                    <span className="block wrap-anywhere">{note || 'Untitled password'}</span>
                    <span className="block text-[13px] text-muted wrap-anywhere">
                      <TimeAgo iso={created_at} prefix="Created " /> by {created_by_email}
                    </span>
                  </span>
                  <Button
                    disabled={isBusy}
                    aria-label={`Revoke ${note || 'Untitled password'}`}
                    onClick={() => void run(() => revokeSharePassword(projectId, target, id), 'Password revoked')}
                  >
                    Revoke
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <NewPassword projectId={projectId} target={target} />
        </>
      )}
    </section>
  )
}

function NewPassword({ projectId, target }: Omit<Props, 'sharing'>) {
  const { run, isBusy } = useChanges()
  const [note, setNote] = useState('')
  const [password, setPassword] = useState('')
  const [created, setCreated] = useState<string | null>(null)
  const isShort = password !== '' && password.length < CHARACTERS_MIN
  const create = async () => {
    const made = await run(() => createSharePassword(projectId, target, { note, raw_password: password }))
    if (!made) return
    setCreated(made.password)
    setNote('')
    setPassword('')
  }
  return (
    <div className="flex flex-col gap-3 rounded-md bg-raised p-3">
      {created !== null && (
        <div role="status" className="flex flex-col gap-2">
          <p className="font-medium">The new password. It is shown only now.</p>
          <code className="rounded-md bg-code p-2 font-mono break-all">{created}</code>
          <div>
            <CopyButton look="primary" label="Copy password" text={created} />
          </div>
        </div>
      )}
      <Field label="Who is it for?" value={note} maxLength={100} onChange={(event) => setNote(event.target.value)} />
      <Field
        label="Password"
        hint="Leave it empty to get one that nobody can guess."
        error={isShort ? `At least ${CHARACTERS_MIN} characters.` : undefined}
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div>
        <Button disabled={isBusy || isShort} onClick={() => void create()}>
          Create password
        </Button>
      </div>
    </div>
  )
}
