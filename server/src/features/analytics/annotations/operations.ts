/** Operations on annotations. Each one that changes an annotation records it in the activity log. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { readLocal } from '../../../platform/local-time.ts'
import {
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { enterProject, logChange, type ProjectContext } from '../../workspace/objects/index.ts'
import { type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import { fromUserJson, leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { findDashboard, leftJoinDashboard } from '../dashboards/index.ts'
import { findInsights, leftJoinInsight } from '../insights/index.ts'
import { annotationKind } from './kind.ts'
import type { ANNOTATION_SCOPES, AnnotationBody, annotationAnswer } from './schemas.ts'

export interface AnnotationRow {
  id: number
  teamId: number
  content: string | null
  dateMarker: string | null
  creationType: string
  scope: (typeof ANNOTATION_SCOPES)[number]
  insightId: number | null
  dashboardId: number | null
  dashboardName: string | null
  shortId: string | null
  insightName: string | null
  derivedName: string | null
  deleted: boolean
  createdAt: string
  updatedAt: string
  creator: unknown
}

/** Characters of the text that are used as the annotation's name in the log. */
const NAME_MAX = 400

const SELECT = `SELECT a.id, a.team_id AS "teamId", a.content, a.date_marker::text AS "dateMarker", a.creation_type AS "creationType", a.scope,
  a.insight_id AS "insightId", a.dashboard_id AS "dashboardId", d.name AS "dashboardName", i.short_id AS "shortId", i.name AS "insightName",
  i.derived_name AS "derivedName", a.deleted, a.created_at::text AS "createdAt", a.updated_at::text AS "updatedAt", ${userJson('u')} AS creator
  FROM`

/**
 * SQL for the annotations `a` that a caller may see: those of the project and those that its organization shares. Joins
 * the annotation's insight `i` or dashboard `d`. An annotation on an insight or dashboard is visible only if that
 * object is.
 */
interface Seen {
  insights: ResourceAccess
  dashboards: ResourceAccess
  from: string
  condition: string
  /** Parameters of `from` and `condition`. */
  values: unknown[]
}

async function seenBy({ db, principal, team }: ProjectContext): Promise<Seen> {
  const [insights, dashboards] = await Promise.all([
    resourceAccess(db, principal, team, 'insight'),
    resourceAccess(db, principal, team, 'dashboard'),
  ])
  const values: unknown[] = [team.id, team.organizationId]
  const bind = (value: unknown) => `$${values.push(value)}`
  return {
    insights,
    dashboards,
    from: `annotations a ${leftJoinUser('u', 'a.created_by')}
      ${leftJoinInsight('i', 'a.insight_id', `i.team_id = $1 AND ${insights.visibleSql('i.id', 'i.created_by', bind)}`)}
      ${leftJoinDashboard('d', 'a.dashboard_id', `d.team_id = $1 AND ${dashboards.visibleSql('d.id', 'd.created_by', bind)}`)}`,
    condition: `((a.organization_id = $2 AND a.scope = 'organization') OR (a.team_id = $1 AND (a.scope = 'project'
      OR ((a.insight_id IS NULL OR i.id IS NOT NULL) AND (a.dashboard_id IS NULL OR d.id IS NOT NULL)))))`,
    values,
  }
}

/** A project, the caller, and the annotations that the caller may see. */
export interface AnnotationContext extends ProjectContext {
  seen: Seen
}

export async function enterAnnotations(db: Database, request: FastifyRequest): Promise<AnnotationContext> {
  const project = await enterProject(db, request)
  return { ...project, seen: await seenBy(project) }
}

async function load(
  { seen: { from, condition, values } }: AnnotationContext,
  id: string | number,
  client: Pool | PoolClient,
): Promise<AnnotationRow | undefined> {
  if (!/^\d{1,9}$/.test(String(id))) return undefined
  const { rows } = await client.query<AnnotationRow>(
    `${SELECT} ${from} WHERE ${condition} AND a.id = $${values.length + 1}`,
    [...values, Number(id)],
  )
  return rows[0]
}

/** @throws ApiError 404 if the caller can see no such annotation */
export async function findAnnotation(
  context: AnnotationContext,
  id: string,
  { includeDeleted = false } = {},
): Promise<AnnotationRow> {
  const annotation = await load(context, id, context.db.$client)
  if (!annotation || (annotation.deleted && !includeDeleted)) throw errors.notFound()
  return annotation
}

interface AnnotationFilter {
  search?: string | undefined
  scope?: string | undefined
  date_from?: string | undefined
  date_to?: string | undefined
}

/**
 * A page of the annotations that the caller may see, latest date first.
 * @throws ApiError 400 for a date that is not in ISO 8601
 */
export async function listAnnotations(
  { db, seen }: AnnotationContext,
  { search, scope, date_from: from, date_to: to }: AnnotationFilter,
  page: Page,
): Promise<{ count: number; rows: AnnotationRow[] }> {
  const values = [...seen.values]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = [seen.condition, 'NOT a.deleted']
  if (search) conditions.push(`a.content ILIKE ${bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)}`)
  if (scope) conditions.push(`a.scope = ${bind(scope)}`)
  for (const [text, attr, operator] of [
    [from, 'date_from', '>='],
    [to, 'date_to', '<='],
  ] as const) {
    if (!text) continue
    if (Number.isNaN(Date.parse(text))) throw errors.invalid('A date in ISO 8601 is expected.', attr)
    conditions.push(`a.date_marker ${operator} ${bind(new Date(text).toISOString())}::timestamptz`)
  }
  const where = conditions.join(' AND ')
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${seen.from} WHERE ${where}`, values),
    db.$client.query<AnnotationRow>(
      `${SELECT} ${seen.from} WHERE ${where} ORDER BY a.date_marker DESC NULLS LAST, a.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @throws ApiError 400 if the insight or dashboard does not exist or is not visible to the caller */
export async function createAnnotation(context: AnnotationContext, body: AnnotationBody): Promise<AnnotationRow> {
  const { db, team, principal } = context
  const id = await inTransaction(db.$client, async (client) => {
    await assertPlace(client, context, body)
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO annotations (team_id, organization_id, content, date_marker, creation_type, scope, insight_id, dashboard_id, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        team.id,
        team.organizationId,
        body.content ?? null,
        toMoment(body.date_marker, team.timezone),
        body.creation_type ?? 'USR',
        body.scope ?? 'dashboard_item',
        body.dashboard_item ?? null,
        body.dashboard_id ?? null,
        principal.userId,
      ],
    )
    const { id } = rows[0]!
    const detail = { name: nameOf(body.content) }
    await logChange(client, context, annotationKind, { id, activity: 'created', detail })
    return id
  })
  return findAnnotation(context, String(id))
}

/**
 * Changes the fields in the body. `deleted: true` deletes the annotation, `false` restores it.
 * @throws ApiError 400 if the insight or dashboard does not exist or is not visible to the caller, 403 if the
 * annotation belongs to another project, 404 if it is deleted and not restored
 */
export async function changeAnnotation(
  context: AnnotationContext,
  annotation: AnnotationRow,
  body: AnnotationBody,
): Promise<AnnotationRow> {
  const { db, team } = context
  if (annotation.deleted && body.deleted !== false) throw errors.notFound()
  if (annotation.teamId !== team.id)
    throw errors.forbidden('An annotation can only be changed in the project where it was created.')
  await inTransaction(db.$client, async (client) => {
    await assertPlace(client, context, body)
    await lockRow(client, 'annotations', annotation.id)
    const stored = await load(context, annotation.id, client)
    if (!stored) throw errors.notFound()
    const before = toFields(stored)
    const after = changed(before, body, team.timezone)
    await client.query(
      `UPDATE annotations SET content = $3, date_marker = $4, scope = $5, insight_id = $6, dashboard_id = $7, deleted = $8, updated_at = now()
       WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        annotation.id,
        after.content,
        after.date_marker,
        after.scope,
        after.dashboard_item,
        after.dashboard_id,
        after.deleted,
      ],
    )
    const changes = changesBetween(annotationKind.scope, before, after)
    if (changes.length === 0) return
    await logChange(client, context, annotationKind, {
      id: annotation.id,
      activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
      detail: { name: nameOf(after.content), changes },
    })
  })
  return findAnnotation(context, String(annotation.id), { includeDeleted: true })
}

/** The annotation's name in the log. */
const nameOf = (content: string | null | undefined) => content?.slice(0, NAME_MAX) ?? null

function toFields(row: AnnotationRow) {
  return {
    content: row.content,
    date_marker: row.dateMarker && formatTime(row.dateMarker),
    scope: row.scope,
    dashboard_item: row.insightId,
    dashboard_id: row.dashboardId,
    deleted: row.deleted,
  }
}

function changed(before: ReturnType<typeof toFields>, body: AnnotationBody, timeZone: string): typeof before {
  const { content, scope, dashboard_item, dashboard_id, deleted, date_marker: moment } = body
  const given = Object.entries({ content, scope, dashboard_item, dashboard_id, deleted }).filter(
    ([, value]) => value !== undefined,
  )
  return {
    ...before,
    ...Object.fromEntries(given),
    date_marker: moment === undefined ? before.date_marker : toMoment(moment, timeZone),
  }
}

/** A time without an offset is local to the project's time zone. */
function toMoment(text: string | null | undefined, timeZone: string): string | null {
  if (!text) return null
  return readLocal(text, timeZone).toUTC().toISO()
}

/** @throws ApiError 400 if the insight or dashboard does not exist or is not visible to the caller */
async function assertPlace(
  client: PoolClient,
  { seen: { insights, dashboards }, team }: AnnotationContext,
  body: AnnotationBody,
): Promise<void> {
  const { dashboard_item: insightId, dashboard_id: dashboardId } = body
  const missing = (id: number, attr: string) =>
    errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')
  if (insightId) {
    const [insight] = await findInsights({ $client: client }, team.id, [insightId])
    if (!insight || insight.deleted || !insights.sees(insightId, insight.createdById))
      throw missing(insightId, 'dashboard_item')
  }
  if (dashboardId) {
    const dashboard = await findDashboard(client, team.id, dashboardId)
    if (!dashboard || dashboard.deleted || !dashboards.sees(dashboardId, dashboard.createdById))
      throw missing(dashboardId, 'dashboard_id')
  }
}

export function presentAnnotation(row: AnnotationRow): z.infer<typeof annotationAnswer> {
  return {
    id: row.id,
    content: row.content,
    date_marker: row.dateMarker === null ? null : formatTime(row.dateMarker),
    creation_type: row.creationType,
    dashboard_item: row.insightId,
    dashboard_id: row.dashboardId,
    dashboard_name: row.dashboardName,
    insight_short_id: row.shortId,
    insight_name: row.insightName,
    insight_derived_name: row.derivedName,
    created_by: fromUserJson(row.creator),
    created_at: formatTime(row.createdAt),
    updated_at: formatTime(row.updatedAt),
    deleted: row.deleted,
    scope: row.scope,
  }
}
