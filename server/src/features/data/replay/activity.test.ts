import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ACTIVITY_GAP_MS,
  activeMs,
  addActivity,
  type ChunkActivity,
  chunkActivity,
  decodeRuns,
  decodeTimes,
  encodeRuns,
  encodeTimes,
  type Run,
  type TimedItem,
} from './activity.ts'

/** The definition, word for word, over all items at once. */
function walk(items: readonly TimedItem[]): number {
  let segment: { isActive: boolean; start: number; end: number; lastActive: number } | null = null
  let total = 0
  const close = () => {
    if (segment?.isActive) total += Math.max(1, segment.end - segment.start)
  }
  for (const { timestamp, isActive } of items.toSorted((one, other) => one.timestamp - other.timestamp)) {
    const begins =
      !segment ||
      (isActive && !segment.isActive) ||
      (segment.isActive && timestamp - segment.lastActive > ACTIVITY_GAP_MS)
    if (begins) {
      close()
      segment = { isActive, start: timestamp, end: timestamp, lastActive: timestamp }
    } else {
      segment!.end = timestamp
      if (isActive) segment!.lastActive = timestamp
    }
  }
  close()
  return total
}

/** Stores uploads one after the other, as ingestion does. */
async function store(uploads: readonly TimedItem[][]): Promise<Run[]> {
  let bytes = encodeRuns([])
  const stored: ChunkActivity[] = []
  for (const items of uploads) {
    const chunk = chunkActivity(items)
    const runs = await addActivity(decodeRuns(bytes), [chunk], async (ranges) =>
      stored
        .flatMap(({ idle }) => decodeTimes(encodeTimes(idle)))
        .filter((time) => ranges.some(({ after, until }) => time > after && time <= until)),
    )
    stored.push(chunk)
    bytes = encodeRuns(runs)
  }
  return decodeRuns(bytes)
}

const item = (timestamp: number, isActive = false): TimedItem => ({ timestamp, isActive })

test('the worked example', async () => {
  const items = [item(1000), item(2000, true), item(4000, true), item(8000), item(9500), item(20_000, true)]
  expect(walk(items)).toBe(6001)
  expect(activeMs(await store([items]))).toBe(6001)
  expect(activeMs(await store(items.map((each) => [each]).reverse()))).toBe(6001)
})

test('exactly five seconds after the last active item still extends', async () => {
  expect(activeMs(await store([[item(1000, true), item(6000)]]))).toBe(5000)
  expect(activeMs(await store([[item(1000, true), item(6001)]]))).toBe(1)
  expect(activeMs(await store([[item(1000, true)], [item(6000, true)], [item(11_000)]]))).toBe(10_000)
})

test('an upload that comes late joins what it lies between', async () => {
  // 4000 was too late for the run that ends at 0, and counts once there is an item at 3000.
  expect(activeMs(await store([[item(1, true), item(7000)]]))).toBe(1)
  expect(activeMs(await store([[item(1, true), item(7000)], [item(3000, true)]]))).toBe(6999)
})

test('any items, split into uploads and shuffled, give what the walk over all of them gives', async () => {
  const items = fc.array(
    fc.record({
      timestamp: fc.oneof(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 0, max: 12 }).map((n) => 1 + n * 2500),
      ),
      isActive: fc.boolean(),
      upload: fc.integer({ min: 0, max: 6 }),
    }),
    { maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(items, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), async (all, order) => {
      const uploads = order.map((upload) => all.filter((each) => each.upload === upload))
      expect(activeMs(await store(uploads))).toBe(walk(all))
    }),
    { numRuns: 500 },
  )
})

test('times of today survive their compact form', () => {
  const runs = [
    { start: 1_772_618_400_000, end: 1_772_618_400_000, tail: 1_772_618_404_999 },
    { start: 1_772_618_500_000, end: 1_772_622_100_000, tail: 1_772_622_100_000 },
  ]
  expect(decodeRuns(encodeRuns(runs))).toEqual(runs)
  expect(encodeRuns(runs).length).toBeLessThan(20)
  expect(decodeTimes(encodeTimes([0, 1, 127, 128, 8.64e15]))).toEqual([0, 1, 127, 128, 8.64e15])
})
