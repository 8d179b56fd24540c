/** Worked out by hand, and compared with an obvious reference. */
import type { AlertRule } from '@hedgerow/shared/alerts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, type Reading } from './evaluate.ts'

const rule = (fields: Partial<AlertRule>): AlertRule => ({
  condition: 'absolute_value',
  thresholdType: 'absolute',
  lower: null,
  upper: null,
  checksOngoing: false,
  ...fields,
})

/** A line with the values of the interval before the last, the last, and the one that is not over yet. */
function line(before: number | null, last: number | null, ongoing: number | null, label = 'Pageview'): Reading {
  const point = (value: number | null, bucket: string) => ({ value, bucket })
  return {
    label,
    before: point(before, '2026-03-01'),
    last: point(last, '2026-03-02'),
    ongoing: point(ongoing, '2026-03-03'),
  }
}

/** Value, label, bound and day of the breach. */
function found(own: AlertRule, ...readings: Reading[]) {
  const { value, breach } = evaluate(own, readings)
  return breach ? [value, breach.label, breach.bound, breach.bucket] : value
}

describe('the value', () => {
  test('of the last whole interval, at its limits and beyond them', () => {
    const own = rule({ lower: 5, upper: 10 })
    expect([4, 5, 10, 11].map((last) => found(own, line(7, last, 99)))).toEqual([
      [4, 'Pageview', 'lower', '2026-03-02'],
      5,
      10,
      [11, 'Pageview', 'upper', '2026-03-02'],
    ])
  })
  test('of the unfinished interval only counts for the upper limit, and only if wanted', () => {
    expect(found(rule({ upper: 10, checksOngoing: true }), line(1, 2, 11))).toEqual([
      11,
      'Pageview',
      'upper',
      '2026-03-03',
    ])
    expect(found(rule({ lower: 5, checksOngoing: true }), line(7, 7, 0))).toBe(7)
    expect(found(rule({ upper: 10, checksOngoing: true }), line(1, 11, 3))).toEqual([
      11,
      'Pageview',
      'upper',
      '2026-03-02',
    ])
  })
  test('of any breakdown value', () => {
    const readings = [line(1, 2, 3, 'Chrome'), line(1, 20, 3, 'Firefox'), line(1, 30, 3, 'Safari')]
    expect(found(rule({ upper: 10 }), ...readings)).toEqual([20, 'Firefox', 'upper', '2026-03-02'])
    expect(found(rule({ upper: 100 }), ...readings)).toBe(2)
  })
  test('of a display of one number', () => {
    const only: Reading = { label: 'Total', ongoing: null, before: null, last: { value: 12, bucket: null } }
    expect(found(rule({ upper: 10, checksOngoing: true }), only)).toEqual([12, 'Total', 'upper', null])
  })
  test('that does not exist breaks no rule', () => {
    expect(found(rule({ lower: 5 }), line(null, null, null))).toBeNull()
    expect(found(rule({ condition: 'relative_increase', lower: 5 }), line(null, 1, 1))).toBeNull()
    expect(found(rule({ lower: 5 }))).toBeNull()
  })
})

describe('the change', () => {
  test('as a number', () => {
    expect(found(rule({ condition: 'relative_increase', upper: 5 }), line(10, 16, 0))).toEqual([
      6,
      'Pageview',
      'upper',
      '2026-03-02',
    ])
    expect(found(rule({ condition: 'relative_decrease', upper: 5 }), line(10, 4, 0))).toEqual([
      6,
      'Pageview',
      'upper',
      '2026-03-02',
    ])
    expect(found(rule({ condition: 'relative_increase', lower: 0 }), line(10, 4, 0))).toEqual([
      -6,
      'Pageview',
      'lower',
      '2026-03-02',
    ])
  })
  test('as a share of the interval before', () => {
    const own = rule({ condition: 'relative_increase', thresholdType: 'percentage', upper: 0.2 })
    expect(found(own, line(100, 120, 0))).toBe(0.2)
    expect(found(own, line(100, 121, 0))).toEqual([0.21, 'Pageview', 'upper', '2026-03-02'])
    // Of a negative number, as a formula can have: from -10 to -5 is an increase of half.
    expect(found(own, line(-10, -5, 0))).toEqual([0.5, 'Pageview', 'upper', '2026-03-02'])
  })
  test('from zero is more than any share, and has no number', () => {
    const increase = rule({ condition: 'relative_increase', thresholdType: 'percentage', lower: 0, upper: 1000 })
    expect(found(increase, line(0, 0, 0))).toBe(0)
    expect(found(increase, line(0, 1, 0))).toEqual([null, 'Pageview', 'upper', '2026-03-02'])
    const decrease = rule({ condition: 'relative_decrease', thresholdType: 'percentage', lower: 0, upper: 1000 })
    expect(found(decrease, line(0, 1, 0))).toEqual([null, 'Pageview', 'lower', '2026-03-02'])
  })
  test('of the unfinished interval counts where events can only bring it closer to the limit', () => {
    const increase = rule({ condition: 'relative_increase', upper: 5, lower: 0, checksOngoing: true })
    expect(found(increase, line(10, 10, 16))).toEqual([6, 'Pageview', 'upper', '2026-03-03'])
    expect(found(increase, line(10, 10, 0))).toBe(0)
    const decrease = rule({ condition: 'relative_decrease', upper: 5, lower: -5, checksOngoing: true })
    expect(found(decrease, line(10, 10, 0))).toBe(0)
    expect(found(decrease, line(10, 10, 16))).toEqual([-6, 'Pageview', 'lower', '2026-03-03'])
  })
})

test('agrees with a reference that tries every line, interval and limit', () => {
  const value = fc.option(fc.integer({ min: -4, max: 4 }), { nil: null })
  const readings = fc.array(
    fc.tuple(value, value, value).map(([before, last, ongoing]) => line(before, last, ongoing)),
    { maxLength: 4 },
  )
  const rules = fc.record({
    condition: fc.constantFrom('absolute_value', 'relative_increase', 'relative_decrease') as fc.Arbitrary<
      AlertRule['condition']
    >,
    thresholdType: fc.constantFrom('absolute', 'percentage') as fc.Arbitrary<AlertRule['thresholdType']>,
    lower: value,
    upper: value,
    checksOngoing: fc.boolean(),
  })
  fc.assert(
    fc.property(rules, readings, (own, lines) => {
      const verdict = evaluate(own, lines)
      expect(verdict.breach !== null).toBe(lines.some((each) => breaks(own, each)))
      expect(verdict.value === null || Number.isFinite(verdict.value)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

/** Whether a line breaks a rule, without any of the shortcuts. */
function breaks(own: AlertRule, { before, last, ongoing }: Reading): boolean {
  const [earlier, whole, partial] = [before!.value, last!.value, ongoing!.value]
  const changeOf = (now: number | null, then: number | null) => {
    if (own.condition === 'absolute_value' || now === null) return now
    if (then === null) return null
    const more = own.condition === 'relative_increase' ? now - then : then - now
    if (own.thresholdType === 'absolute') return more
    if (then !== 0) return more / Math.abs(then)
    return more > 0 ? Number.POSITIVE_INFINITY : more < 0 ? Number.NEGATIVE_INFINITY : 0
  }
  const isAbove = (change: number | null) => change !== null && own.upper !== null && change > own.upper
  const isBelow = (change: number | null) => change !== null && own.lower !== null && change < own.lower
  const settled = changeOf(whole, earlier)
  if (isAbove(settled) || isBelow(settled)) return true
  if (!own.checksOngoing) return false
  const early = changeOf(partial, whole)
  return own.condition === 'relative_decrease' ? isBelow(early) : isAbove(early)
}
