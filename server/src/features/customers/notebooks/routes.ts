import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, assertScope, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { flexibleInteger, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { readDate } from '../../analytics/query/index.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import {
  type AccessLevel,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
  visibleLog,
} from '../../workspace/organizations/index.ts'
import { containsConditions } from './contains.ts'
import { toDocument, toMarkdown } from './markdown.ts'
import {
  createNotebook,
  findNotebook,
  findNotebookRow,
  NOTEBOOK_ROW,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  type NotebookRow,
  newNotebookBody,
  notebookBody,
  notebookCore,
  presentCore,
  restoreVersion,
  updateNotebook,
  wordsCondition,
} from './notebooks.ts'
import { findVersion, listVersions, versionAnswer, wholeVersionAnswer } from './versions.ts'

const tags = ['notebooks']
const params = z.object({ project_id: z.string() })
const notebookParams = params.extend({ short_id: z.string() })

const rowAnswer = notebookCore.extend({ deleted: z.boolean(), user_access_level: z.string() })
nameSchema(rowAnswer, 'NotebookMinimal')
const wholeAnswer = rowAnswer.extend({
  content: z.any(),
  text_content: z.string().nullable(),
  version: z.number(),
  parent_resource: z.object({ type: z.string(), id: z.string() }).nullable(),
})
nameSchema(wholeAnswer, 'Notebook')

const ORDERS: Record<string, string> = {
  created_at: 'n.created_at',
  last_modified_at: 'n.last_modified_at',
  title: 'lower(n.title)',
  short_id: 'n.short_id',
  created_by: 'lower(u.first_name)',
  last_modified_by: 'lower(m.first_name)',
}

export function registerNotebookRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/notebooks'
  const one = `${path}/:short_id`
  const read = { access: access.scope('notebook:read') }
  const write = access.scope('notebook:write')

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'notebook')
    own.assertLevel(needed)
    return { principal, team, own }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel, includeDeleted = false) => {
    const entered = await enter(request, 'viewer')
    const { short_id: shortId } = request.params as z.infer<typeof notebookParams>
    const notebook = await findNotebookRow(db, entered.team.id, shortId)
    if (!notebook || (notebook.deleted && !includeDeleted)) throw errors.notFound()
    entered.own.assertLevelOf(notebook.shortId, notebook.createdById, needed)
    if (notebook.visibility === 'internal') await assertAccountOf(entered, notebook, needed)
    return { ...entered, notebook }
  }
  /**
   * A notebook of an account is part of it: whoever may not see the account is told that there is none. When the account
   * is gone, nobody knows any more whether it was hidden from somebody from whom others are.
   */
  const assertAccountOf = async (
    { principal, team }: Awaited<ReturnType<typeof enter>>,
    { accountId, createdById }: NotebookRow,
    needed: AccessLevel,
  ) => {
    assertScope(principal, needed === 'viewer' ? 'account:read' : 'account:write')
    const accounts = await resourceAccess(db, principal, team, 'account')
    if (accountId === null) {
      if (!accounts.seesAll && createdById !== principal.userId) throw errors.notFound()
      return accounts.assertLevel(needed)
    }
    const { rows } = await db.$client.query<{ makerId: number | null }>(
      'SELECT created_by AS "makerId" FROM accounts WHERE team_id = $1 AND id = $2',
      [team.id, accountId],
    )
    const makerId = rows[0]?.makerId ?? null
    if (!accounts.sees(accountId, makerId)) throw errors.notFound()
    accounts.assertLevelOf(accountId, makerId, needed)
  }
  const wholeOf = async ({ teamId, shortId }: NotebookRow): Promise<Notebook> => {
    const whole = await findNotebook(db, teamId, shortId)
    if (!whole) throw errors.notFound()
    return whole
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List notebooks, the one changed last first',
        tags,
        params,
        querystring: pageQuery.extend({
          user: z.string().optional().describe('Given: only the caller’s own.'),
          created_by: z.string().optional().describe('uuid of a user.'),
          last_modified_by: z.string().optional().describe('uuid of a user.'),
          date_from: z.string().optional().describe('Changed after this moment.'),
          date_to: z.string().optional().describe('Changed before this moment.'),
          search: z.string().optional().describe('Words of the title or of the text.'),
          contains: z.string().optional().describe('Pairs `target:match` of nodes, for example `recording:true`.'),
          short_id: z.string().optional(),
          order: z.string().optional().describe('A field, with `-` for the reverse.'),
        }),
        response: { 200: pageOf(rowAnswer) },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { query } = request
      const values: unknown[] = [team.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = [
        'n.team_id = $1',
        'NOT n.deleted',
        `n.visibility = 'default'`,
        own.visibleSql('n.short_id', 'n.created_by', bind),
      ]
      if (query.user !== undefined) conditions.push(`n.created_by = ${bind(principal.userId)}`)
      for (const [attr, alias] of [
        ['created_by', 'u'],
        ['last_modified_by', 'm'],
      ] as const) {
        const who = query[attr]
        if (!who) continue
        if (!isUuid(who)) throw errors.invalid('A uuid is expected.', attr)
        conditions.push(`${alias}.uuid = ${bind(who)}`)
      }
      const now = DateTime.now()
      const moment = (text: string, attr: string) => readDate(text, attr, team.timezone, now).time.toISO()
      if (query.date_from)
        conditions.push(`n.last_modified_at > ${bind(moment(query.date_from, 'date_from'))}::timestamptz`)
      if (query.date_to) conditions.push(`n.last_modified_at < ${bind(moment(query.date_to, 'date_to'))}::timestamptz`)
      if (query.search?.trim()) conditions.push(wordsCondition(bind(query.search.trim())))
      if (query.contains) conditions.push(...containsConditions(query.contains, bind))
      if (query.short_id) conditions.push(`n.short_id = ${bind(query.short_id)}`)
      const where = conditions.join(' AND ')
      const column = ORDERS[(query.order ?? '').replace(/^-/, '')]
      const order = column ? `${column} ${query.order!.startsWith('-') ? 'DESC' : 'ASC'}` : 'n.last_modified_at DESC'
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${NOTEBOOK_TABLES} WHERE ${where}`, values),
        db.$client.query<Notebook>(
          `${NOTEBOOK_ROW} WHERE ${where} ORDER BY ${order}, n.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(
        request,
        page,
        counted.rows[0]!.count,
        found.rows.map((notebook) => presentRow(notebook, own)),
      )
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newNotebookBody },
      schema: {
        summary: 'Create a notebook',
        description: 'With a `short_id` that a notebook has already, that one is given back unchanged.',
        tags,
        params,
        response: { 201: wholeAnswer },
      },
    },
    async (request, reply) => {
      const { principal, team, own } = await enter(request, 'editor')
      const shortId = await createNotebook(db, principal, team, readBody(request, newNotebookBody))
      return reply.status(201).send(presentWhole((await findNotebook(db, team.id, shortId))!, own))
    },
  )

  api.get(
    `${path}/recording_comments`,
    {
      config: read,
      schema: {
        summary: 'What notebooks say about moments of a recording',
        tags,
        params,
        querystring: z.object({ recording_id: z.string().optional() }),
        response: { 200: z.object({ results: z.array(z.any()) }) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request, 'viewer')
      const { recording_id: recording } = request.query
      if (!recording) throw errors.invalid('recording_id is required', 'recording_id', 'required')
      const values: unknown[] = [team.id, `%${recording.replace(/[\\%_]/g, '\\$&')}%`]
      const visible = own.visibleSql('n.short_id', 'n.created_by', (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<Notebook>(
        `${NOTEBOOK_WHOLE} WHERE n.team_id = $1 AND NOT n.deleted AND n.visibility = 'default' AND n.content::text LIKE $2 AND ${visible}`,
        values,
      )
      return { results: rows.flatMap((notebook) => commentsIn(notebook, recording)) }
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a notebook',
        description: 'With a header `If-None-Match` that holds the present version the answer is 304.',
        tags,
        params: notebookParams,
        response: { 200: wholeAnswer, 304: z.any() },
      },
    },
    async (request, reply) => {
      const { notebook, own } = await find(request, 'viewer')
      const match = String(request.headers['if-none-match'] ?? '').replace(/^(W\/)?"?|"$/g, '')
      if (match !== '' && match === String(notebook.version)) return reply.status(304).send()
      return presentWhole(await wholeOf(notebook), own)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { access: write, body: notebookBody },
      schema: {
        summary: 'Change a notebook',
        description:
          'Content is only taken with the `version` that it was made from (409 otherwise). `deleted: true` deletes it, `false` brings it back.',
        tags,
        params: notebookParams,
        response: { 200: wholeAnswer },
      },
      handler: async (request) => {
        const { principal, team, own, notebook } = await find(request, 'editor', true)
        const body = readBody(request, notebookBody)
        const sent = new Set(Object.keys(isJsonObject(request.body) ? request.body : {}))
        return presentWhole(
          Object.keys(body).length > 0
            ? await updateNotebook(db, principal, team, notebook, body, sent)
            : await wholeOf(notebook),
          own,
        )
      },
    })
  }

  refuseDelete(api, one, {
    access: write,
    tags,
    params: notebookParams,
    find: (request) => find(request, 'editor', true),
  })

  api.get(
    `${one}/markdown`,
    {
      config: read,
      schema: {
        summary: 'A notebook as Markdown',
        tags,
        params: notebookParams,
        response: { 200: z.object({ markdown: z.string() }) },
      },
    },
    async (request) => ({ markdown: toMarkdown((await wholeOf((await find(request, 'viewer')).notebook)).content) }),
  )

  const versions = `${one}/versions`
  const versionParams = notebookParams.extend({ version: z.string() })
  api.get(
    versions,
    {
      config: read,
      schema: {
        summary: 'Earlier states of a notebook, newest first',
        tags,
        params: notebookParams,
        response: { 200: z.object({ results: z.array(versionAnswer) }) },
      },
    },
    async (request) => ({ results: await listVersions(db, (await find(request, 'viewer')).notebook) }),
  )
  api.get(
    `${versions}/:version`,
    {
      config: read,
      schema: {
        summary: 'Read an earlier state of a notebook',
        tags,
        params: versionParams,
        response: { 200: wholeVersionAnswer },
      },
    },
    async (request) => {
      const earlier = await findVersion(db, (await find(request, 'viewer')).notebook, request.params.version)
      if (!earlier) throw errors.notFound()
      return earlier
    },
  )
  const restoreBody = z.object({ version: flexibleInteger(0, 2 ** 31 - 1).nullish() })
  api.post(
    `${versions}/:version/restore`,
    {
      config: { access: write, body: restoreBody },
      schema: {
        summary: 'Make an earlier state of a notebook the present one',
        description: '`version` is the present one (409 when it is another by now). It is kept, so this can be undone.',
        tags,
        params: versionParams,
        response: { 200: wholeAnswer },
      },
    },
    async (request) => {
      const { principal, team, own, notebook } = await find(request, 'editor')
      const earlier = await findVersion(db, notebook, request.params.version)
      if (!earlier) throw errors.notFound()
      const { version } = readBody(request, restoreBody)
      return presentWhole(await restoreVersion(db, principal, team, notebook, earlier, version), own)
    },
  )

  const markdownBody = z.object({ markdown: z.string().max(5_000_000) })
  api.post(
    `${path}/from_markdown`,
    {
      config: { access: access.scope('notebook:read'), body: markdownBody },
      schema: {
        summary: 'Markdown as a document, as a notebook would hold it',
        description: 'Nothing is stored.',
        tags,
        params,
        response: { 200: z.object({ content: z.any() }) },
      },
    },
    async (request) => {
      await enter(request, 'viewer')
      return { content: toDocument(readBody(request, markdownBody).markdown, { isRich: true }) }
    },
  )

  for (const isOne of [false, true]) {
    api.get(
      isOne ? `${one}/activity` : `${path}/activity`,
      {
        config: { access: access.scope('activity_log:read') },
        schema: {
          summary: `What was changed about ${isOne ? 'a notebook' : 'notebooks'}, newest first`,
          tags,
          params: isOne ? notebookParams : params,
          querystring: historyQuery,
          response: { 200: historyAnswer },
        },
      },
      async (request) => {
        if (!isOne) {
          const { team } = await enter(request, 'viewer')
          return answerHistory(
            request,
            db,
            await visibleLog(db, requirePrincipal(request), team),
            { scope: 'Notebook' },
            request.query,
          )
        }
        const { team, notebook } = await find(request, 'viewer', true)
        return answerHistory(
          request,
          db,
          await visibleLog(db, requirePrincipal(request), team),
          { scope: 'Notebook', itemId: notebook.shortId },
          request.query,
        )
      },
    )
  }
}

/** Top-level paragraphs of a timestamp of the recording and a text. */
function commentsIn(notebook: Notebook, recording: string): object[] {
  const { content } = notebook
  if (!isJsonObject(content) || !Array.isArray(content.content)) return []
  return content.content.flatMap((block) => {
    if (!isJsonObject(block) || block.type !== 'paragraph' || !Array.isArray(block.content)) return []
    const [stamp, text] = block.content
    if (block.content.length !== 2 || !isJsonObject(stamp) || !isJsonObject(text)) return []
    const attrs = isJsonObject(stamp.attrs) ? stamp.attrs : {}
    const time = attrs.playbackTime
    if (stamp.type !== 'ph-replay-timestamp' || attrs.sessionRecordingId !== recording) return []
    if (time === null || time === undefined || typeof text.text !== 'string') return []
    const id = createHash('sha256')
      .update(JSON.stringify([notebook.shortId, notebook.title, text.text, time]))
      .digest('hex')
    return [
      {
        timeInRecording: time,
        comment: text.text,
        notebookShortId: notebook.shortId,
        notebookTitle: notebook.title,
        id,
      },
    ]
  })
}

function presentRow(notebook: Notebook, own: ResourceAccess): z.infer<typeof rowAnswer> {
  return {
    ...presentCore(notebook),
    deleted: notebook.deleted,
    user_access_level: own.levelOf(notebook.shortId, notebook.createdById),
  }
}

function presentWhole(notebook: Notebook, own: ResourceAccess): z.infer<typeof wholeAnswer> {
  return {
    ...presentRow(notebook, own),
    content: notebook.content,
    text_content: notebook.textContent,
    version: notebook.version,
    parent_resource: notebook.accountId ? { type: 'account', id: notebook.accountId } : null,
  }
}
