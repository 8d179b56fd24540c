/** The address that an event claims to come from. */
import type { FastifyRequest } from 'fastify'

/** First address of `X-Forwarded-For` without port and brackets, else the peer's. */
export function clientIp(request: FastifyRequest): string {
  const header = request.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim()
  if (!forwarded) return request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  const bracketed = /^\[([^\]]+)\]/.exec(forwarded)
  if (bracketed) return bracketed[1]!
  const isIpv4WithPort = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(forwarded)
  return (isIpv4WithPort ? forwarded.split(':')[0]! : forwarded).slice(0, 100)
}
