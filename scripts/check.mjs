/** Checks formatting, lint rules, types, imports between folders, and that the API document can be produced. */
import { spawn } from 'node:child_process'
import { ensureInstalled, root } from './ensure.mjs'

const CHECKS = [
  ['format and lint', ['npx', 'biome', 'check', '.']],
  ['API document and its types', ['node', 'scripts/ensure.mjs']],
  // Uses TypeScript's native compiler, which checks all types in a fraction of the time of `tsc` 5.
  [
    'types and promises',
    ['npx', 'oxlint', '--type-aware', '--type-check', '--deny-warnings', 'packages', 'server', 'web', 'bench'],
  ],
  [
    'arrows between folders',
    [
      'npx',
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'packages/shared/src',
      'server/src',
      'web/src',
      'bench',
    ],
  ],
]

/** Runs every check, one after the other. Resolves with the names of the failed ones. */
export async function check() {
  const failed = []
  for (const [name, command] of CHECKS) {
    const { status, output } = await run(command)
    console.log(`${status === 0 ? '✓' : '✗'} ${name}`)
    if (status === 0) continue
    console.log(output)
    failed.push(name)
  }
  return failed
}

function run([command, ...args]) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output }))
  })
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await ensureInstalled()
  process.exit((await check()).length > 0 ? 1 : 0)
}
