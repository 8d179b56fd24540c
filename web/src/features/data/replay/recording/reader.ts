/** The page's side of the thread that reads blocks. */
import type { ReadBlock } from './read'

interface Waiting {
  resolve: (block: ReadBlock) => void
  reject: (error: Error) => void
}

/** Reads blocks one after the other. `close` ends the thread; what it has not read by then is rejected. */
export class Reader {
  private readonly worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' })
  private readonly waiting = new Map<number, Waiting>()
  private count = 0

  constructor() {
    this.worker.onmessage = ({ data: { id, block, error } }) => {
      const waiting = this.waiting.get(id)
      this.waiting.delete(id)
      if (block) waiting?.resolve(block)
      else waiting?.reject(new Error(error))
    }
    this.worker.onerror = () => this.fail('The recording could not be read in this browser.')
  }

  read(text: string): Promise<ReadBlock> {
    const id = this.count++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ id, text })
    })
  }

  close(): void {
    this.worker.terminate()
    this.fail('The recording was closed.')
  }

  private fail(message: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(message))
    this.waiting.clear()
  }
}
