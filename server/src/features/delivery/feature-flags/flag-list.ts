/** Lists of feature flags, with filters and sort orders. */
import type { Page } from '../../../platform/http/pagination.ts'
import { parseJson, stringifyJson, toStorableText } from '../../../platform/json.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { FLAG_SELECT, type FlagRow } from './flags.ts'
import type { FlagListQuery } from './schemas.ts'

/** A page of the flags that the caller may see, newest first by default. */
export async function listFlags(
  context: ObjectContext,
  query: FlagListQuery,
  page: Page,
): Promise<{ count: number; rows: FlagRow[] }> {
  const { $client } = context.db
  const { where, values } = listCondition(context, query)
  const [counted, found] = await Promise.all([
    $client.query<{ count: number }>(`SELECT count(*) AS count FROM feature_flags f WHERE ${where}`, values),
    $client.query<FlagRow>(
      `${FLAG_SELECT} WHERE ${where} ORDER BY ${orderOf(query.order)}, f.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** All enabled flags that the caller may see, newest first. */
export async function listActiveFlags(context: ObjectContext): Promise<FlagRow[]> {
  const { where, values } = listCondition(context, { active: 'true' })
  const { rows } = await context.db.$client.query<FlagRow>(`${FLAG_SELECT} WHERE ${where} ORDER BY f.id DESC`, values)
  return rows
}

/** The keys of flags by ID. Flags that the caller may not see are missing. */
export async function keysOf(
  { db, team, own }: ObjectContext,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const values: unknown[] = [team.id, ids]
  const visible = own.visibleSql('id', 'created_by_id', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<{ id: number; key: string }>(
    `SELECT id, key FROM feature_flags WHERE team_id = $1 AND id = ANY($2::int[]) AND ${visible}`,
    values,
  )
  return Object.fromEntries(rows.map(({ id, key }) => [String(id), key]))
}

function listCondition(
  { team, own }: ObjectContext,
  query: Omit<FlagListQuery, 'order'>,
): { where: string; values: unknown[] } {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const where = ['f.team_id = $1', 'NOT f.deleted', own.visibleSql('f.id', 'f.created_by_id', bind)]
  if (query.search) {
    const pattern = bind(`%${toStorableText(query.search).replace(/[\\%_]/g, '\\$&')}%`)
    where.push(`(f.key ILIKE ${pattern} OR f.name ILIKE ${pattern})`)
  }
  if (query.active === 'true' || query.active === 'false') where.push(`f.active = ${query.active}`)
  if (query.active === 'STALE')
    where.push(
      `f.active AND f.created_at < now() - interval '30 days' AND (f.last_called_at < now() - interval '30 days' OR
        (f.filters->'multivariate' IN ('null') AND f.filters->'groups' @> '[{"properties": []}]' AND EXISTS (
          SELECT 1 FROM jsonb_array_elements(f.filters->'groups') g WHERE g->'properties' = '[]'
            AND coalesce(g->>'rollout_percentage', '100')::numeric = 100)))`,
    )
  if (query.type === 'boolean')
    where.push(`coalesce(f.filters->'multivariate', 'null') = 'null' AND NOT f.is_remote_configuration`)
  if (query.type === 'multivariant') where.push(`coalesce(f.filters->'multivariate', 'null') <> 'null'`)
  if (query.type === 'remote_config') where.push('f.is_remote_configuration')
  if (query.created_by_id && /^\d{1,9}$/.test(query.created_by_id))
    where.push(`f.created_by_id = ${bind(Number(query.created_by_id))}`)
  if (query.tags) where.push(`f.tags && ${bind(readTags(query.tags))}::text[]`)
  if (query.evaluation_runtime) where.push(`f.evaluation_runtime = ${bind(toStorableText(query.evaluation_runtime))}`)
  return { where: where.join(' AND '), values }
}

function readTags(text: string): string[] {
  try {
    const value = parseJson(text)
    return Array.isArray(value)
      ? value.map((tag) => toStorableText(String(tag)))
      : [toStorableText(stringifyJson(value))]
  } catch {
    return text.split(',').map((tag) => toStorableText(tag.trim()))
  }
}

const ORDERS: Record<string, string> = {
  key: 'f.key',
  name: 'f.name',
  created_at: 'f.created_at',
  updated_at: 'f.updated_at',
}

function orderOf(order: string | undefined): string {
  const column = ORDERS[(order ?? '').replace(/^-/, '')]
  if (!column) return 'f.created_at DESC'
  return `${column} ${order!.startsWith('-') ? 'DESC' : 'ASC'}`
}
