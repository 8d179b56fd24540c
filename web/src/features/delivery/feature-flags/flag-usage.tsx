/** How often a flag was called, and with which answers. */

import { exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { type Flag, usageQuery } from './api'

const DAYS = 30
const COLOURS = ['bg-accent', 'bg-line-strong', 'bg-warning', 'bg-danger', 'bg-muted']

export function Usage({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useQuery(usageQuery(project.id, String(flag.id), DAYS))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={4} />}
      isEmpty={(data) => callsOf(data) === 0}
      empty={
        <EmptyState title="No calls yet">
          <p>
            SDKs send <code className="font-mono">$feature_flag_called</code> the first time they use a flag; the last{' '}
            {DAYS} days appear here.
          </p>
        </EmptyState>
      }
    >
      {(data) => <Calls data={data} timeZone={project.timezone} />}
    </Loaded>
  )
}

type FlagUsage = Awaited<ReturnType<NonNullable<ReturnType<typeof usageQuery>['queryFn']>>>

const callsOf = ({ results }: FlagUsage) => results.reduce((sum, { count }) => sum + count, 0)

function Calls({ data, timeZone }: { data: FlagUsage; timeZone: string }) {
  const total = callsOf(data)
  const days = data.days.map((day, index) => ({ day, counts: data.results.map(({ counts }) => counts[index] ?? 0) }))
  const highest = Math.max(...days.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)))
  return (
    <Section title={`${exactNumber(total)} calls in ${DAYS} days`} lead={`By answer. Days are in ${timeZone}.`}>
      <div className="flex h-36 items-end gap-0.5" aria-hidden>
        {days.map(({ day, counts }) => (
          <div
            key={day}
            className="flex h-full flex-1 flex-col justify-end"
            title={`${day}: ${exactNumber(counts.reduce((a, b) => a + b, 0))}`}
          >
            {counts.map((count, index) => (
              <div
                key={data.results[index]!.value}
                className={COLOURS[index % COLOURS.length]}
                style={{ height: `${(count / highest) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <table className="w-full text-left">
        <caption className="sr-only">Calls by answer</caption>
        <thead className="text-[13px] text-muted">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Answer
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Calls
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Share
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {data.results.map(({ value, count }, index) => (
            <tr key={value}>
              <th scope="row" className="py-1.5 font-normal break-all">
                <span
                  className={`mr-2 inline-block h-3 w-3 rounded-sm ${COLOURS[index % COLOURS.length]}`}
                  aria-hidden
                />
                {value}
              </th>
              <td className="py-1.5 text-right">{exactNumber(count)}</td>
              <td className="py-1.5 text-right">{((count / total) * 100).toFixed(1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
