/** Background jobs for feature flags. */
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { defineJob, handle, type Job } from '../../../platform/jobs/definition.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { noteLastCalls } from './last-called.ts'

export const noteFlagCalls = defineJob('note-flag-calls', z.object({}), {
  purpose: 'Records when each feature flag was last called.',
  singleton: true,
  schedule: '*/5 * * * *',
})

export function flagJobs(pool: Pool, { reader }: ClickHouse): Job[] {
  return [handle(noteFlagCalls, () => noteLastCalls({ pool, reader }))]
}
