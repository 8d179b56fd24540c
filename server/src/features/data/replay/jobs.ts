/** The jobs of session recordings. */
import { z } from 'zod'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { deleteOldRecordings } from './store.ts'

export const forgetOldRecordings = defineJob('forget-old-recordings', z.object({}), {
  purpose: 'Deletes recordings that are older than their project’s retention period.',
  singleton: true,
  schedule: '57 3 * * *',
})

export function replayJobs(pool: Pool, blobs: Blobs): Job[] {
  return [handle(forgetOldRecordings, async () => void (await deleteOldRecordings(pool, blobs)))]
}
