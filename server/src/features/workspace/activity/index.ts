export { historyAnswer, historyQuery } from './answers.ts'
export { changesBetween } from './changes.ts'
export { changesSince, type ProjectLog } from './history.ts'
export { activityJobs, forgetOldActivity } from './jobs.ts'
export {
  type ActivityChange,
  type ActivityDetail,
  type ActivityEntry,
  type ActivityScope,
  forgetOrganization,
  logActivity,
} from './log.ts'
export { registerActivityNotificationRoutes } from './notification-routes.ts'
export { answerHistory, registerActivityRoutes } from './routes.ts'
