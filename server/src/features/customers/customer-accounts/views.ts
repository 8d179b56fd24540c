/** Saved views: tables of accounts that a user arranged, private or shared. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlankField } from '../../../platform/http/validation.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { basicUserAnswer, fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { viewDefinition } from './table-node.ts'

/** Maximum number of views per project. */
const VIEWS_MAX = 500
/** Maximum length of a name, in characters. */
const NAME_MAX = 400

const visibility = z.enum(['private', 'team'])
export const newViewBody = z.object({
  name: nonBlankField(NAME_MAX),
  visibility: visibility.optional(),
  definition: viewDefinition.optional(),
})
export const viewBody = z.object({
  name: nonBlankField(NAME_MAX).optional(),
  visibility: visibility.optional(),
  definition: viewDefinition.optional(),
  version: flexibleInteger(0, 2 ** 31 - 1).optional(),
})

export const viewAnswer = z.object({
  id: z.string(),
  name: z.string(),
  visibility: z.string(),
  definition: z.any(),
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: basicUserAnswer.nullable(),
})
nameSchema(viewAnswer, 'AccountView')

interface View {
  id: string
  name: string
  visibility: string
  definition: JsonObject
  version: number
  createdAt: string
  updatedAt: string
  creator: unknown
}

const SELECT = `SELECT w.id, w.name, w.visibility, w.definition, w.version, w.created_at::text AS "createdAt", w.updated_at::text AS "updatedAt",
  ${userJson('u')} AS creator FROM account_views w ${leftJoinUser('u', 'w.created_by')}`
/** The caller's own views and shared ones. */
const VISIBLE = "w.team_id = $1 AND (w.visibility = 'team' OR w.created_by = $2)"

/** @throws ApiError 404 when the caller has no such view */
export async function findView({ db, team, principal }: ProjectContext, id: string): Promise<View> {
  const { rows } = isUuid(id)
    ? await db.$client.query<View>(`${SELECT} WHERE ${VISIBLE} AND w.id = $3`, [team.id, principal.userId, id])
    : { rows: [] }
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** Sorted by name. */
export async function listViews({ db, team, principal }: ProjectContext): Promise<View[]> {
  const { rows } = await db.$client.query<View>(`${SELECT} WHERE ${VISIBLE} ORDER BY lower(w.name), w.id`, [
    team.id,
    principal.userId,
  ])
  return rows
}

/** @throws ApiError 400 when the project has too many */
export async function createView(context: ProjectContext, body: z.output<typeof newViewBody>): Promise<View> {
  const { db, team, principal } = context
  const id = newUuid()
  const { rowCount } = await db.$client.query(
    `INSERT INTO account_views (id, team_id, name, visibility, definition, created_by)
     SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM account_views WHERE team_id = $2) < ${VIEWS_MAX}`,
    [
      id,
      team.id,
      body.name,
      body.visibility ?? 'private',
      storableJsonText((body.definition ?? {}) as JsonObject),
      principal.userId,
    ],
  )
  if (!rowCount) throw errors.invalid(`A project has at most ${VIEWS_MAX} saved views.`)
  return findView(context, id)
}

/**
 * Changes the fields that the body has.
 * @throws ApiError 404 when the caller cannot see the result, 409 when the view changed since the version that the body
 * names
 */
export async function changeView(
  context: ProjectContext,
  { id }: View,
  { name, visibility: to, definition, version }: z.output<typeof viewBody>,
): Promise<View> {
  const { rowCount } = await context.db.$client.query(
    `UPDATE account_views SET name = coalesce($2, name), visibility = coalesce($3, visibility), definition = coalesce($4, definition),
       version = version + 1, updated_at = clock_timestamp()
     WHERE id = $1 AND version = coalesce($5, version) AND team_id = $6`,
    [
      id,
      name ?? null,
      to ?? null,
      definition ? storableJsonText(definition as JsonObject) : null,
      version ?? null,
      context.team.id,
    ],
  )
  if (!rowCount) throw errors.conflict('Somebody else changed this view')
  return findView(context, id)
}

export async function deleteView({ db, team }: ProjectContext, { id }: View): Promise<void> {
  await db.$client.query('DELETE FROM account_views WHERE team_id = $1 AND id = $2', [team.id, id])
}

export const presentView = (view: View): z.infer<typeof viewAnswer> => ({
  id: view.id,
  name: view.name,
  visibility: view.visibility,
  definition: view.definition,
  version: view.version,
  created_at: formatTime(view.createdAt),
  updated_at: formatTime(view.updatedAt),
  created_by: fromUserJson(view.creator),
})
