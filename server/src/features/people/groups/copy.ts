/** Reads groups as they are copied to ClickHouse. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** The time is `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; properties are JSON. Both are null for a deleted group. */
export interface GroupToCopy {
  team_id: number
  index: number
  key: string
  created_at: string | null
  properties: string | null
}

/** The current state of groups. */
export async function groupsToCopy(
  client: PoolClient,
  groups: readonly { team_id: number; index: number; key: string }[],
): Promise<GroupToCopy[]> {
  const { rows } = await client.query<GroupToCopy>(
    `SELECT n.team_id, n.index, n.key, to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       g.properties::text AS properties
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::int[], $3::text[]) AS n(team_id, index, key)) n
     LEFT JOIN groups g ON g.team_id = n.team_id AND g.type_index = n.index AND g.key = n.key`,
    [groups.map((each) => each.team_id), groups.map((each) => each.index), groups.map((each) => each.key)],
  )
  return rows
}
