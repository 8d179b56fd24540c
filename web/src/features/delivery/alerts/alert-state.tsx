/** The state of an alert as a badge, and in words. */
import type { AlertState } from '@hedgerow/shared/alerts'
import { AlarmClockOff, BellOff, BellRing, CircleCheck, TriangleAlert } from 'lucide-react'
import type { Alert } from './api'

const LOOKS: Record<AlertState, { look: string; icon: typeof BellRing }> = {
  Firing: { look: 'bg-danger-soft text-danger', icon: BellRing },
  'Not firing': { look: 'bg-raised text-text', icon: CircleCheck },
  Errored: { look: 'bg-warning-soft text-warning', icon: TriangleAlert },
  Snoozed: { look: 'bg-raised text-muted', icon: AlarmClockOff },
}
const BADGE = 'inline-flex items-center gap-1.5 rounded px-1.5 py-0.5 text-[13px] font-medium whitespace-nowrap'

export function AlertBadge({ alert: { enabled, state } }: { alert: Pick<Alert, 'enabled' | 'state'> }) {
  if (!enabled)
    return (
      <span className={`${BADGE} bg-raised text-muted`}>
        <BellOff size={14} aria-hidden /> Disabled
      </span>
    )
  return <StateBadge state={state} />
}

export function StateBadge({ state }: { state: AlertState }) {
  const { look, icon: Icon } = LOOKS[state]
  return (
    <span className={`${BADGE} ${look}`}>
      <Icon size={14} aria-hidden /> {state}
    </span>
  )
}
