/** Reads persons as they are copied to ClickHouse. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** Times are `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; properties are JSON. All are null for a deleted person. */
export interface PersonToCopy {
  team_id: number
  /** The UUID. */
  key: string
  created_at: string | null
  properties: string | null
  is_identified: boolean | null
  distinct_ids: string[] | null
}

/** The current state of persons. `teamIds` and `uuids` are parallel lists. */
export async function personsToCopy(
  client: PoolClient,
  teamIds: readonly number[],
  uuids: readonly string[],
): Promise<PersonToCopy[]> {
  const { rows } = await client.query<PersonToCopy>(
    `SELECT n.team_id, n.key, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       p.properties::text AS properties, p.is_identified,
       (SELECT array_agg(d.distinct_id ORDER BY d.id) FROM person_distinct_ids d WHERE d.person_id = p.id) AS distinct_ids
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::uuid[]) AS n(team_id, key)) n
     LEFT JOIN persons p ON p.team_id = n.team_id AND p.uuid = n.key`,
    [teamIds, uuids],
  )
  return rows
}
