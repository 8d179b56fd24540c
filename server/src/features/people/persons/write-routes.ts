/** Changing, splitting, merging and deleting persons. */
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { type EventLog, EventLogUnavailable } from '../../../platform/eventlog/event-log.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { readFlag } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import { type PersonWork, setProperties, unsetProperty } from './changes.ts'
import { type DeletionWishes, deletePerson, deletePersons } from './deletion.ts'
import { mergePersons } from './merge.ts'
import { deliverOverrides } from './overrides.ts'
import { type PersonRow, toPersonAnswer } from './person.ts'
import { parsePersonId } from './person-id.ts'
import type { PersonId } from './repository.ts'
import {
  anyBody,
  asList,
  listsBody,
  type ProjectRequest,
  personAnswer,
  personParams,
  projectParams,
  success,
} from './schemas.ts'
import { splitPerson } from './split.ts'

const BASE = '/api/projects/:project_id/persons'
const BULK_MAX = 1000
const tags = ['persons']
const config = { access: access.scope('person:write'), rate: 'persons' as const }
const deletionConfig = { access: access.scope('person:write'), rate: 'personDeletions' as const }

export function registerPersonWriteRoutes(api: App, db: Database, clickHouse: ClickHouse, log: EventLog): void {
  const open = async (request: ProjectRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, request.params.project_id)
    const work: PersonWork = { db, log, team, principal }
    return { work, toAnswer: (row: PersonRow) => toPersonAnswer(row, team.personDisplayNameProperties) }
  }

  api.post(
    BASE,
    { config: { access: access.scope('person:write') }, schema: { hide: true, params: projectParams } },
    async (request) => {
      await open(request)
      throw errors.methodNotAllowed(
        'POST',
        'Creating persons via this API is not allowed. Capture an event with person processing instead.',
      )
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: `${BASE}/:id`,
      config,
      schema: {
        summary: 'Set properties of a person',
        description: 'The given properties are set; no other is touched or removed, with PUT neither.',
        tags,
        params: personParams,
        body: anyBody,
        response: { 200: personAnswer },
      },
      handler: async (request) => {
        const { work, toAnswer } = await open(request)
        const properties = readJson(request.body.properties)
        if (properties === undefined || properties === null) throw missing('properties')
        const set = isJsonObject(properties) ? properties : null
        return toAnswer(await setProperties(work, parsePersonId(request.params.id), set))
      },
    })
  }

  api.post(
    `${BASE}/:id/update_property`,
    {
      config,
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
      const { work } = await open(request)
      const body = request.body as JsonObject
      const value = body.value === undefined ? request.query.value : body.value
      if (value === undefined) throw missing('value')
      const key = body.key === undefined || body.key === null ? request.query.key : body.key
      if (key === undefined) throw missing('key')
      if (typeof key !== 'string') throw errors.invalid('Not a valid string.', 'key')
      await setProperties(work, parsePersonId(request.params.id), { [key]: value })
      return { success: true as const }
    },
  )

  api.post(
    `${BASE}/:id/delete_property`,
    {
      config,
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
      const { work } = await open(request)
      const key = (request.body as JsonObject).$unset ?? request.query.$unset
      if (key === undefined || key === null || key === '')
        throw errors.invalid('This field is required.', '$unset', 'required')
      if (typeof key !== 'string') throw errors.invalid('Not a valid string.', '$unset')
      try {
        await unsetProperty(work, parsePersonId(request.params.id), toStorableText(key))
      } catch (error) {
        if (!(error instanceof EventLogUnavailable)) throw error
        return reply.status(503).send({ success: false as const, detail: 'Unable to delete property' })
      }
      return { success: true as const }
    },
  )

  api.post(
    `${BASE}/:id/split`,
    {
      config,
      schema: {
        summary: 'Split distinct ids off a person',
        description:
          'With `distinct_ids_to_split` those go; with `main_distinct_id` all others go; with neither all but the first go. Each gets a person of its own.',
        tags,
        params: personParams,
        body: listsBody('distinct_ids_to_split'),
        response: { 200: success },
      },
    },
    async (request) => {
      const { work } = await open(request)
      const id = parsePersonId(request.params.id)
      const body = request.body as JsonObject
      await splitPerson(work, id, () => {
        const main = body.main_distinct_id === '' ? null : (body.main_distinct_id ?? null)
        const given = body.distinct_ids_to_split ?? null
        const list = given === null ? null : asList(given)
        if (given !== null) {
          if (!list?.every((item) => typeof item === 'string'))
            throw errors.invalid('must be a list of strings', 'distinct_ids_to_split')
          if (list.length === 0) throw errors.invalid('must not be empty', 'distinct_ids_to_split')
          if (main !== null) throw errors.invalid('main_distinct_id cannot be combined with distinct_ids_to_split')
        }
        if (main !== null && typeof main !== 'string') throw errors.invalid('Not a valid string.', 'main_distinct_id')
        return { mainDistinctId: main, distinctIdsToSplit: list as string[] | null }
      })
      // The worker delivers them if it does not work now.
      await deliverOverrides(db.$client, clickHouse.writer).catch((error) =>
        request.log.warn({ err: error }, 'ClickHouse did not take what a split changed'),
      )
      return { success: true as const }
    },
  )

  api.post(
    `${BASE}/:id/merge`,
    {
      config,
      schema: {
        summary: 'Merge other persons into this one',
        description:
          'Their distinct ids and events become those of this person; where both have a property, this one keeps its value. Cannot be undone, only split again.',
        tags,
        params: personParams,
        body: listsBody('ids'),
        response: { 200: personAnswer },
      },
    },
    async (request) => {
      const { work, toAnswer } = await open(request)
      const ids = asList(request.body.ids)
      if (!ids || ids.length === 0) throw errors.invalid('This field is required.', 'ids', 'required')
      return toAnswer(await mergePersons(work, parsePersonId(request.params.id), readIds(ids, 'ids')))
    },
  )

  const wishesQuery = z.object({
    delete_events: z.string().optional().describe('Also delete all its events that were captured before now.'),
    delete_recordings: z.string().optional().describe('Also delete its session recordings.'),
    keep_person: z.string().optional().describe('Leave the person itself.'),
  })
  api.delete(
    `${BASE}/:id`,
    {
      config: deletionConfig,
      schema: {
        summary: 'Delete a person',
        tags,
        params: personParams,
        querystring: wishesQuery,
        response: { 202: z.null() },
      },
    },
    async (request, reply) => {
      const { work } = await open(request)
      await deletePerson(work, parsePersonId(request.params.id), readWishes(request.query))
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
        config: deletionConfig,
        schema: { summary, tags, params: personParams, body: anyBody, response: { 202: z.null() } },
      },
      async (request, reply) => {
        const { work } = await open(request)
        const wishes = { deleteEvents: false, deleteRecordings: false, keepPerson: true, [wish]: true }
        await deletePerson(work, parsePersonId(request.params.id), wishes)
        return accepted(reply)
      },
    )
  }

  api.post(
    `${BASE}/bulk_delete`,
    {
      config: deletionConfig,
      schema: {
        summary: 'Delete up to 1000 persons',
        tags,
        params: projectParams,
        body: listsBody('ids', 'distinct_ids'),
        response: {
          202: z.object({
            persons_found: z.number(),
            persons_deleted: z.number(),
            events_queued_for_deletion: z.boolean(),
            recordings_queued_for_deletion: z.boolean(),
            deletion_errors: z.array(z.object({ person_uuid: z.string() })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { work } = await open(request)
      const body = request.body as JsonObject
      const summary = await deletePersons(work, readBulk(body), readWishes(body))
      return reply.status(202).send(summary)
    },
  )

  api.post(
    `${BASE}/reset_person_distinct_id`,
    {
      config,
      schema: {
        summary: 'Make a deleted distinct id usable again',
        description: 'Ids of deleted persons are usable at once, so there is nothing to do.',
        tags,
        params: projectParams,
        body: anyBody,
        response: { 202: z.null() },
      },
    },
    async (request, reply) => {
      await open(request)
      const { distinct_id: distinctId } = request.body
      if (typeof distinctId !== 'string' || distinctId === '') throw errors.invalid('distinct_id is required')
      return accepted(reply)
    },
  )
}

/** The body stays empty; whether anything was queued makes no difference. */
const accepted = (reply: { status(code: 202): { send(payload?: unknown): unknown } }) =>
  reply.status(202).send() as never

/** Code and detail are swapped in this one error, and clients have come to rely on it. */
const missing = (attr: string) => new ApiError(400, 'validation_error', 'This field is required.', 'required', attr)

/** A value that a form sends as JSON text. */
function readJson(value: unknown): JsonValue | undefined {
  if (typeof value !== 'string') return value as JsonValue | undefined
  try {
    return parseJson(value)
  } catch {
    return value
  }
}

function readWishes(flags: Record<string, unknown>): DeletionWishes {
  return {
    deleteEvents: readFlag(flags.delete_events),
    deleteRecordings: readFlag(flags.delete_recordings),
    keepPerson: readFlag(flags.keep_person),
  }
}

function readBulk(body: JsonObject): { ids: PersonId[] } | { distinctIds: string[] } {
  const [ids, distinctIds] = (['ids', 'distinct_ids'] as const).map((name) => {
    const list = asList(body[name])
    if (body[name] !== undefined && body[name] !== null && !list) throw errors.invalid(`${name} must be a list`)
    return list ?? []
  }) as [unknown[], unknown[]]
  if (ids.length > 0 && distinctIds.length > 0)
    throw errors.invalid('You must provide either distinct_ids or ids, not both')
  if (distinctIds.length > BULK_MAX) throw errors.invalid('You can only pass 1000 distinct_ids in one call')
  if (ids.length > BULK_MAX) throw errors.invalid('You can only pass 1000 ids in one call')
  if (ids.length > 0) return { ids: readIds(ids, null) }
  if (distinctIds.length === 0) throw errors.invalid('You need to specify either distinct_ids or ids')
  return {
    distinctIds: distinctIds.map((id) => {
      if (typeof id !== 'string') throw errors.invalid('distinct_ids must be a list of strings')
      return toStorableText(id)
    }),
  }
}

/** Unknown ids are fine here; what is no id is not. */
function readIds(ids: unknown[], attr: string | null): PersonId[] {
  return ids.flatMap((id) => {
    try {
      return [parsePersonId(String(id))]
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return []
      throw errors.invalid(`"${String(id).slice(0, 100)}" is neither a uuid nor an integer.`, attr)
    }
  })
}
