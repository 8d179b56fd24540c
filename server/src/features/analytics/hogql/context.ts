/** What the compiler must know of a project before it can print a query. */
import type { ClickHouseClient } from '@clickhouse/client'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { type AnyNode, type Expr, walk } from './ast.ts'
import type { PropertyOwner } from './schema.ts'

export type PropertyType = 'DateTime' | 'String' | 'Numeric' | 'Boolean'

export interface QueryTeam {
  id: number
  timezone: string
  /** 0 Sunday, 1 Monday, null Sunday. */
  weekStartDay: number | null
  /** False for a caller whose key may not read accounts. */
  readsAccounts?: boolean
}

/** A project, for a question in which neither time zones nor weeks matter. */
export const timelessTeam = (id: number): QueryTeam => ({ id, timezone: 'UTC', weekStartDay: null })

export interface CohortReference {
  id: number
  name: string
  /** The calculation that counts; null when there was none yet. */
  version: number | null
}

export interface QueryContext {
  team: QueryTeam
  /** The moment that the query calls now. */
  now: Date
  /** False when no id of the project ever changed hands. True is never wrong, only slower. */
  hasOverrides: boolean
  /** Defined type by owner and name; of a group with its index: `0:name`. */
  propertyTypes: Record<PropertyOwner, ReadonlyMap<string, PropertyType>>
  cohorts: readonly CohortReference[]
  /** Conditions of the actions that a query may ask for with `matchesAction`, by `actionKey`. */
  actions: ReadonlyMap<string, Expr>
  accounts: AccountsContext | null
}

/** What a query on accounts must know; null for one that does not speak of them. */
export interface AccountsContext {
  /** Some may not see accounts, so answers, which all of a project share, do not speak of them. */
  isClosed: boolean
  /** Those that some may not see. */
  hidden: readonly string[]
  customProperties: ReadonlyMap<string, { id: string; type: PropertyType }>
}

/** A number is an id, a text a name. */
export const actionKey = (wanted: unknown): string =>
  JSON.stringify(typeof wanted === 'bigint' ? Number(wanted) : wanted)

const OWNER_OF_KIND: Record<number, PropertyOwner> = { 1: 'event', 2: 'person', 3: 'group' }

export interface HogQLStores {
  pool: Pool
  reader: ClickHouseClient
}

/** Reads what a tree needs: types of the properties that it names, and the cohorts when it speaks of any. */
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
    names.length === 0
      ? []
      : stores.pool
          .query<{ kind: number; index: number; name: string; type: PropertyType | null }>(
            `SELECT kind, group_type_index AS index, name, property_type AS type FROM property_definitions
             WHERE team_id = $1 AND name = ANY($2)`,
            [team.id, names],
          )
          .then(({ rows }) => rows),
    // Read without its feature, which stands above this one: cohorts are calculated by queries.
    speaksOfCohorts
      ? stores.pool
          .query<CohortReference>('SELECT id, name, version FROM cohorts WHERE team_id = $1 AND NOT deleted', [team.id])
          .then(({ rows }) => rows)
      : [],
    speaksOfAccounts ? loadAccounts(stores.pool, team.id) : null,
  ])
  const propertyTypes = { event: new Map(), person: new Map(), group: new Map() }
  for (const { kind, index, name, type } of types) {
    const owner = OWNER_OF_KIND[kind]
    if (owner && type) propertyTypes[owner].set(owner === 'group' ? `${index}:${name}` : name, type)
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

const TYPE_OF_DISPLAY: Record<string, PropertyType> = {
  number: 'Numeric',
  currency: 'Numeric',
  percent: 'Numeric',
  date: 'DateTime',
  datetime: 'DateTime',
  boolean: 'Boolean',
}

/** Read without their features, which stand above this one. */
async function loadAccounts(pool: Pool, teamId: number): Promise<AccountsContext> {
  const [rules, definitions] = await Promise.all([
    pool.query<{ resourceId: string }>(
      `SELECT DISTINCT resource_id AS "resourceId" FROM access_controls
       WHERE team_id = $1 AND resource IN ('account', 'customer_analytics') AND access_level = 'none'`,
      [teamId],
    ),
    pool.query<{ id: string; name: string; type: string }>(
      'SELECT id, name, display_type AS type FROM custom_property_definitions WHERE team_id = $1',
      [teamId],
    ),
  ])
  const hidden = rules.rows.map(({ resourceId }) => resourceId)
  return {
    isClosed: hidden.includes(''),
    hidden: hidden.filter((id) => id !== ''),
    customProperties: new Map(
      definitions.rows.map(({ id, name, type }) => [name, { id, type: TYPE_OF_DISPLAY[type] ?? 'String' }]),
    ),
  }
}

interface Mentions {
  names: string[]
  speaksOfPersons: boolean
  speaksOfCohorts: boolean
  speaksOfAccounts: boolean
}

/** Columns that lead from an event to its person. */
const TO_PERSON = new Set<unknown>(['person_id', 'person', '*'])

/** Every name that may be a property's, and what else matters: more than there is does no harm. */
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
