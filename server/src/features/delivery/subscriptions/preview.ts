/** What a subscription would send, before it is saved. */

import { describeSchedule } from '@hedgerow/shared/schedule'
import type { z } from 'zod'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { findDashboard } from '../../analytics/dashboards/index.ts'
import { findInsights } from '../../analytics/insights/index.ts'
import { findUser, toBasicUser } from '../../workspace/users/index.ts'
import { assertResource, assertSelection } from './checks.ts'
import { type Content, type ContentParts, prepareContent } from './content.ts'
import type { SubscriptionContext } from './context.ts'
import { merge, NOTHING } from './fields.ts'
import { mailOf } from './mail-text.ts'
import { nextAfterNow } from './next-delivery.ts'
import { openParts, reportOf } from './report.ts'
import type { previewAnswer, SubscriptionBody } from './schemas.ts'
import type { Subscription, SubscriptionFields } from './store.ts'

export interface PreviewParts extends ContentParts {
  db: Database
  siteUrl: string
}

/**
 * The email that a subscription would send now, with the pictures in it.
 * @param drawsMail false for the schedule only, which takes no query
 * @throws ApiError 400 for fields that cannot be saved either
 */
export async function previewReport(
  parts: PreviewParts,
  context: SubscriptionContext,
  body: SubscriptionBody,
  { drawsMail, signal }: { drawsMail: boolean; signal: AbortSignal },
): Promise<z.infer<typeof previewAnswer>> {
  const { team, db } = context
  const fields = merge({ ...NOTHING, frequency: 'weekly', startDate: new Date() }, body)
  await assertResource(db.$client, context, fields)
  await assertSelection(context, fields)
  fields.nextDeliveryDate = nextAfterNow(fields, team.timezone)
  const next = fields.nextDeliveryDate
  const schedule = { summary: describeSchedule(fields), next_delivery_date: next && formatDate(next) }
  const subscription = await unsaved(context, fields)
  const content = drawsMail ? await prepareContent(parts, team, subscription, new Map(), signal) : null
  if (!content) return { ...schedule, subject: '', html: '', text: '' }
  return { ...schedule, ...(await mailFrom(parts, context, subscription, content)) }
}

async function mailFrom(
  parts: PreviewParts,
  { team }: SubscriptionContext,
  subscription: Subscription,
  { snapshot, changeSummary }: Content,
) {
  const report = reportOf(parts.siteUrl, team, subscription, {
    deliveryId: 'preview',
    trigger: 'manual',
    inviteMessage: null,
    changeSummary,
    total: snapshot.total_insight_count,
    parts: await openParts(parts, team, snapshot),
  })
  return mailOf(report, '', `${parts.siteUrl}/unsubscribe`, ({ picture }) => {
    return picture ? `data:image/png;base64,${picture.bytes.toString('base64')}` : ''
  })
}

/** A subscription as it would be stored. */
async function unsaved(
  { db, team, principal }: SubscriptionContext,
  fields: SubscriptionFields,
): Promise<Subscription> {
  const { insightId, dashboardId, startDate, untilDate, nextDeliveryDate } = fields
  const [insight] = insightId === null ? [] : await findInsights(db, team.id, [insightId])
  const dashboard = dashboardId === null ? null : await findDashboard(db.$client, team.id, dashboardId)
  const user = principal.userId === null ? null : await findUser(db, principal.userId)
  return {
    ...fields,
    id: 0,
    teamId: team.id,
    startDate: startDate.toISOString(),
    untilDate: untilDate?.toISOString() ?? null,
    nextDeliveryDate: nextDeliveryDate?.toISOString() ?? null,
    secret: '',
    createdAt: new Date().toISOString(),
    createdById: principal.userId,
    creator: user ? toBasicUser(user as never) : null,
    insightShortId: insight?.shortId ?? null,
    resourceName: dashboard ? dashboard.name || 'Dashboard' : insight?.name || insight?.derivedName || null,
    resourceDeleted: false,
    resourceCreatedById: dashboard?.createdById ?? insight?.createdById ?? null,
  }
}
