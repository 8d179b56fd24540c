/** Runs query nodes of any kind. */

import type { QueryNode } from '@hedgerow/shared/query/schemas'
import { runActorOptions } from './actor-options.ts'
import { runActors, runSource } from './actors-query.ts'
import type { Asker } from './asker.ts'
import { runCorrelation } from './correlation.ts'
import type { DateRange } from './dates.ts'
import { runEvents } from './events-query.ts'
import { runFunnel } from './funnels.ts'
import { runHogQL } from './hogql-query.ts'
import { runLifecycle } from './lifecycle.ts'
import { runPaths } from './paths.ts'
import { runRetention } from './retention.ts'
import { checkHogQL, describeDatabase } from './sql-editor.ts'
import { runStickiness } from './stickiness.ts'
import { runTrends } from './trends.ts'

export type NodeAnswer = Record<string, unknown>

/** @throws ApiError 400 for invalid queries, 503 if the engine is not available */
export async function runNode(node: QueryNode, asker: Asker): Promise<NodeAnswer> {
  const answer = await dispatch(node, asker)
  const longest = asker.ran.reduce<(typeof asker.ran)[number] | null>(
    (found, each) => (found === null || each.hogql.length > found.hogql.length ? each : found),
    null,
  )
  return {
    hogql: longest?.hogql ?? '',
    timings: asker.ran.flatMap(({ timings }) => timings),
    error: null,
    modifiers: {},
    ...answer,
  }
}

async function dispatch(node: QueryNode, asker: Asker): Promise<NodeAnswer> {
  switch (node.kind) {
    case 'TrendsQuery':
      return withRange(await runTrends(node, asker))
    case 'FunnelsQuery':
      return withRange(await runFunnel(node, asker))
    case 'RetentionQuery':
      return withRange(await runRetention(node, asker))
    case 'LifecycleQuery':
      return withRange(await runLifecycle(node, asker))
    case 'StickinessQuery':
      return withRange(await runStickiness(node, asker))
    case 'PathsQuery':
      return withRange(await runPaths(node, asker))
    case 'FunnelCorrelationQuery':
      return { ...(await runCorrelation(node, asker)) }
    case 'ActorsQuery':
      return runActors(node, asker)
    case 'EventsQuery':
      return runEvents(node, asker)
    case 'HogQLQuery':
      return runHogQL(node, asker)
    case 'DatabaseSchemaQuery':
      return describeDatabase()
    case 'HogQLMetadata':
      return checkHogQL(node, asker)
    case 'InsightActorsQueryOptions':
      return runActorOptions(node, asker)
    default:
      return runSource(node, asker)
  }
}

function withRange({ range, ...answer }: { range: DateRange }): NodeAnswer {
  return {
    ...answer,
    resolved_date_range: { date_from: range.dateFrom.toISO(), date_to: range.dateTo.toISO() },
  }
}
