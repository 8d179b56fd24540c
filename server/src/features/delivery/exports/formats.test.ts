import { expect, test } from 'vitest'
import { expiryOf, FORMATS, fileNameOf, isFormat, slugOf } from './formats.ts'

const NOW = new Date('2026-01-31T09:30:05.123Z')

test.each([
  ['Weekly signups', 'weekly-signups'],
  ['  a -- b  ', 'a-b'],
  ['../../etc/passwd', 'etcpasswd'],
  ['say "hi"\r\nX-Header: 1', 'say-hi-x-header-1'],
  ['Café Ünïcode', 'cafe-unicode'],
  ['日本', ''],
  ['a_b', 'a_b'],
  ['x'.repeat(500), 'x'.repeat(120)],
])('the slug of %j is %j', (text, slug) => expect(slugOf(text)).toBe(slug))

test('a file is named after what it holds, and when it was asked for', () => {
  expect(fileNameOf('image/png', 'Weekly signups', NOW)).toBe('export-weekly-signups-2026-01-31-093005.png')
  expect(fileNameOf('application/x-ndjson', null, NOW)).toBe('export-2026-01-31-093005.jsonl')
  expect(fileNameOf('text/csv', '日本', NOW)).toBe('export-2026-01-31-093005.csv')
})

test.each([
  ['text/csv', '2026-02-07T00:00:00.000Z'],
  ['application/x-ndjson', '2026-02-07T00:00:00.000Z'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '2026-02-07T00:00:00.000Z'],
  ['image/png', '2026-07-30T00:00:00.000Z'],
  ['application/pdf', '2026-07-30T00:00:00.000Z'],
  ['application/json', '2026-07-30T00:00:00.000Z'],
  ['image/gif', '2027-01-31T00:00:00.000Z'],
  ['video/mp4', '2027-01-31T00:00:00.000Z'],
] as const)('%s expires at midnight', (format, at) => expect(expiryOf(format, NOW).toISOString()).toBe(at))

test('formats are known by their own names only', () => {
  for (const format of Object.keys(FORMATS)) expect(isFormat(format)).toBe(true)
  for (const other of ['toString', 'png', 'IMAGE/PNG', null, 3]) expect(isFormat(other)).toBe(false)
})
