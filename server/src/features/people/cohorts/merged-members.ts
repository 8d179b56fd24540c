/** Members who were merged into somebody else: the person who stays is a member instead. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { markDependents } from './staleness.ts'
import { countMembers, STATIC_VERSION } from './store.ts'

const MERGES_AT_ONCE = 5_000

/**
 * Moves the memberships of the next persons that were merged. Doing it twice changes nothing.
 */
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

/** Who every merged person is in the end; the merges in the order in which they happened. */
export function survivors(merges: readonly { from: string; to: string }[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { from, to } of merges) {
    for (const [earlier, into] of found) if (into === from) found.set(earlier, to)
    found.set(from, to)
    // Somebody who was merged away and came to life again under the same id.
    found.delete(to)
  }
  return found
}

async function moveOf(
  db: Database,
  { reader, writer }: ClickHouse,
  teamId: number,
  moves: ReadonlyMap<string, string>,
): Promise<void> {
  const from = [...moves.keys()]
  const query_params = { team: teamId, from, to: [...moves.values()] }
  const where = 'team_id = {team:UInt32} AND toString(person_id) IN {from:Array(String)}'
  const answer = await reader.query({
    query: `SELECT DISTINCT cohort_id AS id FROM cohort_people WHERE ${where}`,
    query_params,
    format: 'JSONEachRow',
  })
  const ids = (await answer.json<{ id: number }>()).map(({ id }) => id)
  if (ids.length === 0) return
  await writer.command({
    query: `INSERT INTO cohort_people (team_id, cohort_id, version, person_id)
            SELECT DISTINCT team_id, cohort_id, version, toUUID(transform(toString(person_id), {from:Array(String)}, {to:Array(String)}, ''))
            FROM cohort_people WHERE ${where}`,
    query_params,
  })
  await writer.command({
    query: `ALTER TABLE cohort_people DELETE WHERE ${where}`,
    query_params,
    clickhouse_settings: { mutations_sync: '1' },
  })
  const { rows } = await db.$client.query<{ id: number }>(
    'SELECT id FROM cohorts WHERE team_id = $1 AND id = ANY($2) AND is_static',
    [teamId, ids],
  )
  for (const { id } of rows) {
    const count = await countMembers(reader, teamId, id, STATIC_VERSION)
    await db.$client.query('UPDATE cohorts SET count = $2 WHERE id = $1', [id, count])
  }
  for (const id of ids) await markDependents(db.$client, teamId, id)
}
