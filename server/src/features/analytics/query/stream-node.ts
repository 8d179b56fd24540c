/** Queries whose answer is a list of rows, streamed to a file: all of their rows instead of a page. */
import type { ActorsQuery, EventsQuery, QueryNode } from '@hedgerow/shared/query/schemas'
import { NAME_PROPERTIES } from '../../people/persons/index.ts'
import {
  alias,
  call,
  constant,
  type Expr,
  field,
  type RowFormat,
  type Select,
  type SelectQuery,
  type StreamedRows,
  streamQuery,
} from '../hogql/index.ts'
import { actorsTree, GROUP_SELECT, PERSON_SELECT, readColumn, splitTitle } from './actors-query.ts'
import { Asker, type AskingTeam, type QueryStores } from './asker.ts'
import { type Column, columnOf, EVENT_FIELDS, eventsTree, readColumn as readEventColumn } from './events-query.ts'
import { prepareHogQL } from './hogql-query.ts'
import { actorSource } from './sources.ts'

/** Of an event's own columns, those that a file does without. */
const INTERNAL = new Set(['team_id', 'person_mode'])

export interface StreamNodeOptions {
  format: RowFormat
  /** At most this many rows; a smaller limit of the query counts. */
  rowsMax: number
  signal?: AbortSignal
}

/**
 * @returns null for a query whose answer is not a list of rows
 * @throws ApiError 400 for invalid queries, 503 if the engine is not available
 */
export async function streamNode(
  stores: QueryStores,
  team: AskingTeam,
  node: QueryNode,
  { format, rowsMax, signal }: StreamNodeOptions,
): Promise<StreamedRows | null> {
  const asker = await Asker.open(stores, team, node, { ...(signal && { signal }) })
  const tree = await treeOf(node, asker)
  if (!tree) return null
  return streamQuery({ pool: stores.db.$client, reader: stores.reader }, team, tree, {
    format,
    rowsMax,
    now: asker.now,
    actions: await asker.actionConditions(tree),
    ...(signal && { signal }),
  })
}

async function treeOf(node: QueryNode, asker: Asker): Promise<Select | null> {
  if (node.kind === 'HogQLQuery') return (await prepareHogQL(node, asker)).tree
  if (node.kind === 'EventsQuery') return eventsFileTree(node, asker)
  if (node.kind === 'ActorsQuery') return actorsFileTree(node, asker)
  return null
}

function eventsFileTree(query: EventsQuery, asker: Asker): Select {
  const titles: string[] = []
  const columns = query.select.map((text): Column => {
    const { expression, title } = splitTitle(text)
    if (expression === '*') {
      const fields = EVENT_FIELDS.filter((name) => !INTERNAL.has(name))
      titles.push(...fields)
      return { title: text, shows: 'event', exprs: fields.map(columnOf) }
    }
    titles.push(title)
    if (expression === 'person' || expression === 'person_display_name')
      return { title, shows: null, exprs: [personName(asker, ['person', 'properties'], field('distinct_id'))] }
    return readEventColumn(text)
  })
  return entitled(eventsTree(query, columns, asker), titles, query)
}

async function actorsFileTree(query: ActorsQuery, asker: Asker): Promise<Select> {
  const source = query.source ? await actorSource(query.source, asker) : null
  const isGroup = source !== null && source.groupTypeIndex !== null
  const select = query.select?.length ? query.select : isGroup ? GROUP_SELECT : PERSON_SELECT
  const properties = isGroup ? ['groups', 'properties'] : ['persons', 'properties']
  const titles: string[] = []
  const columns = select.flatMap((text) => {
    const { expression, title } = splitTitle(text)
    const column = readColumn(text, source)
    // A file has neither buttons nor players.
    if (expression === 'person.$delete' || column.shows === 'recordings') return []
    if (column.shows !== 'actor' && column.shows !== 'name') {
      titles.push(title)
      return [column]
    }
    const name = isGroup
      ? firstOf([field(...properties, 'name')], column.expr)
      : personName(asker, properties, column.expr)
    titles.push(title)
    const named = { ...column, shows: null, expr: name }
    if (column.shows === 'name') return [named]
    titles.push('properties')
    return [named, { title: 'properties', shows: null, expr: field(...properties) }]
  })
  return entitled(actorsTree(query, source, columns, asker), titles, query)
}

/** The first property that names a person, else something that every person has. */
function personName(asker: Asker, properties: string[], otherwise: Expr): Expr {
  const preferred = asker.team.personDisplayNames
  const names = preferred && preferred.length > 0 ? preferred : NAME_PROPERTIES
  return firstOf(
    names.map((name) => field(...properties, name)),
    otherwise,
  )
}

const firstOf = (values: Expr[], otherwise: Expr): Expr =>
  call(
    'coalesce',
    ...values.map((value) => call('nullIf', call('toString', value), constant(''))),
    call('toString', otherwise),
  )

/** The statement with its columns named as in the file, and with the limit of the query. */
function entitled(
  tree: SelectQuery,
  titles: readonly string[],
  { limit, offset }: { limit?: number | null | undefined; offset?: number | null | undefined },
): Select {
  const seen = new Map<string, number>()
  const select = tree.select.map((expr, index) => {
    const title = titles[index] ?? `column_${index}`
    const count = (seen.get(title) ?? 0) + 1
    seen.set(title, count)
    const inner = expr.node === 'Alias' ? expr.expr : expr
    return alias(count === 1 ? title : `${title}_${count}`, inner)
  })
  return {
    ...tree,
    select,
    ...(limit && { limit: constant(limit) }),
    ...(offset && { offset: constant(offset) }),
  }
}
