/** The groups that a person belongs to. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { relatedGroupsQuery } from './api'

export function Groups({ projectId, id }: { projectId: number; id: string }) {
  const query = useQuery(relatedGroupsQuery(projectId, id))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={3} />}
      isEmpty={(data) => data.length === 0}
      empty={
        <EmptyState title="No groups">
          <p>No event in the last 90 days mentions a group.</p>
        </EmptyState>
      }
    >
      {(data) => (
        <ul aria-label="Groups" className="rounded-lg border border-line bg-surface">
          {(data as unknown as RelatedGroup[]).map((group) => (
            <li
              key={`${group.group_type_index}:${group.group_key}`}
              className="border-b border-line px-3 py-2 last:border-b-0"
            >
              <Link
                to="/groups/$type/$key"
                params={{ type: String(group.group_type_index), key: group.group_key }}
                className="font-medium break-words text-accent hover:underline"
              >
                {typeof group.group_properties.name === 'string' ? group.group_properties.name : group.group_key}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}

interface RelatedGroup {
  type: string
  group_type_index: number
  group_key: string
  group_properties: Record<string, unknown>
}
