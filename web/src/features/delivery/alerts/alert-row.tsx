/** An alert in a list: its rule, its state, and what can be done with it. */
import { conditionText, limitText } from '@hedgerow/shared/alerts'
import { eventTime } from '@hedgerow/shared/format'
import { Link } from '@tanstack/react-router'
import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Menu } from '../../../components/popover'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { AlertForm } from './alert-form'
import { AlertHistory } from './alert-history'
import { AlertBadge } from './alert-state'
import { type Alert, type AlertChange, alertNameOf, changeAlert, deleteAlert, insightNameOf, ruleOf } from './api'
import { SnoozeDialog } from './snooze-dialog'

const MENU = 'inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised'

interface Props {
  alert: Alert
  /** Names the insight, and links to it. */
  showsInsight?: boolean
}

export function AlertRow({ alert, showsInsight = false }: Props) {
  const [panel, setPanel] = useState<'edit' | 'snooze' | 'history' | null>(null)
  const close = () => setPanel(null)
  return (
    <li className="flex items-start gap-3 px-3 py-2.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 font-medium wrap-anywhere">{alertNameOf(alert)}</span>
          <AlertBadge alert={alert} />
        </p>
        <p className="text-[13px] wrap-anywhere">
          {showsInsight && (
            <>
              <Link
                to="/insights/$id"
                params={{ id: alert.insight.short_id }}
                className="text-accent underline underline-offset-2"
              >
                {insightNameOf(alert)}
              </Link>
              {': '}
            </>
          )}
          Fires when {conditionText(ruleOf(alert))}. Checked {alert.calculation_interval}
          {alert.skip_weekend ? ', not on weekends' : ''}.
        </p>
        <Facts alert={alert} />
      </div>
      <ActionsMenu alert={alert} onOpen={setPanel} />
      {panel === 'edit' && <AlertForm insight={alert.insight} alert={alert} onClose={close} />}
      {panel === 'snooze' && <SnoozeDialog alert={alert} onClose={close} />}
      {panel === 'history' && <AlertHistory alert={alert} onClose={close} />}
    </li>
  )
}

/** What the last check found, and when the next one is. */
function Facts({ alert }: { alert: Alert }) {
  const { timezone } = useProject()
  const { condition, thresholdType } = ruleOf(alert)
  const [last] = alert.checks
  const { last_value: value } = alert
  return (
    <p className="flex flex-col text-[13px] text-muted">
      <span>
        {alert.last_checked_at ? <TimeAgo iso={alert.last_checked_at} prefix="Checked " /> : 'Not checked yet'}
        {value !== null && `: ${condition === 'absolute_value' ? '' : 'change of '}${limitText(value, thresholdType)}`}
        {alert.snoozed_until
          ? ` · snoozed until ${eventTime(alert.snoozed_until, timezone)}`
          : alert.next_check_at && ` · next check ${eventTime(alert.next_check_at, timezone)}`}
      </span>
      {alert.enabled && last?.message && <span className="wrap-anywhere">{last.message}</span>}
    </p>
  )
}

interface ActionsProps {
  alert: Alert
  onOpen: (panel: 'edit' | 'snooze' | 'history') => void
}

function ActionsMenu({ alert, onOpen }: ActionsProps) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const name = alertNameOf(alert)
  const change = (body: AlertChange, done: string) => void run(() => changeAlert(project.id, alert.id, body), done)
  const history = { label: 'History', onSelect: () => onOpen('history') }
  const own = [
    { label: 'Edit', onSelect: () => onOpen('edit') },
    !alert.enabled
      ? null
      : alert.state === 'Snoozed'
        ? {
            label: 'End snooze',
            isDisabled: isBusy,
            onSelect: () => change({ snoozed_until: null }, `“${name}” is checked again`),
          }
        : { label: 'Snooze…', onSelect: () => onOpen('snooze') },
    {
      label: alert.enabled ? 'Disable' : 'Enable',
      isDisabled: isBusy,
      onSelect: () => change({ enabled: !alert.enabled }, `“${name}” is ${alert.enabled ? 'disabled' : 'enabled'}`),
    },
    history,
    {
      label: 'Delete',
      isDangerous: true,
      isDisabled: isBusy,
      onSelect: () => void run(() => deleteAlert(project.id, alert.id), `“${name}” was deleted`),
    },
  ]
  return (
    <Menu
      label={`Actions for ${name}`}
      className={MENU}
      trigger={<MoreHorizontal size={18} aria-hidden />}
      items={alert.can_edit ? own : [history]}
    />
  )
}
