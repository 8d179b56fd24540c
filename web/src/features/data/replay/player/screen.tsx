/** The picture: the recorded page, scaled to the space there is, with what is to be said about it. */
import { type ReactNode, type RefObject, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../../../components/controls'
import { ErrorState } from '../../../../components/states'
import { clock } from '../recording/clock'
import { Session, useSession, useView } from './use-view'

interface Space {
  width: number
  height: number
}

/** @param children the place of the frame; it stays the same element, because the frame in it must not be created again */
export function Screen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [space, setSpace] = useState<Space>({ width: 0, height: 0 })
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setSpace(entry.contentRect))
    observer.observe(box.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div className="relative h-[min(62dvh,40rem)] min-h-56 w-full shrink-0 grow overflow-hidden border-b border-line bg-raised max-sm:h-[42dvh]">
      {/* Only a picture of actual size can be larger than this. */}
      <div ref={box} className="absolute inset-0 overflow-auto" data-testid="screen">
        {children}
      </div>
      {isOpen ? <Notes space={space} box={box} /> : <Note>Opening…</Note>}
    </div>
  )
}

/** Scales and places the frame, and tells why there is no picture. */
function Notes({ space, box }: { space: Space; box: RefObject<HTMLDivElement | null> }) {
  const session = useSession()
  const size = useView(({ playback }) => playback?.size)
  const hasFrame = useView(({ playback }) => playback !== null)
  const isActualSize = useView((view) => view.isActualSize)
  useLayoutEffect(() => {
    const { frame } = session
    if (!frame || !size || space.width === 0 || !hasFrame) return
    // Small windows are not blown up.
    const scale = isActualSize ? 1 : Math.min(1, space.width / size.width, space.height / size.height)
    frame.width = String(size.width)
    frame.height = String(size.height)
    // A transformed frame takes its whole size for scrolling, so its place is cut to what is shown.
    const place = frame.parentElement!
    place.style.cssText = `overflow:hidden;width:${isActualSize ? `${size.width}px` : '100%'};height:${isActualSize ? `${size.height}px` : '100%'};min-width:100%;min-height:100%`
    // What can be scrolled can be scrolled with the keyboard, too.
    if (isActualSize) box.current!.setAttribute('tabindex', '0')
    else box.current!.removeAttribute('tabindex')
    const middle = (room: number, side: number) => Math.max(0, Math.round((room - side * scale) / 2))
    frame.style.transform = `translate(${middle(space.width, size.width)}px, ${middle(space.height, size.height)}px) scale(${scale})`
  }, [session, size, space, hasFrame, isActualSize, box])
  return <Reason />
}

function Reason() {
  const session = useContext(Session)!
  const error = useView((view) => view.error)
  const isEmpty = useView(({ loaded }) => loaded?.isComplete === true && loaded.items.length === 0)
  const isWaiting = useView(({ playback, loaded }) => playback === null || (playback.isWaiting && !loaded?.isComplete))
  const isFollowing = useView(({ playback }) => playback?.isFollowing === true)
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
  if (isFollowing) return <Note isLow>This recording is going on. Waiting for more…</Note>
  if (isGap) return <Note>Nothing was recorded here. The page was closed, in the background, or offline.</Note>
  return null
}

/** @param isLow below what is shown, instead of over its middle */
function Note({ isLow = false, children }: { isLow?: boolean; children: ReactNode }) {
  return (
    <div
      role="status"
      className={`pointer-events-none absolute inset-0 flex flex-col items-center gap-3 p-6 text-center ${isLow ? 'justify-end' : 'justify-center'}`}
    >
      <p className="pointer-events-auto flex flex-col items-center gap-3 rounded-lg bg-surface px-4 py-2 shadow">
        {children}
      </p>
    </div>
  )
}
