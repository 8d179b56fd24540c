/** Dead letters and warnings: lists of records that open to show their details. */

import { eventTime, exactNumber } from '@hedgerow/shared/format'
import { keepPreviousData, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { deadLettersQuery, PAGE_ROWS, warningsQuery } from '../../../api/queries'
import { Button } from '../../../components/controls'
import { Loaded, Skeleton } from '../../../components/states'

const POLL_MS = 10_000

interface Props {
  projectId: number
  timeZone: string
}

export function DeadLetters({ projectId, timeZone }: Props) {
  return (
    <RecordList title="Dead letters" empty="No dead letters." query={(offset) => deadLettersQuery(projectId, offset)}>
      {(letter) => (
        <Record
          key={letter.id}
          name={letter.event ?? 'unreadable record'}
          kind={letter.reason}
          time={letter.created_at}
          timeZone={timeZone}
        >
          <p className="mb-2 break-words">{letter.detail}</p>
          <Details label="Event as sent" text={letter.body} />
        </Record>
      )}
    </RecordList>
  )
}

export function Warnings({ projectId, timeZone }: Props) {
  return (
    <RecordList title="Ingestion warnings" empty="No warnings." query={(offset) => warningsQuery(projectId, offset)}>
      {(warning) => (
        <Record key={warning.id} name={warning.type.replaceAll('_', ' ')} time={warning.timestamp} timeZone={timeZone}>
          <Details label="Details" text={JSON.stringify(warning.details, null, 2)} />
        </Record>
      )}
    </RecordList>
  )
}

interface Page<Row> {
  count: number
  next: string | null
  previous: string | null
  results: Row[]
}

interface ListProps<Row, Key extends readonly unknown[]> {
  title: string
  empty: string
  query: (offset: number) => UseQueryOptions<Page<Row>, Error, Page<Row>, Key>
  children: (row: Row) => ReactNode
}

function RecordList<Row, Key extends readonly unknown[]>({ title, empty, query, children }: ListProps<Row, Key>) {
  const id = useId()
  const [offset, setOffset] = useState(0)
  const page = useQuery({
    ...query(offset),
    refetchInterval: POLL_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 text-base font-semibold">
        {title}
      </h2>
      <Loaded
        query={page}
        skeleton={<Skeleton rows={2} />}
        isEmpty={({ count }) => count === 0}
        empty={<p className="text-muted">{empty}</p>}
      >
        {({ count, results }) => (
          <div className="rounded-lg border border-line bg-surface">
            {results.map(children)}
            <Pager count={count} offset={offset} onMove={setOffset} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

function Record({
  name,
  kind,
  time,
  timeZone,
  children,
}: {
  name: string
  kind?: string
  time: string
  timeZone: string
  children: ReactNode
}) {
  return (
    <details className="border-b border-line last:border-b-0">
      <summary className="flex flex-wrap items-baseline gap-x-3 px-3 py-2 hover:bg-raised">
        <span className="font-medium wrap-anywhere">{name}</span>
        {kind && <span className="font-mono text-[13px] text-muted">{kind}</span>}
        <time dateTime={time} className="ml-auto text-[13px] text-muted">
          {eventTime(time, timeZone)}
        </time>
      </summary>
      <div className="bg-page px-3 py-3">{children}</div>
    </details>
  )
}

function Details({ label, text }: { label: string; text: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-h-80 overflow-auto rounded bg-code p-3 font-mono text-[13px] break-all whitespace-pre-wrap"
    >
      {text}
    </pre>
  )
}

function Pager({ count, offset, onMove }: { count: number; offset: number; onMove: (offset: number) => void }) {
  if (count <= PAGE_ROWS) return null
  return (
    <div className="flex items-center gap-2 border-t border-line p-2">
      <Button disabled={offset === 0} onClick={() => onMove(offset - PAGE_ROWS)}>
        Newer
      </Button>
      <Button disabled={offset + PAGE_ROWS >= count} onClick={() => onMove(offset + PAGE_ROWS)}>
        Older
      </Button>
      <span className="text-[13px] text-muted">
        {exactNumber(offset + 1)}–{exactNumber(Math.min(offset + PAGE_ROWS, count))} of {exactNumber(count)}
      </span>
    </div>
  )
}
