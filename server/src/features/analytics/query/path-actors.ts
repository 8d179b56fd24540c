import type { PathsQuery } from '@hedgerow/shared/query/schemas'
import { type Select, selectTemplate } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { pathCondition, pathsSource } from './paths.ts'

/** `actor_id, event_count`: the actors who traversed an edge, and how often. */
export async function pathActors(query: PathsQuery, asker: Asker): Promise<Select> {
  const { source } = await pathsSource(query, asker)
  const condition = pathCondition(query)
  return selectTemplate(
    `SELECT actor AS actor_id, sum(times) AS event_count FROM (SELECT actor, toInt64(${condition?.text ?? 'greatest(1, minus(length(path), 1))'}) AS times FROM {source}) WHERE times > 0 GROUP BY actor_id`,
    { ...condition?.values, source },
  )
}
