/**
 * Records whether this very program has already migrated the embedded stores. Asking the stores instead would cost a process
 * and a second on every start. The note lies inside each store's folder, so it is restored and deleted together with the
 * store.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { clickHouseMigrations, cliScript, postgresMigrations } from '../platform/paths.ts'

const NOTE = 'hedgerow.migrated'
const STORES = ['postgres', 'clickhouse']
/** Settings that the migration reads besides the store addresses. */
const MADE_BY = /^HEDGEROW_INIT_/

/** A fingerprint that changes with the program, its migrations, and the settings that they read. */
export function migrationPrint(env: NodeJS.ProcessEnv): string {
  // The names of the program's other files contain their hashes, and this file imports them by name.
  const hash = createHash('sha256').update(fs.readFileSync(cliScript))
  for (const folder of [postgresMigrations, clickHouseMigrations])
    for (const file of fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort())
      hash.update(file).update(fs.readFileSync(path.join(folder, file)))
  for (const name of Object.keys(env)
    .filter((name) => MADE_BY.test(name))
    .sort())
    hash.update(`${name}=${env[name]}\n`)
  return hash.digest('hex')
}

/** Whether both stores of a data folder carry this fingerprint. */
export function isMigrated(dataDir: string, print: string): boolean {
  return STORES.every((store) => {
    try {
      return fs.readFileSync(path.join(dataDir, store, NOTE), 'utf8') === print
    } catch {
      return false
    }
  })
}

/** Call this once the migration has succeeded. */
export function noteMigrated(dataDir: string, print: string): void {
  for (const store of STORES) fs.writeFileSync(path.join(dataDir, store, NOTE), print)
}
