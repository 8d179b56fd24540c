/** `UsageMetricsQuery`: every usage metric of one group or person. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { flexibleInteger, validate } from '../../../platform/http/validation.ts'
import { type AskedKind, Asker } from '../../analytics/query/index.ts'
import { changeOf, computeUsage, isEmptyMetric, metricNode, type Users } from './compute.ts'
import { loadMetrics } from './metrics.ts'

const node = z.looseObject({
  kind: z.literal('UsageMetricsQuery'),
  group_type_index: flexibleInteger(0, 4).nullish(),
  group_key: z.string().max(1000).nullish(),
  person_id: z.string().max(100).nullish(),
})

/** Answers the query. For a person, these are the metrics of the first group type, without those that name no events. */
export const usageMetricsKind: AskedKind = {
  kind: 'UsageMetricsQuery',
  resource: 'account',
  answer: async ({ stores, team, query, signal }) => {
    const { group_type_index: index, group_key: key, person_id: person } = validate(node, query)
    const isGroup = index !== null && index !== undefined && key !== null && key !== undefined
    if (isGroup === (person !== null && person !== undefined))
      throw errors.invalid('Either group_type_index and group_key, or person_id, must be given.', 'query')
    if (person && !isUuid(person)) throw errors.invalid('Must be a valid UUID.', 'query__person_id')
    const users: Users = isGroup ? { groups: [key] } : { person: person! }
    const metrics = (await loadMetrics(stores.db.$client, team.id, index ?? 0)).filter(
      (metric) => !isEmptyMetric(metric),
    )
    const asker = await Asker.open(stores, team, metrics.map(metricNode), { signal })
    const results = await Promise.all(
      metrics.map(async (metric) => {
        const usage = (await computeUsage(metric, users, asker)).get(isGroup ? key : person!) ?? {
          value: 0,
          previous: 0,
          days: new Array<number>(metric.interval).fill(0),
        }
        return {
          id: metric.id,
          name: metric.name,
          format: metric.format,
          display: metric.display,
          interval: metric.interval,
          value: usage.value,
          previous: usage.previous,
          change_from_previous_pct: changeOf(usage),
          timeseries: usage.days,
        }
      }),
    )
    return { kind: 'UsageMetricsQuery', results }
  },
}
