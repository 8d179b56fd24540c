/** The jobs of demo data. */
import { z } from 'zod'
import { defineJob, handle, type Job, WITHOUT_END } from '../../../platform/jobs/definition.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { DEMO_DAYS } from './generate.ts'
import { type DemoDependencies, generateDemoData } from './generator.ts'

const SEED = 1
const HOUR_MS = 60 * 60 * 1000

export const makeDemoData = defineJob('make-demo-data', z.object({ teamId: z.number() }), {
  purpose: 'Generates the events of a demo project.',
  retry: { attempts: WITHOUT_END, delaySeconds: 5, delaySecondsMax: 300 },
  singleton: true,
  about: ({ teamId }) => `Project ${teamId}`,
})

/** Queues the generation of demo data. Pass the transaction that creates the project. */
export async function requestDemoData(client: PoolClient, teamId: number): Promise<void> {
  await client.query(
    'INSERT INTO demo_generations (team_id, seed, "end", days) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [teamId, SEED, new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS), DEMO_DAYS],
  )
  await sendJob(client, makeDemoData, { teamId }, { singletonKey: String(teamId) })
}

/** Cancels the generation of demo data. Pass the transaction that deletes the project. */
export async function cancelDemoData(client: PoolClient, teamId: number): Promise<void> {
  await client.query('DELETE FROM demo_generations WHERE team_id = $1', [teamId])
}

/** Runs in the process that appends to the event log. */
export function demoJobs(deps: DemoDependencies): Job[] {
  return [handle(makeDemoData, ({ teamId }, run) => generateDemoData(deps, teamId, run))]
}
