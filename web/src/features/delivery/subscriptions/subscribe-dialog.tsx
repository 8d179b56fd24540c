/** Subscribes to an insight or a dashboard, and shows who is subscribed already. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { dashboardQuery } from '../../analytics/dashboards/api'
import { nameOf, type Subject, type Subscription, subscriptionsOfQuery } from './api'
import { insightsOf, type ReportableInsight } from './insight-choice'
import { SubscriptionForm } from './subscription-form'
import { WebhookSecret } from './webhook-secret'
import { recipientsText, scheduleOf, stateOf } from './words'

interface Props {
  subject: Subject
  /** Edits this one, instead of offering a new one. */
  subscription?: Subscription
  onClose: () => void
}

export function SubscribeDialog(props: Props) {
  const { subject, onClose } = props
  if (subject.kind === 'insight') return <Form {...props} insights={null} />
  return <OfDashboard {...props} onClose={onClose} />
}

/** The tiles of the dashboard are needed first. */
function OfDashboard(props: Props) {
  const { subject, subscription, onClose } = props
  const project = useProject()
  const query = useQuery(dashboardQuery(project.id, String(subject.id)))
  const insights = query.data && insightsOf(query.data.tiles)
  if (insights) return <Form {...props} insights={insights} />
  return (
    <Dialog title={subscription ? 'Edit subscription' : 'Subscribe to this dashboard'} onClose={onClose}>
      <Loaded query={query} skeleton={<Skeleton rows={6} />}>
        {() => null}
      </Loaded>
    </Dialog>
  )
}

function Form({ subject, subscription, insights, onClose }: Props & { insights: ReportableInsight[] | null }) {
  const [edited, setEdited] = useState<Subscription | null>(subscription ?? null)
  const [secret, setSecret] = useState<string | null>(null)
  if (secret !== null) return <WebhookSecret secret={secret} onClose={onClose} />
  return (
    <SubscriptionForm
      key={edited?.id ?? 'new'}
      subject={subject}
      subscription={edited}
      insights={insights}
      onClose={onClose}
      onSaved={({ webhook_secret: shownOnce }) => (shownOnce ? setSecret(shownOnce) : onClose())}
    >
      {!edited && <Existing subject={subject} onEdit={setEdited} />}
    </SubscriptionForm>
  )
}

/** The subscriptions that there are already. Nothing until they are known. */
function Existing({ subject, onEdit }: { subject: Subject; onEdit: (subscription: Subscription) => void }) {
  const { id, timezone } = useProject()
  const { data } = useQuery(subscriptionsOfQuery(id, subject))
  if (!data || data.results.length === 0) return null
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium">Subscriptions to this {subject.kind}</h3>
      <ul
        aria-label="Subscriptions"
        className="max-h-44 divide-y divide-line overflow-y-auto rounded-md border border-line"
      >
        {data.results.map((each) => (
          <li key={each.id} className="flex items-center gap-2 px-3 py-1.5">
            <div className="min-w-0 flex-1 text-[13px]">
              <p className="truncate">
                {each.title ? <span className="font-medium">{each.title}: </span> : null}
                {recipientsText(each)}
              </p>
              <p className="truncate text-muted">
                {[scheduleOf(each, timezone), stateOf(each)].filter(Boolean).join(' · ')}
              </p>
            </div>
            <Button
              look="bare"
              aria-label={`Edit ${nameOf(each)} to ${recipientsText(each)}`}
              onClick={() => onEdit(each)}
            >
              Edit
            </Button>
          </li>
        ))}
      </ul>
      <h3 className="mt-2 border-t border-line pt-3 font-semibold">New subscription</h3>
    </section>
  )
}
