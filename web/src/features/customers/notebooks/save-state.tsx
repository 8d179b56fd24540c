/** The save state, shown beside the title of a notebook. */
import { useEffect, useState } from 'react'
import { ago } from '../../../time-ago'
import type { SaveState } from './use-autosave'

/** `Saved 3 s ago`. */
export function Saved({ state, onResolve }: { state: SaveState; onResolve: () => void }) {
  const [now, setNow] = useState(Date.now)
  const at = state.kind === 'saved' ? state.at : null
  useEffect(() => {
    if (at === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [at])
  const seconds = at === null ? 0 : Math.max(0, Math.round((now - Date.parse(at)) / 1000))
  return (
    <span className="text-[13px] text-muted">
      <span role="status" className="sr-only">
        {state.kind === 'saved' ? 'Saved' : state.kind === 'conflict' ? 'Not saved: someone else changed it' : ''}
      </span>
      <span aria-hidden>
        {state.kind === 'saved' ? (
          at === null ? (
            'Saved'
          ) : (
            `Saved ${seconds < 60 ? `${seconds} s ago` : ago(at, now)}`
          )
        ) : state.kind === 'saving' || state.kind === 'waiting' ? (
          'Saving…'
        ) : state.kind === 'offline' ? (
          'Not saved yet. Retrying…'
        ) : state.kind === 'refused' ? (
          <span className="text-danger">Not saved: {state.message}</span>
        ) : (
          <span className="text-danger">Not saved</span>
        )}
      </span>
      {state.kind === 'conflict' && (
        <>
          {' '}
          <button type="button" onClick={onResolve} className="text-accent underline">
            Resolve…
          </button>
        </>
      )}
    </span>
  )
}
