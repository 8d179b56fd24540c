/** Lists of actors: all persons, or those behind a number of an insight. */

import type { ActorsQuery } from '@hedgerow/shared/query/schemas'
import {
  alias,
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  findFunction,
  type OrderExpr,
  or,
  parseExpr,
  parseOrder,
  printHogQL,
  propertyValue,
  type Select,
  type SelectQuery,
  selectTemplate,
  walk,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { filtersToExpr } from './filters.ts'
import { ROWS_MAX, tableAnswer } from './hogql-query.ts'
import { type CountedActor, findCountedEvents, type MatchedEvent, matchRecordings } from './matched-events.ts'
import { actorName, findActors } from './people.ts'
import { type ActorSource, actorSource } from './sources.ts'

const LIMIT_DEFAULT = 100
export const PERSON_SELECT = ['person', 'id', 'person.$delete']
export const GROUP_SELECT = ['group']
/** Columns that return the actor as an object. */
const ACTOR_COLUMNS = new Set(['person', 'actor', 'group'])
/** Columns that only lead to recordings, and are no part of an answer. */
const INTERNAL = new Set(['value', 'matched_events', 'moments'])
const NAME_COLUMNS = new Set(['person_display_name', 'actor_display_name', 'group_name'])

export interface Column {
  /** Column name in the answer. */
  title: string
  /** How to present a cell that holds the actor's ID. */
  shows: 'actor' | 'name' | 'id' | 'recordings' | null
  expr: Expr
}

export async function runActors(query: ActorsQuery, asker: Asker): Promise<Record<string, unknown>> {
  const source = query.source ? await actorSource(query.source, asker) : null
  const isGroup = source !== null && source.groupTypeIndex !== null
  const columns = (query.select?.length ? query.select : isGroup ? GROUP_SELECT : PERSON_SELECT).map((text) =>
    readColumn(text, source),
  )
  const limit = Math.min(query.limit ?? LIMIT_DEFAULT, ROWS_MAX)
  const offset = query.offset ?? 0
  const tree = actorsTree(query, source, columns, asker)
  const rows = await asker.run({ ...tree, limit: constant(limit), offset: constant(offset) } as Select, {
    limit: { default: LIMIT_DEFAULT, max: ROWS_MAX },
  })
  const ids = new Set<string>()
  columns.forEach(({ shows }, index) => {
    if (shows === 'actor' || shows === 'name') for (const row of rows.rows) ids.add(String(row[index]))
  })
  const { actors, missing } = await findActors(asker, [...ids], source?.groupTypeIndex ?? null)
  const recordings = await Promise.all(
    columns.map(async ({ shows }, index) =>
      shows === 'recordings'
        ? recordingsOf(
            rows.rows.map((row) => row[index]),
            source,
            asker,
          )
        : null,
    ),
  )
  const results = rows.rows.map((row, place) =>
    row.map((cell, index) => {
      const { shows } = columns[index]!
      const id = String(cell)
      if (shows === 'actor') return actors.get(id) ?? { id }
      if (shows === 'name') return { id, display_name: actorName(actors.get(id), id) }
      if (shows === 'recordings') return recordings[index]![place]
      return cell
    }),
  )
  const titles = columns.map(({ title }) => title)
  return {
    ...tableAnswer(rows),
    columns: titles,
    types: rows.types,
    results,
    limit,
    offset,
    missing_actors_count: missing,
  }
}

/** What tells the events for which an actor was counted: the events themselves, or what `findCountedEvents` needs. */
function countedBy(source: ActorSource | null): Expr {
  if (source?.columns.includes('matched_events')) return field('source', 'matched_events')
  if (!source?.counted) return { node: 'Array', exprs: [] }
  const moments: Expr = source.columns.includes('moments') ? field('source', 'moments') : { node: 'Array', exprs: [] }
  return { node: 'Tuple', exprs: [call('toString', field('source', 'actor_id')), moments] }
}

/** @param cells values of `countedBy` */
async function recordingsOf(cells: readonly unknown[], source: ActorSource | null, asker: Asker): Promise<unknown[][]> {
  if (!source?.counted)
    return matchRecordings(
      cells.map((cell) => (cell ?? []) as MatchedEvent[]),
      asker,
    )
  const hasMoments = source.columns.includes('moments')
  const actors = (cells as [string, unknown[]][]).map(
    ([id, moments]): CountedActor => [id, hasMoments ? moments.map(Number) : null],
  )
  return matchRecordings(await findCountedEvents(source.counted, actors, asker), asker)
}

/** Splits off a display title: everything after ` -- `. */
export function splitTitle(text: string): { expression: string; title: string } {
  const [expression = '', title] = text.split(/\s+--\s+/, 2)
  return { expression: expression.trim(), title: title?.trim() || expression.trim() }
}

export function readColumn(text: string, source: ActorSource | null): Column {
  const { expression } = splitTitle(text)
  const id = source ? field('source', 'actor_id') : field('persons', 'id')
  if (ACTOR_COLUMNS.has(expression)) return { title: text, shows: 'actor', expr: id }
  if (NAME_COLUMNS.has(expression)) return { title: text, shows: 'name', expr: id }
  if (expression === 'id' || expression === 'actor_id' || expression === 'person.$delete')
    return { title: text, shows: 'id', expr: id }
  if (expression === 'matched_recordings') return { title: text, shows: 'recordings', expr: countedBy(source) }
  const period = source?.retention && new RegExp(`^${source.retention.period}_(\\d+)$`).exec(expression)
  if (period)
    return { title: text, shows: null, expr: call('has', field('source', 'appearances'), constant(Number(period[1]))) }
  return { title: text, shows: null, expr: parseExpr(expression) }
}

/** The statement of the query. Its columns are named by their number. */
export function actorsTree(
  query: ActorsQuery,
  source: ActorSource | null,
  columns: readonly Column[],
  asker: Asker,
): SelectQuery {
  const isGroup = source !== null && source.groupTypeIndex !== null
  const own = isGroup ? 'groups' : 'persons'
  const from = !source
    ? 'persons'
    : isGroup
      ? '{tree} AS source LEFT JOIN (SELECT key, properties, created_at FROM groups WHERE index = {index}) AS groups ON source.actor_id = groups.key'
      : '{tree} AS source LEFT JOIN persons ON source.actor_id = persons.id'
  const context = asker.filterContext('person')
  const conditions = [
    isGroup ? constant(true) : filtersToExpr(query.properties, context),
    isGroup ? constant(true) : filtersToExpr(query.fixedProperties, context),
    searchCondition(query.search, own),
  ]
  const base = selectTemplate(`SELECT {one} FROM ${from} WHERE {where}`, {
    one: constant(1),
    where: qualify(and(...conditions), own),
    ...(source && { tree: source.tree }),
    ...(isGroup && { index: constant(source.groupTypeIndex!) }),
  }) as SelectQuery
  const select = columns.map(({ expr }, index) => alias(`column_${index}`, expr))
  const aggregates = columns.map(({ expr }) => isAggregate(expr))
  const order = orderOf(query, columns, aggregates, source)
  const tie: OrderExpr[] = aggregates.some(Boolean)
    ? []
    : [{ node: 'OrderExpr', expr: source ? field('source', 'actor_id') : field('persons', 'id'), order: 'ASC' }]
  return {
    ...base,
    select,
    order_by: [...order, ...tie],
    ...(aggregates.some(Boolean) && {
      group_by: columns.flatMap(({ expr }, index) => (aggregates[index] ? [] : [expr])),
    }),
  }
}

/**
 * Filters name fields of the actor without a table. With a source, the actors table is one of two, so its fields must
 * be qualified.
 */
function qualify(condition: Expr, table: string): Expr {
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit)
    if (typeof node !== 'object' || node === null) return node
    const { node: kind, chain } = node as { node?: string; chain?: (string | number)[] }
    if (
      kind === 'Field' &&
      chain &&
      ['properties', 'id', 'distinct_ids', 'created_at', 'key'].includes(String(chain[0]))
    )
      return { ...node, chain: [table, ...chain] }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value)]))
  }
  return visit(condition) as Expr
}

function searchCondition(search: string | null | undefined, table: string): Expr {
  const text = search?.trim()
  if (!text) return constant(true)
  const has = (value: Expr) => compare('>', call('positionCaseInsensitiveUTF8', value, constant(text)), constant(0))
  const ofProperty = (name: string) => has(propertyValue('text', field('properties', name)))
  if (table === 'groups') return or(ofProperty('name'), ofProperty('slug'), has(field('key')))
  return or(
    ofProperty('email'),
    ofProperty('name'),
    call('arrayExists', { node: 'Lambda', args: ['each'], expr: has(field('each')) }, field('distinct_ids')),
    compare('==', call('toString', field('id')), constant(text)),
  )
}

export function isAggregate(expr: Expr): boolean {
  let found = false
  walk(expr, (node) => {
    if (node.node === 'Call' && findFunction(String(node.name))?.kind === 'aggregate') found = true
  })
  return found
}

function orderOf(
  query: ActorsQuery,
  columns: readonly Column[],
  aggregates: readonly boolean[],
  source: ActorSource | null,
): OrderExpr[] {
  const id = source ? field('source', 'actor_id') : field('persons', 'id')
  if (query.orderBy?.length)
    return query.orderBy.map((text) => {
      const { expression } = splitTitle(text)
      const direction = /^(.*?)\s+(ASC|DESC)$/i.exec(expression)
      const name = direction?.[1] ?? expression
      const order = direction?.[2]?.toUpperCase() === 'DESC' ? ('DESC' as const) : ('ASC' as const)
      if (ACTOR_COLUMNS.has(name) || NAME_COLUMNS.has(name) || name === 'id' || name === 'actor_id')
        return { node: 'OrderExpr', expr: id, order }
      return parseOrder(expression)
    })
  const counted = columns.findIndex(({ expr }) => printHogQL(expr) === 'count()')
  const aggregated = counted >= 0 ? counted : aggregates.indexOf(true)
  if (aggregated >= 0) return [{ node: 'OrderExpr', expr: columns[aggregated]!.expr, order: 'DESC' }]
  const created = columns.find(({ expr }) => printHogQL(expr) === 'created_at')
  if (created) return [{ node: 'OrderExpr', expr: created.expr, order: 'DESC' }]
  return columns.length > 0 ? [{ node: 'OrderExpr', expr: columns[0]!.expr, order: 'ASC' }] : []
}

/** The actor source alone: rows of actor IDs with the columns of its kind. */
export async function runSource(
  query: Parameters<typeof actorSource>[0],
  asker: Asker,
): Promise<Record<string, unknown>> {
  const source = await actorSource(query, asker)
  const names = ['actor_id', ...source.columns.filter((name) => !INTERNAL.has(name))]
  const flags = source.retention
    ? Array.from(
        { length: source.retention.columns },
        (_, column) => `has(appearances, ${column}) AS ${source.retention!.period}_${column}`,
      )
    : []
  const rows = await asker.run(
    selectTemplate(`SELECT ${[...names, ...flags].join(', ')} FROM {tree} ORDER BY actor_id`, { tree: source.tree }),
    { limit: { default: LIMIT_DEFAULT, max: ROWS_MAX } },
  )
  return tableAnswer(rows)
}
