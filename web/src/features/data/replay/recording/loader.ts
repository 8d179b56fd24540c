/** Loads a recording block by block, beginning where playing begins. */
import { RequestError } from '../../../../api/client'
import { blockAt, isLoadedIn, loadedRanges, nextRun, type Range, runSize } from './order'
import { Reader } from './reader'
import { type Item, TYPE } from './recorded'
import type { Block, RecordingSource } from './source'

export interface Loaded {
  /** Milliseconds since the epoch. */
  start: number
  end: number
  /** Sorted by time. */
  items: Item[]
  /** The times whose items are all loaded. */
  ranges: Range[]
  isComplete: boolean
  /** Lines that could not be read. */
  damaged: number
  /** Why loading stopped before it was complete. */
  error: Error | null
  /** More may come. */
  isOngoing: boolean
}

export class RecordingLoader {
  private readonly reader = new Reader()
  private readonly abort = new AbortController()
  private blocks: Block[] | null = null
  private isLoaded: boolean[] = []
  private items: Item[] = []
  private damaged = 0
  private readonly read = { blocks: 0, characters: 0 }
  private target = 0
  private isRunning = false
  private isOngoing = false

  /**
   * @param at where playing begins, in milliseconds after the start of the recording
   * @param onLoaded called whenever something was loaded; `added` is sorted by time
   */
  constructor(
    private readonly source: RecordingSource,
    private readonly at: number,
    private readonly onLoaded: (loaded: Loaded, added: readonly Item[]) => void,
  ) {}

  /** Loads everything. Call it again after a failure. */
  async run(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      this.blocks ??= await this.list()
      await this.loadBlocks(this.blocks).catch(async (error: Error) => {
        // The list is no longer true.
        if (!(error instanceof RequestError) || error.status !== 404) throw error
        await this.listAgain()
        await this.loadBlocks(this.blocks!)
      })
    } catch (error) {
      if (!this.abort.signal.aborted) this.tell([], error as Error)
    } finally {
      this.isRunning = false
    }
  }

  /**
   * Lists the blocks again and loads those that are new. What fails is tried again the next time.
   * @param isOngoing whether still more may come
   */
  async refresh(isOngoing: boolean): Promise<void> {
    this.isOngoing = isOngoing
    if (this.isRunning || !this.blocks) return
    this.isRunning = true
    try {
      await this.listAgain()
    } catch {
      return
    } finally {
      this.isRunning = false
    }
    if (this.isLoaded.every(Boolean)) this.tell([], null)
    else await this.run()
  }

  /** Loads what is around a time first. */
  want(time: number): void {
    if (this.blocks) this.target = blockAt(this.blocks, time)
  }

  close(): void {
    this.abort.abort()
    this.reader.close()
  }

  private async list(): Promise<Block[]> {
    const blocks = await this.source.list(this.abort.signal)
    this.isLoaded = blocks.map(() => false)
    this.target = blocks[0] ? blockAt(blocks, blocks[0].start + this.at) : 0
    return blocks
  }

  private async loadBlocks(blocks: Block[]): Promise<void> {
    if (blocks.length === 0) this.tell([], null)
    for (let turn = 0; ; turn++) {
      const isBack = !this.canDrawTarget(blocks)
      const size = runSize(turn, isBack, this.read.blocks > 0 ? this.read.characters / this.read.blocks : null)
      const run = nextRun(this.isLoaded, this.target, size, isBack)
      if (!run) return
      const text = await this.source.read(blocks[run.first]!.key, blocks[run.last]!.key, this.abort.signal)
      const { items, damaged } = await this.reader.read(text)
      if (this.abort.signal.aborted) return
      this.read.characters += text.length
      this.read.blocks += run.last - run.first + 1
      this.damaged += damaged
      for (let index = run.first; index <= run.last; index++) this.isLoaded[index] = true
      const added = items.sort((a, b) => a.timestamp - b.timestamp)
      const isLater = !this.items.length || !added.length || added[0]!.timestamp >= this.items.at(-1)!.timestamp
      this.items = isLater
        ? [...this.items, ...added]
        : [...this.items, ...added].sort((a, b) => a.timestamp - b.timestamp)
      this.tell(added, null)
    }
  }

  private async listAgain(): Promise<void> {
    const target = this.blocks?.[this.target]?.start
    const blocks = await this.source.list(this.abort.signal)
    this.isLoaded = isLoadedIn(blocks, this.blocks ?? [], this.isLoaded)
    this.blocks = blocks
    this.target = target === undefined ? 0 : blockAt(blocks, target)
  }

  /** The target itself comes first; then what is before it, until there is a full snapshot to begin with. */
  private canDrawTarget(blocks: readonly Block[]): boolean {
    if (this.target === 0 || !this.isLoaded[this.target]) return true
    const { start } = blocks[this.target]!
    return this.items.some(({ type, timestamp }) => type === TYPE.full && timestamp <= start)
  }

  private tell(added: readonly Item[], error: Error | null): void {
    const blocks = this.blocks ?? []
    const start = blocks[0]?.start ?? 0
    const end = Math.max(start, ...blocks.map((block) => block.end))
    // A block can begin with a movement of the mouse that started before it.
    this.onLoaded(
      {
        start,
        end,
        items: this.items,
        ranges: loadedRanges(blocks, this.isLoaded, end + 1),
        isComplete: this.isLoaded.every(Boolean) && error === null,
        damaged: this.damaged,
        error,
        isOngoing: this.isOngoing,
      },
      added,
    )
  }
}
