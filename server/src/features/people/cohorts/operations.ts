/** Operations on cohorts. Each one that changes a cohort records it in the activity log. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { type Database, inTransaction, lockRow } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { Asker, askingTeam } from '../../analytics/query/index.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import { criteriaToExpr, fromOldGroups, referencedCohorts } from './criteria.ts'
import { cohortKind } from './kind.ts'
import { addFound, memberStores, membersUnder, STATIC_VERSION } from './members.ts'
import type { CohortBody, changedCohortAnswer, cohortAnswer } from './schemas.ts'
import { type Found, StaticMembers } from './static-members.ts'
import { COHORT_SELECT, type Cohort, findCohort } from './store.ts'

/** Maximum length of a name, in characters. */
const NAME_MAX = 400

/** A project, the caller, and the stores of cohorts and their members. */
export interface CohortContext extends ObjectContext {
  clickHouse: ClickHouse
  members: StaticMembers
}

export const cohortObjects = new ProjectObjects<Cohort>(cohortKind, (client, teamId, id) =>
  findCohort({ $client: client }, teamId, id),
)

/** @throws ApiError 403 if the caller lacks access to cohorts */
export async function enterCohorts(
  db: Database,
  clickHouse: ClickHouse,
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<CohortContext> {
  return {
    ...(await cohortObjects.enter(db, request, needed)),
    clickHouse,
    members: new StaticMembers(db, clickHouse),
  }
}

/** A page of the cohorts that the caller may see, newest first. */
export async function listCohorts(
  { db, team, own }: CohortContext,
  { search, type }: { search?: string | undefined; type?: string | undefined },
  page: Page,
): Promise<{ count: number; rows: Cohort[] }> {
  const isStatic = type === 'static' ? true : type === 'dynamic' ? false : null
  const values: unknown[] = [team.id, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null, isStatic]
  const visible = own.visibleSql('c.id', 'c.created_by', (value) => `$${values.push(value)}`)
  const where = `c.team_id = $1 AND NOT c.deleted AND ($2::text IS NULL OR c.name ILIKE $2)
    AND ($3::boolean IS NULL OR c.is_static = $3) AND ${visible}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM cohorts c WHERE ${where}`, values),
    db.$client.query<Cohort>(
      `${COHORT_SELECT} WHERE ${where} ORDER BY c.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/**
 * @param source parameters of an insight. The persons behind one of its numbers become members of a static cohort.
 * @throws ApiError 400 for invalid criteria or member sources
 */
export async function createCohort(
  context: CohortContext,
  body: CohortBody,
  source: Record<string, unknown>,
): Promise<z.infer<typeof changedCohortAnswer>> {
  const { team, members } = context
  if (!body.name) throw errors.invalid('This field is required.', 'name', 'required')
  const isStatic = body.is_static ?? false
  const filters = readFilters(body)
  if (!isStatic) await checkCriteria(context, filters, null)
  const found = isStatic ? await members.read(team, body, source) : null
  const { name, description, query } = body
  const id = await insertCohort(context, { name, description, filters, query, isStatic })
  if (found) await members.add({ id, teamId: team.id }, found.uuids)
  return { ...(await presentCohortWith(context, id)), ...reportOf(found) }
}

/**
 * Changes the fields in the body. `deleted: true` deletes the cohort, `false` restores it. New criteria are calculated
 * in the background.
 * @throws ApiError 400 for invalid criteria or an invalid file, 404 if the cohort is deleted and not restored
 */
export async function changeCohort(
  context: CohortContext,
  cohort: Cohort,
  body: CohortBody,
): Promise<z.infer<typeof changedCohortAnswer>> {
  const { team, members } = context
  if (cohort.deleted && body.deleted !== false) throw errors.notFound()
  if (body.is_static !== undefined && body.is_static !== cohort.isStatic)
    throw errors.invalid('A cohort cannot change between static and dynamic.', 'is_static')
  const given = body.filters === undefined && body.groups === undefined ? undefined : readFilters(body)
  const isRedefined = !cohort.isStatic && (given !== undefined || (cohort.deleted && body.deleted === false))
  if (isRedefined) await checkCriteria(context, given === undefined ? cohort.filters : given, cohort.id)
  const isAddedTo = cohort.isStatic && (body.csv !== undefined || body._create_static_person_ids)
  const found = isAddedTo ? await members.read(team, body, {}) : null
  await updateCohort(context, cohort.id, { ...body, filters: given }, isRedefined)
  if (found?.uuids.length) await members.add(cohort, found.uuids)
  return { ...(await presentCohortWith(context, cohort.id)), ...reportOf(found) }
}

interface Changed {
  name?: string | undefined
  description?: string | undefined
  filters: JsonObject | null | undefined
  deleted?: boolean | undefined
}

/** @param isRedefined whether the members must be recalculated */
async function updateCohort(context: CohortContext, id: number, body: Changed, isRedefined: boolean): Promise<void> {
  const { db, team } = context
  await inTransaction(db.$client, async (client) => {
    await lockRow(client, 'cohorts', id)
    const { name, description, filters, deleted } = await cohortObjects.current(client, context, id)
    const before = { name, description, filters, deleted }
    const after = {
      name: body.name ?? name,
      description: body.description ?? description,
      filters: body.filters === undefined ? filters : body.filters,
      deleted: body.deleted ?? deleted,
    }
    await client.query(
      `UPDATE cohorts SET name = $3, description = $4, filters = $5, deleted = $6, errors_calculating = CASE WHEN $7 THEN 0 ELSE errors_calculating END,
         pending_version = pending_version + CASE WHEN $7 THEN 1 ELSE 0 END, is_calculating = is_calculating OR $7
       WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        id,
        after.name,
        after.description,
        after.filters && stringifyJson(after.filters),
        after.deleted,
        isRedefined,
      ],
    )
    await cohortObjects.log(client, context, {
      id,
      activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
      detail: { name: after.name, changes: changesBetween(cohortKind.scope, before, after) },
    })
  })
}

interface NewCohort {
  name: string
  description?: string | undefined
  filters?: JsonObject | null
  query?: object | null | undefined
  isStatic: boolean
}

/** Creates a cohort without members and returns its ID. A dynamic cohort is then calculated in the background. */
function insertCohort(context: CohortContext, cohort: NewCohort): Promise<number> {
  const { db, team, principal } = context
  return inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO cohorts (team_id, name, description, filters, query, is_static, pending_version, version, is_calculating, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9) RETURNING id`,
      [
        team.id,
        cohort.name,
        cohort.description ?? '',
        cohort.filters ? stringifyJson(cohort.filters) : null,
        cohort.query ? stringifyJson(cohort.query) : null,
        cohort.isStatic,
        cohort.isStatic ? STATIC_VERSION : null,
        !cohort.isStatic,
        principal.userId,
      ],
    )
    const { id } = rows[0]!
    await cohortObjects.log(client, context, { id, activity: 'created', detail: { name: cohort.name } })
    return id
  })
}

/** Copies the current members into a new static cohort. */
export async function duplicateAsStatic(context: CohortContext, cohort: Cohort): Promise<z.infer<typeof cohortAnswer>> {
  const { own, db, team, clickHouse, members } = context
  own.assertLevel('editor')
  const name = `${cohort.name} (static copy)`.slice(0, NAME_MAX)
  const id = await insertCohort(context, { name, description: cohort.description, isStatic: true })
  const present = membersUnder(cohort.id, cohort.version ?? 0)
  await addFound(memberStores(db, clickHouse), team, { id, version: STATIC_VERSION }, present)
  await members.recount({ id, teamId: team.id })
  return presentCohortWith(context, id)
}

/** Rejects criteria that would fail when calculated, or that reference the cohort itself, directly or indirectly. */
async function checkCriteria(
  { db, clickHouse, team }: CohortContext,
  filters: JsonObject | null,
  own: number | null,
): Promise<void> {
  const asker = await Asker.open({ db, reader: clickHouse.reader }, askingTeam(team), filters)
  criteriaToExpr(filters, asker)
  if (own === null) return
  const { rows } = await db.$client.query<{ id: number; filters: JsonObject | null }>(
    'SELECT id, filters FROM cohorts WHERE team_id = $1',
    [team.id],
  )
  const byId = new Map(rows.map((row) => [row.id, row.filters]))
  const reached = new Set<number>()
  const visit = (id: number) => {
    if (reached.has(id)) return
    reached.add(id)
    for (const next of referencedCohorts(byId.get(id) ?? null)) visit(next)
  }
  referencedCohorts(filters).forEach(visit)
  if (reached.has(own)) throw errors.invalid('Cohorts cannot reference other cohorts in a loop.', 'filters')
}

const reportOf = (found: Found | null) => (found?.unknown === undefined ? {} : { unknown_ids: found.unknown })

function readFilters({ filters, groups }: CohortBody): JsonObject | null {
  if (isJsonObject(filters) && Object.keys(filters).length > 0) {
    if (!isJsonObject(filters.properties))
      throw errors.invalid("Must contain a 'properties' key with type and values", 'filters')
    return filters
  }
  return groups?.length ? fromOldGroups(groups as JsonValue[]) : null
}

async function presentCohortWith(context: CohortContext, id: number): Promise<z.infer<typeof cohortAnswer>> {
  return presentCohort(context, (await findCohort(context.db, context.team.id, id))!)
}

export function presentCohort({ own }: ObjectContext, cohort: Cohort): z.infer<typeof cohortAnswer> {
  return {
    id: cohort.id,
    name: cohort.name,
    description: cohort.description,
    groups: [],
    deleted: cohort.deleted,
    filters: cohort.filters ?? {},
    query: cohort.query,
    version: cohort.version,
    pending_version: cohort.pendingVersion,
    is_calculating: cohort.isCalculating,
    created_by: fromUserJson(cohort.creator),
    created_at: formatTime(cohort.createdAt),
    last_calculation: cohort.lastCalculation === null ? null : formatTime(cohort.lastCalculation),
    errors_calculating: cohort.errorsCalculating,
    last_error_message: cohort.lastError,
    count: cohort.count,
    is_static: cohort.isStatic,
    cohort_type: cohort.isStatic ? 'static' : 'behavioral',
    user_access_level: own.levelOf(cohort.id, cohort.createdById),
  }
}
