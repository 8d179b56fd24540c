/** Routes that read persons. */
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerInFormat, sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { linkTo, pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { toStorableText } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { seenPersonProperties } from '../../data/taxonomy/index.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import { visibleLog } from '../../workspace/organizations/index.ts'
import { presentBatch, presentDeletion, presentPast, presentPerson } from './answers.ts'
import { type Enter, enterPersons, findNamedPerson } from './context.ts'
import { listDeletions } from './deletion.ts'
import { personKind } from './kind.ts'
import {
  readDeletionFilter,
  readDistinctIds,
  readFilter,
  readOrder,
  readPastQuestion,
  readUuids,
} from './parameters.ts'
import { findPast } from './past-properties.ts'
import { LISTED_DISTINCT_IDS_MAX, type PersonRow } from './person.ts'
import { exportPersons, findPersonsByUuid, findPersonsOf, listPersons, propertyValues } from './repository.ts'
import {
  batchAnswer,
  deletionAnswer,
  deletionsQuery,
  formatQuery,
  listAnswer,
  listQuery,
  listsBody,
  pastPersonAnswer,
  pastQuery,
  personAnswer,
  personParams,
  plainError,
  projectParams,
} from './schemas.ts'
import { registerPersonWriteRoutes } from './write-routes.ts'

const BASE = '/api/projects/:project_id/persons'
const tags = ['persons']
const read = { access: access.scope('person:read'), rate: 'persons' as const }
const readLog = { access: access.scope('activity_log:read'), rate: 'persons' as const }

export function registerPersonRoutes(api: App, db: Database, clickHouse: ClickHouse, log: EventLog): void {
  const enter: Enter = (request) => enterPersons({ db, clickHouse, log }, request)
  registerList(api, enter)
  registerProperties(api, enter)
  registerDeletions(api, enter)
  registerBatches(api, enter)
  registerPast(api, enter)
  registerOne(api, enter)
  registerHistories(api, enter)
  registerPersonWriteRoutes(api, enter)
}

function registerList(api: App, enter: Enter): void {
  api.get(
    BASE,
    {
      config: read,
      schema: {
        summary: 'List persons',
        tags,
        params: projectParams,
        querystring: listQuery,
        response: { 200: listAnswer },
      },
    },
    async (request, reply) => {
      const isCsv = wantsCsv(request)
      const context = await enter(request)
      const filter = readFilter(request.query)
      const present = (row: PersonRow) => presentPerson(context, row, LISTED_DISTINCT_IDS_MAX)
      if (isCsv) {
        await exportPersons(context.db, context.team, filter, (rowsAtOnce) =>
          sendCsv(reply, 'persons', async function* () {
            for await (const rows of rowsAtOnce()) yield rows.map(present)
          }),
        )
        return reply as never
      }
      const page = readPage(request.query)
      const order = readOrder(request.query.orderBy)
      const { count, rows } = await listPersons(context.db, context.team, filter, page, order)
      const { limit, offset } = page
      return {
        // A full page gets a next link, as in PostHog. The last link may therefore lead to an empty page.
        next: rows.length < limit ? null : linkTo(request, { limit, offset: offset + limit }),
        previous: offset < limit ? null : linkTo(request, { limit, offset: offset - limit }),
        count,
        results: rows.map(present),
      }
    },
  )
}

function registerProperties(api: App, enter: Enter): void {
  api.get(
    `${BASE}/values`,
    {
      config: read,
      schema: {
        summary: 'List the most frequent values of a person property',
        tags,
        params: projectParams,
        querystring: formatQuery.extend({
          key: z.string().optional().describe('Name of the property, or `distinct_id`.'),
          value: z.string().optional().describe('Text that the values contain.'),
        }),
        response: {
          200: z.object({
            results: z.array(z.object({ name: z.string(), count: z.number() })),
            refreshing: z.boolean(),
          }),
        },
      },
    },
    async (request, reply) => {
      const { db, team } = await enter(request)
      const { key, value } = request.query
      const isStored = key && !key.startsWith('$virt')
      const results = isStored
        ? await propertyValues(db, team.id, toStorableText(key), toStorableText(value ?? ''))
        : []
      reply.header('Cache-Control', 'max-age=10')
      return answerInFormat(request, reply, 'values', { results, refreshing: false })
    },
  )
  api.get(
    `${BASE}/properties`,
    {
      config: read,
      schema: {
        summary: 'List the names of person properties',
        tags,
        params: projectParams,
        querystring: formatQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: {
          200: z.object({ results: z.array(z.object({ name: z.string(), property_type: z.string().nullable() })) }),
        },
      },
    },
    async (request, reply) => {
      const { db, team } = await enter(request)
      const results = await seenPersonProperties(db.$client, team.id, toStorableText(request.query.search ?? ''))
      return answerInFormat(request, reply, 'properties', { results })
    },
  )
}

function registerDeletions(api: App, enter: Enter): void {
  api.get(
    `${BASE}/deletion_status`,
    {
      config: read,
      schema: {
        summary: 'List requested event deletions, newest first',
        tags,
        params: projectParams,
        querystring: deletionsQuery,
        response: {
          200: z.object({
            count: z.number(),
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(deletionAnswer),
          }),
        },
      },
    },
    async (request, reply) => {
      const { db, team } = await enter(request)
      const filter = readDeletionFilter(request.query)
      const page = readPage(request.query)
      const { count, rows } = await listDeletions(db, team.id, filter, page)
      return answerInFormat(request, reply, 'deletions', pageAnswer(request, page, count, rows.map(presentDeletion)))
    },
  )
}

function registerBatches(api: App, enter: Enter): void {
  api.post(
    `${BASE}/batch_by_distinct_ids`,
    {
      config: read,
      schema: {
        summary: 'Read the persons of up to 200 distinct IDs',
        tags,
        params: projectParams,
        body: listsBody('distinct_ids'),
        response: { 200: batchAnswer },
      },
    },
    async (request) => {
      const context = await enter(request)
      const ids = readDistinctIds(request.body.distinct_ids)
      return presentBatch(context, await findPersonsOf(context.db, context.team.id, ids, LISTED_DISTINCT_IDS_MAX))
    },
  )
  api.post(
    `${BASE}/batch_by_uuids`,
    {
      config: read,
      schema: {
        summary: 'Read the persons with up to 200 UUIDs',
        tags,
        params: projectParams,
        body: listsBody('uuids'),
        response: { 200: batchAnswer },
      },
    },
    async (request) => {
      const context = await enter(request)
      const uuids = readUuids(request.body.uuids)
      return presentBatch(context, await findPersonsByUuid(context.db, context.team.id, uuids, LISTED_DISTINCT_IDS_MAX))
    },
  )
}

function registerPast(api: App, enter: Enter): void {
  api.get(
    `${BASE}/properties_at_time`,
    {
      config: read,
      schema: {
        summary: 'Read a person as of a past time',
        description: 'The properties are reconstructed from the events of the two years before that time.',
        tags,
        params: projectParams,
        querystring: pastQuery,
        response: { 200: pastPersonAnswer, 400: plainError, 404: plainError },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const question = readPastQuestion(request.query)
      if (typeof question === 'string') return reply.status(400).send({ error: question })
      const past = await findPast(context, question)
      if (!past) return reply.status(404).send({ error: 'Person not found' })
      return answerInFormat(request, reply, 'person', presentPast(context, past))
    },
  )
}

function registerOne(api: App, enter: Enter): void {
  api.get(
    `${BASE}/:id`,
    {
      config: read,
      schema: {
        summary: 'Read a person',
        tags,
        params: personParams,
        querystring: formatQuery,
        response: { 200: personAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const person = await findNamedPerson(context, request)
      return answerInFormat(request, reply, 'person', presentPerson(context, person))
    },
  )
}

/** Like the histories of other kinds, with CSV support. */
function registerHistories(api: App, enter: Enter): void {
  const schema = { tags, querystring: historyQuery.extend(formatQuery.shape), response: { 200: historyAnswer } }
  api.get(
    `${BASE}/activity`,
    {
      config: readLog,
      schema: { ...schema, summary: 'List the changes to persons, newest first', params: projectParams },
    },
    async (request, reply) => {
      const { db, principal, team } = await enter(request)
      const log = await visibleLog(db, principal, team)
      const history = await answerHistory(request, db, log, { scope: personKind.scope }, request.query)
      return answerInFormat(request, reply, 'activity', history)
    },
  )
  api.get(
    `${BASE}/:id/activity`,
    {
      config: readLog,
      schema: { ...schema, summary: 'List the changes to a person, newest first', params: personParams },
    },
    async (request, reply) => {
      const context = await enter(request)
      const { id } = await findNamedPerson(context, request)
      const log = await visibleLog(context.db, context.principal, context.team)
      const of = { scope: personKind.scope, itemId: String(id) }
      const history = await answerHistory(request, context.db, log, of, request.query)
      return answerInFormat(request, reply, 'activity', history)
    },
  )
}
