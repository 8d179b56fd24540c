/** One group: its properties, events, and who belongs to it. */

import { eventTime } from '@hedgerow/shared/format'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { RequestError } from '../../../api/client'
import { ObjectHistory } from '../../../components/object-history'
import { PropertyEditor } from '../../../components/property-editor'
import { EmptyState, Loaded, PageError, Skeleton } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { EventTimeline } from '../persons/event-timeline'
import { changes, type Group, groupQuery, groupTypesQuery } from './api'
import { Related } from './related'

const route = getRouteApi('/app/groups/$type/$key')
const TABS = [
  { name: 'events', title: 'Events' },
  { name: 'related', title: 'Related' },
  { name: 'history', title: 'History' },
] as const

export function GroupPage() {
  const project = useProject()
  const { type, key } = route.useParams()
  const query = useQuery(groupQuery(project.id, type, key))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={8} />}
      failed={(error) =>
        error instanceof RequestError && (error.status === 404 || error.status === 400) ? (
          <EmptyState title="Group not found">
            <p>Events may mention it, but no properties were ever set on it.</p>
            <Link to="/groups" search={{ type: 0, q: '' }} className="text-accent underline">
              All groups
            </Link>
          </EmptyState>
        ) : (
          <PageError error={error} onRetry={() => void query.refetch()} />
        )
      }
    >
      {(group) => <GroupView key={`${type}:${key}`} group={group} type={type} groupKey={key} />}
    </Loaded>
  )
}

interface ViewProps {
  group: Group
  type: string
  groupKey: string
}

function GroupView({ group, type, groupKey: key }: ViewProps) {
  const project = useProject()
  const { tab, event, from, to } = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const types = useQuery(groupTypesQuery(project.id))
  const search = { tab, event, from, to }
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/groups/$type/$key', params: { type, key }, search: { ...search, ...change }, replace: true })
  const properties = group.group_properties
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['group', project.id, type, key] })
  const report = (cause: Error) => toasts.problem(cause.message)
  const put = (name: string, value: unknown) => changes.setProperty(project.id, type, key, name, value).then(refresh)
  const drop = (name: string) => changes.deleteProperty(project.id, type, key, name).then(refresh)
  const setProperty = async (name: string, value: unknown) => {
    const had = Object.hasOwn(properties, name)
    const before = properties[name]
    await put(name, value)
    toasts.done(
      `${name} was ${had ? 'changed' : 'added'}.`,
      () => void (had ? put(name, before) : drop(name)).catch(report),
    )
  }
  const removeProperty = async (name: string) => {
    const before = properties[name]
    await drop(name).then(() => toasts.done(`${name} was removed.`, () => void put(name, before).catch(report)), report)
  }
  const typeName = types.data?.find((each) => String(each.group_type_index) === type)?.group_type
  return (
    <div className="flex flex-col gap-5 px-4 pt-5 pb-10 md:px-6">
      <header className="min-w-0">
        <p className="text-[13px] text-muted">
          <Link to="/groups" search={{ type: Number(type), q: '' }} className="underline">
            Groups
          </Link>
        </p>
        <h1 className="text-xl font-semibold break-words">
          {typeof properties.name === 'string' && properties.name ? properties.name : group.group_key}
        </h1>
        <p className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-[13px] text-muted">
          {typeName && <span>{typeName}</span>}
          <span>
            First seen <time dateTime={group.created_at}>{eventTime(group.created_at, project.timezone)}</time>
          </span>
          <span className="font-mono break-all">{group.group_key}</span>
        </p>
      </header>
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <PropertyEditor properties={properties} onSet={setProperty} onRemove={removeProperty} />
        <div className="min-w-0 max-lg:order-first">
          <Tabs label="About this group" tabs={[...TABS]} value={tab} onChange={(name) => set({ tab: name })}>
            {tab === 'events' && (
              <EventTimeline
                projectId={project.id}
                of={{ group: [Number(type), key] }}
                filter={{ event, from, to }}
                onFilter={set}
                timeZone={project.timezone}
              />
            )}
            {tab === 'related' && <Related projectId={project.id} type={type} groupKey={key} />}
            {tab === 'history' && (
              <ObjectHistory projectId={project.id} of={{ group: [type, key] }} timeZone={project.timezone} />
            )}
          </Tabs>
        </div>
      </div>
    </div>
  )
}
