/**
 * Prepares recorded pages for a document without scripts. The frame that plays a recording runs no script and its policy
 * lets no request out (`platform/http/replay-frame.ts` on the server); this removes what no policy covers, and turns canvases, which
 * need scripts, into images.
 */
import { type Item, type Loose, SOURCE, TYPE } from './recorded'

/** `rel` values of links that open connections although the policy forbids requests. */
const CONNECTS = /\b(dns-prefetch|preconnect|prefetch|preload|modulepreload|prerender|manifest|icon|expect)\b/i
const SCRIPT_URL = /^[\u0000-\u0020]*j[\s]*a[\s]*v[\s]*a[\s]*s[\s]*c[\s]*r[\s]*i[\s]*p[\s]*t[\s]*:/i
/** The size of a canvas that has none of its own. */
const CANVAS = { width: 300, height: 150 }
const ELEMENT = 2
/** Items that tell where the pointer was. */
const MOVES: ReadonlySet<unknown> = new Set([SOURCE.mouseMove, SOURCE.touchMove, SOURCE.drag])
/** Attributes that start a video or a sound, which the policy refuses. */
const PLAYS = /^(autoplay$|rr_media)/

function isHarmful(name: string, value: unknown): boolean {
  const lower = name.toLowerCase()
  if (lower.startsWith('on') || lower === 'ping' || lower === 'http-equiv' || lower === 'srcdoc' || PLAYS.test(lower))
    return true
  if (typeof value !== 'string') return false
  return (lower === 'rel' && CONNECTS.test(value)) || SCRIPT_URL.test(value)
}

function harmlessAttributes(attributes: Loose): Loose {
  if (typeof attributes !== 'object' || attributes === null) return {}
  return Object.fromEntries(Object.entries(attributes).filter(([name, value]) => !isHarmful(name, value)))
}

/** Changes the nodes in place: snapshots have hundreds of thousands. Not recursive, because a page may be nested deeply. */
function makeHarmless(root: Loose): void {
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== 'object' || node === null) continue
    if (node.type === ELEMENT) {
      node.attributes = harmlessAttributes(node.attributes)
      const tag = String(node.tagName).toLowerCase()
      if (tag === 'script') node.tagName = 'noscript'
      if (tag === 'base' || tag === 'object' || tag === 'embed' || tag === 'portal') node.tagName = 'span'
      if (tag === 'canvas') asImage(node)
    }
    if (Array.isArray(node.childNodes)) waiting.push(...node.childNodes)
    else node.childNodes = node.type === 0 || node.type === ELEMENT ? [] : undefined
  }
}

function asImage(node: Loose): void {
  const { rr_dataURL: picture, ...attributes } = node.attributes
  node.tagName = 'img'
  node.attributes = { ...attributes, alt: '', src: isPicture(picture) ? picture : hatched(attributes) }
  node.childNodes = []
}

/** In place of a canvas whose content was not recorded. */
function hatched({ width, height }: Loose): string {
  const side = (value: unknown, usual: number) => (/^\d{1,5}$/.test(String(value)) ? String(value) : String(usual))
  const size = `width="${side(width, CANVAS.width)}" height="${side(height, CANVAS.height)}"`
  const lines = '<path d="M-2 2 2-2M0 12 12 0M10 14 14 10" stroke="#888" stroke-opacity=".4"/>'
  const pattern = `<pattern id="p" width="12" height="12" patternUnits="userSpaceOnUse">${lines}</pattern>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${pattern}<rect width="100%" height="100%" fill="url(#p)"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

const isPicture = (value: unknown): value is string => typeof value === 'string' && value.startsWith('data:image/')

/** The last picture that a canvas was drawn with, as a data URL; null if it was drawn in another way. */
function canvasPicture(data: Loose): string | null {
  const commands: Loose[] = Array.isArray(data.commands) ? data.commands : [data]
  for (const { property, args } of commands.toReversed()) {
    if (property !== 'drawImage' || !Array.isArray(args)) continue
    const blob = args[0]?.args?.[0]
    const base64 = blob?.data?.[0]?.base64
    if (typeof base64 === 'string' && /^image\/[\w+.-]+$/.test(blob.type)) return `data:${blob.type};base64,${base64}`
    if (isPicture(args[0]?.src)) return args[0].src
  }
  return null
}

/** The engine stops at anything else. */
const isPosition = (value: Loose): boolean =>
  typeof value === 'object' && value !== null && [value.x, value.y, value.timeOffset].every(Number.isFinite)

/** The item without anything that acts by itself; null if nothing of it is left. Changes the item. */
export function harmlessItem(item: Item): Item | null {
  const { type, data } = item
  if (typeof data !== 'object' || data === null) return type === TYPE.full || type === TYPE.incremental ? null : item
  if (type === TYPE.full) {
    if (typeof data.node !== 'object' || data.node === null) return null
    makeHarmless(data.node)
    data.initialOffset ??= { top: 0, left: 0 }
  }
  if (type === TYPE.incremental && data.source === SOURCE.mutation) {
    for (const part of ['texts', 'attributes', 'removes', 'adds'])
      data[part] = Array.isArray(data[part]) ? data[part].filter((each: Loose) => typeof each === 'object' && each) : []
    for (const added of data.adds) makeHarmless(added.node)
    for (const change of data.attributes) change.attributes = harmlessAttributes(change.attributes)
  }
  if (type === TYPE.incremental && MOVES.has(data.source)) {
    data.positions = Array.isArray(data.positions) ? data.positions.filter(isPosition) : []
    if (data.positions.length === 0) return null
  }
  if (type === TYPE.incremental && data.source === SOURCE.canvas) {
    const picture = canvasPicture(data)
    if (picture === null) return null
    const attributes = [{ id: data.id, attributes: { src: picture } }]
    item.data = { source: SOURCE.mutation, texts: [], attributes, removes: [], adds: [] }
  }
  return item
}
