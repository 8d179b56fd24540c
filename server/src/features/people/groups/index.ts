export { findGroupsByKey } from './groups.ts'
export { registerGroupRoutes } from './routes.ts'
