export { insertInsight, type NewInsight } from './insert.ts'
export {
  findInsights,
  findLivingInsight,
  type Insight,
  isInsightElsewhere,
  leftJoinInsight,
  visibleQuestions,
} from './insights.ts'
export { insightKind } from './kind.ts'
export { jsonParameter, storedRefresh } from './parameters.ts'
export type { InsightPlace, InsightPlaces, InsightTile } from './places.ts'
export { answerInsight, insightAnswer, presentInsight } from './results.ts'
export { registerInsightRoutes } from './routes.ts'
export { drawingOf, presentSharedInsight, readableQuery, sharedAnswer } from './shared.ts'
export { shareableInsights } from './sharing.ts'
export { deleteWithDashboard, restoreWithDashboard } from './write.ts'
