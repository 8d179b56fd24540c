/** Who asks for insights, and what insights need to answer. */
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { findInsight, type Insight } from './insights.ts'
import { insightKind } from './kind.ts'
import type { InsightPlaces } from './places.ts'

/** A project, who asks, who answers questions, and who knows where insights stand. */
export interface InsightContext extends ObjectContext {
  runner: QueryRunner
  places: InsightPlaces
}

export const insightObjects = new ProjectObjects<Insight>(insightKind, (client, teamId, id) =>
  findInsight({ $client: client }, teamId, id),
)
