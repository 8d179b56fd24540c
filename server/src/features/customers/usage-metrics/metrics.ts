/** Usage metrics as they are stored. */
import { validate as isUuid } from 'uuid'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

export interface UsageMetric {
  id: string
  groupTypeIndex: number
  name: string
  format: 'numeric' | 'currency'
  /** In days. */
  interval: number
  display: 'number' | 'sparkline'
  filters: JsonObject
  math: 'count' | 'sum'
  mathProperty: string | null
  createdAt: string
  updatedAt: string
}

const SELECT = `SELECT id, group_type_index AS "groupTypeIndex", name, format, interval, display, filters, math, math_property AS "mathProperty",
  created_at::text AS "createdAt", updated_at::text AS "updatedAt" FROM usage_metrics`

/** @returns the metrics by name in descending order, as in the answers of queries */
export async function loadMetrics(
  client: Pool | PoolClient,
  teamId: number,
  groupTypeIndex: number,
): Promise<UsageMetric[]> {
  const { rows } = await client.query<UsageMetric>(
    `${SELECT} WHERE team_id = $1 AND group_type_index = $2 ORDER BY name DESC, id`,
    [teamId, groupTypeIndex],
  )
  return rows
}

/** A malformed ID counts as not found. */
export async function loadMetric(
  client: Pool | PoolClient,
  teamId: number,
  groupTypeIndex: number,
  id: string,
): Promise<UsageMetric | null> {
  if (!isUuid(id)) return null
  const { rows } = await client.query<UsageMetric>(
    `${SELECT} WHERE team_id = $1 AND group_type_index = $2 AND id = $3`,
    [teamId, groupTypeIndex, id],
  )
  return rows[0] ?? null
}
