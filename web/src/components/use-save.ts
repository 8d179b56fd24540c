/** Saves a form: its error stays in the form, beside what was typed. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGuard } from './reauthentication'
import { useToasts } from './toasts'

export function useSave() {
  const guard = useGuard()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const save = async <T>(work: () => Promise<T>, done: string): Promise<T | undefined> => {
    setBusy(true)
    setError(null)
    try {
      const result = await guard(work)
      toasts.done(done)
      void queryClient.invalidateQueries()
      return result
    } catch (problem) {
      setError(problem as Error)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { save, isBusy, error }
}
