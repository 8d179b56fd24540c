/** The jobs of the activity log. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

export const forgetOldActivity = defineJob('forget-old-activity', z.object({}), {
  purpose: 'Deletes entries of the activity log that are older than the retention setting.',
  singleton: true,
  schedule: '37 3 * * *',
})

/** @param daysKept 0 keeps everything */
export function activityJobs(pool: Pool, daysKept: number): Job[] {
  return [
    handle(forgetOldActivity, async () => {
      if (daysKept > 0)
        await pool.query('DELETE FROM activity_log WHERE created_at < now() - make_interval(days => $1)', [daysKept])
    }),
  ]
}
