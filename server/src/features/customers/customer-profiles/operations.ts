/** Operations on profile layouts. Every operation that changes one records it in the activity log. */
import { validate as isUuid } from 'uuid'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { isJsonObject, type JsonValue, storableJsonText } from '../../../platform/json.ts'
import { inTransaction, lockRow, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityChange, changesBetween } from '../../workspace/activity/index.ts'
import { logChange, type ProjectContext } from '../../workspace/objects/index.ts'
import { customerProfileKind } from './kind.ts'
import type { LayoutBody, layoutAnswer, NewLayoutBody } from './schemas.ts'

export interface Layout {
  id: string
  /** `person`, or `group_0` to `group_4`. */
  scope: string
  content: JsonValue
  sidebar: JsonValue
  createdAt: string
  updatedAt: string
}

const SELECT = `SELECT id, scope, content, sidebar, created_at::text AS "createdAt", updated_at::text AS "updatedAt" FROM customer_profile_configs`

/** @throws ApiError 404 when the project has no such layout */
export async function findLayout(
  { db, team }: ProjectContext,
  id: string,
  client: Pool | PoolClient = db.$client,
): Promise<Layout> {
  const { rows } = isUuid(id)
    ? await client.query<Layout>(`${SELECT} WHERE team_id = $1 AND id = $2`, [team.id, id])
    : { rows: [] }
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** A page of the project's layouts, oldest first. */
export async function listLayouts(
  { db, team }: ProjectContext,
  page: Page,
): Promise<{ count: number; rows: Layout[] }> {
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>('SELECT count(*) AS count FROM customer_profile_configs WHERE team_id = $1', [
      team.id,
    ]),
    db.$client.query<Layout>(`${SELECT} WHERE team_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3`, [
      team.id,
      page.limit,
      page.offset,
    ]),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @throws ApiError 400 when the content or the sidebar is neither an object nor a list */
export async function createLayout(context: ProjectContext, body: NewLayoutBody): Promise<Layout> {
  const { db, team, principal } = context
  const content = readPart(body.content, 'content')
  const sidebar = readPart(body.sidebar, 'sidebar')
  const id = newUuid()
  return inTransaction(db.$client, async (client) => {
    await client.query(
      'INSERT INTO customer_profile_configs (id, team_id, scope, content, sidebar, created_by) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, team.id, body.scope, storableJsonText(content), storableJsonText(sidebar), principal.userId],
    )
    await log(client, context, { id, scope: body.scope }, 'created')
    return findLayout(context, id, client)
  })
}

/**
 * Changes the fields that the body has.
 * @throws ApiError 400 when the content or the sidebar is neither an object nor a list, 404 when the layout no longer exists
 */
export async function changeLayout(context: ProjectContext, { id }: Layout, body: LayoutBody): Promise<Layout> {
  const { db, team } = context
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'customer_profile_configs', id)
    const { scope, content, sidebar } = await findLayout(context, id, client)
    const before = { scope, content, sidebar }
    const after = {
      scope: body.scope ?? scope,
      content: 'content' in body ? readPart(body.content, 'content') : content,
      sidebar: 'sidebar' in body ? readPart(body.sidebar, 'sidebar') : sidebar,
    }
    await client.query(
      `UPDATE customer_profile_configs SET scope = $3, content = $4, sidebar = $5, updated_at = clock_timestamp()
       WHERE team_id = $1 AND id = $2`,
      [team.id, id, after.scope, storableJsonText(after.content), storableJsonText(after.sidebar)],
    )
    const changes = changesBetween(customerProfileKind.scope, before, after)
    if (changes.length > 0) await log(client, context, { id, scope: after.scope }, 'updated', changes)
    return findLayout(context, id, client)
  })
}

export function deleteLayout(context: ProjectContext, layout: Layout): Promise<void> {
  const { db, team } = context
  return inTransaction(db.$client, async (client) => {
    await client.query('DELETE FROM customer_profile_configs WHERE team_id = $1 AND id = $2', [team.id, layout.id])
    await log(client, context, layout, 'deleted')
  })
}

/** @throws ApiError 400 when the value is neither an object nor a list */
function readPart(value: unknown, attr: string): JsonValue {
  if (value === null || value === undefined) return {}
  if (isJsonObject(value) || Array.isArray(value)) return value
  throw errors.invalid(`Invalid value for field '${attr}'`, attr)
}

function log(
  client: PoolClient,
  context: ProjectContext,
  { id, scope }: Pick<Layout, 'id' | 'scope'>,
  activity: string,
  changes: ActivityChange[] | null = null,
): Promise<void> {
  return logChange(client, context, customerProfileKind, {
    id,
    activity,
    detail: { name: `${scope} profile`, changes },
  })
}

export function presentLayout(layout: Layout): z.infer<typeof layoutAnswer> {
  const { id, scope, content, sidebar, createdAt, updatedAt } = layout
  return { id, scope, content, sidebar, created_at: formatTime(createdAt), updated_at: formatTime(updatedAt) }
}
