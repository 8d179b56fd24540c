/** Writes the group types and groups that a batch found. */
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { insertGroupType, mergeGroups } from '../../people/groups/index.ts'
import type { GroupStore } from './group-store.ts'
import { formatMicros } from './timestamp.ts'

export async function saveGroups(client: PoolClient, teamId: number, groups: GroupStore): Promise<void> {
  for (const type of groups.newTypes) await insertGroupType(client, teamId, type)
  const changed = groups.changedGroups()
  if (changed.length === 0) return
  await mergeGroups(
    client,
    teamId,
    changed.map((group) => ({ ...group, createdAt: formatMicros(group.createdAt) })),
  )
}
