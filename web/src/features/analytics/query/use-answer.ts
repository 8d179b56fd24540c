/** The answer to a query. The previous answer stays until the new one arrives, but only for a query of the same kind. */

import { type QueryNode, stable } from '@hedgerow/shared/query/nodes'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isAway } from '../../../api/client'
import type { Question } from '../../../components/refresh-note'
import { type Answer, ask, type Progress } from './ask'
import { Interval } from './interval'
import { useIsAway } from './reach'

const MINUTE_MS = 60_000
const RETRY_MS = 15_000

export interface Answered {
  /** The query that `answer` belongs to, which may be the previous one. */
  node: QueryNode
  answer: Answer
}

export interface UseAnswer {
  answered: Answered | undefined
  /** Why there is no answer, or why the one shown was not refreshed. */
  error: Error | null
  /** When `answered` arrived, in milliseconds since the epoch. */
  askedAt: number
  /** The query is running. */
  isAsking: boolean
  /** What is shown belongs to an earlier query, or is being refreshed. */
  isStale: boolean
  isCancelled: boolean
  /** The query waits for a server that cannot be reached. */
  isAway: boolean
  progress: Progress | null
  cancel: () => void
  /** Recomputes the answer. */
  refresh: () => void
}

export interface AnswerOptions {
  overrides?: unknown
  variables?: unknown
  isEnabled?: boolean
  /** An answer that is available already. */
  initial?: Answer
  /** How often it is computed anew, whether the server would already or not. Others who ask meanwhile count as well. */
  refreshMs?: number | false
}

export function useAnswer(projectId: number, node: QueryNode | null, options: AnswerOptions = {}): UseAnswer {
  const { overrides, variables, isEnabled = true, initial, refreshMs = false } = options
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState<Progress | null>(null)
  const isAwayNow = useIsAway()
  const [cancelled, setCancelled] = useState<string | null>(null)
  const isForced = useRef(false)
  const interval = useRef<Interval>(null)
  interval.current ??= new Interval(initial?.last_refresh, performance.now())
  const key = ['answer', projectId, stable({ node, overrides, variables })]
  const hash = key[2] as string
  const { data, error, isFetching, isPlaceholderData, dataUpdatedAt, refetch } = useQuery({
    queryKey: key,
    enabled: node !== null && isEnabled,
    queryFn: async ({ signal }): Promise<Answered> => {
      const forced = isForced.current
      isForced.current = false
      setProgress(null)
      setCancelled(null)
      const asking = { overrides, variables, signal, onProgress: setProgress }
      const answer = await ask(projectId, node!, { ...asking, isForced: forced })
      if (!interval.current!.isOver(answer.last_refresh, refreshMs, performance.now())) return { node: node!, answer }
      return { node: node!, answer: await ask(projectId, node!, { ...asking, isForced: true }) }
    },
    // The numbers of another kind would appear under the wrong name.
    placeholderData: (before: Answered | undefined) => (before?.node.kind === node?.kind ? before : undefined),
    initialData: initial && node ? { node, answer: initial } : undefined,
    initialDataUpdatedAt: initial ? Date.parse(initial.cache_target_age ?? '') - 5 * MINUTE_MS || 0 : undefined,
    // Fresh until the server would recompute it anyway.
    staleTime: ({ state }) => {
      const target = Date.parse(state.data?.answer.cache_target_age ?? '')
      return Number.isNaN(target) ? 0 : Math.max(0, target - state.dataUpdatedAt)
    },
    refetchOnWindowFocus: false,
    // Soon again after a failure: a screen on a wall has nobody who tries again.
    refetchInterval: ({ state }) => (state.error && refreshMs ? Math.min(refreshMs, RETRY_MS) : refreshMs),
    retry: (failures, problem) => failures < 2 && isAway(problem),
  })
  useEffect(() => {
    if (!isFetching) setProgress(null)
  }, [isFetching])
  const cancel = useCallback(() => {
    setCancelled(hash)
    void queryClient.cancelQueries({ queryKey: ['answer', projectId, hash] })
  }, [queryClient, projectId, hash])
  const refresh = useCallback(() => {
    isForced.current = true
    setCancelled(null)
    void refetch()
  }, [refetch])
  return {
    answered: data,
    error,
    askedAt: dataUpdatedAt,
    isAsking: isFetching,
    isStale: isPlaceholderData || (isFetching && data !== undefined),
    isCancelled: cancelled === hash && !isFetching,
    isAway: isFetching && isAwayNow,
    progress,
    cancel,
    refresh,
  }
}

/** Adapts an answer for `Loaded`. */
export function asQuestion({ answered, error, isAsking, askedAt, refresh }: UseAnswer): Question<Answered> {
  return { data: answered, error, isFetching: isAsking, dataUpdatedAt: askedAt, refetch: refresh }
}
