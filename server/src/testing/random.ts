/** Chance that can be repeated. */
import fs from 'node:fs'

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

/** Flips bits of a file at random places, as a failing disk does. */
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
