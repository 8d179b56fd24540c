import { expect, test } from 'vitest'
import { formatDate, formatTime } from './time.ts'

test.each([
  ['2024-05-06 07:08:09', '2024-05-06T07:08:09Z'],
  ['2024-05-06 07:08:09.000000', '2024-05-06T07:08:09Z'],
  ['2024-05-06 07:08:09.123456', '2024-05-06T07:08:09.123456Z'],
  ['2024-05-06 07:08:09.1+00', '2024-05-06T07:08:09.100000Z'],
])('%s', (text, expected) => expect(formatTime(text)).toBe(expected))

test('dates have at most milliseconds', () => {
  expect(formatDate(new Date(Date.UTC(2024, 4, 6, 7, 8, 9)))).toBe('2024-05-06T07:08:09Z')
  expect(formatDate(new Date(Date.UTC(2024, 4, 6, 7, 8, 9, 12)))).toBe('2024-05-06T07:08:09.012000Z')
})
