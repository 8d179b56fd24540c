/** What a subscription has sent. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from '../../../components/controls'
import { rowsOf, ShowMore } from '../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { deliveriesQuery } from './api'
import { DeliveryRow } from './delivery-row'
import { DELIVERY_STATUSES } from './subscription-badge'

interface Props {
  subscriptionId: number
  /** The user created the subscription. */
  isAuthor: boolean
  /** Empty for all. */
  status: string
  onStatus: (status: string) => void
}

export function Deliveries({ subscriptionId, isAuthor, status, onStatus }: Props) {
  const project = useProject()
  const query = useInfiniteQuery(deliveriesQuery(project.id, subscriptionId, status))
  return (
    <section className="flex flex-col gap-3" aria-labelledby="deliveries">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="deliveries" className="text-base font-semibold">
          Reports
        </h2>
        <Select
          label="State"
          value={status}
          options={[{ value: '', label: 'All' }, ...DELIVERY_STATUSES]}
          onChange={(event) => onStatus(event.target.value)}
        />
      </div>
      <Loaded
        query={query}
        isBoxed
        skeleton={<Skeleton rows={4} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title={status ? 'No reports in this state' : 'No reports yet'}>
            <p>Reports are listed for 90 days.</p>
          </EmptyState>
        }
      >
        {(data) => (
          <ul
            aria-label="Reports, newest first"
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {rowsOf(data).map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} hasPictures={isAuthor} />
            ))}
          </ul>
        )}
      </Loaded>
      <ShowMore query={query} label="Older reports" />
    </section>
  )
}
