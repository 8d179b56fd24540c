import { type RefObject, useEffect, useState } from 'react'

/** Start half a screen before the element becomes visible. */
const AHEAD = '500px'

/** Whether an element has ever been near the viewport. What nobody scrolls to is not queried. */
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
