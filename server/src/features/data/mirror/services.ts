/** The copies of persons and groups as a service. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { Polling } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { mirrorOnce } from './mirror.ts'

/**
 * A table and not a kind of job: triggers write thousands of rows within the transactions of ingestion, and what counts is
 * the newest state of each person, so many rows are one piece of work.
 * @param notePersons told the projects whose copies changed
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
      failure: 'ClickHouse did not take persons or groups that changed',
      logger,
      announcements,
      queue: 'mirror_queue',
    }),
  ]
}
