/** Asks for what a recording begins with while the code of its page is still loading. */
import type { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../../../api/queries'
import { recordingQuery } from './api'
import { blockAt } from './recording/order'
import { askEarly, pathOf } from './recording/source'

const MOMENT_MS = 3_000

export interface Beginning {
  /** Seconds after the start. */
  t: number
  /** A time, instead of `t`, as ISO text; empty if not given. */
  at: string
}

/**
 * Where playing begins, in milliseconds after the start: at `t`, or a moment before `at`, because what led to it is what one wants to see.
 * @param start of the recording, in milliseconds since the epoch
 */
export function beginningOf({ t, at }: Beginning, start: number): number {
  const ms = at ? Date.parse(at) - start - MOMENT_MS : t * 1_000
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}

export function askForRecording(queryClient: QueryClient, id: string, beginning: Beginning): void {
  const team = queryClient.getQueryData(meQuery.queryKey)?.team
  if (!team) return
  void queryClient.prefetchQuery(recordingQuery(team.id, id))
  askEarly(pathOf(team.id, id), (blocks) => {
    const start = blocks[0]?.start ?? 0
    return blocks[blockAt(blocks, start + beginningOf(beginning, start))]
  })
  // The page asks for it again, and says so if it fails.
  import('./player/engine').catch(() => {})
}
