/** The picture of a shared link for previews in other programs: its title and its chart. */
import { PALETTES } from '@hedgerow/shared/charts/palette'
import { escapeXml } from '@hedgerow/shared/charts/svg/elements'
import { LRUCache } from 'lru-cache'
import { svgToPng } from '../../../platform/pictures/png.ts'
import type { SharePreview } from './shareable.ts'

const WIDTH = 1200
const HEIGHT = 630
/** Where the chart is. */
const BOX = { x: 80, y: 235, width: 1040, height: 340 }
const TITLE_CHARACTERS_MAX = 48
const { text: INK, muted: MUTED, surface: PAPER } = PALETTES.light
const ACCENT = '#15803d'

/** Programs ask again and again. */
const drawn = new LRUCache<string, Promise<Buffer>>({ max: 100 })

/** A PNG. @param preview null for a neutral picture that shows nothing of the object */
export function previewPicture(preview: SharePreview | null): Promise<Buffer> {
  const svg = previewSvg(preview)
  const known = drawn.get(svg)
  if (known) return known
  const picture = svgToPng(svg)
  drawn.set(svg, picture)
  // The next request tries again.
  picture.catch(() => drawn.delete(svg))
  return picture
}

/** The picture as SVG. */
export function previewSvg(preview: SharePreview | null): string {
  const { kind, title, draw } = preview ?? { kind: '', title: 'Shared with a password', draw: null }
  const name = title.length > TITLE_CHARACTERS_MAX ? `${title.slice(0, TITLE_CHARACTERS_MAX - 1)}…` : title
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="DejaVu Sans, sans-serif">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>
    <rect width="${WIDTH}" height="12" fill="${ACCENT}"/>
    <text x="${BOX.x}" y="120" font-size="28" fill="${MUTED}">${escapeXml(kind)}</text>
    <text x="${BOX.x}" y="190" font-size="44" font-weight="bold" fill="${INK}">${escapeXml(name)}</text>
    ${draw?.(BOX) ?? ''}
  </svg>`
}
