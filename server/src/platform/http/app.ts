/** The HTTP application: what all routes share, from request IDs to the error format and the API document. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteOptions,
} from 'fastify'
import { createJsonSchemaTransform, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { z } from 'zod'
import { stringifyJson } from '../json.ts'
import { type Authenticator, guardRoutes } from './access.ts'
import { acceptBodies, discardBody, readRequest } from './bodies.ts'
import { fastifyTrust, type TrustedProxies } from './client-network.ts'
import { ApiError, errors } from './errors.ts'
import { measureLag } from './event-loop-lag.ts'
import { httpMetrics, measureProcess } from './metrics.ts'
import type { RateLimiter } from './rate-limit.ts'
import { nameSchema, withNamedSchemas } from './schema-names.ts'
import { validationError } from './validation.ts'

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

export interface AppOptions {
  logger: Logger
  version: string
  trustProxy: TrustedProxies
  authenticator: Authenticator
  /** null for no rate limits. */
  limiter: RateLimiter | null
  /** Content-Security-Policy hashes of the page's theme script, which must run before the first paint. */
  inlineScriptHashes?: string[]
}

const HEADERS_TIMEOUT_MS = 15_000
/** A slow body is abandoned after this long; the sender gets a 408. */
const REQUEST_TIMEOUT_MS = 60_000
const REQUEST_ID = /^[\w.:-]{1,128}$/
const PARAMETER_CHARACTERS_MAX = 1000

export async function createApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.logger as unknown as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: fastifyTrust(options.trustProxy),
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // Requests that never reach a route: a path that cannot be decoded, say.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      sendError(toApiError(error), request.log, reply, error)
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAMETER_CHARACTERS_MAX },
    // A project and its only environment are the same object under two names, and a suffix is another way to request a
    // format.
    rewriteUrl: (request: IncomingMessage) =>
      (request.url ?? '/')
        .replace(/^\/api\/environments(?=[/?])/, '/api/projects')
        .replace(
          /^(\/api\/projects\/[^/?]+\/(?:persons|events)(?:\/[^?]*?)?)\.(json|csv)\/?(?:\?(.*))?$/,
          (_url, path, format, query) => `${path}?${query ? `${query}&` : ''}format=${format}`,
        ),
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
  } as const).withTypeProvider<ZodTypeProvider>() as unknown as App

  app.decorateRequest('principal', null)
  app.setValidatorCompiler(({ schema, httpPart }) => (value) => {
    const input = httpPart === 'querystring' ? lastValues(value ?? {}) : (value ?? {})
    const result = (schema as z.ZodType).safeParse(input, { reportInput: true })
    return result.success ? { value: result.data } : { error: validationError(result.error.issues) }
  })
  app.setSerializerCompiler(() => stringifyJson)
  app.setReplySerializer((payload) => stringifyJson(payload))
  app.setErrorHandler(async (error: FastifyError | ApiError, request, reply) => {
    const apiError = toApiError(error)
    if (apiError.status === 413) await discardBody(request.raw)
    return sendError(apiError, request.log, reply, error)
  })
  collectRoutePatterns(app)
  guardRoutes(app as unknown as FastifyInstance, options.authenticator, options.limiter)
  measureProcess()
  app.addHook('onRequest', async (request, reply) => {
    measureLag()
    reply.header('X-Request-Id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    httpMetrics.observe(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime)
    request.log.debug(
      { method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime },
      'request',
    )
  })
  await app.register(cookie)
  // Only compresses answers: capture decompresses requests itself, with its own limits.
  await app.register(compress, { threshold: 1024, encodings: ['gzip', 'deflate'], globalDecompression: false })
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...(options.inlineScriptHashes ?? []).map((hash) => `'${hash}'`)],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        // Recordings play in a document with a policy of its own (replay-frame.ts), and an embedded page has a preview.
        frameSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    // Other origins load the SDK's scripts.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false,
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hedgerow API',
        version: options.version,
        description:
          'PostHog-compatible API. `/api/environments/…` answers like `/api/projects/…`, and every path works with and without a trailing slash.',
      },
      components: {
        securitySchemes: {
          personalApiKey: { type: 'http', scheme: 'bearer', description: 'A personal API key (`phx_…`).' },
          session: { type: 'apiKey', in: 'cookie', name: 'sessionid' },
        },
      },
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
    transformObject: withNamedSchemas,
  })
  return app
}

/** The part of the application below `/api/`: body parsing, and the common parts of the API document. */
export async function createApi(app: App, register: (api: App) => Promise<void>): Promise<void> {
  await app.register(async (instance) => {
    const api = instance as unknown as App
    await acceptBodies(api as unknown as FastifyInstance)
    api.addHook('onRoute', (route) => {
      route.schema ??= {}
      documentAccess(route)
      documentErrors(route)
      if (route.config?.body) {
        route.schema.body = route.config.body
        route.validatorCompiler = (part) =>
          part.httpPart === 'body' ? (value) => ({ value: value ?? {} }) : api.validatorCompiler!(part)
      }
    })
    api.addHook('preValidation', async (request) => readRequest(request))
    await register(api)
  })
}

/** Documents the credentials that a route accepts. */
function documentAccess({ config, schema }: RouteOptions): void {
  const rule = config?.access
  const security =
    rule?.kind === 'scope'
      ? [{ personalApiKey: [rule.scope, ...(rule.others ?? [])] }, { session: [] }]
      : rule?.kind === 'self'
        ? [{ personalApiKey: [] }, { session: [] }]
        : rule?.kind === 'session'
          ? [{ session: [] }]
          : null
  if (security) Object.assign(schema!, { security })
}

const errorAnswer = z
  .object({
    type: z.string(),
    code: z.string(),
    detail: z.string(),
    attr: z.string().nullable().describe('The invalid field; null if the error concerns no single field.'),
  })
  .describe('An error.')
nameSchema(errorAnswer, 'Error')

/** Documents the errors that a route can answer with, all of the same shape. */
function documentErrors(route: RouteOptions): void {
  const isPublic = !(route.schema as { security?: object }).security
  const isSafe = route.method === 'GET' || route.method === 'HEAD'
  const cases = [
    ...(isSafe ? ['400 a parameter is invalid'] : ['400 the body is not JSON, or a field of it is invalid']),
    ...(isPublic ? [] : ['401 missing or invalid credentials', '403 the scope or the permission is missing']),
    ...(route.url.includes(':') ? ['404 not found'] : []),
    ...(isSafe ? [] : ['415 the body is neither JSON nor a form']),
    '429 rate limit exceeded',
  ]
  const schema = route.schema as { response?: Record<string, unknown> }
  schema.response = { ...schema.response, '4xx': errorAnswer.describe(`Errors: ${cases.join('; ')}.`) }
}

/** A repeated query parameter counts once, with its last value, as in PostHog's API. */
function lastValues(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  )
}

const routePatterns = new WeakMap<object, Map<string, RegExp>>()

function collectRoutePatterns(app: App): void {
  const patterns = new Map<string, RegExp>()
  routePatterns.set(app, patterns)
  app.addHook('onRoute', ({ url }) => {
    if (url.includes('*')) return
    const source = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
    patterns.set(url, new RegExp(`^${source}/?$`))
  })
}

/**
 * Answers a request that matches no route: 405 if the path exists with another method, else 404.
 * @param page answers instead if the path has no route at all, or null
 */
export function handleUnknownPaths(
  app: App,
  page: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null,
): void {
  const patterns = routePatterns.get(app)!
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!
    const isKnown = [...patterns.values()].some((pattern) => pattern.test(path))
    const error = isKnown ? errors.methodNotAllowed(request.method) : errors.notFound()
    return (
      (isKnown ? null : page(request, reply)) ?? reply.status(error.status).type('application/json').send(error.body)
    )
  })
}

function toApiError(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
      return errors.unsupportedMediaType('unknown')
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return errors.tooLarge()
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return errors.malformed(error.message)
    default:
      if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
        return new ApiError(error.statusCode, 'invalid_request', 'invalid_input', error.message)
      }
      return errors.server()
  }
}

function sendError(apiError: ApiError, log: FastifyBaseLogger, reply: FastifyReply, cause: Error): FastifyReply {
  if (apiError.status >= 500) log.error({ err: cause }, 'request failed')
  return reply.status(apiError.status).headers(apiError.headers).type('application/json').send(apiError.body)
}
