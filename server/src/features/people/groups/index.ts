export { findGroupsByKey } from './groups.ts'
export { groupKind } from './kind.ts'
export { registerGroupRoutes } from './routes.ts'
