/** From nothing to the first event: a snippet in the reader's language, and a light that turns green by itself. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { CircleCheck, Radio } from 'lucide-react'
import { useEffect } from 'react'
import { api, dataOf } from '../../api/client'
import { meQuery } from '../../api/queries'
import { CodeBlock, CopyButton } from '../../components/code-block'
import { PageHeader } from '../../components/shell'
import { ErrorState } from '../../components/states'
import { useProject } from '../../project'
import { FromEventsButton } from '../dashboards/from-events-button'
import { snippets } from './snippets'

const POLL_MS = 1_000
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
          Send an event with any PostHog SDK. It shows up here within a second or two, and from then on under live
          events.
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
        <section aria-label="Instructions" className="flex flex-col gap-4">
          <div role="tablist" aria-label="Language" className="flex gap-1 overflow-x-auto border-b border-line">
            {all.map(({ id, label }) => (
              <button
                key={id}
                type="button"
                role="tab"
                id={`tab-${id}`}
                aria-selected={id === shown.id}
                aria-controls="snippet"
                tabIndex={id === shown.id ? 0 : -1}
                onClick={() => void navigate({ to: '/setup', search: { language: id }, replace: true })}
                onKeyDown={(event) => {
                  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
                  if (!step) return
                  const next = all[(all.indexOf(shown) + step + all.length) % all.length]!
                  void navigate({ to: '/setup', search: { language: next.id }, replace: true })
                  document.getElementById(`tab-${next.id}`)?.focus()
                }}
                className="min-h-10 border-b-2 border-transparent px-3 whitespace-nowrap text-muted aria-selected:border-accent aria-selected:font-medium aria-selected:text-text"
              >
                {label}
              </button>
            ))}
          </div>
          <div id="snippet" role="tabpanel" aria-labelledby={`tab-${shown.id}`} className="flex flex-col gap-4">
            {shown.steps.map(({ title, code }) => (
              <CodeBlock key={title} label={title} code={code} />
            ))}
          </div>
        </section>
      </div>
    </>
  )
}

function FirstEvent({ projectId }: { projectId: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['first-event', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/events', {
          params: { path: { project_id: String(projectId) }, query: { limit: '1' } },
          signal,
        }),
      ),
    refetchInterval: POLL_MS,
  })
  const queryClient = useQueryClient()
  const latest = data?.results[0]
  const hasEvents = latest !== undefined
  useEffect(() => {
    // From now on the first page is home.
    if (hasEvents) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }, [hasEvents, queryClient])
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-3 rounded-lg border p-4 ${latest ? 'border-accent bg-accent-soft' : 'border-line bg-surface'}`}
    >
      {latest ? (
        <CircleCheck className="shrink-0 text-accent" aria-hidden />
      ) : (
        <Radio className="listening shrink-0 text-muted" aria-hidden />
      )}
      {latest ? (
        <p className="min-w-0">
          <strong>Events are arriving.</strong> The latest is{' '}
          <code className="font-mono break-all">{latest.event}</code>.{' '}
          <Link to="/events" className="font-medium text-accent underline">
            See live events
          </Link>{' '}
          or look at them all at once:
        </p>
      ) : (
        <p>
          <strong>Listening…</strong> <span className="text-muted">No event has arrived yet.</span>
        </p>
      )}
      {latest && <FromEventsButton projectId={projectId} look="primary" />}
    </div>
  )
}
