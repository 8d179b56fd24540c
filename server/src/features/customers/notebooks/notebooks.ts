/** Notebooks as they are stored, found and changed. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { flexibleBoolean, flexibleInteger, textField } from '../../../platform/http/validation.ts'
import { type JsonValue, storableJsonText, stringifyJson, toStorableJson } from '../../../platform/json.ts'
import { type Database, inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityChange, changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'
import { keepVersion, type wholeVersionAnswer } from './versions.ts'

const TITLE_MAX = 256
const TEXT_MAX = 5_000_000
const SHORT_ID_LENGTH = 8
const SHORT_ID = /^[A-Za-z0-9]{1,12}$/

export interface NotebookRow {
  id: string
  teamId: number
  shortId: string
  title: string | null
  version: number
  deleted: boolean
  visibility: string
  accountId: string | null
  createdAt: string
  createdById: number | null
  creator: unknown
  lastModifiedAt: string
  modifier: unknown
}
export interface Notebook extends NotebookRow {
  content: JsonValue | null
  textContent: string | null
}

const COLUMNS = `n.id, n.team_id AS "teamId", n.short_id AS "shortId", n.title, n.version, n.deleted,
  n.visibility, (SELECT l.account_id FROM account_notebooks l WHERE l.notebook_id = n.id LIMIT 1) AS "accountId",
  n.created_at::text AS "createdAt", n.created_by AS "createdById", ${userJson('u')} AS creator,
  n.last_modified_at::text AS "lastModifiedAt", ${userJson('m')} AS modifier`
export const NOTEBOOK_TABLES =
  'notebooks n LEFT JOIN users u ON u.id = n.created_by LEFT JOIN users m ON m.id = n.last_modified_by'
/** Without its texts, which can be large. */
export const NOTEBOOK_ROW = `SELECT ${COLUMNS} FROM ${NOTEBOOK_TABLES}`
export const NOTEBOOK_WHOLE = `SELECT ${COLUMNS}, n.content, n.text_content AS "textContent" FROM ${NOTEBOOK_TABLES}`

/** Without its texts. */
export async function findNotebookRow(
  db: { $client: Pool | PoolClient },
  teamId: number,
  shortId: string,
): Promise<NotebookRow | null> {
  const { rows } = await db.$client.query<NotebookRow>(`${NOTEBOOK_ROW} WHERE n.team_id = $1 AND n.short_id = $2`, [
    teamId,
    shortId,
  ])
  return rows[0] ?? null
}

export async function findNotebook(
  db: { $client: Pool | PoolClient },
  teamId: number,
  shortId: string,
): Promise<Notebook | null> {
  const { rows } = await db.$client.query<Notebook>(`${NOTEBOOK_WHOLE} WHERE n.team_id = $1 AND n.short_id = $2`, [
    teamId,
    shortId,
  ])
  return rows[0] ?? null
}

const title = z.preprocess((value) => value, textField(TITLE_MAX).nullable()).optional()
const textContent = z.preprocess((value) => value, textField(TEXT_MAX).nullable()).optional()
export const newNotebookBody = z.object({
  title,
  content: z.any().optional(),
  text_content: textContent,
  short_id: z.any().optional(),
})
export const notebookBody = z.object({
  title,
  content: z.any().optional(),
  text_content: textContent,
  deleted: flexibleBoolean.optional(),
  version: z.preprocess((value) => value, flexibleInteger(0, 2 ** 31 - 1).nullable()).optional(),
})

/** Full-text conditions on title or text: every word in the same one of them. */
export function wordsCondition(parameter: string): string {
  const query = `websearch_to_tsquery('english', ${parameter})`
  return `((to_tsvector('english', left(coalesce(n.title, ''), 1000)) @@ ${query}) OR (to_tsvector('english', left(coalesce(n.text_content, ''), 200000)) @@ ${query}))`
}

const json = (value: JsonValue | null | undefined) =>
  value === null || value === undefined ? null : storableJsonText(value)

/**
 * Makes a notebook, in the transaction of the caller.
 * @param visibility `internal` for those of an account, which are not logged
 */
export async function insertNotebook(
  client: Pool | PoolClient,
  teamId: number,
  userId: number,
  { title: name, content, text_content: text }: z.output<typeof newNotebookBody>,
  { shortId = randomText(SHORT_ID_LENGTH), visibility = 'default' }: { shortId?: string; visibility?: string } = {},
): Promise<{ id: string; shortId: string }> {
  const id = newUuid()
  await client.query(
    `INSERT INTO notebooks (id, team_id, short_id, title, content, text_content, visibility, created_by, last_modified_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [id, teamId, shortId, name ?? null, json(content as JsonValue), text ?? null, visibility, userId],
  )
  return { id, shortId }
}

/**
 * @returns the short id; of the live notebook that has it already, if the caller chose one
 * @throws ApiError 400 for a short id that is none, 409 for that of a deleted notebook
 */
export function createNotebook(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: z.output<typeof newNotebookBody>,
): Promise<string> {
  const { short_id: own } = body
  if (own !== undefined && own !== null && !SHORT_ID.test(String(own)))
    throw errors.invalid('short_id must be an alphanumeric string up to 12 characters.', 'short_id')
  return inTransaction(db.$client, async (client) => {
    if (own) {
      const existing = await findNotebook({ $client: client }, team.id, String(own))
      if (existing?.deleted) throw errors.conflict('A deleted notebook has this short_id.')
      if (existing) return existing.shortId
    }
    const made = await insertNotebook(client, team.id, principal.userId, body, own ? { shortId: String(own) } : {})
    await log(client, principal, team, made.shortId, body.title ?? null, 'created')
    return made.shortId
  })
}

const LOGGED_CHARACTERS_MAX = 2_000

interface Stored {
  title: string | null
  version: number
  deleted: boolean
  /** Null also for one that is too long to be logged. */
  content: JsonValue | null
  isEmpty: boolean
}
const fieldsOf = ({ title: name, version, deleted }: Stored) => ({ title: name, version, deleted })

/** The log says that a long text was changed; how it was, the versions say. */
function contentChanges({ content, isEmpty }: Stored, now: JsonValue, text: string | null): ActivityChange[] {
  const isLong =
    (content === null && !isEmpty) ||
    [stringifyJson(content), text ?? ''].some((each) => each.length > LOGGED_CHARACTERS_MAX)
  if (!isLong) return changesBetween('Notebook', { content }, { content: now })
  const action = isEmpty ? 'created' : now === null ? 'deleted' : 'changed'
  return [{ type: 'Notebook', action, field: 'content', before: null, after: null }]
}

/**
 * @param sent which fields were in the body
 * @param keepsPresent the present state is kept as a version, whoever wrote it and when
 * @returns the notebook as it is then
 * @throws ApiError 404 when it is gone meanwhile, 409 when the content was changed by somebody else since the version that was named
 */
export function updateNotebook(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  { id, shortId }: NotebookRow,
  body: z.output<typeof notebookBody>,
  sent: ReadonlySet<string>,
  { keepsPresent = false }: { keepsPresent?: boolean } = {},
): Promise<Notebook> {
  return inTransaction(db.$client, async (client) => {
    // What is there now, and not when the request began: two people may change one thing each.
    const { rows } = await client.query<Stored>(
      `SELECT title, version, deleted, CASE WHEN pg_column_size(content) <= ${LOGGED_CHARACTERS_MAX} THEN content END AS content,
         content IS NULL AS "isEmpty" FROM notebooks WHERE id = $1 FOR UPDATE`,
      [id],
    )
    const before = rows[0]
    if (!before) throw errors.notFound()
    const hasContent = sent.has('content')
    if (hasContent && body.version !== before.version) throw errors.conflict('Someone else edited the Notebook')
    const after = {
      title: sent.has('title') ? (body.title ?? null) : before.title,
      version: hasContent ? before.version + 1 : before.version,
      deleted: body.deleted ?? before.deleted,
    }
    const content = toStorableJson((body.content as JsonValue) ?? null)
    if (hasContent) await keepVersion(client, id, principal.userId, keepsPresent)
    const hasText = sent.has('text_content')
    const words = body.text_content ?? null
    const text = hasContent && content !== null ? stringifyJson(content) : null
    await client.query(
      `UPDATE notebooks SET title = $2, content = CASE WHEN $3 THEN $4::jsonb ELSE content END,
         text_content = CASE WHEN $5 THEN $6 ELSE text_content END, version = $7, deleted = $8,
         last_modified_at = clock_timestamp(), last_modified_by = $9 WHERE id = $1`,
      [id, after.title, hasContent, text, hasText, words, after.version, after.deleted, principal.userId],
    )
    const changes = changesBetween('Notebook', fieldsOf(before), after)
    if (hasContent) changes.push(...contentChanges(before, content, text))
    const activity = after.deleted === before.deleted ? 'updated' : after.deleted ? 'deleted' : 'restored'
    if (changes.length > 0) await log(client, principal, team, shortId, after.title, activity, changes)
    // What was just sent need not be read: a long text would take as long again.
    if (!hasContent || !hasText) return (await findNotebook({ $client: client }, team.id, shortId))!
    return { ...(await findNotebookRow({ $client: client }, team.id, shortId))!, content, textContent: words }
  })
}

/**
 * Makes an earlier state the present one, which is kept.
 * @param seen the version that the caller takes for the present one
 * @throws ApiError 409 when it is another
 */
export function restoreVersion(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  notebook: NotebookRow,
  earlier: z.infer<typeof wholeVersionAnswer>,
  seen: number | null | undefined,
): Promise<Notebook> {
  const { title: name, content, text_content: words } = earlier
  return updateNotebook(
    db,
    principal,
    team,
    notebook,
    { title: name, content, text_content: words, version: seen },
    new Set(['title', 'content', 'text_content']),
    { keepsPresent: true },
  )
}

function log(
  client: PoolClient,
  principal: Principal,
  team: ResolvedTeam,
  shortId: string,
  name: string | null,
  activity: string,
  changes: ReturnType<typeof changesBetween> | null = null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: 'Notebook',
    itemId: shortId,
    detail: { name, short_id: shortId, changes },
  })
}

/** What notebooks of every place have in common. */
export const notebookCore = z.object({
  id: z.string(),
  short_id: z.string(),
  title: z.string().nullable(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_modified_at: z.string(),
  last_modified_by: basicUserAnswer.nullable(),
})

export function presentCore(notebook: NotebookRow): z.infer<typeof notebookCore> {
  return {
    id: notebook.id,
    short_id: notebook.shortId,
    title: notebook.title,
    created_at: formatTime(notebook.createdAt),
    created_by: fromUserJson(notebook.creator),
    last_modified_at: formatTime(notebook.lastModifiedAt),
    last_modified_by: fromUserJson(notebook.modifier),
  }
}
