export { enterProject, type ProjectContext } from './project.ts'
export { logChange, type ObjectContext, ProjectObjects } from './project-objects.ts'
export { registerHistoryRoute } from './routes.ts'
