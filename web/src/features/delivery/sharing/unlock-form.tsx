/** Asks for the password of a shared link. */
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Button, Field } from '../../../components/controls'
import { enterPassword } from './viewer-data'

/** @param onUnlocked gets the visitor's token and loads what is shared */
export function UnlockForm({ onUnlocked }: { onUnlocked: (shareToken: string) => Promise<void> }) {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const unlock = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await onUnlocked(await enterPassword(password))
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="m-auto flex w-full max-w-sm flex-col gap-4 p-6"
      onSubmit={(event) => {
        event.preventDefault()
        void unlock()
      }}
    >
      <h1 className="flex items-center gap-2 text-xl font-semibold">
        <Lock size={20} aria-hidden /> Enter the password
      </h1>
      <p className="text-muted">The person who gave you this link knows it.</p>
      <Field
        label="Password"
        type="password"
        autoComplete="off"
        autoFocus
        value={password}
        error={problem}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={isBusy || password === ''}>
        {isBusy ? 'Opening…' : 'Open'}
      </Button>
    </form>
  )
}
