export { calculateNext, requestDueCalculations } from './calculation.ts'
export { cohortKind, registerCohortRoutes } from './routes.ts'
