/** One recording with its events, console, network and person. */
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useProject } from '../../../project'
import { RecordingPlayer } from './player/recording-player'
import { recordingAt } from './recording/source'

const route = getRouteApi('/app/replay/$id')

export function RecordingPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { t } = route.useSearch()
  const source = useMemo(() => recordingAt(`/api/projects/${project.id}/session_recordings/${id}`), [project.id, id])
  return <RecordingPlayer id={id} source={source} at={t} />
}
