/**
 * `npm test`: sets up what the tests need, runs the checks and every test, and ends with one line of counts. Arguments go to
 * the test runner and skip the checks: `npm test -- server/src/platform`. `npm test -- --unit` runs only the tests that need
 * neither stores nor a build.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { check } from './check.mjs'
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs'

const BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Debian's Chromium for the browser tests. As root on Debian it is installed; elsewhere those tests are skipped. */
function ensureBrowser() {
  if (BROWSERS.some(existsSync)) return
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (canInstall) {
    console.log('Installing Chromium (once)…')
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell')
  }
  if (!BROWSERS.some(existsSync))
    console.log(
      'No Chromium was found and none could be installed (that needs root on Debian): the browser tests are skipped.',
    )
}

const args = process.argv.slice(2)
const isUnit = args.includes('--unit')
const filters = args.filter((arg) => arg !== '--unit')
if (isUnit) await ensureInstalled()
else {
  await ensureBuilt()
  ensureBrowser()
}
// Runs in parallel with the tests, which mostly wait for other processes.
const checking = args.length === 0 ? check() : Promise.resolve([])

const folder = mkdtempSync(path.join(tmpdir(), 'hedgerow-results-'))
const results = path.join(folder, 'results.json')
const vitest = spawn(
  'npx',
  [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...(isUnit ? ['--project=unit'] : []),
    ...filters,
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)
const status = await new Promise((resolve, reject) => {
  vitest.once('error', reject)
  vitest.once('close', resolve)
})
const failedChecks = await checking

const report = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : null
rmSync(folder, { recursive: true, force: true })
const passed = report?.numPassedTests ?? 0
// A file that cannot be loaded contains no tests but has failed all the same.
const broken =
  report?.testResults?.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length ?? 1
const failed = (report?.numFailedTests ?? 0) + broken + failedChecks.length
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed > 0 || status !== 0 || passed === 0 ? 1 : 0)
