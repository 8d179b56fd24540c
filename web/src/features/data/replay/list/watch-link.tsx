/** Leads from an event to its recording, a moment before the event. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useProject } from '../../../../project'
import { recordedQuery } from '../api'

interface Props {
  /** The event's `$session_id`, whatever it is. */
  sessionId: unknown
  /** ISO time of the event. */
  time: string
}

export function WatchLink({ sessionId, time }: Props) {
  const project = useProject()
  const id = typeof sessionId === 'string' && /^[\w-]{1,70}$/.test(sessionId) ? sessionId : null
  const { data } = useQuery(recordedQuery(project.id, id ? [id] : []))
  if (!id || data?.[id] !== true) return null
  return (
    <Link
      to="/replay/$id"
      params={{ id }}
      search={{ t: 0, at: time }}
      className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
    >
      <Play size={16} aria-hidden /> Watch
    </Link>
  )
}
