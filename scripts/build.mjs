/** Builds server and web UI into their dist folders. `node scripts/build.mjs [server|web]` builds one of them. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

export async function buildServer() {
  const { build } = await import('esbuild')
  const outdir = path.join(root, 'server/dist')
  rmSync(outdir, { recursive: true, force: true })
  await build({
    entryPoints: [
      path.join(root, 'server/src/cli.ts'),
      { in: path.join(root, 'server/src/features/data/capture/prepare-thread.ts'), out: 'prepare-thread' },
      { in: path.join(root, 'server/src/features/data/demo/demo-thread.ts'), out: 'demo-thread' },
      { in: path.join(root, 'server/src/features/analytics/hogql/parse-thread.ts'), out: 'parse-thread' },
      { in: path.join(root, 'server/src/platform/clickhouse/engine/reader-thread.ts'), out: 'reader-thread' },
      { in: path.join(root, 'server/src/features/data/ingestion/seen-events-check.ts'), out: 'seen-events-check' },
      { in: path.join(root, 'server/src/platform/eventlog/lmdb-import-process.ts'), out: 'lmdb-import-process' },
    ].map((entry) => (typeof entry === 'string' ? { in: entry, out: 'cli' } : entry)),
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  })
}

export async function buildWeb() {
  const { build } = await import('vite')
  await build({ root: path.join(root, 'web'), logLevel: 'warn' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv[2]
  if (only !== 'web') await buildServer()
  if (only !== 'server') await buildWeb()
}
