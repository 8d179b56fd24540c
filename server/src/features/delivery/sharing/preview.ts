/** The picture of a shared link for previews in other programs: its title, and its chart in outline. */
import { renderAsync } from '@resvg/resvg-js'
import { LRUCache } from 'lru-cache'
import type { SharePreview } from './shareable.ts'

const WIDTH = 1200
const HEIGHT = 630
/** Where the chart is. */
const BOX = { left: 80, top: 260, width: 1040, height: 290 }
const LINES_MAX = 5
const BARS_MAX = 40
const TITLE_CHARACTERS_MAX = 48
const COLORS = ['#2f6f4f', '#c2703d', '#4c6fb1', '#a34a6b', '#8a7a2f']
const INK = '#1c2420'
const MUTED = '#5f6b64'
const PAPER = '#fbfaf6'

/** Drawing loads the fonts of the system, which takes a while. */
const drawn = new LRUCache<string, Promise<Buffer>>({ max: 100 })

/** A PNG. @param preview null for a neutral picture that shows nothing of the object */
export function previewPicture(preview: SharePreview | null): Promise<Buffer> {
  const svg = previewSvg(preview)
  const known = drawn.get(svg)
  if (known) return known
  const picture = renderAsync(svg, { font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' } }).then(
    (image) => image.asPng(),
  )
  drawn.set(svg, picture)
  // The next request tries again.
  picture.catch(() => drawn.delete(svg))
  return picture
}

/** The picture as SVG. */
export function previewSvg(preview: SharePreview | null): string {
  const { kind, title, series } = preview ?? { kind: '', title: 'Shared with a password', series: [] }
  const name = title.length > TITLE_CHARACTERS_MAX ? `${title.slice(0, TITLE_CHARACTERS_MAX - 1)}…` : title
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>
    <rect width="${WIDTH}" height="12" fill="${COLORS[0]}"/>
    <text x="${BOX.left}" y="120" font-size="28" fill="${MUTED}">${toText(kind)}</text>
    <text x="${BOX.left}" y="190" font-size="44" font-weight="bold" fill="${INK}">${toText(name)}</text>
    ${chart(series)}
  </svg>`
}

function chart(series: SharePreview['series']): string {
  const shown = series.slice(0, LINES_MAX).filter((values) => values.length > 0)
  if (shown.length === 0) return ''
  const most = Math.max(0, ...shown.flat())
  const least = Math.min(0, ...shown.flat())
  const height = (value: number) => (most === least ? 0 : ((value - least) / (most - least)) * BOX.height)
  const y = (value: number) => (BOX.top + BOX.height - height(value)).toFixed(1)
  const axis = `<path d="M${BOX.left} ${y(0)}H${BOX.left + BOX.width}" stroke="${MUTED}" stroke-width="2"/>`
  const only = shown.length === 1 ? shown[0]! : null
  return (
    axis +
    (only && only.length <= BARS_MAX
      ? bars(only, y, Number(y(0)))
      : shown.map((each, at) => line(each, at, y)).join(''))
  )
}

function line(values: readonly number[], at: number, y: (value: number) => string): string {
  const step = values.length > 1 ? BOX.width / (values.length - 1) : 0
  const points = values.map((value, position) => `${(BOX.left + position * step).toFixed(1)},${y(value)}`)
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLORS[at]}" stroke-width="6" stroke-linejoin="round"/>`
}

function bars(values: readonly number[], y: (value: number) => string, zero: number): string {
  const step = BOX.width / values.length
  const rects = values.map((value, position) => {
    const top = Number(y(value))
    return `<rect x="${(BOX.left + position * step + step * 0.15).toFixed(1)}" y="${Math.min(top, zero)}" width="${(step * 0.7).toFixed(1)}" height="${Math.abs(zero - top).toFixed(1)}" fill="${COLORS[0]}"/>`
  })
  return rects.join('')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Control characters are no XML. */
const toText = (text: string) =>
  text.replace(/[\u0000-\u001f\ufffe\uffff]/g, ' ').replace(/[&<>"]/g, (each) => ENTITIES[each]!)
