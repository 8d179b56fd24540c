/** Serves the built web UI: files with hashed names are cached forever, every other path gets the single page. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { access } from './access.ts'
import { type App, handleUnknownPaths } from './app.ts'
import { registerFiles } from './files.ts'

const ASSETS_MAX_AGE_MS = 365 * 24 * 60 * 60 * 1000
/** Paths that are never a page: an unknown path below them is a 404 in the API's format. */
const NOT_PAGES = /^\/(api|array|static|assets|i|e|s|batch|capture|track|engage|flags|decide|_\w+|metrics)(\/|\?|$)/

/** The page of the app, and that of shared links. */
const PAGES = ['index.html', 'shared.html'] as const

/** Source of a built page; null if the web UI is not built. */
export function readPage(directory: string, name: (typeof PAGES)[number]): string | null {
  const file = path.join(directory, name)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}

/** Content-Security-Policy hashes of the pages' inline scripts (those that set the theme before the first paint). */
export function inlineScriptHashes(directory: string): string[] {
  const scripts = PAGES.flatMap((name) => [
    ...(readPage(directory, name) ?? '').matchAll(/<script>([\s\S]*?)<\/script>/g),
  ])
  return scripts.map(([, text]) => `sha256-${createHash('sha256').update(text!).digest('base64')}`)
}

export async function registerPages(app: App, directory: string): Promise<void> {
  const page = readPage(directory, 'index.html')
  if (page === null) {
    app.log.warn({ directory }, 'the web UI is not built; only the API is served')
    handleUnknownPaths(app, () => null)
    return
  }
  await registerFiles(app, {
    root: path.join(directory, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    // The build places the compressed files next to the originals.
    preCompressed: true,
    immutable: true,
    maxAge: ASSETS_MAX_AGE_MS,
  })
  for (const name of ['favicon.svg', 'robots.txt'])
    app.get(`/${name}`, { config: { access: access.public }, schema: { hide: true } }, (_request, reply) =>
      reply.sendFile(name, directory),
    )
  handleUnknownPaths(app, (request, reply) => {
    if (request.method !== 'GET' || NOT_PAGES.test(request.url)) return null
    return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-cache').send(page)
  })
}
