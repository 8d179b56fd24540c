export { findGroupsByKey } from './groups.ts'
export { groupKind } from './kind.ts'
export { groupsInProjects } from './project.ts'
export { registerGroupRoutes } from './routes.ts'
