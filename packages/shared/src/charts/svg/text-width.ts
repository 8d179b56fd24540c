/** Measures texts in the font of pictures, DejaVu Sans. */
import { RANGES } from './font-widths.ts'

const DIGITS = 2
/** Characters of other scripts, which another font draws: as wide as high. */
const WIDTH_OTHER = 1
/** Marks that stand above the character before them take no room. */
const COMBINING = /\p{Mark}/u

function charWidth(character: string, isBold: boolean): number {
  const code = character.codePointAt(0)!
  for (const range of RANGES) {
    const widths = isBold ? range.bold : range.regular
    const at = (code - range.from) * DIGITS
    if (at >= 0 && at < widths.length) return Number.parseInt(widths.slice(at, at + DIGITS), 36) / 100
  }
  return COMBINING.test(character) ? 0 : WIDTH_OTHER
}

/** Width of a text in pixels. */
export function textWidth(text: string, fontSize: number, isBold = false): number {
  let width = 0
  for (const character of text) width += charWidth(character, isBold)
  return width * fontSize
}

/** A text that is not wider than `width`; at least one character of it is left. */
export function shorten(text: string, width: number, fontSize: number, isBold = false): string {
  if (textWidth(text, fontSize, isBold) <= width + 0.01) return text
  const room = width - textWidth('…', fontSize, isBold)
  const characters = [...text]
  let kept = 0
  for (let used = 0; kept < characters.length; kept++) {
    used += charWidth(characters[kept]!, isBold) * fontSize
    if (used > room + 0.01) break
  }
  return `${characters.slice(0, Math.max(1, kept)).join('')}…`
}
