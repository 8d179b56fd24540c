/**
 * Whether the embedded stores were migrated by this very program before. Finding that out by asking the stores takes a process
 * and a second of every start. The note lies inside each store's folder, so that it is restored and deleted with the store.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { clickHouseMigrations, cliScript, postgresMigrations } from '../platform/paths.ts'

const NOTE = 'hedgerow.migrated'
const STORES = ['postgres', 'clickhouse']
/** Settings that the migration reads besides the addresses of the stores. */
const MADE_BY = /^HEDGEROW_INIT_/

/** A text that changes with the program, with its migrations, and with the settings that they read. */
export function migrationPrint(env: NodeJS.ProcessEnv): string {
  // The names of the program's other files contain their hashes, and stand in this one.
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

/** Whether both stores of a data folder carry a print. */
export function isMigrated(dataDir: string, print: string): boolean {
  return STORES.every((store) => {
    try {
      return fs.readFileSync(path.join(dataDir, store, NOTE), 'utf8') === print
    } catch {
      return false
    }
  })
}

/** To be called when the migration has succeeded. */
export function noteMigrated(dataDir: string, print: string): void {
  for (const store of STORES) fs.writeFileSync(path.join(dataDir, store, NOTE), print)
}
