import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject } from '../../workspace/organizations/index.ts'
import { eventAnswer, presentEvent, propertyAnswer } from './definitions.ts'
import { eventListQuery, listEvents } from './event-list.ts'
import { listProperties, propertyListQuery, seenTogether } from './property-list.ts'
import { readNames } from './search.ts'
import { sessionProperties, sessionPropertyAnswer } from './session-properties.ts'

const tags = ['definitions']
const params = z.object({ project_id: z.string() })
const readsProperties = { access: access.scope('property_definition:read') }

export function registerDefinitionLists(api: App, db: Database): void {
  registerEvents(api, db)
  registerProperties(api, db)
  registerSeenTogether(api, db)
  registerSessionProperties(api, db)
}

function registerEvents(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/event_definitions',
    {
      config: { access: access.scope('event_definition:read') },
      schema: {
        summary: 'List the names of events that have been seen',
        tags,
        params,
        querystring: eventListQuery,
        response: { 200: pageOf(eventAnswer) },
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const page = readPage(request.query)
      const { count, rows } = await listEvents(context, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentEvent))
    },
  )
}

function registerProperties(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/property_definitions',
    {
      config: readsProperties,
      schema: {
        summary: 'List the names of properties that have been seen',
        tags,
        params,
        querystring: propertyListQuery,
        response: { 200: pageOf(propertyAnswer) },
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const page = readPage(request.query)
      const { count, results, stored } = await listProperties(context, request.query, page)
      return { ...pageAnswer(request, page, stored, results), count }
    },
  )
}

function registerSeenTogether(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/property_definitions/seen_together',
    {
      config: readsProperties,
      schema: {
        summary: 'With which events a property has been seen',
        tags,
        params,
        querystring: z.looseObject({
          event_names: z.string().optional().describe('Name of an event; may be repeated, or a JSON list.'),
          property_name: z.string().optional(),
        }),
        response: { 200: z.record(z.string(), z.boolean()) },
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const given = new URL(request.originalUrl, 'http://localhost').searchParams.getAll('event_names')
      const names = given.flatMap((text) => (text.trim().startsWith('[') ? readNames(text, 'event_names') : [text]))
      if (names.length === 0) throw errors.invalid('This field is required.', 'event_names', 'required')
      const { property_name: property } = request.query
      if (!property) throw errors.invalid('This field is required.', 'property_name', 'required')
      return seenTogether(context, property, names)
    },
  )
}

function registerSessionProperties(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/sessions/property_definitions',
    {
      config: { access: access.scope('query:read') },
      schema: {
        summary: 'List what is known about every session',
        tags,
        params,
        querystring: z.object({ search: z.string().optional().describe('Words of the name.') }),
        response: { 200: pageOf(sessionPropertyAnswer) },
      },
    },
    async (request) => {
      await enterProject(db, request)
      const results = sessionProperties(request.query.search)
      return { count: results.length, next: null, previous: null, results }
    },
  )
}
