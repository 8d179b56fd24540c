/** Rate limits for keys and signed-in users. Counted in memory, per web process, in windows of a minute and an hour. */
import { LRUCache } from 'lru-cache'
import { errors } from './errors.ts'
import type { Caller } from './principal.ts'

const MINUTE_S = 60
const HOUR_S = 60 * 60
/** Maximum number of windows in memory; the least recently used are dropped first. */
const WINDOWS_MAX = 100_000

type Limit = readonly [calls: number, seconds: number]

/** PostHog's limits by kind of route. Sessions are limited only where stated. */
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
  /** Servers that use a project's secret key. */
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

/** What calls are counted by: each key separately, a signed-in user across all browsers. */
function nameOf(caller: Caller): string {
  if (caller.kind === 'personalKey') return `key ${caller.key.id}`
  if (caller.kind === 'share') return `share ${caller.shareId}`
  return caller.kind === 'projectKey' ? `project ${caller.teamId}` : `user ${caller.userId}`
}

export class RateLimiter {
  private readonly counts = new LRUCache<string, number>({ max: WINDOWS_MAX })

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Counts a call.
   * @throws ApiError 429 when it exceeds the limit, with the seconds until the next call is allowed
   */
  count(caller: Caller, rate: Rate): void {
    const limits: readonly Limit[] = RATES[rate][caller.kind === 'session' ? 'session' : 'key']
    const seconds = this.now() / 1000
    const windows = limits.map(([calls, length]) => {
      const window = Math.floor(seconds / length)
      return { name: `${nameOf(caller)} ${rate} ${length} ${window}`, calls, end: (window + 1) * length }
    })
    for (const { name, calls, end } of windows) {
      if ((this.counts.get(name) ?? 0) >= calls) throw errors.throttled(Math.max(1, Math.ceil(end - seconds)))
    }
    for (const { name } of windows) this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}
