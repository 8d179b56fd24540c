/** Seeded random numbers: the same seed gives the same numbers on every machine. */

export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** A number from 0 (inclusive) to 1 (exclusive), by mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let value = this.state
    value = Math.imul(value ^ (value >>> 15), value | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }

  /** An integer from `min` to `max`, both inclusive. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  /** One item of a list, with probability proportional to its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let rest = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [thing, weight] of list) {
      rest -= weight
      if (rest < 0) return thing
    }
    return list.at(-1)![0]
  }

  /** Exponentially distributed around a mean: never negative, with the long tail of waiting times. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean
  }

  /** A version 7 uuid for a moment. */
  uuid(milliseconds: number): string {
    const time = Math.floor(milliseconds).toString(16).padStart(12, '0')
    let tail = ''
    while (tail.length < 20) tail += this.whole(0, 0xffff).toString(16).padStart(4, '0')
    const variant = '89ab'[this.whole(0, 3)]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(3, 6)}-${tail.slice(6, 18)}`
  }
}
