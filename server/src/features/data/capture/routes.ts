/** The paths to which SDKs send events and recordings. They need no credentials; the body carries a project token. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { discardBody } from '../../../platform/http/bodies.ts'
import { stringifyJson } from '../../../platform/json.ts'
import type { CaptureIntake } from './accept.ts'
import { readAiEvent } from './ai.ts'
import { clientIp } from './client-ip.ts'
import { addCorsHeaders, isPreflight } from './cors.ts'
import { CaptureError } from './errors.ts'
import { CAPTURE_BODY_BYTES_MAX, REPLAY_BODY_BYTES_MAX } from './limits.ts'
import { flatHeaders, rawQuery, takeRawBodies } from './raw-request.ts'
import { V1Error } from './v1.ts'

const CLASSIC_PATHS = ['/e', '/i/v0/e', '/batch', '/capture', '/track', '/engage', '/i/v0/ai/batch']
const V1_PATHS = ['/i/v1/analytics/events', '/i/v1/ai/events', '/i/v1/general/events', '/i/v1/e']
const METHODS_OTHER = ['PUT', 'PATCH', 'DELETE'] as const
const RETRY_AFTER_S = 5
const V1_ERRORS_URI = 'https://posthog.com/docs/api/capture'

export async function registerCaptureRoutes(app: App, intake: CaptureIntake): Promise<void> {
  await app.register(async (instance) => {
    const scope = instance as unknown as FastifyInstance
    takeRawBodies(scope, REPLAY_BODY_BYTES_MAX)
    scope.addHook('onRequest', async (request, reply) => addCorsHeaders(request, reply))
    scope.setErrorHandler(sendCaptureError)
    for (const path of CLASSIC_PATHS) registerClassic(scope, path, 'classic', intake)
    registerClassic(scope, '/s', 'replay', intake)
    for (const path of V1_PATHS) registerV1(scope, path, intake)
    registerAi(scope, intake)
  })
}

function registerClassic(
  scope: FastifyInstance,
  path: string,
  kind: 'classic' | 'replay',
  intake: CaptureIntake,
): void {
  const schema = {
    summary: kind === 'replay' ? 'Upload recording snapshots' : 'Capture events',
    tags: ['capture'],
    hide: path !== '/batch' && path !== '/s',
  }
  const config = { access: access.public }
  scope.route({
    method: ['GET', 'POST'],
    url: path,
    config,
    schema,
    handler: async (request, reply) => {
      await intake.accept(toRawRequest(request, kind, path))
      if (new URLSearchParams(rawQuery(request)).get('beacon') === '1') return reply.status(204).send()
      return { status: 'Ok' }
    },
  })
  registerOther(scope, path)
}

function registerV1(scope: FastifyInstance, path: string, intake: CaptureIntake): void {
  scope.post(
    path,
    {
      config: { access: access.public },
      schema: { summary: 'Capture events (v1)', tags: ['capture'], hide: path !== V1_PATHS[0] },
    },
    async (request) => {
      const { results } = await intake.accept(toRawRequest(request, 'v1', path))
      return { results }
    },
  )
  registerOther(scope, path)
}

/** One AI event as a multipart form; it becomes an ordinary event. */
function registerAi(scope: FastifyInstance, intake: CaptureIntake): void {
  const path = '/i/v0/ai'
  scope.post(
    path,
    { config: { access: access.public }, schema: { summary: 'Capture one AI event', tags: ['capture'] } },
    async (request) => {
      const raw = toRawRequest(request, 'classic', path)
      const { event, parts } = await readAiEvent(raw.headers, raw.body)
      await intake.accept({ ...raw, query: '', headers: {}, body: Buffer.from(stringifyJson(event)) })
      return { accepted_parts: parts }
    },
  )
  registerOther(scope, path)
}

function registerOther(scope: FastifyInstance, path: string): void {
  const options = { config: { access: access.public }, schema: { hide: true } }
  scope.options(path, options, async (request, reply) => {
    if (isPreflight(request)) return reply.status(200).send()
    return { status: 'Ok' }
  })
  scope.route({
    method: [...METHODS_OTHER],
    url: path,
    ...options,
    handler: async (_request, reply) =>
      reply
        .status(405)
        .header('Allow', 'GET, POST, OPTIONS')
        .type('text/plain; charset=utf-8')
        .send('method not allowed'),
  })
}

function toRawRequest(request: FastifyRequest, kind: 'classic' | 'replay' | 'v1', path: string) {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  return {
    kind,
    path,
    query: rawQuery(request),
    headers: flatHeaders(request),
    body,
    ip: clientIp(request),
    now: Date.now(),
  }
}

async function sendCaptureError(
  error: Error & { code?: string; statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (error instanceof V1Error) return sendV1Error(error, reply)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    await discardBody(request.raw)
    if (V1_PATHS.some((path) => request.url.startsWith(path))) {
      return sendV1Error(new V1Error(413, 'payload_too_large', 'The body is too large.'), reply)
    }
    return sendText(reply, 413, `maximum event size exceeded: the limit is ${CAPTURE_BODY_BYTES_MAX} bytes`)
  }
  if (error instanceof CaptureError) {
    if (error.status === 503) reply.header('Retry-After', String(RETRY_AFTER_S))
    return sendText(reply, error.status, error.message)
  }
  const isClientFault = error.statusCode !== undefined && error.statusCode < 500
  if (isClientFault) return sendText(reply, error.statusCode!, error.message)
  request.log.error({ err: error }, 'capture failed')
  reply.header('Retry-After', String(RETRY_AFTER_S))
  return sendText(reply, 503, 'transient error, please retry')
}

function sendText(reply: FastifyReply, status: number, text: string) {
  return reply.status(status).type('text/plain; charset=utf-8').send(text)
}

function sendV1Error(error: V1Error, reply: FastifyReply) {
  if (error.status === 408 || error.status >= 500) reply.header('Retry-After', '1')
  return reply
    .status(error.status)
    .send({ error: error.tag, error_description: error.message, error_uri: V1_ERRORS_URI })
}
