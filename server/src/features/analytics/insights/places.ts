/**
 * The dashboards that insights are on. The dashboards feature stores this and imports insights, never the other way
 * round. So insights declare what they need in `InsightPlaces`, dashboards implement it, and the web role connects the
 * two.
 */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** In API format. */
export interface InsightTile {
  id: number
  dashboard_id: number
  deleted: boolean
}

/** The dashboards that an insight is on; none while the insight is deleted. */
export function dashboardsOf(insight: { deleted: boolean }, tiles: readonly InsightTile[]): number[] {
  if (insight.deleted) return []
  return tiles.filter(({ deleted }) => !deleted).map(({ dashboard_id }) => dashboard_id)
}

/** A dashboard's settings for an insight on it. */
export interface InsightPlace {
  filters: JsonObject
  variables: JsonObject | null
  color: string | null
  layouts: JsonObject
}

export interface InsightPlaces {
  /** Tiles by insight, including removed tiles but not those of deleted dashboards. */
  tilesOf(client: Pool | PoolClient, teamId: number, insights: readonly number[]): Promise<Map<number, InsightTile[]>>
  /**
   * @param dashboard the ID from the URL
   * @returns null if the insight is not on the dashboard
   */
  find(pool: Pool, teamId: number, insight: number, dashboard: string): Promise<InsightPlace | null>
  /**
   * Puts an insight on exactly these dashboards. Previously removed tiles are restored as they were.
   * @throws ApiError 400 if a dashboard does not belong to the project
   */
  place(client: PoolClient, teamId: number, insight: number, dashboards: readonly number[]): Promise<void>
  /** SQL condition: the insight is on a dashboard that is not deleted. `insight` is SQL for its ID. */
  standsSql(insight: string): string
  /** The same for one dashboard; `dashboard` is SQL for its ID. */
  standsOnSql(insight: string, dashboard: string): string
}
