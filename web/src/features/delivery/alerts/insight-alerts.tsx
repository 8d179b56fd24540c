/** The alerts of an insight: a bell with their number, the drawer that it opens, and their limits on the chart. */
import { hasIntervals, limitsOf } from '@hedgerow/shared/alerts'
import type { Limit } from '@hedgerow/shared/charts/trends-data'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { Bell, BellRing, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { AlertForm } from './alert-form'
import { AlertRow } from './alert-row'
import { alertNameOf, alertsOfQuery, ruleOf } from './api'

const NO_LIMITS: readonly Limit[] = []

interface Props {
  insight: { id: number; query?: unknown }
  title: string
  onClose: () => void
}

export function AlertsButton({ insightId, onOpen }: { insightId: number; onOpen: () => void }) {
  const project = useProject()
  const { data } = useQuery(alertsOfQuery(project.id, insightId))
  // A bell without a number says nothing about how many there are.
  const count = data?.count
  const isFiring = data?.results.some(({ enabled, state }) => enabled && state === 'Firing') ?? false
  const Icon = isFiring ? BellRing : Bell
  const label = `Alerts${count ? ` (${count}${isFiring ? ', firing' : ''})` : ''}`
  return (
    <Button look="bare" className="px-2" aria-label={label} title={label} onClick={onOpen}>
      <Icon size={16} aria-hidden className={isFiring ? 'text-danger' : undefined} />
      {Boolean(count) && <span aria-hidden>{count}</span>}
    </Button>
  )
}

export function InsightAlerts({ insight, title, onClose }: Props) {
  const project = useProject()
  const query = useQuery(alertsOfQuery(project.id, insight.id))
  const [isNew, setNew] = useState(false)
  const button = (
    <Button look="primary" onClick={() => setNew(true)}>
      <Plus size={16} aria-hidden /> New alert
    </Button>
  )
  return (
    <Drawer title="Alerts" lead={title} onClose={onClose}>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <EmptyState title="No alerts yet">
            <p>An alert sends a mail when the value of this insight, or its change, leaves a range.</p>
            {button}
          </EmptyState>
        }
      >
        {({ results }) => (
          <div className="flex flex-col items-start gap-3">
            <ul aria-label="Alerts" className="w-full divide-y divide-line rounded-md border border-line">
              {results.map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
            </ul>
            {button}
            <p className="text-[13px] text-muted">
              Alerts look at the saved insight, not at unsaved changes. Times in {project.timezone}.
            </p>
          </div>
        )}
      </Loaded>
      {isNew && <AlertForm insight={insight} alert={null} onClose={() => setNew(false)} />}
    </Drawer>
  )
}

/** The limits of the insight's alerts, for its chart; none until they are loaded. */
export function useAlertLimits(insightId: number | undefined, node: InsightNode | null): readonly Limit[] {
  const project = useProject()
  const isShown = insightId !== undefined && node?.kind === 'TrendsQuery' && hasIntervals(node)
  const { data } = useQuery({ ...alertsOfQuery(project.id, insightId ?? 0), enabled: isShown })
  return useMemo(
    () =>
      isShown && data
        ? data.results.filter(({ enabled }) => enabled).flatMap((alert) => limitsOf(ruleOf(alert), alertNameOf(alert)))
        : NO_LIMITS,
    [data, isShown],
  )
}
