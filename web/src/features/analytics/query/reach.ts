/** Whether queries reach the server. They all ask the same one, so what one learns holds for all. */
import { useSyncExternalStore } from 'react'

let isAway = false
const listeners = new Set<() => void>()

/** Notes how the last request went. */
export function noteReach(isReached: boolean): void {
  if (isAway === !isReached) return
  isAway = !isReached
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** True after a request found no server, until one does. */
export const useIsAway = (): boolean => useSyncExternalStore(subscribe, () => isAway)
