import { FREQUENCIES, WEEKDAYS, type Weekday } from '@hedgerow/shared/schedule'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { nextOccurrence, type Recurrence } from './recurrence.ts'

const BUSINESS_DAYS = WEEKDAYS.slice(0, 5)
const AHEAD_MS = 15 * 60_000

function recurrence(frequency: Recurrence['frequency'], start: string, more: Partial<Recurrence> = {}): Recurrence {
  return {
    frequency,
    interval: 1,
    byweekday: null,
    bysetpos: null,
    count: null,
    startDate: new Date(start),
    untilDate: null,
    ...more,
  }
}
const next = (rule: Recurrence, now: string, zone = 'UTC') =>
  nextOccurrence(rule, new Date(new Date(now).getTime() + AHEAD_MS), zone)?.toISOString() ?? null

const at = (date: string) => `${date}T09:00:00.000Z`
const NOW = '2026-03-04T10:00:00Z'

// Worked out by hand with a calendar of 2026.
test.each([
  ['weekly', at('2026-03-02'), {}, NOW, at('2026-03-09')],
  ['weekly', at('2026-03-02'), { byweekday: ['monday', 'thursday'] }, NOW, at('2026-03-05')],
  ['weekly', at('2026-02-23'), { interval: 2 }, NOW, at('2026-03-09')],
  ['weekly', at('2026-03-04'), { interval: 2, byweekday: ['monday'] }, NOW, at('2026-03-16')],
  ['weekly', at('2026-03-02'), { bysetpos: -1, byweekday: ['monday', 'friday'] }, NOW, at('2026-03-06')],
  ['daily', at('2026-03-02'), { byweekday: BUSINESS_DAYS }, '2026-03-06T10:00:00Z', at('2026-03-09')],
  ['daily', at('2026-03-01'), { count: 3 }, NOW, null],
  ['daily', at('2026-03-01'), { untilDate: new Date(at('2026-03-05')) }, NOW, at('2026-03-05')],
  ['daily', at('2026-03-01'), { untilDate: new Date('2026-03-05T08:59:59Z') }, NOW, null],
  ['monthly', at('2026-01-31'), {}, '2026-01-31T12:00:00Z', at('2026-03-31')],
  ['monthly', at('2026-01-01'), { bysetpos: 1, byweekday: ['monday'] }, '2026-03-02T08:40:00Z', at('2026-03-02')],
  ['monthly', at('2026-01-01'), { bysetpos: 1, byweekday: ['monday'] }, '2026-03-02T08:45:00Z', at('2026-04-06')],
  ['monthly', at('2026-01-01'), { bysetpos: -1, byweekday: BUSINESS_DAYS }, NOW, at('2026-03-31')],
  ['monthly', at('2026-03-01'), { byweekday: ['friday'] }, NOW, at('2026-03-06')],
  ['monthly', at('2026-01-15'), { bysetpos: 3 }, NOW, at('2026-03-15')],
  ['yearly', at('2024-02-29'), {}, NOW, at('2028-02-29')],
  // The start itself is the first one.
  ['daily', at('2026-03-10'), {}, NOW, at('2026-03-10')],
] as const)('%s from %s with %j, asked at %s: %s', (frequency, start, more, now, expected) => {
  expect(next(recurrence(frequency, start, more as Partial<Recurrence>), now)).toBe(expected)
})

describe('rules that never match end at once', () => {
  test.each([
    ['daily', { interval: 14, byweekday: ['tuesday'] }],
    ['monthly', { bysetpos: 6, byweekday: ['monday'] }],
    ['monthly', { bysetpos: -366, byweekday: WEEKDAYS }],
    ['daily', { interval: 2 ** 31 - 1 }],
    ['weekly', { interval: 2 ** 31 - 1 }],
  ] as const)('%s with %j', (frequency, more) => {
    expect(next(recurrence(frequency, at('2026-03-02'), more as Partial<Recurrence>), NOW)).toBeNull()
  })
})

describe('in the time zone of the project', () => {
  test('nine in the morning stays nine when the clocks change', () => {
    const rule = recurrence('daily', '2026-03-01T14:00:00Z')
    expect(next(rule, '2026-03-07T15:00:00Z', 'America/New_York')).toBe('2026-03-08T13:00:00.000Z')
    expect(next(rule, '2026-03-06T15:00:00Z', 'America/New_York')).toBe('2026-03-07T14:00:00.000Z')
  })

  test('weekdays are those of the project', () => {
    // Sunday evening in New York, Monday in UTC.
    const rule = recurrence('weekly', '2026-03-02T02:00:00Z', { byweekday: ['monday'] })
    expect(next(rule, '2026-03-02T03:00:00Z', 'America/New_York')).toBe('2026-03-03T02:00:00.000Z')
  })

  test('a time that the clocks skip moves to the moment after', () => {
    const rule = recurrence('daily', '2026-03-01T01:30:00Z')
    // Berlin goes from 2:00 to 3:00 on 29 March; the schedule says 2:30.
    expect(next(rule, '2026-03-28T02:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z')
    expect(next(rule, '2026-03-29T02:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z')
  })

  test('a time that the clocks show twice occurs once', () => {
    const rule = recurrence('daily', '2026-10-01T00:30:00Z')
    expect(next(rule, '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
    expect(next(rule, '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30:00.000Z')
  })
})

/** The first minute of a day at which its clocks show the time of the start, or a later one if they skip it. */
function momentOn(day: DateTime, { hour, minute }: DateTime): Date {
  const shown = day.set({ hour, minute })
  if (day.offset === day.endOf('day').offset) return shown.toJSDate()
  let moment = day
  while (moment.hour * 60 + moment.minute < hour * 60 + minute) moment = moment.plus({ minutes: 1 })
  return moment.toJSDate()
}

/** Walks day by day and asks of each whether it matches: slow and obvious. */
function* walk(rule: Recurrence, zone: string, until: DateTime): Generator<Date> {
  const start = DateTime.fromJSDate(rule.startDate, { zone })
  const weekday = (day: DateTime) => WEEKDAYS[day.weekday - 1]!
  const inSet = (day: DateTime) => !rule.byweekday?.length || rule.byweekday.includes(weekday(day))
  const weekOf = (day: DateTime) => Math.round(day.startOf('week').diff(start.startOf('week'), 'weeks').weeks)
  const monthsOf = (day: DateTime) => (day.year - start.year) * 12 + day.month - start.month
  const matches = (day: DateTime): boolean => {
    const days = rule.byweekday?.length ? rule.byweekday : null
    const distance = Math.round(day.startOf('day').diff(start.startOf('day'), 'days').days)
    switch (rule.frequency) {
      case 'daily':
        return distance % rule.interval === 0 && inSet(day)
      case 'weekly':
        return weekOf(day) % rule.interval === 0 && (days ? inSet(day) : day.weekday === start.weekday)
      case 'yearly':
        if ((day.year - start.year) % rule.interval !== 0) return false
        return days ? inSet(day) : day.month === start.month && day.day === start.day
      case 'monthly': {
        if (monthsOf(day) % rule.interval !== 0) return false
        if (!days) return day.day === start.day
        if (!inSet(day)) return false
        if (rule.bysetpos === null) return true
        const all = Array.from({ length: day.daysInMonth! }, (_, index) => day.set({ day: index + 1 })).filter(inSet)
        const place = rule.bysetpos > 0 ? rule.bysetpos - 1 : all.length + rule.bysetpos
        return all[place]?.day === day.day
      }
    }
  }
  let found = 0
  for (let day = start.startOf('day'); day <= until; day = day.plus({ days: 1 })) {
    if (!matches(day)) continue
    const moment = momentOn(day, start)
    if (rule.untilDate && moment > rule.untilDate) return
    if (rule.count !== null && found >= rule.count) return
    found++
    yield moment
  }
}

function first(moments: Iterable<Date>, isWanted: (moment: Date) => boolean): Date | null {
  for (const moment of moments) if (isWanted(moment)) return moment
  return null
}

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Sydney', 'Asia/Kolkata']

test('over five years in five zones, occurrences are those of a walk over the calendar', () => {
  const rule = fc.record({
    frequency: fc.constantFrom(...FREQUENCIES),
    interval: fc.integer({ min: 1, max: 5 }),
    byweekday: fc.option(fc.uniqueArray(fc.constantFrom<Weekday>(...WEEKDAYS), { maxLength: 4 })),
    bysetpos: fc.option(fc.constantFrom(1, 2, 3, 4, 5, -1, -2)),
    count: fc.option(fc.integer({ min: 1, max: 60 })),
    // Often at the hours at which the clocks of these zones change: 2:00 in New York, Berlin and Sydney.
    startDate: fc
      .record({
        day: fc.integer({ min: 0, max: 700 }),
        half: fc.constantFrom(0, 1, 2, 3, 12, 13, 14, 15, 24, 30, 31, 32, 33),
      })
      .map(({ day, half }) => new Date(Date.UTC(2022, 0, 1 + day, 0, 30 * half))),
    untilDate: fc.option(fc.integer({ min: 0, max: 1500 }).map((days) => new Date(Date.UTC(2023, 0, 1 + days, 12)))),
  })
  fc.assert(
    fc.property(rule, fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 1500 }), (made, zone, days) => {
      const after = new Date(Date.UTC(2022, 6, 1 + days, 12))
      const end = DateTime.fromJSDate(after, { zone }).plus({ years: 5 })
      const expected = first(walk(made, zone, end), (moment) => moment > after)
      const found = nextOccurrence(made, after, zone)
      // Rare dates, such as 29 February with long intervals, lie beyond the walk.
      expect(found && found <= end.toJSDate() ? found : null).toEqual(expected)
    }),
    { numRuns: 100 },
  )
})
