/** Notebooks as they are stored. */
import { type JsonValue, storableJsonText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { ACCOUNT_OF_NOTEBOOK } from './account-links.ts'
import type { NewNotebookBody } from './schemas.ts'

const SHORT_ID_LENGTH = 8
/** How much of a notebook is searchable, in characters; the index covers the same length. */
const SEARCHED_TITLE_MAX = 1_000
const SEARCHED_TEXT_MAX = 200_000

/** A notebook without its content and text, which can be large. */
export interface NotebookRow {
  /** The short ID, as used in URLs, access rules and the activity log. */
  id: string
  /** Primary key of its row. */
  uuid: string
  teamId: number
  title: string | null
  version: number
  deleted: boolean
  /** `default`, or `internal` for a notebook of an account. */
  visibility: string
  /** Null if it belongs to no account, or if its account was deleted. */
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

const COLUMNS = `n.short_id AS id, n.id AS uuid, n.team_id AS "teamId", n.title, n.version, n.deleted,
  n.visibility, ${ACCOUNT_OF_NOTEBOOK} AS "accountId",
  n.created_at::text AS "createdAt", n.created_by AS "createdById", ${userJson('u')} AS creator,
  n.last_modified_at::text AS "lastModifiedAt", ${userJson('m')} AS modifier`
export const NOTEBOOK_TABLES = `notebooks n ${leftJoinUser('u', 'n.created_by')} ${leftJoinUser('m', 'n.last_modified_by')}`
/** Selects rows as `NotebookRow`. */
export const NOTEBOOK_ROW = `SELECT ${COLUMNS} FROM ${NOTEBOOK_TABLES}`
/** Selects rows as `Notebook`. */
export const NOTEBOOK_WHOLE = `SELECT ${COLUMNS}, n.content, n.text_content AS "textContent" FROM ${NOTEBOOK_TABLES}`

/** @param shortId of a notebook of the project; deleted ones are found too */
export async function loadNotebookRow(
  client: Pool | PoolClient,
  teamId: number,
  shortId: string,
): Promise<NotebookRow | null> {
  const { rows } = await client.query<NotebookRow>(`${NOTEBOOK_ROW} WHERE n.team_id = $1 AND n.short_id = $2`, [
    teamId,
    shortId,
  ])
  return rows[0] ?? null
}

/** @param shortId of a notebook of the project; deleted ones are found too */
export async function loadNotebook(
  client: Pool | PoolClient,
  teamId: number,
  shortId: string,
): Promise<Notebook | null> {
  const { rows } = await client.query<Notebook>(`${NOTEBOOK_WHOLE} WHERE n.team_id = $1 AND n.short_id = $2`, [
    teamId,
    shortId,
  ])
  return rows[0] ?? null
}

/** A full-text condition: the title or the text contains every word. */
export function wordsCondition(parameter: string): string {
  const query = `websearch_to_tsquery('english', ${parameter})`
  const has = (column: string, charactersMax: number) =>
    `(to_tsvector('english', left(coalesce(${column}, ''), ${charactersMax})) @@ ${query})`
  return `(${has('n.title', SEARCHED_TITLE_MAX)} OR ${has('n.text_content', SEARCHED_TEXT_MAX)})`
}

/**
 * Inserts a notebook, in the caller's transaction.
 * @param visibility `internal` for notebooks of an account, which are not logged
 */
export async function insertNotebook(
  client: Pool | PoolClient,
  teamId: number,
  userId: number | null,
  { title, content, text_content: text }: NewNotebookBody,
  { shortId = randomText(SHORT_ID_LENGTH), visibility = 'default' }: { shortId?: string; visibility?: string } = {},
): Promise<{ id: string; uuid: string }> {
  const uuid = newUuid()
  await client.query(
    `INSERT INTO notebooks (id, team_id, short_id, title, content, text_content, visibility, created_by, last_modified_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [uuid, teamId, shortId, title ?? null, json(content as JsonValue), text ?? null, visibility, userId],
  )
  return { id: shortId, uuid }
}

const json = (value: JsonValue | null | undefined) =>
  value === null || value === undefined ? null : storableJsonText(value)

/** Deletes a notebook permanently, with its link to an account and its earlier versions. */
export async function deleteNotebook(client: PoolClient, { uuid, teamId }: NotebookRow): Promise<void> {
  await client.query('DELETE FROM account_notebooks WHERE team_id = $1 AND notebook_id = $2', [teamId, uuid])
  await client.query('DELETE FROM notebook_versions WHERE team_id = $1 AND notebook_id = $2', [teamId, uuid])
  await client.query('DELETE FROM notebooks WHERE team_id = $1 AND id = $2', [teamId, uuid])
}
