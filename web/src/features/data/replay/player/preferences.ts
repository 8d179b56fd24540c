/** How somebody likes to watch, remembered in this browser. */
import { SPEEDS } from './speeds'

export interface Preferences {
  speed: number
  /** Whether inactivity is skipped. */
  skips: boolean
}

const KEY = 'replay'
const USUAL: Preferences = { speed: 1, skips: true }

export function readPreferences(): Preferences {
  try {
    const { speed, skips } = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return {
      speed: SPEEDS.includes(speed) ? speed : USUAL.speed,
      skips: typeof skips === 'boolean' ? skips : USUAL.skips,
    }
  } catch {
    // No storage, as on an embedded page, or not our text.
    return USUAL
  }
}

export function savePreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }))
  } catch {
    // They apply until the page is closed.
  }
}
