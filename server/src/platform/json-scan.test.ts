import { expect, test } from 'vitest'
import { endOfString, numbersIn } from './json-scan.ts'

test('numbers are found, and not what looks like one within a string', () => {
  const text = String.raw`{"a 123456":[-1,12345,1e400,"7 \" 99999 \\",391.20001220703125],"b":-12345.5e-7}`
  expect([...numbersIn(text, 5)]).toEqual(['12345', '1e400', '391.20001220703125', '-12345.5e-7'])
  expect([...numbersIn('"123456', 1)]).toEqual([])
})

test('a string ends at the first quote that is not escaped', () => {
  expect(endOfString(String.raw`"a\"b\\"c"`, 0)).toBe(7)
  expect(endOfString('"open', 0)).toBe(5)
})
