import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { addHours, addLocal, endOfLocal, readLocal, startOfHour, startOfLocal, unevenDays } from './local-time.ts'

const utc = (time: DateTime) => time.toUTC().toISO({ suppressMilliseconds: true })
const at = (iso: string, zone: string) => DateTime.fromISO(iso, { zone })

describe('a day of a zone', () => {
  /** Zone, date, first moment of the date, and first moment of the next date. */
  test.each([
    ['America/Santiago', '2024-09-08', '2024-09-08T04:00:00Z', '2024-09-09T03:00:00Z'], // 00:00 is skipped: 23 hours
    ['America/Santiago', '2024-04-06', '2024-04-06T03:00:00Z', '2024-04-07T04:00:00Z'], // 23:00 occurs twice: 25 hours
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00Z', '2018-02-18T03:00:00Z'],
    ['America/Havana', '2024-03-10', '2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z'],
    ['America/Havana', '2024-11-03', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z'], // 00:00 occurs twice
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
    ['Africa/Cairo', '2024-10-31', '2024-10-30T21:00:00Z', '2024-10-31T22:00:00Z'],
    ['Asia/Beirut', '2024-03-31', '2024-03-30T22:00:00Z', '2024-03-31T21:00:00Z'],
    ['Asia/Beirut', '2024-10-26', '2024-10-25T21:00:00Z', '2024-10-26T22:00:00Z'],
    ['America/New_York', '2024-03-10', '2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z'],
    ['America/New_York', '2024-11-03', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z'],
    ['Australia/Lord_Howe', '2024-04-07', '2024-04-06T13:00:00Z', '2024-04-07T13:30:00Z'], // half an hour
    ['Pacific/Kiritimati', '2024-01-01', '2023-12-31T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['UTC', '2024-01-01', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'],
  ])('%s %s begins and ends where its clocks say', (zone, date, start, next) => {
    expect(utc(readLocal(date, zone))).toBe(start)
    expect(utc(addLocal(readLocal(date, zone), 1, 'day'))).toBe(next)
    const last = at(next, 'UTC').toMillis() - 1
    for (const moment of [at(start, 'UTC').toMillis(), (at(start, 'UTC').toMillis() + last) / 2, last]) {
      const time = DateTime.fromMillis(Math.floor(moment), { zone })
      expect(utc(startOfLocal(time, 'day'))).toBe(start)
      expect(endOfLocal(time, 'day').toMillis()).toBe(last)
    }
  })

  test('days before and after a start are counted on the calendar', () => {
    const start = readLocal('2024-09-08', 'America/Santiago')
    expect(utc(addLocal(start, -6, 'day'))).toBe('2024-09-02T04:00:00Z')
    expect(utc(addLocal(start, 1, 'week'))).toBe('2024-09-15T03:00:00Z')
    expect(utc(addLocal(start, 1, 'month'))).toBe('2024-10-08T03:00:00Z')
  })

  test('weeks, months and years begin with the start of their first day', () => {
    const time = at('2018-11-07T12:00:00', 'America/Sao_Paulo')
    expect(utc(startOfLocal(time, 'week'))).toBe('2018-11-05T02:00:00Z')
    expect(utc(startOfLocal(time, 'month'))).toBe('2018-11-01T03:00:00Z')
    expect(utc(endOfLocal(time, 'month'))).toBe('2018-12-01T01:59:59.999Z')
    expect(utc(startOfLocal(time, 'year'))).toBe('2018-01-01T02:00:00Z')
  })
})

test('a skipped time is the first moment after it, and an ambiguous one the earlier moment', () => {
  expect(utc(readLocal('2024-03-10T02:30:00', 'America/New_York'))).toBe('2024-03-10T07:00:00Z')
  expect(utc(readLocal('2024-11-03T01:30:00', 'America/New_York'))).toBe('2024-11-03T05:30:00Z')
})

test('an offset determines the moment, and invalid text is invalid', () => {
  expect(readLocal('2024-09-08T00:00:00Z', 'America/Santiago').toISO()).toBe('2024-09-07T20:00:00.000-04:00')
  expect(utc(readLocal('2024-09-08T00:00:00+02:00', 'America/Santiago'))).toBe('2024-09-07T22:00:00Z')
  expect(utc(readLocal('2024-09-08T00:00:00.5-0300', 'America/Santiago'))).toBe('2024-09-08T03:00:00.500Z')
  expect(readLocal('soon', 'America/Santiago').isValid).toBe(false)
})

describe('an hour of a zone', () => {
  const local = (time: DateTime) => time.toFormat('MM-dd HH:mm ZZ')

  test('is counted from the start of the day, and the last one ends with the day', () => {
    // At 02:00 the clocks of Lord Howe Island go back to 01:30.
    const midnight = readLocal('2026-04-05', 'Australia/Lord_Howe')
    const hours = [0, 1, 2, 3, 24, 25].map((count) => local(addHours(midnight, count)))
    expect(hours).toEqual([
      '04-05 00:00 +11:00',
      '04-05 01:00 +11:00',
      '04-05 01:30 +10:30',
      '04-05 02:30 +10:30',
      '04-05 23:30 +10:30',
      '04-06 00:00 +10:30',
    ])
    expect(local(addHours(addHours(midnight, 25), -1))).toBe('04-05 23:30 +10:30')
    expect(local(addHours(midnight, -1))).toBe('04-04 23:00 +11:00')
    expect(local(startOfHour(readLocal('2026-04-05T02:15:00', 'Australia/Lord_Howe')))).toBe('04-05 01:30 +10:30')
    expect(local(startOfHour(readLocal('2026-04-05T23:45:00', 'Australia/Lord_Howe')))).toBe('04-05 23:30 +10:30')
    expect(local(startOfHour(readLocal('2026-04-06T19:00:00', 'Australia/Lord_Howe')))).toBe('04-06 19:00 +10:30')
  })

  test('occurs twice where the clocks show it twice', () => {
    const midnight = readLocal('2024-11-03', 'America/New_York')
    expect([1, 2, 3].map((count) => local(addHours(midnight, count)))).toEqual([
      '11-03 01:00 -04:00',
      '11-03 01:00 -05:00',
      '11-03 02:00 -05:00',
    ])
  })

  test('occurs twice at midnight too, and continues from there', () => {
    const midnight = readLocal('2024-11-03', 'America/Havana')
    expect([-1, 0, 1, 2, 24, 25].map((count) => local(addHours(midnight, count)))).toEqual([
      '11-02 23:00 -04:00',
      '11-03 00:00 -04:00',
      '11-03 00:00 -05:00',
      '11-03 01:00 -05:00',
      '11-03 23:00 -05:00',
      '11-04 00:00 -05:00',
    ])
    const evening = readLocal('2024-04-06T22:00:00', 'America/Santiago')
    expect([1, 2, 3].map((count) => local(addHours(evening, count)))).toEqual([
      '04-06 23:00 -03:00',
      '04-06 23:00 -04:00',
      '04-07 00:00 -04:00',
    ])
  })

  test.each([
    'UTC',
    'America/Havana',
    'America/Santiago',
    'Africa/Cairo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  ])('%s: each moment of a year belongs to one hour', (zone) => {
    let hour = readLocal('2024-01-01', zone)
    const end = readLocal('2025-01-01', zone)
    while (hour < end) {
      const next = addHours(hour, 1)
      const [from, to] = [hour.toMillis(), next.toMillis()]
      if (to <= from || to - from > 3_600_000) throw new Error(`${hour.toISO()} is followed by ${next.toISO()}`)
      const last = DateTime.fromMillis(to - 1, { zone })
      if (startOfHour(last).toMillis() !== from) throw new Error(`${last.toISO()} lies in ${startOfHour(last).toISO()}`)
      hour = next
    }
    expect(hour.toMillis()).toBe(end.toMillis())
  })

  test.each([
    [
      'Australia/Lord_Howe',
      [
        ['2026-04-05T13:30:00Z', 1_800_000],
        ['2026-10-04T13:00:00Z', 1_800_000],
      ],
    ],
    ['America/New_York', []],
    ['Asia/Kolkata', []],
  ])('%s: days that are not a whole number of hours', (zone, expected) => {
    const days = unevenDays(readLocal('2026-01-01', zone), readLocal('2026-12-31', zone))
    expect(days.map(({ end, lacks }) => [utc(end), lacks])).toEqual(expected)
  })
})
