/**
 * Brings ClickHouse to the newest schema: numbered SQL files, each applied once and recorded. ClickHouse has no
 * transactional DDL, so every statement must be idempotent (`IF NOT EXISTS`): after a kill in the middle of a file, the next
 * start runs that file again from its first statement.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { SchemaTooOld } from '../schema-too-old.ts'

/**
 * First and last of the files that `0001_initial.sql` replaced. If the last one was applied, it finds everything in place.
 */
const FORMER_FIRST = '0001_events.sql'
const FORMER_LAST = '0005_exact_properties.sql'

/**
 * @param folder the folder with files named `NNNN_what.sql`; statements end with `;` at the end of a line
 * @throws SchemaTooOld
 */
export async function migrateClickHouse(writer: ClickHouseClient, folder: string): Promise<void> {
  await writer.command({
    query: `CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
            ENGINE = MergeTree ORDER BY name SETTINGS fsync_after_insert = 1`,
  })
  const result = await writer.query({ query: 'SELECT name FROM schema_migrations', format: 'JSONEachRow' })
  const applied = new Set((await result.json<{ name: string }>()).map((row) => row.name))
  if (applied.has(FORMER_FIRST) && !applied.has(FORMER_LAST)) throw new SchemaTooOld('ClickHouse')
  const names = (await fs.readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  for (const name of names) {
    if (applied.has(name)) continue
    const text = await fs.readFile(path.join(folder, name), 'utf8')
    for (const statement of splitStatements(text)) await writer.command({ query: statement })
    await writer.insert({ table: 'schema_migrations', format: 'JSONEachRow', columns: ['name'], values: [{ name }] })
  }
}

function splitStatements(text: string): string[] {
  return text
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
