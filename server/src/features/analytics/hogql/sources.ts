/**
 * What a query must know about cohorts, accounts and property definitions. Their features run queries themselves, so HogQL
 * cannot import them: `roles/hogql.ts` passes these functions in.
 */
import type { Pool } from '../../../platform/postgres/postgres.ts'

export type PropertyType = 'DateTime' | 'String' | 'Numeric' | 'Boolean'

export interface CohortReference {
  id: number
  name: string
  /** The calculation that counts; null when there was none yet. */
  version: number | null
}

/** What a query on accounts must know. */
export interface AccountsContext {
  /** Some may not see accounts, so answers, which all of a project share, do not speak of them. */
  isClosed: boolean
  /** Those that some may not see. */
  hidden: readonly string[]
  customProperties: ReadonlyMap<string, { id: string; type: PropertyType }>
}

/** Each function answers for one project. */
export interface HogQLSources {
  /** Types of the properties with these names: of events (kind 1), persons (2) and groups (3, with the index of their type). */
  propertyTypes(pool: Pool, teamId: number, names: readonly string[]): Promise<TypedProperty[]>
  /** Cohorts that are not deleted. */
  cohorts(pool: Pool, teamId: number): Promise<CohortReference[]>
  accounts(pool: Pool, teamId: number): Promise<AccountsContext>
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
