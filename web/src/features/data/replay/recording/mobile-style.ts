/** The CSS of a wireframe: its place on the screen and its look. */
import type { Loose } from './recorded'

const COLOR = /^(#[0-9a-f]{3,8}|[a-z]{3,30}|(rgb|hsl)a?\([\d\s.,%/]+\))$/i
const SIZES = new Set(['contain', 'cover', 'auto'])
const FAMILY = /^[\w\s,'"-]{1,200}$/
const FLEX: Record<string, string> = {
  top: 'flex-start',
  left: 'flex-start',
  center: 'center',
  bottom: 'flex-end',
  right: 'flex-end',
}

/** A length in pixels, from a number or a text like `16px`; null if it is neither. */
export function pixels(value: unknown): string | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number.parseFloat(value) : Number.NaN
  return Number.isFinite(number) ? `${number}px` : null
}

/** The source of an image that is stored as base64, or as a whole data URL; null if there is none. */
export function imageSource(base64: unknown): string | null {
  if (typeof base64 !== 'string' || base64 === '') return null
  if (base64.startsWith('data:')) return base64.startsWith('data:image/') ? base64 : null
  return `data:image/png;base64,${base64.replace(/[^\w+/=-]/g, '')}`
}

const color = (value: unknown) => (typeof value === 'string' && COLOR.test(value.trim()) ? value.trim() : null)

/** Declarations for an inline style. Values that are not what they should be are left out. */
export function wireframeCss({ x, y, width, height, style = {} }: Loose): string {
  const look = typeof style === 'object' && style !== null ? style : {}
  const picture = imageSource(look.backgroundImage)
  const hasBorder = look.borderWidth !== undefined || look.borderColor !== undefined
  const isAligned = look.verticalAlign !== undefined || look.horizontalAlign !== undefined
  const declarations: [string, string | null | undefined | false][] = [
    ['position', 'fixed'],
    ['box-sizing', 'border-box'],
    ['overflow', 'hidden'],
    ['left', pixels(x) ?? '0px'],
    ['top', pixels(y) ?? '0px'],
    ['width', width === '100vw' ? '100vw' : pixels(width)],
    ['height', pixels(height)],
    ['color', color(look.color)],
    ['background-color', color(look.backgroundColor)],
    ['background-image', picture && `url("${picture}")`],
    ['background-size', picture && (SIZES.has(look.backgroundSize) ? look.backgroundSize : 'auto')],
    ['background-repeat', picture && 'no-repeat'],
    ['border-style', hasBorder && 'solid'],
    ['border-width', hasBorder && (pixels(look.borderWidth) ?? '1px')],
    ['border-color', color(look.borderColor)],
    ['border-radius', pixels(look.borderRadius)],
    ['font-size', pixels(look.fontSize)],
    ['font-family', typeof look.fontFamily === 'string' && FAMILY.test(look.fontFamily) && look.fontFamily],
    ['padding-left', pixels(look.paddingLeft)],
    ['padding-right', pixels(look.paddingRight)],
    ['padding-top', pixels(look.paddingTop)],
    ['padding-bottom', pixels(look.paddingBottom)],
    ['display', isAligned && 'flex'],
    ['align-items', FLEX[look.verticalAlign]],
    ['justify-content', FLEX[look.horizontalAlign]],
  ]
  return declarations.flatMap(([name, value]) => (value ? [`${name}:${value}`] : [])).join(';')
}
