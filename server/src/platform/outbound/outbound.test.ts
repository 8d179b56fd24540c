/** Requests go to real servers on this machine, with private addresses allowed; a fake resolver resolves names. */
import type dns from 'node:dns'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { Outbound, type OutboundOptions } from './outbound.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(handler: http.RequestListener): Promise<{ url: string; port: number; requests: string[] }> {
  const requests: string[] = []
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, requests }
}

function open(options: Partial<OutboundOptions> = {}): Outbound {
  const outbound = new Outbound({ allowPrivate: true, ...options })
  closing.push(() => outbound.close())
  return outbound
}

/** A resolver that returns the next of these addresses on each call. */
function resolver(...answers: string[][]): { lookup: typeof dns.lookup; asked: () => number } {
  let asked = 0
  const lookup = ((_name: string, _options: dns.LookupAllOptions, callback: (...args: unknown[]) => void) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof dns.lookup
  return { lookup, asked: () => asked }
}

test('an answer is returned whole, whatever its status', async () => {
  const server = await serve((request, response) => {
    response.writeHead(418, { 'x-seen': String(request.headers['x-mine']) })
    request.pipe(response)
  })
  const answer = await open().request(`${server.url}/tea`, {
    method: 'POST',
    headers: { 'X-Mine': 'yes' },
    body: 'short and stout',
  })
  expect(answer.status).toBe(418)
  expect(answer.headers.get('x-seen')).toBe('yes')
  expect(answer.body.toString()).toBe('short and stout')
})

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0.0.0.0/',
])('%s is refused without a connection', async (url) => {
  await expect(open({ allowPrivate: false }).request(url)).rejects.toMatchObject({ code: 'refused_address' })
})

test.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'example.com',
  '',
  'http://user:pass@example.com/',
])('%s is not a URL to ask', async (url) => {
  await expect(open().request(url)).rejects.toMatchObject({ code: 'invalid_url' })
})

test('a name that resolves to a private address is refused, even if only one of its addresses is private', async () => {
  const server = await serve((_request, response) => response.end('secret'))
  for (const addresses of [['127.0.0.1'], ['::ffff:127.0.0.1'], ['8.8.8.8', '10.0.0.1']]) {
    const outbound = open({ allowPrivate: false, lookup: resolver(addresses).lookup })
    await expect(outbound.request(`http://inside.example:${server.port}/`)).rejects.toMatchObject({
      code: 'refused_address',
    })
  }
  expect(server.requests).toEqual([])
})

test('DNS rebinding: a name is resolved once per connection, and only the checked addresses are connected to', async () => {
  const server = await serve((_request, response) => response.writeHead(200, { connection: 'close' }).end('mine'))
  const { lookup, asked } = resolver(['127.0.0.1'], ['169.254.169.254'])
  const outbound = open({ lookup })
  const first = await outbound.request(`http://rebinding.example:${server.port}/`)
  expect(first.body.toString()).toBe('mine')
  expect(asked()).toBe(1)
  await expect(outbound.request(`http://rebinding.example:${server.port}/`)).rejects.toMatchObject({
    code: 'refused_address',
  })
})

test('every hop of a redirect is checked', async () => {
  const server = await serve((_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  )
  await expect(open().request(server.url)).rejects.toMatchObject({ code: 'refused_address' })
  const file = await serve((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())
  await expect(open().request(file.url)).rejects.toMatchObject({ code: 'invalid_url' })
})

test('redirects are followed up to a maximum number of hops', async () => {
  const server = await serve((request, response) => {
    const left = Number(request.url!.slice(1))
    if (left === 0) response.end('here')
    else response.writeHead(307, { location: `/${left - 1}` }).end()
  })
  const answer = await open().request(`${server.url}/5`)
  expect(answer).toMatchObject({ status: 200, url: `${server.url}/0` })
  await expect(open().request(`${server.url}/6`)).rejects.toMatchObject({ code: 'too_many_redirects' })
  const first = await open().request(`${server.url}/0`, { redirectsMax: 0 })
  expect(first.body.toString()).toBe('here')
})

test.each([
  [302, 'GET', ''],
  [303, 'GET', ''],
  [307, 'POST', 'body'],
  [308, 'POST', 'body'],
])('a POST redirected with %i arrives as %s', async (status, method, body) => {
  const server = await serve((request, response) => {
    if (request.url === '/from') response.writeHead(status, { location: '/to' }).end()
    else request.pipe(response)
  })
  const answer = await open().request(`${server.url}/from`, { method: 'POST', body: 'body' })
  expect(server.requests).toEqual(['POST /from', `${method} /to`])
  expect(answer.body.toString()).toBe(body)
})

test('another origin gets no credentials', async () => {
  const seen: unknown[] = []
  const second = await serve((request, response) => {
    seen.push(request.headers.authorization, request.headers.cookie, request.headers['x-kept'])
    response.end()
  })
  const first = await serve((_request, response) => response.writeHead(307, { location: second.url }).end())
  await open().request(first.url, { headers: { Authorization: 'Bearer secret', Cookie: 'a=b', 'X-Kept': 'yes' } })
  expect(seen).toEqual([undefined, undefined, 'yes'])
})

test('a body up to the limit is read, one byte more is not, compressed or endless', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    else if (request.url === '/endless') {
      const more = () => {
        while (response.write(Buffer.alloc(1024)));
      }
      response.on('drain', more)
      more()
    } else response.end(Buffer.alloc(Number(request.url!.slice(1))))
  })
  const outbound = open()
  expect((await outbound.request(`${server.url}/1000`, { bytesMax: 1000 })).body.length).toBe(1000)
  for (const path of ['/1001', '/bomb', '/endless'])
    await expect(outbound.request(server.url + path, { bytesMax: 1000 })).rejects.toMatchObject({ code: 'too_large' })
})

test('a server that does not answer, or not completely, runs into the time limit', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/half') response.write('half')
  })
  for (const path of ['/never', '/half'])
    await expect(open().request(server.url + path, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      isRetryable: true,
    })
})

test('a caller can abort', async () => {
  const server = await serve(() => {})
  const controller = new AbortController()
  const answer = open().request(server.url, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(answer).rejects.toThrow('enough')
})

test('nobody there', async () => {
  const server = await serve((_request, response) => response.end())
  await closing.pop()!()
  await expect(open().request(server.url)).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The server could not be reached (ECONNREFUSED).',
    isRetryable: true,
  })
})

test('with a proxy, requests go through it, and addresses are judged before', async () => {
  const tunnels: string[] = []
  const server = http.createServer()
  server.on('connect', (request, socket) => {
    tunnels.push(request.url!)
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nproxied'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  const outbound = open({
    allowPrivate: false,
    proxyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
  const answer = await outbound.request('http://example.com/hook')
  expect(answer.body.toString()).toBe('proxied')
  expect(tunnels).toEqual(['example.com:80'])
  await expect(outbound.request('http://10.0.0.1/')).rejects.toMatchObject({ code: 'refused_address' })
})

test('a host is checked before it is stored, by all addresses that it has now', async () => {
  const check = (lookup: typeof dns.lookup, url: string) =>
    open({ allowPrivate: false, lookup })
      .checkHost(url)
      .then(
        () => 'accepted',
        (error) => error.code,
      )
  const to = (...addresses: string[]) => resolver(addresses).lookup
  expect(await check(to('93.184.216.34'), 'https://example.com/hook')).toBe('accepted')
  expect(await check(to('93.184.216.34', '10.0.0.1'), 'https://example.com/hook')).toBe('refused_address')
  expect(await check(to('169.254.169.254'), 'https://example.com/hook')).toBe('refused_address')
  expect(await check(to('93.184.216.34'), 'http://127.1/hook')).toBe('refused_address')
  expect(await check(to('93.184.216.34'), 'file:///etc/passwd')).toBe('invalid_url')
  // A host that is not there yet is checked when it is needed.
  const unknown = ((_name: string, _options: unknown, callback: (error: Error) => void) =>
    callback(new Error('ENOTFOUND'))) as unknown as typeof dns.lookup
  expect(await check(unknown, 'https://not-yet.example/hook')).toBe('accepted')
})
