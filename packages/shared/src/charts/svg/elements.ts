/** The building blocks of charts that are drawn as SVG: on the server, where there is no browser, and in tests. */

import type { SqlVisual } from '../../query/nodes.ts'
import { PALETTES } from '../palette.ts'
import type { Limit } from '../trends-data.ts'

export { shorten, textWidth } from './text-width.ts'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Colors and sizes of a picture. */
export interface Look {
  palette: (typeof PALETTES)['light']
  fontSize: number
}

export interface PictureOptions {
  theme?: 'light' | 'dark'
  fontSize?: number
  /** The project's time zone, for the incomplete buckets at the end. */
  timeZone?: string
  now?: Date
  /** How rows of SQL are shown; by default as a table. */
  visual?: SqlVisual
  /** Limits of alerts on a trend. */
  limits?: readonly Limit[]
}

export const lookOf = (theme: 'light' | 'dark', fontSize: number): Look => ({ palette: PALETTES[theme], fontSize })

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML, which knows no control characters. */
export const escapeXml = (text: string): string =>
  text.replace(/[\u0000-\u001f\ufffe\uffff]/g, ' ').replace(/[&<>"]/g, (each) => ENTITIES[each]!)

const rounded = (value: number): string => String(Math.round(value * 10) / 10)

interface TextOptions {
  size: number
  color: string
  anchor?: 'start' | 'middle' | 'end'
  isBold?: boolean
}

/** A text whose baseline begins, ends or is centered at a point. */
export const textAt = (text: string, x: number, y: number, { size, color, anchor = 'start', isBold }: TextOptions) =>
  `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" fill="${color}" text-anchor="${anchor}"${isBold ? ' font-weight="bold"' : ''}>${escapeXml(text)}</text>`

export const rect = ({ x, y, width, height }: Box, fill: string, opacity = 1) =>
  `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(Math.max(0, width))}" height="${rounded(Math.max(0, height))}" fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`

export const path = (commands: string, attributes: string) => `<path d="${commands}" ${attributes}/>`

/** The commands of lines through points; null begins a new line. */
export function polyline(points: readonly ([x: number, y: number] | null)[]): string {
  let isDown = false
  let commands = ''
  for (const point of points) {
    if (point) commands += `${isDown ? 'L' : 'M'}${rounded(point[0])} ${rounded(point[1])}`
    isDown = point !== null
  }
  return commands
}

/** Round values that divide a range, at most about `count`. */
export function niceTicks(bottom: number, top: number, count: number): number[] {
  const raw = (top - bottom) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw) ?? raw
  const ticks: number[] = []
  // Counted in steps, so that no error adds up.
  for (let index = Math.ceil(bottom / step - 1e-9); index * step <= top + step * 1e-9; index++)
    ticks.push(Number((index * step).toPrecision(12)))
  return ticks
}

/** A thin line around a box. */
export const outline = ({ x, y, width, height }: Box, color: string) =>
  path(
    `M${rounded(x)} ${rounded(y)}H${rounded(x + width)}V${rounded(y + height)}H${rounded(x)}Z`,
    `fill="none" stroke="${color}"`,
  )
