/** Handlers of the jobs of accounts. */
import { handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { carryOutImport } from './carry-out-import.ts'
import { forgetLostFiles } from './imports.ts'
import { endLostImports, importAccounts } from './jobs.ts'

export function accountJobs(db: Database): Job[] {
  return [
    handle(importAccounts, ({ importId }, run) => carryOutImport(db, importId, run)),
    handle(endLostImports, () => forgetLostFiles(db.$client)),
  ]
}
