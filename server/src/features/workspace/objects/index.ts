export { enterProject, type ProjectContext } from '../organizations/index.ts'
export { logChange, type ObjectContext, ProjectObjects } from './project-objects.ts'
export { registerHistoryRoute } from './routes.ts'
