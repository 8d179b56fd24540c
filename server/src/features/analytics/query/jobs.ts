/** Background jobs for queries. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { forgetOldAnswers as forget } from './cache.ts'

export const forgetOldAnswers = defineJob('forget-old-answers', z.object({}), {
  purpose: 'Deletes cached query results that are no longer used.',
  singleton: true,
  schedule: '7 * * * *',
})

export function queryJobs(pool: Pool): Job[] {
  return [handle(forgetOldAnswers, () => forget(pool))]
}
