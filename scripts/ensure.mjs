/** Makes a clone ready to run: installs packages and builds, each only if something changed since the last time. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const NODE_MIN = [20, 19]
/** Files that affect neither the built program nor the API. */
const WITHOUT_EFFECT = /\.test\.ts$|\.d\.ts$/

function fingerprint(...places) {
  const hash = createHash('sha256').update(process.version)
  const add = (place) => {
    if (!existsSync(place)) return
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place).sort())
        if (name !== 'node_modules' && name !== 'dist') add(path.join(place, name))
    } else if (!WITHOUT_EFFECT.test(place)) hash.update(path.relative(root, place)).update(readFileSync(place))
  }
  for (const place of places) add(path.join(root, place))
  return hash.digest('hex')
}

/** Runs `work` unless it ran before for the same fingerprint and its output still exists. */
async function once(name, print, made, work) {
  const stamp = path.join(root, 'node_modules', '.hedgerow', name)
  if (existsSync(path.join(root, made)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  await work()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, print)
}

export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    console.error(`Hedgerow needs Node.js ${NODE_MIN.join('.')} or later; this is ${process.versions.node}.`)
    process.exit(1)
  }
  const print = fingerprint(
    'package.json',
    'package-lock.json',
    'packages/shared/package.json',
    'server/package.json',
    'web/package.json',
    'bench/package.json',
  )
  await once('installed', print, 'node_modules', () => {
    console.log('Installing packages (once)…')
    // Not `npm ci`: a lock file written on one platform can lack the optional packages of another; `npm install` adds them.
    const { status } = spawnSync(
      'npm',
      ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'],
      {
        cwd: root,
        stdio: 'inherit',
        shell: process.platform === 'win32',
      },
    )
    if (status !== 0) process.exit(status ?? 1)
  })
}

/** Builds the server, and the API types that the web UI takes from it. Packages must be installed. */
async function ensureApiTypes() {
  const { buildServer, buildApiTypes } = await import('./build.mjs')
  const print = fingerprint('packages', 'server/src', 'scripts/build.mjs', 'package-lock.json')
  await once('server-built', print, 'server/dist/cli.js', buildServer)
  await once('api-types', print, 'web/src/api/schema.d.ts', buildApiTypes)
}

export async function ensureBuilt() {
  await ensureInstalled()
  await ensureApiTypes()
  const { buildWeb } = await import('./build.mjs')
  await once(
    'web-built',
    fingerprint('packages', 'web', 'scripts/build.mjs', 'package-lock.json'),
    'web/dist/index.html',
    async () => {
      console.log('Building the web UI…')
      await buildWeb()
    },
  )
}

// `npm install` runs this, so it must not install anything.
if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureApiTypes()
