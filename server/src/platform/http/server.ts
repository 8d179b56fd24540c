/** The web server as a service. */
import type { Service } from '../services.ts'
import type { App } from './app.ts'

/** Listens from `start` on. `stop` lets requests that are being answered finish. */
export function httpServer(app: App, listen: { host: string; port: number }): Service {
  return {
    name: 'web server',
    purpose: 'Takes events in, and answers the API and the pages.',
    async start() {
      await app.listen(listen)
    },
    async stop() {
      await app.close()
    },
  }
}
