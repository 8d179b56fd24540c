/**
 * CORS for everything an SDK calls. The origin is echoed, because credentials are allowed. Errors carry the headers too;
 * otherwise a browser would report a network failure and the SDK would retry.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'

export function addCorsHeaders(request: FastifyRequest, reply: FastifyReply, methods = 'GET,POST,OPTIONS'): void {
  const { origin } = request.headers
  reply.header('Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
  if (!origin) return
  reply.header('Access-Control-Allow-Origin', origin)
  reply.header('Access-Control-Allow-Credentials', 'true')
  reply.header('Access-Control-Allow-Methods', methods)
  const wanted = request.headers['access-control-request-headers']
  if (wanted) reply.header('Access-Control-Allow-Headers', wanted)
}

export function isPreflight(request: FastifyRequest): boolean {
  return request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
}
