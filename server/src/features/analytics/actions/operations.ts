/** Operations on actions. Each one that changes an action records it in the activity log. */

import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { inTransaction, lockRow, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import { fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { actionKind } from './kind.ts'
import type { ActionBody, actionAnswer } from './schemas.ts'
import type { ActionStep } from './tables.ts'

export interface ActionRow {
  id: number
  teamId: number
  name: string | null
  description: string
  steps: ActionStep[]
  tags: string[]
  postToSlack: boolean
  slackMessageFormat: string
  pinnedAt: string | null
  deleted: boolean
  createdAt: string
  createdById: number | null
  updatedAt: string
  creator: unknown
}

const SELECT = `SELECT a.id, a.team_id AS "teamId", a.name, a.description, a.steps, a.tags, a.post_to_slack AS "postToSlack",
  a.slack_message_format AS "slackMessageFormat", a.pinned_at::text AS "pinnedAt", a.deleted, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt", ${userJson('u')} AS creator
  FROM actions a ${leftJoinUser('u', 'a.created_by')}`

export const actionObjects = new ProjectObjects<ActionRow>(actionKind, loadAction)

async function loadAction(client: Pool | PoolClient, teamId: number, id: string): Promise<ActionRow | null> {
  if (!/^\d{1,9}$/.test(id)) return null
  const { rows } = await client.query<ActionRow>(`${SELECT} WHERE a.team_id = $1 AND a.id = $2`, [teamId, Number(id)])
  return rows[0] ?? null
}

/** A page of the actions that the caller may see, newest first. */
export async function listActions(
  { db, team, own }: ObjectContext,
  { search, page }: { search: string | undefined; page: Page },
): Promise<{ count: number; rows: ActionRow[] }> {
  const values: unknown[] = [team.id, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null]
  const visible = own.visibleSql('a.id', 'a.created_by', (value) => `$${values.push(value)}`)
  const where = `a.team_id = $1 AND NOT a.deleted AND ($2::text IS NULL OR a.name ILIKE $2) AND ${visible}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM actions a WHERE ${where}`, values),
    db.$client.query<ActionRow>(
      `${SELECT} WHERE ${where} ORDER BY a.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @throws ApiError 400 if the name is taken or a pattern is invalid */
export async function createAction(context: ObjectContext, body: ActionBody): Promise<ActionRow> {
  const { db, team, principal } = context
  assertPatterns(body.steps)
  return inTransaction(db.$client, async (client) => {
    await assertNameIsFree(client, team.id, body.name, null)
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO actions (team_id, name, description, steps, tags, post_to_slack, slack_message_format, pinned_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        team.id,
        body.name ?? null,
        body.description ?? '',
        JSON.stringify(body.steps ?? []),
        JSON.stringify(body.tags ?? []),
        body.post_to_slack ?? false,
        body.slack_message_format ?? '',
        body.pinned_at ?? null,
        principal.userId,
      ],
    )
    const { id } = rows[0]!
    await actionObjects.log(client, context, { id, activity: 'created', detail: { name: body.name ?? null } })
    return actionObjects.current(client, context, id)
  })
}

/**
 * Changes the fields in the body. `deleted: true` deletes the action, `false` restores it.
 * @throws ApiError 400 if the name is taken or a pattern is invalid, 404 if the action is deleted and not restored
 */
export async function changeAction(context: ObjectContext, action: ActionRow, body: ActionBody): Promise<ActionRow> {
  const { db, team } = context
  if (action.deleted && body.deleted !== false) throw errors.notFound()
  assertPatterns(body.steps)
  return inTransaction(db.$client, async (client) => {
    await assertNameIsFree(client, team.id, body.name, action.id)
    await lockRow(client, 'actions', action.id)
    const before = toFields(await actionObjects.current(client, context, action.id))
    const after = { ...before, ...body }
    await client.query(
      `UPDATE actions SET name = $3, description = $4, steps = $5, tags = $6, post_to_slack = $7, slack_message_format = $8,
         pinned_at = $9, deleted = $10, updated_at = now() WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        action.id,
        after.name ?? null,
        after.description,
        JSON.stringify(after.steps),
        JSON.stringify(after.tags),
        after.post_to_slack,
        after.slack_message_format,
        after.pinned_at ?? null,
        after.deleted,
      ],
    )
    await actionObjects.log(client, context, {
      id: action.id,
      activity: body.deleted === true && !before.deleted ? 'deleted' : 'updated',
      detail: { name: after.name ?? null, changes: changesBetween(actionKind.scope, before, after) },
    })
    return actionObjects.current(client, context, action.id)
  })
}

export function presentAction({ own }: ObjectContext, row: ActionRow): z.infer<typeof actionAnswer> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    post_to_slack: row.postToSlack,
    slack_message_format: row.slackMessageFormat,
    steps: row.steps as JsonObject[],
    created_at: formatTime(row.createdAt),
    created_by: fromUserJson(row.creator),
    deleted: row.deleted,
    is_calculating: false,
    last_calculated_at: formatTime(row.updatedAt),
    team_id: row.teamId,
    is_action: true,
    bytecode_error: null,
    pinned_at: row.pinnedAt === null ? null : formatTime(row.pinnedAt),
    creation_context: null,
    tags: row.tags,
    user_access_level: own.levelOf(row.id, row.createdById),
  }
}

function toFields(row: ActionRow) {
  return {
    name: row.name,
    description: row.description,
    steps: row.steps as NonNullable<ActionBody['steps']>,
    tags: row.tags,
    post_to_slack: row.postToSlack,
    slack_message_format: row.slackMessageFormat,
    pinned_at: row.pinnedAt,
    deleted: row.deleted,
  }
}

async function assertNameIsFree(
  client: PoolClient,
  teamId: number,
  name: string | null | undefined,
  id: number | null,
): Promise<void> {
  if (!name) return
  const { rowCount } = await client.query(
    'SELECT 1 FROM actions WHERE team_id = $1 AND name = $2 AND NOT deleted AND id IS DISTINCT FROM $3',
    [teamId, name, id],
  )
  if (rowCount) throw errors.invalid('This project already has an action with this name.', 'name', 'unique')
}

/** An invalid pattern would fail every query that uses the action. */
function assertPatterns(steps: ActionBody['steps']): void {
  for (const each of steps ?? [])
    for (const part of ['url', 'text', 'href'] as const) {
      const pattern = each[part]
      if (each[`${part}_matching`] !== 'regex' || !pattern) continue
      try {
        new RegExp(pattern)
      } catch {
        throw errors.invalid(`"${pattern.slice(0, 100)}" is not a regular expression.`, 'steps')
      }
    }
}
