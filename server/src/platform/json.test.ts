import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber, type JsonObject, parseJson, queryableJsonText, stringifyJson, toStorableJson } from './json.ts'

describe('exact JSON', () => {
  test.each([
    ['an integer beyond 2^53', '{"id":12345678901234567890}'],
    ['a negative one in an array', '[-9007199254740993,1]'],
    ['a number beyond the range of a double', '{"big":1e400}'],
    ['more decimals than a double holds', '{"pi":3.14159265358979323846264338327950288}'],
    ['a __proto__ key beside a big number', '{"__proto__":{"a":1},"n":12345678901234567890}'],
    ['nulls and empty objects', '{"a":null,"b":{},"c":[]}'],
    ['dotted keys and date-like strings', '{"a.b":"2024-01-01","a":{"b":"2024-01-01 10:00:00"}}'],
  ])('%s is unchanged', (_name, text) => {
    expect(stringifyJson(parseJson(text))).toBe(text)
  })

  test('one number that a double cannot hold does not change the others', () => {
    const text = '{"move":391.20001220703125,"text":"5e1234, 12345678901234567890","big":12345678901234567890}'
    const parsed = parseJson(text) as Record<string, unknown>
    expect(parsed).toMatchObject({ move: 391.20001220703125, text: '5e1234, 12345678901234567890' })
    expect(parsed.big).toBeInstanceOf(ExactNumber)
    expect(stringifyJson(parsed)).toBe(text)
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
  test('replaces what jsonb cannot hold, including in keys', () => {
    expect(toStorableJson({ 'a\0': ['\ud800', 'ok'], n: null })).toEqual({ 'a\uFFFD': ['\uFFFD', 'ok'], n: null })
  })
  test('leaves clean values alone', () => {
    const value = { a: 'b', emoji: '😀' }
    expect(toStorableJson(value)).toBe(value)
  })
})

describe('text that ClickHouse can parse', () => {
  const queryable = (text: string) => queryableJsonText(parseJson(text) as JsonObject, stringifyJson(parseJson(text)))

  test.each([
    [
      'ordinary text stays as it is',
      '{"a":"ä😀","b":1.5,"c":[1,null,{"d":""}]}',
      '{"a":"ä😀","b":1.5,"c":[1,null,{"d":""}]}',
    ],
    ['a lone surrogate becomes U+FFFD, in keys too', '{"a\\udc00":"b\\ud83d"}', '{"a�":"b�"}'],
    ['a backslash before ud is not a surrogate', '{"a":"C:\\\\udd"}', '{"a":"C:\\\\udd"}'],
    // 2^63-1, -2^63 and 2^64-1 are the limits of 64-bit integers; both sides of each.
    ['9223372036854775807 fits', '{"n":9223372036854775807,"x":1e400}', '{"n":9223372036854775807,"x":"1e400"}'],
    ['-9223372036854775808 fits', '{"n":-9223372036854775808,"x":1e400}', '{"n":-9223372036854775808,"x":"1e400"}'],
    [
      '-9223372036854775809 does not',
      '{"n":-9223372036854775809,"x":1e400}',
      '{"n":-9.223372036854776e+18,"x":"1e400"}',
    ],
    ['18446744073709551615 fits', '{"n":18446744073709551615}', '{"n":18446744073709551615}'],
    ['18446744073709551616 does not', '{"n":18446744073709551616}', '{"n":1.8446744073709552e+19}'],
    ['18 digits keep every one', '{"n":987654321012345678,"x":1e400}', '{"n":987654321012345678,"x":"1e400"}'],
    ['30 digits', '{"n":123456789012345678901234567890}', '{"n":1.2345678901234568e+29}'],
    ['a round number that a double holds', '{"n":-9300000000000000000}', '{"n":-9.3e+18}'],
    ['a round number of 21 digits', '{"n":1e20}', '{"n":1e+20}'],
    ['an exponent that fits a double', '{"n":1e300}', '{"n":1e+300}'],
  ])('%s', (_what, text, expected) => {
    expect(queryable(text)).toBe(expected)
    expect(() => JSON.parse(queryable(text))).not.toThrow()
  })
})
