import { expect, test } from 'vitest'
import { compilePattern } from './patterns.ts'

test('a pattern is compiled once', () => {
  const pattern = compilePattern('^a+$')
  expect(pattern?.matcher('aaa').find()).toBe(true)
  expect(compilePattern('^a+$')).toBe(pattern)
})

test('a text that is not a pattern stays invalid when it is tried again', () => {
  expect(compilePattern('(')).toBeNull()
  expect(compilePattern('(')).toBeNull()
})

test('a frequently used pattern stays cached, however many others come', () => {
  const used = compilePattern('used')
  for (let index = 0; index < 5_000; index++) {
    compilePattern(`other ${index}`)
    expect(compilePattern('used')).toBe(used)
  }
})
