/** The actors behind the edges of paths. */
import type { PathsQuery } from '@hedgerow/shared/query/schemas'
import { type Select, selectTemplate } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { type CountedEvents, MATCHED_MAX } from './matched-events.ts'
import { pathCondition, pathsSource } from './paths.ts'

/**
 * `actor_id, event_count, moments`: the actors who traversed an edge, how often, and when they arrived at its end. Without
 * an edge, when their paths began.
 */
export async function pathActors(query: PathsQuery, asker: Asker): Promise<{ tree: Select; counted: CountedEvents }> {
  const { source, counted } = await pathsSource(query, asker)
  const condition = pathCondition(query)
  const times = condition?.text ?? 'greatest(1, minus(length(path), 1))'
  const moments = condition?.moments ?? '[arrayElement(path, 1).2]'
  const tree = selectTemplate(
    `SELECT actor AS actor_id, sum(times) AS event_count, arraySlice(arrayFlatten(groupArray(moments)), 1, ${MATCHED_MAX}) AS moments
     FROM (SELECT actor, toInt64(${times}) AS times, ${moments} AS moments FROM {source}) WHERE times > 0 GROUP BY actor_id`,
    { ...condition?.values, source },
  )
  return { tree, counted }
}
