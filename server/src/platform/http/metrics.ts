/** Counters and timings of this process in Prometheus' format. */

import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { registerLag } from './event-loop-lag.ts'

export const registry = new Registry()

/**
 * prom-client measures the event loop continuously. At this interval it costs nothing, and its values are replaced by our
 * own.
 */
const OWN_LAG_INTERVAL_MS = 3_600_000

/** Starts measuring the process itself. Call once per process, and only if its metrics are read. */
export function measureProcess(): void {
  if (registry.getSingleMetric('nodejs_eventloop_lag_max_seconds')) return
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: OWN_LAG_INTERVAL_MS })
  for (const { name } of registry.getMetricsAsArray())
    if (name.startsWith('nodejs_eventloop_lag')) registry.removeSingleMetric(name)
  registerLag(registry)
}

const requests = new Counter({
  name: 'hedgerow_http_requests_total',
  help: 'Requests by route and status',
  labelNames: ['method', 'route', 'status'],
  registers: [registry],
})
const seconds = new Histogram({
  name: 'hedgerow_http_request_seconds',
  help: 'Time from the first byte of a request to the last of its answer',
  labelNames: ['route'],
  buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
  registers: [registry],
})

export const httpMetrics = {
  observe(method: string, route: string, status: number, elapsedMs: number): void {
    requests.inc({ method, route, status })
    seconds.observe({ route }, elapsedMs / 1000)
  },
}

export { Counter, Gauge } from 'prom-client'
