/** Tells people, and other parts of the server, what checks have found. */
import { conditionText } from '@hedgerow/shared/alerts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import type { Database, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { Insight } from '../../analytics/insights/index.ts'
import { accessOfMember, type Mailing, type Team } from '../../workspace/organizations/index.ts'
import { titleOf } from './operations.ts'
import { ERRORS_MAX } from './states.ts'
import { type Alert, findSubscribers } from './store.ts'
import type { Finding } from './watch.ts'

/** An alert that has begun to fire, as an event for the destinations of a project. */
export interface FiringEvent {
  teamId: number
  event: '$insight_alert_firing'
  distinctId: string
  properties: {
    alert_id: string
    alert_name: string
    insight_id: string
    insight_name: string
    state: 'Firing'
    last_checked_at: string
    calculated_value: number | null
    breaches: string
  }
}

/** Hears of every alert that begins to fire, in the transaction that changes its state. */
export type FiringListener = (client: PoolClient, event: FiringEvent) => Promise<void>

export interface Checked {
  team: Team
  alert: Alert
  insight: Insight
  at: Date
}

/** Addresses of the subscribed users who may still see the insight. */
export async function recipientsOf(db: Database, { team, alert, insight }: Checked): Promise<string[]> {
  const users = ((await findSubscribers(db.$client, team, [alert.id])).get(alert.id) ?? []) as {
    id: number
    email: string
  }[]
  const allowed = await Promise.all(
    users.map(async ({ id }) => (await accessOfMember(db, team, id, 'insight'))?.sees(insight.id, insight.createdById)),
  )
  return users.filter((_, index) => allowed[index]).map(({ email }) => email)
}

/** Queues a mail for each recipient. @returns whether there is any */
export async function mailFiring(
  client: PoolClient,
  { siteUrl }: Mailing,
  { team, alert, insight }: Checked,
  { message }: Finding,
  recipients: readonly string[],
): Promise<boolean> {
  const title = titleOf(alert, insight)
  const text = [
    `The alert "${title}" of the project "${team.name}" is firing.`,
    message!,
    `It fires when ${conditionText(alert)}. Days and hours are those of the project (${team.timezone}).`,
    linkTo(siteUrl, team, insight),
    'You get this because you are subscribed to the alert. The page of the insight lets you snooze or change it.',
  ]
  return mailAll(client, recipients, `Alert: ${title}`, text)
}

/** The same for an alert whose checks keep failing. @param reason in a sentence */
export async function mailErrored(
  client: PoolClient,
  { siteUrl }: Mailing,
  { team, alert, insight }: Checked,
  reason: string,
  recipients: readonly string[],
): Promise<boolean> {
  const title = titleOf(alert, insight)
  const text = [
    `The alert "${title}" of the project "${team.name}" could not be checked ${ERRORS_MAX} times in a row. As long as this goes on, it cannot fire.`,
    `The reason: ${reason}`,
    linkTo(siteUrl, team, insight),
    'You get this because you are subscribed to the alert.',
  ]
  return mailAll(client, recipients, `Alert cannot be checked: ${title}`, text)
}

const linkTo = (siteUrl: string, { id }: Team, { shortId }: Insight) =>
  `${siteUrl}/insights/${encodeURIComponent(shortId)}?project=${id}`

async function mailAll(
  client: PoolClient,
  recipients: readonly string[],
  subject: string,
  text: readonly string[],
): Promise<boolean> {
  for (const to of recipients) await queueMail(client, { to, subject, text: text.join('\n\n') })
  return recipients.length > 0
}

export function firingEvent({ team, alert, insight, at }: Checked, { value, message }: Finding): FiringEvent {
  return {
    teamId: team.id,
    event: '$insight_alert_firing',
    distinctId: `team_${team.id}`,
    properties: {
      alert_id: alert.id,
      alert_name: titleOf(alert, insight),
      insight_id: insight.shortId,
      insight_name: insight.name || insight.derivedName || insight.shortId,
      state: 'Firing',
      last_checked_at: at.toISOString(),
      calculated_value: value,
      breaches: message ?? '',
    },
  }
}
