/** The jobs of exports; `jobs.ts` carries them out. */
import { z } from 'zod'
import { defineJob } from '../../../platform/jobs/definition.ts'

const asset = z.object({ teamId: z.number(), assetId: z.number() })
const RETRY = { attempts: 3, delaySeconds: 10, delaySecondsMax: 60 }

export const makePicture = defineJob('make-picture', asset, {
  purpose: 'Draws an insight or a dashboard that somebody exports.',
  // Beside long files, and beside one slow question.
  concurrency: 2,
  singleton: true,
  retry: RETRY,
  about: ({ assetId }) => `Export ${assetId}`,
})

export const makeFile = defineJob('make-export-file', asset, {
  purpose: 'Writes the rows that somebody exports to a file.',
  // A long file of one project does not block another project.
  concurrency: 2,
  singleton: true,
  retry: RETRY,
  about: ({ assetId }) => `Export ${assetId}`,
})

export const removeOldExports = defineJob('remove-old-exports', z.object({}), {
  purpose: 'Deletes exports that have expired, and their files.',
  singleton: true,
  schedule: '17 * * * *',
})
