import { type RefObject, useEffect, useState } from 'react'

/** Half a screen before it comes into sight. */
const AHEAD = '500px'

/** Whether something has come near the window once: what nobody scrolls to is not computed. */
export function useSeen(place: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
      },
      { rootMargin: AHEAD },
    )
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [place])
  return isSeen
}
