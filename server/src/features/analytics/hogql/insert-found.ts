/** Writes the result of a query into a table. The rows never leave the engine. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { Select } from './ast.ts'
import { compile } from './compile.ts'
import { loadContext, type QueryTeam } from './context.ts'
import { explainError, type RunOptions } from './run.ts'

/** Target table, which has a `team_id` column, and its other columns in the order of the query's columns. */
export interface InsertTarget {
  table: 'cohort_people'
  columns: readonly string[]
}

/**
 * Inserts the rows that a query finds. They always get the `team_id` of the team that the query reads.
 * @throws QueryError 400 with the engine's message if the query cannot be answered
 * @throws ApiError 503 if the engine is not available
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
