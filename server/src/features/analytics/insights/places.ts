/**
 * Where insights stand. Dashboards keep that, and they are made of insights: they import insights, never the other way
 * round. So insights say here what they ask, dashboards answer, and the web role puts the two together.
 */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** As clients see it. */
export interface InsightTile {
  id: number
  dashboard_id: number
  deleted: boolean
}

/** The dashboards that an insight stands on: on none while it is deleted. */
export function dashboardsOf(insight: { deleted: boolean }, tiles: readonly InsightTile[]): number[] {
  if (insight.deleted) return []
  return tiles.filter(({ deleted }) => !deleted).map(({ dashboard_id }) => dashboard_id)
}

/** What a dashboard says about an insight on it. */
export interface InsightPlace {
  filters: JsonObject
  variables: JsonObject | null
  color: string | null
  layouts: JsonObject
}

export interface InsightPlaces {
  /** The tiles of insights on dashboards that are not deleted, by insight; tiles that were removed too. */
  tilesOf(client: Pool | PoolClient, teamId: number, insights: readonly number[]): Promise<Map<number, InsightTile[]>>
  /**
   * Null when the insight does not stand on the dashboard.
   * @param dashboard as a URL has it
   */
  find(pool: Pool, teamId: number, insight: number, dashboard: string): Promise<InsightPlace | null>
  /**
   * Puts an insight on exactly these dashboards. A tile that was removed earlier comes back as it was.
   * @throws ApiError 400 for a dashboard that is not the project's
   */
  place(client: PoolClient, teamId: number, insight: number, dashboards: readonly number[]): Promise<void>
  /** SQL condition: the insight whose id a piece of SQL gives stands on a dashboard that is not deleted. */
  standsSql(insight: string): string
  /** The same for one dashboard, whose id another piece of SQL gives. */
  standsOnSql(insight: string, dashboard: string): string
}
