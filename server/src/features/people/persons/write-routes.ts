/** Routes that change, split, merge and delete persons. */
import { z } from 'zod'
import { EventLogUnavailable } from '../../../platform/eventlog/event-log.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { presentPerson } from './answers.ts'
import { setProperties, unsetProperty } from './changes.ts'
import type { Enter } from './context.ts'
import { deletePerson, deletePersons } from './deletion.ts'
import { mergePersons } from './merge.ts'
import { deliverOverrides } from './overrides.ts'
import {
  readBulk,
  readChoice,
  readIds,
  readProperties,
  readProperty,
  readUnset,
  readWishes,
  requireIds,
} from './parameters.ts'
import { parsePersonId } from './person-id.ts'
import {
  anyBody,
  bulkAnswer,
  listsBody,
  personAnswer,
  personParams,
  projectParams,
  success,
  wishesQuery,
} from './schemas.ts'
import { splitPerson } from './split.ts'

const BASE = '/api/projects/:project_id/persons'
const tags = ['persons']
const write = { access: access.scope('person:write'), rate: 'persons' as const }
const remove = { access: access.scope('person:write'), rate: 'personDeletions' as const }

export function registerPersonWriteRoutes(api: App, enter: Enter): void {
  registerCreation(api, enter)
  registerProperties(api, enter)
  registerUnset(api, enter)
  registerSplit(api, enter)
  registerMerge(api, enter)
  registerDeletion(api, enter)
  registerBulkDeletion(api, enter)
  registerReset(api, enter)
}

function registerCreation(api: App, enter: Enter): void {
  api.post(
    BASE,
    { config: { access: write.access }, schema: { hide: true, params: projectParams } },
    async (request) => {
      await enter(request)
      throw errors.methodNotAllowed(
        'POST',
        'Creating persons via this API is not allowed. Capture an event with person processing instead.',
      )
    },
  )
}

function registerProperties(api: App, enter: Enter): void {
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: `${BASE}/:id`,
      config: write,
      schema: {
        summary: 'Set properties of a person',
        description: 'Sets the given properties. All others stay unchanged, even with PUT.',
        tags,
        params: personParams,
        body: anyBody,
        response: { 200: personAnswer },
      },
      handler: async (request) => {
        const context = await enter(request)
        const properties = readProperties(request.body)
        return presentPerson(context, await setProperties(context, parsePersonId(request.params.id), properties))
      },
    })
  }
  api.post(
    `${BASE}/:id/update_property`,
    {
      config: write,
      schema: {
        summary: 'Set one property of a person',
        tags,
        params: personParams,
        querystring: z.object({ key: z.string().optional(), value: z.string().optional() }),
        body: anyBody,
        response: { 200: success },
      },
    },
    async (request) => {
      const context = await enter(request)
      const property = readProperty(request.body as JsonObject, request.query)
      await setProperties(context, parsePersonId(request.params.id), property)
      return { success: true as const }
    },
  )
}

function registerUnset(api: App, enter: Enter): void {
  api.post(
    `${BASE}/:id/delete_property`,
    {
      config: write,
      schema: {
        summary: 'Remove one property of a person',
        tags,
        params: personParams,
        querystring: z.object({ $unset: z.string().optional() }),
        body: anyBody,
        response: { 200: success, 503: z.object({ success: z.literal(false), detail: z.string() }) },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const key = readUnset(request.body as JsonObject, request.query)
      try {
        await unsetProperty(context, parsePersonId(request.params.id), key)
      } catch (error) {
        if (!(error instanceof EventLogUnavailable)) throw error
        return reply.status(503).send({ success: false as const, detail: 'Unable to delete property' })
      }
      return { success: true as const }
    },
  )
}

function registerSplit(api: App, enter: Enter): void {
  api.post(
    `${BASE}/:id/split`,
    {
      config: write,
      schema: {
        summary: 'Split distinct IDs off a person',
        description:
          '`distinct_ids_to_split` lists the IDs to split off. `main_distinct_id` is the only ID to keep. By default, all but the first ID are split off. Each gets its own person.',
        tags,
        params: personParams,
        body: listsBody('distinct_ids_to_split'),
        response: { 200: success },
      },
    },
    async (request) => {
      const context = await enter(request)
      const id = parsePersonId(request.params.id)
      await splitPerson(context, id, () => readChoice(request.body as JsonObject))
      // If delivery fails, the worker repeats it.
      await deliverOverrides(context.db.$client, context.clickHouse.writer).catch((error) =>
        request.log.warn({ err: error }, 'person overrides could not be delivered to ClickHouse'),
      )
      return { success: true as const }
    },
  )
}

function registerMerge(api: App, enter: Enter): void {
  api.post(
    `${BASE}/:id/merge`,
    {
      config: write,
      schema: {
        summary: 'Merge other persons into this one',
        description:
          'Their distinct IDs and events move to this person. If both have a property, this person keeps its value. A merge cannot be undone, but distinct IDs can be split off again.',
        tags,
        params: personParams,
        body: listsBody('ids'),
        response: { 200: personAnswer },
      },
    },
    async (request) => {
      const context = await enter(request)
      const ids = requireIds(request.body.ids)
      const id = parsePersonId(request.params.id)
      return presentPerson(context, await mergePersons(context, id, readIds(ids, 'ids')))
    },
  )
}

function registerDeletion(api: App, enter: Enter): void {
  api.delete(
    `${BASE}/:id`,
    {
      config: remove,
      schema: {
        summary: 'Delete a person',
        tags,
        params: personParams,
        querystring: wishesQuery,
        response: { 202: z.null() },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      await deletePerson(context, parsePersonId(request.params.id), readWishes(request.query))
      return accepted(reply)
    },
  )
  for (const [name, wish, summary] of [
    ['delete_events', 'deleteEvents', "Delete a person's events, keep the person"],
    ['delete_recordings', 'deleteRecordings', "Delete a person's session recordings, keep the person"],
  ] as const) {
    api.post(
      `${BASE}/:id/${name}`,
      {
        config: remove,
        schema: { summary, tags, params: personParams, body: anyBody, response: { 202: z.null() } },
      },
      async (request, reply) => {
        const context = await enter(request)
        const wishes = { deleteEvents: false, deleteRecordings: false, keepPerson: true, [wish]: true }
        await deletePerson(context, parsePersonId(request.params.id), wishes)
        return accepted(reply)
      },
    )
  }
}

function registerBulkDeletion(api: App, enter: Enter): void {
  api.post(
    `${BASE}/bulk_delete`,
    {
      config: remove,
      schema: {
        summary: 'Delete up to 1000 persons',
        tags,
        params: projectParams,
        body: listsBody('ids', 'distinct_ids'),
        response: { 202: bulkAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const body = request.body as JsonObject
      return reply.status(202).send(await deletePersons(context, readBulk(body), readWishes(body)))
    },
  )
}

function registerReset(api: App, enter: Enter): void {
  api.post(
    `${BASE}/reset_person_distinct_id`,
    {
      config: write,
      schema: {
        summary: 'Make a deleted distinct ID usable again',
        description: 'IDs of deleted persons are usable at once, so this does nothing.',
        tags,
        params: projectParams,
        body: anyBody,
        response: { 202: z.null() },
      },
    },
    async (request, reply) => {
      await enter(request)
      const { distinct_id: distinctId } = request.body
      if (typeof distinctId !== 'string' || distinctId === '') throw errors.invalid('distinct_id is required')
      return accepted(reply)
    },
  )
}

/** The body is always empty, whether or not anything was queued. */
const accepted = (reply: { status(code: 202): { send(payload?: unknown): unknown } }) =>
  reply.status(202).send() as never
