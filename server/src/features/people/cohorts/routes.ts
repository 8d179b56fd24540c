import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerInFormat } from '../../../platform/http/csv.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { flexibleBoolean, jsonField, pageQuery, readBody, text } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { type Database, inTransaction, lockRow } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { Asker, askingTeam, readNode, runNode } from '../../analytics/query/index.ts'
import {
  answerHistory,
  changesBetween,
  historyAnswer,
  historyQuery,
  logActivity,
} from '../../workspace/activity/index.ts'
import {
  type AccessLevel,
  type ResolvedTeam,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson } from '../../workspace/users/index.ts'
import { findPerson, parsePersonId } from '../persons/index.ts'
import { criteriaToExpr, fromOldGroups, referencedCohorts } from './criteria.ts'
import { IDS_MAX } from './members-file.ts'
import { type Found, StaticMembers } from './static-members.ts'
import { COHORT_SELECT, type Cohort, cohortsOf, findCohort, STATIC_VERSION } from './store.ts'

const tags = ['cohorts']
const params = z.object({ project_id: z.string() })
const cohortParams = params.extend({ id: z.string() })
const PERSON_PAGE = 100

const fields = z.object({
  name: text(400).optional(),
  description: z.preprocess((value) => value ?? undefined, text(1000).optional()),
  filters: jsonField(z.record(z.string(), z.any())).nullish(),
  groups: jsonField(z.array(z.any()).max(200)).nullish(),
  query: jsonField(z.record(z.string(), z.any())).nullish(),
  is_static: flexibleBoolean.optional(),
  deleted: flexibleBoolean.optional(),
  csv: z
    .string()
    .optional()
    .describe(
      'File of a static cohort: a table with a column `person_id`, `distinct_id` or `email`, or a list of distinct ids or e-mail addresses.',
    ),
  _create_static_person_ids: jsonField(z.array(z.string()).max(IDS_MAX)).optional(),
})
const personIds = z.object({ person_ids: jsonField(z.array(z.string()).min(1).max(10_000)) })

const answer = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  groups: z.array(z.any()),
  deleted: z.boolean(),
  filters: z.any(),
  query: z.any(),
  version: z.number().nullable(),
  pending_version: z.number(),
  is_calculating: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  last_calculation: z.string().nullable(),
  errors_calculating: z.number(),
  last_error_message: z.string().nullable(),
  count: z.number().nullable(),
  is_static: z.boolean(),
  cohort_type: z.string(),
  user_access_level: z.string(),
})
const changedAnswer = answer.extend({
  unknown_ids: z.number().optional().describe('Of a CSV file: how many of its ids nobody has.'),
})
const usageAnswer = z.object({
  cohorts: z.array(z.object({ id: z.number(), name: z.string() })),
  feature_flags: z.array(z.object({ id: z.number(), key: z.string() })),
  insights: z.array(z.object({ id: z.number(), short_id: z.string(), name: z.string() })),
})

type Own = Awaited<ReturnType<typeof resourceAccess>>

export function registerCohortRoutes(api: App, db: Database, clickHouse: ClickHouse): void {
  const path = '/api/projects/:project_id/cohorts'
  const one = `${path}/:id`
  const read = { access: access.scope('cohort:read') }
  const write = access.scope('cohort:write')
  const stores = { db, reader: clickHouse.reader }
  const members = new StaticMembers(db, clickHouse)

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'cohort')
    own.assertLevel(needed)
    return { principal, team, own }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel, includeDeleted = false) => {
    const entered = await enter(request, 'viewer')
    const cohort = await findCohort(db, entered.team.id, (request.params as z.infer<typeof cohortParams>).id)
    if (!cohort || (cohort.deleted && !includeDeleted)) throw errors.notFound()
    entered.own.assertLevelOf(cohort.id, cohort.createdById, needed)
    return { ...entered, cohort }
  }
  const answerOf = async (team: ResolvedTeam, id: number, own: Own) =>
    present((await findCohort(db, team.id, id))!, own)

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List cohorts, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the name.'),
          type: z.string().optional().describe('`static` or `dynamic`.'),
        }),
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const search = request.query.search ? `%${request.query.search.replace(/[\\%_]/g, '\\$&')}%` : null
      const isStatic = request.query.type === 'static' ? true : request.query.type === 'dynamic' ? false : null
      const values: unknown[] = [team.id, search, isStatic]
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
      return pageAnswer(
        request,
        page,
        counted.rows[0]!.count,
        found.rows.map((row) => present(row, own)),
      )
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: fields },
      schema: {
        summary: 'Create a cohort',
        description:
          'A dynamic cohort is calculated in the background. A static one takes its members from a CSV file, a list of person ids, a query for actors, or, with the parameters of an insight in the query string, from the persons behind one of its numbers.',
        tags,
        params,
        querystring: z.looseObject({}),
        response: { 201: changedAnswer },
      },
    },
    async (request, reply) => {
      const { principal, team, own } = await enter(request, 'editor')
      const body = readBody(request, fields)
      if (!body.name) throw errors.invalid('This field is required.', 'name', 'required')
      const isStatic = body.is_static ?? false
      const filters = readFilters(body)
      if (!isStatic) await checkCriteria(team, filters, null)
      const found = isStatic ? await members.read(team, body, request.query as Record<string, unknown>) : null
      const id = await insertCohort(principal, team, {
        name: body.name,
        description: body.description,
        filters,
        query: body.query,
        isStatic,
      })
      if (found) await members.add({ id, teamId: team.id }, found.uuids)
      return reply.status(201).send({ ...(await answerOf(team, id, own)), ...reportOf(found) })
    },
  )

  api.get(
    one,
    { config: read, schema: { summary: 'Read a cohort', tags, params: cohortParams, response: { 200: answer } } },
    async (request) => {
      const { cohort, own } = await find(request, 'viewer')
      return present(cohort, own)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: fields },
      schema: {
        summary: 'Change a cohort',
        description:
          'Other criteria are calculated in the background. `deleted: true` deletes it, `false` brings it back. A CSV file adds to a static cohort.',
        tags,
        params: cohortParams,
        response: { 200: changedAnswer },
      },
      handler: async (request) => {
        const { principal, team, own, cohort } = await find(request, 'editor', true)
        const body = readBody(request, fields)
        if (cohort.deleted && body.deleted !== false) throw errors.notFound()
        if (body.is_static !== undefined && body.is_static !== cohort.isStatic)
          throw errors.invalid('A cohort cannot change between static and dynamic.', 'is_static')
        const given = body.filters === undefined && body.groups === undefined ? undefined : readFilters(body)
        const isRedefined = !cohort.isStatic && (given !== undefined || (cohort.deleted && body.deleted === false))
        if (isRedefined) await checkCriteria(team, given === undefined ? cohort.filters : given, cohort.id)
        const found =
          cohort.isStatic && (body.csv !== undefined || body._create_static_person_ids)
            ? await members.read(team, body, {})
            : null
        await inTransaction(db.$client, async (client) => {
          await lockRow(client, 'cohorts', cohort.id)
          const stored = await findCohort({ $client: client }, team.id, String(cohort.id))
          if (!stored) throw errors.notFound()
          const { name, description, filters, deleted } = stored
          const before = { name, description, filters, deleted }
          const after = {
            name: body.name ?? name,
            description: body.description ?? description,
            filters: given === undefined ? filters : given,
            deleted: body.deleted ?? deleted,
          }
          await client.query(
            `UPDATE cohorts SET name = $3, description = $4, filters = $5, deleted = $6, errors_calculating = CASE WHEN $7 THEN 0 ELSE errors_calculating END,
               pending_version = pending_version + CASE WHEN $7 THEN 1 ELSE 0 END, is_calculating = is_calculating OR $7
             WHERE team_id = $1 AND id = $2`,
            [
              team.id,
              cohort.id,
              after.name,
              after.description,
              after.filters && stringifyJson(after.filters),
              after.deleted,
              isRedefined,
            ],
          )
          await logActivity(client, {
            organizationId: team.organizationId,
            teamId: team.id,
            principal,
            activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
            scope: 'Cohort',
            itemId: String(cohort.id),
            detail: { name: after.name, changes: changesBetween('Cohort', before, after) },
          })
        })
        if (found?.uuids.length) await members.add(cohort, found.uuids)
        return { ...(await answerOf(team, cohort.id, own)), ...reportOf(found) }
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: cohortParams,
    find: (request) => find(request, 'editor'),
  })

  api.get(
    `${one}/persons`,
    {
      config: read,
      schema: {
        summary: 'Persons in a cohort',
        tags,
        params: cohortParams,
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: {
          200: z.object({ results: z.array(z.any()), next: z.string().nullable(), previous: z.string().nullable() }),
        },
      },
    },
    async (request) => {
      const { team, cohort } = await find(request, 'viewer')
      const { limit, offset } = readPage(request.query, PERSON_PAGE)
      const node = readNode({
        kind: 'ActorsQuery',
        select: ['person'],
        orderBy: ['created_at DESC', 'id'],
        properties: [{ type: 'cohort', key: 'id', value: cohort.id }],
        limit,
        offset,
        ...(request.query.search && { search: request.query.search }),
      })
      const { results, hasMore } = await runNode(node, await Asker.open(stores, askingTeam(team), node))
      return {
        results: (results as JsonObject[][]).map(([person]) => ({
          type: 'person',
          ...person!,
          uuid: person!.id,
          matched_recordings: [],
          value_at_data_point: null,
        })),
        next: hasMore ? linkTo(request, { limit, offset: offset + limit }) : null,
        previous: offset > 0 ? linkTo(request, { limit, offset: Math.max(0, offset - limit) }) : null,
      }
    },
  )

  api.get(
    `${one}/calculation_history`,
    {
      config: read,
      schema: {
        summary: 'Calculations of a cohort, newest first',
        tags,
        params: cohortParams,
        querystring: pageQuery,
        response: { 200: pageOf(z.looseObject({ id: z.string() })) },
      },
    },
    async (request) => {
      const { cohort } = await find(request, 'viewer')
      const page = readPage(request.query)
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>('SELECT count(*) AS count FROM cohort_calculations WHERE cohort_id = $1', [
          cohort.id,
        ]),
        db.$client.query<{
          id: string
          startedAt: string
          finishedAt: string | null
          count: number | null
          error: string | null
          version: number
        }>(
          `SELECT id, version, started_at::text AS "startedAt", finished_at::text AS "finishedAt", count, error FROM cohort_calculations
           WHERE cohort_id = $1 ORDER BY started_at DESC LIMIT $2 OFFSET $3`,
          [cohort.id, page.limit, page.offset],
        ),
      ])
      const results = found.rows.map((row) => ({
        id: row.id,
        version: row.version,
        started_at: formatTime(row.startedAt),
        finished_at: row.finishedAt === null ? null : formatTime(row.finishedAt),
        count: row.count,
        error: row.error,
        is_completed: row.finishedAt !== null,
        is_successful: row.finishedAt !== null && row.error === null,
      }))
      return pageAnswer(request, page, counted.rows[0]!.count, results)
    },
  )

  api.get(
    `${one}/used_in`,
    {
      config: read,
      schema: {
        summary: 'What names a cohort, to see before deleting it',
        tags,
        params: cohortParams,
        response: { 200: usageAnswer },
      },
    },
    async (request) => {
      const { principal, team, own, cohort } = await find(request, 'viewer')
      const [ofFlags, ofInsights] = await Promise.all([
        resourceAccess(db, principal, team, 'feature_flag'),
        resourceAccess(db, principal, team, 'insight'),
      ])
      const [others, flags, insights] = await Promise.all([
        db.$client.query<Cohort>(
          `${COHORT_SELECT} WHERE c.team_id = $1 AND NOT c.deleted AND c.filters IS NOT NULL ORDER BY c.name`,
          [team.id],
        ),
        db.$client.query<{ id: number; key: string; filters: JsonObject; createdById: number | null }>(
          'SELECT id, key, filters, created_by_id AS "createdById" FROM feature_flags WHERE team_id = $1 AND NOT deleted ORDER BY key',
          [team.id],
        ),
        db.$client.query<{ id: number; short_id: string; name: string; query: JsonObject; createdById: number | null }>(
          `SELECT id, short_id, coalesce(nullif(name, ''), derived_name, short_id) AS name, query, created_by AS "createdById" FROM insights
           WHERE team_id = $1 AND NOT deleted AND query IS NOT NULL AND query::text LIKE '%cohort%' ORDER BY name`,
          [team.id],
        ),
      ])
      return {
        cohorts: others.rows
          .filter(({ id, createdById }) => own.sees(id, createdById))
          .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
          .map(({ id, name }) => ({ id, name })),
        feature_flags: flags.rows
          .filter(({ id, createdById }) => ofFlags.sees(id, createdById))
          .filter(({ filters }) => referencedCohorts(filters).includes(cohort.id))
          .map(({ id, key }) => ({ id, key })),
        insights: insights.rows
          .filter(({ id, createdById }) => ofInsights.sees(id, createdById))
          .filter(({ query }) => namesCohort(query, cohort.id))
          .map(({ id, short_id, name }) => ({ id, short_id, name })),
      }
    },
  )

  api.get(
    `${one}/duplicate_as_static_cohort`,
    {
      config: { access: write },
      schema: {
        summary: 'Copy the present members into a static cohort',
        tags,
        params: cohortParams,
        response: { 200: answer },
      },
    },
    async (request) => {
      const { principal, team, own, cohort } = await find(request, 'viewer')
      own.assertLevel('editor')
      const name = `${cohort.name} (static copy)`.slice(0, 400)
      const id = await insertCohort(principal, team, { name, description: cohort.description, isStatic: true })
      const copy = { id, teamId: team.id }
      await clickHouse.writer.command({
        query: `INSERT INTO cohort_people (team_id, cohort_id, version, person_id) SELECT DISTINCT team_id, {copy:UInt32}, 1, person_id FROM cohort_people
                WHERE team_id = {team:UInt32} AND cohort_id = {cohort:UInt32} AND version = {version:UInt32}`,
        query_params: { copy: copy.id, team: team.id, cohort: cohort.id, version: cohort.version ?? 0 },
      })
      await members.recount(copy)
      return answerOf(team, copy.id, own)
    },
  )

  api.patch(
    `${one}/add_persons_to_static_cohort`,
    {
      config: { access: write, body: personIds },
      schema: {
        summary: 'Add persons to a static cohort',
        tags,
        params: cohortParams,
        response: { 200: z.object({ success: z.literal(true) }) },
      },
    },
    async (request) => {
      const { team, cohort } = await find(request, 'editor')
      const body = readBody(request, personIds)
      assertStatic(cohort)
      const known = await members.existing(team, body.person_ids)
      const unknown = body.person_ids.find((id) => !known.includes(id.toLowerCase()))
      if (unknown !== undefined) throw errors.invalid(`There is no person ${unknown.slice(0, 100)}.`, 'person_ids')
      await members.add(cohort, known)
      return { success: true as const }
    },
  )

  api.patch(
    `${one}/remove_person_from_static_cohort`,
    {
      config: { access: write, body: z.object({ person_id: z.string() }) },
      schema: {
        summary: 'Take a person out of a static cohort',
        tags,
        params: cohortParams,
        response: { 200: z.object({ success: z.literal(true) }) },
      },
    },
    async (request) => {
      const { team, cohort } = await find(request, 'editor')
      const { person_id: person } = readBody(request, z.object({ person_id: z.string() }))
      assertStatic(cohort)
      if (!isUuid(person)) throw errors.invalid('person_id is a uuid.', 'person_id')
      await clickHouse.writer.command({
        query:
          'ALTER TABLE cohort_people DELETE WHERE team_id = {team:UInt32} AND cohort_id = {cohort:UInt32} AND person_id = {person:UUID}',
        query_params: { team: team.id, cohort: cohort.id, person },
        clickhouse_settings: { mutations_sync: '1' },
      })
      await members.recount(cohort)
      return { success: true as const }
    },
  )

  for (const [url, itemOf] of [
    [`${path}/activity`, false],
    [`${one}/activity`, true],
  ] as const) {
    api.get(
      url,
      {
        config: { access: access.scope('activity_log:read') },
        schema: {
          summary: `What was changed about ${itemOf ? 'a cohort' : 'cohorts'}, newest first`,
          tags,
          params: itemOf ? cohortParams : params,
          querystring: historyQuery,
          response: { 200: historyAnswer },
        },
      },
      async (request) => {
        if (!itemOf) {
          const { team } = await enter(request, 'viewer')
          return answerHistory(
            request,
            db,
            await visibleLog(db, requirePrincipal(request), team),
            { scope: 'Cohort' },
            request.query,
          )
        }
        const { team, cohort } = await find(request, 'viewer', true)
        return answerHistory(
          request,
          db,
          await visibleLog(db, requirePrincipal(request), team),
          { scope: 'Cohort', itemId: String(cohort.id) },
          request.query,
        )
      },
    )
  }

  api.get(
    '/api/projects/:project_id/persons/cohorts',
    {
      config: { access: access.scopes('person:read', 'cohort:read'), rate: 'persons' },
      schema: {
        summary: 'Cohorts that hold a person',
        tags: ['persons'],
        params,
        querystring: z.object({
          person_id: z.string().optional().describe('Integer id or uuid; required.'),
          format: z.string().optional().describe('`json` (default) or `csv`.'),
        }),
        response: {
          200: z.object({ results: z.array(answer.pick({ id: true, name: true, count: true })) }),
        },
      },
    },
    async (request, reply) => {
      const { team, own } = await enter(request, 'viewer')
      const { person_id: id } = request.query
      if (!id) throw errors.invalid('This field is required.', 'person_id', 'required')
      const person = await findPerson(db, team.id, parsePersonId(id))
      if (!person) throw errors.notFound()
      const found = await cohortsOf(db, clickHouse.reader, team.id, person.uuid)
      const results = found
        .filter(({ id, createdById }) => own.sees(id, createdById))
        .map(({ id, name, count }) => ({ id, name, count }))
      return answerInFormat(request, reply, 'cohorts', { results })
    },
  )

  /** A cohort without members yet; a dynamic one is calculated in the background. */
  function insertCohort(
    principal: Principal,
    team: ResolvedTeam,
    cohort: {
      name: string
      description?: string | undefined
      filters?: JsonObject | null
      query?: object | null | undefined
      isStatic: boolean
    },
  ): Promise<number> {
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
      await logActivity(client, {
        organizationId: team.organizationId,
        teamId: team.id,
        principal,
        activity: 'created',
        scope: 'Cohort',
        itemId: String(id),
        detail: { name: cohort.name },
      })
      return id
    })
  }

  /** Criteria that would fail when they are calculated, or that lead back to the cohort itself, are refused now. */
  async function checkCriteria(team: ResolvedTeam, filters: JsonObject | null, own: number | null): Promise<void> {
    const asker = await Asker.open(stores, askingTeam(team), filters)
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
}

/** Whether a question is narrowed or broken down by a cohort, at any depth. */
function namesCohort(node: JsonValue | undefined, id: number): boolean {
  if (Array.isArray(node)) return node.some((each) => namesCohort(each, id))
  if (!isJsonObject(node)) return false
  const named = [node.value, node.breakdown, node.property].flat().map(Number)
  const isCohort = node.type === 'cohort' || node.breakdown_type === 'cohort'
  return (isCohort && named.includes(id)) || Object.values(node).some((each) => namesCohort(each, id))
}

const reportOf = (found: Found | null) => (found?.unknown === undefined ? {} : { unknown_ids: found.unknown })

function assertStatic({ isStatic }: Cohort): void {
  if (!isStatic) throw errors.invalid('Can only add users to static cohorts')
}

function readFilters({ filters, groups }: z.output<typeof fields>): JsonObject | null {
  if (isJsonObject(filters) && Object.keys(filters).length > 0) {
    if (!isJsonObject(filters.properties))
      throw errors.invalid("Must contain a 'properties' key with type and values", 'filters')
    return filters
  }
  return groups?.length ? fromOldGroups(groups as JsonValue[]) : null
}

function present(cohort: Cohort, own: Own): z.infer<typeof answer> {
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
