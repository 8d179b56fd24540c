/** A shared recording in the player. */
import { useMemo } from 'react'
import { ToastProvider } from '../../../components/toasts'
import { RecordingPlayer } from '../../data/replay/player/recording-player'
import { recordingAt } from '../../data/replay/recording/source'
import type { SceneData, SharedRecordingData } from './viewer-data'

interface Props {
  recording: SharedRecordingData
  data: SceneData
}

export default function SharedRecording({
  recording: { id },
  data: { accessToken, shareToken, showInspector },
}: Props) {
  // The link's own credentials: a session of the same browser may not see this recording, or more of it.
  const source = useMemo(
    () =>
      recordingAt(
        `/api/projects/@current/session_recordings/${encodeURIComponent(id)}`,
        shareToken
          ? { headers: { Authorization: `Bearer ${shareToken}` } }
          : { query: { sharing_access_token: accessToken } },
      ),
    [id, accessToken, shareToken],
  )
  const at = Number(new URLSearchParams(location.search).get('t')) || 0
  return (
    <ToastProvider>
      <RecordingPlayer id={id} source={source} at={at} showsDetails={showInspector === true} />
    </ToastProvider>
  )
}
