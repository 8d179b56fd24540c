import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber, parseJson, stringifyJson, toStorableJson } from './json.ts'

describe('exact JSON', () => {
  test.each([
    ['an integer past 2^53', '{"id":12345678901234567890}'],
    ['a negative one in an array', '[-9007199254740993,1]'],
    ['a number past the range of a double', '{"big":1e400}'],
    ['more decimals than a double holds', '{"pi":3.14159265358979323846264338327950288}'],
    ['a __proto__ key beside a big number', '{"__proto__":{"a":1},"n":12345678901234567890}'],
    ['nulls and empty objects', '{"a":null,"b":{},"c":[]}'],
    ['dotted keys and date-like strings', '{"a.b":"2024-01-01","a":{"b":"2024-01-01 10:00:00"}}'],
  ])('%s comes back as it was', (_name, text) => {
    expect(stringifyJson(parseJson(text))).toBe(text)
  })

  test('digits inside strings stay strings', () => {
    expect(parseJson('{"a":"12345678901234567890"}')).toEqual({ a: '12345678901234567890' })
  })

  test('an ordinary number is an ordinary number', () => {
    expect(parseJson('[1.50,1e3,0.1,1700000000000]')).toEqual([1.5, 1000, 0.1, 1700000000000])
    expect((parseJson('[12345678901234567890]') as unknown[])[0]).toBeInstanceOf(ExactNumber)
  })

  test('malformed text is a SyntaxError on both paths', () => {
    expect(() => parseJson('{"a":1')).toThrow(SyntaxError)
    expect(() => parseJson('{"a":12345678901234567890')).toThrow(SyntaxError)
  })

  test('every JSON value round-trips like JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(stringifyJson(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })
})

describe('storable JSON', () => {
  test('replaces what jsonb cannot hold, keys included', () => {
    expect(toStorableJson({ 'a\0': ['\ud800', 'ok'], n: null })).toEqual({ 'a\uFFFD': ['\uFFFD', 'ok'], n: null })
  })
  test('leaves clean values alone', () => {
    const value = { a: 'b', emoji: '😀' }
    expect(toStorableJson(value)).toBe(value)
  })
})
