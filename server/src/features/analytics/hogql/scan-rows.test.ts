import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanRows } from './scan-rows.ts'

const BRACE = 0x7b
const csv = { hasQuotedLines: true, mark: BRACE }
const json = { hasQuotedLines: false, mark: BRACE }
const scan = (text: string, isQuoted = false, format = csv) => scanRows(Buffer.from(text), isQuoted, format)

test('lines inside quotes are not rows', () => {
  expect(scan('"a\nb",1\r\n2\r\n')).toEqual({ rows: 2, isQuoted: false, end: 12 })
  expect(scan('"a""\n')).toEqual({ rows: 0, isQuoted: true, end: 5 })
  expect(scan('b"\n', true)).toEqual({ rows: 1, isQuoted: false, end: 3 })
  expect(scan('["a"]\n["\\""]\n', false, json)).toEqual({ rows: 2, isQuoted: false, end: 13 })
})

test('a message in place of a row ends the rows', () => {
  expect(scan('1\n2\n{"exception":"x"}\n')).toMatchObject({ rows: 2, end: 4 })
  expect(scan('"\n{",1\n')).toMatchObject({ rows: 1, end: 7 })
})

test('at every place in memory it counts as byte by byte', () => {
  const signs = fc.array(fc.constantFrom('"', '\n', '{', 'a', '\r', '\u00e9', ',', '\u0000', '\u0080'), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(signs, fc.nat(7), fc.boolean(), (all, offset, isQuoted) => {
      const text = all.join('')
      const whole = Buffer.from(new Uint8Array(Buffer.byteLength(text) + offset).buffer, offset)
      whole.write(text)
      let quoted = isQuoted
      let rows = 0
      let end = whole.length
      for (const [at, byte] of whole.entries()) {
        if (byte === 0x22) quoted = !quoted
        if (byte !== 0x0a || quoted) continue
        rows++
        if (whole[at + 1] === BRACE) {
          end = at + 1
          break
        }
      }
      expect(scanRows(whole, isQuoted, csv)).toEqual({ rows, isQuoted: quoted, end })
    }),
  )
})
