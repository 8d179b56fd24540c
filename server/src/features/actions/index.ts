export { type Action, findActions } from './actions.ts'
export type { ActionStep } from './tables.ts'
