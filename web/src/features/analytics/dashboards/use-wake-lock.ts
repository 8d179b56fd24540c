/** Keeps the screen on while a page is open, in browsers that can. */
import { useEffect } from 'react'

export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let isOver = false
    const acquire = async () => {
      if (document.visibilityState !== 'visible') return
      // Refused when the battery is low, for example: the screen then goes off as usual.
      const next = await navigator.wakeLock?.request('screen').catch(() => null)
      if (isOver) void next?.release()
      else lock = next ?? null
    }
    void acquire()
    // The browser releases it when the page is hidden.
    const onVisible = () => void acquire()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isOver = true
      document.removeEventListener('visibilitychange', onVisible)
      void lock?.release()
    }
  }, [])
}
