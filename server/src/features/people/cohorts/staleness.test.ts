import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../platform/json.ts'
import { lookedAt } from './staleness.ts'

const did = (key: JsonValue, more: object = {}) => ({
  type: 'behavioral',
  value: 'performed_event',
  key,
  event_type: 'events',
  ...more,
})
const person = { type: 'person', key: 'plan', value: 'pro' }
const looks = (...values: object[]) =>
  lookedAt({ properties: { type: 'OR', values: [{ type: 'AND', values: values as JsonValue[] }] } }, (id) =>
    id === 1 ? ['buy', 'pay'] : [null],
  )

describe('data that criteria depend on', () => {
  test.each<[string, object[], boolean, string[] | null]>([
    ['properties', [person], true, []],
    ['an event', [did('buy')], false, ['buy']],
    ['an event that was not done: new persons matter, too', [did('buy', { negation: true })], true, ['buy']],
    ['any event', [did(null)], false, null],
    ['an action', [did(1, { event_type: 'actions' })], false, ['buy', 'pay']],
    ['an action on any event', [did(2, { event_type: 'actions' })], false, null],
    [
      'one event after another',
      [did('a', { value: 'performed_event_sequence', seq_event: 'b', seq_event_type: 'events' })],
      false,
      ['a', 'b'],
    ],
    ['an event of persons with a property', [did('buy', { event_filters: [person] })], true, ['buy']],
    ['an expression', [{ type: 'hogql', key: 'properties.a = 1' }], true, null],
    ['another cohort', [{ type: 'cohort', key: 'id', value: 3 }], false, []],
  ])('%s', (_name, values, persons, events) => {
    const found = looks(...values)
    expect([found.persons, found.events && [...found.events]]).toEqual([persons, events])
  })
})
