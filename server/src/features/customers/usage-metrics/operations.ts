/** Operations on the usage metrics of a group type. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  lockRow,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { enterProject, type ObjectContext } from '../../workspace/objects/index.ts'
import { type AccessLevel, resourceAccess } from '../../workspace/organizations/index.ts'
import { loadMetric, loadMetrics, type UsageMetric } from './metrics.ts'
import type { MetricBody, metricAnswer, NewMetricBody } from './schemas.ts'

/** Maximum number of metrics per group type. */
const METRICS_MAX = 100

/** A group type of a project, and the caller's access to accounts, which metrics belong to. */
export interface MetricContext extends ObjectContext {
  groupTypeIndex: number
}

/** @throws ApiError 403 when the caller's level for accounts is too low, 404 for an invalid group type */
export async function enterMetrics(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<MetricContext> {
  const project = await enterProject(db, request)
  const own = await resourceAccess(db, project.principal, project.team, 'account')
  own.assertLevel(needed)
  const { group_type_index: index } = request.params as { group_type_index: string }
  if (!/^[0-4]$/.test(index)) throw errors.notFound()
  return { ...project, own, groupTypeIndex: Number(index) }
}

/** By name, in descending order. */
export const listMetrics = ({ db, team, groupTypeIndex }: MetricContext): Promise<UsageMetric[]> =>
  loadMetrics(db.$client, team.id, groupTypeIndex)

/** @throws ApiError 404 when the group type has no such metric */
export async function findMetric(
  { db, team, groupTypeIndex }: MetricContext,
  id: string,
  client: Database['$client'] | PoolClient = db.$client,
): Promise<UsageMetric> {
  const metric = await loadMetric(client, team.id, groupTypeIndex, id)
  if (!metric) throw errors.notFound()
  return metric
}

/**
 * @throws ApiError 400 for a sum without a property, a count with a property or too many metrics, 409 when the name is taken
 */
export function createMetric(context: MetricContext, body: NewMetricBody): Promise<UsageMetric> {
  const { db, team, groupTypeIndex } = context
  return refuseTaken(() =>
    inTransaction(db.$client, async (client) => {
      if ((await loadMetrics(client, team.id, groupTypeIndex)).length >= METRICS_MAX)
        throw errors.invalid(`A group type has at most ${METRICS_MAX} usage metrics.`)
      return writeMetric(client, context, newUuid(), settle(null, body))
    }),
  )
}

/**
 * Changes the fields that the body has.
 * @throws ApiError 400 for a sum without a property or a count with a property, 404 when it no longer exists, 409 when the
 * name is taken
 */
export function changeMetric(context: MetricContext, { id }: UsageMetric, body: MetricBody): Promise<UsageMetric> {
  return refuseTaken(() =>
    inTransaction(context.db.$client, async (client) => {
      await lockRow(client, 'usage_metrics', id)
      const before = await findMetric(context, id, client)
      return writeMetric(client, context, id, settle(before, body))
    }),
  )
}

export async function deleteMetric({ db, team }: MetricContext, { id }: UsageMetric): Promise<void> {
  await db.$client.query('DELETE FROM usage_metrics WHERE team_id = $1 AND id = $2', [team.id, id])
}

async function writeMetric(
  client: PoolClient,
  context: MetricContext,
  id: string,
  { name, format, interval, display, filters, math, mathProperty }: Settled,
): Promise<UsageMetric> {
  const { team, principal, groupTypeIndex } = context
  await client.query(
    `INSERT INTO usage_metrics (id, team_id, group_type_index, name, format, interval, display, filters, math, math_property, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, format = EXCLUDED.format, interval = EXCLUDED.interval, display = EXCLUDED.display,
       filters = EXCLUDED.filters, math = EXCLUDED.math, math_property = EXCLUDED.math_property, updated_at = clock_timestamp()`,
    [
      id,
      team.id,
      groupTypeIndex,
      name,
      format,
      interval,
      display,
      storableJsonText(filters),
      math,
      mathProperty,
      principal.userId,
    ],
  )
  return findMetric(context, id, client)
}

/** @throws ApiError 409 when the name is taken */
async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'usage_metrics_name')
      throw errors.conflict('A usage metric with this name already exists for this group type.')
    throw error
  }
}

type Settled = Omit<UsageMetric, 'id' | 'groupTypeIndex' | 'createdAt' | 'updatedAt'>

/** The metric after a change; a new one must have a name. */
function settle(before: UsageMetric | null, body: MetricBody): Settled {
  const after = {
    name: body.name ?? before!.name,
    format: body.format ?? before?.format ?? 'numeric',
    interval: body.interval ?? before?.interval ?? 7,
    display: body.display ?? before?.display ?? 'number',
    filters: (body.filters as JsonObject | undefined) ?? before?.filters ?? {},
    math: body.math ?? before?.math ?? 'count',
    mathProperty: (body.math_property === undefined ? before?.mathProperty : body.math_property) || null,
  }
  if (after.math === 'sum' && after.mathProperty === null)
    throw errors.invalid('math_property is required when math is sum.', 'math_property')
  if (after.math === 'sum' || after.mathProperty === null) return after
  if (body.math_property) throw errors.invalid('math_property must be empty when math is count.', 'math_property')
  return { ...after, mathProperty: null }
}

export const presentMetric = (metric: UsageMetric): z.infer<typeof metricAnswer> => ({
  id: metric.id,
  name: metric.name,
  group_type_index: metric.groupTypeIndex,
  format: metric.format,
  interval: metric.interval,
  display: metric.display,
  filters: metric.filters,
  math: metric.math,
  math_property: metric.mathProperty,
  created_at: formatTime(metric.createdAt),
  updated_at: formatTime(metric.updatedAt),
})
