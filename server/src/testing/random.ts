/** Reproducible randomness. */
import fs from 'node:fs'
import fc from 'fast-check'

/** Number of cases per property, unless `HEDGEROW_PROPERTY_RUNS` says otherwise. */
export const PROPERTY_RUNS = Number(process.env.HEDGEROW_PROPERTY_RUNS ?? 15)
/** A slow machine tries fewer cases instead of failing because it is slow. */
const PROPERTY_MS_MAX = 90_000
/** A case that takes longer counts as hung. */
const CASE_MS_MAX = 60_000

/**
 * Tests a property against the stores. The first failure is reported at once, with its seed. Shrinking takes hundreds of
 * queries, so it happens only when the test is run again with `HEDGEROW_PROPERTY_SEED`.
 */
export function holdsForAll<Case>(property: fc.IAsyncProperty<Case>, numRuns = PROPERTY_RUNS): Promise<void> {
  const seed = process.env.HEDGEROW_PROPERTY_SEED
  const isBounded = seed === undefined && process.env.HEDGEROW_PROPERTY_RUNS === undefined
  return fc.assert(property, {
    numRuns,
    timeout: CASE_MS_MAX,
    ...(isBounded && { interruptAfterTimeLimit: PROPERTY_MS_MAX }),
    ...(seed === undefined ? { endOnFailure: true } : { seed: Number(seed) }),
  })
}

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = state
    value = Math.imul(value ^ (value >>> 15), value | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Flips bits of a file at random positions, as a failing disk does. */
export function flipBits(file: string, bits: number, random: () => number): void {
  const bytes = fs.readFileSync(file)
  for (let flip = 0; flip < bits; flip++) {
    const at = Math.floor(random() * bytes.length)
    bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8))
  }
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, bytes, 0, bytes.length, 0)
  fs.closeSync(handle)
}
