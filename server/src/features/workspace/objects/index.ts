export { enterProject, type ProjectContext } from './project.ts'
export { type ObjectContext, ProjectObjects } from './project-objects.ts'
export { registerHistoryRoute } from './routes.ts'
