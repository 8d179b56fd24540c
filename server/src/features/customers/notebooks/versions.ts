/**
 * Earlier versions of notebooks. Before a state is overwritten, it is kept if somebody else wrote it. Of one person's
 * consecutive edits, one state is kept every few minutes.
 */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { JsonValue } from '../../../platform/json.ts'
import type { Database, PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import type { versionAnswer, wholeVersionAnswer } from './schemas.ts'
import type { NotebookRow } from './store.ts'

/** Time between the kept states of one person's edits, as a PostgreSQL interval. */
const APART = '5 minutes'
/** Maximum number of versions per notebook; the oldest are deleted first. */
const VERSIONS_MAX = 200

/**
 * Keeps the current state, in the transaction that is about to change it.
 * @param notebookId primary key of its row
 * @param always keeps it even if a recent state is already kept
 */
export async function keepVersion(
  client: PoolClient,
  notebookId: string,
  userId: number | null,
  always = false,
): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO notebook_versions (team_id, notebook_id, version, title, content, text_content, modified_at, modified_by)
     SELECT n.team_id, n.id, n.version, n.title, n.content, n.text_content, n.last_modified_at, n.last_modified_by FROM notebooks n
     WHERE n.id = $1 AND n.content IS NOT NULL AND ($3 OR n.last_modified_by IS DISTINCT FROM $2 OR NOT EXISTS (
       SELECT 1 FROM notebook_versions v WHERE v.notebook_id = n.id AND v.modified_at > now() - '${APART}'::interval))
     ON CONFLICT DO NOTHING`,
    [notebookId, userId, always],
  )
  if (rowCount)
    await client.query(
      `DELETE FROM notebook_versions WHERE notebook_id = $1 AND version < (
         SELECT version FROM notebook_versions WHERE notebook_id = $1 ORDER BY version DESC OFFSET ${VERSIONS_MAX - 1} LIMIT 1)`,
      [notebookId],
    )
}

interface Stored {
  version: number
  title: string | null
  modifiedAt: string
  modifier: unknown
  content: JsonValue
  textContent: string | null
}
const COLUMNS = `v.version, v.title, v.modified_at::text AS "modifiedAt", ${userJson('u')} AS modifier`
const FROM = `FROM notebook_versions v ${leftJoinUser('u', 'v.modified_by')} WHERE v.notebook_id = $1`
const present = (row: Stored): z.infer<typeof versionAnswer> => ({
  version: row.version,
  title: row.title,
  modified_at: formatTime(row.modifiedAt),
  modified_by: fromUserJson(row.modifier),
})

/** Newest first, without their text. */
export async function listVersions(db: Database, { uuid }: NotebookRow): Promise<z.infer<typeof versionAnswer>[]> {
  const { rows } = await db.$client.query<Stored>(`SELECT ${COLUMNS} ${FROM} ORDER BY v.version DESC`, [uuid])
  return rows.map(present)
}

/** @throws ApiError 404 when the notebook has no such version */
export async function findVersion(
  db: Database,
  { uuid }: NotebookRow,
  version: string,
): Promise<z.infer<typeof wholeVersionAnswer>> {
  if (!/^\d{1,9}$/.test(version)) throw errors.notFound()
  const { rows } = await db.$client.query<Stored>(
    `SELECT ${COLUMNS}, v.content, v.text_content AS "textContent" ${FROM} AND v.version = $2`,
    [uuid, Number(version)],
  )
  if (!rows[0]) throw errors.notFound()
  return { ...present(rows[0]), content: rows[0].content, text_content: rows[0].textContent }
}
