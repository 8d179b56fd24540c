/** The services that keep cohorts up to date. Their queues are tables: rows and marks that ingestion leaves behind. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { Polling, pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { CohortCalculator } from './calculation.ts'
import { moveMergedMembers } from './merged-members.ts'

/** Merges come with every log-in, and looking for members takes a scan. */
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
    // Ingestion writes these rows with every merge, and one scan serves thousands of them: no job each.
    new Polling(
      async (signal) => {
        const progress = await moveMergedMembers(db, clickHouse)
        if (progress === 'done') await pause(MOVE_MEMBERS_EVERY_MS, signal)
        return progress
      },
      {
        name: 'merged cohort members',
        purpose: 'Moves the cohort memberships of persons that were merged.',
        failure: 'members of cohorts could not follow a merge',
        logger,
        announcements,
        queue: 'merged_persons',
      },
    ),
    // The queue is a mark on each cohort: however often a cohort was marked, one calculation answers all of it.
    new Polling((signal) => calculator.next(signal), {
      name: 'cohort calculation',
      purpose: 'Calculates cohorts that may have other members by now.',
      failure: 'cohorts could not be calculated',
      logger,
      announcements,
      queue: 'cohorts',
    }),
  ]
}
