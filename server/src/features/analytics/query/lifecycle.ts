/** Lifecycle: which actors are new, returning, resurrecting or dormant, by period. */

import { LIFECYCLE_STATUSES } from '@hedgerow/shared/query/options'
import type { LifecycleResult } from '@hedgerow/shared/query/results'
import type { LifecycleQuery } from '@hedgerow/shared/query/schemas'
import { toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import { and, compare, constant, type Expr, field, moment, type Select, selectTemplate } from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { type DateRange, formatDay, formatLabel, shiftBucket } from './dates.ts'
import { describeEntity, entityCondition, entityExists, entityName } from './entities.ts'
import type { CountedEvents } from './matched-events.ts'
import { periodIndex } from './periods.ts'

/** The events that make an actor active in a range. */
function activeEvents(query: LifecycleQuery, from: number, to: number, asker: Asker): CountedEvents {
  const group = query.aggregation_group_type_index
  const where = and(
    compare('>=', field('timestamp'), moment(from)),
    compare('<=', field('timestamp'), moment(to)),
    entityCondition(query.series[0]!, asker),
    asker.globalFilters(query),
    asker.hasActor(group),
    // Persons without a profile have no creation time.
    typeof group === 'number' ? constant(true) : compare('!=', field('person_mode'), constant('propertyless')),
  )
  return { actor: asker.actor(group), where }
}

/** The events in one period of a range; without a period, in all of them. */
export function lifecycleEvents(
  query: LifecycleQuery,
  range: DateRange,
  period: number | null,
  asker: Asker,
): CountedEvents {
  const first = range.buckets[0] ?? range.dateFrom
  const { actor, where } = activeEvents(query, toMicros(first), range.to, asker)
  if (period === null) return { actor, where }
  return { actor, where: and(where, compare('==', periodIndex(first, range.interval), constant(period))) }
}

/** `actor, period, status` for each period of the range in which an actor has a status. */
export function lifecycleActors(query: LifecycleQuery, range: DateRange, asker: Asker): Select {
  const [node] = query.series
  if (!entityExists(node!, asker)) throw errors.invalid(`Action ID ${(node as { id: number }).id} does not exist!`)
  const group = query.aggregation_group_type_index
  const isGroup = group !== null && group !== undefined
  const { interval, buckets } = range
  // A range that ends before it starts has no periods.
  const first = buckets[0] ?? range.dateFrom
  const before = shiftBucket(first, -1, interval)
  const created: Expr = isGroup ? field(`group_${group}`, 'created_at') : field('person', 'created_at')
  const { actor, where } = activeEvents(query, toMicros(before), range.to, asker)
  return selectTemplate(
    `SELECT actor, tupleElement(state, 1) AS period, tupleElement(state, 2) AS status FROM (
       SELECT actor, arrayJoin(arrayConcat(
         arrayMap(each -> tuple(each, multiIf(has(active, minus(each, 1)), 'returning', and(equals(each, arrayMin(active)), equals(each, ifNull(created, -1000000))), 'new', 'resurrecting')), active),
         arrayMap(each -> tuple(toInt32(plus(each, 1)), 'dormant'), arrayFilter(each -> not(has(active, plus(each, 1))), active))
       )) AS state FROM (
         SELECT {actor} AS actor, groupUniqArray({index}) AS active, any({created}) AS created FROM events WHERE {where} GROUP BY actor
       )
     ) WHERE period >= 0 AND period < ${buckets.length}`,
    {
      actor,
      index: periodIndex(first, interval),
      created: periodIndex(first, interval, created),
      where,
    },
  )
}

export async function runLifecycle(
  query: LifecycleQuery,
  asker: Asker,
): Promise<{ results: LifecycleResult[]; range: DateRange }> {
  const range = await asker.range(query.dateRange, query.interval ?? 'day')
  const { interval, buckets } = range
  const { rows } = await asker.run(
    selectTemplate('SELECT status, period, count() FROM {source} GROUP BY status, period', {
      source: lifecycleActors(query, range, asker),
    }),
  )
  const counts = new Map(rows.map(([status, period, count]) => [`${status}:${period}`, Number(count)]))
  const node = query.series[0]!
  const days = buckets.map((bucket) => formatDay(bucket, interval))
  const labels = buckets.map((bucket) => formatLabel(bucket, interval))
  const results = LIFECYCLE_STATUSES.map((status) => {
    const data = buckets.map((_bucket, period) => {
      const count = counts.get(`${status}:${period}`) ?? 0
      return status === 'dormant' && count > 0 ? -count : count
    })
    return {
      action: describeEntity(node, 0, asker),
      data,
      count: data.reduce((sum, each) => sum + each, 0),
      labels,
      days,
      label: `${entityName(node, asker)} - ${status}`,
      status,
    }
  })
  return { results, range }
}
