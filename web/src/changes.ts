/** How pages change things on the server. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { RequestError } from './api/client'
import { useGuard } from './components/reauthentication'
import { useToasts } from './components/toasts'

/**
 * Runs changes: asks for the password if the server demands it, shows a toast with the result, and refetches all active
 * queries.
 */
export function useChanges() {
  const guard = useGuard()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const run = useCallback(
    async <T>(work: () => Promise<T>, done?: string, undo?: () => void): Promise<T | undefined> => {
      setBusy(true)
      try {
        const result = await guard(work)
        await queryClient.invalidateQueries()
        if (done) toasts.done(done, undo)
        return result
      } catch (error) {
        toasts.problem((error as Error).message)
        // The object is gone: refetch, so that no page still shows it.
        if (error instanceof RequestError && error.status === 404) void queryClient.invalidateQueries()
        return undefined
      } finally {
        setBusy(false)
      }
    },
    [guard, queryClient, toasts],
  )
  return { run, isBusy }
}
