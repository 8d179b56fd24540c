import type { CalculationInterval } from '@hedgerow/shared/alerts'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { checkAtOrAfter, nextCheckAt } from './schedule.ts'
import { readSnooze } from './snooze.ts'

const clock = (timezone: string, weekStartDay: number | null = 1) => ({ timezone, weekStartDay })
const next = (now: string, interval: CalculationInterval, timezone: string, skipsWeekend = false) =>
  DateTime.fromJSDate(nextCheckAt(new Date(now), { interval, skipsWeekend }, clock(timezone)), {
    zone: timezone,
  }).toFormat('yyyy-MM-dd HH:mm')

/** All checks between two dates, in local time. */
function checksIn(interval: CalculationInterval, zone: string, days: readonly [string, string], skipsWeekend = false) {
  const [start, end] = days.map((day) => DateTime.fromISO(day, { zone })) as [DateTime, DateTime]
  const checks: DateTime[] = []
  for (let now = start; ; checks.push(now)) {
    const at = nextCheckAt(now.toJSDate(), { interval, skipsWeekend }, clock(zone))
    now = DateTime.fromJSDate(at, { zone })
    if (now >= end) return checks
  }
}
const YEAR = ['2026-01-01', '2027-01-01'] as const
/** Two zones with clock changes: in Santiago, the day of a change begins at 01:00. */
const ZONES = [
  { zone: 'America/New_York', changes: ['2026-03-08', '2026-11-01'] },
  { zone: 'America/Santiago', changes: ['2026-04-05', '2026-09-06'] },
]

describe.each(ZONES)('over a year in $zone', ({ zone, changes }) => {
  test('hourly: five minutes after each hour, also around clock changes', () => {
    for (const change of changes) {
      const day = DateTime.fromISO(change, { zone })
      const [from, to] = [day.minus({ days: 2 }), day.plus({ days: 2 })]
      const checks = checksIn('hourly', zone, [from.toISODate()!, to.toISODate()!])
      const hours = to.diff(from).as('hours')
      // The clocks really change in these days.
      expect(hours).not.toBe(96)
      expect(checks).toHaveLength(hours)
      expect(checks.every(({ minute }) => minute === 5)).toBe(true)
      expect(checks.every((each, index) => index === 0 || each.diff(checks[index - 1]!).as('hours') === 1)).toBe(true)
    }
  })
  test('daily: once on each date, an hour after it began', () => {
    const checks = checksIn('daily', zone, YEAR)
    expect(new Set(checks.map((each) => each.toISODate())).size).toBe(365)
    expect(checks).toHaveLength(365)
    for (const each of checks) {
      const before = each.minus({ hours: 1 })
      const dayBefore = each.setZone('utc', { keepLocalTime: true }).minus({ days: 1 }).toISODate()
      expect([before.toISODate(), before.minus(1).toISODate()]).toEqual([each.toISODate(), dayBefore])
    }
  })
  test('weekly: on each Monday; monthly: on each first day', () => {
    expect(checksIn('weekly', zone, YEAR).map(({ weekday }) => weekday)).toEqual(Array.from({ length: 52 }, () => 1))
    expect(checksIn('monthly', zone, YEAR).map((each) => [each.month, each.day])).toEqual(
      Array.from({ length: 12 }, (_, index) => [index + 1, 1]),
    )
  })
  test('without weekends', () => {
    const week = checksIn('hourly', zone, ['2026-05-01', '2026-05-08'], true)
    expect(week.map(({ weekday }) => weekday)).toEqual(
      [5, 1, 2, 3, 4].flatMap((day) => Array.from({ length: 24 }, () => day)),
    )
    // 2026 begins on a Thursday: 52 weeks of five working days, and one more.
    expect(checksIn('daily', zone, YEAR, true)).toHaveLength(261)
    // The first days of these months are on a weekend.
    expect(
      checksIn('monthly', zone, YEAR, true)
        .filter(({ day }) => day > 1)
        .map((each) => each.toFormat('d LLL')),
    ).toEqual(['2 Feb', '2 Mar', '3 Aug', '2 Nov'])
  })
})

test('the first regular check after a moment', () => {
  expect(next('2026-11-29T10:03:00Z', 'hourly', 'UTC')).toBe('2026-11-29 10:05')
  expect(next('2026-11-29T10:05:00Z', 'hourly', 'UTC')).toBe('2026-11-29 11:05')
  // Half past in India: its hours begin at 10:30 UTC.
  expect(next('2026-11-29T10:40:00Z', 'hourly', 'Asia/Kolkata')).toBe('2026-11-29 17:05')
  expect(next('2026-11-29T00:59:00Z', 'daily', 'UTC')).toBe('2026-11-29 01:00')
  expect(next('2026-11-29T01:00:00Z', 'daily', 'UTC')).toBe('2026-11-30 01:00')
  expect(next('2026-12-31T23:00:00Z', 'monthly', 'UTC')).toBe('2027-01-01 01:00')
  // On the weekend of a first day, the check of the month is still to come.
  expect(next('2026-08-02T12:00:00Z', 'monthly', 'UTC', true)).toBe('2026-08-03 01:00')
  expect(next('2026-11-27T23:30:00Z', 'hourly', 'UTC', true)).toBe('2026-11-30 00:05')
  const sunday = nextCheckAt(
    new Date('2026-11-25T12:00:00Z'),
    { interval: 'weekly', skipsWeekend: false },
    clock('UTC', 0),
  )
  expect(sunday.toISOString()).toBe('2026-11-29T01:00:00.000Z')
})

test('a moment on a skipped weekend waits for Monday', () => {
  const schedule = { interval: 'daily', skipsWeekend: true } as const
  const at = (moment: string) => checkAtOrAfter(new Date(moment), schedule, clock('America/New_York')).toISOString()
  expect(at('2026-11-28T12:00:00Z')).toBe('2026-11-30T06:00:00.000Z')
  // Still Friday in New York.
  expect(at('2026-11-28T04:00:00Z')).toBe('2026-11-28T04:00:00.000Z')
})

test('the end of a snooze', () => {
  const now = new Date('2026-10-31T12:00:00Z')
  const until = (text: string, zone = 'America/New_York') => readSnooze(text, zone, now).toISOString()
  expect(until('2h')).toBe('2026-10-31T14:00:00.000Z')
  // The clocks go back that night: one day later is 25 hours later.
  expect(until('1d')).toBe('2026-11-01T13:00:00.000Z')
  expect(until('1w', 'UTC')).toBe('2026-11-07T12:00:00.000Z')
  expect(until('2026-11-05T09:00:00')).toBe('2026-11-05T14:00:00.000Z')
  expect(until('2026-11-05T09:00:00+01:00')).toBe('2026-11-05T08:00:00.000Z')
  for (const text of ['', 'soon', '0h', '-1d', '2026-10-31T11:00:00Z', '9999d', '20261399', '2d3'])
    expect(() => until(text), text).toThrow()
})
