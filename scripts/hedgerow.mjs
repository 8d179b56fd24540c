#!/usr/bin/env node
/** `npx hedgerow <command>` in a clone. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureBuilt, root } from './ensure.mjs'

await ensureBuilt()
const child = spawn(process.execPath, [path.join(root, 'server/dist/cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
