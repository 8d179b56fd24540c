/** The web server as a service. */
import type { Service } from '../services.ts'
import type { App } from './app.ts'

/** Listens once `start` is called. `stop` lets requests in flight finish. */
export function httpServer(app: App, listen: { host: string; port: number }): Service {
  return {
    name: 'web server',
    purpose: 'Accepts events, and serves the API and the pages.',
    async start() {
      await app.listen(listen)
    },
    async stop() {
      await app.close()
    },
  }
}
