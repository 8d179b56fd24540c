import { expect, test } from 'vitest'
import { freshSeconds } from './cache.ts'

const fresh = (dateFrom: string | null) =>
  freshSeconds({ kind: 'TrendsQuery', interval: 'day', dateRange: { date_from: dateFrom } } as never) / 60

test.each([
  [null, 3],
  ['-7d', 3],
  ['-1w', 3],
  ['-168h', 3],
  ['dStart', 3],
  ['-90M', 3],
  ['-8d', 15],
  ['-2w', 15],
  ['-169h', 15],
  ['-1m', 15],
  ['2026-01-01', 15],
  ['all', 15],
])('an answer for the range from %s stays fresh for %i minutes', (dateFrom, minutes) => {
  expect(fresh(dateFrom)).toBe(minutes)
})
