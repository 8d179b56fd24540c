/** Chooses the dashboards of an insight. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { createDashboard, dashboardNamesQuery } from '../dashboards/api'
import { type Insight, updateInsight } from './api'

interface Props {
  projectId: number
  insight: Insight
  onClose: () => void
}

export function DashboardsDialog({ projectId, insight, onClose }: Props) {
  const query = useQuery(dashboardNamesQuery(projectId))
  const { run, isBusy } = useChanges()
  const [on, setOn] = useState<number[]>(insight.dashboards)
  const [q, setQ] = useState('')
  const foundIn = ({ results }: NonNullable<typeof query.data>) =>
    results.filter(({ name }) => (name ?? '').toLowerCase().includes(q.toLowerCase()))
  const isNew = q.trim() !== '' && query.data !== undefined && !query.data.results.some(({ name }) => name === q.trim())
  const save = async () => {
    const saved = await run(() => updateInsight(projectId, insight.id, { dashboards: on }), 'Dashboards updated')
    if (saved) onClose()
  }
  const make = async () => {
    const made = await run(() => createDashboard(projectId, { name: q.trim() }))
    if (!made) return
    setOn([...on, made.id])
    setQ('')
  }
  return (
    <Dialog title="Dashboards" action="Save" isBusy={isBusy} onClose={onClose} onAction={() => void save()}>
      <SearchInput label="Search, or name a new dashboard" value={q} onChange={(event) => setQ(event.target.value)} />
      <Loaded query={query} skeleton={<Skeleton rows={4} />}>
        {(data) => (
          <ul className="max-h-[45dvh] overflow-y-auto rounded-md border border-line">
            {foundIn(data).map(({ id, name }) => (
              <li key={id}>
                <label className="flex min-h-9 items-center gap-3 px-3 hover:bg-raised">
                  <input
                    type="checkbox"
                    checked={on.includes(id)}
                    onChange={(event) => setOn(event.target.checked ? [...on, id] : on.filter((each) => each !== id))}
                  />
                  <span className="min-w-0 truncate">{name || 'Untitled'}</span>
                </label>
              </li>
            ))}
            {foundIn(data).length === 0 && !isNew && <li className="px-3 py-2 text-muted">No dashboards yet.</li>}
          </ul>
        )}
      </Loaded>
      {isNew && (
        <Button onClick={() => void make()} disabled={isBusy}>
          New dashboard “{q.trim()}”
        </Button>
      )}
    </Dialog>
  )
}
