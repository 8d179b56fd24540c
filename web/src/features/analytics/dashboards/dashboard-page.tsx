/** The page of a dashboard. It polls for changes. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { RequestError } from '../../../api/client'
import { EmptyState, ErrorState, Loaded } from '../../../components/states'
import { useProject } from '../../../project'
import { dashboardQuery } from './api'
import { DashboardView } from './dashboard-view'
import { KioskView } from './kiosk-view'
import { PrintView } from './print-view'

const route = getRouteApi('/app/dashboards/$id')
/** How soon changes by other people appear. */
const LOOK_MS = 20_000

export function DashboardPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { mode } = route.useSearch()
  const View = mode === 'kiosk' ? KioskView : mode === 'print' ? PrintView : DashboardView
  const query = useQuery({
    ...dashboardQuery(project.id, id),
    refetchInterval: LOOK_MS,
    refetchOnWindowFocus: true,
  })
  return (
    <Loaded
      query={query}
      skeleton={<DashboardSkeleton />}
      failed={(error) => (
        <div className="p-6">
          <h1 className="sr-only">Dashboard</h1>
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This dashboard does not exist or was deleted">
              <Link to="/dashboards" className="text-accent underline">
                All dashboards
              </Link>
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => void query.refetch()} />
          )}
        </div>
      )}
    >
      {(data) => <View key={data.id} dashboard={data} />}
    </Loaded>
  )
}

function DashboardSkeleton() {
  return (
    <div className="px-4 pt-5 md:px-6">
      <h1 className="sr-only">Dashboard</h1>
      <div role="status" aria-label="Loading" className="grid gap-3 md:grid-cols-2">
        {[0, 1, 2, 3].map((tile) => (
          <div key={tile} className="h-[27rem] rounded-lg border border-line bg-surface p-4">
            <div className="h-6 w-1/2 rounded bg-raised" />
          </div>
        ))}
      </div>
    </div>
  )
}
