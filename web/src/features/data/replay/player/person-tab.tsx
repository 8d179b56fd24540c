/** Who was recorded, and with what. */
import { eventTime } from '@hedgerow/shared/format'
import { valueText } from '@hedgerow/shared/value-text'
import { Link } from '@tanstack/react-router'
import { FactsTable } from '../../../../components/facts-table'
import type { Recording } from '../api'

export function PersonTab({ recording, timeZone }: { recording: Recording; timeZone: string }) {
  const { person, distinct_id: distinctId } = recording
  const facts: [string, string][] = [
    ['Distinct ID', distinctId],
    ['Started', eventTime(recording.start_time, timeZone)],
    ['Kept until', recording.expiry_time.slice(0, 10)],
    ['Recorded by', `${recording.snapshot_library}, ${recording.snapshot_source}`],
    ['Session ID', recording.id],
  ]
  const properties = Object.entries(person.properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]): [string, string] => [name, valueText(value)])
  return (
    <div
      className="flex max-h-[min(60dvh,38rem)] flex-col gap-3 overflow-y-auto"
      tabIndex={0}
      role="region"
      aria-label="Person"
    >
      {person.id === null ? (
        <p className="text-muted">This visitor has no profile.</p>
      ) : (
        <Link to="/persons/$id" params={{ id: person.uuid }} className="font-medium break-words text-accent underline">
          {person.name ?? distinctId}
        </Link>
      )}
      <FactsTable label="Recording" rows={facts} />
      {properties.length > 0 && <FactsTable label="Properties" rows={properties} />}
    </div>
  )
}
