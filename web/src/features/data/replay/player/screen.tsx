/** The picture: the recorded page, scaled to the space there is, with what is to be said about it. */
import { type ReactNode, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../../../components/controls'
import { ErrorState } from '../../../../components/states'
import { clock } from '../recording/clock'
import { Session, useSession, useView } from './use-view'

export function Screen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [space, setSpace] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setSpace(entry.contentRect))
    observer.observe(box.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={box}
      className="relative h-[min(62dvh,40rem)] min-h-56 w-full shrink-0 grow overflow-hidden border-b border-line bg-raised max-sm:h-[42dvh]"
    >
      {/* Its place stays the same whatever is known, because the frame in it must not be created again. */}
      <div className="absolute">{children}</div>
      {isOpen ? <Notes space={space} /> : <Note>Opening…</Note>}
    </div>
  )
}

/** Scales and places the frame, and tells why there is no picture. */
function Notes({ space }: { space: { width: number; height: number } }) {
  const session = useSession()
  const size = useView(({ playback }) => playback?.size)
  const hasFrame = useView(({ playback }) => playback !== null)
  useLayoutEffect(() => {
    const { frame } = session
    if (!frame || !size || space.width === 0 || !hasFrame) return
    // Small windows are not blown up.
    const scale = Math.min(1, space.width / size.width, space.height / size.height)
    frame.width = String(size.width)
    frame.height = String(size.height)
    const middle = (room: number, side: number) => Math.round((room - side * scale) / 2)
    frame.style.transform = `translate(${middle(space.width, size.width)}px, ${middle(space.height, size.height)}px) scale(${scale})`
  }, [session, size, space, hasFrame])
  return <Reason />
}

function Reason() {
  const session = useContext(Session)!
  const error = useView((view) => view.error)
  const isEmpty = useView(({ loaded }) => loaded?.isComplete === true && loaded.items.length === 0)
  const isWaiting = useView(({ playback, loaded }) => playback === null || (playback.isWaiting && !loaded?.isComplete))
  const isGap = useView(({ playback }) => playback !== null && playback.windowId === null && !playback.hasEnded)
  const undrawable = useView(({ playback }) => playback?.undrawable ?? null)
  const start = useView(({ loaded }) => loaded?.start ?? 0)
  if (error && isWaiting)
    return (
      <div className="absolute inset-0 grid place-items-center overflow-auto p-4">
        <ErrorState error={error} onRetry={() => session.retry()} />
      </div>
    )
  if (isEmpty) return <Note>This recording is empty: nothing that could be played was stored.</Note>
  if (isWaiting) return <Note>Loading…</Note>
  if (undrawable)
    return undrawable.until === null ? (
      <Note>This part cannot be shown: the recorder sent no full picture of this window.</Note>
    ) : (
      <Note>
        This part cannot be shown: the first full picture of this window is from {clock(undrawable.until - start)}.
        <Button onClick={() => session.seek(undrawable.until!)}>Go there</Button>
      </Note>
    )
  if (isGap) return <Note>Nothing was recorded here. The page was closed, in the background, or offline.</Note>
  return null
}

function Note({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center">
      <p className="flex flex-col items-center gap-3 rounded-lg bg-surface px-4 py-2 shadow">{children}</p>
    </div>
  )
}
