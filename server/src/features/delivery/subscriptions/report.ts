/** A report as every channel sends it: what it says, and where its links lead. */

import { describeSchedule } from '@hedgerow/shared/schedule'
import { DateTime } from 'luxon'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Team } from '../../workspace/organizations/index.ts'
import { type BasicUser, fromUserJson } from '../../workspace/users/index.ts'
import { type Exports, findAsset } from '../exports/index.ts'
import type { ReportedInsight, Snapshot } from './content.ts'
import type { Delivery } from './deliveries.ts'
import type { Subscription } from './store.ts'

export interface Picture {
  /** `insight-12.png` */
  name: string
  bytes: Buffer
  /** Public address. */
  url: string
}

export interface ReportPart extends ReportedInsight {
  /** Null if it could not be drawn; `query_error` says why. */
  picture: Picture | null
  url: string
}

export interface Report {
  deliveryId: string
  trigger: Delivery['triggerType']
  /** It tells new recipients that they were subscribed. */
  isInvitation: boolean
  subscription: Subscription
  kind: 'Insight' | 'Dashboard'
  /** Of the insight or dashboard. */
  name: string
  author: BasicUser | null
  inviteMessage: string | null
  parts: ReportPart[]
  /** How many insights there are, more than `parts` if some were left out. */
  total: number
  /** One line for each change; null if there is none. */
  changeSummary: string | null
  resourceUrl: string
  manageUrl: string
  /** `This subscription is sent every week. The next …` */
  scheduleText: string
}

const LINK_PARAMETERS = { utm_source: 'hedgerow', utm_campaign: 'subscription_report', utm_medium: 'email' }

export interface ReportSources {
  db: Database
  exports: Exports
  siteUrl: string
}

/** The report of a delivery whose content is stored. */
export async function openReport(
  sources: ReportSources,
  team: Team,
  subscription: Subscription,
  delivery: Delivery,
): Promise<Report> {
  const snapshot = delivery.contentSnapshot as unknown as Snapshot
  return reportOf(sources.siteUrl, team, subscription, {
    deliveryId: delivery.id,
    trigger: delivery.triggerType,
    inviteMessage: delivery.inviteMessage,
    changeSummary: delivery.changeSummary,
    total: snapshot.total_insight_count,
    parts: await openParts(sources, team, snapshot),
  })
}

export function reportOf(
  siteUrl: string,
  { timezone }: Team,
  subscription: Subscription,
  content: Pick<Report, 'deliveryId' | 'trigger' | 'inviteMessage' | 'changeSummary' | 'total' | 'parts'>,
): Report {
  return {
    ...content,
    isInvitation: content.trigger === 'target_change',
    subscription,
    kind: subscription.insightId === null ? 'Dashboard' : 'Insight',
    name: subscription.resourceName || 'Untitled',
    author: fromUserJson(subscription.creator),
    ...linksOf(siteUrl, subscription),
    scheduleText: scheduleText(subscription, timezone),
  }
}

/** The insights of a report with their pictures. */
export async function openParts(sources: ReportSources, team: Team, { insights }: Snapshot): Promise<ReportPart[]> {
  const parts: ReportPart[] = []
  for (const insight of insights) {
    const url = linkTo(sources.siteUrl, `/insights/${insight.short_id}`, team.id)
    parts.push({ ...insight, url, picture: await pictureOf(sources, team, insight) })
  }
  return parts
}

async function pictureOf(
  { db, exports }: ReportSources,
  team: Team,
  { id, asset_id: assetId }: ReportedInsight,
): Promise<Picture | null> {
  const asset = assetId === null ? null : await findAsset(db.$client, team.id, assetId)
  const bytes = asset && (await exports.read(asset))
  if (!asset || !bytes) return null
  return { name: `insight-${id}.png`, bytes, url: await exports.fileUrl(asset, 'subscription_delivery') }
}

/** Where the insight or dashboard is, and where its subscription is changed. */
export function linksOf(siteUrl: string, { teamId, id, insightShortId, dashboardId }: Subscription) {
  const resource = insightShortId === null ? `/dashboard/${dashboardId}` : `/insights/${insightShortId}`
  return {
    resourceUrl: linkTo(siteUrl, resource, teamId),
    manageUrl: linkTo(siteUrl, `${resource}/subscriptions/${id}`, teamId),
  }
}

function linkTo(siteUrl: string, path: string, teamId: number): string {
  const parameters = new URLSearchParams({ project: String(teamId), ...LINK_PARAMETERS })
  return `${siteUrl}${path}?${parameters}`
}

function scheduleText(subscription: Subscription, timeZone: string): string {
  const { nextDeliveryDate } = subscription
  const now = `This subscription is ${describeSchedule(subscription)}.`
  if (nextDeliveryDate === null) return `${now} There will be no further one.`
  const next = DateTime.fromJSDate(new Date(nextDeliveryDate), { zone: timeZone }).setLocale('en')
  return `${now} The next subscription will be sent on ${next.toFormat('cccc LLLL dd, yyyy')}`
}
