import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, readFlag } from '../../../platform/http/validation.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import type { Enter } from './enter.ts'
import { FILE_BYTES_MAX, LOST_AFTER, startImport } from './import.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const importParams = params.extend({ id: z.string() })

const answer = z.object({
  id: z.string(),
  file_name: z.string(),
  state: z.enum(['running', 'checked', 'done', 'refused', 'failed']),
  rows: z.number().describe('Looked at so far.'),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  refusals: z.array(z.object({ line: z.number(), reason: z.string() })).describe('The first thousand.'),
  problem: z.string().nullable().describe('What is wrong with the file as a whole.'),
  started_at: z.string(),
  finished_at: z.string().nullable(),
})
nameSchema(answer, 'AccountImport')

interface Stored {
  id: string
  fileName: string
  state: z.infer<typeof answer>['state']
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  refusals: { line: number; reason: string }[]
  problem: string | null
  startedAt: string
  finishedAt: string | null
  isLost: boolean
}
const SELECT = `SELECT id, file_name AS "fileName", state, rows, created, updated, unchanged, refused, refusals, problem,
  started_at::text AS "startedAt", finished_at::text AS "finishedAt",
  state = 'running' AND renewed_at < now() - '${LOST_AFTER}'::interval AS "isLost" FROM account_imports`

const present = (row: Stored): z.infer<typeof answer> => ({
  id: row.id,
  file_name: row.fileName,
  state: row.isLost ? 'failed' : row.state,
  rows: row.rows,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  refused: row.refused,
  refusals: row.refusals,
  problem: row.isLost ? 'The server was stopped meanwhile. Nothing was changed; try again.' : row.problem,
  started_at: formatTime(row.startedAt),
  finished_at: row.finishedAt === null ? null : formatTime(row.finishedAt),
})

export function registerAccountImportRoutes(api: App, db: Database, enter: Enter, logger: Logger): void {
  const path = '/api/projects/:project_id/accounts/imports'
  const read = { access: access.scope('account:read') }

  // A file is longer than other bodies may be, and is no JSON.
  api.register(async (plain) => {
    const own = plain as unknown as App
    own.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX },
      async (_: unknown, body: unknown) => body,
    )
    own.post(
      path,
      {
        config: { access: access.scope('account:write') },
        bodyLimit: FILE_BYTES_MAX,
        schema: {
          summary: 'Bring accounts in from a CSV file',
          description:
            'The body is the file (`text/csv`, UTF-8, at most 32 MiB and 200,000 rows). Its first line names the columns: `name`, `external_id`, `id`, `csm`, `account_executive`, `account_owner` (addresses of members), `tags` (by commas), the ids elsewhere, and custom properties by their names. Rows with an `id` or `external_id` that an account has change it; others are new accounts. Empty cells change nothing. It is done in the background, and as a whole or not at all.',
          tags,
          params,
          querystring: z.object({
            file_name: z.string().max(400).optional(),
            dry_run: z.string().optional().describe('`true`: only look, and report.'),
            skip_refused: z.string().optional().describe('`true`: leave rows out that are wrong, and take the others.'),
            ignore_unknown: z.string().optional().describe('`true`: leave columns out that mean nothing here.'),
          }),
          response: { 202: answer },
        },
      },
      async (request: FastifyRequest, reply) => {
        const entered = await enter(request, 'editor')
        if (!Buffer.isBuffer(request.body))
          throw errors.unsupportedMediaType(String(request.headers['content-type'] ?? ''))
        const query = request.query as Record<string, string | undefined>
        const id = await startImport({ db, logger, ...entered }, request.body, {
          fileName: query.file_name ?? 'accounts.csv',
          isDryRun: readFlag(query.dry_run),
          skipsRefused: readFlag(query.skip_refused),
          ignoresUnknown: readFlag(query.ignore_unknown),
        })
        const { rows } = await db.$client.query<Stored>(`${SELECT} WHERE id = $1`, [id])
        return reply.status(202).send(present(rows[0]!))
      },
    )
  })

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the files of accounts that were brought in, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>('SELECT count(*) AS count FROM account_imports WHERE team_id = $1', [
          team.id,
        ]),
        db.$client.query<Stored>(
          `${SELECT} WHERE team_id = $1 ORDER BY started_at DESC, id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
          [team.id],
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(present))
    },
  )

  api.get(
    `${path}/:id`,
    {
      config: read,
      schema: {
        summary: 'See how bringing a file of accounts in stands',
        tags,
        params: importParams,
        response: { 200: answer },
      },
    },
    async (request) => {
      const { team } = await enter(request, 'viewer')
      const { id } = request.params
      const { rows } = isUuid(id)
        ? await db.$client.query<Stored>(`${SELECT} WHERE team_id = $1 AND id = $2`, [team.id, id])
        : { rows: [] }
      if (!rows[0]) throw errors.notFound()
      return present(rows[0])
    },
  )
}
