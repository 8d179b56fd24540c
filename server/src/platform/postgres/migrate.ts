/** Brings PostgreSQL to the newest schema. Runs under a lock, so that any number of processes may try at once. */
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Any constant will do, as long as nothing else takes the same advisory lock. */
const MIGRATION_LOCK = 4_837_001

/** @param folder the folder with drizzle-kit's numbered SQL files */
export async function migratePostgres(url: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end()
  }
}
