import { expect, test } from 'vitest'
import type { Subscription } from './api'
import { addressIn } from './unsubscribe-token'
import { longDate, recipientsText, scheduleOf, stateOf } from './words'

test.each([
  ['email', 'ada@x.io', 'ada@x.io'],
  ['email', 'ada@x.io, bob@x.io', 'ada@x.io, bob@x.io'],
  ['email', 'ada@x.io,bob@x.io,eve@x.io,mallory@x.io', 'ada@x.io, bob@x.io and 2 more'],
  ['slack', 'C1|#general', '#general'],
  ['slack', 'C1', 'C1'],
  ['webhook', 'https://hooks.example.com/secret/path', 'hooks.example.com'],
  ['teams', 'nonsense', 'nonsense'],
])('%s to %s is shown as %s', (target_type, target_value, shown) => {
  expect(recipientsText({ target_type, target_value })).toBe(shown)
})

test('a schedule is shown in the zone of the project', () => {
  const schedule = {
    frequency: 'weekly',
    interval: 1,
    byweekday: ['friday', 'monday'],
    bysetpos: null,
    start_date: '2026-03-01T23:30:00Z',
    until_date: null,
    count: null,
  }
  expect(scheduleOf(schedule, 'Europe/Berlin')).toBe('Every Monday and Friday at 0:30')
  expect(scheduleOf({ ...schedule, byweekday: null }, 'Europe/Berlin')).toBe('Every Monday at 0:30')
  expect(scheduleOf({ ...schedule, byweekday: null }, 'UTC')).toBe('Every Sunday at 23:30')
  expect(scheduleOf({ ...schedule, count: 3 }, 'UTC')).toBe('Every Monday and Friday at 23:30, 3 times in all')
  expect(scheduleOf({ ...schedule, until_date: '2001-02-03T12:00:00Z' }, 'UTC')).toBe(
    'Every Monday and Friday at 23:30, until Saturday, February 3, 2001',
  )
})

test('dates name the year when it is another one', () => {
  const now = new Date('2026-12-31T23:30:00Z')
  expect(longDate('2026-03-09T08:00:00Z', 'UTC', now)).toBe('Monday, March 9')
  expect(longDate('2027-01-04T08:00:00Z', 'UTC', now)).toBe('Monday, January 4, 2027')
  expect(longDate('2027-01-04T08:00:00Z', 'Europe/Berlin', now)).toBe('Monday, January 4')
})

test('states', () => {
  const state = (change: Partial<Subscription>) =>
    stateOf({ deleted: false, enabled: true, next_delivery_date: '2026-03-09T08:00:00Z', ...change } as Subscription)
  expect(state({})).toBeNull()
  expect(state({ enabled: false })).toBe('Paused')
  expect(state({ next_delivery_date: null })).toBe('Ended')
  expect(state({ deleted: true, enabled: false })).toBe('Deleted')
})

test('the address in the link of a mail', () => {
  const token = (payload: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify(payload))
    const text = btoa(String.fromCharCode(...bytes))
    return `h.${text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}.s`
  }
  expect(addressIn(token({ id: 1, email: 'ü+?>@x.io' }))).toBe('ü+?>@x.io')
  for (const bad of ['', 'x', 'a.b.c', token({ id: 1 }), token({ email: 5 }), token({ email: '' })])
    expect(addressIn(bad)).toBeNull()
})
