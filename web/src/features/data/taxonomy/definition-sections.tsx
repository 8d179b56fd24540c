/** The sections of the definition drawer: volume, examples, values, and properties seen with it. */

import { exactNumber } from '@hedgerow/shared/format'
import { eventName, propertyName } from '@hedgerow/shared/query/names'
import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { valueText } from '@hedgerow/shared/value-text'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { AnswerView } from '../../analytics/charts/answer-view'
import { AnswerFrame } from '../../analytics/insights/answer-frame'
import { valuesQuery } from '../../analytics/query/api'
import { useAnswer } from '../../analytics/query/use-answer'
import { companionsQuery, type Kind } from './api'

export function Volume({ name }: { name: string }) {
  const project = useProject()
  const node = {
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: name, name }],
    dateRange: { date_from: '-30d' },
    interval: 'day',
    trendsFilter: { display: 'ActionsBar' },
  } as unknown as QueryNode
  const asked = useAnswer(project.id, node)
  return (
    <section aria-label="How often">
      <h3 className="pb-1 font-semibold">The last 30 days</h3>
      <div className="h-52">
        <AnswerFrame asked={asked} isTile>
          {(answered) => <AnswerView answered={answered} timeZone={project.timezone} isTile />}
        </AnswerFrame>
      </div>
    </section>
  )
}

const EXAMPLES = 3

export function Examples({ name }: { name: string }) {
  const project = useProject()
  const query = useQuery({
    queryKey: ['event-examples', project.id, name],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/events', {
          params: { path: { project_id: String(project.id) }, query: { event: name, limit: String(EXAMPLES) } },
          signal,
        }),
      ),
  })
  return (
    <section aria-label="Examples">
      <h3 className="pb-1 font-semibold">Latest events</h3>
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => (
          <ul className="flex flex-col gap-2">
            {data.results.map((event) => (
              <li key={event.id} className="rounded-md border border-line">
                <p className="flex justify-between gap-3 border-b border-line px-3 py-1 text-[13px] text-muted">
                  <span className="truncate">{event.distinct_id}</span>
                  <TimeAgo iso={event.timestamp} />
                </p>
                <pre className="max-h-40 overflow-auto px-3 py-2 font-mono text-[13px] break-all whitespace-pre-wrap">
                  {JSON.stringify(event.properties, null, 1)}
                </pre>
              </li>
            ))}
            {data.results.length === 0 && <li className="text-muted">No recent examples.</li>}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

export function Values({ kind, name }: { kind: Kind; name: string }) {
  const project = useProject()
  const query = useQuery(valuesQuery(project.id, { type: kind, key: name }, ''))
  return (
    <section aria-label="Values">
      <h3 className="pb-1 font-semibold">Frequent values</h3>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data.length === 0}
        empty={<p className="text-muted">No recent values.</p>}
      >
        {(data) => (
          <ul className="divide-y divide-line rounded-md border border-line">
            {data.slice(0, 20).map((value) => (
              <li key={valueText(value.name)} className="flex justify-between gap-3 px-3 py-1">
                <span className="min-w-0 truncate">{valueText(value.name)}</span>
                {value.count !== undefined && (
                  <span className="text-muted tabular-nums">{exactNumber(value.count)}</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

const COMPANIONS_SHOWN = 40

export function Companions({ kind, name }: { kind: 'events' | 'event'; name: string }) {
  const project = useProject()
  const [isWhole, setWhole] = useState(false)
  const query = useQuery(companionsQuery(project.id, kind, name))
  const label = kind === 'events' ? propertyName : eventName
  return (
    <section aria-label="Seen with">
      <h3 className="pb-1 font-semibold">{kind === 'events' ? 'Its properties' : 'Events with this property'}</h3>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={2} />}
        isEmpty={(data) => data.length === 0}
        empty={<p className="text-muted">{kind === 'events' ? 'No properties yet.' : 'No events yet.'}</p>}
      >
        {(data) => (
          <ul className="flex flex-wrap gap-1">
            {(isWhole ? data : data.slice(0, COMPANIONS_SHOWN)).map((each) => (
              <li key={each} title={each} className="max-w-full truncate rounded bg-raised px-2 text-[13px]">
                {label(each)}
              </li>
            ))}
            {!isWhole && data.length > COMPANIONS_SHOWN && (
              <li>
                <button type="button" onClick={() => setWhole(true)} className="text-[13px] text-accent underline">
                  {exactNumber(data.length - COMPANIONS_SHOWN)} more
                </button>
              </li>
            )}
          </ul>
        )}
      </Loaded>
    </section>
  )
}
