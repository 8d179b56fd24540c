/**
 * What rrweb's engine gets of a window. To show a moment, it starts at the last size of the window (`TYPE.meta`) before it, and
 * expects a full snapshot there.
 */
import { type Item, type Loose, SOURCE, TYPE } from './recorded'

export interface Size {
  width: number
  height: number
}

/** Used while a recording has not told the size of its window. */
export const SIZE: Size = { width: 1280, height: 800 }
const SIDE_MAX = 20_000

/**
 * From the first full snapshot on.
 * @param items of one window, sorted by time
 */
export function playableFrom(items: readonly Item[], first: number): Item[] {
  const isBefore = ({ timestamp }: Item) => timestamp < first
  const size = lastSize(items.filter(isBefore)) ?? items.find(({ type }) => type === TYPE.meta)?.data
  return playable(
    items.filter((item) => !isBefore(item)),
    size,
  )
}

/** What a recorder told last about the size of its window; undefined if it did not. */
export const lastSize = (items: readonly Item[]): Loose => items.findLast(({ type }) => type === TYPE.meta)?.data

/**
 * Each full snapshot gets a size just before it. A size without a snapshot becomes a change of the size.
 * @param items of one window, sorted by time
 * @param before the last size before them, as it was recorded
 */
export function playable(items: readonly Item[], before: Loose): Item[] {
  const events: Item[] = []
  let size = before
  items.forEach((item, index) => {
    if (item.type === TYPE.meta) {
      size = item.data
      const isAlone = items[index + 1]?.type !== TYPE.full
      events.push(isAlone ? { ...item, type: TYPE.incremental, data: resized(size) } : { ...item, data: sized(size) })
      return
    }
    if (item.type === TYPE.full && events.at(-1)?.type !== TYPE.meta)
      events.push({ ...item, type: TYPE.meta, data: sized(size) })
    const isResize = item.type === TYPE.incremental && item.data?.source === SOURCE.resize
    events.push(isResize ? { ...item, data: resized(item.data) } : item)
  })
  return events
}

const side = (value: unknown, usual: number) =>
  typeof value === 'number' && value > 0 && value < SIDE_MAX ? value : usual
const sizeOf = (data: Loose): Size => ({
  width: side(data?.width, SIZE.width),
  height: side(data?.height, SIZE.height),
})
const sized = (data: Loose): Loose => ({ href: '', ...data, ...sizeOf(data) })
const resized = (data: Loose): Loose => ({ source: SOURCE.resize, ...sizeOf(data) })
