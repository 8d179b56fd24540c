/** Writes the web UI's API types from the server's own API document. `--check` only says whether they are current. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { buildServer } from './build.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const file = path.join(root, 'web/src/api/schema.d.ts')

await buildServer()
const document = JSON.parse(
  execFileSync(process.execPath, [path.join(root, 'server/dist/cli.js'), 'openapi'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  }),
)
const text = `// Generated from the API document by \`npm run generate:api\`. Do not edit.\n\n${astToString(await openapiTS(document))}`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('web/src/api/schema.d.ts is not what the routes say: run `npm run generate:api`.')
    process.exit(1)
  }
} else writeFileSync(file, text)
