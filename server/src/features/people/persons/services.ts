/** Background services that complete changes to persons. */
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
    // The web role delivers overrides at once; this service delivers those that failed. They are rows for ClickHouse,
    // delivered in batches of a thousand, so their table is the queue.
    new Polling(() => deliverOverrides(pool, clickHouse.writer), {
      name: 'person overrides',
      purpose: 'Updates the owners of distinct IDs in ClickHouse after a split.',
      failure: 'person overrides could not be delivered to ClickHouse',
      logger,
      announcements,
      queue: 'pending_person_overrides',
    }),
  ]
}
