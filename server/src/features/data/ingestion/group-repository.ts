/** Writes the group types and groups that a batch found. */
import { stringifyJson } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import type { GroupStore } from './group-store.ts'
import { formatMicros } from './timestamp.ts'

export async function saveGroups(client: PoolClient, teamId: number, groups: GroupStore): Promise<void> {
  for (const { name, typeIndex } of groups.newTypes) {
    await client.query('INSERT INTO group_types (team_id, type_index, name) VALUES ($1, $2, $3)', [
      teamId,
      typeIndex,
      name,
    ])
  }
  const changed = groups.changedGroups()
  if (changed.length === 0) return
  await client.query(
    `INSERT INTO groups (team_id, type_index, key, properties, created_at)
     SELECT $1, v.type_index, v.key, v.properties, v.created_at AT TIME ZONE 'UTC'
     FROM unnest($2::smallint[], $3::text[], $4::jsonb[], $5::timestamp[]) AS v(type_index, key, properties, created_at) ORDER BY 2, 3
     ON CONFLICT (team_id, type_index, key)
       DO UPDATE SET properties = groups.properties || EXCLUDED.properties, version = groups.version + 1`,
    [
      teamId,
      changed.map((group) => group.typeIndex),
      changed.map((group) => group.key),
      changed.map((group) => stringifyJson(group.properties)),
      changed.map((group) => formatMicros(group.createdAt)),
    ],
  )
}
