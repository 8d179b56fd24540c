/** The accounts that are copied to ClickHouse. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

/** Times are `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; properties are JSON. All fields are null if the account was deleted. */
export interface AccountToCopy {
  team_id: number
  /** The account's ID. */
  key: string
  name: string | null
  external_id: string | null
  tags: string[] | null
  created_by: number | null
  properties: string | null
  created_at: string | null
  updated_at: string | null
  /** JSON: current values by definition. */
  custom_properties: string | null
}

/** The current state of accounts; the project and the ID of an account are at the same index of the two lists. */
export async function accountsToCopy(
  client: PoolClient,
  teamIds: readonly number[],
  ids: readonly string[],
): Promise<AccountToCopy[]> {
  const { rows } = await client.query<AccountToCopy>(
    `SELECT n.team_id, n.key, a.name, a.external_id, a.tags, a.created_by, a.properties::text AS properties,
       to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       to_char(a.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS updated_at,
       (SELECT jsonb_object_agg(v.definition_id,
          coalesce(to_jsonb(v.text_value), to_jsonb(v.number_value), to_jsonb(v.boolean_value), to_jsonb(v.time_value)))
        FROM custom_property_values v WHERE v.account_id = a.id AND v.superseded_at IS NULL)::text AS custom_properties
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::uuid[]) AS n(team_id, key)) n
     LEFT JOIN accounts a ON a.team_id = n.team_id AND a.id = n.key`,
    [teamIds, ids],
  )
  return rows
}
