/** From nothing to the first event: a snippet in the user's language, and a light that turns green when events arrive. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { CircleCheck, Radio } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { api, dataOf } from '../../../api/client'
import { meQuery, statusQuery } from '../../../api/queries'
import { CodeBlock, CopyButton } from '../../../components/code-block'
import { PageHeader } from '../../../components/shell'
import { Loaded } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { FromEventsButton } from '../../analytics/dashboards/from-events-button'
import { snippets } from './snippets'

const POLL_MS = 1_000
/** Polling interval for the latest event: for a quiet project the query reads all of its events. */
const LATEST_MS = 5_000
/** A newer event counts as arriving now. */
const NOW_MS = 3_600_000
const route = getRouteApi('/app/setup')

export function SetupPage() {
  const project = useProject()
  const { language } = route.useSearch()
  const navigate = useNavigate()
  const all = snippets(location.origin, project.api_token)
  const shown = all.find(({ id }) => id === language) ?? all[0]!
  return (
    <>
      <PageHeader title="Setup" />
      <div className="flex max-w-3xl flex-col gap-6 px-4 pb-10 md:px-6">
        <p className="text-muted">
          Send an event with any PostHog SDK. It appears here within a second or two, and in live events.
        </p>
        <FirstEvent projectId={project.id} />
        <section
          aria-labelledby="token-title"
          className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface p-4"
        >
          <div className="min-w-0">
            <h2 id="token-title" className="font-semibold">
              Project token
            </h2>
            <p className="text-[13px] text-muted">Public: it can send events and nothing else.</p>
            <code className="mt-1 block font-mono text-[13px] break-all">{project.api_token}</code>
          </div>
          <CopyButton text={project.api_token} label="Copy token" />
        </section>
        <section aria-label="Instructions">
          <Tabs
            label="Language"
            tabs={all.map(({ id, label }) => ({ name: id, title: label }))}
            value={shown.id}
            onChange={(id) => void navigate({ to: '/setup', search: { language: id }, replace: true })}
          >
            <div className="flex flex-col gap-4">
              {shown.steps.map(({ title, code }) => (
                <CodeBlock key={title} label={title} code={code} />
              ))}
            </div>
          </Tabs>
        </section>
      </div>
    </>
  )
}

/** Whether any event ever arrived, and which was the latest. */
function FirstEvent({ projectId }: { projectId: number }) {
  const status = useQuery({ ...statusQuery(projectId, 1), refetchInterval: POLL_MS })
  const queryClient = useQueryClient()
  const hasEvents = status.data?.ingested_event === true
  useEffect(() => {
    // The start page is Home from now on.
    if (hasEvents) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }, [hasEvents, queryClient])
  return (
    <Loaded query={status} skeleton={<Light>Checking whether events have arrived…</Light>}>
      {({ ingested_event: isIngested }) =>
        isIngested ? (
          <Arrived projectId={projectId} />
        ) : (
          <Light isListening>
            <strong>Listening…</strong> <span className="text-muted">No event has arrived yet.</span>
          </Light>
        )
      }
    </Loaded>
  )
}

function Light({
  children,
  isListening,
  isGreen,
  more,
}: {
  children: ReactNode
  isListening?: boolean
  isGreen?: boolean
  more?: ReactNode
}) {
  const Icon = isGreen ? CircleCheck : Radio
  return (
    <div
      role="status"
      // As high as with events, so that nothing below moves when the answer arrives.
      className={`flex min-h-48 flex-wrap items-center gap-3 rounded-lg border p-4 md:min-h-22 md:flex-nowrap ${isGreen ? 'border-accent bg-accent-soft' : 'border-line bg-surface'}`}
    >
      <Icon
        className={`shrink-0 ${isGreen ? 'text-accent' : 'text-muted'} ${isListening ? 'listening' : ''}`}
        aria-hidden
      />
      <p className="min-w-0 flex-1">{children}</p>
      {more}
    </div>
  )
}

function Arrived({ projectId }: { projectId: number }) {
  const { data } = useQuery({ ...latestEventQuery(projectId), refetchInterval: LATEST_MS })
  // The latest event is optional: without it the rest is still true.
  const latest = data?.results[0]
  const isNow = latest !== undefined && Date.now() - Date.parse(latest.timestamp) < NOW_MS
  return (
    <Light isGreen more={<FromEventsButton projectId={projectId} look="primary" />}>
      <strong>{isNow ? 'Events are arriving.' : 'Events have arrived.'}</strong>{' '}
      {latest && (
        <>
          The latest is <code className="font-mono wrap-anywhere">{latest.event}</code>
          {!isNow && (
            <>
              , <TimeAgo iso={latest.timestamp} />
            </>
          )}
          .{' '}
        </>
      )}
      <Link to="/events" className="font-medium text-accent underline">
        See live events
      </Link>{' '}
      or create a dashboard from them:
    </Light>
  )
}

function latestEventQuery(projectId: number) {
  return queryOptions({
    queryKey: ['latest-event', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/events', {
          params: { path: { project_id: String(projectId) }, query: { limit: '1' } },
          signal,
        }),
      ),
  })
}
