/** Moves a tile to another dashboard. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { dashboardNamesQuery } from './api'

export function MoveDialog({
  projectId,
  onMove,
  onClose,
}: {
  projectId: number
  onMove: (dashboard: number) => void
  onClose: () => void
}) {
  const query = useQuery(dashboardNamesQuery(projectId))
  const [chosen, setChosen] = useState<number | null>(null)
  return (
    <Dialog
      title="Move to another dashboard"
      action="Move"
      isDisabled={chosen === null}
      onClose={onClose}
      onAction={() => chosen !== null && onMove(chosen)}
    >
      <Loaded query={query} skeleton={<Skeleton rows={4} />}>
        {({ results }) => (
          <fieldset className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
            <legend className="sr-only">Dashboard</legend>
            {results.map(({ id, name }) => (
              <label key={id} className="flex min-h-9 items-center gap-3 px-3 hover:bg-raised">
                <input type="radio" name="dashboard" checked={chosen === id} onChange={() => setChosen(id)} />
                {name || 'Untitled'}
              </label>
            ))}
          </fieldset>
        )}
      </Loaded>
    </Dialog>
  )
}
