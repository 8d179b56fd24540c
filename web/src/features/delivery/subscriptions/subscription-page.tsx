/** One subscription: its settings, what it has sent, and how it was changed. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Pause, Pencil, Play, Send, Trash2, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { MailIsOff } from '../../../components/mail-is-off'
import { ObjectHistory } from '../../../components/object-history'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, PageError, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { nameOf, renewSecret, type Subscription, subjectOf, subscriptionQuery, type Target } from './api'
import { Deliveries } from './deliveries'
import { splitAddresses } from './draft'
import { noAccess } from './no-access'
import { SubscribeDialog } from './subscribe-dialog'
import { SubscriptionBadge } from './subscription-badge'
import { SubjectLink } from './subscription-row'
import { useSubscriptionChanges } from './use-subscription-changes'
import { WebhookSecret } from './webhook-secret'
import { channelName, longDate, scheduleOf, stateOf, TARGET_NAMES } from './words'

const route = getRouteApi('/app/subscriptions/$id')

export function SubscriptionPage() {
  const project = useProject()
  const { id } = route.useParams()
  const query = useQuery(subscriptionQuery(project.id, id))
  return (
    <Loaded
      query={query}
      skeleton={
        <>
          <PageHeader title="Subscription" />
          <Skeleton rows={8} />
        </>
      }
      failed={(error) => (
        <>
          <PageHeader title="Subscription" />
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This subscription does not exist">
              <p>It may belong to another project.</p>
              <AllSubscriptions />
            </EmptyState>
          ) : (
            (noAccess(error) ?? <PageError error={error} onRetry={() => void query.refetch()} />)
          )}
        </>
      )}
    >
      {(subscription) => <View key={subscription.id} subscription={subscription} />}
    </Loaded>
  )
}

const AllSubscriptions = () => (
  <Link to="/subscriptions" className="text-accent underline">
    All subscriptions
  </Link>
)

function View({ subscription }: { subscription: Subscription }) {
  const project = useProject()
  const { status } = route.useSearch()
  const navigate = useNavigate()
  const [isEdited, setEdited] = useState(false)
  const { data: me } = useQuery(meQuery)
  const { id, created_by: author } = subscription
  const show = (next: string) =>
    void navigate({
      to: '/subscriptions/$id',
      params: { id: String(id) },
      search: { status: next as typeof status },
      replace: true,
    })
  return (
    <>
      <PageHeader title={nameOf(subscription)}>
        <SubscriptionBadge subscription={subscription} />
        <Actions subscription={subscription} onEdit={() => setEdited(true)} />
      </PageHeader>
      <div className="flex flex-col gap-6 px-4 pb-10 md:px-6">
        {subscription.target_type === 'email' && <MailIsOff />}
        <Facts subscription={subscription} />
        <Deliveries subscriptionId={id} isAuthor={author?.id === me?.id} status={status} onStatus={show} />
        <section className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">Changes</h2>
          <ObjectHistory projectId={project.id} of={{ subscription: id }} timeZone={project.timezone} />
        </section>
        <p className="text-[13px] text-muted">
          Times in {project.timezone}. <AllSubscriptions />
        </p>
      </div>
      {isEdited && (
        <SubscribeDialog
          subject={subjectOf(subscription)}
          subscription={subscription}
          onClose={() => setEdited(false)}
        />
      )}
    </>
  )
}

function Actions({ subscription, onEdit }: { subscription: Subscription; onEdit: () => void }) {
  const { isBusy, send, toggle, remove, restore } = useSubscriptionChanges(subscription)
  const { enabled, deleted } = subscription
  if (deleted)
    return (
      <Button disabled={isBusy} onClick={restore}>
        <Undo2 size={16} aria-hidden /> Restore
      </Button>
    )
  return (
    <>
      <Button disabled={isBusy} onClick={() => void remove()}>
        <Trash2 size={16} aria-hidden /> Delete
      </Button>
      <Button disabled={isBusy} onClick={() => void toggle()}>
        {enabled ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />} {enabled ? 'Pause' : 'Resume'}
      </Button>
      <Button onClick={onEdit}>
        <Pencil size={16} aria-hidden /> Edit
      </Button>
      <Button
        look="primary"
        disabled={isBusy || !enabled}
        title={enabled ? undefined : 'Resume the subscription first'}
        onClick={() => void send()}
      >
        <Send size={16} aria-hidden /> Send now
      </Button>
    </>
  )
}

function Facts({ subscription }: { subscription: Subscription }) {
  const { timezone } = useProject()
  const { next_delivery_date: next, created_by: author, dashboard_export_insights: insights } = subscription
  const target = subscription.target_type as Target
  return (
    <dl className="grid gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2">
      <Fact name="About">
        <SubjectLink subscription={subscription} />
        {insights.length > 0 && `, ${insights.length} ${insights.length === 1 ? 'insight' : 'insights'}`}
      </Fact>
      <Fact name="Schedule">{scheduleOf(subscription, timezone)}</Fact>
      <Fact name={TARGET_NAMES[target] ?? target}>
        <Recipients subscription={subscription} />
      </Fact>
      <Fact name="Next report">
        {next && stateOf(subscription) === null
          ? `${longDate(next, timezone)}, up to 15 minutes before its time`
          : 'None'}
      </Fact>
      <Fact name="Created by">{author ? author.first_name || author.email : 'A deleted user'}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  )
}

function Recipients({ subscription }: { subscription: Subscription }) {
  const { target_type: type, target_value: value } = subscription
  if (type === 'slack') return channelName(value)
  if (type === 'webhook') return <Webhook subscription={subscription} />
  return type === 'email' ? splitAddresses(value).join(', ') : value
}

function Webhook({ subscription: { id, target_value: url } }: { subscription: Subscription }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const [secret, setSecret] = useState<string | null>(null)
  const renew = async () => {
    const answer = await run(() => renewSecret(project.id, id), 'The old secret no longer works')
    if (answer?.webhook_secret) setSecret(answer.webhook_secret)
  }
  return (
    <>
      {url}
      <Button className="mt-2" disabled={isBusy} onClick={() => void renew()}>
        New secret
      </Button>
      {secret !== null && <WebhookSecret secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}
