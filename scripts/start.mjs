/** `npm start`: installs and builds what is needed, then runs `hedgerow start`. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureBuilt, root } from './ensure.mjs'

await ensureBuilt()
const child = spawn(process.execPath, [path.join(root, 'server/dist/cli.js'), 'start', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// The child stops everything in order; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal))
// Stopping `npm start` kills npm and its shell, and neither forwards the signal. So the exit of the parent process counts as
// the signal.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 250).unref()
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
