/** The single way in which every feature records who changed what. */
import type { Principal } from '../../../platform/http/access.ts'
import { type JsonValue, storableJsonText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { assertDeclared } from '../kinds/index.ts'

/** The scope of a declared kind: `FeatureFlag`. */
export type ActivityScope = string

export interface ActivityChange {
  type: ActivityScope
  action: 'created' | 'changed' | 'deleted' | 'merged' | 'split' | 'exported'
  field: string | null
  before: JsonValue
  after: JsonValue
}

export interface ActivityDetail {
  changes: ActivityChange[] | null
  /** The object's name at the time of the change. */
  name: string | null
  short_id: string | null
  trigger: JsonValue
  type: string | null
}

export interface ActivityEntry {
  organizationId: string
  teamId: number | null
  /** Who made the change. A change that no user made is logged as the system's. */
  principal: Pick<Principal, 'userId'>
  /** `created`, `updated`, `deleted`, or a word specific to the kind. */
  activity: string
  scope: ActivityScope
  itemId: string
  detail: Partial<ActivityDetail>
}

/**
 * Records a change. Pass the transaction that makes the change, so that either both happen or neither. Values that may be
 * private (properties of persons, secrets) do not belong in `detail`.
 */
export async function logActivity(client: Pool | PoolClient, ...entries: ActivityEntry[]): Promise<void> {
  if (entries.length === 0) return
  // The kind decides who may read an entry, so it must be declared.
  for (const { scope } of entries) assertDeclared(scope)
  const column = <T>(of: (entry: ActivityEntry) => T) => entries.map(of)
  await client.query(
    `INSERT INTO activity_log (id, organization_id, team_id, user_id, activity, scope, item_id, detail)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::jsonb[])`,
    [
      column(() => newUuid()),
      column(({ organizationId }) => organizationId),
      column(({ teamId }) => teamId),
      column(({ principal }) => principal.userId),
      column(({ activity }) => activity),
      column(({ scope }) => scope),
      column(({ itemId }) => itemId),
      column(({ detail }) => {
        const whole: ActivityDetail = {
          changes: null,
          name: null,
          short_id: null,
          trigger: null,
          type: null,
          ...detail,
        }
        return storableJsonText(whole as never)
      }),
    ],
  )
}

/** Deletes all entries of a deleted organization. */
export async function forgetOrganization(client: PoolClient, organizationId: string): Promise<void> {
  await client.query('DELETE FROM activity_log WHERE organization_id = $1', [organizationId])
}
