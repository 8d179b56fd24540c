/** Exports as stored. */

import { isPendingSql } from '../../../platform/jobs/store.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ExportFormat } from './formats.ts'
import { makeFile, makePicture } from './job-kinds.ts'

type Client = Pool | PoolClient

/** Exception of an export that failed again and again. */
export const NOT_MADE = 'The server could not make this export. Try again later.'

export interface ExportedAsset {
  id: number
  teamId: number
  /** Whose permissions decide what it shows; null for what every member may see. */
  createdById: number | null
  /** Scopes of the key that asked for it; null for somebody who was signed in. */
  scopes: readonly string[] | null
  /** A user asked for it and finds it in their list; false for pictures in messages and previews. */
  isAskedFor: boolean
  createdAt: string
  format: ExportFormat
  insightId: number | null
  dashboardId: number | null
  context: JsonObject | null
  fileName: string
  expiresAt: string
  blobKey: string | null
  isCompressed: boolean
  /** Size as stored. */
  bytes: number | null
  /** Why there is no content and will be none. */
  exception: string | null
  rowsDone: number | null
  rowsTotal: number | null
  finishedAt: string | null
}

/** Nobody will make the content any more: the job failed in a way that it could not record. */
const IS_LOST = `(is_asked_for AND blob_key IS NULL AND exception IS NULL
  AND NOT ${isPendingSql(makePicture, 'exported_assets.id::text')} AND NOT ${isPendingSql(makeFile, 'exported_assets.id::text')})`
const SHOWN_EXCEPTION = `CASE WHEN ${IS_LOST} THEN '${NOT_MADE}' ELSE exception END`
const COLUMNS = `id, team_id AS "teamId", created_by AS "createdById", scopes, is_asked_for AS "isAskedFor", created_at::text AS "createdAt", export_format AS format,
  insight_id AS "insightId", dashboard_id AS "dashboardId", export_context AS context, file_name AS "fileName",
  expires_at::text AS "expiresAt", blob_key AS "blobKey", is_compressed AS "isCompressed", bytes, ${SHOWN_EXCEPTION} AS exception,
  rows_done AS "rowsDone", rows_total AS "rowsTotal", finished_at::text AS "finishedAt"`

export type AssetFields = Pick<
  ExportedAsset,
  | 'teamId'
  | 'createdById'
  | 'scopes'
  | 'isAskedFor'
  | 'format'
  | 'insightId'
  | 'dashboardId'
  | 'context'
  | 'fileName'
  | 'exception'
> & { createdAt: Date; expiresAt: Date }

/** @returns the ID of the new asset */
export async function insertAsset(client: Client, asset: AssetFields): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO exported_assets (team_id, created_by, created_at, export_format, insight_id, dashboard_id, export_context,
       file_name, expires_at, exception, scopes, is_asked_for, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text, $11, $12, CASE WHEN $10::text IS NOT NULL THEN now() END) RETURNING id`,
    [
      asset.teamId,
      asset.createdById,
      asset.createdAt,
      asset.format,
      asset.insightId,
      asset.dashboardId,
      asset.context && storableJsonText(asset.context),
      asset.fileName,
      asset.expiresAt,
      asset.exception,
      asset.scopes,
      asset.isAskedFor,
    ],
  )
  return rows[0]!.id
}

/** An asset that has not expired. */
export async function findAsset(client: Client, teamId: number, id: number): Promise<ExportedAsset | null> {
  const { rows } = await client.query<ExportedAsset>(
    `SELECT ${COLUMNS} FROM exported_assets WHERE team_id = $1 AND id = $2 AND expires_at > now()`,
    [teamId, id],
  )
  return rows[0] ?? null
}

/** The asset that a signed token names, unless it has expired. */
export async function findAssetOfToken(client: Client, id: number): Promise<ExportedAsset | null> {
  const { rows } = await client.query<ExportedAsset>(
    `SELECT ${COLUMNS} FROM exported_assets WHERE id = $1 AND expires_at > now()`,
    [id],
  )
  return rows[0] ?? null
}

/** A page of what a user exported, newest first. */
export async function listAssets(
  client: Client,
  { teamId, userId }: { teamId: number; userId: number | null },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ count: number; rows: ExportedAsset[] }> {
  const own = 'team_id = $1 AND created_by = $2 AND is_asked_for AND expires_at > now()'
  const { rows: counted } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM exported_assets WHERE ${own}`,
    [teamId, userId],
  )
  const { rows } = await client.query<ExportedAsset>(
    `SELECT ${COLUMNS} FROM exported_assets WHERE ${own} ORDER BY id DESC LIMIT $3 OFFSET $4`,
    [teamId, userId, limit, offset],
  )
  return { count: counted[0]!.count, rows }
}

/** The newest picture of an object that shows what every member may see. */
export async function findNewestPicture(
  client: Client,
  teamId: number,
  { insightId, dashboardId }: Pick<ExportedAsset, 'insightId' | 'dashboardId'>,
): Promise<ExportedAsset | null> {
  const { rows } = await client.query<ExportedAsset>(
    `SELECT ${COLUMNS} FROM exported_assets WHERE team_id = $1 AND insight_id IS NOT DISTINCT FROM $2
       AND dashboard_id IS NOT DISTINCT FROM $3 AND export_format = 'image/png' AND blob_key IS NOT NULL AND created_by IS NULL
       AND expires_at > now() ORDER BY id DESC LIMIT 1`,
    [teamId, insightId, dashboardId],
  )
  return rows[0] ?? null
}

export interface Content {
  blobKey: string
  bytes: number
  isCompressed: boolean
  rows: number | null
}

/** @returns null if the asset is gone */
export async function storeContent(
  client: Client,
  { teamId, id }: Pick<ExportedAsset, 'teamId' | 'id'>,
  { blobKey, bytes, isCompressed, rows: rowsDone }: Content,
): Promise<ExportedAsset | null> {
  const { rows } = await client.query<ExportedAsset>(
    `UPDATE exported_assets SET blob_key = $3, bytes = $4, is_compressed = $5, rows_done = $6::bigint, rows_total = $6::bigint,
       exception = NULL, finished_at = now() WHERE team_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
    [teamId, id, blobKey, bytes, isCompressed, rowsDone],
  )
  return rows[0] ?? null
}

/** @returns null if the asset is gone */
export async function storeException(
  client: Client,
  { teamId, id }: Pick<ExportedAsset, 'teamId' | 'id'>,
  exception: string,
): Promise<ExportedAsset | null> {
  const { rows } = await client.query<ExportedAsset>(
    `UPDATE exported_assets SET exception = $3, finished_at = now() WHERE team_id = $1 AND id = $2 AND blob_key IS NULL
     RETURNING ${COLUMNS}`,
    [teamId, id, exception],
  )
  return rows[0] ?? null
}

/** @returns false if the asset is gone, so that nobody needs its content any more */
export async function storeProgress(
  client: Client,
  { teamId, id }: Pick<ExportedAsset, 'teamId' | 'id'>,
  done: number,
  total: number | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE exported_assets SET rows_done = $3, rows_total = $4 WHERE team_id = $1 AND id = $2',
    [teamId, id, done, total],
  )
  return Boolean(rowCount)
}

/** Number of videos of whole recordings that a project asked for in this calendar month. */
export async function countVideos(client: Client, teamId: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM exported_assets WHERE team_id = $1 AND export_context->>'mode' = 'video'
       AND (export_format LIKE 'video/%' OR export_format = 'image/gif') AND created_at >= date_trunc('month', now(), 'UTC')`,
    [teamId],
  )
  return rows[0]!.count
}
