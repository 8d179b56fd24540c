/** The services that finish what changes to persons begin. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { Polling } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { deliverOverrides } from './overrides.ts'

export function personServices(
  pool: Pool,
  clickHouse: ClickHouse,
  { logger, announcements }: { logger: Logger; announcements: Announcements },
): Service[] {
  return [
    // Web delivers them at once; this is for those that it could not. They are rows for ClickHouse, delivered by the
    // thousand, so the table that holds them is the queue.
    new Polling(() => deliverOverrides(pool, clickHouse.writer), {
      name: 'person overrides',
      purpose: 'Tells ClickHouse which person an id belongs to after a split.',
      failure: 'ClickHouse did not take what a split changed',
      logger,
      announcements,
      queue: 'pending_person_overrides',
    }),
  ]
}
