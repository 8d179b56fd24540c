/** The project data that the compiler needs to print a query. */
import type { ClickHouseClient } from '@clickhouse/client'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { type AnyNode, type Expr, walk } from './ast.ts'
import type { PropertyOwner } from './schema.ts'
import { type AccountsContext, type CohortReference, connectedSources, type PropertyType } from './sources.ts'

export interface QueryTeam {
  id: number
  timezone: string
  /** 0: Sunday, 1: Monday, null: Sunday. */
  weekStartDay: number | null
  /** False if the caller's API key may not read accounts. */
  readsAccounts?: boolean
}

/** A project for queries in which time zones and weeks do not matter. */
export const timelessTeam = (id: number): QueryTeam => ({ id, timezone: 'UTC', weekStartDay: null })

export interface QueryContext {
  team: QueryTeam
  /** The value of `now()` in the query. */
  now: Date
  /** False if no distinct ID of the project ever moved to another person. True is always correct, only slower. */
  hasOverrides: boolean
  /** Defined property types by owner and name. Group properties are prefixed with the group type index: `0:name`. */
  propertyTypes: Record<PropertyOwner, ReadonlyMap<string, PropertyType>>
  cohorts: readonly CohortReference[]
  /** Conditions of the actions that a query may reference with `matchesAction`, by `actionKey`. */
  actions: ReadonlyMap<string, Expr>
  accounts: AccountsContext | null
}

/** Key of an action in `QueryContext.actions`. A number is an ID, a string is a name. */
export const actionKey = (wanted: unknown): string =>
  JSON.stringify(typeof wanted === 'bigint' ? Number(wanted) : wanted)

const OWNER_OF_KIND: Record<number, PropertyOwner> = { 1: 'event', 2: 'person', 3: 'group' }

export interface HogQLStores {
  pool: Pool
  reader: ClickHouseClient
}

/** Loads what a tree needs: the types of the properties it names, and cohorts and accounts if it reads any. */
export async function loadContext(
  stores: HogQLStores,
  team: QueryTeam,
  tree: unknown,
  now = new Date(),
  actions: QueryContext['actions'] = new Map(),
): Promise<QueryContext> {
  const { names, speaksOfPersons, speaksOfCohorts, speaksOfAccounts } = scan([tree, ...actions.values()])
  const [hasOverrides, types, cohorts, accounts] = await Promise.all([
    speaksOfPersons ? findOverrides(stores.reader, team.id) : true,
    names.length === 0 ? [] : connectedSources().propertyTypes(stores.pool, team.id, names),
    speaksOfCohorts ? connectedSources().cohorts(stores.pool, team.id) : [],
    speaksOfAccounts ? connectedSources().accounts(stores.pool, team.id) : null,
  ])
  const propertyTypes = { event: new Map(), person: new Map(), group: new Map() }
  for (const { kind, index, name, type } of types) {
    const owner = OWNER_OF_KIND[kind]
    if (owner && type) propertyTypes[owner].set(owner === 'group' ? `${index}:${name}` : name, type as PropertyType)
  }
  return { team, now, hasOverrides, propertyTypes, cohorts, actions, accounts }
}

async function findOverrides(reader: ClickHouseClient, teamId: number): Promise<boolean> {
  const answer = await reader.query({
    query: 'SELECT 1 FROM person_distinct_id_overrides WHERE team_id = {team:UInt32} LIMIT 1',
    query_params: { team: teamId },
    format: 'JSONEachRow',
  })
  return (await answer.json()).length > 0
}

interface Mentions {
  names: string[]
  speaksOfPersons: boolean
  speaksOfCohorts: boolean
  speaksOfAccounts: boolean
}

/** Columns that lead from an event to its person. */
const TO_PERSON = new Set<unknown>(['person_id', 'person', '*'])

/** Collects every name that may be a property and what else the query reads. Extra names do no harm. */
function scan(tree: unknown): Mentions {
  const names = new Set<string>()
  let namesPerson = false
  let readsEvents = false
  let speaksOfCohorts = false
  let speaksOfAccounts = false
  walk(tree, (node: AnyNode) => {
    if (node.node === 'Field') {
      const chain = node.chain as (string | number)[]
      for (const part of chain.slice(1)) names.add(String(part))
      if (chain.some((part) => TO_PERSON.has(part))) namesPerson = true
      if (chain[0] === 'events') readsEvents = true
      if (/cohort_people$/.test(String(chain[0]))) speaksOfCohorts = true
      if (chain[0] === 'system') speaksOfAccounts = true
    } else if (node.node === 'ArrayAccess') {
      const { property } = node as { property?: { node?: string; value?: unknown } }
      if (property?.node === 'Constant') names.add(String(property.value))
      if (TO_PERSON.has(property?.value)) namesPerson = true
    } else if (node.node === 'CompareOperation' && /cohort/.test(String(node.op))) speaksOfCohorts = true
  })
  return {
    names: [...names].map((name) => name.replaceAll('\0', '')),
    speaksOfPersons: namesPerson && readsEvents,
    speaksOfCohorts,
    speaksOfAccounts,
  }
}
