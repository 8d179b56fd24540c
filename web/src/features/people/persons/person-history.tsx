/** The distinct IDs of a person and the history of a property. */

import { eventTime } from '@hedgerow/shared/format'
import { valueText } from '@hedgerow/shared/value-text'
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../../../components/code-block'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { propertyHistoryQuery } from './api'

export function DistinctIds({ ids }: { ids: string[] }) {
  if (ids.length === 0)
    return (
      <EmptyState title="No IDs">
        <p>All IDs were split off, so no events belong to this person.</p>
      </EmptyState>
    )
  return (
    <ul aria-label="Distinct IDs" className="rounded-lg border border-line bg-surface">
      {ids.map((id) => (
        <li key={id} className="flex items-center justify-between gap-3 border-b border-line px-3 py-2 last:border-b-0">
          <span className="min-w-0 font-mono text-[13px] break-all">{id}</span>
          <CopyButton text={id} />
        </li>
      ))}
    </ul>
  )
}

export function PropertyHistory({
  projectId,
  id,
  name,
  timeZone,
}: {
  projectId: number
  id: string
  name: string
  timeZone: string
}) {
  const query = useQuery(propertyHistoryQuery(projectId, id, name))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={3} />}
      isEmpty={({ points }) => points.length === 0}
      empty={<p className="text-muted">No event in the last two years contains it.</p>}
    >
      {({ points }) => (
        <>
          <p className="text-muted">Values in events of the last two years, newest first.</p>
          <ol className="max-h-[50dvh] overflow-y-auto rounded-md border border-line">
            {points.toReversed().map((point) => (
              <li
                key={point.timestamp}
                className="flex flex-wrap justify-between gap-2 border-b border-line px-3 py-2 last:border-b-0"
              >
                <span className="min-w-0 font-mono text-[13px] break-words whitespace-pre-wrap">
                  {Object.hasOwn(point.properties, name) ? valueText(point.properties[name]) : '(not set)'}
                </span>
                <span className="text-[13px] text-muted">
                  since <time dateTime={point.timestamp}>{eventTime(point.timestamp, timeZone)}</time> ·{' '}
                  {point.relevant_event_count} {point.relevant_event_count === 1 ? 'event' : 'events'}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Loaded>
  )
}
