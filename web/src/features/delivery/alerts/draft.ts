/** The settings of an alert while they are edited: as texts, because a number may be half typed. */
import {
  type AlertCondition,
  type AlertRule,
  type CalculationInterval,
  mayCheckOngoing,
  type ThresholdType,
} from '@hedgerow/shared/alerts'
import type { Alert, NewAlert } from './api'
import { ruleOf } from './api'

export interface Draft {
  name: string
  seriesIndex: number
  condition: AlertCondition
  thresholdType: ThresholdType
  /** A percentage as people write it: 20, not 0.2. */
  lower: string
  upper: string
  checksOngoing: boolean
  interval: CalculationInterval
  skipsWeekend: boolean
  users: number[]
}

export const newDraft = (userId: number): Draft => ({
  name: '',
  seriesIndex: 0,
  condition: 'absolute_value',
  thresholdType: 'absolute',
  lower: '',
  upper: '',
  checksOngoing: false,
  interval: 'daily',
  skipsWeekend: false,
  users: [userId],
})

export function draftOf(alert: Alert): Draft {
  const { condition, thresholdType, lower, upper, checksOngoing } = ruleOf(alert)
  const text = (value: number | null) =>
    value === null ? '' : String(thresholdType === 'percentage' ? Number((value * 100).toPrecision(12)) : value)
  return {
    name: alert.name,
    seriesIndex: alert.config.series_index,
    condition,
    thresholdType,
    lower: text(lower),
    upper: text(upper),
    checksOngoing,
    interval: alert.calculation_interval,
    skipsWeekend: alert.skip_weekend,
    users: alert.subscribed_users.map(({ id }) => id),
  }
}

/** The rule of a draft, or what is wrong with it, in a sentence. */
export function readRule(draft: Draft): { rule: AlertRule } | { problem: string } {
  const { condition } = draft
  const thresholdType = condition === 'absolute_value' ? 'absolute' : draft.thresholdType
  const read = (text: string) => {
    if (text.trim() === '') return null
    const value = Number(text.replace(/,/g, ''))
    return thresholdType === 'percentage' ? value / 100 : value
  }
  const [lower, upper] = [read(draft.lower), read(draft.upper)]
  if (lower === null && upper === null) return { problem: 'Enter at least one limit.' }
  if (![lower, upper].every((value) => value === null || Number.isFinite(value)))
    return { problem: 'Limits are numbers.' }
  if (lower !== null && upper !== null && lower > upper)
    return { problem: 'The lower limit must not be above the upper one.' }
  const rule = { condition, thresholdType, lower, upper }
  return { rule: { ...rule, checksOngoing: draft.checksOngoing && mayCheckOngoing(rule) } }
}

/** The fields of the API that a rule and its series fill. */
export function ruleBody({ condition, thresholdType, lower, upper, checksOngoing }: AlertRule, seriesIndex: number) {
  return {
    condition: { type: condition },
    threshold: { configuration: { type: thresholdType, bounds: { lower, upper } } },
    config: { type: 'TrendsAlertConfig' as const, series_index: seriesIndex, check_ongoing_interval: checksOngoing },
  }
}

export function alertBody(draft: Draft, rule: AlertRule, insightId: number): NewAlert {
  return {
    name: draft.name.trim(),
    insight: insightId,
    ...ruleBody(rule, draft.seriesIndex),
    calculation_interval: draft.interval,
    skip_weekend: draft.skipsWeekend,
    subscribed_users: draft.users,
  }
}
