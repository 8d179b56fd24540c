/** Folders of public files. */
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static'
import { access } from './access.ts'
import type { App } from './app.ts'

/** Serves a folder. The plugin creates the routes, so their access is declared here. */
export async function registerFiles(app: App, options: FastifyStaticOptions & { prefix: string }): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(options.prefix)) route.config = { access: access.public, ...route.config }
  })
  await app.register(fastifyStatic, options)
}
