import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { parseJson } from '../json.ts'
import { sendCsv } from './csv.ts'

/** The file that a browser would save. */
async function fileOf(...pieces: object[][]): Promise<string> {
  const app = fastify()
  app.get('/', (_request, reply) => sendCsv(reply, 'rows', () => pieces))
  const { body, headers } = await app.inject('/')
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toBe('attachment; filename="rows.csv"')
  await app.close()
  return body
}

test('columns are sorted, and nested values have their own columns', async () => {
  expect(await fileOf([{ b: { c: [1, { d: true }], e: [] } }], [{ a: 'x', b: null }])).toBe(
    'a,b,b.c.0,b.c.1.d\r\n,,1,true\r\nx,,,\r\n',
  )
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['-x', "'-x"],
  ['-1+1', "'-1+1"],
  ['=A1,"b"', '"\'=A1,""b"""'],
  // Negative numbers are not formulas.
  ['-1', '-1'],
  ['-1.5', '-1.5'],
  [' =1', ' =1'],
])('the text %j is written as %j', async (text, cell) => {
  expect(await fileOf([{ a: text, b: 1 }])).toBe(`a,b\r\n${cell},1\r\n`)
})

test.each([
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  ['a\r\nb', '"a\r\nb"'],
  ['"', '""""'],
  ['', ''],
  [' a ', ' a '],
  ['a;b\tc', 'a;b\tc'],
  ["it's", "it's"],
])('%j is quoted according to RFC 4180: %j', async (text, cell) => {
  expect(await fileOf([{ a: text }])).toBe(`a\r\n${cell}\r\n`)
})

test('column names are quoted too', async () => {
  expect(await fileOf([{ 'a,"b"': 1 }])).toBe('"a,""b"""\r\n1\r\n')
})

test('numbers keep all their digits', async () => {
  expect(await fileOf([parseJson('{"a": 12345678901234567890, "b": -0.25}') as object])).toBe(
    'a,b\r\n12345678901234567890,-0.25\r\n',
  )
})

test('without objects the header is empty', async () => {
  expect(await fileOf([])).toBe('\r\n')
  expect(await fileOf([{ a: [] }, {}])).toBe('\r\n\r\n\r\n')
})

test('a CSV parser reads back every text unchanged', async () => {
  const signs = fc.array(fc.constantFrom('a', ',', '"', '\n', '\r', ';', ' ', "'", '\ufeff', 'é', '😀'))
  // Starts with a letter, so that no text is taken for a formula.
  const text = signs.map((all) => `x${all.join('')}`)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ a: text, b: text }), { minLength: 1 }), async (rows) => {
      expect(parse(await fileOf(rows), { columns: true, record_delimiter: '\r\n' })).toEqual(rows)
    }),
  )
})
