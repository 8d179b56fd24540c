/** Background jobs for persons. */
import { z } from 'zod'
import { defineJob, handle, type Job, WITHOUT_END } from '../../../platform/jobs/definition.ts'
import { carryOutDeletion, type DeletionDependencies } from './carry-out-deletion.ts'

export const deletePersonData = defineJob('delete-person-data', z.object({ deletionId: z.number() }), {
  purpose: 'Deletes the events and recordings of a person on request.',
  retry: { attempts: WITHOUT_END, delaySeconds: 5, delaySecondsMax: 300 },
  singleton: true,
  about: ({ deletionId }) => `Deletion ${deletionId}`,
})

export function personJobs(deps: DeletionDependencies): Job[] {
  return [handle(deletePersonData, ({ deletionId }, { signal }) => carryOutDeletion(deps, deletionId, signal))]
}
