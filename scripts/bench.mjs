/** `npm run bench [-- --quick]`: bundles the benchmarks and runs them against the built program. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensureBuilt, root } from './ensure.mjs'

await ensureBuilt()
const { build } = await import('esbuild')
const outdir = path.join(root, 'bench/dist')
await build({
  entryPoints: ['main', 'load', 'floor'].map((name) => path.join(root, 'bench', `${name}.ts`)),
  outdir,
  bundle: true,
  packages: 'external',
  // The package that server and web share exists by name only: its files are TypeScript, so they are bundled.
  alias: { '@hedgerow/shared': path.join(root, 'packages/shared/src') },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Paths inside the server are resolved from its package, wherever the bundle lies.
  define: { 'globalThis.HEDGEROW_SERVER_ROOT': JSON.stringify(path.join(root, 'server')) },
  logLevel: 'warning',
})
const { status } = spawnSync(process.execPath, [path.join(outdir, 'main.js'), ...process.argv.slice(2)], {
  cwd: path.join(root, 'server'),
  stdio: 'inherit',
})
process.exit(status ?? 1)
