/** The SDK's scripts, served unchanged from the `posthog-js` package. */
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const NAME = /^[a-z0-9][a-z0-9.-]*\.js(\.map)?$/
const require = createRequire(import.meta.url)
const directory = path.join(path.dirname(require.resolve('posthog-js/package.json')), 'dist')

// Unbounded, but holds at most the scripts of one package: a few megabytes.
const cache = new Map<string, Buffer>()

/** A script of the SDK, or null if there is no such script. */
export async function readAsset(name: string): Promise<Buffer | null> {
  if (!NAME.test(name) || name.includes('..')) return null
  const cached = cache.get(name)
  if (cached) return cached
  const bytes = await fs.readFile(path.join(directory, name)).catch(() => null)
  if (bytes && name.endsWith('.js')) cache.set(name, bytes)
  return bytes
}
