export { calculateNext, requestDueCalculations } from './calculation.ts'
export { registerCohortRoutes } from './routes.ts'
