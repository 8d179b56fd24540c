import { expect, test } from 'vitest'
import { isReachable, literalAddress } from './addresses.ts'

test.each([
  ['8.8.8.8', true, true],
  ['2606:4700:4700::1111', true, true],
  ['::ffff:8.8.8.8', true, true],
  ['127.0.0.1', false, true],
  ['127.255.255.254', false, true],
  ['10.0.0.1', false, true],
  ['172.16.0.1', false, true],
  ['172.31.255.255', false, true],
  ['172.32.0.1', true, true],
  ['192.168.1.1', false, true],
  ['100.64.0.1', false, true],
  ['::1', false, true],
  ['fd12:3456::1', false, true],
  ['::ffff:127.0.0.1', false, true],
  ['::ffff:7f00:1', false, true],
  ['::127.0.0.1', false, true],
  ['0.0.0.0', false, false],
  ['::', false, false],
  ['169.254.169.254', false, false],
  ['::ffff:169.254.169.254', false, false],
  ['fe80::1', false, false],
  ['fec0::1', false, false],
  ['168.63.129.16', false, false],
  ['100.100.100.200', false, false],
  ['fd00:ec2::254', false, false],
  ['64:ff9b::7f00:1', false, false],
  ['2002:7f00:1::', false, false],
  ['2001:0:7f00:1::', false, false],
  ['224.0.0.1', false, false],
  ['255.255.255.255', false, false],
  ['192.0.2.1', false, false],
  ['198.18.0.1', false, false],
  ['240.0.0.1', false, false],
  ['2001:db8::1', false, false],
  ['not an address', false, false],
  ['', false, false],
])('%s: in public %s, with private addresses allowed %s', (address, inPublic, withPrivate) => {
  expect(isReachable(address, false)).toBe(inPublic)
  expect(isReachable(address, true)).toBe(withPrivate)
})

test('a host name and an address are told apart', () => {
  expect(literalAddress('[::1]')).toBe('::1')
  expect(literalAddress('10.0.0.1')).toBe('10.0.0.1')
  expect(literalAddress('example.com')).toBe(null)
})
