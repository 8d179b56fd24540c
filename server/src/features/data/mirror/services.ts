/** The copies of persons and groups as a service. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { Polling } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { mirrorOnce } from './mirror.ts'

/**
 * Uses a table instead of jobs: triggers write thousands of rows within ingestion's transactions, and only the newest state
 * of each person counts, so many rows make one unit of work.
 * @param notePersons called with the projects whose copies changed
 */
export function mirrorServices(
  pool: Pool,
  clickHouse: ClickHouse,
  notePersons: (teamIds: Iterable<number>) => void,
  { logger, announcements }: { logger: Logger; announcements: Announcements },
): Service[] {
  return [
    new Polling(() => mirrorOnce(pool, clickHouse.writer, notePersons), {
      name: 'copies for ClickHouse',
      purpose: 'Copies persons and groups that changed into ClickHouse, for queries.',
      failure: 'copying changed persons or groups to ClickHouse failed',
      logger,
      announcements,
      queue: 'mirror_queue',
    }),
  ]
}
