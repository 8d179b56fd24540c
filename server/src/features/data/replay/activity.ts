/**
 * When somebody did something in a recording. Items are sorted by time and walked. An active item (a move, a click, an
 * input) starts a segment, or extends the active one if at most five seconds have passed since the last active item.
 * Other items extend an active segment within the same time. The active time is the sum of the active segments.
 *
 * Uploads arrive in any order, so a recording keeps its segments, and an upload keeps the times of its other items:
 * that is enough to compute the segments exactly after each upload, whatever came before.
 */

/** Times in milliseconds since 1970. */
export interface Run {
  /** First active item. */
  start: number
  /** Last active item. */
  end: number
  /** The last item of the segment, at most five seconds after `end`. */
  tail: number
}

/** What an upload says about activity. */
export interface ChunkActivity {
  /** Sorted, more than five seconds apart. */
  runs: Pick<Run, 'start' | 'end'>[]
  /** Times of inactive items outside of the runs, sorted, each once. */
  idle: number[]
}

export const ACTIVITY_GAP_MS = 5_000

export interface TimedItem {
  /** Milliseconds since 1970, an integer. */
  timestamp: number
  isActive: boolean
}

/** The activity in some items, in any order. */
export function chunkActivity(items: readonly TimedItem[]): ChunkActivity {
  const runs = joinRuns(
    items.flatMap(({ timestamp, isActive }) => (isActive ? [{ start: timestamp, end: timestamp }] : [])),
  )
  const inactive = new Set(items.flatMap(({ timestamp, isActive }) => (isActive ? [] : [timestamp])))
  let place = 0
  const idle = [...inactive].sort(byNumber).filter((time) => {
    while (place < runs.length && runs[place]!.end < time) place += 1
    return place === runs.length || time < runs[place]!.start
  })
  return { runs, idle }
}

/** Joins runs that are at most five seconds apart. Exact, because items between two items only make gaps smaller. */
function joinRuns(runs: readonly Pick<Run, 'start' | 'end'>[]): Pick<Run, 'start' | 'end'>[] {
  const joined: { start: number; end: number }[] = []
  for (const { start, end } of runs.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1)
    if (last && start - last.end <= ACTIVITY_GAP_MS) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

/**
 * Adds uploads to the runs of a recording.
 * @param idleBefore returns the times of inactive items between two times (exclusive, inclusive) in the uploads that
 * `known` comes from. It is asked only about ends of runs that moved
 * @returns the runs, sorted
 */
export async function addActivity(
  known: readonly Run[],
  chunks: readonly ChunkActivity[],
  idleBefore: (ranges: readonly { after: number; until: number }[]) => Promise<readonly number[]>,
): Promise<Run[]> {
  const tails = new Map(known.map(({ end, tail }) => [end, tail]))
  const joined = joinRuns([...known, ...chunks.flatMap((chunk) => chunk.runs)])
  const moved = joined.flatMap(({ end }) => (tails.has(end) ? [] : [{ after: end, until: end + ACTIVITY_GAP_MS }]))
  const before = moved.length > 0 ? await idleBefore(moved) : []
  const idle = [...before, ...chunks.flatMap((chunk) => chunk.idle)].sort(byNumber)
  return joined.map(({ start, end }) => ({
    start,
    end,
    tail: Math.max(tails.get(end) ?? end, lastUntil(idle, end + ACTIVITY_GAP_MS) ?? end),
  }))
}

/** The largest of some sorted times that is not after a time. */
function lastUntil(times: readonly number[], until: number): number | undefined {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! <= until) low = middle + 1
    else high = middle
  }
  return times[low - 1]
}

/** Milliseconds of activity; a segment counts for at least one. */
export function activeMs(runs: readonly Run[]): number {
  return runs.reduce((sum, { start, tail }) => sum + Math.max(1, tail - start), 0)
}

const byNumber = (one: number, other: number) => one - other

/** Runs as bytes: the differences of successive times, in as few bytes as each needs. */
export function encodeRuns(runs: readonly Run[]): Buffer {
  let last = 0
  return encodeNumbers(
    runs.flatMap(({ start, end, tail }) => {
      const numbers = [start - last, end - start, tail - end]
      last = start
      return numbers
    }),
  )
}

export function decodeRuns(bytes: Buffer): Run[] {
  const numbers = decodeNumbers(bytes)
  const runs: Run[] = []
  let last = 0
  for (let index = 0; index < numbers.length; index += 3) {
    const start = last + numbers[index]!
    const end = start + numbers[index + 1]!
    runs.push({ start, end, tail: end + numbers[index + 2]! })
    last = start
  }
  return runs
}

/** Sorted times as bytes, in the same way. */
export function encodeTimes(times: readonly number[]): Buffer {
  return encodeNumbers(times.map((time, index) => time - (times[index - 1] ?? 0)))
}

export function decodeTimes(bytes: Buffer): number[] {
  let last = 0
  return decodeNumbers(bytes).map((difference) => {
    last += difference
    return last
  })
}

/** Whole numbers from 0 up to 2^53, seven bits a byte, the lowest first; the highest bit says that more follow. */
function encodeNumbers(numbers: readonly number[]): Buffer {
  const bytes: number[] = []
  for (let number of numbers) {
    while (number > 127) {
      bytes.push((number % 128) + 128)
      number = Math.floor(number / 128)
    }
    bytes.push(number)
  }
  return Buffer.from(bytes)
}

function decodeNumbers(bytes: Buffer): number[] {
  const numbers: number[] = []
  let [number, factor] = [0, 1]
  for (const byte of bytes) {
    number += (byte % 128) * factor
    factor *= 128
    if (byte > 127) continue
    numbers.push(number)
    number = 0
    factor = 1
  }
  return numbers
}
