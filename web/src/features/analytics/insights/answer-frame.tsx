/** The frame of an answer: progress, age and errors. The old answer stays until the new one arrives. */

import { compactNumber, duration } from '@hedgerow/shared/format'
import { RotateCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { RequestError } from '../../../api/client'
import { Button } from '../../../components/controls'
import { RefreshNote } from '../../../components/refresh-note'
import { ErrorState, StillWaiting } from '../../../components/states'
import { TimeAgo } from '../../../time-ago'
import { asQuestion, type UseAnswer } from '../query/use-answer'

const SHOWS_AFTER_MS = 300
const LONG_MS = 5_000

/** Milliseconds since the query started, while it runs. */
function useElapsed(isAsking: boolean): number {
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    setElapsed(0)
    if (!isAsking) return
    const start = Date.now()
    const timer = setInterval(() => setElapsed(Date.now() - start), 300)
    return () => clearInterval(timer)
  }, [isAsking])
  return isAsking ? elapsed : 0
}

interface Props {
  asked: UseAnswer
  children: (answered: NonNullable<UseAnswer['answered']>) => ReactNode
  /** Placeholder for the first load. */
  skeleton?: ReactNode
  isTile?: boolean
  /** Shown below an error in the query itself: how to fix it. */
  mend?: ReactNode
}

export function AnswerFrame({ asked, children, skeleton, isTile, mend }: Props) {
  const { answered, error, isAsking, isStale, isCancelled, isAway, progress, cancel, refresh } = asked
  const elapsed = useElapsed(isAsking)
  const share = progress && progress.rowsTotal > 0 ? Math.min(1, progress.rowsRead / progress.rowsTotal) : null
  return (
    <div className={`relative min-w-0 ${isTile ? 'flex h-full min-h-0 flex-col' : ''}`} aria-busy={isAsking}>
      <div className="h-0.5" aria-hidden>
        {elapsed >= SHOWS_AFTER_MS && (
          <div
            className={`h-full bg-accent ${share === null ? 'listening w-full' : ''}`}
            style={share === null ? undefined : { width: `${share * 100}%` }}
          />
        )}
      </div>
      {/* After the first failure, the line on stale data says it. */}
      {isAway && !error && (
        <p role="status" className="px-2 py-1 text-[13px]">
          The server cannot be reached. Trying again…
        </p>
      )}
      {isAsking && !isAway && elapsed >= LONG_MS && (
        <div role="status" className="flex flex-wrap items-center gap-3 px-2 py-1 text-[13px]">
          <span>
            Taking longer than usual: {duration(elapsed / 1000)}
            {progress && progress.rowsRead > 0 ? `, ${compactNumber(progress.rowsRead)} rows read` : ''}
            {share === null ? '' : `, ${Math.round(share * 100)} %`}. A shorter range is faster.
          </span>
          <Button onClick={cancel}>Cancel</Button>
        </div>
      )}
      {isAsking && !isAway && elapsed >= 1_000 && elapsed < LONG_MS && !isTile && (
        <div className="absolute top-1 right-0 z-10">
          <Button onClick={cancel} className="min-h-7 text-[13px]">
            Cancel
          </Button>
        </div>
      )}
      {isCancelled && (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-raised px-3 py-2">
          <span>Canceled{answered ? '. This is the previous answer' : ''}.</span>
          <Button onClick={refresh}>Run again</Button>
        </div>
      )}
      {answered ? (
        <div className={`${isTile ? 'min-h-0 flex-1' : ''} ${isStale ? 'opacity-60' : ''}`}>{children(answered)}</div>
      ) : error ? (
        <div className={isTile ? 'overflow-auto p-2' : ''}>
          <ErrorState error={error} onRetry={refresh} />
          {error instanceof RequestError && error.status === 400 && mend}
        </div>
      ) : isCancelled ? null : (
        (skeleton ?? <ChartSkeleton isTile={isTile} />)
      )}
      {!isCancelled && <RefreshNote queries={[asQuestion(asked)]} />}
    </div>
  )
}

export function ChartSkeleton({ isTile }: { isTile?: boolean }) {
  return (
    <div
      role="status"
      aria-label="Loading"
      className={`relative flex items-end gap-2 p-4 ${isTile ? 'h-full min-h-24' : 'h-80'}`}
    >
      {[38, 55, 47, 70, 62, 80, 58, 74, 66, 85].map((height) => (
        <div key={height} className="flex-1 rounded-t bg-raised" style={{ height: `${height}%` }} />
      ))}
      <StillWaiting />
    </div>
  )
}

/** The age of an answer, with a button to refresh it. */
export function Freshness({ asked }: { asked: UseAnswer }) {
  const at = asked.answered?.answer.last_refresh
  return (
    <span className="inline-flex items-center gap-1 text-[13px] text-muted">
      {at && <TimeAgo iso={at} prefix="Computed " />}
      <Button look="bare" onClick={asked.refresh} disabled={asked.isAsking} aria-label="Refresh" title="Refresh (r)">
        <RotateCw size={15} aria-hidden />
      </Button>
    </span>
  )
}
