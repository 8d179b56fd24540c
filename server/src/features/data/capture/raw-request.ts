/** Reads bodies of capture paths as bytes, whatever their content type: SDKs label them inconsistently. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { V1Headers } from './v1.ts'

const contentTypes = new WeakMap<FastifyRequest, string | undefined>()

export function takeRawBodies(scope: FastifyInstance, bodyLimit: number): void {
  scope.removeAllContentTypeParsers()
  // Fastify refuses a malformed content type, so the original value is set aside.
  scope.addHook('onRequest', async (request) => {
    contentTypes.set(request, request.headers['content-type'])
    request.raw.headers['content-type'] = 'application/octet-stream'
  })
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
}

export function rawQuery(request: FastifyRequest): string {
  const mark = request.url.indexOf('?')
  return mark === -1 ? '' : request.url.slice(mark + 1)
}

export function flatHeaders(request: FastifyRequest): V1Headers {
  const headers: V1Headers = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value[0] : value
  headers['content-type'] = contentTypes.get(request)
  return headers
}
