/** How much an account or a person uses the product: a card for each metric. */
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { Loaded, together } from '../../../components/states'
import { Sparkline } from '../../analytics/charts/sparkline'
import { MetricDialog } from './metric-dialog'
import { metricsQuery, type Usage, usageQuery } from './metrics'
import { UsageText } from './values'

interface Props {
  projectId: number
  /** The group type that the metrics belong to. */
  groupType: number
  of: Parameters<typeof usageQuery>[1]
  currency: string
  /** Shows nothing while there are no metrics. */
  isQuiet?: boolean
}

export function UsageStrip({ projectId, groupType, of, currency, isQuiet = false }: Props) {
  const query = together(useQuery(metricsQuery(projectId, groupType)), useQuery(usageQuery(projectId, of)))
  const [edited, setEdited] = useState<string | null>(null)
  const known = query.data?.[0].results
  if (isQuiet && !query.error && (!query.data || query.data[1].length === 0)) return null
  return (
    <section aria-label="Usage metrics" className="min-h-20">
      <Loaded query={query} skeleton={<span />} className="flex flex-wrap items-stretch gap-3">
        {([, usages]) => (
          <>
            {usages.toReversed().map((usage) => (
              <Card key={usage.id} usage={usage} currency={currency} onEdit={() => setEdited(usage.id)} />
            ))}
            <Button
              look={usages.length === 0 ? 'quiet' : 'bare'}
              className={usages.length === 0 ? 'self-center' : ''}
              onClick={() => setEdited('new')}
            >
              <Plus size={15} aria-hidden /> {usages.length === 0 ? 'Add a usage metric' : 'Metric'}
            </Button>
          </>
        )}
      </Loaded>
      {edited !== null && (
        <MetricDialog
          projectId={projectId}
          groupType={groupType}
          metric={known?.find(({ id }) => id === edited)}
          onClose={() => setEdited(null)}
          onDone={() => setEdited(null)}
        />
      )}
    </section>
  )
}

function Card({ usage, currency, onEdit }: { usage: Usage; currency: string; onEdit: () => void }) {
  return (
    <button
      type="button"
      onClick={onEdit}
      title="Edit this metric"
      className="flex min-w-40 flex-col items-start gap-1 rounded-lg border border-line bg-surface px-3 py-2 text-left hover:border-line-strong"
    >
      <span className="text-[13px] text-muted">
        {usage.name} · {usage.interval} {usage.interval === 1 ? 'day' : 'days'}
      </span>
      <span className="text-lg font-semibold">
        <UsageText
          usage={{ value: usage.value, previous: usage.previous, days: usage.timeseries }}
          metric={{ ...usage, display: 'number' }}
          currency={currency}
        />
      </span>
      {usage.display === 'sparkline' && <Sparkline values={usage.timeseries} isWide />}
    </button>
  )
}
