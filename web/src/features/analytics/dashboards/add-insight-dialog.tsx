/** Adds insights to a dashboard: saved ones, or a new one. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { rowsOf } from '../../../components/paging'
import { Loaded, Skeleton } from '../../../components/states'
import { insightsQuery, titleOf, updateInsight } from '../insights/api'
import { kindOf } from '../insights/insights-page'
import type { Dashboard } from './api'

interface Props {
  projectId: number
  dashboard: Dashboard
  onClose: () => void
  onAdded: () => void
}

export function AddInsightDialog({ projectId, dashboard, onClose, onAdded }: Props) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [q, setQ] = useState('')
  const query = useInfiniteQuery(insightsQuery(projectId, { q, kind: '', tab: 'all', tag: '', sort: '' }))
  return (
    <Dialog title="Add an insight" onClose={onClose}>
      <Button
        look="primary"
        onClick={() =>
          void navigate({ to: '/insights/$id', params: { id: 'new' }, search: { dashboard: dashboard.id } as never })
        }
      >
        New insight for this dashboard
      </Button>
      <SearchInput label="Search saved insights" value={q} onChange={(event) => setQ(event.target.value)} />
      <Loaded query={query} skeleton={<Skeleton rows={5} />}>
        {(data) => (
          <ul className="max-h-[45dvh] divide-y divide-line overflow-y-auto rounded-md border border-line">
            {rowsOf(data).map((insight) => {
              const isOn = insight.dashboards.includes(dashboard.id)
              return (
                <li key={insight.id} className="flex min-h-11 items-center justify-between gap-3 px-3">
                  <div className="min-w-0">
                    <p className="truncate">{titleOf(insight)}</p>
                    <p className="text-[13px] text-muted">{kindOf(insight)}</p>
                  </div>
                  <Button
                    disabled={isBusy}
                    aria-pressed={isOn}
                    aria-label={`${isOn ? 'Remove' : 'Add'} ${titleOf(insight)}`}
                    onClick={() =>
                      void run(() =>
                        updateInsight(projectId, insight.id, {
                          dashboards: isOn
                            ? insight.dashboards.filter((id) => id !== dashboard.id)
                            : [...insight.dashboards, dashboard.id],
                        }),
                      ).then(onAdded)
                    }
                  >
                    {isOn ? 'Remove' : 'Add'}
                  </Button>
                </li>
              )
            })}
            {rowsOf(data).length === 0 && <li className="px-3 py-3 text-muted">No saved insight matches.</li>}
          </ul>
        )}
      </Loaded>
    </Dialog>
  )
}
