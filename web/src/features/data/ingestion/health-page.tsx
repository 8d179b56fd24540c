/** Where are my events: what arrived, what became of it, what is on its way, and what could not be processed. */

import { bytes, compactNumber, duration, exactNumber } from '@hedgerow/shared/format'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useId } from 'react'
import { meQuery, statusQuery } from '../../../api/queries'
import { PageHeader } from '../../../components/shell'
import { Loaded, Skeleton } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useProject } from '../../../project'
import { BackgroundWork } from './background-work'
import { DeadLetters, Warnings } from './record-lists'

const POLL_MS = 2_000
const LAG_WARNING_S = 10
const RANGES = [
  { hours: 1, label: 'Last hour' },
  { hours: 24, label: 'Last 24 hours' },
  { hours: 168, label: 'Last 7 days' },
  { hours: 720, label: 'Last 30 days' },
]
const route = getRouteApi('/app/health')

export function HealthPage() {
  const project = useProject()
  const { hours, tab } = route.useSearch()
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const go = (search: { hours: number; tab: typeof tab }) => void navigate({ to: '/health', search, replace: true })
  // The background work is that of the whole installation, not of a project.
  const isShown = me?.is_staff && tab === 'background' ? 'background' : 'events'
  return (
    <>
      <PageHeader title="Where are my events">
        {isShown === 'events' && <Period hours={hours} onChange={(next) => go({ hours: next, tab })} />}
      </PageHeader>
      <div className="max-w-5xl px-4 pb-10 md:px-6">
        {me?.is_staff ? (
          <Tabs
            label="Health"
            tabs={[
              { name: 'events', title: 'Events' },
              { name: 'background', title: 'Background work' },
            ]}
            value={isShown}
            onChange={(name) => go({ hours, tab: name })}
          >
            {isShown === 'events' ? <Events hours={hours} /> : <BackgroundWork timeZone={project.timezone} />}
          </Tabs>
        ) : (
          <Events hours={hours} />
        )}
      </div>
    </>
  )
}

function Period({ hours, onChange }: { hours: number; onChange: (hours: number) => void }) {
  const id = useId()
  return (
    <>
      <label htmlFor={id} className="sr-only">
        Period
      </label>
      <select
        id={id}
        value={hours}
        onChange={(event) => onChange(Number(event.target.value))}
        className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
      >
        {RANGES.map((range) => (
          <option key={range.hours} value={range.hours}>
            {range.label}
          </option>
        ))}
      </select>
    </>
  )
}

function Events({ hours }: { hours: number }) {
  const project = useProject()
  const status = useQuery({
    ...statusQuery(project.id, hours),
    refetchInterval: POLL_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <div className={`flex flex-col gap-6 ${status.isPlaceholderData ? 'opacity-90' : ''}`}>
      <Loaded query={status} skeleton={<Skeleton rows={8} />} className="flex flex-col gap-6">
        {(data) => <Report status={data} isNow={!status.error} />}
      </Loaded>
      <DeadLetters projectId={project.id} timeZone={project.timezone} />
      <Warnings projectId={project.id} timeZone={project.timezone} />
    </div>
  )
}

type Status = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof statusQuery>['queryFn']>>>>

/** @param isNow whether the last refresh succeeded; if not, the summary claims nothing about now */
function Report({ status, isNow }: { status: Status; isNow: boolean }) {
  const sum = (kind: string) =>
    status.outcomes
      .filter(({ outcome }) => outcome.split(':')[0] === kind)
      .reduce((total, { events }) => total + events, 0)
  const [stored, dropped, dead] = [sum('stored'), sum('dropped'), sum('dead_letter')]
  const { lag } = status
  const isLate = !isNow || lag.seconds === null || lag.seconds > LAG_WARNING_S
  const notStored = status.outcomes.filter(({ outcome }) => outcome.includes(':'))
  return (
    <>
      {status.problem && (
        <p role="alert" className="rounded-lg border border-danger bg-danger-soft p-4 font-medium text-danger">
          {status.problem}
        </p>
      )}
      <p
        role="status"
        className={`rounded-lg border p-4 font-medium ${isLate ? 'border-warning bg-warning-soft text-warning' : 'border-accent bg-accent-soft'}`}
      >
        {isNow ? summaryOf(lag) : 'The current status is unknown. Below is the last known status.'}
      </p>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-5">
        <Figure
          label="Received"
          value={stored + dropped + dead}
          hint="Events of this project that were accepted and processed."
        />
        <Figure
          label="Waiting"
          value={lag.records}
          hint={`Captured requests in the event log, of all projects: ${bytes(lag.bytes)}.`}
        />
        <Figure label="Stored" value={stored} hint="Visible in every query." />
        <Figure label="Dropped" value={dropped} hint="With a reason; see below." />
        <Figure label="Dead letters" value={dead} hint="Could not be processed; kept below." />
      </dl>
      <section aria-labelledby="outcomes-title">
        <h2 id="outcomes-title" className="mb-2 text-base font-semibold">
          Not stored, by reason
        </h2>
        {notStored.length === 0 ? (
          <p className="text-muted">Nothing was dropped in this period.</p>
        ) : (
          <div className="overflow-x-auto rounded-lg border border-line bg-surface">
            <table className="w-full border-collapse">
              <thead>
                <tr className="text-left text-[13px] text-muted">
                  <th scope="col" className="px-3 py-2 font-medium">
                    Reason
                  </th>
                  <th scope="col" className="px-3 py-2 text-right font-medium">
                    Events
                  </th>
                </tr>
              </thead>
              <tbody>
                {notStored.map(({ outcome, description, events }) => (
                  <tr key={outcome} className="border-t border-line align-top">
                    <td className="px-3 py-2">
                      {description}
                      <span className="block font-mono text-[13px] text-muted wrap-anywhere">
                        {outcome.split(':')[1]}
                      </span>
                    </td>
                    <td className="px-3 py-2 text-right" title={exactNumber(events)}>
                      {compactNumber(events)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className="mt-3 text-[13px] text-muted">
          This server, all projects: {exactNumber(status.capture.accepted_events)} events accepted and{' '}
          {exactNumber(status.capture.rejected_requests)} malformed requests refused since it started.
          {status.unknown_token_events > 0 &&
            ` ${exactNumber(status.unknown_token_events)} events carried a token that belongs to no project.`}
          {status.damaged_records > 0 &&
            ` ${exactNumber(status.damaged_records)} records of the event log were damaged on disk and could not be read.`}
        </p>
      </section>
    </>
  )
}

function summaryOf({ records, seconds }: Status['lag']): string {
  if (records === 0) return 'Every accepted event has been processed.'
  if (seconds === null) return `${exactNumber(records)} captured requests are waiting. For how long is unknown.`
  const behind = `Processing is ${duration(seconds)} behind`
  return seconds > LAG_WARNING_S ? `${behind}.` : `${behind}, which is normal under load.`
}

function Figure({ label, value, hint }: { label: string; value: number; hint: string }) {
  return (
    <div className="rounded-lg border border-line bg-surface p-4" title={`${exactNumber(value)}. ${hint}`}>
      <dt className="text-[13px] text-muted">{label}</dt>
      <dd className="text-2xl font-semibold">{compactNumber(value)}</dd>
    </div>
  )
}
