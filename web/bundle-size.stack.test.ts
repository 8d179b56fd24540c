/** The size of what a browser must load before the first page works. */
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { webDist } from '../server/src/platform/paths.ts'

const FIRST_LOAD_BYTES_MAX = 180 * 1024
const CHUNK_BYTES_MAX = 120 * 1024

/** The entry script and everything that it imports statically. */
function firstLoad(): string[] {
  const page = fs.readFileSync(path.join(webDist, 'index.html'), 'utf8')
  const files = new Set([...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]!))
  for (const file of files) {
    const text = fs.readFileSync(path.join(webDist, file), 'utf8')
    for (const [, name] of text.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g)) files.add(`assets/${name}`)
  }
  return [...files]
}
const gzipped = (file: string) => gzipSync(fs.readFileSync(path.join(webDist, file)), { level: 9 }).length

test('the first load stays under 180 kB of script', () => {
  const bytes = firstLoad().reduce((sum, file) => sum + gzipped(file), 0)
  expect(bytes).toBeGreaterThan(50 * 1024)
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX)
})

test('no chunk is larger than 120 kB', () => {
  const loaded = new Set(firstLoad())
  const chunks = fs
    .readdirSync(path.join(webDist, 'assets'))
    .filter((name) => name.endsWith('.js') && !loaded.has(`assets/${name}`))
  for (const name of chunks) expect([name, gzipped(`assets/${name}`) <= CHUNK_BYTES_MAX]).toEqual([name, true])
})
