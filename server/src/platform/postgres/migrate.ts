/** Brings PostgreSQL to the newest schema. Runs under a lock, so that any number of processes may try at once. */
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { SchemaTooOld } from '../schema-too-old.ts'

/** An arbitrary constant that no other advisory lock uses. */
const MIGRATION_LOCK = 4_837_001

/**
 * @param folder the folder with drizzle-kit's numbered SQL files
 * @throws SchemaTooOld
 */
export async function migratePostgres(url: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await assertContinuable(client, folder)
    await migrate(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end()
  }
}

/**
 * Drizzle applies migrations that are newer than the newest one in the database. `0000_initial` has the time of the last of
 * the migrations that it replaced, so a database with all of those counts as having it.
 */
async function assertContinuable(client: pg.Client, folder: string): Promise<void> {
  const { rows: tables } = await client.query(
    `SELECT 1 FROM pg_tables WHERE (schemaname, tablename) = ('drizzle', '__drizzle_migrations')`,
  )
  if (tables.length === 0) return
  const { rows } = await client.query<{ newest: string | null }>(
    'SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations',
  )
  const newest = rows[0]!.newest
  const [first] = readMigrationFiles({ migrationsFolder: folder })
  if (newest !== null && Number(newest) < first!.folderMillis) throw new SchemaTooOld('PostgreSQL')
}
