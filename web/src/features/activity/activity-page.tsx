/** Who changed what in the project. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { activityQuery } from '../../api/queries'
import { Button, Select } from '../../components/controls'
import { HistoryList } from '../../components/history-list'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useProject } from '../../project'

const route = getRouteApi('/app/activity')
const SCOPES = [
  { value: '', label: 'Everything' },
  { value: 'Person', label: 'Persons' },
  { value: 'Group', label: 'Groups' },
  { value: 'FeatureFlag', label: 'Feature flags' },
  { value: 'EarlyAccessFeature', label: 'Early access' },
  { value: 'Team', label: 'Settings of the project' },
  { value: 'AccessControl', label: 'Access' },
]

export function ActivityPage() {
  const project = useProject()
  const { scope } = route.useSearch()
  const navigate = useNavigate()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    activityQuery(project.id, scope),
  )
  const entries = data?.pages.flatMap((page) => page.results) ?? []
  return (
    <>
      <PageHeader title="Activity log" />
      <div className="flex max-w-4xl flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="max-w-60">
          <Select
            label="About"
            value={scope}
            options={SCOPES}
            onChange={(event) =>
              void navigate({ to: '/activity', search: { scope: event.target.value }, replace: true })
            }
          />
        </div>
        {error && entries.length === 0 ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <Skeleton />
        ) : entries.length === 0 ? (
          <div className="rounded-lg border border-line bg-surface">
            <EmptyState title="Nothing was changed yet">
              <p>What people and API keys change by hand is written down here, never what events change.</p>
            </EmptyState>
          </div>
        ) : (
          <HistoryList entries={entries} timeZone={project.timezone} showsObject />
        )}
        {hasNextPage && (
          <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
            {isFetchingNextPage ? 'Loading…' : 'Older entries'}
          </Button>
        )}
        <p className="text-[13px] text-muted">Times in {project.timezone}.</p>
      </div>
    </>
  )
}
