/** Operations on notebooks. Every operation that changes one records it in the activity log. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonValue, stringifyJson, toStorableJson } from '../../../platform/json.ts'
import { constraintOf, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityChange, changesBetween } from '../../workspace/activity/index.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { assertAccountOf, type NotebookContext } from './account-rule.ts'
import { notebookKind } from './kind.ts'
import type { NewNotebookBody, NotebookBody, wholeVersionAnswer } from './schemas.ts'
import { insertNotebook, loadNotebook, loadNotebookRow, type Notebook, type NotebookRow } from './store.ts'
import { keepVersion } from './versions.ts'

const SHORT_ID = /^[A-Za-z0-9]{1,12}$/
/** Maximum size of a content that the log quotes, in characters or stored bytes. */
const LOGGED_MAX = 2_000

export const notebookObjects = new ProjectObjects<NotebookRow>(notebookKind, loadNotebookRow)

/**
 * @param needed the level that the caller must have for this notebook and, if it belongs to an account, for the account
 * @throws ApiError 404 when the caller sees no such notebook, 403 when their level for it is too low
 */
export async function findNotebook(
  context: NotebookContext,
  shortId: string,
  needed: AccessLevel,
  { includeDeleted = false } = {},
): Promise<NotebookRow> {
  const notebook = await notebookObjects.find(context, shortId, needed, { includeDeleted })
  if (notebook.visibility === 'internal') await assertAccountOf(context, notebook, needed)
  return notebook
}

/**
 * Loads a notebook with its content.
 * @throws ApiError 404 when it no longer exists
 */
export async function readNotebook({ db }: ObjectContext, { teamId, id }: NotebookRow): Promise<Notebook> {
  const whole = await loadNotebook(db.$client, teamId, id)
  if (!whole) throw errors.notFound()
  return whole
}

/**
 * @returns the new notebook, or the existing one, unchanged, if the chosen short ID is taken
 * @throws ApiError 400 for a malformed short ID; 403 or 404 when it belongs to a notebook that the caller may not see; 409
 * when it belongs to a deleted notebook
 */
export async function createNotebook(context: NotebookContext, body: NewNotebookBody): Promise<Notebook> {
  const { db, team } = context
  const shortId = readShortId(body.short_id)
  const existing = shortId === null ? null : await loadNotebookRow(db.$client, team.id, shortId)
  if (existing?.deleted) throw errors.conflict('A deleted notebook has this short_id.')
  if (existing) return readNotebook(context, await findNotebook(context, existing.id, 'viewer'))
  try {
    return await insertLogged(context, body, shortId)
  } catch (error) {
    // Another request created it at the same moment.
    if (shortId !== null && constraintOf(error) === 'notebooks_short_id') return createNotebook(context, body)
    throw error
  }
}

function readShortId(value: unknown): string | null {
  if (value !== undefined && value !== null && !SHORT_ID.test(String(value)))
    throw errors.invalid('short_id must be an alphanumeric string up to 12 characters.', 'short_id')
  return value ? String(value) : null
}

function insertLogged(context: ObjectContext, body: NewNotebookBody, shortId: string | null): Promise<Notebook> {
  const { db, team, principal } = context
  return inTransaction(db.$client, async (client) => {
    const { id } = await insertNotebook(client, team.id, principal.userId, body, shortId === null ? {} : { shortId })
    await log(client, context, { id, title: body.title ?? null, activity: 'created', changes: null })
    return (await loadNotebook(client, team.id, id))!
  })
}

interface Stored {
  title: string | null
  version: number
  deleted: boolean
  /** Also null if the content is too long to be logged. */
  content: JsonValue | null
  isEmpty: boolean
}

/**
 * Changes the fields that the body has; `deleted: true` deletes, `false` restores.
 * @param keepsPresent keeps the current state as a version, no matter who wrote it and when
 * @returns the updated notebook
 * @throws ApiError 404 when it no longer exists, 409 when the content changed since the version that the body names
 */
export function changeNotebook(
  context: ObjectContext,
  { id, uuid }: NotebookRow,
  body: NotebookBody,
  { keepsPresent = false } = {},
): Promise<Notebook> {
  const { db, team, principal } = context
  return inTransaction(db.$client, async (client) => {
    // Reads the state inside the transaction, not the one from the start of the request: two people may change one part
    // each.
    const before = await lockNotebook(client, team.id, uuid)
    const hasContent = 'content' in body
    if (hasContent && body.version !== before.version) throw errors.conflict('Someone else edited the Notebook')
    const after = {
      title: 'title' in body ? (body.title ?? null) : before.title,
      version: hasContent ? before.version + 1 : before.version,
      deleted: body.deleted ?? before.deleted,
    }
    if (hasContent) await keepVersion(client, uuid, principal.userId, keepsPresent)
    const content = toStorableJson((body.content as JsonValue) ?? null)
    const text = hasContent && content !== null ? stringifyJson(content) : null
    const hasWords = 'text_content' in body
    const words = body.text_content ?? null
    await client.query(
      `UPDATE notebooks SET title = $2, content = CASE WHEN $3 THEN $4::jsonb ELSE content END,
         text_content = CASE WHEN $5 THEN $6 ELSE text_content END, version = $7, deleted = $8,
         last_modified_at = clock_timestamp(), last_modified_by = $9 WHERE id = $1 AND team_id = $10`,
      [uuid, after.title, hasContent, text, hasWords, words, after.version, after.deleted, principal.userId, team.id],
    )
    const changes = changesBetween(notebookKind.scope, fieldsOf(before), after)
    if (hasContent) changes.push(...contentChanges(before, content, text))
    const activity = after.deleted === before.deleted ? 'updated' : after.deleted ? 'deleted' : 'restored'
    if (changes.length > 0) await log(client, context, { id, title: after.title, activity, changes })
    // Does not read back what the request just sent: a long text would take as long again.
    if (!hasContent || !hasWords) return (await loadNotebook(client, team.id, id))!
    return { ...(await notebookObjects.current(client, context, id)), content, textContent: words }
  })
}

async function lockNotebook(client: PoolClient, teamId: number, uuid: string): Promise<Stored> {
  const { rows } = await client.query<Stored>(
    `SELECT title, version, deleted, CASE WHEN pg_column_size(content) <= ${LOGGED_MAX} THEN content END AS content,
       content IS NULL AS "isEmpty" FROM notebooks WHERE team_id = $1 AND id = $2 FOR UPDATE`,
    [teamId, uuid],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

const fieldsOf = ({ title, version, deleted }: Stored) => ({ title, version, deleted })

/** For a long content, the log only says that it changed; the versions show how. */
function contentChanges({ content, isEmpty }: Stored, now: JsonValue, text: string | null): ActivityChange[] {
  const isLong =
    (content === null && !isEmpty) || [stringifyJson(content), text ?? ''].some((each) => each.length > LOGGED_MAX)
  if (!isLong) return changesBetween(notebookKind.scope, { content }, { content: now })
  const action = isEmpty ? 'created' : now === null ? 'deleted' : 'changed'
  return [{ type: notebookKind.scope, action, field: 'content', before: null, after: null }]
}

/**
 * Restores an earlier version, and keeps the current state as a version.
 * @param seen the version that the caller takes for the current one
 * @throws ApiError 409 when it is not the current one
 */
export function restoreVersion(
  context: ObjectContext,
  notebook: NotebookRow,
  { title, content, text_content }: z.infer<typeof wholeVersionAnswer>,
  seen: number | null | undefined,
): Promise<Notebook> {
  return changeNotebook(context, notebook, { title, content, text_content, version: seen }, { keepsPresent: true })
}

interface Entry {
  id: string
  title: string | null
  activity: string
  changes: ActivityChange[] | null
}

function log(client: PoolClient, context: ObjectContext, { id, title, activity, changes }: Entry): Promise<void> {
  return notebookObjects.log(client, context, { id, activity, detail: { name: title, short_id: id, changes } })
}
