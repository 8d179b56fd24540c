/** The jobs of accounts. */
import { z } from 'zod'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { carryOutImport } from './carry-out-import.ts'

export const importAccounts = defineJob('import-accounts', z.object({ importId: z.string() }), {
  purpose: 'Imports accounts from a CSV file that somebody uploaded.',
  // A long file of one project does not hold up another project.
  concurrency: 2,
  singleton: true,
  about: ({ importId }) => `Import ${importId}`,
})

export function accountJobs(db: Database): Job[] {
  return [handle(importAccounts, ({ importId }, run) => carryOutImport(db, importId, run))]
}
