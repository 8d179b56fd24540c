/** One feature flag: its release, usage, test, access and history. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { api, RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { HistoryList } from '../../../components/history-list'
import { rowsOf, ShowMore } from '../../../components/paging'
import { EmptyState, Loaded, PageError, Skeleton } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useProject } from '../../../project'
import { type Flag, flagHistoryQuery, flagQuery } from './api'
import { Access } from './flag-access'
import { FlagEditor } from './flag-editor'
import { TryIt } from './flag-test'
import { Usage } from './flag-usage'

const route = getRouteApi('/app/feature_flags/$id')
const TABS = [
  { name: 'release', title: 'Release' },
  { name: 'usage', title: 'Usage' },
  { name: 'test', title: 'Try it' },
  { name: 'access', title: 'Access' },
  { name: 'history', title: 'History' },
] as const

export function FlagPage() {
  const project = useProject()
  const { id } = route.useParams()
  const query = useQuery({ ...flagQuery(project.id, id), enabled: id !== 'new' })
  if (id === 'new')
    return (
      <div className="flex flex-col gap-4 p-4 md:p-6">
        <h1 className="text-xl font-semibold">New feature flag</h1>
        <FlagEditor flag={null} />
      </div>
    )
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={8} />}
      failed={(error) =>
        error instanceof RequestError && (error.status === 404 || error.status === 403) ? (
          <EmptyState title={error.status === 404 ? 'Flag not found' : 'You don’t have access to this flag'}>
            <p>
              {error.status === 404
                ? 'It may belong to another project.'
                : 'Ask an administrator of the project for access.'}
            </p>
            <Link to="/feature_flags" className="text-accent underline">
              All flags
            </Link>
          </EmptyState>
        ) : (
          <PageError error={error} onRetry={() => void query.refetch()} />
        )
      }
    >
      {(flag) => <FlagView key={flag.id} flag={flag} />}
    </Loaded>
  )
}

function FlagView({ flag }: { flag: Flag }) {
  const project = useProject()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const params = { path: { project_id: String(project.id), id: String(flag.id) } }
  const patch = (body: object, done: string, undo?: object): Promise<unknown> =>
    run(
      () => api.PATCH('/api/projects/{project_id}/feature_flags/{id}', { params, body }),
      done,
      undo && (() => void patch(undo, 'Change undone.')),
    )
  return (
    <div className="flex flex-col gap-4 p-4 md:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 flex-1 text-xl font-semibold break-words">{flag.key}</h1>
        {flag.deleted ? (
          <Button look="primary" disabled={isBusy} onClick={() => void patch({ deleted: false }, 'Flag restored.')}>
            Restore
          </Button>
        ) : (
          flag.can_edit && (
            <>
              <Button
                disabled={isBusy}
                onClick={() =>
                  void patch({ active: !flag.active }, flag.active ? 'Switched off.' : 'Switched on.', {
                    active: flag.active,
                  })
                }
              >
                {flag.active ? 'Switch off' : 'Switch on'}
              </Button>
              <Button
                disabled={isBusy}
                onClick={() => void patch({ deleted: true }, `Deleted ${flag.key}.`, { deleted: false })}
              >
                Delete
              </Button>
            </>
          )
        )}
      </div>
      <p className="text-muted">
        {flag.deleted ? 'Deleted: not sent to SDKs.' : flag.active ? 'On.' : 'Off for everyone.'} Version {flag.version}
        {flag.last_modified_by ? `, changed by ${flag.last_modified_by.first_name || flag.last_modified_by.email}` : ''}
        .
      </p>
      <Tabs
        label="About the flag"
        tabs={[...TABS]}
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '/feature_flags/$id',
            params: { id: String(flag.id) },
            search: { tab: next },
            replace: true,
          })
        }
      >
        {tab === 'release' && <FlagEditor key={flag.version} flag={flag} />}
        {tab === 'usage' && <Usage flag={flag} />}
        {tab === 'test' && <TryIt flag={flag} />}
        {tab === 'access' && <Access flag={flag} />}
        {tab === 'history' && <History flag={flag} />}
      </Tabs>
    </div>
  )
}

function History({ flag }: { flag: Flag }) {
  const project = useProject()
  const query = useInfiniteQuery(flagHistoryQuery(project.id, String(flag.id)))
  return (
    <div className="flex flex-col gap-3">
      <Loaded query={query} skeleton={<Skeleton rows={3} />}>
        {(data) => <HistoryList entries={rowsOf(data)} timeZone={project.timezone} />}
      </Loaded>
      <ShowMore query={query} label="Older entries" />
    </div>
  )
}
