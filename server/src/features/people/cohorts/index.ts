export { CohortCalculator, markOldCalculations } from './calculation.ts'
export { moveMergedMembers } from './merged-members.ts'
export { cohortKind, registerCohortRoutes } from './routes.ts'
export { CohortNotes } from './staleness.ts'
