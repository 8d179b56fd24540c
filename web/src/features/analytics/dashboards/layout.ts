/** The layout of tiles: twelve columns on wide screens, one on phones. */
import type { Layout, LayoutItem } from 'react-grid-layout'
import type { Tile } from './api'

export const COLUMNS = 12
export const ROW_PX = 80
export const GAP_PX = 12
const DEFAULT_SIZE = { w: 6, h: 5 }
const TEXT_SIZE = { w: 12, h: 1 }
const MIN = { w: 2, h: 2 }
const TEXT_MIN = { w: 1, h: 1 }

type Place = {
  x: number
  y: number
  w: number
  h: number
}

const placeOf = (tile: Tile): Partial<Place> | undefined => (tile.layouts as { sm?: Partial<Place> } | null)?.sm

/** Tiles with a place keep it; the others go below, side by side. */
export function toLayout(tiles: readonly Tile[]): LayoutItem[] {
  const items = tiles.flatMap((tile): LayoutItem[] => {
    const place = placeOf(tile)
    const size = tile.text ? TEXT_SIZE : DEFAULT_SIZE
    const least = tile.text ? TEXT_MIN : MIN
    if (place?.x === undefined || place.y === undefined) return []
    return [
      {
        i: String(tile.id),
        x: Math.min(place.x, COLUMNS - 1),
        y: place.y,
        w: Math.min(place.w ?? size.w, COLUMNS),
        h: place.h ?? size.h,
        minW: least.w,
        minH: least.h,
      },
    ]
  })
  let y = Math.max(0, ...items.map((item) => item.y + item.h))
  let x = 0
  for (const tile of tiles) {
    if (items.some(({ i }) => i === String(tile.id))) continue
    const size = tile.text ? TEXT_SIZE : DEFAULT_SIZE
    const least = tile.text ? TEXT_MIN : MIN
    if (x + size.w > COLUMNS) {
      x = 0
      y += DEFAULT_SIZE.h
    }
    items.push({ i: String(tile.id), x, y, ...size, minW: least.w, minH: least.h })
    x += size.w
  }
  return items
}

export type Placed = {
  id: number
  layouts: { sm: Place }
}

/** The tiles that moved. Only those are saved, so two people can move different ones. */
export function movedTiles(before: Layout, after: Layout): Placed[] {
  return after.flatMap(({ i, x, y, w, h }) => {
    const old = before.find((item) => item.i === i)
    if (old && old.x === x && old.y === y && old.w === w && old.h === h) return []
    return [{ id: Number(i), layouts: { sm: { x, y, w, h } } }]
  })
}

/** The places of tiles that do not have one yet. */
export function newPlaces(tiles: readonly Tile[], layout: Layout): Placed[] {
  const fresh = layout.filter(({ i }) => placeOf(tiles.find(({ id }) => String(id) === i)!)?.x === undefined)
  return movedTiles([], fresh)
}

/** Moves every tile up as far as it goes, in reading order. */
export function tidy(layout: readonly LayoutItem[]): LayoutItem[] {
  const heights = new Array<number>(COLUMNS).fill(0)
  return layout
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .map((item) => {
      let best = { x: 0, y: Number.POSITIVE_INFINITY }
      for (let x = 0; x + item.w <= COLUMNS; x++) {
        const y = Math.max(...heights.slice(x, x + item.w))
        if (y < best.y) best = { x, y }
      }
      for (let x = best.x; x < best.x + item.w; x++) heights[x] = best.y + item.h
      return { ...item, ...best }
    })
}
