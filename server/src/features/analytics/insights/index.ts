export { findInsights, type Insight } from './insights.ts'
export { insightKind } from './kind.ts'
export { answerInsight, insightAnswer, presentInsight } from './results.ts'
export { jsonParameter, registerInsightRoutes, storedRefresh } from './routes.ts'
