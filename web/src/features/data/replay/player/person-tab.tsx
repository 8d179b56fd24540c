/** Who was recorded, and with what. */
import { eventTime } from '@hedgerow/shared/format'
import { valueText } from '@hedgerow/shared/value-text'
import { Link } from '@tanstack/react-router'
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
      <Table label="Recording" rows={facts} />
      {properties.length > 0 && <Table label="Properties" rows={properties} />}
    </div>
  )
}

function Table({ label, rows }: { label: string; rows: [string, string][] }) {
  return (
    <table className="w-full table-fixed border-collapse text-[13px]">
      <caption className="pb-1 text-left font-medium">{label}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name} className="border-t border-line align-top">
            <th scope="row" className="w-2/5 py-1 pr-2 text-left font-normal break-words text-muted">
              {name}
            </th>
            <td className="py-1 break-words whitespace-pre-wrap">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
