/** The checks of an alert, newest first. */
import { limitText } from '@hedgerow/shared/alerts'
import { eventTime } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { Drawer } from '../../../components/drawer'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { StateBadge } from './alert-state'
import { type Alert, type AlertCheck, alertNameOf, alertQuery, ruleOf } from './api'

export function AlertHistory({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const project = useProject()
  const query = useQuery(alertQuery(project.id, alert.id))
  const { thresholdType } = ruleOf(alert)
  return (
    <Drawer title="Checks" lead={alertNameOf(alert)} onClose={onClose}>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={5} />}
        isEmpty={({ checks }) => checks.length === 0}
        empty={
          <EmptyState title="No checks yet">
            <p>Checks are kept for 14 days.</p>
          </EmptyState>
        }
      >
        {({ checks }) => (
          <>
            <ul aria-label="Checks, newest first" className="divide-y divide-line rounded-md border border-line">
              {checks.map((check) => (
                <CheckRow
                  key={check.id}
                  check={check}
                  value={check.calculated_value === null ? null : limitText(check.calculated_value, thresholdType)}
                  zone={project.timezone}
                />
              ))}
            </ul>
            <p className="mt-2 text-[13px] text-muted">
              The newest {checks.length === 1 ? 'check' : `${checks.length} checks`}. Times in {project.timezone}.
            </p>
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

function CheckRow({ check, value, zone }: { check: AlertCheck; value: string | null; zone: string }) {
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge state={check.state} />
        {value !== null && <span className="font-medium">{value}</span>}
        {check.targets_notified && <span className="text-[13px] text-muted">Mail sent</span>}
        <time dateTime={check.created_at} className="ml-auto text-[13px] text-muted">
          {eventTime(check.created_at, zone)}
        </time>
      </div>
      {check.message && <p className="text-[13px] wrap-anywhere">{check.message}</p>}
    </li>
  )
}
