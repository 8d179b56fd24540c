/** Reading the state of an open recording in components. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { PlayerSession, View } from './session'

export const Session = createContext<PlayerSession | null>(null)

export function useSession(): PlayerSession {
  const session = useContext(Session)
  if (!session) throw new Error('There is no recording.')
  return session
}

/**
 * A part of the state. The component renders again only when that part changes, so a list need not render on every frame.
 * @param select returns a plain value, or an object that stays the same while nothing changes
 */
export function useView<Part>(select: (view: View) => Part): Part {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, () => select(session.view))
}

/** Seconds since the start of the recording; 0 before it is loaded. */
export const secondsOf = ({ playback, loaded }: View) =>
  playback && loaded ? Math.max(0, Math.floor((playback.time - loaded.start) / 1_000)) : 0
