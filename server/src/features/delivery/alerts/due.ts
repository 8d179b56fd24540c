/** The queue of checks: alerts of all projects whose time has come. */
import type { AlertState } from '@hedgerow/shared/alerts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { Alert } from './store.ts'

const CHECKS_KEPT = '14 days'
const PUT_OFF = '5 minutes'

/** The alerts that are due, longest first. */
export async function findDue(pool: Pool, count: number): Promise<{ id: string; teamId: number }[]> {
  const { rows } = await pool.query<{ id: string; teamId: number }>(
    'SELECT id, team_id AS "teamId" FROM alerts WHERE enabled AND next_check_at <= now() ORDER BY next_check_at, id LIMIT $1',
    [count],
  )
  return rows
}

/** What a check found, and what follows. */
export interface CheckResult {
  /** Of the check itself. */
  state: AlertState
  value: number | null
  message: string | null
  isNotified: boolean
  at: Date
  after: { state: AlertState; errorsInRow: number }
  nextCheckAt: Date
}

/** Locks an alert whose check has ended. @returns false if a user has changed or deleted it meanwhile */
export async function lockChecked(client: PoolClient, { id, teamId, revision }: Alert): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM alerts WHERE team_id = $1 AND id = $2 AND revision = $3 FOR UPDATE',
    [teamId, id, revision],
  )
  return rowCount === 1
}

export async function storeCheck(client: PoolClient, { id, teamId }: Alert, result: CheckResult): Promise<void> {
  const { state, value, message, isNotified, at, after } = result
  await client.query(
    `INSERT INTO alert_checks (id, team_id, alert_id, created_at, calculated_value, state, targets_notified, message)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newUuid(), teamId, id, at, value, state, isNotified, message],
  )
  await client.query(
    `UPDATE alerts SET state = $3, errors_in_row = $4, next_check_at = $5, last_checked_at = $6, last_value = $7,
       last_notified_at = CASE WHEN $8 THEN $6 ELSE last_notified_at END, snoozed_until = NULL
     WHERE team_id = $1 AND id = $2`,
    [teamId, id, after.state, after.errorsInRow, result.nextCheckAt, at, value, isNotified],
  )
}

/** Moves the next check of an alert that has nothing to check. */
export async function postpone(pool: Pool, { id, teamId, revision }: Alert, until: Date): Promise<void> {
  await pool.query('UPDATE alerts SET next_check_at = $4 WHERE team_id = $1 AND id = $2 AND revision = $3', [
    teamId,
    id,
    revision,
    until,
  ])
}

/** Moves a check that broke behind those of other alerts. */
export async function putOff(pool: Pool, { id, teamId }: Pick<Alert, 'id' | 'teamId'>): Promise<void> {
  await pool.query(
    'UPDATE alerts SET next_check_at = now() + $3::interval WHERE team_id = $1 AND id = $2 AND enabled',
    [teamId, id, PUT_OFF],
  )
}

/** Deletes old checks of all projects. */
export async function forgetOldChecks(pool: Pool): Promise<void> {
  await pool.query('DELETE FROM alert_checks WHERE created_at < now() - $1::interval', [CHECKS_KEPT])
}
