import { expect, test } from 'vitest'
import type { Tile } from './api'
import { movedTiles, newPlaces, tidy, toLayout } from './layout'

const tile = (id: number, sm?: object, text = false) =>
  ({
    id,
    layouts: sm ? { sm } : {},
    text: text ? { id, body: '' } : null,
    insight: text ? null : {},
  }) as unknown as Tile

test('tiles with a place keep it; the others go below, two in a row', () => {
  const layout = toLayout([
    tile(1),
    tile(2, { x: 0, y: 0, w: 12, h: 3 }),
    tile(3),
    tile(4),
    tile(5, { x: 40, y: 1, w: 99, h: 2 }),
  ])
  expect(layout.map(({ i, x, y, w, h }) => [i, x, y, w, h])).toEqual([
    ['2', 0, 0, 12, 3],
    ['5', 11, 1, 12, 2],
    ['1', 0, 3, 6, 5],
    ['3', 6, 3, 6, 5],
    ['4', 0, 8, 6, 5],
  ])
})

test('saves only the tiles that moved', () => {
  const before = toLayout([tile(1, { x: 0, y: 0, w: 6, h: 5 }), tile(2, { x: 6, y: 0, w: 6, h: 5 })])
  const after = before.map((item) => (item.i === '2' ? { ...item, w: 4 } : item))
  expect(movedTiles(before, after)).toEqual([{ id: 2, layouts: { sm: { x: 6, y: 0, w: 4, h: 5 } } }])
  expect(movedTiles(before, before)).toEqual([])
})

test('tiles without a place get a lasting one', () => {
  const tiles = [tile(1, { x: 0, y: 0, w: 6, h: 5 }), tile(2)]
  expect(newPlaces(tiles, toLayout(tiles))).toEqual([{ id: 2, layouts: { sm: { x: 0, y: 5, w: 6, h: 5 } } }])
})

test('tidy closes the gaps and keeps the order', () => {
  const item = (i: string, x: number, y: number, w: number, h: number) => ({ i, x, y, w, h })
  expect(tidy([item('b', 3, 9, 6, 4), item('a', 2, 4, 6, 5), item('c', 0, 20, 12, 1)])).toEqual([
    item('a', 0, 0, 6, 5),
    item('b', 6, 0, 6, 4),
    item('c', 0, 5, 12, 1),
  ])
})
