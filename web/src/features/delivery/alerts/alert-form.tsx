/** Creates or changes an alert. */
import { watchableNames } from '@hedgerow/shared/alerts'
import { type InsightNode, unwrap } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { useProject } from '../../../project'
import { AlertPreview } from './alert-preview'
import { AlertRuleFields } from './alert-rule-fields'
import { AlertSubscribers } from './alert-subscribers'
import { AlertTimes } from './alert-times'
import { type Alert, changeAlert, createAlert } from './api'
import { alertBody, type Draft, draftOf, newDraft, readRule } from './draft'

const NAME_LENGTH_MAX = 255

interface Props {
  insight: { id: number; query?: unknown }
  /** Null for a new one. */
  alert: Alert | null
  onClose: () => void
}

export function AlertForm({ insight, alert, onClose }: Props) {
  const project = useProject()
  const { data: me } = useQuery(meQuery)
  const { run, isBusy } = useChanges()
  const [draft, setDraft] = useState<Draft>(() => (alert ? draftOf(alert) : newDraft(me!.id)))
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const read = readRule(draft)
  const node = unwrap(insight.query) as InsightNode | null
  const names = node?.kind === 'TrendsQuery' ? watchableNames(node) : []
  const save = async () => {
    if (!('rule' in read)) return
    const body = alertBody(draft, read.rule, insight.id)
    const saved = await run(
      () => (alert ? changeAlert(project.id, alert.id, body) : createAlert(project.id, body)),
      alert ? 'Alert saved' : 'Alert created',
    )
    if (saved) onClose()
  }
  return (
    <Dialog
      title={alert ? 'Edit alert' : 'New alert'}
      action={alert ? 'Save' : 'Create alert'}
      isBusy={isBusy}
      isDisabled={draft.name.trim() === '' || !('rule' in read)}
      onClose={onClose}
      onAction={() => void save()}
    >
      <Field
        label="Name"
        value={draft.name}
        maxLength={NAME_LENGTH_MAX}
        placeholder="Too few sign-ups"
        onChange={(event) => set({ name: event.target.value })}
      />
      <AlertRuleFields draft={draft} names={names} node={node} onChange={set} />
      {'rule' in read ? (
        <AlertPreview insightId={insight.id} rule={read.rule} seriesIndex={draft.seriesIndex} />
      ) : (
        <p role="status" className="rounded-md bg-raised p-3 text-[13px] text-muted">
          {read.problem}
        </p>
      )}
      <AlertTimes draft={draft} rule={'rule' in read ? read.rule : null} onChange={set} />
      <AlertSubscribers users={draft.users} onChange={(users) => set({ users })} />
    </Dialog>
  )
}
