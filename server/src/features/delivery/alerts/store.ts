/** Alerts as stored. */
import type { AlertRule, AlertState, CalculationInterval } from '@hedgerow/shared/alerts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinInsight } from '../../analytics/insights/index.ts'
import type { Bind } from '../../workspace/kinds/index.ts'
import { MEMBERS } from '../../workspace/organizations/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'

type Client = Pool | PoolClient

/** Checks that are part of an alert, unless the caller asks for more. */
export const CHECKS_SHOWN = 5

export interface Alert extends AlertRule {
  id: string
  teamId: number
  insightId: number
  name: string
  enabled: boolean
  seriesIndex: number
  interval: CalculationInterval
  skipsWeekend: boolean
  snoozedUntil: string | null
  state: AlertState
  errorsInRow: number
  revision: number
  lastValue: number | null
  lastCheckedAt: string | null
  lastNotifiedAt: string | null
  nextCheckAt: string | null
  createdAt: string
  createdById: number | null
  creator: unknown
  /** The newest ones, newest first. Part of the same statement, so that they agree with the state. */
  checks: Check[]
}

export interface Check {
  id: string
  createdAt: string
  value: number | null
  state: AlertState
  targetsNotified: boolean
  message: string | null
}

const COLUMNS = `a.id, a.team_id AS "teamId", a.insight_id AS "insightId", a.name, a.enabled, a.condition,
  a.threshold_type AS "thresholdType", a.lower, a.upper, a.series_index AS "seriesIndex", a.checks_ongoing AS "checksOngoing",
  a.calculation_interval AS interval, a.skip_weekend AS "skipsWeekend", a.snoozed_until::text AS "snoozedUntil", a.state,
  a.errors_in_row AS "errorsInRow", a.revision, a.last_value AS "lastValue", a.last_checked_at::text AS "lastCheckedAt",
  a.last_notified_at::text AS "lastNotifiedAt", a.next_check_at::text AS "nextCheckAt", a.created_at::text AS "createdAt",
  a.created_by AS "createdById", ${userJson('u')} AS creator`
/** @param count how many of its checks to read with an alert */
const columnsWith = (count: number) => `${COLUMNS}, (SELECT coalesce(json_agg(c), '[]') FROM (
    SELECT k.id, k.created_at::text AS "createdAt", k.calculated_value AS value, k.state, k.targets_notified AS "targetsNotified",
      k.message FROM alert_checks k WHERE k.team_id = a.team_id AND k.alert_id = a.id
    ORDER BY k.created_at DESC, k.id DESC LIMIT ${count}) c) AS checks`
const FROM = `alerts a ${leftJoinUser('u', 'a.created_by')}`
const LIVING = leftJoinInsight('i', 'a.insight_id', 'i.team_id = a.team_id AND NOT i.deleted')

/**
 * @param id a UUID
 * @param checks how many of its newest checks to read with it
 */
export async function loadAlert(
  client: Client,
  teamId: number,
  id: string,
  checks = CHECKS_SHOWN,
): Promise<Alert | null> {
  const { rows } = await client.query<Alert>(
    `SELECT ${columnsWith(checks)} FROM ${FROM} WHERE a.team_id = $1 AND a.id = $2`,
    [teamId, id],
  )
  return rows[0] ?? null
}

export interface AlertFilter {
  /** ID or short ID of the insight. */
  insight?: string | undefined
  state?: string | undefined
  /** Part of the name of the alert or the insight. */
  search?: string | undefined
  /** Only alerts that this user created, or gets mail from. */
  userId?: number | undefined
}

/**
 * A page of the alerts whose insight exists, newest first.
 * @param visible SQL condition for insights `i` that the caller may see
 */
export async function listAlerts(
  client: Client,
  teamId: number,
  filter: AlertFilter,
  visible: (bind: Bind) => string,
  { limit, offset }: Page,
): Promise<{ count: number; rows: Alert[] }> {
  const values: unknown[] = [teamId]
  const bind: Bind = (value) => `$${values.push(value)}`
  const conditions = ['a.team_id = $1', 'i.id IS NOT NULL', visible(bind), ...conditionsOf(filter, bind)]
  const where = conditions.join(' AND ')
  const [counted, found] = await Promise.all([
    client.query<{ count: number }>(`SELECT count(*) AS count FROM alerts a ${LIVING} WHERE ${where}`, values),
    client.query<Alert>(
      `SELECT ${columnsWith(CHECKS_SHOWN)} FROM ${FROM} ${LIVING} WHERE ${where} ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit} OFFSET ${offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function conditionsOf({ insight, state, search, userId }: AlertFilter, bind: Bind): string[] {
  const conditions: string[] = []
  if (insight !== undefined) {
    const short = bind(insight)
    const number = /^\d{1,9}$/.test(insight) ? `i.id = ${bind(Number(insight))}` : 'false'
    conditions.push(`(i.short_id = ${short} OR ${number})`)
  }
  if (state !== undefined) conditions.push(`a.state = ${bind(state)}`)
  if (search) {
    const part = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(`(a.name ILIKE ${part} OR i.name ILIKE ${part} OR i.derived_name ILIKE ${part})`)
  }
  if (userId !== undefined) {
    const user = bind(userId)
    conditions.push(
      `(a.created_by = ${user} OR EXISTS (SELECT 1 FROM alert_subscribers s WHERE s.alert_id = a.id AND s.user_id = ${user}))`,
    )
  }
  return conditions
}

/** How many alerts a project and one of its insights have. */
export async function countAlerts(
  client: Client,
  teamId: number,
  insightId: number,
): Promise<{ ofProject: number; ofInsight: number }> {
  const { rows } = await client.query<{ ofProject: number; ofInsight: number }>(
    `SELECT count(*) AS "ofProject", count(*) FILTER (WHERE insight_id = $2) AS "ofInsight" FROM alerts WHERE team_id = $1`,
    [teamId, insightId],
  )
  return rows[0]!
}

/** The settings of an alert, and the state that follows from changing them. */
export type StoredFields = Omit<
  Alert,
  | 'id'
  | 'teamId'
  | 'revision'
  | 'lastValue'
  | 'lastCheckedAt'
  | 'lastNotifiedAt'
  | 'createdAt'
  | 'createdById'
  | 'creator'
  | 'checks'
>

const FIELDS = [
  'insight_id',
  'name',
  'enabled',
  'condition',
  'threshold_type',
  'lower',
  'upper',
  'series_index',
  'checks_ongoing',
  'calculation_interval',
  'skip_weekend',
  'snoozed_until',
  'state',
  'errors_in_row',
  'next_check_at',
]

const valuesOf = (fields: StoredFields): unknown[] => [
  fields.insightId,
  fields.name,
  fields.enabled,
  fields.condition,
  fields.thresholdType,
  fields.lower,
  fields.upper,
  fields.seriesIndex,
  fields.checksOngoing,
  fields.interval,
  fields.skipsWeekend,
  fields.snoozedUntil,
  fields.state,
  fields.errorsInRow,
  fields.nextCheckAt,
]

export async function insertAlert(
  client: PoolClient,
  { id, teamId, createdById }: Pick<Alert, 'id' | 'teamId' | 'createdById'>,
  fields: StoredFields,
): Promise<void> {
  await client.query(
    `INSERT INTO alerts (team_id, id, created_by, ${FIELDS.join(', ')})
     VALUES ($1, $2, $3, ${FIELDS.map((_, index) => `$${index + 4}`).join(', ')})`,
    [teamId, id, createdById, ...valuesOf(fields)],
  )
}

/** Stores the fields, and discards the result of a check that is running. */
export async function updateAlert(
  client: PoolClient,
  { id, teamId }: Pick<Alert, 'id' | 'teamId'>,
  fields: StoredFields,
): Promise<void> {
  await client.query(
    `UPDATE alerts SET revision = revision + 1, ${FIELDS.map((name, index) => `${name} = $${index + 3}`).join(', ')}
     WHERE team_id = $1 AND id = $2`,
    [teamId, id, ...valuesOf(fields)],
  )
}

export async function removeAlert(client: PoolClient, { id, teamId }: Pick<Alert, 'id' | 'teamId'>): Promise<void> {
  await client.query('DELETE FROM alert_checks WHERE team_id = $1 AND alert_id = $2', [teamId, id])
  await client.query('DELETE FROM alert_subscribers WHERE team_id = $1 AND alert_id = $2', [teamId, id])
  await client.query('DELETE FROM alerts WHERE team_id = $1 AND id = $2', [teamId, id])
}

/** Replaces who gets mail from an alert. */
export async function storeSubscribers(
  client: PoolClient,
  { id, teamId }: Pick<Alert, 'id' | 'teamId'>,
  userIds: readonly number[],
): Promise<void> {
  await client.query('DELETE FROM alert_subscribers WHERE team_id = $1 AND alert_id = $2', [teamId, id])
  await client.query(
    'INSERT INTO alert_subscribers (team_id, alert_id, user_id) SELECT DISTINCT $1::int, $2::uuid, unnest($3::int[])',
    [teamId, id, userIds],
  )
}

/** Subscribed users who still are members of the organization, as `userJson`, by alert. */
export async function findSubscribers(
  client: Client,
  team: { id: number; organizationId: string },
  alertIds: readonly string[],
): Promise<Map<string, unknown[]>> {
  const { rows } = await client.query<{ alertId: string; user: unknown }>(
    `SELECT s.alert_id AS "alertId", ${userJson('u')} AS user FROM ${MEMBERS} JOIN alert_subscribers s ON s.user_id = m.user_id
     WHERE s.team_id = $1 AND m.organization_id = $2 AND u.is_active AND s.alert_id = ANY($3::uuid[]) ORDER BY s.user_id`,
    [team.id, team.organizationId, alertIds],
  )
  return grouped(rows, ({ user }) => user)
}

function grouped<Row extends { alertId: string }, Item>(
  rows: readonly Row[],
  item: (row: Row) => Item,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const row of rows) groups.set(row.alertId, [...(groups.get(row.alertId) ?? []), item(row)])
  return groups
}
