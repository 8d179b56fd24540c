/** In which order the blocks of a recording are loaded, and which times are then known. */
import type { Block } from './source'

/** Most blocks of one request. */
const BLOCKS_MAX = 100
/** Requests of about this size keep the page and the server responsive. */
const CHARACTERS_MAX = 8_000_000
/** What a picture may wait for. */
const BACK_CHARACTERS_MAX = 3_000_000

/**
 * How many blocks to ask for: one at first, so that playing can start, then more and more.
 * @param turn number of requests before this one
 * @param isBack the picture waits for a snapshot before the target, which is likely to be minutes away
 * @param average characters of the blocks that were read; null if none was
 */
export function runSize(turn: number, isBack: boolean, average: number | null): number {
  const fitting = (characters: number) => (average ? Math.floor(characters / average) : 1)
  const usual = Math.min(2 ** Math.min(turn, 7), BLOCKS_MAX, fitting(CHARACTERS_MAX))
  const back = isBack ? Math.min(BLOCKS_MAX, fitting(BACK_CHARACTERS_MAX)) : 1
  return Math.max(1, usual, back)
}

/** Both ends included. */
export interface Run {
  first: number
  last: number
}

/** The index of the block that contains a time, or else the last one before it. */
export function blockAt(blocks: readonly Block[], time: number): number {
  const after = blocks.findIndex(({ start }) => start > time)
  return after === -1 ? Math.max(0, blocks.length - 1) : Math.max(0, after - 1)
}

/**
 * The blocks to load next: from the target to the end, then what is before the target.
 * @param isBack load what is before the target first, because its picture is not complete without
 * @returns null if everything is loaded
 */
export function nextRun(isLoaded: readonly boolean[], target: number, size: number, isBack: boolean): Run | null {
  const backward = (): Run | null => {
    for (let last = Math.min(target, isLoaded.length) - 1; last >= 0; last--) {
      if (isLoaded[last]) continue
      let first = last
      while (first > 0 && last - first + 1 < size && !isLoaded[first - 1]) first--
      return { first, last }
    }
    return null
  }
  const forward = (): Run | null => {
    for (let first = target; first < isLoaded.length; first++) {
      if (isLoaded[first]) continue
      let last = first
      while (last + 1 < isLoaded.length && last - first + 1 < size && !isLoaded[last + 1]) last++
      return { first, last }
    }
    return null
  }
  return isBack ? (backward() ?? forward()) : (forward() ?? backward())
}

/**
 * Which blocks of a new list are loaded already. A block is known by its times: its key changes when one that arrived late
 * comes before it.
 */
export function isLoadedIn(
  blocks: readonly Block[],
  before: readonly Block[],
  wasLoaded: readonly boolean[],
): boolean[] {
  const nameOf = ({ start, end }: Block) => `${start} ${end}`
  const counts = new Map<string, number>()
  before.forEach((block, index) => {
    if (wasLoaded[index]) counts.set(nameOf(block), (counts.get(nameOf(block)) ?? 0) + 1)
  })
  return blocks.map((block) => {
    const left = counts.get(nameOf(block)) ?? 0
    counts.set(nameOf(block), left - 1)
    return left > 0
  })
}

/** Milliseconds since the epoch; the end does not belong to it. */
export interface Range {
  start: number
  end: number
}

/** The times whose items are all loaded. Blocks are sorted by start, so a block covers the time until the next one starts. */
export function loadedRanges(blocks: readonly Block[], isLoaded: readonly boolean[], end: number): Range[] {
  const ranges: Range[] = []
  blocks.forEach((block, index) => {
    if (!isLoaded[index]) return
    const until = blocks[index + 1]?.start ?? end
    const last = ranges.at(-1)
    if (last && last.end === block.start && isLoaded[index - 1]) last.end = until
    else ranges.push({ start: block.start, end: until })
  })
  return ranges
}

/** Until when everything is loaded from a time on; null if the time itself is not loaded. */
export function loadedUntil(ranges: readonly Range[], time: number): number | null {
  return ranges.find(({ start, end }) => time >= start && time < end)?.end ?? null
}
