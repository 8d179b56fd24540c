/** Writes what a query finds into a table; the rows stay in the engine. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Select } from './ast.ts'
import { compile } from './compile.ts'
import { loadContext, type QueryTeam } from './context.ts'
import { explainError, type RunOptions } from './run.ts'

/** Where rows go: a table about projects, and its columns without `team_id`, in the order of the query's. */
export interface InsertTarget {
  table: 'cohort_people'
  columns: readonly string[]
}

/**
 * Inserts the rows that a query finds. They belong to the project that the query reads, whatever it selects.
 * @throws QueryError 400 when the query cannot be answered, with what the engine says of it
 * @throws ApiError 503 when the engine cannot be asked now
 */
export async function insertFound(
  { pool, reader, writer }: Pick<ClickHouse, 'reader' | 'writer'> & { pool: Pool },
  team: QueryTeam,
  { table, columns }: InsertTarget,
  tree: Select,
  { now, actions, signal }: Pick<RunOptions, 'now' | 'actions' | 'signal'> = {},
): Promise<void> {
  const context = await loadContext({ pool, reader }, team, tree, now, actions)
  const { sql, parameters } = compile(tree, { context, limit: null })
  try {
    await writer.command({
      query: `INSERT INTO ${table} (team_id, ${columns.join(', ')}) SELECT ${team.id}, * FROM (${sql})`,
      query_params: parameters,
      ...(signal && { abort_signal: signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw explainError(error)
  }
}
