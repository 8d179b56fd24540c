import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import type { AccountMaker, NotebookContext } from './account-rule.ts'
import { presentNotebook, presentRow } from './answers.ts'
import { notebookKind } from './kind.ts'
import { listNotebooks } from './list.ts'
import { toDocument, toMarkdown } from './markdown.ts'
import {
  changeNotebook,
  createNotebook,
  findNotebook,
  notebookObjects,
  readNotebook,
  restoreVersion,
} from './operations.ts'
import { recordingComments } from './recording-comments.ts'
import {
  markdownBody,
  newNotebookBody,
  notebookAnswer,
  notebookBody,
  restoreBody,
  rowAnswer,
  versionAnswer,
  wholeVersionAnswer,
} from './schemas.ts'
import type { NotebookRow } from './store.ts'
import { findVersion, listVersions } from './versions.ts'

const tags = ['notebooks']
const params = z.object({ project_id: z.string() })
const notebookParams = params.extend({ short_id: z.string() })
const versionParams = notebookParams.extend({ version: z.string() })
const path = '/api/projects/:project_id/notebooks'
const one = `${path}/:short_id`
const versions = `${one}/versions`
const read = { access: access.scope('notebook:read') }
const write = { access: access.scope('notebook:write') }

type Find = (
  request: FastifyRequest,
  needed: AccessLevel,
  includeDeleted?: boolean,
) => Promise<{ context: NotebookContext; notebook: NotebookRow }>

type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<NotebookContext>

export function registerNotebookRoutes(api: App, db: Database, accountMaker: AccountMaker): void {
  const enter: Enter = async (request, needed) => ({
    ...(await notebookObjects.enter(db, request, needed)),
    accountMaker,
  })
  const find: Find = async (request, needed, includeDeleted = false) => {
    const context = await enter(request, 'viewer')
    const { short_id: shortId } = request.params as z.infer<typeof notebookParams>
    return { context, notebook: await findNotebook(context, shortId, needed, { includeDeleted }) }
  }
  registerCollection(api, enter)
  registerRecordingComments(api, enter)
  registerOne(api, find)
  registerMarkdown(api, enter, find)
  registerVersions(api, find)
  registerHistories(api, enter, find)
}

function registerCollection(api: App, enter: Enter): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List notebooks, last changed first',
        tags,
        params,
        querystring: pageQuery.extend({
          user: z.string().optional().describe('If present: only the caller’s own.'),
          created_by: z.string().optional().describe('uuid of a user.'),
          last_modified_by: z.string().optional().describe('uuid of a user.'),
          date_from: z.string().optional().describe('Changed after this moment.'),
          date_to: z.string().optional().describe('Changed before this moment.'),
          search: z.string().optional().describe('Words of the title or the text.'),
          contains: z.string().optional().describe('Pairs `target:match` of nodes, for example `recording:true`.'),
          short_id: z.string().optional(),
          order: z.string().optional().describe('A field, with `-` for the reverse order.'),
        }),
        response: { 200: pageOf(rowAnswer) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listNotebooks(context, request.query, page)
      return pageAnswer(
        request,
        page,
        count,
        rows.map((notebook) => presentRow(context, notebook)),
      )
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newNotebookBody },
      schema: {
        summary: 'Create a notebook',
        description: 'If a notebook already has the given `short_id`, it is returned unchanged.',
        tags,
        params,
        response: { 201: notebookAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const notebook = await createNotebook(context, readBody(request, newNotebookBody))
      return reply.status(201).send(presentNotebook(context, notebook))
    },
  )
}

function registerRecordingComments(api: App, enter: Enter): void {
  api.get(
    `${path}/recording_comments`,
    {
      config: read,
      schema: {
        summary: 'Comments in notebooks about moments of a recording',
        tags,
        params,
        querystring: z.object({ recording_id: z.string().optional() }),
        response: { 200: z.object({ results: z.array(z.any()) }) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const { recording_id: recording } = request.query
      if (!recording) throw errors.invalid('recording_id is required', 'recording_id', 'required')
      return { results: await recordingComments(context, recording) }
    },
  )
}

function registerOne(api: App, find: Find): void {
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a notebook',
        description: 'The answer is 304 if the `If-None-Match` header names the current version.',
        tags,
        params: notebookParams,
        response: { 200: notebookAnswer, 304: z.any() },
      },
    },
    async (request, reply) => {
      const { context, notebook } = await find(request, 'viewer')
      const match = String(request.headers['if-none-match'] ?? '').replace(/^(W\/)?"?|"$/g, '')
      if (match !== '' && match === String(notebook.version)) return reply.status(304).send()
      return presentNotebook(context, await readNotebook(context, notebook))
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: notebookBody },
      schema: {
        summary: 'Change a notebook',
        description:
          '`content` must come with the `version` that it is based on (409 if it is outdated). `deleted: true` deletes the notebook, `false` restores it.',
        tags,
        params: notebookParams,
        response: { 200: notebookAnswer },
      },
      handler: async (request) => {
        const { context, notebook } = await find(request, 'editor', true)
        const body = readBody(request, notebookBody)
        const isChange = Object.keys(body).length > 0
        return presentNotebook(
          context,
          await (isChange ? changeNotebook(context, notebook, body) : readNotebook(context, notebook)),
        )
      },
    })
  }
  refuseDelete(api, one, {
    access: write.access,
    tags,
    params: notebookParams,
    find: (request) => find(request, 'editor', true),
  })
}

function registerMarkdown(api: App, enter: Enter, find: Find): void {
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
    async (request) => {
      const { context, notebook } = await find(request, 'viewer')
      return { markdown: toMarkdown((await readNotebook(context, notebook)).content) }
    },
  )
  api.post(
    `${path}/from_markdown`,
    {
      config: { ...read, body: markdownBody },
      schema: {
        summary: 'Markdown as a document, as a notebook would store it',
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
}

function registerVersions(api: App, find: Find): void {
  api.get(
    versions,
    {
      config: read,
      schema: {
        summary: 'List the earlier versions of a notebook, newest first',
        tags,
        params: notebookParams,
        response: { 200: z.object({ results: z.array(versionAnswer) }) },
      },
    },
    async (request) => {
      const { context, notebook } = await find(request, 'viewer')
      return { results: await listVersions(context.db, notebook) }
    },
  )
  api.get(
    `${versions}/:version`,
    {
      config: read,
      schema: {
        summary: 'Read an earlier version of a notebook',
        tags,
        params: versionParams,
        response: { 200: wholeVersionAnswer },
      },
    },
    async (request) => {
      const { context, notebook } = await find(request, 'viewer')
      return findVersion(context.db, notebook, request.params.version)
    },
  )
  api.post(
    `${versions}/:version/restore`,
    {
      config: { ...write, body: restoreBody },
      schema: {
        summary: 'Restore an earlier version of a notebook',
        description: '`version` is the current one (409 if it is outdated). It is kept, so a restore can be undone.',
        tags,
        params: versionParams,
        response: { 200: notebookAnswer },
      },
    },
    async (request) => {
      const { context, notebook } = await find(request, 'editor')
      const earlier = await findVersion(context.db, notebook, request.params.version)
      const { version } = readBody(request, restoreBody)
      return presentNotebook(context, await restoreVersion(context, notebook, earlier, version))
    },
  )
}

function registerHistories(api: App, enter: Enter, find: Find): void {
  const { scope } = notebookKind
  registerHistoryRoute(api, path, {
    scope,
    summary: 'List the changes of notebooks',
    tags,
    params,
    find: (request) => enter(request, 'viewer'),
  })
  registerHistoryRoute(api, one, {
    scope,
    summary: 'List the changes of a notebook',
    tags,
    params: notebookParams,
    find: async (request) => {
      const { context, notebook } = await find(request, 'viewer', true)
      return { ...context, id: notebook.id }
    },
  })
}
