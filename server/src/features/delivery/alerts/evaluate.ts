/** Decides whether values break an alert's rule. */
import { type AlertRule, type Bound, ongoingBound } from '@hedgerow/shared/alerts'

/** The value of a series in one interval. */
export interface Point {
  /** Null if the query has none, as a formula that divides by zero. */
  value: number | null
  /** Start of the interval, as the query names it; null for a display of one value. */
  bucket: string | null
}

/** What is known of one line of an answer. */
export interface Reading {
  label: string
  /** The interval that is not over yet. */
  ongoing: Point | null
  /** The last whole interval, or the one value. */
  last: Point | null
  /** The interval before the last. */
  before: Point | null
}

export interface Breach {
  label: string
  /** The value, or the change. Infinite for a change in percent from zero. */
  value: number
  bound: Bound
  limit: number
  bucket: string | null
  isOngoing: boolean
}

export interface Verdict {
  /** What was compared: that of the first breach, else that of the first line. Null if there is none, or it is infinite. */
  value: number | null
  breach: Breach | null
}

/** The first line that breaks the rule decides. Its unfinished interval is looked at first, because that is the latest news. */
export function evaluate(rule: AlertRule, readings: readonly Reading[]): Verdict {
  for (const { label, ongoing, last, before } of readings) {
    const own = ongoingBound(rule)
    const early = rule.checksOngoing ? breachOf(rule, ongoing, last, [own]) : null
    const breach = early ?? breachOf(rule, last, before, ['upper', 'lower'])
    if (breach) return { value: finite(breach.value), breach: { label, ...breach, isOngoing: early !== null } }
  }
  const [first] = readings
  return { value: first ? finite(compared(rule, first.last, first.before)) : null, breach: null }
}

function breachOf(
  rule: AlertRule,
  point: Point | null,
  previous: Point | null,
  bounds: readonly Bound[],
): Omit<Breach, 'label' | 'isOngoing'> | null {
  const value = compared(rule, point, previous)
  if (value === null) return null
  for (const bound of bounds) {
    const limit = rule[bound]
    if (limit === null) continue
    if (bound === 'upper' ? value > limit : value < limit) return { value, bound, limit, bucket: point!.bucket }
  }
  return null
}

/** What a rule compares with its limits; null without a value. */
function compared({ condition, thresholdType }: AlertRule, point: Point | null, previous: Point | null): number | null {
  const value = point?.value ?? null
  if (value === null || condition === 'absolute_value') return value
  const before = previous?.value ?? null
  if (before === null) return null
  const change = condition === 'relative_increase' ? value - before : before - value
  if (thresholdType === 'absolute' || change === 0) return change
  // From zero, every change is more than any percentage.
  return before === 0 ? Math.sign(change) * Number.POSITIVE_INFINITY : change / Math.abs(before)
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)
