export { findInsights, type Insight } from './insights.ts'
export { answerInsight, insightAnswer, presentInsight } from './results.ts'
export { insightKind, jsonParameter, registerInsightRoutes, storedRefresh } from './routes.ts'
