export { type Action, eventsOfActions, findActions, findActionsBy } from './actions.ts'
export { actionKind } from './kind.ts'
export { registerActionRoutes } from './routes.ts'
export type { ActionStep } from './tables.ts'
