/**
 * Answers a query for the accounts table: PostgreSQL data in one statement, usage from the events of the accounts' groups.
 */
import { errors } from '../../../platform/http/errors.ts'
import { validate } from '../../../platform/http/validation.ts'
import type { JsonValue } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { compare, constant, field, selectTemplate, tuple } from '../../analytics/hogql/index.ts'
import { type AskedKind, Asker, type AskingTeam, type QueryStores } from '../../analytics/query/index.ts'
import { findGroupsByKey, leftJoinGroup } from '../../people/groups/index.ts'
import type { ResourceAccess } from '../../workspace/organizations/index.ts'
import { NOTE_COUNTS } from '../notebooks/index.ts'
import { computeUsage, isEmptyMetric, loadMetrics, metricNode, type UsageMetric } from '../usage-metrics/index.ts'
import { DATA_TYPES, DEFINITION_SELECT, type Definition } from './definitions.ts'
import { filterSql } from './table-filters.ts'
import { ACCOUNT_FIELDS, type TableColumn, type TableNode, tableNode } from './table-node.ts'
import { SLOTS, type Slots, slotValue, VALUE_COLUMNS } from './values.ts'

export interface TableRow {
  id: string
  name: string
  externalId: string | null
  accountFields: Record<string, JsonValue>
  tags: string[]
  noteCount?: number
  /** User IDs by requested role. */
  relationships: Record<string, number[]>
  /** By ID of the definition. */
  customProperties: Record<string, JsonValue>
  customPropertyHistory: Record<string, { timestamp: string; value: JsonValue }[]>
  groupProperties: Record<string, JsonValue>
  /** By ID of the metric; `days` has the oldest first. */
  usageMetrics: Record<string, { value: number; previous: number; days: number[] }>
  lastSeen?: string | null
}

export interface TableAnswer {
  kind: 'AccountsTableQuery'
  results: TableRow[]
  count: number
  hasMore: boolean
  limit: number
  offset: number
}

/**
 * The group type that accounts belong to: the project's setting, else its first type.
 * @param config the project's `customer_analytics_config`
 */
export function accountGroupType(config: { account_group_type_index?: unknown } | null): number {
  const index = config?.account_group_type_index
  return typeof index === 'number' ? index : 0
}

export const accountsTableKind: AskedKind = {
  kind: 'AccountsTableQuery',
  resource: 'account',
  answer: async ({ stores, team, resolved, own, query, signal }) => ({
    ...(await answerTable(
      { stores, team, own, groupType: accountGroupType(resolved.customerAnalyticsConfig), signal },
      validate(tableNode, query),
    )),
  }),
}

interface Asking {
  stores: QueryStores
  team: AskingTeam
  own: ResourceAccess
  groupType: number
  signal: AbortSignal
}

export async function answerTable(asking: Asking, node: TableNode): Promise<TableAnswer> {
  const { stores, team, own, groupType } = asking
  const { db } = stores
  const definitions = await findDefinitions(db, team.id)
  const metrics = await findMetrics(asking, node)
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const group = leftJoinGroup({ team: 'a.team_id', typeIndex: groupType, key: 'a.external_id' })
  const readsGroups = node.filters.some(({ kind }) => kind === 'group_property')
  const conditions = [
    'a.team_id = $1',
    own.visibleSql('a.id', 'a.created_by', bind),
    ...node.filters.map((each) => filterSql(each, definitions, bind)),
  ]
  const where = conditions.join(' AND ')
  const from = `accounts a ${readsGroups ? group : ''}`
  const counted = db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${from} WHERE ${where}`, [
    ...values,
  ])
  // If this fails, the other statement fails as well, and nothing awaits this promise.
  counted.catch(() => {})
  const order = await orderSql(asking, node, definitions, metrics, bind)
  const page = async ({ join, by, needsGroup }: Order): Promise<BaseRow[]> => {
    const joins = `${readsGroups || !needsGroup ? '' : group} ${join}`
    const { rows } = await db.$client.query<BaseRow>(
      `SELECT ${BASE_COLUMNS} FROM ${from} ${joins} WHERE ${where}
       ORDER BY ${by}a.created_at DESC NULLS LAST, a.id DESC NULLS LAST LIMIT ${node.limit} OFFSET ${node.offset}`,
      values,
    )
    return rows
  }
  let rows = order.quick ? await page(order.quick) : null
  // Accounts without a value come last; they are only read when the others do not fill the page.
  if (rows === null || rows.length < node.limit) rows = await page(order)
  const results = await fillRows(asking, node, definitions, metrics, rows)
  const count = (await counted).rows[0]!.count
  return {
    kind: 'AccountsTableQuery',
    results,
    count,
    hasMore: node.offset + rows.length < count,
    limit: node.limit,
    offset: node.offset,
  }
}

interface BaseRow {
  id: string
  name: string
  externalId: string | null
  properties: Record<string, JsonValue>
  tags: string[]
  createdAt: string
  createdById: number | null
  updatedAt: string
}
const BASE_COLUMNS = `a.id, a.name, a.external_id AS "externalId", a.properties, a.tags, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt"`

async function findDefinitions(db: Database, teamId: number): Promise<Map<string, Definition>> {
  const { rows } = await db.$client.query<Definition>(`${DEFINITION_SELECT} WHERE d.team_id = $1`, [teamId])
  return new Map(rows.map((row) => [row.id, row]))
}

async function findMetrics({ stores, team, groupType }: Asking, node: TableNode): Promise<Map<string, UsageMetric>> {
  const asked = [...node.columns, ...(node.orderBy ? [node.orderBy.column] : [])]
  if (!asked.some(({ kind }) => kind === 'usage_metric')) return new Map()
  const all = await loadMetrics(stores.db.$client, team.id, groupType)
  return new Map(all.filter((metric) => !isEmptyMetric(metric)).map((metric) => [metric.id, metric]))
}

interface Order {
  join: string
  /** Ends with a comma, or is empty. */
  by: string
  needsGroup: boolean
  /** The same order without the accounts that have no value, served by an index. */
  quick?: Order
}

async function orderSql(
  asking: Asking,
  { orderBy }: TableNode,
  definitions: ReadonlyMap<string, Definition>,
  metrics: ReadonlyMap<string, UsageMetric>,
  bind: (value: unknown) => string,
): Promise<Order> {
  if (!orderBy) return { join: '', by: '', needsGroup: false }
  const { column, direction } = orderBy
  const order = (expression: string, join = '', needsGroup = false): Order => ({
    join,
    // Missing values come last in both directions, and the indexes of accounts are used as they are.
    by: `${expression} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST, `,
    needsGroup,
  })
  switch (column.kind) {
    case 'account_field':
      return order(
        (ACCOUNT_FIELDS as readonly string[]).includes(column.field)
          ? `a.${column.field}`
          : `a.properties->>'${column.field}'`,
      )
    case 'tags':
      return order('nullif(a.tags, ARRAY[]::text[])')
    case 'note_count':
      return order(
        'coalesce(noted.notes, 0)',
        `LEFT JOIN (${NOTE_COUNTS} AND l.team_id = $1 GROUP BY 1) noted ON noted.id = a.id`,
      )
    case 'relationship':
      return order(`lower(a.properties->'${column.definitionId}'->>'email')`)
    case 'custom_property':
    case 'custom_property_history': {
      const definition = definitions.get(column.definitionId)
      if (!definition) throw errors.invalid('Custom property definition not found.', 'orderBy')
      const value = `sorted.${VALUE_COLUMNS[DATA_TYPES[definition.displayType]]}`
      const join = `JOIN custom_property_values sorted ON sorted.account_id = a.id AND sorted.definition_id = ${bind(definition.id)} AND sorted.superseded_at IS NULL`
      const whole = order(value, `LEFT ${join}`)
      if (!['numeric', 'datetime'].includes(DATA_TYPES[definition.displayType])) return whole
      const by = `${value} ${direction === 'asc' ? 'ASC' : 'DESC'}, `
      return { ...whole, quick: { join: `${join} AND ${value} IS NOT NULL`, by, needsGroup: false } }
    }
    case 'group_property':
      return order(`g.properties->${bind(column.property)}::text`, '', true)
    case 'usage_metric': {
      const metric = metrics.get(column.metricId)
      if (!metric) return { join: '', by: '', needsGroup: false }
      const asker = await openAsker(asking, [metric])
      const usage = await computeUsage(metric, { groups: 'all' }, asker)
      const keys = [...usage.keys()]
      return order(
        'coalesce(did.amount, 0)',
        `LEFT JOIN unnest(${bind(keys)}::text[], ${bind(keys.map((key) => usage.get(key)!.value))}::float8[]) did(key, amount) ON did.key = a.external_id`,
      )
    }
    case 'last_seen': {
      const seen = await lastSeen(asking, 'all')
      return order(
        'did.at',
        `LEFT JOIN unnest(${bind([...seen.keys()])}::text[], ${bind([...seen.values()])}::timestamptz[]) did(key, at) ON did.key = a.external_id`,
      )
    }
  }
}

const openAsker = ({ stores, team, signal }: Asking, metrics: readonly UsageMetric[]) =>
  Asker.open(stores, team, metrics.map(metricNode), { signal })

/** When each group was last seen, in ISO 8601. */
async function lastSeen(asking: Asking, keys: readonly string[] | 'all'): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const asker = await openAsker(asking, [])
  const who = field(`$group_${asking.groupType}`)
  const { rows } = await asker.run(
    selectTemplate('SELECT {who}, toUnixTimestamp64Milli(max(timestamp)) FROM events WHERE {whose} GROUP BY {who}', {
      who,
      whose:
        keys === 'all'
          ? compare('!=', who, constant(''))
          : compare('in', who, tuple(...keys.map((key) => constant(key)))),
    }),
  )
  return new Map(rows.map(([key, at]) => [String(key), new Date(Number(at)).toISOString()]))
}

async function fillRows(
  asking: Asking,
  node: TableNode,
  definitions: ReadonlyMap<string, Definition>,
  metrics: ReadonlyMap<string, UsageMetric>,
  rows: readonly BaseRow[],
): Promise<TableRow[]> {
  const asked = <Kind extends TableColumn['kind']>(kind: Kind) =>
    node.columns.filter((column): column is Extract<TableColumn, { kind: Kind }> => column.kind === kind)
  const ids = rows.map(({ id }) => id)
  const keys = [...new Set(rows.flatMap(({ externalId }) => (externalId ? [externalId] : [])))]
  const wantedMetrics = asked('usage_metric').flatMap(({ metricId }) => metrics.get(metricId) ?? [])
  const [present, history, notes, groups, seen, usage] = await Promise.all([
    presentValues(asking, ids, asked('custom_property'), definitions),
    pastValues(asking, ids, asked('custom_property_history'), definitions),
    asked('note_count').length > 0 ? noteCounts(asking, ids) : null,
    groupProperties(asking, keys, asked('group_property')),
    asked('last_seen').length > 0 ? lastSeen(asking, keys) : null,
    Promise.all(
      wantedMetrics.map(async (metric) => ({
        metric,
        byKey: await computeUsage(metric, { groups: keys }, await openAsker(asking, [metric])),
      })),
    ),
  ])
  const fields = asked('account_field')
  const roles = asked('relationship')
  return rows.map((row) => {
    const key = row.externalId ?? ''
    return {
      id: row.id,
      name: row.name,
      externalId: row.externalId,
      accountFields: Object.fromEntries(fields.map(({ field: name }) => [name, fieldOf(row, name)])),
      tags: row.tags.toSorted(),
      ...(notes && { noteCount: notes.get(row.id) ?? 0 }),
      relationships: Object.fromEntries(roles.map(({ definitionId }) => [definitionId, holdersOf(row, definitionId)])),
      customProperties: present.get(row.id) ?? {},
      customPropertyHistory: history.get(row.id) ?? {},
      groupProperties: groups.get(key) ?? {},
      usageMetrics: Object.fromEntries(
        key === ''
          ? []
          : usage.map(({ metric, byKey }) => [
              metric.id,
              byKey.get(key) ?? { value: 0, previous: 0, days: new Array<number>(metric.interval).fill(0) },
            ]),
      ),
      ...(seen && { lastSeen: seen.get(key) ?? null }),
    }
  })
}

function fieldOf(row: BaseRow, name: string): JsonValue {
  switch (name) {
    case 'name':
      return row.name
    case 'external_id':
      return row.externalId
    case 'created_at':
      return formatTime(row.createdAt)
    case 'updated_at':
      return formatTime(row.updatedAt)
    case 'created_by':
      return row.createdById
    default:
      return row.properties[name] ?? null
  }
}

function holdersOf(row: BaseRow, role: string): number[] {
  const holder = row.properties[role] as { id?: unknown } | null | undefined
  return typeof holder?.id === 'number' ? [holder.id] : []
}

interface ValueRow extends Slots {
  accountId: string
  definitionId: string
  createdAt: string
}
const VALUE_SELECT = `SELECT v.account_id AS "accountId", v.definition_id AS "definitionId", ${SLOTS}, v.created_at::text AS "createdAt"
  FROM custom_property_values v`

async function presentValues(
  { stores, team }: Asking,
  ids: readonly string[],
  columns: readonly { definitionId: string }[],
  definitions: ReadonlyMap<string, Definition>,
): Promise<Map<string, Record<string, JsonValue>>> {
  const wanted = columns.map(({ definitionId }) => definitionId).filter((id) => definitions.has(id))
  if (wanted.length === 0 || ids.length === 0) return new Map()
  const { rows } = await stores.db.$client.query<ValueRow>(
    `${VALUE_SELECT} WHERE v.team_id = $3 AND v.account_id = ANY($1) AND v.definition_id = ANY($2) AND v.superseded_at IS NULL`,
    [ids, wanted, team.id],
  )
  const found = new Map<string, Record<string, JsonValue>>()
  for (const row of rows) {
    const values = found.get(row.accountId) ?? {}
    values[row.definitionId] = slotValue(definitions.get(row.definitionId)!.displayType, row)
    found.set(row.accountId, values)
  }
  return found
}

async function pastValues(
  { stores, team }: Asking,
  ids: readonly string[],
  columns: readonly { definitionId: string; days: number }[],
  definitions: ReadonlyMap<string, Definition>,
): Promise<Map<string, TableRow['customPropertyHistory']>> {
  const found = new Map<string, TableRow['customPropertyHistory']>()
  for (const { definitionId, days } of columns) {
    const definition = definitions.get(definitionId)
    if (!definition || ids.length === 0) continue
    const { rows } = await stores.db.$client.query<ValueRow>(
      `${VALUE_SELECT} WHERE v.team_id = $4 AND v.account_id = ANY($1) AND v.definition_id = $2 AND v.created_at >= now() - make_interval(days => $3)
       ORDER BY v.created_at, v.id`,
      [ids, definitionId, days, team.id],
    )
    for (const row of rows) {
      const history = found.get(row.accountId) ?? {}
      history[definitionId] ??= []
      history[definitionId].push({
        timestamp: formatTime(row.createdAt),
        value: slotValue(definition.displayType, row),
      })
      found.set(row.accountId, history)
    }
  }
  return found
}

async function noteCounts({ stores }: Asking, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await stores.db.$client.query<{ id: string; notes: number }>(
    `${NOTE_COUNTS} AND l.account_id = ANY($1) GROUP BY 1`,
    [ids],
  )
  return new Map(rows.map(({ id, notes }) => [id, notes]))
}

async function groupProperties(
  { stores, team, groupType }: Asking,
  keys: readonly string[],
  columns: readonly { property: string }[],
): Promise<Map<string, Record<string, JsonValue>>> {
  if (columns.length === 0 || keys.length === 0) return new Map()
  const found = await findGroupsByKey(stores.db, team.id, groupType, keys)
  return new Map(
    [...found.values()].map(({ key, properties }) => [
      key,
      Object.fromEntries(columns.map(({ property }) => [property, properties[property] ?? null])),
    ]),
  )
}
