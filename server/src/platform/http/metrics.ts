/** Counters and timings of this process in Prometheus' format. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

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
