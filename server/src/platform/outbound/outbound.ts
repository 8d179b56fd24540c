/**
 * The only way to reach a user-supplied URL: webhooks, archives, images, apps. It connects to public addresses only, so
 * nobody can use the server to explore its own network or to read a cloud's credentials.
 *
 * A name is resolved and checked in the same step that connects, so an answer that changes between two lookups (DNS
 * rebinding) gains nothing. Every hop of a redirect is checked again.
 */
import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici'
import { isReachable, literalAddress } from './addresses.ts'
import { OutboundError } from './errors.ts'

export const OUTBOUND_TIMEOUT_MS_DEFAULT = 10_000
export const OUTBOUND_BYTES_DEFAULT = 10 * 1024 * 1024
export const OUTBOUND_REDIRECTS_MAX = 5
/** Maximum number of connections per host; further requests wait. */
const CONNECTIONS_PER_HOST_MAX = 16

const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Headers that must not be sent to another host. */
const PERSONAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

export interface OutboundOptions {
  /** Also allows this machine and private networks: for development and tests. */
  allowPrivate: boolean
  /** An HTTP proxy for all requests. It resolves names, so it must protect its own network. */
  proxyUrl?: string
  /** Replaces the system's resolver. */
  lookup?: typeof dns.lookup
}

export interface OutboundRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** For the whole request, including redirects and body. */
  timeoutMs?: number
  /** Maximum size of the answer's body, counted after decompression. */
  bytesMax?: number
  redirectsMax?: number
  signal?: AbortSignal
}

export interface OutboundResponse {
  status: number
  headers: Headers
  /** Final URL of the answer, after redirects. */
  url: string
  body: Buffer
}

export class Outbound {
  private readonly dispatcher: Dispatcher

  constructor(private readonly options: OutboundOptions) {
    this.dispatcher = options.proxyUrl
      ? new ProxyAgent({ uri: options.proxyUrl })
      : new Agent({ connections: CONNECTIONS_PER_HOST_MAX, connect: { lookup: this.guardedLookup() } })
  }

  close(): Promise<void> {
    return this.dispatcher.close()
  }

  /**
   * Checks a URL as far as possible without a request: its form, and its host if that is an address.
   * @throws OutboundError invalid_url, refused_address
   */
  check(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      throw new OutboundError('invalid_url', 'The URL must start with http:// or https://.')
    if (url.username || url.password)
      throw new OutboundError('invalid_url', 'The URL must not contain a user name or a password.')
    // The URL parser has normalized every notation of an IPv4 address (decimal, octal, hexadecimal, short) to a.b.c.d.
    const address = literalAddress(url.hostname)
    if (address && !isReachable(address, this.options.allowPrivate)) throw refused(url.hostname)
    return url
  }

  /**
   * Checks a URL like `check`, and also the addresses that its host has now. A host that cannot be resolved passes: it may be
   * there when it is needed, and is checked again then.
   * @throws OutboundError invalid_url, refused_address
   */
  async checkHost(text: string): Promise<URL> {
    const url = this.check(text)
    if (this.options.proxyUrl || literalAddress(url.hostname)) return url
    await new Promise<void>((resolve, reject) => {
      this.guardedLookup()(url.hostname, { all: true }, (error) => {
        if (error instanceof OutboundError) reject(error)
        else resolve()
      })
    })
    return url
  }

  /**
   * Sends a request and reads the whole answer, whatever its status.
   * @throws OutboundError
   */
  async request(text: string, request: OutboundRequest = {}): Promise<OutboundResponse> {
    const timeoutMs = request.timeoutMs ?? OUTBOUND_TIMEOUT_MS_DEFAULT
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout
    try {
      return await this.follow(this.check(text), request, signal)
    } catch (error) {
      if (timeout.aborted) throw new OutboundError('timeout', `No complete answer within ${timeoutMs} ms.`)
      request.signal?.throwIfAborted()
      throw findOutboundError(error) ?? new OutboundError('unreachable', describe(error), { cause: error })
    }
  }

  private async follow(first: URL, request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse> {
    const redirectsMax = request.redirectsMax ?? OUTBOUND_REDIRECTS_MAX
    let hop: Hop = { url: first, method: request.method ?? 'GET', headers: request.headers ?? {}, body: request.body }
    for (let redirects = 0; ; redirects++) {
      const { url, ...init } = hop
      const response = await undiciFetch(url, { ...init, redirect: 'manual', signal, dispatcher: this.dispatcher })
      const location = response.headers.get('location')
      if (!REDIRECTS.has(response.status) || location === null) {
        const body = await readBody(response.body, request.bytesMax ?? OUTBOUND_BYTES_DEFAULT)
        return { status: response.status, headers: response.headers as unknown as Headers, url: url.href, body }
      }
      await response.body?.cancel()
      if (redirects >= redirectsMax)
        throw new OutboundError('too_many_redirects', `More than ${redirectsMax} redirects.`)
      hop = nextHop(hop, response.status, this.check(new URL(location, url).href))
    }
  }

  /** Resolves a name, and refuses it if any of its addresses is not allowed; the connection uses exactly these addresses. */
  private guardedLookup(): LookupFunction {
    const lookup = this.options.lookup ?? dns.lookup
    return (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '')
        const bad = addresses.find(({ address }) => !isReachable(address, this.options.allowPrivate))
        if (bad || addresses.length === 0) return callback(refused(hostname), '')
        if (options.all) return callback(null, addresses)
        callback(null, addresses[0]!.address, addresses[0]!.family)
      })
    }
  }
}

interface Hop {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

/**
 * The request after a redirect, as in browsers: 303 and a redirected POST become GET; another origin gets no credentials.
 */
function nextHop(hop: Hop, status: number, url: URL): Hop {
  const becomesGet =
    (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST')
  const dropped = [
    ...(becomesGet ? ['content-type', 'content-length', 'content-encoding'] : []),
    ...(url.origin === hop.url.origin ? [] : PERSONAL_HEADERS),
  ]
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(([name]) => !dropped.includes(name.toLowerCase())),
  )
  return becomesGet ? { url, method: 'GET', headers, body: undefined } : { ...hop, url, headers }
}

async function readBody(stream: AsyncIterable<Uint8Array> | null, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop by an exception cancels the stream, which closes the connection.
  for await (const chunk of stream ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new OutboundError('too_large', `The answer is longer than ${bytesMax} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function refused(host: string): OutboundError {
  return new OutboundError('refused_address', `${host} is not a public address.`)
}

/** Fetch may wrap our error in errors of its own. */
function findOutboundError(error: unknown): OutboundError | null {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof OutboundError) return each
  return null
}

/** The innermost cause, for the user who entered the URL. */
function describe(error: unknown): string {
  let each = error
  while (each instanceof Error && each.cause) each = each.cause
  const code = each instanceof Error && 'code' in each ? String(each.code) : ''
  return `The server could not be reached${code ? ` (${code})` : ''}.`
}
