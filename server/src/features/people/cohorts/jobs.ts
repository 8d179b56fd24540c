/** Background jobs for cohorts. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { markOldCalculations } from './calculation.ts'

export const markOldCohorts = defineJob('mark-old-cohorts', z.object({}), {
  purpose: 'Marks cohorts for recalculation when their members may be out of date.',
  singleton: true,
  schedule: '*/10 * * * *',
})

export function cohortJobs(db: Database): Job[] {
  return [handle(markOldCohorts, () => markOldCalculations(db))]
}
