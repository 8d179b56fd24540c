import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, readFlag } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { type AccountImport, FILE_BYTES_MAX, FILE_NAME_MAX, findImport, listImports, startImport } from './imports.ts'
import { accountObjects } from './operations.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const importParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/accounts/imports'
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }

const importAnswer = z.object({
  id: z.string(),
  file_name: z.string(),
  state: z.enum(['running', 'checked', 'done', 'refused', 'failed']),
  rows: z.number().describe('Rows processed so far.'),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  refusals: z.array(z.object({ line: z.number(), reason: z.string() })).describe('The first thousand refused rows.'),
  problem: z.string().nullable().describe('What is wrong with the file as a whole.'),
  started_at: z.string(),
  finished_at: z.string().nullable(),
})
nameSchema(importAnswer, 'AccountImport')

const uploadQuery = z.object({
  file_name: z.string().max(FILE_NAME_MAX).optional(),
  dry_run: z.string().optional().describe('`true`: only look, and report.'),
  skip_refused: z.string().optional().describe('`true`: skip invalid rows and import the others.'),
  ignore_unknown: z.string().optional().describe('`true`: skip unknown columns.'),
})

export function registerAccountImportRoutes(api: App, db: Database): void {
  // A file may be larger than other bodies, and is not JSON.
  api.register(async (plain) => {
    const own = plain as unknown as App
    own.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX },
      async (_: unknown, body: unknown) => body,
    )
    registerUpload(own, db)
  })
  registerReports(api, db)
}

function registerUpload(api: App, db: Database): void {
  api.post(
    path,
    {
      config: write,
      bodyLimit: FILE_BYTES_MAX,
      schema: {
        summary: 'Import accounts from a CSV file',
        description:
          'The body is the file (`text/csv`, UTF-8, at most 32 MiB and 200,000 rows). Its first line names the columns: `name`, `external_id`, `id`, `csm`, `account_executive`, `account_owner` (addresses of members), `tags` (by commas), the ids elsewhere, and custom properties by their names. Rows with an `id` or `external_id` that an account has change it; others are new accounts. Empty cells change nothing. It is done in the background, and as a whole or not at all.',
        tags,
        params,
        querystring: uploadQuery,
        response: { 202: importAnswer },
      },
    },
    async (request: FastifyRequest, reply) => {
      const context = await accountObjects.enter(db, request, 'editor')
      if (!Buffer.isBuffer(request.body))
        throw errors.unsupportedMediaType(String(request.headers['content-type'] ?? ''))
      const query = request.query as z.infer<typeof uploadQuery>
      const started = await startImport(context, request.body, {
        fileName: query.file_name ?? 'accounts.csv',
        isDryRun: readFlag(query.dry_run),
        skipsRefused: readFlag(query.skip_refused),
        ignoresUnknown: readFlag(query.ignore_unknown),
      })
      return reply.status(202).send(present(started))
    },
  )
}

function registerReports(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List imports of accounts, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(importAnswer) },
      },
    },
    async (request) => {
      const context = await accountObjects.enter(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listImports(context, page)
      return pageAnswer(request, page, count, rows.map(present))
    },
  )
  api.get(
    `${path}/:id`,
    {
      config: read,
      schema: {
        summary: 'Read the progress of an import of accounts',
        tags,
        params: importParams,
        response: { 200: importAnswer },
      },
    },
    async (request) => {
      const context = await accountObjects.enter(db, request, 'viewer')
      return present(await findImport(context, request.params.id))
    },
  )
}

const present = (row: AccountImport): z.infer<typeof importAnswer> => ({
  id: row.id,
  file_name: row.fileName,
  state: row.state,
  rows: row.rows,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  refused: row.refused,
  refusals: row.refusals,
  problem: row.problem,
  started_at: formatTime(row.startedAt),
  finished_at: row.finishedAt === null ? null : formatTime(row.finishedAt),
})
