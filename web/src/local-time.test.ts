import { expect, test } from 'vitest'
import { localTime, momentAt } from './local-time'

test.each([
  ['2026-03-09T09:00', 'UTC', '2026-03-09T09:00:00.000Z'],
  ['2026-03-09T09:00', 'Europe/Berlin', '2026-03-09T08:00:00.000Z'],
  ['2026-07-09T09:00', 'Europe/Berlin', '2026-07-09T07:00:00.000Z'],
  // An hour after the clocks changed.
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29T00:30', 'Europe/Berlin', '2026-03-28T23:30:00.000Z'],
  ['2026-01-01T00:15', 'Pacific/Kiritimati', '2025-12-31T10:15:00.000Z'],
  ['2026-01-01T09:00', 'Asia/Kathmandu', '2026-01-01T03:15:00.000Z'],
])('%s in %s is %s', (local, zone, moment) => {
  expect(momentAt(local, zone)?.toISOString()).toBe(moment)
  expect(localTime(new Date(moment), zone)).toBe(local)
})

test('what is no time', () => {
  expect(momentAt('', 'UTC')).toBeNull()
  expect(momentAt('T09:00', 'UTC')).toBeNull()
})
