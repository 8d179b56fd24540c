/** Bodies of capture paths are taken as bytes, whatever their content type says: SDKs label them loosely. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { V1Headers } from './v1.ts'

export function takeRawBodies(scope: FastifyInstance, bodyLimit: number): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
}

export function rawQuery(request: FastifyRequest): string {
  const mark = request.url.indexOf('?')
  return mark === -1 ? '' : request.url.slice(mark + 1)
}

export function flatHeaders(request: FastifyRequest): V1Headers {
  const headers: V1Headers = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value[0] : value
  return headers
}
