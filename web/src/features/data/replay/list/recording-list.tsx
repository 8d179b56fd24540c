/** A list of recordings with selection by mouse and keyboard. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useHotkeys } from '../../../../hotkeys'
import { useProject } from '../../../../project'
import type { Recording } from '../api'
import { BulkBar } from './bulk-bar'
import { rememberList } from './next'
import { RecordingRow } from './recording-row'

interface Props {
  recordings: readonly Recording[]
  /** The collection that is shown; recordings can then be taken out of it. */
  collection?: string
}

export function RecordingList({ recordings, collection }: Props) {
  const project = useProject()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<number | null>(null)
  const [last, setLast] = useState(0)
  const ids = recordings.map(({ id }) => id)
  // What is no longer in the list is no longer selected.
  const selected = ids.filter((id) => chosen.has(id))
  const select = (index: number, isSelected: boolean, isRange: boolean) => {
    const next = new Set(selected)
    const [from, to] = isRange ? [Math.min(last, index), Math.max(last, index)] : [index, index]
    for (const id of ids.slice(from, to + 1)) {
      if (isSelected) next.add(id)
      else next.delete(id)
    }
    setLast(index)
    setChosen(next)
  }
  const open = (index: number) => {
    rememberList(ids)
    void navigate({ to: '/replay/$id', params: { id: ids[index]! }, search: { t: 0, at: '' } })
  }
  const move = (by: number) => setCurrent((now) => Math.min(ids.length - 1, Math.max(0, now === null ? 0 : now + by)))
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => current !== null && select(current, !chosen.has(ids[current]!), false),
    a: () => setChosen(selected.length === ids.length ? new Set() : new Set(ids)),
    Enter: () => current !== null && open(current),
  })
  return (
    <div className="flex flex-col gap-2">
      <BulkBar
        projectId={project.id}
        ids={selected}
        count={ids.length}
        collection={collection}
        onAll={(isAll) => setChosen(new Set(isAll ? ids : []))}
      />
      <ul aria-label="Recordings" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {recordings.map((recording, index) => (
          <li key={recording.id}>
            <RecordingRow
              projectId={project.id}
              recording={recording}
              timeZone={project.timezone}
              isSelected={chosen.has(recording.id)}
              isCurrent={index === current}
              onSelect={(isSelected, isRange) => select(index, isSelected, isRange)}
              onOpen={() => rememberList(ids)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
