/** Asks for the password again if a sensitive action needs a more recent login, then runs the action. */
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { api, RequestError } from '../api/client'
import { meQuery } from '../api/queries'
import { Field } from './controls'
import { Dialog } from './dialog'

type Guard = <T>(work: () => Promise<T>) => Promise<T>

const Context = createContext<Guard | null>(null)

/** Wraps work that the server may refuse as sensitive. Resolves like the work, after asking for the password if needed. */
export function useGuard(): Guard {
  const guard = useContext(Context)
  if (!guard) throw new Error('useGuard needs a provider above it.')
  return guard
}

interface Pending {
  again: () => Promise<void>
  giveUp: () => void
}

export function ReauthenticationProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending | null>(null)
  const guard = useCallback<Guard>(async (work) => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RequestError) || error.body.code !== 'sensitive_action_required_reauth') throw error
      return new Promise((resolve, reject) => {
        setPending({ again: () => work().then(resolve, reject), giveUp: () => reject(error) })
      })
    }
  }, [])
  const value = useMemo(() => guard, [guard])
  return (
    <Context value={value}>
      {children}
      {pending && <PasswordDialog pending={pending} onDone={() => setPending(null)} />}
    </Context>
  )
}

function PasswordDialog({ pending, onDone }: { pending: Pending; onDone: () => void }) {
  const { data: me } = useQuery(meQuery)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wantsCode, setWantsCode] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    setError(null)
    try {
      if (wantsCode) await api.POST('/api/login/token', { body: { token: code } })
      else await api.POST('/api/login', { body: { email: me?.email ?? '', password } })
      onDone()
      await pending.again()
    } catch (problem) {
      if (problem instanceof RequestError && problem.body.code === '2fa_required') setWantsCode(true)
      else setError(problem as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title="Confirm that it’s you"
      action="Continue"
      isBusy={isBusy}
      error={error}
      onClose={() => {
        pending.giveUp()
        onDone()
      }}
      onAction={() => void submit()}
    >
      <p className="text-muted">This is a sensitive change, and you logged in more than two hours ago.</p>
      {wantsCode ? (
        <Field
          label="Code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="one-time-code"
          autoFocus
        />
      ) : (
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoFocus
        />
      )}
    </Dialog>
  )
}
