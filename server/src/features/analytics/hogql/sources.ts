/**
 * What queries need from cohorts, accounts, recordings and property definitions. Those features run queries themselves, so HogQL cannot
 * import them. `roles/hogql.ts` passes these functions in.
 */
import type { Pool } from '../../../platform/postgres/postgres.ts'

export type PropertyType = 'DateTime' | 'String' | 'Numeric' | 'Boolean'

export interface CohortReference {
  id: number
  name: string
  /** Version of the calculation in use; null before the first one. */
  version: number | null
}

/** Account settings for queries that read accounts. */
export interface AccountsContext {
  /**
   * True if some members may not see accounts at all. Answers are shared by the whole project, so queries then must not
   * read accounts.
   */
  isClosed: boolean
  /** IDs of the accounts that are hidden from some members. */
  hidden: readonly string[]
  customProperties: ReadonlyMap<string, { id: string; type: PropertyType }>
}

/** Each function reads one project. */
export interface HogQLSources {
  /** Types of the properties with these names. Kind 1: events, 2: persons, 3: groups (with their group type index). */
  propertyTypes(pool: Pool, teamId: number, names: readonly string[]): Promise<TypedProperty[]>
  /** Cohorts that are not deleted. */
  cohorts(pool: Pool, teamId: number): Promise<CohortReference[]>
  accounts(pool: Pool, teamId: number): Promise<AccountsContext>
  /** Which of some sessions have a recording. */
  recordedSessions(pool: Pool, teamId: number, sessionIds: readonly string[]): Promise<ReadonlySet<string>>
}

export interface TypedProperty {
  kind: number
  index: number
  name: string
  type: string | null
}

let connected: HogQLSources | undefined

/** Call this once in each process that runs queries. */
export function connectHogQL(sources: HogQLSources): void {
  connected = sources
}

export function connectedSources(): HogQLSources {
  if (!connected) throw new Error('Call connectHogQL before running queries.')
  return connected
}
