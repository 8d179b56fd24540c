/**
 * Plays a recording. It needs neither a login nor a project: `source` says how to fetch, so it also plays on shared
 * pages. `RecordingPage` adds events and the person.
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { RecordingSource } from '../recording/source'
import { Controls } from './controls'
import { Inspector, type InspectorTab } from './inspector'
import type { Mark } from './marks'
import { Screen } from './screen'
import { PlayerSession } from './session'
import { TimeLine } from './time-line'
import { usePlayerKeys } from './use-player-keys'
import { Session } from './use-view'

export interface RecordingPlayerProps {
  /** A new id starts anew. */
  id: string
  source: RecordingSource
  /** Where to begin, in seconds. */
  at?: number
  /** Console and network beside the picture. */
  showsDetails?: boolean
  /** More of it may come: the player asks for it. */
  isOngoing?: boolean
  /** Events of the session, for marks on the time line; sorted by time. */
  marks?: readonly Mark[]
  /** More tabs, before console and network. */
  tabs?: readonly InspectorTab[]
  /** The address of this recording at a time in seconds; the current page's address with `?t=` if omitted. */
  linkAt?: (seconds: number) => string
  /** Goes to the next recording. */
  onNext?: () => void
  /** Shown above the picture. */
  header?: ReactNode
}

const NO_MARKS: readonly Mark[] = []
const NO_TABS: readonly InspectorTab[] = []

/** The address of the current page with the time in it. */
function hereAt(seconds: number): string {
  const url = new URL(location.href)
  url.searchParams.set('t', String(seconds))
  return url.href
}

export function RecordingPlayer({
  id,
  source,
  at = 0,
  showsDetails = true,
  isOngoing = false,
  marks = NO_MARKS,
  tabs = NO_TABS,
  linkAt = hereAt,
  onNext,
  header,
}: RecordingPlayerProps) {
  const host = useRef<HTMLDivElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  const first = useRef({ source, at })
  first.current = { source, at }
  const [session, setSession] = useState<PlayerSession | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another recording starts anew
  useEffect(() => {
    const opened = new PlayerSession(first.current.source, first.current.at * 1_000, true)
    setSession(opened)
    opened.open(host.current!)
    return () => opened.close()
  }, [id])
  useEffect(() => session?.setOngoing(isOngoing), [session, isOngoing])
  const frame = useMemo(() => <div ref={host} data-testid="recorded-page" />, [])
  return (
    <div ref={whole} className="flex min-w-0 flex-col bg-page lg:flex-row [&:fullscreen]:h-dvh">
      <section aria-label="Recording" className="flex min-w-0 flex-1 flex-col">
        {header}
        <Session.Provider value={session}>
          <Screen isOpen={session !== null}>{frame}</Screen>
          {session && (
            <>
              <TimeLine marks={marks} />
              <Controls whole={whole} linkAt={linkAt} onNext={onNext} />
              <Keys marks={marks} whole={whole} linkAt={linkAt} onNext={onNext} />
            </>
          )}
        </Session.Provider>
      </section>
      {session && (showsDetails || tabs.length > 0) && (
        <Session.Provider value={session}>
          <Inspector tabs={tabs} showsDetails={showsDetails} />
        </Session.Provider>
      )}
    </div>
  )
}

function Keys(props: Parameters<typeof usePlayerKeys>[0]) {
  usePlayerKeys(props)
  return null
}
