/** Paths of the parts of the installation, for code that runs from source and from the bundle alike. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'

declare global {
  var HEDGEROW_SERVER_ROOT: string | undefined
}

/** `server/src` or `server/dist` both lie one level below the server package. */
function findServerRoot(): string {
  // Set by tools that bundle parts of the server elsewhere (the benchmarks).
  const given: string | undefined = globalThis.HEDGEROW_SERVER_ROOT
  if (given) return given
  const file = fileURLToPath(import.meta.url)
  const marker = file.includes(`${path.sep}dist${path.sep}`)
    ? `${path.sep}dist${path.sep}`
    : `${path.sep}src${path.sep}`
  return file.slice(0, file.lastIndexOf(marker))
}

export const serverRoot = findServerRoot()
export const postgresMigrations = path.join(serverRoot, 'migrations', 'postgres')
export const clickHouseMigrations = path.join(serverRoot, 'migrations', 'clickhouse')
export const webDist = path.join(serverRoot, '..', 'web', 'dist')
/** The bundled program; child processes are started from it. */
export const cliScript = path.join(serverRoot, 'dist', 'cli.js')
export const prepareThreadScript = new URL(`file://${path.join(serverRoot, 'dist', 'prepare-thread.js')}`)
export const demoThreadScript = new URL(`file://${path.join(serverRoot, 'dist', 'demo-thread.js')}`)
export const parseThreadScript = new URL(`file://${path.join(serverRoot, 'dist', 'parse-thread.js')}`)
export const readerThreadScript = new URL(`file://${path.join(serverRoot, 'dist', 'reader-thread.js')}`)
export const seenEventsCheckScript = new URL(`file://${path.join(serverRoot, 'dist', 'seen-events-check.js')}`)
export const fontsDirectory = path.join(serverRoot, 'fonts')
export const lmdbImportScript = new URL(`file://${path.join(serverRoot, 'dist', 'lmdb-import-process.js')}`)
