/** `npm run faults [seconds] [seed]`: the long form of the fault test; ten minutes by default. */
import { spawnSync } from 'node:child_process'
import { ensureBuilt, root } from './ensure.mjs'

await ensureBuilt()
const [seconds = '600', seed] = process.argv.slice(2)
const env = { ...process.env, HEDGEROW_FAULTS_SECONDS: seconds, ...(seed && { HEDGEROW_FAULTS_SEED: seed }) }
const { status } = spawnSync('npx', ['vitest', 'run', 'server/src/supervisor/faults.stack.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env,
})
process.exit(status ?? 1)
