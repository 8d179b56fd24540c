import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { ExactNumber } from '../../../../platform/json.ts'
import { SHEET_ROWS_MAX, xlsxFile } from './xlsx.ts'

async function* pieces(...all: unknown[][][]) {
  yield* all
}

async function sheetOf(columns: string[], ...all: unknown[][][]): Promise<string> {
  const { file, done } = xlsxFile(columns, pieces(...all))
  const parts: Buffer[] = []
  for await (const part of file) parts.push(part as Buffer)
  await done
  const zip = unzipSync(new Uint8Array(Buffer.concat(parts)))
  for (const name of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/styles.xml'])
    expect(Object.keys(zip)).toContain(name)
  return Buffer.from(zip['xl/worksheets/sheet1.xml']!).toString()
}

test('cells have the types of their values', async () => {
  const sheet = await sheetOf(
    ['a', 'b'],
    [[1.5, true]],
    [
      ['=A1', null],
      [{ x: [1] }, new ExactNumber('12345678901234567890')],
    ],
  )
  expect(sheet.match(/<row>/g)).toHaveLength(4)
  expect(sheet).toContain('<c><v>1.5</v></c><c t="b"><v>1</v></c>')
  expect(sheet).toContain('<t xml:space="preserve">=A1</t></is></c><c/>')
  expect(sheet).toContain('{"x":[1]}')
  expect(sheet).toContain('>12345678901234567890<')
})

test('texts that XML or a cell has no room for', async () => {
  const sheet = await sheetOf(['<&>'], [['a\u0000b\u001f'], ['\ud800'], ['x'.repeat(40_000)], ['line\nline']])
  expect(sheet).toContain('&lt;&amp;&gt;')
  expect(sheet).toContain('>a b <')
  expect(sheet).toContain('\ufffd')
  expect(/x+…/.exec(sheet)![0]).toHaveLength(32_767)
  expect(sheet).toContain('line\nline')
})

test('more rows than a sheet has room for are refused, and say what to do instead', async () => {
  const many = Array.from({ length: 100_000 }, () => [])
  const { file, done } = xlsxFile(
    ['a'],
    pieces(...Array.from({ length: Math.ceil(SHEET_ROWS_MAX / 100_000) }, () => many)),
  )
  const read = (async () => {
    for await (const _ of file);
  })()
  await expect(done).rejects.toThrow('1,048,575 rows')
  await expect(read).rejects.toThrow()
  expect(() => xlsxFile(Array.from({ length: 20_000 }, String), pieces())).toThrow('16,384 columns')
})

test('a reader that goes away ends the rows', async () => {
  let isEnded = false
  async function* endless() {
    try {
      for (;;) yield [['x'.repeat(10_000)]]
    } finally {
      isEnded = true
    }
  }
  const { file, done } = xlsxFile(['a'], endless())
  file.once('readable', () => file.destroy())
  await expect(done).rejects.toThrow()
  expect(isEnded).toBe(true)
})
