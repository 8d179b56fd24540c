/**
 * Checks alerts. A check moves the alert's next check in the transaction that stores its result and queues its mails, so a
 * process that dies in between checks again, and nobody hears of it twice or not at all. Only one process checks.
 */
import type { AlertState } from '@hedgerow/shared/alerts'
import { ApiError } from '../../../platform/http/errors.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import { toStorableText } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'
import { type Database, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { readableQuery } from '../../analytics/insights/index.ts'
import type { QueryRunner } from '../../analytics/query/index.ts'
import { findTeam, type Mailing } from '../../workspace/organizations/index.ts'
import { findInsight } from './context.ts'
import { findDue, lockChecked, postpone, putOff, storeCheck } from './due.ts'
import { type Checked, type FiringListener, firingEvent, mailErrored, mailFiring, recipientsOf } from './notify.ts'
import { nextCheckAt } from './schedule.ts'
import { nextState, type Outcome } from './states.ts'
import { loadAlert } from './store.ts'
import { assertSeries, trendOf } from './values.ts'
import { type Finding, lookAt } from './watch.ts'

/** Checks that run concurrently, so that a slow query does not hold up all others. */
const AT_ONCE = 2
/** A check that takes longer has failed. Queries have limits of their own, but a trend may need several. */
const CHECK_MS_MAX = 120_000
const NO_REASON = 'The server failed to compute the values.'
const TOO_SLOW = 'The query took too long.'
const MESSAGE_CHARACTERS_MAX = 1000
/** For projects that are being deleted. */
const NO_CLOCK = { timezone: 'UTC', weekStartDay: null }

export interface CheckerParts {
  db: Database
  runner: QueryRunner
  mailing: Mailing
  logger: Logger
  /** What else hears of alerts that begin to fire. */
  listeners: readonly FiringListener[]
  /** Two minutes unless set. */
  checkMsMax?: number
}

type Result = { finding: Finding } | { problem: string }
/** What follows from a result. */
type Step = ReturnType<typeof nextState>

export class AlertChecker {
  constructor(private readonly parts: CheckerParts) {}

  /** Checks the next alerts that are due. Checks that were missed while the server was off are one check. */
  async next(signal: AbortSignal): Promise<Progress> {
    const due = await findDue(this.parts.db.$client, AT_ONCE)
    const ended = await Promise.allSettled(due.map(({ id, teamId }) => this.check(teamId, id, signal)))
    for (const each of ended) if (each.status === 'rejected') throw each.reason
    return due.length > 0 ? 'done' : 'nothing'
  }

  /** Checks one alert now, whether it is due or not. If the check itself breaks, others come first for a while. */
  async check(teamId: number, id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.carryOut(teamId, id, signal)
    } catch (error) {
      if (!signal.aborted) await putOff(this.parts.db.$client, { teamId, id }).catch(() => {})
      throw error
    }
  }

  private async carryOut(teamId: number, id: string, signal: AbortSignal): Promise<void> {
    const { db } = this.parts
    const alert = await loadAlert(db.$client, teamId, id, 0)
    if (!alert) return
    const at = new Date()
    const team = await findTeam(db, String(teamId))
    const insight = team && (await findInsight(db, teamId, alert.insightId))
    if (!team || !insight) return postpone(db.$client, alert, nextCheckAt(at, alert, team ?? NO_CLOCK))
    const checked = { team, alert, insight, at }
    const result = await this.compute(checked, signal)
    const step = nextState(alert, outcomeOf(result))
    const recipients = step.news && this.parts.mailing.isAvailable ? await recipientsOf(db, checked) : []
    await inTransaction(db.$client, async (client) => {
      // A user's change makes the alert due again, and then this result does not matter.
      if (!(await lockChecked(client, alert))) return
      const isNotified = await this.tell(client, checked, result, step.news, recipients)
      await record(client, checked, result, step, isNotified)
    })
  }

  /** @throws only when the process is about to stop */
  private async compute({ team, alert, insight }: Checked, signal: AbortSignal): Promise<Result> {
    const late = AbortSignal.timeout(this.parts.checkMsMax ?? CHECK_MS_MAX)
    try {
      const trend = trendOf(readableQuery(insight))
      assertSeries(trend, alert.seriesIndex)
      const options = { refresh: 'force_blocking', userId: null, signal: AbortSignal.any([signal, late]) } as const
      return { finding: await lookAt(this.parts.runner, team, trend, alert, options) }
    } catch (error) {
      if (signal.aborted) throw error
      if (late.aborted) return { problem: TOO_SLOW }
      if (error instanceof ApiError) return { problem: toStorableText(error.detail).slice(0, MESSAGE_CHARACTERS_MAX) }
      this.parts.logger.error({ err: error, alert: alert.id }, 'an alert could not be checked')
      return { problem: NO_REASON }
    }
  }

  /** Queues the mails about a change of state. @returns whether there are any */
  private async tell(
    client: PoolClient,
    checked: Checked,
    result: Result,
    news: Step['news'],
    recipients: readonly string[],
  ): Promise<boolean> {
    const { mailing, listeners } = this.parts
    if (!news) return false
    if ('problem' in result) return mailErrored(client, mailing, checked, result.problem, recipients)
    for (const listener of listeners) await listener(client, firingEvent(checked, result.finding))
    return mailFiring(client, mailing, checked, result.finding, recipients)
  }
}

const outcomeOf = (result: Result): Outcome =>
  'problem' in result ? 'error' : result.finding.breach ? 'breach' : 'no breach'
const CHECK_STATES: Record<Outcome, AlertState> = { error: 'Errored', breach: 'Firing', 'no breach': 'Not firing' }

function record(
  client: PoolClient,
  { alert, team, at }: Checked,
  result: Result,
  { state, errorsInRow }: Step,
  isNotified: boolean,
): Promise<void> {
  const { value, message } = 'problem' in result ? { value: null, message: result.problem } : result.finding
  return storeCheck(client, alert, {
    state: CHECK_STATES[outcomeOf(result)],
    value,
    message,
    isNotified,
    at,
    after: { state, errorsInRow },
    nextCheckAt: nextCheckAt(at, alert, team),
  })
}
