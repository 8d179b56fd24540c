/**
 * Notebooks of an account: ordinary notebooks that appear in no general list. They are edited through the notebook routes.
 */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import {
  deleteNotebook,
  insertNotebook,
  isDocument,
  isOfAccount,
  linkNotebook,
  loadNotebook,
  type NewNotebookBody,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  notebookCore,
  presentCore,
  toDocument,
  wordsCondition,
} from '../notebooks/index.ts'
import type { Account } from './accounts.ts'

export const accountNotebookAnswer = notebookCore.extend({ content: z.any(), text_content: z.string().nullable() })
nameSchema(accountNotebookAnswer, 'AccountNotebook')

const ORDERS: Record<string, string> = {
  created_at: 'n.created_at, n.id',
  '-created_at': 'n.created_at DESC, n.id DESC',
  created_by: 'u.first_name ASC NULLS LAST, u.last_name ASC NULLS LAST, n.id',
  '-created_by': 'u.first_name DESC NULLS FIRST, u.last_name DESC NULLS FIRST, n.id DESC',
}
const OF_ACCOUNT = `n.team_id = $1 AND NOT n.deleted AND n.visibility = 'internal'
  AND ${isOfAccount('$2')}`

/** @throws ApiError 404 when the account has no such notebook */
export async function findAccountNotebook(
  { db, team }: ProjectContext,
  account: Account,
  shortId: string,
): Promise<Notebook> {
  const { rows } = await db.$client.query<Notebook>(`${NOTEBOOK_WHOLE} WHERE ${OF_ACCOUNT} AND n.short_id = $3`, [
    team.id,
    account.id,
    shortId,
  ])
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** A page of an account's notebooks, newest first. */
export async function listAccountNotebooks(
  { db, team }: ProjectContext,
  account: Account,
  filter: { search?: string | undefined; ordering?: string | undefined },
  page: Page,
): Promise<{ count: number; rows: Notebook[] }> {
  const search = filter.search?.trim()
  const values = [team.id, account.id, ...(search ? [search] : [])]
  const where = search ? `${OF_ACCOUNT} AND ${wordsCondition('$3')}` : OF_ACCOUNT
  const order = ORDERS[filter.ordering ?? ''] ?? ORDERS['-created_at']
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${NOTEBOOK_TABLES} WHERE ${where}`, values),
    db.$client.query<Notebook>(
      `${NOTEBOOK_WHOLE} WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** If the body has no document, the content is created from the Markdown in its text. */
export function createAccountNotebook(
  { db, team, principal }: ProjectContext,
  account: Account,
  body: NewNotebookBody,
): Promise<Notebook> {
  const content =
    !isDocument(body.content) && body.text_content ? toDocument(body.text_content) : (body.content ?? null)
  return inTransaction(db.$client, async (client) => {
    const { id, uuid } = await insertNotebook(
      client,
      team.id,
      principal.userId,
      { ...body, content },
      { visibility: 'internal' },
    )
    await linkNotebook(client, team.id, account.id, uuid)
    return (await loadNotebook(client, team.id, id))!
  })
}

/** Deletes a notebook permanently. */
export function deleteAccountNotebook({ db }: ProjectContext, notebook: Notebook): Promise<void> {
  return inTransaction(db.$client, (client) => deleteNotebook(client, notebook))
}

export const presentAccountNotebook = (notebook: Notebook): z.infer<typeof accountNotebookAnswer> => ({
  ...presentCore(notebook),
  content: notebook.content,
  text_content: notebook.textContent,
})
