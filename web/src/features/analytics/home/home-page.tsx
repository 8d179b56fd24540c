/** The home page: what changed this week, pinned dashboards, and recent insights. */

import { duration, exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { explain } from '../../../api/problems'
import { statusQuery } from '../../../api/queries'
import { PageHeader } from '../../../components/shell'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { Dashboards, Favorites, Recent } from './home-lists'
import { ThisWeek } from './this-week'

const HEALTH_MS = 10_000
/** Seconds. */
const LATE_S = 60

export function HomePage() {
  const project = useProject()
  const navigate = useNavigate()
  useHotkeys({ c: () => void navigate({ to: '/insights/$id', params: { id: 'new' } }) })
  return (
    <>
      <PageHeader title="Home">
        <Health projectId={project.id} />
        <Link
          to="/insights/$id"
          params={{ id: 'new' }}
          title="New insight (c)"
          className="inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3 font-medium text-accent-text hover:opacity-90"
        >
          <Plus size={16} aria-hidden /> New insight
        </Link>
      </PageHeader>
      <div className="flex flex-col gap-6 px-4 pb-10 md:px-6">
        <ThisWeek projectId={project.id} />
        <div className="grid gap-6 lg:grid-cols-3">
          <Dashboards projectId={project.id} />
          <Recent projectId={project.id} />
          <Favorites projectId={project.id} />
        </div>
      </div>
    </>
  )
}

/** One line on whether events arrive. */
function Health({ projectId }: { projectId: number }) {
  const { data, error } = useQuery({ ...statusQuery(projectId, 1), refetchInterval: HEALTH_MS })
  const state = error ? NOT_KNOWN : data ? stateOf(data) : null
  return (
    <Link
      to="/health"
      search={{ hours: 24 }}
      title={error ? explain(error).title : undefined}
      className={`inline-flex items-center gap-2 text-[13px] text-muted hover:underline ${state ? '' : 'invisible'}`}
    >
      <span aria-hidden className={`h-2.5 w-2.5 rounded-full ${state?.isGood ? 'bg-accent' : 'bg-warning'}`} />
      {state?.text ?? NOT_KNOWN.text}
    </Link>
  )
}

const NOT_KNOWN = { text: 'Event status unknown', isGood: false }

type Status = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof statusQuery>['queryFn']>>>>

function stateOf({ problem, lag: { records, seconds } }: Status) {
  if (problem !== null) return { text: 'Events are not being stored', isGood: false }
  if (seconds === null) return { text: `${exactNumber(records)} requests waiting`, isGood: false }
  if (seconds > LATE_S) return { text: `Events are ${duration(seconds)} behind`, isGood: false }
  return { text: 'Events are up to date', isGood: true }
}
