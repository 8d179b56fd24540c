/**
 * Flag evaluation for SDKs. Projects have no flags until the flags area exists; every form of request is answered as
 * for a project without flags.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { access } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { isJsonObject, type JsonObject } from '../../platform/json.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
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
} from '../capture/index.ts'
import { findTeamByToken, resolveTeam, type Team } from '../organizations/index.ts'
import { clientConfig } from '../remote-config/index.ts'
import { findKeyInRequest, useKey } from '../users/index.ts'
import { flagsAnswer, flagsShape } from './evaluate.ts'

const BODY_BYTES_MAX = 2 * 1024 * 1024
const METHODS = 'GET,POST,OPTIONS,HEAD'
const TOKEN_MISSING = 'No API token provided. Please set your API token in the body of the request.'
const TOKEN_UNKNOWN = 'The provided API key is invalid or has expired. Please check your API key and try again.'

type Endpoint = 'flags' | 'decide'

export async function registerFeatureFlagRoutes(app: App, db: Database): Promise<void> {
  await app.register(async (instance) => {
    const scope = instance as unknown as FastifyInstance
    takeRawBodies(scope, BODY_BYTES_MAX)
    scope.addHook('onRequest', async (request, reply) => addCorsHeaders(request, reply, METHODS))
    scope.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
      const status = error instanceof CaptureError ? error.status : (error.statusCode ?? 500)
      if (status >= 500) request.log.error({ err: error }, 'flags failed')
      return text(reply, status, status >= 500 ? 'internal error' : error.message)
    })
    for (const endpoint of ['flags', 'decide'] as const) registerEvaluation(scope, endpoint, db)
    registerDefinitions(scope, db)
  })
}

function registerEvaluation(scope: FastifyInstance, endpoint: Endpoint, db: Database): void {
  const config = { access: access.public }
  const schema = { summary: 'Evaluate feature flags', tags: ['capture'], hide: endpoint === 'decide' }
  scope.post(`/${endpoint}`, { config, schema }, (request, reply) => evaluate(request, reply, endpoint, db))
  scope.get(`/${endpoint}`, { config, schema: { hide: true } }, async (request) => {
    const { format } = flagsShape(endpoint, new URLSearchParams(rawQuery(request)))
    return {
      config: { enable_collect_everything: true },
      toolbarParams: {},
      isAuthenticated: false,
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

async function evaluate(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint, db: Database) {
  const query = new URLSearchParams(rawQuery(request))
  const body = readBody(request, query)
  const token = [body.token, body.api_key, body.$token].find(
    (value) => typeof value === 'string' && value.trim() !== '',
  )
  if (typeof token !== 'string') return text(reply, 401, TOKEN_MISSING)
  const team = await findTeamByToken(db, token.trim())
  if (!team) return text(reply, 401, TOKEN_UNKNOWN)
  const isDisabled = body.disable_flags === true || body.disable_flags === 'true'
  if (!isDisabled && distinctIdText(body.distinct_id ?? body.$distinct_id) === null) {
    return text(reply, 400, 'The distinct_id field is missing from the request.')
  }
  const { format, withConfig } = flagsShape(endpoint, query)
  const answer = flagsAnswer(format, [], requestId(request))
  if (!withConfig) return answer
  const { token: _token, ...configuration } = clientConfig(team, request.headers)
  return { ...configuration, ...answer }
}

function readBody(request: FastifyRequest, query: URLSearchParams): JsonObject {
  const headers = flatHeaders(request)
  const encoded = {
    query,
    contentType: (headers['content-type'] ?? '').trim().toLowerCase(),
    contentEncoding: headers['content-encoding'] ?? '',
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
  const json = parseJsonText(decodePayload(encoded, BODY_BYTES_MAX))
  if (!isJsonObject(json))
    throw new CaptureError(400, 'failed to parse request: the body is not an object', 'unparsable')
  return json
}

/** Definitions for SDKs that evaluate flags themselves, with a personal or a secret project key. */
function registerDefinitions(scope: FastifyInstance, db: Database): void {
  for (const path of ['/flags/definitions', '/api/feature_flag/local_evaluation']) {
    scope.get(
      path,
      {
        config: { access: access.public },
        schema: { summary: 'Flag definitions for local evaluation', tags: ['capture'] },
      },
      async (request, reply) => {
        reply.type('application/json')
        try {
          await findTeamOfKey(request, db)
        } catch (error) {
          const { status, body } = error as { status?: number; body?: object }
          if (!status) throw error
          return reply.status(status).send(body)
        }
        const answer = { flags: [], group_type_mapping: {}, cohorts: {} }
        const etag = `"${createHash('sha1').update(JSON.stringify(answer)).digest('hex')}"`
        reply.header('ETag', etag)
        return request.headers['if-none-match'] === etag ? reply.status(304).send() : answer
      },
    )
  }
}

async function findTeamOfKey(request: FastifyRequest, db: Database): Promise<Team> {
  const token = new URLSearchParams(rawQuery(request)).get('token')
  const found = findKeyInRequest(request)
  if (!found) throw errors.notAuthenticated()
  if (found.value.startsWith('phs_')) {
    const team = token ? await findTeamByToken(db, token) : undefined
    if (team?.secretApiToken !== found.value) throw errors.authenticationFailed('The secret key is invalid.')
    return team
  }
  const { key, user } = await useKey(db, found)
  const { id, scopes, scopedTeams, scopedOrganizations } = key
  const { id: userId, currentOrganizationId, currentTeamId } = user
  const principal = {
    userId,
    currentOrganizationId,
    currentTeamId,
    key: { id, scopes, scopedTeams, scopedOrganizations },
  }
  if (!scopes.some((scope) => scope === '*' || scope.startsWith('feature_flag:'))) {
    throw errors.forbidden("API key missing required scope 'feature_flag:read'")
  }
  const team = token ? await findTeamByToken(db, token) : undefined
  if (token && !team) throw errors.authenticationFailed('The project token is invalid.')
  return resolveTeam(db, principal, team ? String(team.id) : '@current')
}

function requestId(request: FastifyRequest): string {
  return isUuid(request.id) ? request.id : randomUUID()
}

function text(reply: FastifyReply, status: number, message: string) {
  return reply.status(status).type('text/plain; charset=utf-8').send(message)
}
