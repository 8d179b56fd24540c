/** Uploaded files of accounts, and the outcome of their import. */
import { validate as isUuid } from 'uuid'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import { isPendingSql } from '../../../platform/jobs/store.ts'
import { toStorableText } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { importAccounts } from './jobs.ts'

/** Maximum size of an uploaded file, in bytes. */
export const FILE_BYTES_MAX = 32 * 1024 * 1024
/** Maximum length of a file name, in characters. */
export const FILE_NAME_MAX = 400
/** Problem of an import that has not ended and has no job left that could end it. */
const STOPPED = 'The server was stopped meanwhile. Nothing was changed; try again.'

export interface ImportOptions {
  fileName: string
  /** A dry run, which changes nothing. */
  isDryRun: boolean
  /** Invalid rows are skipped; otherwise one of them refuses the whole file. */
  skipsRefused: boolean
  ignoresUnknown: boolean
}

export interface AccountImport {
  id: string
  fileName: string
  state: 'running' | 'checked' | 'done' | 'refused' | 'failed'
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  refusals: { line: number; reason: string }[]
  problem: string | null
  startedAt: string
  finishedAt: string | null
}

/** The import is marked as running, but its job failed or is gone. */
const IS_LOST = `(state = 'running' AND NOT ${isPendingSql(importAccounts, 'account_imports.id::text')})`
const SELECT = `SELECT id, file_name AS "fileName", CASE WHEN ${IS_LOST} THEN 'failed' ELSE state END AS state,
  rows, created, updated, unchanged, refused, refusals,
  CASE WHEN ${IS_LOST} THEN coalesce(problem, '${STOPPED}') WHEN state <> 'running' THEN problem END AS problem,
  started_at::text AS "startedAt", finished_at::text AS "finishedAt" FROM account_imports`

/**
 * Stores an uploaded file and queues the import of its accounts.
 * @param content at most `FILE_BYTES_MAX` bytes
 * @throws ApiError 409 while another import is running in the project
 */
export async function startImport(
  context: ObjectContext,
  content: Buffer,
  { fileName, isDryRun, skipsRefused, ignoresUnknown }: ImportOptions,
): Promise<AccountImport> {
  const { db, team, principal } = context
  const id = newUuid()
  await inTransaction(db.$client, async (client) => {
    await forgetLostFiles(client)
    // A unique index allows one running import per project.
    const { rowCount } = await client.query(
      `INSERT INTO account_imports (id, team_id, file_name, content, is_dry_run, skips_refused, ignores_unknown, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        id,
        team.id,
        toStorableText(fileName).slice(0, FILE_NAME_MAX),
        content,
        isDryRun,
        skipsRefused,
        ignoresUnknown,
        principal.userId,
      ],
    )
    if (!rowCount) throw errors.conflict('Another file is being imported. Wait until it is done.')
    await sendJob(client, importAccounts, { importId: id }, { singletonKey: id })
  })
  return findImport(context, id)
}

/** Ends the imports of all projects that no job will finish any more, and deletes their files. */
export async function forgetLostFiles(client: Pool | PoolClient): Promise<void> {
  await client.query(
    `UPDATE account_imports SET state = 'failed', problem = coalesce(problem, $1), content = NULL, finished_at = now() WHERE ${IS_LOST}`,
    [STOPPED],
  )
}

/** @throws ApiError 404 when the project has no such import */
export async function findImport({ db, team }: ObjectContext, id: string): Promise<AccountImport> {
  const { rows } = isUuid(id)
    ? await db.$client.query<AccountImport>(`${SELECT} WHERE team_id = $1 AND id = $2`, [team.id, id])
    : { rows: [] }
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** A page of the project's imports, newest first. */
export async function listImports(
  { db, team }: ObjectContext,
  page: Page,
): Promise<{ count: number; rows: AccountImport[] }> {
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>('SELECT count(*) AS count FROM account_imports WHERE team_id = $1', [team.id]),
    db.$client.query<AccountImport>(
      `${SELECT} WHERE team_id = $1 ORDER BY started_at DESC, id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      [team.id],
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}
