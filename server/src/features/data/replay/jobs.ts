/** The jobs of session recordings. */
import { z } from 'zod'
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { packRecordings } from './pack.ts'
import { deleteExpiredRecordings } from './store.ts'
import { sweepBlobs } from './sweep.ts'

export const forgetOldRecordings = defineJob('forget-old-recordings', z.object({}), {
  purpose: 'Deletes recordings that are older than their project’s retention period.',
  singleton: true,
  schedule: '57 3 * * *',
})

export const removeLostBlobs = defineJob('remove-lost-blobs', z.object({}), {
  purpose: 'Removes files of recordings that nothing refers to, after a crash.',
  singleton: true,
  schedule: '27 4 * * *',
})

export const packRecordingsJob = defineJob('pack-recordings', z.object({}), {
  purpose: 'Joins the small files of recordings that have ended.',
  singleton: true,
  schedule: '*/15 * * * *',
})

export function replayJobs(pool: Pool, blobs: Blobs): Job[] {
  return [
    handle(forgetOldRecordings, async () => void (await deleteExpiredRecordings(pool, blobs))),
    handle(packRecordingsJob, async (_data, { signal }) => void (await packRecordings(pool, blobs, signal))),
    handle(removeLostBlobs, async () => void (await sweepBlobs(pool, blobs))),
  ]
}
