/** Turns SVG into PNG, in a thread of its own. */
import { createHash } from 'node:crypto'
import { renderAsync } from '@resvg/resvg-js'
import { LRUCache } from 'lru-cache'
import { BOLD_FONT, FONT_FAMILY, needsOtherFonts, REGULAR_FONT } from './fonts.ts'

/** Bytes of pictures that are remembered: many subscriptions may report on the same insight in the same minute. */
const REMEMBERED_BYTES_MAX = 8 * 1024 * 1024
const remembered = new LRUCache<string, Buffer>({
  maxSize: REMEMBERED_BYTES_MAX,
  sizeCalculation: ({ length }) => length + 1,
})

/**
 * A picture as PNG.
 * @param svg a whole document, with its size in pixels
 * @param scale pixels of the picture for each pixel of the document; 2 looks sharp on every screen
 */
export async function svgToPng(svg: string, scale = 1): Promise<Buffer> {
  const key = createHash('sha256').update(`${scale} ${svg}`).digest('base64')
  const known = remembered.get(key)
  if (known) return known
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      fontFiles: [REGULAR_FONT, BOLD_FONT],
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
      // Reading the fonts of the system takes longer than drawing. They are only for scripts that ours do not have.
      loadSystemFonts: needsOtherFonts(svg),
    },
  })
  const png = image.asPng()
  remembered.set(key, png)
  return png
}
