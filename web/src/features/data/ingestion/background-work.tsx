/** Background work, for staff: what runs, what waits, and what failed and needs attention. */

import { eventTime, exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { api } from '../../../api/client'
import { backgroundQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'

const POLL_MS = 5_000

type Work = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof backgroundQuery>['queryFn']>>>>
type Job = Work['jobs'][number]

export function BackgroundWork({ timeZone }: { timeZone: string }) {
  const work = useQuery({ ...backgroundQuery(), refetchInterval: POLL_MS })
  return (
    <Loaded query={work} skeleton={<Skeleton rows={8} />} className="flex flex-col gap-6">
      {(data) => (
        <>
          <Jobs jobs={data.jobs} timeZone={timeZone} />
          <Kinds kinds={data.kinds} timeZone={timeZone} />
          {data.processes.map((process) => (
            <Process key={process.name} process={process} timeZone={timeZone} />
          ))}
        </>
      )}
    </Loaded>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 text-base font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

function Jobs({ jobs, timeZone }: { jobs: readonly Job[]; timeZone: string }) {
  return (
    <Part title="Running or failed jobs">
      {jobs.length === 0 ? (
        <p className="text-muted">No job is running, and none has failed.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </Part>
  )
}

const STATES = {
  running: { word: 'Running', look: 'text-accent' },
  retrying: { word: 'Will be retried', look: 'text-warning' },
  failed: { word: 'Failed', look: 'text-danger' },
}

function JobRow({ job, timeZone }: { job: Job; timeZone: string }) {
  const { run, isBusy } = useChanges()
  const [isDeleting, setDeleting] = useState(false)
  const params = { path: { name: job.name, id: job.id } }
  const name = job.about ? `${job.name}, ${job.about}` : job.name
  const { word, look } = STATES[job.state]
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 p-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere">
          <span className="font-mono text-[13px]">{job.name}</span>
          {job.about && <span className="text-muted"> {job.about}</span>}
        </p>
        <p className="text-[13px]">
          <span className={`font-medium ${look}`}>{word}</span>
          <span className="text-muted">{detailsOf(job, timeZone)}</span>
        </p>
        {job.failure && <p className="mt-1 text-[13px] wrap-anywhere">{job.failure.message}</p>}
        {job.progress && <Progress job={name} {...job.progress} />}
      </div>
      {job.state !== 'running' && (
        <span className="flex flex-wrap gap-2">
          <Button
            disabled={isBusy}
            aria-label={`Retry ${name}`}
            onClick={() =>
              void run(() => api.POST('/api/background_work/jobs/{name}/{id}/retry', { params }), 'Job restarted.')
            }
          >
            Retry{' '}
          </Button>
          <Button disabled={isBusy} aria-label={`Delete ${name}`} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </span>
      )}
      {isDeleting && (
        <Dialog
          title={`Delete ${job.name}?`}
          action="Delete"
          isDangerous
          isBusy={isBusy}
          onClose={() => setDeleting(false)}
          onAction={() =>
            void run(() => api.DELETE('/api/background_work/jobs/{name}/{id}', { params }), 'Job deleted.').then(() =>
              setDeleting(false),
            )
          }
        >
          <p>Its work will not be done. This cannot be undone.</p>
        </Dialog>
      )}
    </li>
  )
}

function detailsOf({ attempts, started_at, next_try_at, failure }: Job, timeZone: string): string {
  const parts = [
    attempts === 1 ? '1 attempt' : `${exactNumber(attempts)} attempts`,
    started_at && `since ${eventTime(started_at, timeZone)}`,
    failure?.at && `last failure ${eventTime(failure.at, timeZone)}`,
    next_try_at && `next try ${eventTime(next_try_at, timeZone)}`,
  ]
  return ` · ${parts.filter(Boolean).join(' · ')}`
}

function Progress({ job, done, total }: { job: string; done: number; total: number | null }) {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2 text-[13px] text-muted">
      {total !== null && <progress aria-label={`Progress of ${job}`} max={total} value={done} className="h-2 w-40" />}
      <span>{total === null ? exactNumber(done) : `${exactNumber(done)} of ${exactNumber(total)}`}</span>
    </div>
  )
}

function Kinds({ kinds, timeZone }: { kinds: Work['kinds']; timeZone: string }) {
  return (
    <Part title="Kinds of jobs">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {kinds.map((kind) => (
          <li key={kind.name} className="flex flex-wrap justify-between gap-x-4 gap-y-1 p-3">
            <div className="min-w-0 flex-1 basis-60">
              <p>{kind.purpose}</p>
              <p className="font-mono text-[13px] text-muted wrap-anywhere">
                {kind.name}
                {kind.schedule && ` · ${kind.schedule} UTC`}
              </p>
            </div>
            <p className="text-[13px] text-muted">
              {exactNumber(kind.waiting)} waiting · {exactNumber(kind.running)} running ·{' '}
              <span className={kind.failed > 0 ? 'font-medium text-danger' : ''}>
                {exactNumber(kind.failed)} failed
              </span>
              <span className="block">
                {kind.last_completed_at
                  ? `Last completed ${eventTime(kind.last_completed_at, timeZone)}`
                  : 'Not run in the last two days'}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Process({ process, timeZone }: { process: Work['processes'][number]; timeZone: string }) {
  return (
    <Part title={`Services of the ${process.name} process`}>
      {process.problem && (
        <p role="alert" className="mb-2 rounded-lg border border-danger bg-danger-soft p-3 text-danger">
          {process.problem}
        </p>
      )}
      {process.services.length === 0 ? (
        <p className="text-muted">None reported.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {process.services.map((service) => (
            <li key={service.name} className="flex flex-wrap justify-between gap-x-4 gap-y-1 p-3">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium">{service.name}</p>
                <p className="text-[13px] text-muted">{service.purpose}</p>
                {service.problem && (
                  <p className="mt-1 text-[13px] text-danger wrap-anywhere">
                    {service.problem.message} ({eventTime(service.problem.at, timeZone)})
                  </p>
                )}
              </div>
              <p className="text-[13px] text-muted">Since {eventTime(service.since, timeZone)}</p>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
