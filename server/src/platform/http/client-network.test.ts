import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { clientNetwork, fastifyTrust, readTrustedProxies } from './client-network.ts'

test.each([
  ['0', false],
  ['false', false],
  ['1', 1],
  ['true', 1],
  ['2', 2],
  ['10.0.0.1', ['10.0.0.1']],
  ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ['99', null],
  ['-1', null],
  ['proxy.example', null],
  ['10.0.0.0/33', null],
  ['10.0.0.0/8/8', null],
  ['10.0.0.1,', null],
] as const)('the setting %j means %j', (text, expected) => expect(readTrustedProxies(text)).toEqual(expected))

describe('the address of a request that claims to be forwarded', () => {
  // The socket of an injected request is 127.0.0.1, which acts as the proxy in front of this server.
  test.each([
    ['0', '1.1.1.1', '127.0.0.1'],
    ['1', '1.1.1.1', '1.1.1.1'],
    ['1', 'spoofed, 1.1.1.1', '1.1.1.1'],
    ['1', '9.9.9.9, 8.8.8.8, 1.1.1.1', '1.1.1.1'],
    ['2', '9.9.9.9, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
    ['127.0.0.1', '9.9.9.9, 1.1.1.1', '1.1.1.1'],
    ['127.0.0.1, 10.0.0.0/8', '9.9.9.9, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
    ['10.0.0.0/8', '1.1.1.1', '127.0.0.1'],
  ])('with %j trusted, "%s" comes from %s', async (setting, forwarded, expected) => {
    const app = Fastify({ trustProxy: fastifyTrust(readTrustedProxies(setting)!) })
    app.get('/', (request) => request.ip)
    const { body } = await app.inject({ url: '/', headers: { 'x-forwarded-for': forwarded } })
    expect(body).toBe(expected)
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['nonsense', 'nonsense'],
])('%s is counted as %s', (address, expected) => expect(clientNetwork(address)).toBe(expected))
