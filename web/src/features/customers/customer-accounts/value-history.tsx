/** The earlier values of a custom property. */
import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { Popover } from '../../../components/popover'
import { Loaded, Skeleton } from '../../../components/states'
import { TimeAgo } from '../../../time-ago'
import { type Account, type Definition, valueHistoryQuery } from './api'
import { type Value, valueLabel } from './values'

export function ValueHistory({
  projectId,
  account,
  definition,
  currency,
  nameOf,
}: {
  projectId: number
  account: Account
  definition: Definition
  currency: string
  nameOf: (userId: number | null) => string
}) {
  return (
    <Popover
      label={`History of ${definition.name}`}
      trigger={<History size={13} aria-hidden />}
      aria-label={`History of ${definition.name}`}
      title="History"
      className="flex h-7 w-7 shrink-0 items-center justify-center rounded hover:bg-raised"
      panelClassName="w-80 p-3"
    >
      {() => (
        <HistoryOf
          projectId={projectId}
          accountId={account.id}
          definition={definition}
          currency={currency}
          nameOf={nameOf}
        />
      )}
    </Popover>
  )
}

function HistoryOf({
  projectId,
  accountId,
  definition,
  currency,
  nameOf,
}: {
  projectId: number
  accountId: string
  definition: Definition
  currency: string
  nameOf: (userId: number | null) => string
}) {
  const query = useQuery(valueHistoryQuery(projectId, accountId, definition.id))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={2} />}
      isEmpty={(data) => data.length === 0}
      empty={<p className="text-muted">Never set.</p>}
    >
      {(data) => (
        <ol className="flex flex-col gap-1">
          {data.map((each) => (
            <li key={each.id} className="flex justify-between gap-3">
              <span className="min-w-0 truncate">{valueLabel(definition, each.value as Value, currency)}</span>
              <span className="shrink-0 text-[13px] text-muted">
                {nameOf(each.created_by_id)} <TimeAgo iso={each.created_at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}
