/** Queries of the SQL editor: the schema, and validation of query text. */

import type { HogQLMetadata } from '@hedgerow/shared/query/schemas'
import { ApiError } from '../../../platform/http/errors.ts'
import { assertCompiles, functionNames, QueryError, TABLES } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { prepareHogQL, ROWS_DEFAULT, ROWS_MAX } from './hogql-query.ts'

interface SchemaField {
  name: string
  hogql_value: string
  type: string
  schema_valid: true
  /** Target table of a join. */
  table?: string
}

const WIRE_TYPES: Record<string, string> = { number: 'integer', object: 'json' }

/** The schema: tables with columns and joins, and function names. */
export function describeDatabase(): Record<string, unknown> {
  const tables = Object.entries(TABLES)
    .filter(([, table]) => !table.isInternal)
    .map(([name, { columns, joins }]) => {
      const fields: SchemaField[] = Object.entries(columns)
        .filter(([column, { isHidden, properties }]) => !isHidden || properties || column.startsWith('$'))
        .map(([column, { type, properties }]) => ({
          name: column,
          hogql_value: quoteColumn(column),
          type: properties ? 'json' : (WIRE_TYPES[type] ?? type),
          schema_valid: true,
        }))
      for (const [join, { table, isHidden }] of Object.entries(joins))
        if (!isHidden) fields.push({ name: join, hogql_value: join, type: 'lazy_table', schema_valid: true, table })
      return [
        name,
        { id: name, name, type: 'posthog', fields: Object.fromEntries(fields.map((field) => [field.name, field])) },
      ]
    })
  return { tables: Object.fromEntries(tables), joins: [], functions: functionNames() }
}

const quoteColumn = (name: string) => (/^[a-z_][\w]*$/i.test(name) || name.startsWith('$') ? name : `\`${name}\``)

/** Validates a query and locates its errors, without running it. */
export async function checkHogQL(
  { query, variables, filters }: HogQLMetadata,
  asker: Asker,
): Promise<Record<string, unknown>> {
  const answer = { query, isValid: true, errors: [] as object[], warnings: [], notices: [], table_names: [] }
  if (query.trim() === '') return answer
  try {
    const { tree } = await prepareHogQL({ kind: 'HogQLQuery', query, variables, filters }, asker)
    const stores = { pool: asker.stores.db.$client, reader: asker.stores.reader }
    await assertCompiles(stores, asker.team, tree, {
      limit: { default: ROWS_DEFAULT, max: ROWS_MAX },
      now: asker.now,
      actions: await asker.actionConditions(tree),
    })
    return answer
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    const { start, end } = (error instanceof QueryError && error.at) || {}
    const from = start?.offset ?? 0
    return {
      ...answer,
      isValid: false,
      errors: [{ message: error.detail, start: from, end: end?.offset ?? (start ? from : query.length) }],
    }
  }
}
