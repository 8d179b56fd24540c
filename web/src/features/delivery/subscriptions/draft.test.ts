import { describe, expect, test } from 'vitest'
import type { Subscription } from './api'
import {
  addressesOf,
  changeBody,
  type Draft,
  draftOf,
  isAddress,
  localScheduleOf,
  newBody,
  newDraft,
  scheduleProblem,
  splitAddresses,
  targetProblem,
} from './draft'

const ZONE = 'Europe/Berlin'
const draft = (change: Partial<Draft> = {}): Draft => ({
  ...newDraft('ada@example.com', ZONE, new Date('2026-03-04T23:30:00Z')),
  ...change,
})
const INSIGHT = { kind: 'insight', id: 5, name: 'Sales' } as const
const body = (change: Partial<Draft> = {}) => newBody(draft(change), INSIGHT, [], ZONE)

const stored = (change: Partial<Subscription> = {}) =>
  ({
    insight: 5,
    dashboard: null,
    dashboard_export_insights: [],
    target_type: 'email',
    target_value: 'ada@example.com,bob@example.com',
    frequency: 'weekly',
    interval: 2,
    byweekday: ['monday', 'friday'],
    bysetpos: null,
    count: null,
    // With seconds, as other clients may send them.
    start_date: '2026-01-05T08:00:30Z',
    until_date: null,
    title: null,
    integration_id: null,
    ...change,
  }) as Subscription

describe('a new subscription', () => {
  test('goes to the user every Monday morning, from today on in the zone of the project', () => {
    expect(body()).toEqual({
      insight: 5,
      target_type: 'email',
      target_value: 'ada@example.com',
      frequency: 'weekly',
      interval: 1,
      byweekday: ['monday'],
      bysetpos: null,
      start_date: '2026-03-05T08:00:00.000Z',
      until_date: null,
      count: null,
      title: null,
    })
  })

  test('to a dashboard names its insights', () => {
    expect(newBody(draft(), { kind: 'dashboard', id: 7, name: 'Board' }, [3, 1], ZONE)).toMatchObject({
      dashboard: 7,
      dashboard_export_insights: [3, 1],
    })
  })

  test.each<[Partial<Draft>, object]>([
    [{ frequency: 'daily' }, { frequency: 'daily', byweekday: null }],
    [{ weekdays: [] }, { byweekday: null }],
    [{ frequency: 'monthly' }, { byweekday: ['monday'], bysetpos: 1 }],
    [
      { frequency: 'monthly', monthly: 'date' },
      { byweekday: null, bysetpos: null },
    ],
    [
      { frequency: 'monthly', position: -1, counted: 'weekday' },
      { byweekday: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], bysetpos: -1 },
    ],
    [{ frequency: 'yearly' }, { byweekday: null, bysetpos: null }],
    // The report of the last day still goes out.
    [
      { ends: 'on', until: '2026-03-31' },
      { until_date: '2026-03-31T21:59:00.000Z', count: null },
    ],
    [
      { ends: 'after', count: ' 3 ' },
      { until_date: null, count: 3 },
    ],
    [{ typed: 'bob@example.com' }, { target_value: 'ada@example.com,bob@example.com' }],
    [
      { target: 'slack', integration: 2, channel: 'C1|#general' },
      { target_type: 'slack', target_value: 'C1|#general', integration_id: 2 },
    ],
    [
      { target: 'teams', url: ' https://example.com/x ' },
      { target_type: 'teams', target_value: 'https://example.com/x' },
    ],
    [
      { title: ' Numbers ', message: ' Hi ' },
      { title: 'Numbers', invite_message: 'Hi' },
    ],
  ])('%j', (change, expected) => expect(body(change)).toMatchObject(expected))
})

describe('an existing subscription', () => {
  test('that is not touched sends nothing, seconds of its start included', () => {
    expect(changeBody(draftOf(stored(), ZONE), stored(), [], ZONE)).toEqual({})
  })

  test('sends what was changed', () => {
    const before = stored()
    const change = { ...draftOf(before, ZONE), weekdays: ['monday' as const], title: 'T' }
    expect(changeBody(change, before, [], ZONE)).toEqual({ byweekday: ['monday'], title: 'T' })
  })

  test('that ends keeps its end', () => {
    const ends = draftOf(stored({ until_date: '2026-03-31T21:59:00Z' }), ZONE)
    expect(ends).toMatchObject({ ends: 'on', until: '2026-03-31' })
    expect(draftOf(stored({ count: 4 }), ZONE)).toMatchObject({ ends: 'after', count: '4' })
  })

  test.each<[Partial<Subscription>, Partial<Draft>]>([
    [{ byweekday: null }, { monthly: 'date' }],
    [
      { byweekday: ['tuesday'], bysetpos: -1 },
      { monthly: 'position', position: -1, counted: 'tuesday' },
    ],
    [
      { byweekday: ['friday', 'thursday', 'wednesday', 'tuesday', 'monday'], bysetpos: 2 },
      { monthly: 'position', position: 2, counted: 'weekday' },
    ],
    // What only other clients can set stays.
    [{ byweekday: ['tuesday'], bysetpos: 7 }, { monthly: 'kept' }],
    [{ byweekday: ['friday'], bysetpos: null }, { monthly: 'kept' }],
  ])('monthly with %j', (change, expected) => {
    const before = stored({ frequency: 'monthly', ...change })
    const opened = draftOf(before, ZONE)
    expect(opened).toMatchObject(expected)
    expect(changeBody(opened, before, [], ZONE)).toEqual({})
    expect(localScheduleOf(opened)).toMatchObject({
      bysetpos: change.bysetpos ?? null,
      date: '2026-01-05',
      time: '09:00',
    })
  })
})

test.each<[Partial<Draft>, string | null]>([
  [{}, null],
  [{ interval: '0' }, 'The interval is a whole number from 1.'],
  [{ interval: '1.5' }, 'The interval is a whole number from 1.'],
  [{ date: '' }, 'Choose a date and a time.'],
  [{ ends: 'after', count: 'x' }, 'The number of reports is a whole number from 1.'],
  [{ ends: 'never', count: 'x' }, null],
  [{ ends: 'on', until: '' }, 'Choose the last day.'],
])('the schedule with %j: %s', (change, problem) => expect(scheduleProblem(draft(change))).toBe(problem))

test.each<[Partial<Draft>, string | null]>([
  [{}, null],
  [{ emails: [] }, 'Enter an address.'],
  [{ emails: [], typed: 'bob@example.com' }, null],
  [{ typed: 'bob' }, 'This is not an email address: bob'],
  [{ target: 'slack' }, 'Choose a Slack workspace.'],
  [{ target: 'slack', integration: 1 }, 'Choose a channel.'],
  [{ target: 'slack', integration: 1, channel: 'C1' }, null],
  [{ target: 'webhook' }, 'Enter an address.'],
  [{ target: 'webhook', url: 'example.com' }, 'The address starts with https://.'],
  [{ target: 'webhook', url: 'http://example.com' }, null],
])('the target with %j: %s', (change, problem) => expect(targetProblem(draft(change))).toBe(problem))

test('addresses are found in what people paste', () => {
  expect(splitAddresses('Ada Lovelace <ada@example.com>; bob@example.com\nADA@example.com')).toEqual([
    'ADA@example.com',
    'bob@example.com',
  ])
  expect(addressesOf({ emails: ['a@x.io'], typed: ' b@x.io , a@x.io' })).toEqual(['a@x.io', 'b@x.io'])
  expect(['a@x.io', 'a.b+c@sub.x-y.io', 'ü@x.io'].every(isAddress)).toBe(true)
  expect(['a', 'a@x', '@x.io', 'a@x.', 'a@@x.io', 'a b@x.io', '<a@x.io>'].some(isAddress)).toBe(false)
})
