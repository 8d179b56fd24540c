/** The actors behind the numbers of a funnel. */

import type { FunnelsActorsQuery } from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import { errors } from '../../../platform/http/errors.ts'
import { array, call, compare, constant, type Expr, type Select, selectTemplate } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { bucketStart, keyOf, readDate } from './dates.ts'
import {
  attemptsQuery,
  cohortCondition,
  type Funnel,
  funnelEvents,
  openFunnel,
  reached,
  topFunnelValues,
} from './funnels.ts'
import type { CountedEvents } from './matched-events.ts'

/**
 * Condition on an attempt for a step. A positive step selects actors who reached it. From -2 down, it selects actors
 * who dropped off before that step.
 * @throws ApiError 400 for steps that do not exist
 */
export function funnelActorsCondition(funnel: Funnel, step: number): string {
  const { steps } = funnel.rules
  if (step === 0) throw errors.invalid("Funnel steps are 1-indexed, so step 0 doesn't exist", 'funnelStep')
  if (step === -1)
    throw errors.invalid(
      'The first valid drop-off argument for funnelStep is -2. -2 refers to persons who performed the first step but never made it to the second.',
      'funnelStep',
    )
  if (step > steps || -step > steps) throw errors.invalid(`The funnel has only ${steps} steps.`, 'funnelStep')
  if (step > 0) return reached(step, funnel)
  return `and(${reached(-step - 1, funnel)}, not(${reached(-step, funnel)}))`
}

/**
 * `actor_id, attempt, moments`: the step times of the attempt, and of these the one of the step that was asked for. For who
 * dropped off, it is that of the last step that was reached.
 */
export async function funnelActors(
  query: FunnelsActorsQuery,
  asker: Asker,
): Promise<{ tree: Select; counted: CountedEvents }> {
  const funnel = await openFunnel(query.source, asker)
  if (funnel.rules.steps === 0) throw errors.invalid('The funnel has no steps.', 'series')
  const { breakdown } = funnel
  const wanted = query.funnelStepBreakdown
  const hasWanted = wanted !== null && wanted !== undefined && breakdown !== null
  const isTrends = query.source.funnelsFilter?.funnelVizType === 'trends'
  const cohort =
    hasWanted && breakdown.cohorts
      ? wanted === 'all'
        ? ('all' as const)
        : Number(Array.isArray(wanted) ? wanted[0] : wanted)
      : null
  const options = { byPeriod: isTrends, ...(cohort !== null && { condition: cohortCondition(cohort, asker) }) }
  const own = breakdown?.cohorts || !hasWanted ? { ...funnel, breakdown: null } : funnel
  const source = attemptsQuery(own, asker, options)
  const values = own.breakdown && hasWanted ? (Array.isArray(wanted) ? wanted : [wanted]).map(String) : null
  const counted = funnelEvents(funnel, asker)
  const condition: Expr = values ? await valueCondition(own, values, asker) : constant(true)
  if (isTrends) {
    const { funnelTrendsEntrancePeriodStart: period, funnelTrendsDropOff: dropsOff } = query
    if (!period || dropsOff === null || dropsOff === undefined)
      throw errors.invalid('Actors of funnel trends need funnelTrendsEntrancePeriodStart and funnelTrendsDropOff.')
    const { interval } = funnel.range
    const { time } = readDate(
      period,
      'funnelTrendsEntrancePeriodStart',
      asker.team.timezone,
      DateTime.fromJSDate(asker.now),
    )
    const to = reached(funnel.toStep + 1, funnel)
    const from = reached(funnel.fromStep + 1, funnel)
    const shown = dropsOff ? '-1' : String(funnel.toStep + 1)
    const tree = selectTemplate(
      `SELECT actor AS actor_id, attempt, [arrayElement(attempt, ${shown})] AS moments FROM {source} WHERE period = {key} AND {condition} AND ${dropsOff ? `and(${from}, not(${to}))` : to}`,
      {
        source,
        condition,
        key: constant(keyOf(bucketStart(time, interval, asker.team), interval)),
      },
    )
    return { tree, counted }
  }
  const { funnelStep: step } = query
  const shown = !query.funnelCustomSteps?.length && step && step > 0 ? step : -1
  const tree = selectTemplate(
    `SELECT actor_id, attempt, [arrayElement(attempt, ${shown})] AS moments FROM (
       SELECT actor AS actor_id, min(attempt) AS attempt FROM {source} WHERE {condition} AND ${stepCondition(query, funnel)} GROUP BY actor_id)`,
    { source, condition },
  )
  return { tree, counted }
}

function stepCondition({ funnelStep, funnelCustomSteps }: FunnelsActorsQuery, funnel: Funnel): string {
  if (funnelCustomSteps?.length) {
    if (funnelCustomSteps.some((step) => step < 1 || step > funnel.rules.steps))
      throw errors.invalid(`The funnel has only ${funnel.rules.steps} steps.`, 'funnelCustomSteps')
    return `length(attempt) IN (${funnelCustomSteps.join(', ')})`
  }
  if (funnelStep === null || funnelStep === undefined)
    throw errors.invalid('Actors of a funnel need funnelStep or funnelCustomSteps.', 'funnelStep')
  return funnelActorsCondition(funnel, funnelStep)
}

/** Matches a breakdown value, or all values beyond the limit if `Other` is requested. */
async function valueCondition(funnel: Funnel, wanted: readonly string[], asker: Asker): Promise<Expr> {
  const shown = await topFunnelValues(funnel, asker)
  return compare('==', call('toString', shown), call('toString', array(...wanted.map((text) => constant(text)))))
}
