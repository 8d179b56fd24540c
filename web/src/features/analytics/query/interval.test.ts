import { expect, test } from 'vitest'
import { Interval } from './interval'

const MINUTE = 60_000

test('an answer is computed anew when it is the same one at the end of an interval', () => {
  const interval = new Interval('a', 0)
  expect(interval.isOver('a', MINUTE, 30_000)).toBe(false)
  expect(interval.isOver('a', MINUTE, 59_500)).toBe(true)
  // The forced answer is new, and so is one that somebody else had computed.
  expect(interval.isOver('b', MINUTE, 120_000)).toBe(false)
  expect(interval.isOver('c', MINUTE, 180_000)).toBe(false)
  expect(interval.isOver('c', MINUTE, 240_000)).toBe(true)
})

test('without an interval, nothing is forced', () => {
  const interval = new Interval('a', 0)
  expect(interval.isOver('a', false, 10 * MINUTE)).toBe(false)
  expect(interval.isOver(undefined, MINUTE, 20 * MINUTE)).toBe(false)
  expect(interval.isOver(undefined, MINUTE, 30 * MINUTE)).toBe(false)
})

test('an answer that opens with the page is first forced after an interval', () => {
  const interval = new Interval(undefined, 0)
  expect(interval.isOver('a', MINUTE, 5 * MINUTE)).toBe(false)
  expect(interval.isOver('a', MINUTE, 6 * MINUTE)).toBe(true)
})
