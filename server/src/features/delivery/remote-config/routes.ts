/**
 * Remote configuration, SDK scripts and public lists. Browsers on any origin call these routes with a project token.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { stringifyJson } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { addCorsHeaders, isPreflight, takeRawBodies } from '../../data/capture/index.ts'
import { findTeamByToken, type Team } from '../../workspace/organizations/index.ts'
import { readAsset } from './assets.ts'
import { clientConfig } from './client-config.ts'

const CONFIG_MAX_AGE_S = 60
const SCRIPT_MAX_AGE_S = 300
const VERSIONED_MAX_AGE_S = 31_536_000
const TELEMETRY_BYTES_MAX = 20 * 1024 * 1024

const PUBLIC_LISTS: Record<string, object> = {
  '/api/surveys': { surveys: [], survey_config: null },
  '/api/web_experiments': { experiments: [] },
  '/api/product_tours': { product_tours: [] },
}
const TELEMETRY_PATHS = ['/i/v1/logs', '/i/v1/metrics', '/i/v1/traces']

/** True if a project has flags that SDKs should request. Passed in, because the flags feature imports this one. */
export type HasFlags = (teamId: number) => Promise<boolean>

export async function registerRemoteConfigRoutes(app: App, db: Database, hasFlags: HasFlags): Promise<void> {
  await app.register(async (instance) => {
    const scope = instance as unknown as FastifyInstance
    takeRawBodies(scope, TELEMETRY_BYTES_MAX)
    scope.addHook('onRequest', async (request, reply) => addCorsHeaders(request, reply))
    registerConfig(scope, db, hasFlags)
    registerAssets(scope)
    registerPublicLists(scope, db)
    registerTelemetry(scope)
  })
}

const open = (summary: string) => ({ config: { access: access.public }, schema: { summary, tags: ['capture'] } })
const hidden = { config: { access: access.public }, schema: { hide: true } }

function registerConfig(scope: FastifyInstance, db: Database, hasFlags: HasFlags): void {
  const teamOf = async (request: FastifyRequest): Promise<Team> => {
    const team = await findTeamByToken(db, (request.params as { token: string }).token)
    if (!team) throw errors.notFound()
    return team
  }
  scope.get('/array/:token/config', open('Remote configuration'), async (request, reply) => {
    reply.header('Cache-Control', `public, max-age=${CONFIG_MAX_AGE_S}`)
    const team = await teamOf(request)
    return clientConfig(team, request.headers, await hasFlags(team.id))
  })
  scope.get('/array/:token/config.js', open('Remote configuration as a script'), async (request, reply) => {
    const team = await teamOf(request)
    return sendScript(reply, await configScript(team, request, hasFlags), CONFIG_MAX_AGE_S)
  })
  scope.get('/array/:token/array.js', open('Remote configuration and SDK in one script'), async (request, reply) => {
    const team = await teamOf(request)
    return sendScript(
      reply,
      `${await configScript(team, request, hasFlags)}\n${await readAsset('array.js')}`,
      CONFIG_MAX_AGE_S,
    )
  })
}

async function configScript(team: Team, request: FastifyRequest, hasFlags: HasFlags): Promise<string> {
  const { siteApps: _siteApps, ...config } = clientConfig(team, request.headers, await hasFlags(team.id))
  // Escaping `<` keeps the text from ending a script element that it is pasted into.
  const text = (value: unknown) => stringifyJson(value).replaceAll('<', '\\u003c')
  return `(function(){var c=window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};c[${text(team.apiToken)}]={config:${text(config)},siteApps:[]}})();`
}

function registerAssets(scope: FastifyInstance): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply, maxAgeS: number) => {
    const asset = await readAsset((request.params as { name: string }).name)
    if (!asset) throw errors.notFound()
    return sendScript(reply, asset, maxAgeS)
  }
  scope.get('/static/:name', open('SDK script'), (request, reply) => serve(request, reply, SCRIPT_MAX_AGE_S))
  scope.get('/static/:version/:name', open('SDK script of a version'), async (request, reply) => {
    if (!/^\d+\.\d+\.\d+/.test((request.params as { version: string }).version)) throw errors.notFound()
    return serve(request, reply, VERSIONED_MAX_AGE_S)
  })
}

function sendScript(reply: FastifyReply, script: string | Buffer, maxAgeS: number): FastifyReply {
  const etag = `"${createHash('sha1').update(script).digest('base64url')}"`
  reply.header('Cache-Control', `public, max-age=${maxAgeS}`).header('ETag', etag)
  if (reply.request.headers['if-none-match'] === etag) return reply.status(304).send()
  return reply
    .type('application/javascript; charset=utf-8')

    .send(script)
}

function registerPublicLists(scope: FastifyInstance, db: Database): void {
  for (const [path, answer] of Object.entries(PUBLIC_LISTS)) {
    scope.get(path, open('Public list for SDKs'), async (request) => {
      const token = (request.query as { token?: string }).token
      if (!token)
        throw unauthorized('missing_api_key', 'The project token is missing. Pass it as the query parameter token.')
      if (!(await findTeamByToken(db, token))) throw unauthorized('invalid_api_key', 'The project token is invalid.')
      return answer
    })
    registerPreflight(scope, path)
  }
}

function unauthorized(code: string, detail: string): ApiError {
  return new ApiError(401, 'authentication_error', code, detail)
}

/** Accepts and discards logs, metrics and traces, so that SDK extensions do not fail. */
function registerTelemetry(scope: FastifyInstance): void {
  for (const path of TELEMETRY_PATHS) {
    scope.post(path, open('Telemetry, accepted and discarded'), async () => ({}))
    registerPreflight(scope, path)
  }
}

function registerPreflight(scope: FastifyInstance, path: string): void {
  scope.options(path, hidden, async (request, reply) =>
    isPreflight(request) ? reply.status(200).send() : { status: 'Ok' },
  )
}
