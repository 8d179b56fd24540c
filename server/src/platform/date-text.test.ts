import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { parseDateText, parseMoment, parsePeriodBack } from './date-text.ts'

const ZONE = 'America/New_York'
/** A Thursday, 07:30 in New York. */
const NOW = DateTime.fromISO('2024-05-16T11:30:15.250Z')
const read = (text: string) => parseDateText(text, ZONE, NOW)?.time.toUTC().toISO() ?? null

test.each([
  ['2024-01-31', '2024-01-31T05:00:00.000Z'],
  ['2024-1-5', '2024-01-05T05:00:00.000Z'],
  ['2024-01-31 03:00', '2024-01-31T08:00:00.000Z'],
  ['2024-01-31T03:00:00.5', '2024-01-31T08:00:00.500Z'],
  ['2024-01-31T03:00:00Z', '2024-01-31T03:00:00.000Z'],
  ['2024-01-31T03:00:00+02:00', '2024-01-31T01:00:00.000Z'],
  // A plus sign that a client forgot to escape.
  ['2024-01-31T03:00:00 02:00', '2024-01-31T01:00:00.000Z'],
  ['-7d', '2024-05-09T11:30:15.250Z'],
  ['7d', '2024-05-09T11:30:15.250Z'],
  ['+7d', '2024-05-23T11:30:15.250Z'],
  ['-90M', '2024-05-16T10:00:15.250Z'],
  ['-1m', '2024-04-16T11:30:15.250Z'],
  // A quarter is 13 weeks. The clocks changed in between.
  ['-1q', '2024-02-15T12:30:15.250Z'],
  ['dStart', '2024-05-16T04:00:00.000Z'],
  ['-1dEnd', '2024-05-16T03:59:59.999Z'],
  ['mStart', '2024-05-01T11:30:15.250Z'],
  ['yStart', '2024-01-01T12:30:15.250Z'],
  ['', null],
  ['soon', null],
  ['2024-13-01', null],
  ['2024-02-30', null],
  ['1800-01-01', null],
  ['-999999y', null],
  ['+999999y', null],
])('%s is %s', (text, expected) => expect(read(text)).toBe(expected))

test('moments have microseconds, and may be seconds or milliseconds since 1970', () => {
  expect(parseMoment('2024-01-31T08:00:00.123456Z', ZONE, NOW)).toBe(1_706_688_000_123_456)
  expect(parseMoment('1706688000', ZONE, NOW)).toBe(1_706_688_000_000_000)
  expect(parseMoment('1706688000123', ZONE, NOW)).toBe(1_706_688_000_123_000)
  expect(parseMoment('17', ZONE, NOW)).toBeNull()
})

test('a period back has no Start or End suffix and no sign but minus', () => {
  expect(parsePeriodBack('-1m')).toEqual({ months: 1 })
  expect(parsePeriodBack('1q')).toEqual({ weeks: 13 })
  expect(parsePeriodBack('d')).toEqual({ days: 1 })
  for (const text of ['+1m', 'mStart', '2024-01-01', '']) expect(parsePeriodBack(text)).toBeNull()
})
