import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerInFormat } from '../../../platform/http/csv.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo, pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { addPersons, cohortsOfPerson, listCalculations, listMembers, removePerson } from './member-operations.ts'
import type { CohortContext } from './operations.ts'
import { cohortAnswer, personIdsBody } from './schemas.ts'
import type { Cohort } from './store.ts'

const tags = ['cohorts']
const params = z.object({ project_id: z.string() })
const cohortParams = params.extend({ id: z.string() })
const one = '/api/projects/:project_id/cohorts/:id'
const read = { access: access.scope('cohort:read') }
const write = access.scope('cohort:write')
/** Default number of persons on a page. */
const PERSON_PAGE = 100
const success = z.object({ success: z.literal(true) })
const personIdBody = z.object({ person_id: z.string() })

type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<CohortContext>
type Find = (request: FastifyRequest, needed: AccessLevel) => Promise<{ context: CohortContext; cohort: Cohort }>

/** Registers the routes for cohort members. */
export function registerMemberRoutes(api: App, enter: Enter, find: Find): void {
  registerLists(api, find)
  registerChanges(api, find)
  registerCohortsOfPerson(api, enter)
}

function registerLists(api: App, find: Find): void {
  api.get(
    `${one}/persons`,
    {
      config: read,
      schema: {
        summary: 'List the persons in a cohort',
        tags,
        params: cohortParams,
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: {
          200: z.object({ results: z.array(z.any()), next: z.string().nullable(), previous: z.string().nullable() }),
        },
      },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'viewer')
      const page = readPage(request.query, PERSON_PAGE)
      const { limit, offset } = page
      const { results, hasMore } = await listMembers(context, cohort, { search: request.query.search, page })
      return {
        results,
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
        summary: 'List the calculations of a cohort, newest first',
        tags,
        params: cohortParams,
        querystring: pageQuery,
        response: { 200: pageOf(z.looseObject({ id: z.string() })) },
      },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'viewer')
      const page = readPage(request.query)
      const { count, results } = await listCalculations(context, cohort, page)
      return pageAnswer(request, page, count, results)
    },
  )
}

function registerChanges(api: App, find: Find): void {
  api.patch(
    `${one}/add_persons_to_static_cohort`,
    {
      config: { access: write, body: personIdsBody },
      schema: { summary: 'Add persons to a static cohort', tags, params: cohortParams, response: { 200: success } },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'editor')
      await addPersons(context, cohort, readBody(request, personIdsBody).person_ids)
      return { success: true as const }
    },
  )
  api.patch(
    `${one}/remove_person_from_static_cohort`,
    {
      config: { access: write, body: personIdBody },
      schema: {
        summary: 'Remove a person from a static cohort',
        tags,
        params: cohortParams,
        response: { 200: success },
      },
    },
    async (request) => {
      const { context, cohort } = await find(request, 'editor')
      await removePerson(context, cohort, readBody(request, personIdBody).person_id)
      return { success: true as const }
    },
  )
}

function registerCohortsOfPerson(api: App, enter: Enter): void {
  api.get(
    '/api/projects/:project_id/persons/cohorts',
    {
      config: { access: access.scopes('person:read', 'cohort:read'), rate: 'persons' },
      schema: {
        summary: 'List the cohorts that contain a person',
        tags: ['persons'],
        params,
        querystring: z.object({
          person_id: z.string().optional().describe('Integer ID or UUID; required.'),
          format: z.string().optional().describe('`json` (default) or `csv`.'),
        }),
        response: {
          200: z.object({ results: z.array(cohortAnswer.pick({ id: true, name: true, count: true })) }),
        },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'viewer')
      const { person_id: id } = request.query
      if (!id) throw errors.invalid('This field is required.', 'person_id', 'required')
      return answerInFormat(request, reply, 'cohorts', { results: await cohortsOfPerson(context, id) })
    },
  )
}
