/** Badges of subscriptions and deliveries. */
import { Ban, CircleCheck, CircleDashed, CirclePause, CircleX, type LucideIcon, Trash2 } from 'lucide-react'
import type { Subscription } from './api'
import { stateOf } from './words'

const BADGE = 'inline-flex items-center gap-1.5 rounded px-1.5 py-0.5 text-[13px] font-medium whitespace-nowrap'
const ICONS: Record<string, LucideIcon> = { Paused: CirclePause, Ended: Ban, Deleted: Trash2 }

/** Nothing for a subscription that goes on. */
export function SubscriptionBadge({ subscription }: { subscription: Subscription }) {
  const state = stateOf(subscription)
  if (!state) return null
  const Icon = ICONS[state]!
  return (
    <span className={`${BADGE} bg-raised text-muted`}>
      <Icon size={14} aria-hidden /> {state}
    </span>
  )
}

const STATUSES: Record<string, { label: string; look: string; icon: LucideIcon }> = {
  starting: { label: 'Sending', look: 'bg-raised text-text', icon: CircleDashed },
  completed: { label: 'Sent', look: 'bg-raised text-text', icon: CircleCheck },
  failed: { label: 'Failed', look: 'bg-danger-soft text-danger', icon: CircleX },
  skipped: { label: 'Nothing sent', look: 'bg-raised text-muted', icon: Ban },
}
export const DELIVERY_STATUSES = Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }))

/** @param isPartial some recipients did not get it */
export function DeliveryBadge({ status, isPartial }: { status: string; isPartial: boolean }) {
  const { label, look, icon: Icon } = STATUSES[status] ?? STATUSES.starting!
  return (
    <span className={`${BADGE} ${isPartial ? 'bg-warning-soft text-warning' : look}`}>
      <Icon size={14} aria-hidden /> {isPartial ? 'Sent in part' : label}
    </span>
  )
}
