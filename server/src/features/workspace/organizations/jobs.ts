/** The jobs of organizations and projects. */
import { z } from 'zod'
import { defineJob, handle, type Job, WITHOUT_END } from '../../../platform/jobs/definition.ts'
import { carryOutProjectDeletion, type ProjectDeletionDependencies } from './carry-out-deletion.ts'

export const forgetRetiredTokens = defineJob('forget-retired-tokens', z.object({}), {
  purpose: 'Deletes replaced project tokens that no waiting event needs any more.',
  singleton: true,
  schedule: '47 3 * * *',
})

export const deleteProjectData = defineJob('delete-project-data', z.object({ teamId: z.number() }), {
  purpose: 'Deletes all data of a deleted project.',
  retry: { attempts: WITHOUT_END, delaySeconds: 5, delaySecondsMax: 300 },
  singleton: true,
  about: ({ teamId }) => `Project ${teamId}`,
})

export function organizationJobs(deps: ProjectDeletionDependencies): Job[] {
  const { pool, log } = deps
  return [
    handle(forgetRetiredTokens, async () => {
      await pool.query('DELETE FROM retired_tokens WHERE log_sequence <= $1', [log.committed()])
    }),
    handle(deleteProjectData, ({ teamId }, { signal }) => carryOutProjectDeletion(deps, teamId, signal)),
  ]
}
