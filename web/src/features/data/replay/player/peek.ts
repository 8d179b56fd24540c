/** Draws small pictures of a recording at other times than the one that plays. */
import { type Item, TYPE } from '../recording/recorded'
import type { Stage } from './stage'
import { WindowPlayer } from './window-player'

/** A picture that takes more items is not worth the wait. */
const ITEMS_MAX = 20_000

/** The items that a picture of a window at a time needs, from its last full snapshot on; null if there is no such snapshot. */
export function neededFor(items: readonly Item[], windowId: string, time: number): Item[] | null {
  let end = items.findIndex(({ timestamp }) => timestamp > time)
  if (end === -1) end = items.length
  const needed: Item[] = []
  let hasPicture = false
  for (let index = end - 1; index >= 0 && needed.length < ITEMS_MAX; index--) {
    const item = items[index]!
    if (item.windowId !== windowId) continue
    // The size of the window is told just before its picture.
    if (hasPicture && item.type !== TYPE.meta) continue
    needed.push(item)
    if (hasPicture) return needed.reverse()
    hasPicture = item.type === TYPE.full
  }
  return hasPicture ? needed.reverse() : null
}

export class Peek {
  private player: WindowPlayer | null = null

  constructor(
    private readonly stage: Stage,
    private readonly host: HTMLElement,
  ) {}

  /** Draws a window as it was at a time. @returns whether there is a picture */
  show(items: readonly Item[], windowId: string, time: number): boolean {
    this.player?.destroy()
    this.player = null
    const needed = neededFor(items, windowId, time)
    if (!needed) return false
    this.player = new WindowPlayer(this.stage, windowId, () => this.fit())
    // The engine writes into the items, and the large player uses them too.
    this.player.add(needed.map((item) => ({ ...item, data: { ...item.data } })))
    this.player.show(time, false, 1)
    this.fit()
    return true
  }

  close(): void {
    this.player?.destroy()
    this.host.replaceChildren()
  }

  private fit(): void {
    if (!this.player) return
    const { frame } = this.stage
    const { width, height } = this.player.size
    const scale = Math.min(this.host.clientWidth / width, this.host.clientHeight / height)
    frame.width = String(width)
    frame.height = String(height)
    const left = (this.host.clientWidth - width * scale) / 2
    frame.style.transform = `translate(${left}px, 0) scale(${scale})`
  }
}
