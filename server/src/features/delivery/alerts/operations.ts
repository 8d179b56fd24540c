/** Operations on alerts. Each one that changes an alert records it in the activity log. */
import { errors } from '../../../platform/http/errors.ts'
import { toStorableText } from '../../../platform/json.ts'
import { announce } from '../../../platform/postgres/announcements.ts'
import { inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { Insight } from '../../analytics/insights/index.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { logChange } from '../../workspace/objects/index.ts'
import { type AlertContext, findAlert, mayChange } from './context.ts'
import { alertKind } from './kind.ts'
import { ruleFields } from './present.ts'
import { assertRoom, assertSubscribers, assertWatch, changedWatch, findWatched, NEW_WATCH } from './rules.ts'
import { type Clock, checkAtOrAfter, nextCheckAt } from './schedule.ts'
import type { AlertBody } from './schemas.ts'
import { readSnooze } from './snooze.ts'
import {
  type Alert,
  findSubscribers,
  insertAlert,
  loadAlert,
  removeAlert,
  type StoredFields,
  storeSubscribers,
  updateAlert,
} from './store.ts'

/** The table whose rows the worker checks. */
export const QUEUE = 'alerts'

type NewAlert = AlertBody & { insight: number; subscribed_users: number[] }

/** @throws ApiError 400 for settings that make no sense, or when there is no room for another alert */
export async function createAlert(context: AlertContext, body: NewAlert): Promise<Alert> {
  const { db, team, principal } = context
  const insight = await findWatched(context, body.insight)
  const watch = changedWatch(NEW_WATCH, body)
  assertWatch(watch, insight)
  await assertSubscribers(context, insight, body.subscribed_users)
  const blank: StoredFields = {
    ...watch,
    insightId: insight.id,
    name: body.name ?? '',
    enabled: body.enabled ?? true,
    interval: body.calculation_interval ?? 'daily',
    skipsWeekend: body.skip_weekend ?? false,
    snoozedUntil: null,
    state: 'Not firing',
    errorsInRow: 0,
    nextCheckAt: null,
  }
  const fields = snoozed(restarted(blank, team), body.snoozed_until, team)
  const id = newUuid()
  return inTransaction(db.$client, async (client) => {
    await assertRoom(client, team.id, insight.id)
    const alert = { id, teamId: team.id, createdById: principal.userId }
    await insertAlert(client, alert, fields)
    await storeSubscribers(client, alert, body.subscribed_users)
    await logChange(client, context, alertKind, { id, activity: 'created', detail: { name: titleOf(fields, insight) } })
    await announce(client, QUEUE)
    return (await loadAlert(client, team.id, id))!
  })
}

/**
 * Changes the fields in the body. Another rule, and switching the alert on or off, make it begin anew: its state is forgotten,
 * and it is checked at once.
 * @param id as in the path
 * @throws ApiError 404, 403 for an alert that the caller may not change, 400 for settings that make no sense
 */
export async function changeAlert(context: AlertContext, id: string, readFields: () => AlertBody): Promise<Alert> {
  const { db, team } = context
  const found = await findForChange(context, id)
  const body = readFields()
  const insight = body.insight === undefined ? found.insight : await findWatched(context, body.insight)
  if (body.subscribed_users) await assertSubscribers(context, insight, body.subscribed_users)
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'alerts', found.alert.id)
    const before = await loadAlert(client, team.id, found.alert.id)
    if (!before) throw errors.notFound()
    const fields = changedFields(before, body, insight, team)
    if (fields.insightId !== before.insightId) await assertRoom(client, team.id, fields.insightId)
    const own = await subscribedIds(client, context, before.id)
    await updateAlert(client, before, fields)
    if (body.subscribed_users) await storeSubscribers(client, before, body.subscribed_users)
    await logChange(client, context, alertKind, {
      id: before.id,
      activity: 'updated',
      detail: {
        name: titleOf(fields, insight),
        changes: changesBetween(
          alertKind.scope,
          loggedFields(before, own),
          loggedFields(fields, body.subscribed_users ?? own),
        ),
      },
    })
    await announce(client, QUEUE)
    return (await loadAlert(client, team.id, before.id))!
  })
}

/** @throws ApiError 404, 403 for an alert that the caller may not change */
export async function deleteAlert(context: AlertContext, id: string): Promise<void> {
  const { alert, insight } = await findForChange(context, id)
  await inTransaction(context.db.$client, async (client) => {
    await lockRow(client, 'alerts', alert.id)
    if (!(await loadAlert(client, alert.teamId, alert.id))) throw errors.notFound()
    const detail = { name: titleOf(alert, insight) }
    await logChange(client, context, alertKind, { id: alert.id, activity: 'deleted', detail })
    await removeAlert(client, alert)
  })
}

async function findForChange(context: AlertContext, id: string): Promise<{ alert: Alert; insight: Insight }> {
  const found = await findAlert(context, id)
  if (!mayChange(context, found.alert, found.insight))
    throw errors.forbidden('You need edit access to the insight, or to have created the alert.')
  return found
}

function changedFields(before: Alert, body: AlertBody, insight: Insight, clock: Clock): StoredFields {
  const watch = changedWatch(before, body)
  const isRuled = ['insight', 'condition', 'threshold', 'config'].some(
    (name) => body[name as keyof AlertBody] !== undefined,
  )
  if (isRuled) assertWatch(watch, insight)
  const after: StoredFields = {
    ...before,
    ...watch,
    insightId: insight.id,
    name: body.name ?? before.name,
    enabled: body.enabled ?? before.enabled,
    interval: body.calculation_interval ?? before.interval,
    skipsWeekend: body.skip_weekend === undefined ? before.skipsWeekend : (body.skip_weekend ?? false),
  }
  return snoozed(rescheduled(before, after, clock), body.snoozed_until, clock)
}

/** Begins anew after another rule; with another rhythm, only the time of the next check changes. */
function rescheduled(before: StoredFields, after: StoredFields, clock: Clock): StoredFields {
  const rule = ({
    insightId,
    enabled,
    condition,
    thresholdType,
    lower,
    upper,
    seriesIndex,
    checksOngoing,
  }: StoredFields) =>
    JSON.stringify([insightId, enabled, condition, thresholdType, lower, upper, seriesIndex, checksOngoing])
  if (rule(before) !== rule(after)) return restarted(after, clock)
  const isSame = before.interval === after.interval && before.skipsWeekend === after.skipsWeekend
  if (isSame || !after.enabled || after.state === 'Snoozed') return after
  return { ...after, nextCheckAt: nextCheckAt(new Date(), after, clock).toISOString() }
}

/** Without a memory of earlier checks; the next one is due at once. */
function restarted(fields: StoredFields, clock: Clock): StoredFields {
  return {
    ...fields,
    state: 'Not firing',
    errorsInRow: 0,
    snoozedUntil: null,
    nextCheckAt: fields.enabled ? checkAtOrAfter(new Date(), fields, clock).toISOString() : null,
  }
}

/**
 * While it is snoozed, an alert is not checked. It is as soon as the snooze ends.
 * @param until as in a body; undefined changes nothing
 */
function snoozed(fields: StoredFields, until: string | null | undefined, clock: Clock): StoredFields {
  if (until === undefined) return fields
  if (until === null) return fields.state === 'Snoozed' ? restarted(fields, clock) : { ...fields, snoozedUntil: null }
  if (!fields.enabled) throw errors.invalid('An alert that is disabled cannot be snoozed.', 'snoozed_until')
  const end = readSnooze(until, clock.timezone, new Date())
  const next = checkAtOrAfter(end, fields, clock).toISOString()
  return { ...fields, state: 'Snoozed', errorsInRow: 0, snoozedUntil: end.toISOString(), nextCheckAt: next }
}

async function subscribedIds(client: PoolClient, { team }: AlertContext, id: string): Promise<number[]> {
  const users = (await findSubscribers(client, team, [id])).get(id) ?? []
  return users.map((user) => (user as { id: number }).id)
}

function loggedFields(fields: StoredFields, subscribed: readonly number[]) {
  return {
    name: fields.name,
    insight: fields.insightId,
    enabled: fields.enabled,
    ...ruleFields(fields),
    calculation_interval: fields.interval,
    skip_weekend: fields.skipsWeekend,
    snoozed_until: fields.snoozedUntil === null ? null : new Date(fields.snoozedUntil).toISOString(),
    subscribed_users: [...new Set(subscribed)].sort((one, other) => one - other),
  }
}

/** The name of an alert, or that of its insight. */
export function titleOf(
  { name }: Pick<Alert, 'name'>,
  insight: Pick<Insight, 'name' | 'derivedName' | 'shortId'>,
): string {
  return toStorableText(name || insight.name || insight.derivedName || insight.shortId)
}
