/** Brings both stores to the newest schema, and creates the first user if the settings ask for one. */
import type { Config } from '../config.ts'
import { createFirstUser } from '../features/workspace/instance/index.ts'
import { extendProjects } from '../features/workspace/organizations/index.ts'
import { migrateClickHouse } from '../platform/clickhouse/migrate.ts'
import { installJobs } from '../platform/jobs/boss.ts'
import type { Logger } from '../platform/logger.ts'
import { clickHouseMigrations, postgresMigrations } from '../platform/paths.ts'
import { migratePostgres } from '../platform/postgres/migrate.ts'
import { jobDefinitions } from './jobs.ts'
import { projectExtensions } from './projects.ts'
import { openStores } from './stores.ts'

export async function runMigrate(config: Config, logger: Logger): Promise<void> {
  const stores = openStores(config)
  try {
    await Promise.all([
      // Jobs come first: migrations may turn waiting rows into jobs.
      installJobs(stores.db.$client, jobDefinitions).then(() =>
        migratePostgres(config.DATABASE_URL!, postgresMigrations),
      ),
      migrateClickHouse(stores.clickHouse.writer, clickHouseMigrations),
    ])
    extendProjects(projectExtensions)
    await createFirstUser(stores.db, config, logger)
  } finally {
    await stores.close()
  }
}
