/** The jobs of accounts; `job-handlers.ts` carries them out. */
import { z } from 'zod'
import { defineJob } from '../../../platform/jobs/definition.ts'

export const importAccounts = defineJob('import-accounts', z.object({ importId: z.string() }), {
  purpose: 'Imports accounts from a CSV file that somebody uploaded.',
  // A long file of one project does not block another project.
  concurrency: 2,
  singleton: true,
  about: ({ importId }) => `Import ${importId}`,
})

export const endLostImports = defineJob('end-lost-imports', z.object({}), {
  purpose: 'Deletes the files of permanently failed account imports.',
  singleton: true,
  schedule: '27 3 * * *',
})
