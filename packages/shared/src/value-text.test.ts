import { expect, test } from 'vitest'
import { readValue, typeOf, valueText } from './value-text.ts'

test('values are shown as text, and long ones are cut', () => {
  expect(valueText('<b>')).toBe('<b>')
  expect(valueText({ a: [1] })).toBe('{\n "a": [\n  1\n ]\n}')
  expect(valueText(null)).toBe('null')
  expect(valueText('x'.repeat(10_001))).toMatch(/^x{10000}… \(10001 characters\)$/)
})

test('typed text becomes a value of the chosen type, or an error that says why not', () => {
  expect(['x', 3, true, null, [1]].map(typeOf)).toEqual(['text', 'number', 'boolean', 'json', 'json'])
  expect(readValue('007', 'text')).toBe('007')
  expect(readValue('1e3', 'number')).toBe(1000)
  expect(readValue('false', 'boolean')).toBe(false)
  expect(readValue('{"a": null}', 'json')).toEqual({ a: null })
  expect(() => readValue('', 'number')).toThrow('not a number')
  expect(() => readValue('yes', 'boolean')).toThrow('true or false')
  expect(() => readValue('{', 'json')).toThrow('not JSON')
})
