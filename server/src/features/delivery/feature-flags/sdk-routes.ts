/** Flag routes for SDKs: evaluation on the server, and definitions for local evaluation. */
import { createHash, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import {
  addCorsHeaders,
  CaptureError,
  decodePayload,
  distinctIdText,
  flatHeaders,
  isPreflight,
  parseJsonText,
  rawQuery,
  takeRawBodies,
} from '../../data/capture/index.ts'
import { enterByKey, findTeamByToken, resolveTeam, type Team } from '../../workspace/organizations/index.ts'
import { clientConfig } from '../remote-config/index.ts'
import { definitionsOf } from './definitions.ts'
import { publicFeatures } from './early-access.ts'
import { Evaluator, type Flag } from './evaluation.ts'
import { type EvaluatedFlag, flagsAnswer, flagsShape } from './formats.ts'
import { type Seen, seenBy } from './seen.ts'
import type { FlagStore } from './store.ts'
import { loadSubject } from './subject.ts'

const BODY_BYTES_MAX = 2 * 1024 * 1024
const METHODS = 'GET,POST,OPTIONS,HEAD'
const TOKEN_MISSING = 'No API token provided. Please set your API token in the body of the request.'
const TOKEN_UNKNOWN = 'The provided API key is invalid or has expired. Please check your API key and try again.'

/** Required by posthog-js up to 1.100, which otherwise captures no clicks. */
const LEGACY_CONFIG = {
  config: { enable_collect_everything: true },
  toolbarParams: {},
  isAuthenticated: false,
}

type Endpoint = 'flags' | 'decide'

export async function registerSdkFlagRoutes(app: App, db: Database, store: FlagStore): Promise<void> {
  await app.register(async (instance) => {
    const scope = instance as unknown as FastifyInstance
    takeRawBodies(scope, BODY_BYTES_MAX)
    scope.addHook('onRequest', async (request, reply) => addCorsHeaders(request, reply, METHODS))
    scope.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
      // Errors about API credentials are sent in the format of the API.
      if (error instanceof ApiError) return reply.status(error.status).type('application/json').send(error.body)
      const status = error instanceof CaptureError ? error.status : (error.statusCode ?? 500)
      if (status >= 500) request.log.error({ err: error }, 'flags failed')
      return text(reply, status, status >= 500 ? 'internal error' : error.message)
    })
    for (const endpoint of ['flags', 'decide'] as const) registerEvaluation(scope, endpoint, db, store)
    registerDefinitions(scope, db, store)
    registerRemoteConfig(scope, db)
    registerEarlyAccess(scope, db)
  })
}

function registerEvaluation(scope: FastifyInstance, endpoint: Endpoint, db: Database, store: FlagStore): void {
  const config = { access: access.public }
  const schema = { summary: 'Evaluate feature flags', tags: ['capture'], hide: endpoint === 'decide' }
  scope.post(`/${endpoint}`, { config, schema }, (request, reply) => evaluate(request, reply, endpoint, db, store))
  scope.get(`/${endpoint}`, { config, schema: { hide: true } }, async (request) => {
    const { format } = flagsShape(endpoint, new URLSearchParams(rawQuery(request)))
    return {
      ...LEGACY_CONFIG,
      supportedCompression: ['gzip', 'gzip-js'],
      sessionRecording: false,
      ...flagsAnswer(format, [], requestId(request)),
    }
  })
  scope.options(`/${endpoint}`, { config, schema: { hide: true } }, async (request, reply) => {
    if (isPreflight(request)) return reply.status(200).send()
    return reply.status(204).header('Allow', 'GET, POST, OPTIONS, HEAD').send()
  })
}

async function evaluate(
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  db: Database,
  store: FlagStore,
) {
  const query = new URLSearchParams(rawQuery(request))
  const body = readBody(request)
  const token = [body.token, body.api_key, body.$token].find(
    (value) => typeof value === 'string' && value.trim() !== '',
  )
  if (typeof token !== 'string') return text(reply, 401, TOKEN_MISSING)
  const team = await findTeamByToken(db, token.trim())
  if (!team) return text(reply, 401, TOKEN_UNKNOWN)
  const isDisabled = body.disable_flags === true || body.disable_flags === 'true'
  const distinctId = distinctIdText(body.distinct_id ?? body.$distinct_id)
  if (!isDisabled && distinctId === null) {
    return text(reply, 400, 'The distinct_id field is missing from the request.')
  }
  const { format, withConfig } = flagsShape(endpoint, query)
  const flags = isDisabled || distinctId === null ? [] : await evaluateFlags(request, db, store, team, distinctId, body)
  const answer = flagsAnswer(format, flags, requestId(request))
  if (!withConfig) return answer
  const { token: _token, ...configuration } = clientConfig(team, request.headers, await store.hasActiveFlags(team.id))
  return { ...(endpoint === 'decide' && LEGACY_CONFIG), ...configuration, ...answer }
}

async function evaluateFlags(
  request: FastifyRequest,
  db: Database,
  store: FlagStore,
  team: Team,
  distinctId: string,
  body: JsonObject,
): Promise<EvaluatedFlag[]> {
  const all = await store.flagsOf(team.id)
  const runtime = runtimeOf(request, body)
  const only = [body.flag_keys_to_evaluate, body.flag_keys].find(Array.isArray) as JsonValue[] | undefined
  const wanted = all.filter((flag) => flag.active && (!only || only.includes(flag.key)) && runsIn(flag, runtime))
  if (wanted.length === 0) return []
  const subject = await loadSubject(
    db.$client,
    team.id,
    only ? withDependencies(wanted, all) : all,
    {
      distinctId,
      anonymousId: textOf(body.$anon_distinct_id),
      deviceId: textOf(body.$device_id) ?? textOf(body.device_id),
      groups: objectOf(body.groups ?? body.$groups),
      personProperties: objectOf(body.person_properties),
      groupProperties: objectOf(body.group_properties),
    },
    store,
  )
  const evaluator = new Evaluator(all, subject)
  return wanted.map((flag) => evaluator.evaluate(flag))
}

/** The given flags, and all flags that they may depend on. */
function withDependencies(wanted: readonly Flag[], all: readonly Flag[]): readonly Flag[] {
  return wanted.some(({ filters }) => filters.groups.some((set) => set.properties.some(({ type }) => type === 'flag')))
    ? all
    : wanted
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})

function textOf(value: JsonValue | undefined): string | null {
  return value === undefined || value === null ? null : distinctIdText(value)
}

const SERVER_SDK = /^posthog-(?!js|android|ios|flutter|react)|^posthog[-_](python|node|ruby|php|go|java|elixir|rust)/i
const CLIENT_SDK = /^posthog-(js|android|ios|flutter|react)|^Mozilla\//i

/** Where the SDK runs, from the request body or the SDK's name; null if neither tells. */
function runtimeOf(request: FastifyRequest, body: JsonObject): 'server' | 'client' | null {
  if (body.evaluation_runtime === 'server' || body.evaluation_runtime === 'client') return body.evaluation_runtime
  const agent = request.headers['user-agent'] ?? ''
  if (CLIENT_SDK.test(agent)) return 'client'
  return SERVER_SDK.test(agent) ? 'server' : null
}

function runsIn({ evaluationRuntime }: Flag, runtime: 'server' | 'client' | null): boolean {
  return runtime === null || evaluationRuntime === 'all' || evaluationRuntime === runtime
}

function readBody(request: FastifyRequest): JsonObject {
  const headers = flatHeaders(request)
  const encoded = {
    query: rawQuery(request),
    contentType: (headers['content-type'] ?? '').trim().toLowerCase(),
    contentEncoding: headers['content-encoding'] ?? '',
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
  const json = parseJsonText(decodePayload(encoded, BODY_BYTES_MAX))
  if (!isJsonObject(json))
    throw new CaptureError(400, 'failed to parse request: the body is not an object', 'unparsable')
  return json
}

/** A secret key of the project, or a personal key with permission to read flags. */
const byKey = { access: access.projectKey('feature_flag:read'), rate: null }

/** Definitions for local evaluation, with a personal key or a secret project key. */
function registerDefinitions(scope: FastifyInstance, db: Database, store: FlagStore): void {
  for (const path of ['/flags/definitions', '/api/feature_flag/local_evaluation']) {
    scope.get(
      path,
      {
        config: byKey,
        schema: { summary: 'Flag definitions for local evaluation', tags: ['capture'] },
      },
      async (request, reply) => {
        reply.type('application/json')
        const { team, seen } = await findTeamOfKey(request, db)
        const answer = await definitionsOf(db, store, team.id, seen)
        const etag = `"${createHash('sha1').update(stringifyJson(answer)).digest('hex')}"`
        reply.header('ETag', etag)
        return request.headers['if-none-match'] === etag ? reply.status(304).send() : answer
      },
    )
  }
}

/** The project that a personal or secret key gives access to, and what the key may see there; null for everything. */
async function findTeamOfKey(
  request: FastifyRequest,
  db: Database,
  segment?: string,
): Promise<{ team: Team; seen: Seen | null }> {
  const token = new URLSearchParams(rawQuery(request)).get('token')
  if (request.principal?.kind === 'projectKey') {
    const { team } = await enterByKey(db, request)
    if (token && team.apiToken !== token) throw errors.authenticationFailed('The secret key is invalid.')
    return { team, seen: null }
  }
  const principal = requirePrincipal(request)
  const team = token ? await findTeamByToken(db, token) : undefined
  if (token && !team) throw errors.authenticationFailed('The project token is invalid.')
  const resolved = await resolveTeam(db, principal, team ? String(team.id) : (segment ?? '@current'))
  return { team: resolved, seen: await seenBy({ db, principal, team: resolved }) }
}

/** The payload of a flag used as server configuration. */
function registerRemoteConfig(scope: FastifyInstance, db: Database): void {
  scope.get(
    '/api/projects/:project_id/feature_flags/:id/remote_config',
    {
      config: byKey,
      schema: { summary: 'The payload of a remote configuration flag', tags: ['capture'] },
    },
    async (request, reply) => {
      reply.type('application/json')
      const { project_id: segment, id: name } = request.params as { project_id: string; id: string }
      const { team, seen } = await findTeamOfKey(request, db, segment)
      const { rows } = await db.$client.query<{ key: string; payload: string | null }>(
        `SELECT key, filters->'payloads'->>'true' AS payload FROM feature_flags
         WHERE team_id = $1 AND NOT deleted AND active AND (key = $2 OR id::text = $2)`,
        [team.id, name],
      )
      const [flag] = rows
      if (!flag || seen?.flagKeys.has(flag.key) === false) throw errors.notFound()
      return reply.send(stringifyJson(flag.payload === null ? null : parseJson(flag.payload)))
    },
  )
}

/** Early access features, as listed by SDKs. */
function registerEarlyAccess(scope: FastifyInstance, db: Database): void {
  const path = '/api/early_access_features'
  scope.get(
    path,
    { config: { access: access.public }, schema: { summary: 'Early access features for SDKs', tags: ['capture'] } },
    async (request, reply) => {
      reply.type('application/json')
      const query = new URLSearchParams(rawQuery(request))
      const token = query.get('token')
      const refuse = (code: string, detail: string) =>
        reply.status(401).send(new ApiError(401, 'authentication_error', code, detail).body)
      if (!token)
        return refuse('missing_api_key', 'The project token is missing. Pass it as the query parameter token.')
      const team = await findTeamByToken(db, token)
      if (!team) return refuse('invalid_api_key', 'The project token is invalid.')
      return { earlyAccessFeatures: await publicFeatures(db, team.id, query.getAll('stage')) }
    },
  )
  scope.options(path, { config: { access: access.public }, schema: { hide: true } }, async (request, reply) =>
    isPreflight(request) ? reply.status(200).send() : reply.send({ status: 'Ok' }),
  )
}

function requestId(request: FastifyRequest): string {
  return isUuid(request.id) ? request.id : randomUUID()
}

function text(reply: FastifyReply, status: number, message: string) {
  return reply.status(status).type('text/plain; charset=utf-8').send(message)
}
