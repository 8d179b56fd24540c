/** Operations on exports. Users see their own ones only: an export shows what its user may see. */
import type { z } from 'zod'
import { assertScope } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import { inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { findDashboard } from '../../analytics/dashboards/index.ts'
import { findLivingInsight, insightKind } from '../../analytics/insights/index.ts'
import { logActivity } from '../../workspace/activity/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { resourceAccess } from '../../workspace/organizations/index.ts'
import type { Exports } from './exports.ts'
import { type ExportFormat, isFormat, isPicture, isVideo } from './formats.ts'
import { readPath } from './lists/paths.ts'
import type { exportBody } from './schemas.ts'
import { countVideos, type ExportedAsset, findAsset, listAssets } from './store.ts'
import { titleOf } from './subjects.ts'

export interface ExportContext extends ProjectContext {
  exports: Exports
}

type Insight = NonNullable<Awaited<ReturnType<typeof findLivingInsight>>>

/** Videos of whole recordings that a project may ask for in a calendar month. */
const VIDEOS_MAX = 10
const NO_VIDEOS = 'This server cannot make videos of recordings.'
const NO_SCREENSHOTS = 'This server cannot make pictures of recordings.'

/**
 * Asks for an export. A job makes its content.
 * @throws ApiError 400 when there is nothing to export, or not in this format; 403 when the caller may not see it
 */
export async function askForExport(
  context: ExportContext,
  readFields: () => z.output<typeof exportBody>,
): Promise<ExportedAsset> {
  const { db, team, principal, exports } = context
  const { export_format: format, insight: insightId, dashboard: dashboardId, export_context: source } = readFields()
  if (format === undefined || format === null || format === '') throw errors.invalid('Must provide export format')
  if (!isFormat(format))
    throw errors.invalid(`"${String(format).slice(0, 200)}" is not a valid choice.`, 'export_format', 'invalid_choice')
  if (!insightId && !dashboardId && (source === undefined || source === null))
    throw errors.invalid('Either dashboard, insight or export_context is required for an export.')
  if (dashboardId) await assertDashboard(context, dashboardId)
  const insight = insightId ? await findInsight(context, insightId) : null
  const asked = readContext(source)
  const exception = await assertFits(context, format, asked, {
    hasInsight: insight !== null,
    hasDashboard: Boolean(dashboardId),
  })
  return inTransaction(db.$client, async (client) => {
    const asset = await exports.create(client, {
      teamId: team.id,
      createdById: principal.userId,
      scopes: team.scopes ?? null,
      format,
      insightId: insight?.id ?? null,
      dashboardId: dashboardId ?? null,
      context: asked,
      exception,
      isAskedFor: true,
    })
    if (insight) await logExport(client, context, insight, format)
    return asset
  })
}

async function findInsight({ db, team, principal }: ExportContext, id: number): Promise<Insight> {
  const insight = await findLivingInsight(db, team.id, id)
  if (!insight || insight.id !== id) throw unknown(id, 'insight')
  const own = await resourceAccess(db, principal, team, 'insight')
  own.assertLevelOf(insight.id, insight.createdById, 'viewer')
  return insight
}

async function assertDashboard({ db, team, principal }: ExportContext, id: number): Promise<void> {
  const dashboard = await findDashboard(db.$client, team.id, id)
  if (!dashboard || dashboard.deleted) throw unknown(id, 'dashboard')
  const own = await resourceAccess(db, principal, team, 'dashboard')
  own.assertLevelOf(dashboard.id, dashboard.createdById, 'viewer')
}

/** The same for an object of another project: its existence is nobody's business here. */
const unknown = (id: number, attr: string) =>
  errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')

const refuse = (detail: string) => errors.invalid(detail, 'export_context')

function readContext(source: unknown): JsonObject | null {
  if (source === undefined || source === null) return null
  if (!isJsonObject(source)) throw refuse('Expected an object.')
  const { filename } = source
  if (filename !== undefined && filename !== null && typeof filename !== 'string')
    throw refuse('The filename must be a text.')
  return source
}

/**
 * Checks that what is asked for can be exported in a format, and that the caller may read it.
 * @returns why this server cannot make it, or null if it can
 */
async function assertFits(
  context: ExportContext,
  format: ExportFormat,
  asked: JsonObject | null,
  { hasInsight, hasDashboard }: { hasInsight: boolean; hasDashboard: boolean },
): Promise<string | null> {
  const refuseFormat = (detail: string) => errors.invalid(detail, 'export_format')
  if (!hasInsight && !hasDashboard && asked && 'session_recording_id' in asked)
    return recordingException(context, format, asked)
  if (isVideo(format)) throw refuseFormat('Only recordings can be exported as a video or GIF.')
  if (hasInsight) return null
  if (hasDashboard) {
    if (isPicture(format) || format === 'application/json') return null
    throw refuseFormat('A dashboard can be exported as a picture, PDF or JSON. Export its insights one by one instead.')
  }
  if (isJsonObject(asked?.source)) {
    assertScope(context.principal, 'query:read')
    return null
  }
  if (asked?.path === undefined)
    throw refuse('export_context must have a source (a query), a path, or a session_recording_id.')
  if (isPicture(format)) throw refuseFormat('A list can be exported as CSV, XLSX, JSON or NDJSON.')
  const list = readPath(asked)
  if (list.projectId !== '@current' && list.projectId !== String(context.team.id))
    throw refuse('The path is of another project.')
  for (const scope of list.scopes) assertScope(context.principal, scope)
  return null
}

async function recordingException(
  { db, team }: ExportContext,
  format: ExportFormat,
  { session_recording_id: id, mode }: JsonObject,
): Promise<string> {
  if (typeof id !== 'string' || id === '') throw refuse('session_recording_id must be a text.')
  if (!isVideo(format) && format !== 'image/png')
    throw errors.invalid('A recording can be exported as a picture, video or GIF.', 'export_format')
  if (isVideo(format) && mode === 'video' && (await countVideos(db.$client, team.id)) >= VIDEOS_MAX)
    throw errors.invalid(
      `A project can ask for ${VIDEOS_MAX} videos of recordings in a month.`,
      'export_limit_exceeded',
    )
  return isVideo(format) ? NO_VIDEOS : NO_SCREENSHOTS
}

function logExport(
  client: PoolClient,
  { team, principal }: ExportContext,
  insight: Insight,
  format: ExportFormat,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity: 'exported',
    scope: insightKind.scope,
    itemId: String(insight.id),
    detail: {
      name: titleOf(insight),
      short_id: insight.shortId,
      changes: [{ type: insightKind.scope, action: 'exported', field: 'export_format', before: null, after: format }],
    },
  })
}

/** The caller's exports, newest first. */
export function listExports({ db, team, principal }: ExportContext, page: Page) {
  return listAssets(db.$client, { teamId: team.id, userId: principal.userId }, page)
}

/**
 * One of the caller's exports.
 * @throws ApiError 404 when there is none, or it has expired
 */
export async function findExport({ db, team, principal }: ExportContext, id: string): Promise<ExportedAsset> {
  const asset = /^\d{1,9}$/.test(id) ? await findAsset(db.$client, team.id, Number(id)) : null
  if (!asset || asset.createdById === null || asset.createdById !== principal.userId) throw errors.notFound()
  return asset
}
