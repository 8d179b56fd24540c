/** Who changed what in the project. */
import { byHeading, headingOf, type KindNames, kindsWith } from '@hedgerow/shared/kinds'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { api } from '../../../api/client'
import { activityQuery, importantChangesQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button, Select } from '../../../components/controls'
import { HistoryList } from '../../../components/history-list'
import { rowsOf, ShowMore } from '../../../components/paging'
import { resultsSoFar } from '../../../components/picker'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton, SmallError } from '../../../components/states'
import { useProject } from '../../../project'
import { membersQuery } from '../settings/api'

const route = getRouteApi('/app/activity')
const SCOPES = [
  { value: '', label: 'Everything' },
  ...kindsWith((kind): kind is KindNames => !kind.isOutsideProjects)
    .sort(byHeading)
    .map((kind) => ({ value: kind.scope, label: headingOf(kind) })),
]

export function ActivityPage() {
  const project = useProject()
  const { scope, user } = route.useSearch()
  const navigate = useNavigate()
  const query = useInfiniteQuery(activityQuery(project.id, scope, user))
  const members = useQuery(membersQuery())
  const unread = useQuery(importantChangesQuery(project.id))
  const set = (change: { scope?: string; user?: string }) =>
    void navigate({ to: '/activity', search: { scope, user, ...change }, replace: true })
  // Load what is above the list first, or it would push the list down.
  if ((!members.data && !members.error) || (!unread.data && !unread.error))
    return (
      <>
        <PageHeader title="Activity log" />
        <Skeleton />
      </>
    )
  return (
    <>
      <PageHeader title="Activity log" />
      <div className="flex max-w-4xl flex-col gap-3 px-4 pb-10 md:px-6">
        <Unread />
        <div className="flex flex-wrap gap-3">
          <Select
            label="About"
            value={scope}
            options={SCOPES}
            onChange={(event) => set({ scope: event.target.value })}
          />
          <Select
            label="By"
            value={user}
            options={[
              { value: '', label: 'Everyone' },
              ...resultsSoFar(members).map((member) => ({
                value: member.user.uuid,
                label: member.user.first_name || member.user.email,
              })),
            ]}
            onChange={(event) => set({ user: event.target.value })}
          />
          {members.error && !members.data && (
            <SmallError error={members.error} onRetry={() => void members.refetch()} />
          )}
        </div>
        <Loaded
          query={query}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            <div className="rounded-lg border border-line bg-surface">
              <EmptyState title="No changes yet">
                <p>Changes by people and API keys appear here. Changes caused by events do not.</p>
              </EmptyState>
            </div>
          }
        >
          {(data) => <HistoryList entries={rowsOf(data)} timeZone={project.timezone} showsObject />}
        </Loaded>
        <ShowMore query={query} label="Older entries" />
        <p className="text-[13px] text-muted">Times in {project.timezone}.</p>
      </div>
    </>
  )
}

/** Changes by others to what the user created or changed, until they are marked as read. */
function Unread() {
  const project = useProject()
  const query = useQuery(importantChangesQuery(project.id))
  const { run, isBusy } = useChanges()
  if (query.error && !query.data) return <SmallError error={query.error} onRetry={() => void query.refetch()} />
  const unread = resultsSoFar(query).filter((entry) => entry.unread)
  const [newest] = unread
  if (!newest) return null
  return (
    <section aria-label="Unread" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium">
          <span className="mr-2 inline-block h-2 w-2 rounded-full bg-accent" aria-hidden />
          {unread.length === 1 ? 'One change' : `${unread.length} changes`} by others to what you created or changed
        </h2>
        <Button
          disabled={isBusy}
          onClick={() =>
            void run(() =>
              api.POST('/api/projects/{project_id}/activity_log/bookmark_activity_notification', {
                params: { path: { project_id: String(project.id) } },
                body: { bookmark: newest.created_at },
              }),
            )
          }
        >
          Mark as read
        </Button>
      </div>
      <HistoryList entries={unread} timeZone={project.timezone} showsObject />
    </section>
  )
}
