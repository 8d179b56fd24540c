import { expect, test } from 'vitest'
import { survivors } from './merged-members.ts'

const merge = (text: string) =>
  Object.fromEntries(survivors(text.split(' ').map((pair) => ({ from: pair[0]!, to: pair[1]! }))))

test('follows chains of merges to the final person', () => {
  expect(merge('ab')).toEqual({ a: 'b' })
  expect(merge('ab bc')).toEqual({ a: 'c', b: 'c' })
  expect(merge('ab cb')).toEqual({ a: 'b', c: 'b' })
  // a was recreated, and b was merged into it.
  expect(merge('ab ba')).toEqual({ b: 'a' })
})
