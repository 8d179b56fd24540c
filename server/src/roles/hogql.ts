/** Lists what queries read from features that run queries themselves; see `HogQLSources`. */
import type { HogQLSources } from '../features/analytics/hogql/index.ts'
import { accountsInQueries } from '../features/customers/customer-accounts/index.ts'
import { findRecordedSessions } from '../features/data/replay/index.ts'
import { propertyTypesOf } from '../features/data/taxonomy/index.ts'
import { cohortReferences } from '../features/people/cohorts/index.ts'

export const hogqlSources: HogQLSources = {
  propertyTypes: propertyTypesOf,
  cohorts: cohortReferences,
  accounts: accountsInQueries,
  recordedSessions: findRecordedSessions,
}
