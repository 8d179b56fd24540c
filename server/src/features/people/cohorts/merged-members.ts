/** Moves cohort memberships of merged persons to the persons they were merged into. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import type { Database, PoolClient } from '../../../platform/postgres/postgres.ts'
import { joinPersonOf } from '../persons/index.ts'
import { countMembers, memberStores, moveMembers, STATIC_VERSION } from './members.ts'
import { markDependents } from './staleness.ts'

const MERGES_AT_ONCE = 5_000

/** Moves the memberships of the next batch of merged persons. Idempotent. */
export async function moveMergedMembers(db: Database, clickHouse: ClickHouse): Promise<Progress> {
  const { rows } = await db.$client.query<{ id: number; teamId: number; from: string; to: string }>(
    `SELECT id, team_id AS "teamId", from_uuid AS "from", to_uuid AS "to" FROM merged_persons ORDER BY id LIMIT ${MERGES_AT_ONCE}`,
  )
  if (rows.length === 0) return 'nothing'
  for (const teamId of new Set(rows.map((row) => row.teamId)))
    await moveOf(db, clickHouse, teamId, survivors(rows.filter((row) => row.teamId === teamId)))
  await db.$client.query('DELETE FROM merged_persons WHERE id = ANY($1)', [rows.map(({ id }) => id)])
  return 'done'
}

/**
 * Maps each merged person to the person they finally ended up in. Merges must be in the order in which they happened.
 */
export function survivors(merges: readonly { from: string; to: string }[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { from, to } of merges) {
    for (const [earlier, into] of found) if (into === from) found.set(earlier, to)
    found.set(from, to)
    // This person was merged away before and then recreated under the same ID.
    found.delete(to)
  }
  return found
}

async function moveOf(
  db: Database,
  clickHouse: ClickHouse,
  teamId: number,
  moves: ReadonlyMap<string, string>,
): Promise<void> {
  const stores = memberStores(db, clickHouse)
  const ids = await moveMembers(stores, teamId, moves)
  const { rows } = await db.$client.query<{ id: number }>(
    'SELECT id FROM cohorts WHERE team_id = $1 AND id = ANY($2) AND is_static',
    [teamId, ids],
  )
  for (const { id } of rows) {
    const count = await countMembers(stores, { id, teamId }, STATIC_VERSION)
    await db.$client.query('UPDATE cohorts SET count = $3 WHERE team_id = $1 AND id = $2', [teamId, id, count])
  }
  for (const id of ids) await markDependents(db.$client, teamId, id)
}

/**
 * Records which persons are merged into which. Call it in the transaction of the merge, before the distinct IDs move. The
 * memberships in ClickHouse follow later. Records nothing while the project has no cohort with members.
 * @param moves distinct IDs, each with the UUID of its new person
 * @param mergedIds row IDs of the persons that are merged into others
 */
export async function noteMergedPersons(
  client: PoolClient,
  teamId: number,
  moves: readonly { distinctId: string; personUuid: string }[],
  mergedIds: readonly number[],
): Promise<void> {
  await client.query(
    `INSERT INTO merged_persons (team_id, from_uuid, to_uuid)
     SELECT DISTINCT $1::int, p.uuid, v.person_uuid FROM unnest($2::text[], $3::uuid[]) AS v(distinct_id, person_uuid)
     ${joinPersonOf('$1', 'v.distinct_id')} AND p.id = ANY($4::bigint[])
     WHERE EXISTS (SELECT 1 FROM cohorts WHERE team_id = $1 AND version IS NOT NULL)`,
    [teamId, moves.map(({ distinctId }) => distinctId), moves.map(({ personUuid }) => personUuid), mergedIds],
  )
}
