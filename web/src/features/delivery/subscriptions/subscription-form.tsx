/** Creates or changes a subscription. */
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../../../api/queries'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { TextArea } from '../../../components/form'
import { useSave } from '../../../components/use-save'
import { useProject } from '../../../project'
import { changeSubscription, createSubscription, type Subject, type Subscription } from './api'
import {
  changeBody,
  type Draft,
  draftOf,
  INSIGHTS_MAX,
  newBody,
  newDraft,
  scheduleProblem,
  targetProblem,
} from './draft'
import { InsightChoice, type ReportableInsight } from './insight-choice'
import { PreviewDialog } from './preview-dialog'
import { ScheduleFields, SpanFields } from './schedule-fields'
import { ScheduleLine } from './schedule-line'
import { TargetFields } from './target-fields'

const TITLE_LENGTH_MAX = 100
const MESSAGE_LENGTH_MAX = 2_000

interface Props {
  subject: Subject
  /** Null for a new one. */
  subscription: Subscription | null
  /** The insights of a dashboard, in the order of the report; null for an insight. */
  insights: readonly ReportableInsight[] | null
  /** Shown above the fields. */
  children?: ReactNode
  onClose: () => void
  onSaved: (saved: Subscription) => void
}

export function SubscriptionForm({ subject, subscription, insights, children, onClose, onSaved }: Props) {
  const { id: projectId, timezone } = useProject()
  const { data: me } = useQuery(meQuery)
  const { save, isBusy, error } = useSave()
  const [draft, setDraft] = useState<Draft>(() =>
    subscription ? draftOf(subscription, timezone) : newDraft(me!.email, timezone),
  )
  const [isPreviewed, setPreviewed] = useState(false)
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const offered = (insights ?? []).map(({ id }) => id)
  // What is no longer on the dashboard cannot be sent.
  const chosen = draft.insights?.filter((id) => offered.includes(id)) ?? offered.slice(0, INSIGHTS_MAX)
  const choiceProblem = insights && chosen.length === 0 ? 'Choose at least one insight.' : null
  const badSchedule = scheduleProblem(draft)
  const problem = targetProblem(draft) ?? badSchedule ?? choiceProblem
  const submit = async () => {
    if (problem) return
    const saved = subscription
      ? await save(
          () => changeSubscription(projectId, subscription.id, changeBody(draft, subscription, chosen, timezone)),
          'Subscription saved',
        )
      : await save(
          () => createSubscription(projectId, newBody(draft, subject, chosen, timezone)),
          'Subscribed. The first report is on its way.',
        )
    if (saved) onSaved(saved)
  }
  return (
    <Dialog
      title={subscription ? 'Edit subscription' : `Subscribe to this ${subject.kind}`}
      action={subscription ? 'Save' : 'Subscribe'}
      isBusy={isBusy}
      isDisabled={problem !== null}
      error={error}
      onClose={onClose}
      onAction={() => void submit()}
    >
      {children}
      <TargetFields draft={draft} onChange={set} />
      {insights && <InsightChoice insights={insights} chosen={chosen} onChange={(next) => set({ insights: next })} />}
      <ScheduleFields draft={draft} onChange={set} />
      {!badSchedule && !choiceProblem && <ScheduleLine draft={draft} subject={subject} insights={chosen} />}
      <MoreFields draft={draft} isOpen={subscription !== null} onChange={set} />
      {problem && (
        <p role="status" className="text-[13px] text-muted">
          {problem}
        </p>
      )}
      <Button
        className="self-start"
        disabled={badSchedule !== null || choiceProblem !== null}
        onClick={() => setPreviewed(true)}
      >
        Preview the mail
      </Button>
      {isPreviewed && (
        <PreviewDialog
          // The preview needs no target.
          body={newBody(
            { ...draft, target: 'email', emails: ['preview@example.com'], typed: '' },
            subject,
            chosen,
            timezone,
          )}
          onClose={() => setPreviewed(false)}
        />
      )}
    </Dialog>
  )
}

interface MoreProps {
  draft: Draft
  isOpen: boolean
  onChange: (change: Partial<Draft>) => void
}

/** What most subscriptions do not need. */
function MoreFields({ draft, isOpen, onChange }: MoreProps) {
  return (
    <details open={isOpen} className="rounded-md border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium">Title, message, start and end</summary>
      <div className="flex flex-col gap-3 pt-3">
        <Field
          label="Title"
          value={draft.title}
          maxLength={TITLE_LENGTH_MAX}
          placeholder="Weekly numbers"
          onChange={(event) => onChange({ title: event.target.value })}
        />
        {draft.target === 'email' && (
          <TextArea
            label="Message for new recipients"
            rows={2}
            value={draft.message}
            maxLength={MESSAGE_LENGTH_MAX}
            hint="Shown in their first report only."
            onChange={(event) => onChange({ message: event.target.value })}
          />
        )}
        <SpanFields draft={draft} onChange={onChange} />
      </div>
    </details>
  )
}
