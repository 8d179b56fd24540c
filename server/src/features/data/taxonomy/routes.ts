import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject, type ProjectContext } from '../../workspace/organizations/index.ts'
import {
  bulkAnswer,
  bulkBody,
  deleteDefinition,
  eventAnswer,
  eventBody,
  findDefinition,
  presentEvent,
  presentProperty,
  propertyAnswer,
  propertyBody,
  type Row,
  type Subject,
  updateDefinition,
  updateTags,
} from './definitions.ts'
import { registerDefinitionLists } from './list-routes.ts'
import { findUses, usedInAnswer } from './used-in.ts'

const tags = ['definitions']
const params = z.object({ project_id: z.string() })
const definitionParams = params.extend({ id: z.string() })

export function registerTaxonomyRoutes(api: App, db: Database): void {
  registerDefinitionLists(api, db)
  for (const subject of ['event', 'property'] as const) {
    const routes = routesOf(subject)
    registerMany(api, db, routes)
    registerDefinition(api, db, routes)
    registerChange(api, db, routes)
    registerUses(api, db, routes)
  }
}

/** What the routes of events and of properties share, in the words of each. */
interface Routes {
  subject: Subject
  path: string
  one: string
  read: { access: ReturnType<typeof access.scope> }
  write: { access: ReturnType<typeof access.scope> }
  /** Noun with article: `an event`. */
  thing: string
  body: typeof eventBody | typeof propertyBody
  answer: typeof propertyAnswer
  present: typeof presentProperty
}

function routesOf(subject: Subject): Routes {
  const path = `/api/projects/:project_id/${subject}_definitions`
  const common = {
    subject,
    path,
    one: `${path}/:id`,
    read: { access: access.scope(`${subject}_definition:read`) },
    write: { access: access.scope(`${subject}_definition:write`) },
  }
  if (subject === 'property')
    return { ...common, thing: 'a property', body: propertyBody, answer: propertyAnswer, present: presentProperty }
  return {
    ...common,
    thing: 'an event',
    body: eventBody,
    answer: eventAnswer as unknown as typeof propertyAnswer,
    present: presentEvent as unknown as typeof presentProperty,
  }
}

/** @throws ApiError 404 when the project has no such definition */
async function enterDefinition(
  db: Database,
  request: FastifyRequest,
  subject: Subject,
): Promise<{ context: ProjectContext; row: Row }> {
  const context = await enterProject(db, request)
  const { id } = request.params as z.infer<typeof definitionParams>
  const row = await findDefinition(db, subject, context.team.id, id)
  if (!row) throw errors.notFound()
  return { context, row }
}

function registerMany(api: App, db: Database, { subject, path, write }: Routes): void {
  api.post(
    path,
    {
      config: write,
      schema: { summary: `Not allowed; definitions come from ingestion`, tags, params, response: { 405: z.any() } },
    },
    async (request) => {
      await enterProject(db, request)
      throw errors.methodNotAllowed('POST')
    },
  )
  api.post(
    `${path}/bulk_update_tags`,
    {
      config: { ...write, body: bulkBody },
      schema: {
        summary: 'Add, remove or replace tags of many definitions',
        tags,
        params,
        response: { 200: bulkAnswer },
      },
    },
    async (request) => updateTags(await enterProject(db, request), subject, readBody(request, bulkBody)),
  )
}

function registerDefinition(api: App, db: Database, routes: Routes): void {
  const { subject, one, read, write, thing, answer, present } = routes
  api.get(
    one,
    {
      config: read,
      schema: { summary: `Read the definition of ${thing}`, tags, params: definitionParams, response: { 200: answer } },
    },
    async (request) => present((await enterDefinition(db, request, subject)).row),
  )
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: `Delete the definition of ${thing}`,
        description: 'The next event that has it recreates it.',
        tags,
        params: definitionParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { context, row } = await enterDefinition(db, request, subject)
      await deleteDefinition(context, subject, row)
      return reply.status(204).send()
    },
  )
}

function registerChange(api: App, db: Database, routes: Routes): void {
  const { subject, one, write, thing, body, answer, present } = routes
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: {
        summary: `Change the details of ${thing}`,
        tags,
        params: definitionParams,
        response: { 200: answer },
      },
      handler: async (request) => {
        const { context, row } = await enterDefinition(db, request, subject)
        return present(await updateDefinition(context, subject, row.id, readBody(request, body)))
      },
    })
  }
}

function registerUses(api: App, db: Database, { subject, one, read, thing }: Routes): void {
  api.get(
    `${one}/used_in`,
    {
      config: read,
      schema: {
        summary: `List what uses ${thing}: insights, cohorts, actions and feature flags`,
        tags,
        params: definitionParams,
        response: { 200: usedInAnswer() },
      },
    },
    async (request) => {
      const { context, row } = await enterDefinition(db, request, subject)
      return findUses(context, subject, row.name)
    },
  )
}
