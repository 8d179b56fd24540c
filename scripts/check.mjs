/** Formatter, linters, types, arrows between folders, and that the API document can be made. */
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './ensure.mjs'

const CHECKS = [
  ['format and lint', ['npx', 'biome', 'check', '.']],
  ['API document and its types', ['node', 'scripts/ensure.mjs']],
  // The compiler in it is TypeScript's native one: all types in a fraction of the time that `tsc` of version 5 takes.
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
