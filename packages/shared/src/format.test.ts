import { expect, test } from 'vitest'
import { bytes, compactNumber, counted, duration, eventTime } from './format.ts'

test.each([
  [0, '0'],
  [9_999, '9,999'],
  [12_345, '12.3 k'],
  [999_949, '999.9 k'],
  [999_950, '1.0 M'],
  [4_500_000, '4.5 M'],
  [2e9, '2.0 B'],
])('compactNumber(%d)', (value, text) => expect(compactNumber(value)).toBe(text))

test.each([
  [0, '0 rows'],
  [1, '1 row'],
  [1_234, '1,234 rows'],
])('counted(%d)', (count, text) => expect(counted(count, 'row')).toBe(text))

test.each([
  [0.42, '0.4 s'],
  [12.4, '12 s'],
  [192, '3 m 12 s'],
  [7_500, '2 h 5 m'],
])('duration(%d)', (value, text) => expect(duration(value)).toBe(text))

test.each([
  [12, '12 B'],
  [2_048, '2.0 KiB'],
  [3_145_728, '3.0 MiB'],
  [3_758_096_384, '3.5 GiB'],
])('bytes(%d)', (value, text) => expect(bytes(value)).toBe(text))

test('times of today are shown as clock times in the project zone, others with their date', () => {
  const now = new Date('2026-03-02T01:00:00Z')
  expect(eventTime('2026-03-02T00:30:00Z', 'UTC', now)).toBe('00:30:00')
  expect(eventTime('2026-03-02T00:30:00Z', 'America/New_York', now)).toBe('19:30:00')
  expect(eventTime('2026-03-01T00:30:00Z', 'UTC', now)).toBe('2026-03-01 00:30:00')
})
