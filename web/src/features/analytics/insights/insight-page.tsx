/** The page of an insight, new or saved. Its state is kept in the URL. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { RequestError } from '../../../api/client'
import { Button } from '../../../components/controls'
import { ErrorState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { insightQuery, noteView } from './api'
import { InsightEditor } from './insight-editor'

const route = getRouteApi('/app/insights/$id')

export function InsightPage() {
  const project = useProject()
  const { id } = route.useParams()
  const isNew = id === 'new'
  const query = useQuery({ ...insightQuery(project.id, id), enabled: !isNew })
  const { data } = query
  const noted = useRef<number | null>(null)
  useEffect(() => {
    if (!data || noted.current === data.id) return
    noted.current = data.id
    void noteView(project.id, data.id).catch(() => {})
  }, [data, project.id])
  if (isNew) return <InsightEditor key="new" insight={null} />
  return (
    <Loaded
      query={query}
      skeleton={
        <div className="p-6">
          <h1 className="sr-only">Insight</h1>
          <Skeleton rows={8} />
        </div>
      }
      failed={(error) => (
        <div className="p-6">
          <h1 className="sr-only">Insight</h1>
          {error instanceof RequestError && error.status === 404 ? (
            <Gone />
          ) : (
            <ErrorState error={error} onRetry={() => void query.refetch()} />
          )}
        </div>
      )}
    >
      {(insight) => <InsightEditor key={insight.id} insight={insight} />}
    </Loaded>
  )
}

function Gone() {
  const navigate = useNavigate()
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-lg font-semibold">This insight does not exist or was deleted.</p>
      <Button onClick={() => void navigate({ to: '/insights' })}>All insights</Button>
    </div>
  )
}
