export { cohortJobs, markOldCohorts } from './jobs.ts'
export { cohortKind } from './kind.ts'
export {
  cohortCriteria,
  cohortReferences,
  cohortStamp,
  cohortsHolding,
  existingCohorts,
  visibleCohorts,
} from './lookups.ts'
export { noteMergedPersons } from './merged-members.ts'
export { registerCohortRoutes } from './routes.ts'
export { cohortServices } from './services.ts'
export { CohortNotes } from './staleness.ts'
