export { type Action, findActions, findActionsBy } from './actions.ts'
export { actionKind, registerActionRoutes } from './routes.ts'
export type { ActionStep } from './tables.ts'
