/** Draws the first screens of recordings, two at a time: each loads a block and builds a page. */

import type { Item } from '../recording/recorded'
import { TYPE } from '../recording/recorded'
import type { RecordingSource } from '../recording/source'

const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

/** The items until the first full snapshot of the first block; null if it has none. */
function firstScreen(items: readonly Item[]): { items: Item[]; time: number } | null {
  const sorted = [...items].sort((a, b) => a.timestamp - b.timestamp)
  const index = sorted.findIndex(({ type }) => type === TYPE.full)
  const full = sorted[index]
  if (!full) return null
  return {
    items: sorted.slice(0, index + 1).filter(({ windowId }) => windowId === full.windowId),
    time: full.timestamp,
  }
}

/**
 * Draws the first screen of a recording into `host`, as wide as the host. Resolves to false if there is none.
 * @param signal ends the work; what was drawn is removed
 */
export function drawThumbnail(source: RecordingSource, host: HTMLElement, signal: AbortSignal): Promise<boolean> {
  return inTurn(async () => {
    signal.throwIfAborted()
    const [{ openStage, WindowPlayer, Reader }, blocks] = await Promise.all([
      import('../player/engine'),
      source.list(signal),
    ])
    const first = blocks[0]
    if (!first) return false
    const reader = new Reader()
    try {
      const { items } = await reader.read(await source.read(first.key, first.key, signal))
      const screen = firstScreen(items)
      if (!screen) return false
      const stage = await openStage(host, false)
      signal.throwIfAborted()
      const fit = () => {
        const { width, height } = player.size
        const scale = host.clientWidth / width
        stage.frame.width = String(width)
        stage.frame.height = String(height)
        stage.frame.style.transform = `scale(${scale})`
      }
      const player = new WindowPlayer(stage, 'thumbnail', fit)
      player.add(screen.items)
      player.show(screen.time, false, 1)
      fit()
      return true
    } finally {
      reader.close()
    }
  })
}
