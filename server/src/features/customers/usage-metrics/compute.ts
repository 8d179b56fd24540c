/**
 * Computes usage metrics. A metric of N days covers the last N times 24 hours up to now; an event exactly N days old still
 * counts. The previous value covers the N days before those.
 */
import { DateTime } from 'luxon'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonValue } from '../../../platform/json.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  or,
  propertyValue,
  selectTemplate,
  tuple,
} from '../../analytics/hogql/index.ts'
import { type Asker, entityCondition, momentOf, readNodeEntity } from '../../analytics/query/index.ts'
import type { UsageMetric } from './metrics.ts'

const DAY_MS = 24 * 3600 * 1000

export interface Usage {
  value: number
  previous: number
  /** `value` by day, oldest first; empty if all groups were requested. */
  days: number[]
}

/** A metric without events, actions or properties has no meaning. */
export function isEmptyMetric({ filters }: UsageMetric): boolean {
  return ['events', 'actions', 'properties'].every((name) => {
    const list = filters[name]
    return !Array.isArray(list) || list.length === 0
  })
}

interface Entity {
  id: unknown
  type: 'events' | 'actions'
  properties: unknown
}

/** The events and actions of a metric. */
function entitiesOf({ filters }: UsageMetric): Entity[] {
  const read = (list: JsonValue | undefined, type: Entity['type']) =>
    (Array.isArray(list) ? list : []).map((each) => {
      if (!isJsonObject(each)) throw errors.invalid('Every event and action must be an object.', 'filters')
      return { id: each.id, type, properties: each.properties }
    })
  return [...read(filters.events, 'events'), ...read(filters.actions, 'actions')]
}

/** What must be loaded before a metric can be computed. */
export const metricNode = (metric: UsageMetric) => ({
  entities: entitiesOf(metric),
  properties: metric.filters.properties,
})

/** @throws ApiError 400 when the filters cannot be parsed */
function conditionOf(metric: UsageMetric, asker: Asker): Expr {
  const { filters } = metric
  const anyEvent = entitiesOf(metric).map(({ id, type, properties }) =>
    id === null && type === 'events'
      ? asker.filters(properties)
      : entityCondition(readNodeEntity(id, type, properties), asker),
  )
  return and(
    ...(anyEvent.length > 0 ? [or(...anyEvent)] : []),
    asker.globalFilters({
      properties: filters.properties,
      filterTestAccounts: filters.filter_test_accounts === true,
    }),
  )
}

/** Whose usage is computed: groups by key, one person, or all groups of a type. */
export type Users = { groups: readonly string[] | 'all' } | { person: string }

/**
 * How much each group, or the person, used the product.
 * @returns by group key, or by the person's ID; those without any usage are missing
 */
export async function computeUsage(metric: UsageMetric, users: Users, asker: Asker): Promise<Map<string, Usage>> {
  const who = 'person' in users ? field('person_id') : field(`$group_${metric.groupTypeIndex}`)
  const whose =
    'person' in users
      ? compare('==', who, constant(users.person))
      : users.groups === 'all'
        ? compare('!=', who, constant(''))
        : compare('in', who, tuple(...users.groups.map((key) => constant(key))))
  const now = asker.now.getTime()
  const span = metric.interval * DAY_MS
  const isAll = 'groups' in users && users.groups === 'all'
  const piece = isAll ? span : DAY_MS
  const amount =
    metric.math === 'sum'
      ? call('sum', propertyValue('number', field('properties', metric.mathProperty!)))
      : call('count')
  const found = new Map<string, Usage>()
  if ('groups' in users && users.groups !== 'all' && users.groups.length === 0) return found
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT toString({who}) AS who, intDiv({now} - toUnixTimestamp64Milli(timestamp) - 1, ${piece}) AS ago, {amount} AS amount
       FROM events WHERE {whose} AND {condition} AND timestamp >= {from} AND timestamp <= {to} GROUP BY who, ago`,
      {
        who,
        whose,
        amount,
        now: constant(now),
        condition: conditionOf(metric, asker),
        from: momentOf(DateTime.fromMillis(now - 2 * span)),
        to: momentOf(DateTime.fromMillis(now)),
      },
    ),
  )
  for (const [key, ago, given] of rows) {
    const usage = found.get(String(key)) ?? {
      value: 0,
      previous: 0,
      days: isAll ? [] : new Array<number>(metric.interval).fill(0),
    }
    const count = Number(given ?? 0)
    if (Number(ago) * piece >= span) usage.previous += count
    else {
      usage.value += count
      if (!isAll) usage.days[metric.interval - 1 - Number(ago)]! += count
    }
    found.set(String(key), usage)
  }
  return found
}

/** Relative change in percent; null if the previous value is zero. */
export const changeOf = ({ value, previous }: Usage): number | null =>
  previous === 0 ? null : ((value - previous) / previous) * 100
