/** The services that keep cohorts up to date. Their queues are rows and marks in tables, written by ingestion. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { Polling, pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { CohortCalculator } from './calculation.ts'
import { moveMergedMembers } from './merged-members.ts'

/** Merges come with every login, and each search for members is a scan. */
const MOVE_MEMBERS_EVERY_MS = 5_000

export interface CohortServiceDependencies {
  db: Database
  clickHouse: ClickHouse
  logger: Logger
  announcements: Announcements
}

export function cohortServices({ db, clickHouse, logger, announcements }: CohortServiceDependencies): Service[] {
  const calculator = new CohortCalculator({ db, clickHouse, logger })
  return [
    // Not a job: ingestion writes a row for every merge, and one scan serves thousands of rows.
    new Polling(
      async (signal) => {
        const progress = await moveMergedMembers(db, clickHouse)
        if (progress === 'done') await pause(MOVE_MEMBERS_EVERY_MS, signal)
        return progress
      },
      {
        name: 'merged cohort members',
        purpose: 'Moves the cohort memberships of persons that were merged.',
        failure: 'cohort memberships of merged persons could not be moved',
        logger,
        announcements,
        queue: 'merged_persons',
      },
    ),
    // Not a job: the queue is a mark on each cohort, and one calculation answers all marks since the last.
    new Polling((signal) => calculator.next(signal), {
      name: 'cohort calculation',
      purpose: 'Recalculates cohorts whose members may have changed.',
      failure: 'cohorts could not be calculated',
      logger,
      announcements,
      queue: 'cohorts',
    }),
  ]
}
