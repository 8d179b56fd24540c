/** The SDK's own scripts, served from the `posthog-js` package as they are. */
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const NAME = /^[a-z0-9][a-z0-9.-]*\.js(\.map)?$/
const require = createRequire(import.meta.url)
const directory = path.join(path.dirname(require.resolve('posthog-js/package.json')), 'dist')

// A few megabytes at most: the scripts of one package.
const cache = new Map<string, Buffer>()

/** A script of the SDK, or null when there is none of that name. */
export async function readAsset(name: string): Promise<Buffer | null> {
  if (!NAME.test(name) || name.includes('..')) return null
  const cached = cache.get(name)
  if (cached) return cached
  const bytes = await fs.readFile(path.join(directory, name)).catch(() => null)
  if (bytes && name.endsWith('.js')) cache.set(name, bytes)
  return bytes
}
