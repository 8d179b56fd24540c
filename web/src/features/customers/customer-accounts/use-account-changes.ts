/** Changes of one account. */
import { useQueryClient } from '@tanstack/react-query'
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'

/** Runs changes. If the account was deleted in the meantime, says so and shows it. */
export function useAccountChanges() {
  const { run } = useChanges()
  const queryClient = useQueryClient()
  return <T>(work: () => Promise<T>, done?: string, undo?: () => void) =>
    void run(
      () =>
        work().catch((problem) => {
          if (!(problem instanceof RequestError) || problem.status !== 404) throw problem
          void queryClient.invalidateQueries({ queryKey: ['account'] })
          throw new Error('This account was deleted in the meantime. Nothing was changed.')
        }),
      done,
      undo,
    )
}
