export { registerEarlyAccessRoutes } from './early-access-routes.ts'
export { flagKind, registerFlagRoutes } from './flag-routes.ts'
export { registerSdkFlagRoutes } from './sdk-routes.ts'
export { FlagStore } from './store.ts'
