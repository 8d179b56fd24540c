/** Persons and groups that events name together with a group. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { relatedQuery } from './api'

interface RelatedItem {
  type: 'person' | 'group'
  name?: string
  uuid?: string
  group_type_index?: number
  group_key?: string
  group_properties?: Record<string, unknown>
}

export function Related({ projectId, type, groupKey }: { projectId: number; type: string; groupKey: string }) {
  const query = useQuery(relatedQuery(projectId, type, groupKey))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={3} />}
      isEmpty={(data) => data.length === 0}
      empty={
        <EmptyState title="No one yet">
          <p>No event in the last 90 days connects this group with a person or another group.</p>
        </EmptyState>
      }
    >
      {(data) => (
        <ul aria-label="Persons and groups" className="rounded-lg border border-line bg-surface">
          {(data as RelatedItem[]).map((item) => (
            <li
              key={item.uuid ?? `${item.group_type_index}:${item.group_key}`}
              className="flex justify-between gap-3 border-b border-line px-3 py-2 last:border-b-0"
            >
              {item.type === 'person' ? (
                <Link
                  to="/persons/$id"
                  params={{ id: item.uuid! }}
                  className="min-w-0 truncate font-medium text-accent hover:underline"
                >
                  {item.name}
                </Link>
              ) : (
                <Link
                  to="/groups/$type/$key"
                  params={{ type: String(item.group_type_index), key: item.group_key! }}
                  className="min-w-0 truncate font-medium text-accent hover:underline"
                >
                  {typeof item.group_properties?.name === 'string' ? item.group_properties.name : item.group_key}
                </Link>
              )}
              <span className="text-[13px] text-muted">{item.type}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}
