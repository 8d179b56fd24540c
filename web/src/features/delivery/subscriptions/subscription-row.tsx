/** A subscription in the list of all of them. */
import { Link } from '@tanstack/react-router'
import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Menu } from '../../../components/popover'
import { useProject } from '../../../project'
import { nameOf, type Subscription, subjectOf, type Target } from './api'
import { SubscribeDialog } from './subscribe-dialog'
import { SubscriptionBadge } from './subscription-badge'
import { useSubscriptionChanges } from './use-subscription-changes'
import { longDate, recipientsText, scheduleOf, stateOf, TARGET_NAMES } from './words'

const MENU = 'inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised'

export function SubscriptionRow({ subscription }: { subscription: Subscription }) {
  const { timezone } = useProject()
  const [isEdited, setEdited] = useState(false)
  const { next_delivery_date: next, created_by: author, target_type: target } = subscription
  return (
    <li className="flex items-start gap-3 px-3 py-2.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/subscriptions/$id"
            params={{ id: String(subscription.id) }}
            className="inline-flex min-h-6 min-w-0 items-center font-medium wrap-anywhere text-accent hover:underline"
          >
            {nameOf(subscription)}
          </Link>
          <SubscriptionBadge subscription={subscription} />
        </p>
        <p className="text-[13px] wrap-anywhere">
          <SubjectLink subscription={subscription} /> · {TARGET_NAMES[target as Target] ?? target} to{' '}
          {recipientsText(subscription)}
        </p>
        <p className="text-[13px] text-muted">
          {scheduleOf(subscription, timezone)}
          {next && stateOf(subscription) === null && ` · next on ${longDate(next, timezone)}`}
          {author && ` · by ${author.first_name || author.email}`}
        </p>
      </div>
      <ActionsMenu subscription={subscription} onEdit={() => setEdited(true)} />
      {isEdited && (
        <SubscribeDialog
          subject={subjectOf(subscription)}
          subscription={subscription}
          onClose={() => setEdited(false)}
        />
      )}
    </li>
  )
}

/** What it is about, and its page. */
export function SubjectLink({ subscription }: { subscription: Subscription }) {
  const { insight_short_id: shortId, dashboard } = subscription
  const { kind, name } = subjectOf(subscription)
  const look = 'text-accent underline underline-offset-2'
  return (
    <>
      {kind === 'insight' ? 'Insight ' : 'Dashboard '}
      {shortId ? (
        <Link to="/insights/$id" params={{ id: shortId }} className={look}>
          {name}
        </Link>
      ) : (
        <Link to="/dashboards/$id" params={{ id: String(dashboard) }} className={look}>
          {name}
        </Link>
      )}
    </>
  )
}

function ActionsMenu({ subscription, onEdit }: { subscription: Subscription; onEdit: () => void }) {
  const { isBusy, send, toggle, remove, restore } = useSubscriptionChanges(subscription)
  const { enabled, deleted } = subscription
  return (
    <Menu
      label={`Actions for ${nameOf(subscription)}`}
      className={MENU}
      trigger={<MoreHorizontal size={18} aria-hidden />}
      items={
        deleted
          ? [{ label: 'Restore', isDisabled: isBusy, onSelect: restore }]
          : [
              { label: 'Edit', onSelect: onEdit },
              { label: 'Send now', isDisabled: isBusy || !enabled, onSelect: () => void send() },
              { label: enabled ? 'Pause' : 'Resume', isDisabled: isBusy, onSelect: () => void toggle() },
              { label: 'Delete', isDangerous: true, isDisabled: isBusy, onSelect: () => void remove() },
            ]
      }
    />
  )
}
