/** The IDs to hash for flags that keep their value across a login, stored per person and flag. */
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** Stores an ID for flags and the persons with these distinct IDs, unless one is stored already. */
export async function rememberHashKey(
  pool: Pool,
  teamId: number,
  distinctIds: readonly string[],
  flagKeys: readonly string[],
  hashKey: string,
): Promise<void> {
  await pool.query(
    `INSERT INTO feature_flag_hash_keys (team_id, person_id, flag_key, hash_key)
     SELECT DISTINCT $1::int, d.person_id, k.key, $4 FROM person_distinct_ids d, unnest($3::text[]) k (key)
     WHERE d.team_id = $1 AND d.distinct_id = ANY($2) ON CONFLICT DO NOTHING`,
    [teamId, distinctIds, flagKeys, hashKey],
  )
}

/**
 * The stored IDs, by flag.
 * @param distinctIds the requested distinct ID comes first: if two persons are about to be merged, its person wins
 */
export async function findHashKeys(
  pool: Pool,
  teamId: number,
  distinctIds: readonly string[],
  flagKeys: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ key: string; hashKey: string }>(
    `SELECT h.flag_key AS key, h.hash_key AS "hashKey" FROM feature_flag_hash_keys h
     JOIN person_distinct_ids d ON d.team_id = h.team_id AND d.person_id = h.person_id
     WHERE h.team_id = $1 AND d.distinct_id = ANY($2) AND h.flag_key = ANY($3)
     ORDER BY d.distinct_id = $4 ASC`,
    [teamId, distinctIds, flagKeys, distinctIds[0]],
  )
  return new Map(rows.map(({ key, hashKey }) => [key, hashKey]))
}

/**
 * Copies the stored IDs to the new persons of distinct IDs, unless those have their own. Call it before the distinct IDs
 * move.
 * @param moves each distinct ID with the row ID of its new person
 */
export async function moveHashKeys(
  client: PoolClient,
  teamId: number,
  moves: readonly { distinctId: string; personId: number }[],
): Promise<void> {
  await client.query(
    `INSERT INTO feature_flag_hash_keys (team_id, person_id, flag_key, hash_key)
     SELECT h.team_id, v.person_id, h.flag_key, h.hash_key
     FROM unnest($2::text[], $3::bigint[]) AS v(distinct_id, person_id)
     JOIN person_distinct_ids d ON d.team_id = $1 AND d.distinct_id = v.distinct_id AND d.person_id <> v.person_id
     JOIN feature_flag_hash_keys h ON h.team_id = $1 AND h.person_id = d.person_id ON CONFLICT DO NOTHING`,
    [teamId, moves.map(({ distinctId }) => distinctId), moves.map(({ personId }) => personId)],
  )
}
