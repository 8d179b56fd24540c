/**
 * How long the event loop of this process was blocked. Measuring takes a hundred timer ticks a second, so it only runs while
 * requests come in, not while nobody could have waited.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

const RESOLUTION_MS = 10
/** How long to measure after a request. */
const IDLE_AFTER_MS = 5_000
const NANOSECONDS = 1e9

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
let lastRequestAt = 0
let timer: NodeJS.Timeout | null = null

/** Called on every request: measures the event loop for a while. */
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

/** Registers the metrics, which are reset whenever they are read. */
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
  gauge('mean_seconds', 'Mean delay of the event loop while requests came in', () => delays.mean)
  gauge('p99_seconds', '99th percentile of the delays of the event loop while requests came in', () =>
    delays.percentile(99),
  )
  gauge('max_seconds', 'Longest delay of the event loop while requests came in', () => delays.max, true)
}
