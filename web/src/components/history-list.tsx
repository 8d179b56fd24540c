/** Activity log entries as sentences. The saves of one sitting are one entry; its changes open on demand. */

import { eventTime } from '@hedgerow/shared/format'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { diffLines, linesOf, shortened } from '../features/workspace/activity/line-diff'
import { type Change, type HistoryEntry, sentenceOf, wordsOf } from '../features/workspace/activity/sentences'
import { type Sitting, sittingsOf } from '../features/workspace/activity/sittings'

export type { HistoryEntry } from '../features/workspace/activity/sentences'

/** Longer values are shown as a diff, on demand. */
const SHORT_CHARACTERS_MAX = 80
const CHANGES_SHOWN_MAX = 20

interface Props {
  entries: HistoryEntry[]
  timeZone: string
  /** Whether each entry names its object and links to it. */
  showsObject?: boolean
}

export function HistoryList({ entries, timeZone, showsObject = false }: Props) {
  return (
    <ul aria-label="History, newest first" className="rounded-lg border border-line bg-surface">
      {sittingsOf(entries).map((sitting) => (
        <Row key={sitting.newest.id} sitting={sitting} timeZone={timeZone} showsObject={showsObject} />
      ))}
    </ul>
  )
}

function Row({ sitting, timeZone, showsObject }: { sitting: Sitting; timeZone: string; showsObject: boolean }) {
  const { newest, entries, changes } = sitting
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const at = (entry: HistoryEntry) => eventTime(entry.created_at, timeZone)
  const told = changes.filter((change) => !isToldBy(newest, change)).slice(0, CHANGES_SHOWN_MAX)
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Said entry={newest} showsObject={showsObject} />
        <time
          dateTime={newest.created_at}
          title={newest.created_at}
          className="ml-auto text-[13px] whitespace-nowrap text-muted"
        >
          {at(newest)}
        </time>
      </div>
      {told.map((change) => (
        <Changed key={`${change.field} ${String(change.before)}`} change={change} />
      ))}
      {entries.length > 1 && (
        <>
          <Toggle isOpen={isOpen} controls={id} onToggle={() => setOpen(!isOpen)}>
            {entries.length} changes since {at(entries.at(-1)!)}
          </Toggle>
          {isOpen && (
            <ul id={id} className="flex flex-col gap-1 border-l-2 border-line pl-3">
              {entries.map((entry) => (
                <li key={entry.id} className="flex flex-col gap-1 text-[13px]">
                  <time dateTime={entry.created_at} className="text-muted">
                    {at(entry)}
                  </time>
                  {sittingsOf([entry])[0]!.changes.map((change) => (
                    <Changed key={`${change.field} ${String(change.before)}`} change={change} />
                  ))}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </li>
  )
}

/** Whether the sentence already says everything about a change: a switch, a creation or a deletion. */
function isToldBy({ activity, scope }: HistoryEntry, { field, before, after }: Change): boolean {
  if (scope === 'AccessControl' || field === 'tag' || field === 'level') return true
  if (field === 'deleted' || activity === 'created' || activity === 'joined') return true
  return typeof before === 'boolean' && typeof after === 'boolean' && SWITCHES.has(field!)
}
const SWITCHES = new Set(['active', 'enabled', 'archived', 'pinned', 'favorited', 'verified', 'hidden'])

function Said({ entry, showsObject }: { entry: HistoryEntry; showsObject: boolean }) {
  const { who, did, name, address, rest } = sentenceOf(entry)
  const shown = name || (address ? 'Untitled' : '')
  return (
    <p className="min-w-0 break-words">
      <span className="font-medium">{who}</span> {did}{' '}
      {showsObject && address ? (
        <Link to={address} className="font-medium text-accent underline underline-offset-2">
          {shown}
        </Link>
      ) : (
        <em className="font-medium not-italic">{shown}</em>
      )}{' '}
      {rest}
    </p>
  )
}

function Changed({ change: { field, before, after } }: { change: Change }) {
  const [old, now] = [shortText(before), shortText(after)]
  if (old === null || now === null) return <Difference field={field!} before={before} after={after} />
  // For a text that is too long, the log only records that it changed.
  if (before === null && after === null) return null
  return (
    <p className="text-[13px] break-words text-muted">
      <span className="font-medium text-text">{wordsOf(field!)}</span>: {old !== NOTHING && <del>{old}</del>}
      {old !== NOTHING && ' → '}
      <ins className="no-underline">{now}</ins>
    </p>
  )
}

const NOTHING = 'nothing'

/** A value as inline text, or null if it is too long. */
function shortText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.length === 0) return NOTHING
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')
  const text = typeof value === 'string' ? value : isList ? value.join(', ') : JSON.stringify(value)
  return text.length > SHORT_CHARACTERS_MAX || text.includes('\n') || (typeof value === 'object' && !isList)
    ? null
    : text
}

function Difference({ field, before, after }: { field: string; before: unknown; after: unknown }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div>
      <Toggle isOpen={isOpen} controls={id} onToggle={() => setOpen(!isOpen)}>
        Changes in {wordsOf(field)}
      </Toggle>
      {isOpen && <Lines id={id} before={before} after={after} />}
    </div>
  )
}

const LOOKS = {
  same: { sign: ' ', word: '', look: 'text-muted' },
  removed: { sign: '−', word: 'Removed: ', look: 'bg-danger-soft' },
  added: { sign: '+', word: 'Added: ', look: 'bg-accent-soft' },
}

function Lines({ id, before, after }: { id: string; before: unknown; after: unknown }) {
  const lines = diffLines(linesOf(before), linesOf(after))
  if (!lines)
    return (
      <p id={id} className="text-[13px] text-muted">
        Too long to compare here.
      </p>
    )
  return (
    <div id={id} className="mt-1 max-h-80 overflow-auto rounded-md border border-line text-[13px]">
      {shortened(lines).map((line, index) =>
        line ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and never move
          <div key={index} className={`flex gap-2 px-2 ${LOOKS[line.kind].look}`}>
            <span aria-hidden className="w-3 shrink-0 select-none">
              {LOOKS[line.kind].sign}
            </span>
            <span className="min-w-0 break-words whitespace-pre-wrap">
              <span className="sr-only">{LOOKS[line.kind].word}</span>
              {line.text}
            </span>
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and never move
          <div key={index} className="px-2 text-muted">
            …
          </div>
        ),
      )}
    </div>
  )
}

function Toggle({
  isOpen,
  controls,
  onToggle,
  children,
}: {
  isOpen: boolean
  controls: string
  onToggle: () => void
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? controls : undefined}
      onClick={onToggle}
      className="self-start rounded text-left text-[13px] text-accent hover:underline"
    >
      <span aria-hidden>{isOpen ? '▾' : '▸'}</span> {children}
    </button>
  )
}
