/** Background work of alerts. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import { Polling } from '../../../platform/jobs/polling.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Service } from '../../../platform/services.ts'
import { AlertChecker, type CheckerParts } from './checker.ts'
import { forgetOldChecks } from './due.ts'
import { QUEUE } from './operations.ts'

export const forgetAlertChecks = defineJob('forget-alert-checks', z.object({}), {
  purpose: 'Deletes old checks of alerts.',
  singleton: true,
  schedule: '41 3 * * *',
})

export function alertJobs(pool: Pool): Job[] {
  return [handle(forgetAlertChecks, () => forgetOldChecks(pool))]
}

export function alertServices({ announcements, ...parts }: CheckerParts & { announcements: Announcements }): Service[] {
  const checker = new AlertChecker(parts)
  return [
    // Not a job: the queue is the time of the next check, which every check and every change moves.
    new Polling((signal) => checker.next(signal), {
      name: 'alerts',
      purpose: 'Checks alerts on insights.',
      failure: 'alerts could not be checked',
      logger: parts.logger,
      announcements,
      queue: QUEUE,
    }),
  ]
}
