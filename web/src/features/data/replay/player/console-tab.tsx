/** The console of the recorded page. */
import { useMemo, useState } from 'react'
import { SearchInput, Select } from '../../../../components/controls'
import { EmptyState } from '../../../../components/states'
import { consoleLinesOf, type Level } from '../recording/lists'
import { TimedList } from './timed-list'
import { useView } from './use-view'

const LEVELS = [
  { value: 'info', label: 'All levels' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
] as const
const RANK: Record<Level, number> = { info: 0, warn: 1, error: 2 }
const LOOKS: Record<Level, string> = { info: '', warn: 'text-warning', error: 'text-danger' }

export function ConsoleTab() {
  const items = useView(({ loaded }) => loaded?.items)
  const isComplete = useView(({ loaded }) => loaded?.isComplete ?? false)
  const lines = useMemo(() => consoleLinesOf(items ?? []), [items])
  const [level, setLevel] = useState<Level>('info')
  const [text, setText] = useState('')
  const words = text.trim().toLowerCase()
  const shown = lines.filter(
    (line) => RANK[line.level] >= RANK[level] && (words === '' || line.text.toLowerCase().includes(words)),
  )
  return (
    <div className="flex flex-col gap-2">
      <SearchInput label="Search the console" value={text} onChange={(event) => setText(event.target.value)} />
      <Select
        label="Level"
        options={LEVELS}
        value={level}
        onChange={(event) => setLevel(event.target.value as Level)}
      />
      {shown.length === 0 ? (
        <EmptyState title={lines.length > 0 ? 'No line matches' : isComplete ? 'The console is empty' : 'Nothing yet'}>
          {lines.length === 0 && <p>Lines appear if the recorder captures the console.</p>}
        </EmptyState>
      ) : (
        <TimedList label="Console" entries={shown} keyOf={(_line, index) => String(index)}>
          {(line) => (
            <span className={`font-mono wrap-anywhere whitespace-pre-wrap ${LOOKS[line.level]}`} title={line.trace}>
              {line.level !== 'info' && <span className="font-medium">{line.level} </span>}
              {line.text}
            </span>
          )}
        </TimedList>
      )}
    </div>
  )
}
