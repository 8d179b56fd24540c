/** How often a key or a signed-in person may call. Counted in memory, per web process, in windows of a minute and an hour. */
import { LRUCache } from 'lru-cache'
import { errors } from './errors.ts'

const MINUTE_S = 60
const HOUR_S = 60 * 60
/** Windows that are remembered; those that nobody called in for longest go first. */
const WINDOWS_MAX = 100_000

type Limit = readonly [calls: number, seconds: number]

/** PostHog's limits by kind of route. Sessions are limited only where it says so. */
const RATES = {
  default: {
    key: [
      [480, MINUTE_S],
      [4800, HOUR_S],
    ],
    session: [],
  },
  persons: {
    key: [[240, MINUTE_S]],
    session: [
      [180, MINUTE_S],
      [1200, HOUR_S],
    ],
  },
  /** Servers that come with a project's secret token. */
  external: {
    key: [
      [60, MINUTE_S],
      [600, HOUR_S],
    ],
    session: [],
  },
  personDeletions: {
    key: [
      [480, MINUTE_S],
      [4800, HOUR_S],
    ],
    session: [
      [180, MINUTE_S],
      [1200, HOUR_S],
    ],
  },
} satisfies Record<string, { key: readonly Limit[]; session: readonly Limit[] }>

export type Rate = keyof typeof RATES

/** Who is counted: a key, or else a signed-in person. */
interface Caller {
  userId: number
  key?: { id: string }
}

export class RateLimiter {
  private readonly counts = new LRUCache<string, number>({ max: WINDOWS_MAX })

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Counts a call.
   * @throws ApiError 429 when it is one too many, with the seconds until the next is allowed
   */
  count(principal: Caller, rate: Rate): void {
    const caller = principal.key ? `key ${principal.key.id}` : `user ${principal.userId}`
    const limits: readonly Limit[] = principal.key ? RATES[rate].key : RATES[rate].session
    const seconds = this.now() / 1000
    const windows = limits.map(([calls, length]) => {
      const window = Math.floor(seconds / length)
      return { name: `${caller} ${rate} ${length} ${window}`, calls, end: (window + 1) * length }
    })
    for (const { name, calls, end } of windows) {
      if ((this.counts.get(name) ?? 0) >= calls) throw errors.throttled(Math.max(1, Math.ceil(end - seconds)))
    }
    for (const { name } of windows) this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}
