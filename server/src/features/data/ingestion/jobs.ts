/** The jobs of ingestion. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

const KEPT = '90 days'

export const forgetOldCounters = defineJob('forget-old-counters', z.object({}), {
  purpose: 'Deletes counters and warnings of ingestion that are older than 90 days.',
  singleton: true,
  schedule: '17 3 * * *',
})

export function ingestionJobs(pool: Pool): Job[] {
  return [
    handle(forgetOldCounters, async () => {
      await pool.query('DELETE FROM ingestion_counters WHERE hour < now() - $1::interval', [KEPT])
      await pool.query('DELETE FROM ingestion_warnings WHERE timestamp < now() - $1::interval', [KEPT])
    }),
  ]
}
