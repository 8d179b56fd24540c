/** The fonts of pictures. They come with the program, so that a picture looks the same on every machine. */
import path from 'node:path'
import { RANGES } from '@hedgerow/shared/charts/svg/font-widths'
import { fontsDirectory } from '../paths.ts'

export const FONT_FAMILY = 'DejaVu Sans'
export const REGULAR_FONT = path.join(fontsDirectory, 'DejaVuSans.ttf')
export const BOLD_FONT = path.join(fontsDirectory, 'DejaVuSans-Bold.ttf')

/** Whether a text has characters that our fonts may lack, such as Chinese ones. */
export function needsOtherFonts(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x20) continue
    if (!RANGES.some(({ from, regular }) => code >= from && code < from + regular.length / 2)) return true
  }
  return false
}
