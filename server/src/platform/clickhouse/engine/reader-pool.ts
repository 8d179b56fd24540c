/**
 * Schedules reads. A fixed number run concurrently. A slow read gives up its slot to the next one and continues beside it,
 * so neither a slow query nor one that cannot be stopped blocks the others. Queues such as `p-queue` cannot release the slot
 * of a task that is still running.
 */
import { READS_WAITING_MAX, SLOW_AFTER_MS } from './limits.ts'
import type { Reader } from './reader.ts'

/** The queue of waiting reads is full. */
export class EngineBusy extends Error {}

export interface PoolOptions {
  /** Number of concurrent reads. */
  atOnce: number
  /** Maximum number of slow reads beside them. */
  slowMax: number
  /** Readers are opened when they are first needed, because most installations never do. */
  isOpenedLater?: boolean
  /** @param index readers are opened when first needed; the first one serves a read that runs alone */
  open: (index: number) => Reader
}

/** A reader for the duration of one statement. */
export interface Turn {
  reader: Reader
  end(): void
}

export class ReaderPool {
  private readonly readers: Reader[] = []
  private readonly idle: Reader[] = []
  private readonly waiting: (() => void)[] = []
  private quick = 0
  private slow = 0
  /** Reads that count as slow but found no room beside the others. */
  private readonly overdue: (() => void)[] = []

  constructor(private readonly options: PoolOptions) {
    for (let index = 0; index < options.atOnce && !options.isOpenedLater; index++) this.idle.push(this.openReader())
  }

  /** @throws EngineBusy when the queue is full, or the signal's reason when it is aborted first */
  async take(signal: AbortSignal): Promise<Turn> {
    signal.throwIfAborted()
    if (this.quick >= this.options.atOnce) await this.wait(signal)
    else this.quick++
    const reader = this.idle.shift() ?? this.openReader()
    let isSlow = false
    const step = () => {
      isSlow = true
      this.slow++
      this.passTurn()
    }
    const timer = setTimeout(() => {
      this.overdue.push(step)
      this.stepAside()
    }, SLOW_AFTER_MS)
    return {
      reader,
      end: () => {
        clearTimeout(timer)
        if (this.overdue.includes(step)) this.overdue.splice(this.overdue.indexOf(step), 1)
        this.idle.push(reader)
        this.idle.sort((a, b) => this.readers.indexOf(a) - this.readers.indexOf(b))
        if (!isSlow) return this.passTurn()
        this.slow--
        this.stepAside()
      },
    }
  }

  /** Resolves once no session is being opened. */
  async opened(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.opened))
  }

  /** Closes every session; none may be busy or being opened. */
  async close(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.close()))
  }

  private openReader(): Reader {
    const reader = this.options.open(this.readers.length)
    this.readers.push(reader)
    return reader
  }

  private wait(signal: AbortSignal): Promise<void> {
    if (this.waiting.length >= READS_WAITING_MAX) throw new EngineBusy('Too many simultaneous queries')
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      this.waiting.push(enter)
    })
  }

  private stepAside(): void {
    while (this.slow < this.options.slowMax && this.overdue.length > 0) this.overdue.shift()!()
  }

  /** The slot goes to the read that has waited longest, or becomes free. */
  private passTurn(): void {
    const next = this.waiting.shift()
    if (next) next()
    else this.quick--
  }
}
