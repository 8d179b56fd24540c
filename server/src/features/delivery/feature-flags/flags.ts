/** Feature flags as stored. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import type { featureFlags } from './tables.ts'

export type StoredFlag = typeof featureFlags.$inferSelect

export interface FlagRow extends StoredFlag {
  createdBy: unknown
  lastModifiedBy: unknown
  features: JsonObject[]
}

/** Columns of a `FlagRow`, from `feature_flags f` joined with its creator and last editor. */
export const FLAG_SELECT = `SELECT f.id, f.team_id AS "teamId", f.key, f.name, f.filters, f.active, f.deleted, f.version,
    f.ensure_experience_continuity AS "ensureExperienceContinuity", f.has_encrypted_payloads AS "hasEncryptedPayloads",
    f.evaluation_runtime AS "evaluationRuntime", f.bucketing_identifier AS "bucketingIdentifier",
    f.is_remote_configuration AS "isRemoteConfiguration", f.tags, f.created_by_id AS "createdById",
    f.last_modified_by_id AS "lastModifiedById", f.created_at AS "createdAt", f.updated_at AS "updatedAt",
    f.last_called_at AS "lastCalledAt", ${userJson('c')} AS "createdBy", ${userJson('m')} AS "lastModifiedBy",
    coalesce((SELECT json_agg(json_build_object('id', e.id, 'name', e.name, 'stage', e.stage)) FROM early_access_features e
      WHERE e.feature_flag_id = f.id), '[]') AS features
  FROM feature_flags f ${leftJoinUser('c', 'f.created_by_id')} ${leftJoinUser('m', 'f.last_modified_by_id')}`

/** Finds a flag by the ID in a URL, including deleted ones. */
export async function findFlag(
  client: Pool | PoolClient,
  teamId: number,
  id: string | number,
): Promise<FlagRow | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await client.query<FlagRow>(`${FLAG_SELECT} WHERE f.team_id = $1 AND f.id = $2`, [
    teamId,
    Number(id),
  ])
  return rows[0] ?? null
}
