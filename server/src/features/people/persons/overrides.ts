/**
 * Delivers the distinct ID changes of splits to ClickHouse. The transaction of a split writes them to PostgreSQL, where
 * they stay until ClickHouse has them. The highest version of an ID wins, so inserting a row twice has no effect.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import type { Progress } from '../../../platform/jobs/polling.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'

const ROWS_AT_ONCE = 1000

export interface PersonOverride {
  distinctId: string
  personUuid: string
  version: number
}

/** Queues overrides in the transaction of the split. */
export async function saveOverrides(
  client: PoolClient,
  teamId: number,
  overrides: readonly PersonOverride[],
): Promise<void> {
  await client.query(
    `INSERT INTO pending_person_overrides (team_id, distinct_id, person_uuid, version)
     SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::bigint[])`,
    [
      teamId,
      overrides.map(({ distinctId }) => distinctId),
      overrides.map(({ personUuid }) => personUuid),
      overrides.map(({ version }) => version),
    ],
  )
}

/** Delivers queued overrides. Any number of processes may run this concurrently. */
export async function deliverOverrides(pool: Pool, writer: ClickHouseClient): Promise<Progress> {
  for (;;) {
    const delivered = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ team_id: number; distinct_id: string; person_id: string; version: number }>(
        `DELETE FROM pending_person_overrides WHERE id IN
           (SELECT id FROM pending_person_overrides ORDER BY id LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED)
         RETURNING team_id, distinct_id, person_uuid AS person_id, version`,
      )
      if (rows.length > 0)
        await writer.insert({ table: 'person_distinct_id_overrides', values: rows, format: 'JSONEachRow' })
      return rows.length
    })
    if (delivered < ROWS_AT_ONCE) return 'nothing'
  }
}
