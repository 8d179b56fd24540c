/**
 * Actors of all insight kinds in one shape: a select with `actor_id` first, followed by columns that depend on the
 * kind.
 */

import type { ActorsSource, InsightActorsQuery, InsightQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import { constant, type Select, selectTemplate } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { correlationActors } from './correlation.ts'
import { funnelActors } from './funnel-actors.ts'
import { prepareHogQL } from './hogql-query.ts'
import type { CountedEvents } from './matched-events.ts'
import { pathActors } from './path-actors.ts'
import {
  lifecycleActorsOf,
  retentionActorsOf,
  stickinessActorsOf,
  trendsActorIsGroup,
  trendsActors,
} from './trends-actors.ts'

export interface ActorSource {
  tree: Select
  /** Group type index if the actors are groups. */
  groupTypeIndex: number | null
  /** Columns besides `actor_id`. */
  columns: string[]
  /** The events for which actors were counted: those at the times in column `moments` if the source has it, otherwise all that fit. */
  counted?: CountedEvents
  /** For retention: number of columns and name of the period. */
  retention?: { columns: number; period: string }
}

export async function actorSource(source: ActorsSource, asker: Asker): Promise<ActorSource> {
  switch (source.kind) {
    case 'FunnelsActorsQuery':
      return {
        ...(await funnelActors(source, asker)),
        groupTypeIndex: source.source.aggregation_group_type_index ?? null,
        columns: ['moments'],
      }
    case 'FunnelCorrelationActorsQuery':
      return {
        tree: await correlationActors(source, asker),
        groupTypeIndex: source.source.source.source.aggregation_group_type_index ?? null,
        columns: [],
      }
    case 'StickinessActorsQuery': {
      const node = source.source.series[source.series ?? 0]
      return {
        ...(await stickinessActorsOf(source, asker)),
        groupTypeIndex: node?.math === 'unique_group' ? (node.math_group_type_index ?? 0) : null,
        columns: [],
      }
    }
    case 'HogQLQuery': {
      const { tree } = await prepareHogQL(source, asker)
      return { tree: withActorId(tree), groupTypeIndex: null, columns: [] }
    }
    case 'InsightActorsQuery':
      return insightActors(source, asker)
  }
}

/** The first column of a custom query is the actor ID. */
function withActorId(tree: Select): Select {
  const first = tree.node === 'SelectQuery' ? tree.select[0] : undefined
  if (tree.node !== 'SelectQuery' || !first) throw errors.invalid('The source of actors must be one SELECT.', 'source')
  const expr = first.node === 'Alias' ? first.expr : first
  return { ...tree, select: [{ node: 'Alias', alias: 'actor_id', expr }, ...tree.select.slice(1)] }
}

async function insightActors(query: InsightActorsQuery, asker: Asker): Promise<ActorSource> {
  const source: InsightQuery = query.source
  switch (source.kind) {
    case 'TrendsQuery': {
      const node = source.series[query.series ?? 0]
      return {
        tree: await trendsActors(source, query, asker),
        groupTypeIndex: node && trendsActorIsGroup(node) ? (node.math_group_type_index ?? null) : null,
        columns: ['event_count', 'value', 'last_seen', 'event_distinct_ids', 'matched_events'],
      }
    }
    case 'LifecycleQuery':
      return {
        ...(await lifecycleActorsOf(source, query, asker)),
        groupTypeIndex: source.aggregation_group_type_index ?? null,
        columns: [],
      }
    case 'StickinessQuery':
      return actorSource(
        { kind: 'StickinessActorsQuery', source, day: query.day, series: query.series, compare: query.compare },
        asker,
      )
    case 'RetentionQuery': {
      const { tree, counted, ...retention } = await retentionActorsOf(source, query, asker)
      const { returningInterval: column } = query
      return {
        tree:
          column === null || column === undefined
            ? tree
            : selectTemplate('SELECT actor_id, appearances FROM {tree} WHERE has(appearances, {column})', {
                tree,
                column: constant(column),
              }),
        groupTypeIndex: source.aggregation_group_type_index ?? null,
        columns: ['appearances'],
        counted,
        retention,
      }
    }
    case 'PathsQuery':
      return {
        ...(await pathActors(source, asker)),
        groupTypeIndex: source.aggregation_group_type_index ?? null,
        columns: ['event_count', 'moments'],
      }
    case 'FunnelsQuery':
      throw errors.invalid('Use a FunnelsActorsQuery for the actors of a funnel.', 'source')
  }
}

/** Only the IDs of the actors. */
export async function actorIds(
  source: ActorsSource,
  asker: Asker,
): Promise<{ tree: Select; groupTypeIndex: number | null }> {
  const { tree, groupTypeIndex } = await actorSource(source, asker)
  return { tree: selectTemplate('SELECT actor_id FROM {tree}', { tree }), groupTypeIndex }
}
