/** Formatter, linters, types, arrows between folders, and that the API document can be made. */
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './ensure.mjs'

const CHECKS = [
  ['format and lint', ['npx', 'biome', 'check', '.']],
  ['promises', ['npx', 'oxlint', '--type-aware', '--deny-warnings', 'packages', 'server', 'web', 'bench']],
  ['types of what server and web share', ['npx', 'tsc', '-p', 'packages/shared']],
  ['types of the server', ['npx', 'tsc', '-p', 'server']],
  ['API document and its types', ['node', 'scripts/ensure.mjs']],
  ['types of the web UI', ['npx', 'tsc', '-p', 'web']],
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

/** Runs every check. Returns the names of those that failed. */
export function check() {
  return CHECKS.filter(([name, [command, ...args]]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    console.log(`${status === 0 ? '✓' : '✗'} ${name}`)
    if (status !== 0) console.log(stdout + stderr)
    return status !== 0
  }).map(([name]) => name)
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await ensureInstalled()
  process.exit(check().length > 0 ? 1 : 0)
}
