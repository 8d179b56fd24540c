import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, assertScope, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Resource } from '../../workspace/kinds/index.ts'
import {
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
} from '../../workspace/organizations/index.ts'
import type { AskingTeam, QueryStores } from './asker.ts'
import { applyOverrides, unwrapNode } from './overrides.ts'
import { readNode } from './read-node.ts'
import {
  type Envelope,
  type QueryRunner,
  type QueryStatus,
  REFRESH_MODES,
  type Refresh,
  type Started,
} from './runner.ts'
import { askingTeam } from './team.ts'

const tags = ['query']
const params = z.object({ project_id: z.string() })
const runParams = params.extend({ id: z.string() })
/** Short enough to answer before proxies drop an idle connection. */
const WAIT_SECONDS_MAX = 20
const QUERY_ID = /^[\w:.-]{1,200}$/

const queryBody = z.looseObject({
  query: z.any().describe('A query node, `{kind: …}`.'),
  refresh: z
    .union([z.enum(REFRESH_MODES), z.boolean()])
    .nullish()
    .describe('How fresh the answer must be; `blocking` by default.'),
  async: z.boolean().nullish(),
  client_query_id: z.string().nullish().describe('ID of the run, for polling and cancelling.'),
  filters_override: z.looseObject({}).nullish(),
  variables_override: z.record(z.string(), z.any()).nullish(),
  name: z.string().max(400).nullish(),
})
const statusAnswer = z.object({ query_status: z.looseObject({ id: z.string(), complete: z.boolean() }) })
nameSchema(statusAnswer, 'QueryStatusResponse')

/** A query kind that another feature answers. Its answers are synchronous and never cached. */
export interface AskedKind {
  kind: string
  /** Resource that the caller must be able to read. */
  resource: Resource
  /** @throws ApiError */
  answer(asked: Asked): Promise<Record<string, unknown>>
}

export interface Asked {
  stores: QueryStores
  team: AskingTeam
  resolved: ResolvedTeam
  own: ResourceAccess
  /** The node as received. */
  query: JsonObject
  /** Aborted when the client disconnects. */
  signal: AbortSignal
}

export function readRefresh(refresh: unknown, isAsync?: boolean | null): Refresh {
  if (refresh === true || refresh === 'true') return 'force_blocking'
  if (typeof refresh === 'string' && (REFRESH_MODES as readonly string[]).includes(refresh)) return refresh as Refresh
  return isAsync ? 'async' : 'blocking'
}

/** Defaults for the fields that every answer has. */
const plainEnvelope = (answer: Record<string, unknown>, timezone: string): Record<string, unknown> => ({
  hogql: '',
  timings: [],
  error: null,
  modifiers: {},
  is_cached: false,
  last_refresh: new Date().toISOString(),
  timezone,
  query_status: null,
  ...answer,
})

/** How long the client will wait for a background run, in milliseconds (RFC 7240: `Prefer: wait=seconds`). */
function wanted(request: FastifyRequest): number {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/i.exec(String(request.headers.prefer ?? ''))?.[1]
  return Math.min(Number(seconds ?? 0), WAIT_SECONDS_MAX) * 1000
}

/** @returns a signal that aborts if the client disconnects before the response is complete */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('the client disconnected'))
  })
  return gone.signal
}

/** @param kinds query kinds that other features answer */
export function registerQueryRoutes(
  api: App,
  db: Database,
  runner: QueryRunner,
  kinds: readonly AskedKind[] = [],
): void {
  const path = '/api/projects/:project_id/query'
  const read = access.scope('query:read')

  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    return { principal, team }
  }

  const run = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: string | null,
  ): Promise<Envelope | Started | Record<string, unknown>> => {
    const { principal, team } = await enter(request)
    const body = readBody(request, queryBody)
    if (body.query === undefined) throw errors.invalid('This field is required.', 'query', 'required')
    if (kind !== null && (!isJsonObject(body.query) || body.query.kind !== kind))
      throw errors.invalid(
        `The path names ${kind.slice(0, 100)}, but the query in the body has another kind.`,
        'query',
        'parse_error',
      )
    const plain = unwrapNode(body.query)
    const elsewhere = isJsonObject(plain) && kinds.find((each) => each.kind === plain.kind)
    if (elsewhere) {
      assertScope(principal, `${elsewhere.resource}:read`)
      const own = await resourceAccess(db, principal, team, elsewhere.resource)
      own.assertLevel('viewer')
      const answer = await elsewhere.answer({
        stores: runner.stores,
        team: askingTeam(team),
        resolved: team,
        own,
        query: plain,
        signal: goneSignal(reply),
      })
      return plainEnvelope(answer, team.timezone)
    }
    const node = readNode(applyOverrides(unwrapNode(body.query), body.filters_override, body.variables_override))
    const { client_query_id: id } = body
    if (id && !QUERY_ID.test(id))
      throw errors.invalid('client_query_id may have up to 200 letters, digits and -_.:', 'client_query_id')
    return runner.answer(askingTeam(team), node, readRefresh(body.refresh, body.async), {
      userId: principal.userId,
      signal: goneSignal(reply),
      ...(id && { clientQueryId: id }),
    })
  }

  /**
   * The status of a new run, after waiting as long as the client asked. If the client disconnects while it waits, the
   * run is cancelled.
   */
  const waited = async (request: FastifyRequest, reply: FastifyReply, status: QueryStatus): Promise<QueryStatus> => {
    const milliseconds = wanted(request)
    if (milliseconds === 0) return status
    goneSignal(reply).addEventListener('abort', () => void runner.cancel(status.team_id, status.id).catch(() => {}))
    await runner.waitFor(status.team_id, status.id, milliseconds)
    return (await runner.status(status.team_id, status.id)) ?? status
  }

  for (const own of [path, `${path}/:kind`] as const) {
    api.post(
      own,
      {
        config: { access: read, body: queryBody },
        schema: {
          summary: own === path ? 'Run a query' : 'Run a query of one kind',
          description:
            'Answers a query node: trends, funnels, retention, lifecycle, stickiness, paths, correlation, the actors behind a number, tables of events and persons, and SQL (HogQL). With the header `Prefer: wait=SECONDS`, the server waits that long for a background query before it returns its status. If the client disconnects while it waits, the query is cancelled.',
          tags,
          params: own === path ? params : params.extend({ kind: z.string() }),
          response: { 200: z.looseObject({}), 202: z.looseObject({}) },
        },
      },
      async (request, reply) => {
        const kind = 'kind' in request.params ? String(request.params.kind) : null
        if (kind === 'upgrade') {
          await enter(request)
          const body = readBody(request, queryBody)
          readNode(body.query)
          return { query: body.query }
        }
        const answer = await run(request, reply, kind)
        if (!('status' in answer && 'stale' in answer)) return answer
        const { status, stale } = answer as Started
        if (stale) return { ...stale, query_status: status }
        return reply.status(202).send({ query_status: await waited(request, reply, status) })
      },
    )
  }

  api.get(
    `${path}/:id`,
    {
      config: { access: read },
      schema: {
        summary: 'Read the status of a background query',
        tags,
        params: runParams,
        response: { 200: statusAnswer, 202: statusAnswer },
      },
    },
    async (request, reply) => {
      const { team } = await enter(request)
      await runner.waitFor(team.id, request.params.id, wanted(request))
      const status = await runner.status(team.id, request.params.id)
      if (!status) throw errors.notFound(`Query ${request.params.id.slice(0, 100)} not found for team ${team.id}`)
      if (status.error) {
        const isServers = (status.error_status ?? 500) >= 500
        throw new ApiError(
          // Pollers can tell an unavailable engine (503) from an internal error (500). All client errors become 400.
          isServers ? (status.error_status === 503 ? 503 : 500) : 400,
          isServers ? 'server_error' : 'validation_error',
          status.error_code ?? 'error',
          status.error_message ?? 'The query failed.',
        )
      }
      return reply.status(status.complete ? 200 : 202).send({ query_status: { ...status } })
    },
  )

  api.delete(
    `${path}/:id`,
    {
      config: { access: read },
      schema: {
        summary: 'Cancel a background query',
        tags,
        params: runParams,
        response: { 200: z.object({ message: z.string() }) },
      },
    },
    async (request) => {
      const { team } = await enter(request)
      if (!(await runner.cancel(team.id, request.params.id))) throw errors.notFound()
      return { message: 'Query cancelled' }
    },
  )
}
