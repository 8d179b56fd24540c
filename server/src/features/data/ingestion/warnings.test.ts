import { expect, test } from 'vitest'
import { type Warning, WarningThrottle } from './warnings.ts'

const HOUR_MS = 60 * 60 * 1000
const warning = (type: Warning['type'], teamId = 1): Warning => ({ teamId, type, details: {} })

test('the same warning about the same object passes once an hour', () => {
  const start = Date.now()
  let now = start
  const throttle = new WarningThrottle(() => now)
  const ask = () => throttle.allows(warning('group_key_too_long'), 'a')
  expect([ask(), ask()]).toEqual([true, false])
  now = start + HOUR_MS - 1
  expect(ask()).toBe(false)
  now = start + HOUR_MS + 1
  expect([ask(), ask()]).toEqual([true, false])
})

test('the hour is separate for another project, type or object', () => {
  const throttle = new WarningThrottle()
  expect(throttle.allows(warning('group_key_too_long'), 'a')).toBe(true)
  expect(throttle.allows(warning('group_key_too_long', 2), 'a')).toBe(true)
  expect(throttle.allows(warning('invalid_alias'), 'a')).toBe(true)
  expect(throttle.allows(warning('group_key_too_long'), 'b')).toBe(true)
})

test('what an owner must always know always passes', () => {
  const throttle = new WarningThrottle()
  const ask = () => throttle.allows(warning('cannot_merge_already_identified'), 'a')
  expect([ask(), ask()]).toEqual([true, true])
})

test('a flood of other warnings does not let a recent one through again', () => {
  const throttle = new WarningThrottle()
  for (let index = 0; index < 49_999; index++) throttle.allows(warning('invalid_alias'), `${index}`)
  expect(throttle.allows(warning('invalid_alias'), 'recent')).toBe(true)
  for (let index = 0; index < 1_000; index++) throttle.allows(warning('invalid_alias'), `more ${index}`)
  expect(throttle.allows(warning('invalid_alias'), 'recent')).toBe(false)
})
