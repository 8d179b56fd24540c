/** Writes the group types and groups of a batch of events, in its transaction. */
import { type JsonObject, stringifyJson } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'

export async function insertGroupType(
  client: PoolClient,
  teamId: number,
  { typeIndex, name }: { typeIndex: number; name: string },
): Promise<void> {
  await client.query('INSERT INTO group_types (team_id, type_index, name) VALUES ($1, $2, $3)', [
    teamId,
    typeIndex,
    name,
  ])
}

export interface IngestedGroup {
  typeIndex: number
  key: string
  properties: JsonObject
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; only used for new groups. */
  createdAt: string
}

/** Creates groups, or adds properties to existing ones. */
export async function mergeGroups(client: PoolClient, teamId: number, groups: readonly IngestedGroup[]): Promise<void> {
  await client.query(
    `INSERT INTO groups (team_id, type_index, key, properties, created_at)
     SELECT $1, v.type_index, v.key, v.properties, v.created_at AT TIME ZONE 'UTC'
     FROM unnest($2::smallint[], $3::text[], $4::jsonb[], $5::timestamp[]) AS v(type_index, key, properties, created_at) ORDER BY 2, 3
     ON CONFLICT (team_id, type_index, key)
       DO UPDATE SET properties = groups.properties || EXCLUDED.properties, version = groups.version + 1`,
    [
      teamId,
      groups.map((group) => group.typeIndex),
      groups.map((group) => group.key),
      groups.map((group) => stringifyJson(group.properties)),
      groups.map((group) => group.createdAt),
    ],
  )
}
