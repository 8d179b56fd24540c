/** Turns SVG into PNG, in a thread of its own. */
import { renderAsync } from '@resvg/resvg-js'
import { BOLD_FONT, FONT_FAMILY, needsOtherFonts, REGULAR_FONT } from './fonts.ts'

/**
 * A picture as PNG.
 * @param svg a whole document, with its size in pixels
 * @param scale pixels of the picture for each pixel of the document; 2 looks sharp on every screen
 */
export async function svgToPng(svg: string, scale = 1): Promise<Buffer> {
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
  return image.asPng()
}
