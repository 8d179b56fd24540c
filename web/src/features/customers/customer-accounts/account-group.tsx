/** The group that links an account to events, and what to show if there is none. */

import { propertyName } from '@hedgerow/shared/query/names'
import { valueText } from '@hedgerow/shared/value-text'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { Panel } from './account-panels'
import { groupPropertiesQuery } from './api'

export function NotTied({ hasTypes }: { hasTypes: boolean }) {
  return (
    <EmptyState title="Not linked to events yet">
      <p>
        {hasTypes
          ? 'Set the external ID of the account to the key of its group.'
          : 'This project has no groups yet. Send the company of each event as a group, and use its key as the external ID here.'}
      </p>
    </EmptyState>
  )
}

/** The properties of the group that the external ID names. */
export function GroupPanel({ groupType, groupKey }: { groupType: number; groupKey: string }) {
  const project = useProject()
  const query = useQuery(groupPropertiesQuery(project.id, groupType, groupKey))
  return (
    <Panel title="Group properties">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data === null}
        empty={<p className="break-words text-muted">The group {groupKey} has no properties yet.</p>}
      >
        {(data) => {
          const properties = Object.entries(data as Record<string, unknown>)
          return (
            <>
              <dl className="flex flex-col gap-1">
                {properties.map(([name, value]) => (
                  <div key={name} className="grid grid-cols-[9rem_minmax(0,1fr)] gap-2">
                    <dt className="truncate text-muted" title={name}>
                      {propertyName(name)}
                    </dt>
                    <dd className="break-words">{valueText(value)}</dd>
                  </div>
                ))}
                {properties.length === 0 && <p className="text-muted">None yet.</p>}
              </dl>
              <Link
                to="/groups/$type/$key"
                params={{ type: String(groupType), key: groupKey }}
                className="text-accent underline"
              >
                Open group
              </Link>
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}
