/** All groups of a type. */

import { eventTime } from '@hedgerow/shared/format'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, SearchInput } from '../../../components/controls'
import { moreOf, rowsOf } from '../../../components/paging'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { VirtualTable } from '../../../components/virtual-table'
import { useProject } from '../../../project'
import { groupsQuery, groupTypesQuery } from './api'

const route = getRouteApi('/app/groups')

export function GroupsPage() {
  const project = useProject()
  const { type, q } = route.useSearch()
  const navigate = useNavigate()
  const types = useQuery(groupTypesQuery(project.id))
  const set = (change: { type?: number; q?: string }) =>
    void navigate({ to: '/groups', search: { type, q, ...change }, replace: true })
  return (
    <>
      <PageHeader title="Groups" />
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Loaded
          query={types}
          isBoxed
          isEmpty={(data) => data.length === 0}
          empty={
            <EmptyState title="No groups yet">
              <p>Groups are companies, teams or anything else your events belong to besides a person.</p>
              <p className="font-mono text-[13px]">
                posthog.group('company', 'acme', {'{'} name: 'Acme' {'}'})
              </p>
            </EmptyState>
          }
        >
          {(data) => (
            <Tabs
              label="Types of groups"
              tabs={data.map((each) => ({
                name: String(each.group_type_index),
                title: each.name_plural ?? each.group_type,
              }))}
              value={String(data.some((each) => each.group_type_index === type) ? type : data[0]!.group_type_index)}
              onChange={(name) => set({ type: Number(name), q: '' })}
            >
              <GroupList type={type} q={q} onSearch={(text) => set({ q: text })} />
            </Tabs>
          )}
        </Loaded>
      </div>
    </>
  )
}

function GroupList({ type, q, onSearch }: { type: number; q: string; onSearch: (q: string) => void }) {
  const project = useProject()
  const query = useInfiniteQuery({
    ...groupsQuery(project.id, type, q),
    placeholderData: (before) => before,
  })
  return (
    <div className="flex flex-col gap-3">
      <div className="max-w-sm">
        <SearchInput label="Search by key or name" value={q} onChange={(event) => onSearch(event.target.value)} />
      </div>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title="No group matches">
            <Button onClick={() => onSearch('')}>Clear search</Button>
          </EmptyState>
        }
      >
        {(data) => (
          <VirtualTable
            label="Groups"
            columns={[
              {
                name: 'group',
                title: 'Group',
                width: 'minmax(12rem, 2fr)',
                cell: (group) => (
                  <Link
                    to="/groups/$type/$key"
                    params={{ type: String(group.group_type_index), key: group.group_key }}
                    className="font-medium text-accent hover:underline"
                  >
                    {typeof group.group_properties.name === 'string' && group.group_properties.name
                      ? group.group_properties.name
                      : group.group_key}
                  </Link>
                ),
              },
              {
                name: 'key',
                title: 'Key',
                width: 'minmax(10rem, 1fr)',
                cell: (group) => <span className="text-muted">{group.group_key}</span>,
              },
              {
                name: 'created',
                title: 'First seen',
                width: '12rem',
                cell: (group) => (
                  <time dateTime={group.created_at}>{eventTime(group.created_at, project.timezone)}</time>
                ),
              },
            ]}
            rows={rowsOf(data)}
            rowKey={(group) => group.group_key}
            count={null}
            {...moreOf(query)}
          />
        )}
      </Loaded>
    </div>
  )
}
