import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { cohortKind } from './kind.ts'
import { registerMemberRoutes } from './member-routes.ts'
import {
  type CohortContext,
  changeCohort,
  cohortObjects,
  createCohort,
  duplicateAsStatic,
  enterCohorts,
  listCohorts,
  presentCohort,
} from './operations.ts'
import { changedCohortAnswer, cohortAnswer, cohortBody, cohortUsageAnswer } from './schemas.ts'
import type { Cohort } from './store.ts'
import { findUses, type ReadFlags } from './used-in.ts'

const tags = ['cohorts']
const params = z.object({ project_id: z.string() })
const cohortParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/cohorts'
const one = `${path}/:id`
const read = { access: access.scope('cohort:read') }
const write = { access: access.scope('cohort:write') }

type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<CohortContext>
type Find = (
  request: FastifyRequest,
  needed: AccessLevel,
  includeDeleted?: boolean,
) => Promise<{ context: CohortContext; cohort: Cohort }>

/** @param readFlags reads the flags that may use a cohort */
export function registerCohortRoutes(api: App, db: Database, clickHouse: ClickHouse, readFlags: ReadFlags): void {
  const enter: Enter = (request, needed) => enterCohorts(db, clickHouse, request, needed)
  const find: Find = async (request, needed, includeDeleted = false) => {
    const context = await enter(request, 'viewer')
    const { id } = request.params as z.infer<typeof cohortParams>
    return { context, cohort: await cohortObjects.find(context, id, needed, { includeDeleted }) }
  }
  registerCollection(api, enter)
  registerOne(api, find)
  registerUses(api, find, readFlags)
  registerMemberRoutes(api, enter, find)
  registerHistories(api, enter, find)
}

function registerCollection(api: App, enter: Enter): void {
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
        response: { 200: pageOf(cohortAnswer) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listCohorts(context, request.query, page)
      return pageAnswer(
        request,
        page,
        count,
        rows.map((row) => presentCohort(context, row)),
      )
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: cohortBody },
      schema: {
        summary: 'Create a cohort',
        description:
          'A dynamic cohort is calculated in the background. A static one takes its members from a CSV file, a list of person IDs, an actors query, or, with the parameters of an insight in the query string, from the persons behind one of its numbers.',
        tags,
        params,
        querystring: z.looseObject({}),
        response: { 201: changedCohortAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const created = await createCohort(context, readBody(request, cohortBody), request.query)
      return reply.status(201).send(created)
    },
  )
}

function registerOne(api: App, find: Find): void {
  api.get(
    one,
    { config: read, schema: { summary: 'Read a cohort', tags, params: cohortParams, response: { 200: cohortAnswer } } },
    async (request) => {
      const { context, cohort } = await find(request, 'viewer')
      return presentCohort(context, cohort)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: cohortBody },
      schema: {
        summary: 'Change a cohort',
        description:
          'New criteria are calculated in the background. `deleted: true` deletes it, `false` restores it. A CSV file adds persons to a static cohort.',
        tags,
        params: cohortParams,
        response: { 200: changedCohortAnswer },
      },
      handler: async (request) => {
        const { context, cohort } = await find(request, 'editor', true)
        return changeCohort(context, cohort, readBody(request, cohortBody))
      },
    })
  }
  refuseDelete(api, one, { ...write, tags, params: cohortParams, find: (request) => find(request, 'editor') })
  api.get(
    `${one}/duplicate_as_static_cohort`,
    {
      config: write,
      schema: {
        summary: 'Copy the current members into a static cohort',
        tags,
        params: cohortParams,
        response: { 200: cohortAnswer },
      },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'viewer')
      return duplicateAsStatic(context, cohort)
    },
  )
}

function registerUses(api: App, find: Find, readFlags: ReadFlags): void {
  api.get(
    `${one}/used_in`,
    {
      config: read,
      schema: {
        summary: 'List what uses a cohort, to check before deleting it',
        tags,
        params: cohortParams,
        response: { 200: cohortUsageAnswer },
      },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'viewer')
      return findUses(context, cohort, readFlags)
    },
  )
}

function registerHistories(api: App, enter: Enter, find: Find): void {
  registerHistoryRoute(api, path, {
    scope: cohortKind.scope,
    summary: 'List the changes to cohorts',
    tags,
    params,
    find: (request) => enter(request, 'viewer'),
  })
  registerHistoryRoute(api, one, {
    scope: cohortKind.scope,
    summary: 'List the changes to a cohort',
    tags,
    params: cohortParams,
    find: async (request) => {
      const { context, cohort } = await find(request, 'viewer', true)
      return { ...context, id: cohort.id }
    },
  })
}
