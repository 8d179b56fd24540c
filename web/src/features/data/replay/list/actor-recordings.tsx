/** Leads from a person behind a number to their recording, or to the list of them. */
import { Link } from '@tanstack/react-router'
import { Film, Play } from 'lucide-react'
import { NO_FILTERS } from './search'

export interface MatchedRecording {
  session_id: string
  events: { timestamp: string }[]
}

interface Props {
  person: string
  name: string
  /** Those in which the person was counted. Only some numbers know them. */
  recordings: readonly MatchedRecording[] | null
  /** Start of the range of the number. */
  from: string | null | undefined
}

const LINK =
  'inline-flex min-h-9 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised'

export function ActorRecordings({ person, name, recordings, from }: Props) {
  const first = recordings?.[0]
  if (first)
    return (
      <Link
        to="/replay/$id"
        params={{ id: first.session_id }}
        search={{ t: 0, at: first.events[0]?.timestamp ?? '' }}
        aria-label={`Watch ${name}`}
        className={LINK}
      >
        <Play size={16} aria-hidden /> Watch
      </Link>
    )
  return (
    <Link
      to="/replay"
      search={{ ...NO_FILTERS, tab: 'recordings', list: '', person, from: from || '-30d' }}
      aria-label={`Recordings of ${name}`}
      className={LINK}
    >
      <Film size={16} aria-hidden /> Recordings
    </Link>
  )
}
