/** Usage metrics as they are stored and changed. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlankField, textField } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, storableJsonText, stringifyJson } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'

const NAME_MAX = 255
const DAYS_MAX = 365
const FILTERS_CHARACTERS_MAX = 100_000
const METRICS_MAX = 100

export interface UsageMetric {
  id: string
  groupTypeIndex: number
  name: string
  format: 'numeric' | 'currency'
  /** Days. */
  interval: number
  display: 'number' | 'sparkline'
  filters: JsonObject
  math: 'count' | 'sum'
  mathProperty: string | null
  createdAt: string
  updatedAt: string
}

const SELECT = `SELECT id, group_type_index AS "groupTypeIndex", name, format, interval, display, filters, math, math_property AS "mathProperty",
  created_at::text AS "createdAt", updated_at::text AS "updatedAt" FROM usage_metrics`

/** @returns them by name, the last first, as the answers of questions have them */
export async function listMetrics(
  db: { $client: Pool | PoolClient },
  teamId: number,
  groupTypeIndex: number,
): Promise<UsageMetric[]> {
  const { rows } = await db.$client.query<UsageMetric>(
    `${SELECT} WHERE team_id = $1 AND group_type_index = $2 ORDER BY name DESC, id`,
    [teamId, groupTypeIndex],
  )
  return rows
}

export async function findMetric(
  db: { $client: Pool | PoolClient },
  teamId: number,
  groupTypeIndex: number,
  id: string,
): Promise<UsageMetric | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.$client.query<UsageMetric>(
    `${SELECT} WHERE team_id = $1 AND group_type_index = $2 AND id = $3`,
    [teamId, groupTypeIndex, id],
  )
  return rows[0] ?? null
}

const filters = z
  .any()
  .refine(isJsonObject, { message: 'Must be an object with events, actions and properties.' })
  .refine((value) => stringifyJson(value as JsonObject).length <= FILTERS_CHARACTERS_MAX, {
    message: `Ensure this value has no more than ${FILTERS_CHARACTERS_MAX} characters as JSON.`,
  })
const shape = {
  format: z.enum(['numeric', 'currency']).optional(),
  interval: flexibleInteger(1, DAYS_MAX).optional(),
  display: z.enum(['number', 'sparkline']).optional(),
  filters: filters.optional(),
  math: z.enum(['count', 'sum']).optional(),
  math_property: z.preprocess((value) => value, textField(400).nullable()).optional(),
}
export const newMetricBody = z.object({ name: nonBlankField(NAME_MAX), ...shape })
export const metricBody = z.object({ name: nonBlankField(NAME_MAX).optional(), ...shape })

export const metricAnswer = z.object({
  id: z.string(),
  name: z.string(),
  group_type_index: z.number(),
  format: z.string(),
  interval: z.number(),
  display: z.string(),
  filters: z.any(),
  math: z.string(),
  math_property: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
nameSchema(metricAnswer, 'GroupUsageMetric')

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

/**
 * Stores a new metric, or a change of one.
 * @param changed the id of the one that is changed
 * @throws ApiError 400 for a sum of nothing or a count of something, 404 when it is gone meanwhile, 409 for a name that is taken
 */
export async function saveMetric(
  db: Database,
  principal: Principal,
  teamId: number,
  groupTypeIndex: number,
  changed: string | null,
  body: z.output<typeof metricBody>,
): Promise<UsageMetric> {
  try {
    return await inTransaction(db.$client, async (client) => {
      if (changed) await lockRow(client, 'usage_metrics', changed)
      const before = changed ? await findMetric({ $client: client }, teamId, groupTypeIndex, changed) : null
      if (changed && !before) throw errors.notFound()
      if (!before && (await listMetrics({ $client: client }, teamId, groupTypeIndex)).length >= METRICS_MAX)
        throw errors.invalid(`A type of groups has at most ${METRICS_MAX} usage metrics.`)
      const after = settle(before, body)
      const id = before?.id ?? newUuid()
      await client.query(
        `INSERT INTO usage_metrics (id, team_id, group_type_index, name, format, interval, display, filters, math, math_property, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, format = EXCLUDED.format, interval = EXCLUDED.interval, display = EXCLUDED.display,
           filters = EXCLUDED.filters, math = EXCLUDED.math, math_property = EXCLUDED.math_property, updated_at = clock_timestamp()`,
        [
          id,
          teamId,
          groupTypeIndex,
          after.name,
          after.format,
          after.interval,
          after.display,
          storableJsonText(after.filters),
          after.math,
          after.mathProperty,
          principal.userId,
        ],
      )
      return (await findMetric({ $client: client }, teamId, groupTypeIndex, id))!
    })
  } catch (error) {
    if (constraintOf(error) === 'usage_metrics_name')
      throw errors.conflict('A usage metric with this name already exists for this group type.')
    throw error
  }
}

function settle(before: UsageMetric | null, body: z.output<typeof metricBody>) {
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
