/** The first screen of a recording. It is drawn when the row comes into view, in a frame without scripts like the player's. */
import { Film } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSeen } from '../../../../components/use-seen'
import { recordingAt } from '../recording/source'
import { drawThumbnail } from './thumbnail-queue'

export function Thumbnail({ projectId, id }: { projectId: number; id: string }) {
  const host = useRef<HTMLDivElement>(null)
  const isSeen = useSeen(host)
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    if (!isSeen) return
    const place = host.current!
    const abort = new AbortController()
    const source = recordingAt(`/api/projects/${projectId}/session_recordings/${id}`)
    // Without a picture the icon stays: the row says everything else.
    drawThumbnail(source, place, abort.signal).then(setDrawn, () => setDrawn(false))
    return () => {
      abort.abort()
      place.replaceChildren()
    }
  }, [isSeen, projectId, id])
  return (
    <div aria-hidden className="relative h-20 w-32 shrink-0 overflow-hidden rounded border border-line bg-raised">
      {!isDrawn && <Film size={22} className="absolute inset-0 m-auto text-muted" />}
      <div ref={host} className={`pointer-events-none absolute inset-0 ${isDrawn ? '' : 'invisible'}`} />
    </div>
  )
}
