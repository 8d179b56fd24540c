/** What the insight routes need: the caller, and the services that answer queries. */
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { findInsight, type Insight } from './insights.ts'
import { insightKind } from './kind.ts'
import type { InsightPlaces } from './places.ts'

/** A project, the caller, the query runner, and access to the dashboards that insights are on. */
export interface InsightContext extends ObjectContext {
  runner: QueryRunner
  places: InsightPlaces
}

export const insightObjects = new ProjectObjects<Insight>(insightKind, (client, teamId, id) =>
  findInsight({ $client: client }, teamId, id),
)
