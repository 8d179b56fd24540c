/** The player's keyboard shortcuts; `shortcut-sheet.tsx` lists them. */
import type { RefObject } from 'react'
import { copyText } from '../../../../copy-text'
import { useHotkeys } from '../../../../hotkeys'
import { toggleFullScreen } from './full-screen'
import { lastBefore, type Mark } from './marks'
import { secondsOf, useSession } from './use-view'

const STEP_MS = 5_000
/** One of 25 pictures a second. */
const FRAME_MS = 40
/** Going to the previous event shortly after one goes to the one before it. */
const AGAIN_MS = 1_000

interface Props {
  marks: readonly Mark[]
  whole: RefObject<HTMLElement | null>
  linkAt: (seconds: number) => string
  onNext?: () => void
}

export function usePlayerKeys({ marks, whole, linkAt, onNext }: Props): void {
  const session = useSession()
  const step = (by: number) => {
    session.pause()
    session.move(by)
  }
  const toMark = (direction: 1 | -1) => {
    const time = session.view.playback?.time
    if (time === undefined) return
    const index = direction === 1 ? lastBefore(marks, time) + 1 : lastBefore(marks, time - AGAIN_MS)
    const mark = marks[index]
    if (mark) session.seek(mark.time)
  }
  useHotkeys({
    ' ': () => session.toggle(),
    ArrowLeft: () => session.move(-STEP_MS),
    ArrowRight: () => session.move(STEP_MS),
    ',': () => step(-FRAME_MS),
    '.': () => step(FRAME_MS),
    '[': () => toMark(-1),
    ']': () => toMark(1),
    s: () => session.toggleSkips(),
    z: () => session.toggleActualSize(),
    f: () => toggleFullScreen(whole.current),
    c: () => void copyText(linkAt(secondsOf(session.view))),
    n: () => onNext?.(),
  })
}
