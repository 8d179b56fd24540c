/**
 * How long the event loop of this process kept others waiting. Measuring takes a hundred timers a second, so it is done while
 * requests come, and not when nobody could have waited.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

const RESOLUTION_MS = 10
/** Measured for so long after a request. */
const IDLE_AFTER_MS = 5_000
const NANOSECONDS = 1e9

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
let lastRequestAt = 0
let timer: NodeJS.Timeout | null = null

/** A request came: the event loop is measured for a while. */
export function measureLag(): void {
  lastRequestAt = performance.now()
  if (timer) return
  delays.enable()
  timer = setInterval(() => {
    if (performance.now() - lastRequestAt < IDLE_AFTER_MS) return
    delays.disable()
    clearInterval(timer!)
    timer = null
  }, IDLE_AFTER_MS).unref()
}

/** Registers the figures, which begin anew whenever they are read. */
export function registerLag(registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number, isLast = false) =>
    new Gauge({
      name: `nodejs_eventloop_lag_${name}`,
      help,
      registers: [registry],
      collect() {
        const value = read() / NANOSECONDS
        this.set(Number.isFinite(value) ? value : 0)
        if (isLast) delays.reset()
      },
    })
  gauge('mean_seconds', 'Mean delay of the event loop while requests came', () => delays.mean)
  gauge('p99_seconds', '99th percentile of the delays of the event loop while requests came', () =>
    delays.percentile(99),
  )
  gauge('max_seconds', 'Longest delay of the event loop while requests came', () => delays.max, true)
}
