export { changesBetween } from './changes.ts'
export { type ActivityChange, type ActivityEntry, type ActivityScope, logActivity } from './log.ts'
export { registerActivityNotificationRoutes } from './notification-routes.ts'
export { answerHistory, historyAnswer, historyQuery, registerActivityRoutes } from './routes.ts'
