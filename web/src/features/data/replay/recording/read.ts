/** From the lines of stored blocks to items that can be played: `["window", {event}]` on each line. */
import { expandEvent } from './expand'
import { harmlessItem } from './harmless'
import { type Item, type Loose, SOURCE, TYPE } from './recorded'

export interface ReadBlock {
  /** In the order of the lines. */
  items: Item[]
  /** Lines that could not be read. */
  damaged: number
}

const isWireframe = ({ type, data }: Item) =>
  (type === TYPE.full && Array.isArray(data?.wireframes)) ||
  (type === TYPE.incremental && data?.source === SOURCE.mutation && (data.updates !== undefined || hasWireframes(data)))
const hasWireframes = ({ adds }: Loose) => Array.isArray(adds) && adds.some((added: Loose) => added?.wireframe)

/** @param text lines of JSON */
export async function readBlock(text: string): Promise<ReadBlock> {
  const items: Item[] = []
  let damaged = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    try {
      const [windowId, stored] = JSON.parse(line)
      const { type, timestamp, data } = expandEvent(stored)
      if (typeof timestamp !== 'number' || typeof type !== 'number') throw new Error('no event')
      let item: Item | null = { windowId: String(windowId), type, timestamp, data }
      if (isWireframe(item) || isKeyboard(item)) item = (await import('./mobile')).mobileItem(item)
      const harmless = item && harmlessItem(item)
      if (harmless) items.push(harmless)
    } catch {
      damaged++
    }
  }
  return { items, damaged }
}

const isKeyboard = ({ type, data }: Item) => type === TYPE.custom && data?.tag === 'keyboard'
