/** Alerts: the choices that their settings have, and how they are put into words. */
import { exact } from './charts/format.ts'
import { isOneValue } from './charts/time-chart.ts'
import type { Limit } from './charts/trends-data.ts'
import { formulaName, formulasOf } from './query/formulas.ts'
import { seriesName } from './query/names.ts'
import type { InsightNode } from './query/nodes.ts'

export const ALERT_CONDITIONS = ['absolute_value', 'relative_increase', 'relative_decrease'] as const
export type AlertCondition = (typeof ALERT_CONDITIONS)[number]

/** A `percentage` is a share: 0.2 is 20 %. */
export const THRESHOLD_TYPES = ['absolute', 'percentage'] as const
export type ThresholdType = (typeof THRESHOLD_TYPES)[number]

export const CALCULATION_INTERVALS = ['hourly', 'daily', 'weekly', 'monthly'] as const
export type CalculationInterval = (typeof CALCULATION_INTERVALS)[number]

export const ALERT_STATES = ['Firing', 'Not firing', 'Errored', 'Snoozed'] as const
export type AlertState = (typeof ALERT_STATES)[number]

/** When an alert fires: the value, or its change, leaves the range between the limits. */
export interface AlertRule {
  condition: AlertCondition
  thresholdType: ThresholdType
  lower: number | null
  upper: number | null
  /** The interval that is not over yet counts too, for the limit that it can only approach. */
  checksOngoing: boolean
}

export type Bound = 'lower' | 'upper'

/**
 * The limit that the value of an unfinished interval can only approach while events arrive; its value says nothing about the
 * other one.
 */
export const ongoingBound = ({ condition }: Pick<AlertRule, 'condition'>): Bound =>
  condition === 'relative_decrease' ? 'lower' : 'upper'

/** Whether the unfinished interval makes a difference to a rule. */
export const mayCheckOngoing = (rule: Pick<AlertRule, 'condition' | 'lower' | 'upper'>): boolean =>
  rule[ongoingBound(rule)] !== null

/** A limit, or a value to compare with it: `1,200`, `20%`. */
export const limitText = (value: number, type: ThresholdType): string =>
  type === 'percentage' ? `${numberText(value * 100)}%` : numberText(value)

/** A number with at most this many digits is written out. */
const DIGITS_MAX = 15
const numberText = (value: number) => (Math.abs(value) < 10 ** DIGITS_MAX ? exact(value) : value.toPrecision(3))

const VERBS: Record<AlertCondition, string> = {
  absolute_value: 'the value is',
  relative_increase: 'the value increases by',
  relative_decrease: 'the value decreases by',
}

/** The condition as the end of a sentence: `the value is above 100 or below 5`. */
export function conditionText({ condition, thresholdType, lower, upper }: Omit<AlertRule, 'checksOngoing'>): string {
  const isValue = condition === 'absolute_value'
  const parts = [
    ...(upper === null ? [] : [`${isValue ? 'above' : 'more than'} ${limitText(upper, thresholdType)}`]),
    ...(lower === null ? [] : [`${isValue ? 'below' : 'less than'} ${limitText(lower, thresholdType)}`]),
  ]
  return `${VERBS[condition]} ${parts.join(' or ')}`
}

type Question = Pick<InsightNode, 'kind' | 'series' | 'trendsFilter'>

/** The names of what an alert can watch, in the order of `series_index`. */
export function watchableNames(node: Question): string[] {
  const formulas = formulasOf(node.trendsFilter)
  return formulas.length > 0 ? formulas.map(formulaName) : (node.series ?? []).map(seriesName)
}

/** Whether an alert can compare intervals: displays of one number have none. */
export const hasIntervals = ({ trendsFilter }: Question): boolean => !isOneValue(trendsFilter?.display)

const LABEL_CHARACTERS_MAX = 40

/** The lines that an alert adds to the chart of its insight. Limits of changes have no place on an axis of values. */
export function limitsOf({ condition, lower, upper }: Omit<AlertRule, 'checksOngoing'>, name: string): Limit[] {
  if (condition !== 'absolute_value') return []
  const short = name.length > LABEL_CHARACTERS_MAX ? `${name.slice(0, LABEL_CHARACTERS_MAX - 1)}…` : name
  return [upper, lower].flatMap((value) =>
    value === null ? [] : [{ value, label: `${short}: ${limitText(value, 'absolute')}` }],
  )
}
