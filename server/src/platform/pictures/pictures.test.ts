import fs from 'node:fs'
import { RANGES } from '@hedgerow/shared/charts/svg/font-widths'
import { textWidth } from '@hedgerow/shared/charts/svg/text-width'
import { Resvg } from '@resvg/resvg-js'
import PDFDocument from 'pdfkit'
import { expect, test } from 'vitest'
import { BOLD_FONT, needsOtherFonts, REGULAR_FONT } from './fonts.ts'
import { svgToPng } from './png.ts'

/** Size of a PNG, from its header. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]
const document = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50" font-family="DejaVu Sans">${content}</svg>`

test('the table of widths is that of the fonts', () => {
  const pdf = new PDFDocument()
  for (const [file, isBold] of [
    [REGULAR_FONT, false],
    [BOLD_FONT, true],
  ] as const) {
    pdf.font(file).fontSize(100)
    for (const { from, regular } of RANGES)
      for (const code of [from, from + 7, from + regular.length / 2 - 1]) {
        const character = String.fromCodePoint(code)
        // Combined characters such as the soft hyphen are laid out in ways of their own.
        if (/[\p{C}\p{M}]/u.test(character)) continue
        const own = pdf.widthOfString(character)
        expect(Math.abs(textWidth(character, 100, isBold) - own), `U+${code.toString(16)}`).toBeLessThan(1.5)
      }
    expect(
      Math.abs(
        textWidth('Weekly signups by country', 20, isBold) -
          pdf.fontSize(20).widthOfString('Weekly signups by country'),
      ),
    ).toBeLessThan(4)
  }
})

test('a picture has the size of its drawing, enlarged', async () => {
  const png = await svgToPng(document('<rect width="200" height="50" fill="#fff"/>'), 2)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(sizeOf(png)).toEqual([400, 100])
})

test('text is drawn with the fonts of the program, also in bold', () => {
  const draw = (attributes: string) =>
    new Resvg(document(`<text x="5" y="30" font-size="20" ${attributes}>Hé</text>`), {
      font: { fontFiles: [REGULAR_FONT, BOLD_FONT], loadSystemFonts: false },
    }).getBBox()!.width
  expect(draw('')).toBeGreaterThan(15)
  expect(draw('font-weight="bold"')).toBeGreaterThan(draw(''))
})

test('the fonts are there, with their license', () => {
  for (const file of [REGULAR_FONT, BOLD_FONT]) expect(fs.statSync(file).size).toBeGreaterThan(100_000)
  expect(fs.readFileSync(REGULAR_FONT.replace(/[^/]+$/, 'LICENSE'), 'utf8')).toContain('Bitstream Vera')
  expect([needsOtherFonts('Café – Привет'), needsOtherFonts('日本')]).toEqual([false, true])
})
