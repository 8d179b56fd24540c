/** A shared recording in the player. */
import { useEffect, useMemo, useState } from 'react'
import { ToastProvider } from '../../../components/toasts'
import { RecordingPlayer } from '../../data/replay/player/recording-player'
import { type RecordingSource, recordingAt } from '../../data/replay/recording/source'
import type { SceneData, SharedRecordingData } from './viewer-data'

/** A recording that got nothing for this long has ended, as in the API. */
const ONGOING_MS = 5 * 60_000

interface Props {
  recording: SharedRecordingData
  data: SceneData
}

export default function SharedRecording({
  recording: { id, end_time: endTime },
  data: { accessToken, shareToken, showInspector },
}: Props) {
  const [end, setEnd] = useState(() => Date.parse(endTime))
  // The link's own credentials: a session of the same browser may not see this recording, or more of it.
  const source = useMemo(
    () =>
      noting(
        recordingAt(
          `/api/projects/@current/session_recordings/${encodeURIComponent(id)}`,
          shareToken
            ? { headers: { Authorization: `Bearer ${shareToken}` } }
            : { query: { sharing_access_token: accessToken } },
        ),
        setEnd,
      ),
    [id, accessToken, shareToken],
  )
  const at = Number(new URLSearchParams(location.search).get('t')) || 0
  const isOngoing = useIsOngoing(end)
  return (
    <ToastProvider>
      <RecordingPlayer id={id} source={source} at={at} isOngoing={isOngoing} showsDetails={showInspector === true} />
    </ToastProvider>
  )
}

/** Tells the end of the recording whenever its blocks are listed. */
function noting(source: RecordingSource, note: (end: number) => void): RecordingSource {
  return {
    ...source,
    list: async (signal) => {
      const blocks = await source.list(signal)
      note(Math.max(0, ...blocks.map((block) => block.end)))
      return blocks
    },
  }
}

/** Whether more may come after `end`. */
function useIsOngoing(end: number): boolean {
  const [isOngoing, setOngoing] = useState(() => Date.now() - end < ONGOING_MS)
  useEffect(() => {
    const left = end + ONGOING_MS - Date.now()
    setOngoing(left > 0)
    const timer = setTimeout(() => setOngoing(false), Math.max(0, left))
    return () => clearTimeout(timer)
  }, [end])
  return isOngoing
}
