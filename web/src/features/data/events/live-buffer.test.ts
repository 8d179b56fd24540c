import { expect, test } from 'vitest'
import { addArrivals, filterEvents, SHOWN_MAX } from './live-buffer'

const event = (id: number, name = 'e', distinctId = 'u') => ({ id: String(id), event: name, distinct_id: distinctId })

test('new events go in front, once each', () => {
  const shown = addArrivals([], [event(2), event(1)])
  expect(addArrivals(shown, [event(3), event(2)]).map(({ id }) => id)).toEqual(['3', '2', '1'])
})

test('without new events the list stays the same object, so nothing renders again', () => {
  const shown = [event(1)]
  expect(addArrivals(shown, [event(1)])).toBe(shown)
})

test('drops the oldest events', () => {
  const many = Array.from({ length: SHOWN_MAX }, (_, id) => event(id))
  const shown = addArrivals(many, [event(-1)])
  expect(shown).toHaveLength(SHOWN_MAX)
  expect(shown[0]!.id).toBe('-1')
})

test('every word of the filter must be in the name or the distinct ID', () => {
  const events = [event(1, 'Signed Up', 'mia'), event(2, 'signed out', 'tom'), event(3, '$pageview', 'mia')]
  expect(filterEvents(events, 'signed MIA').map(({ id }) => id)).toEqual(['1'])
  expect(filterEvents(events, ' ')).toHaveLength(3)
})
