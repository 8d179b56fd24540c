/**
 * The network that a request comes from, for rate limits: as far as headers can be trusted, and as wide as the range that
 * one person can choose addresses from.
 */
import net from 'node:net'

/**
 * Whose `X-Forwarded-*` headers are trusted: nobody's, those of this many proxies in front of this server, or those of
 * proxies with these addresses.
 */
export type TrustedProxies = false | number | readonly string[]

const HOPS_MAX = 10

/**
 * Parses `0`, a number of proxies, or addresses and networks (CIDR) separated by commas. `false` and `true` are 0 and 1.
 * @returns null for anything else
 */
export function readTrustedProxies(text: string): TrustedProxies | null {
  const plain = text.trim().toLowerCase()
  if (plain === '0' || plain === 'false') return false
  if (plain === 'true') return 1
  if (/^\d{1,2}$/.test(plain)) return Number(plain) <= HOPS_MAX ? Number(plain) : null
  const networks = plain.split(',').map((each) => each.trim())
  return networks.every(isNetwork) ? networks : null
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = net.isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

/**
 * The same for Fastify, which walks from this server towards the client. Since it counts from the right, an address that a
 * client writes into the header itself never counts.
 */
export function fastifyTrust(
  proxies: TrustedProxies,
): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies
  return proxies === false ? false : [...proxies]
}

const IPV6_GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * The key under which a client is counted: an IPv4 address, or the /64 of an IPv6 address, since anyone with such a network
 * has 2^64 addresses to choose from.
 */
export function clientNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped) return mapped
  if (net.isIPv6(plain)) return `${groupsOf(plain).slice(0, NETWORK_GROUPS).join(':')}::/64`
  return plain.slice(0, 100)
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':')).map((group) => group.replace(/^0+(?=\w)/, ''))
  const [before, after] = [read(head), read(tail ?? '')]
  // A trailing IPv4 address stands for two groups, which are behind the ones that count.
  return tail === undefined
    ? before
    : [...before, ...Array(Math.max(0, IPV6_GROUPS - before.length - after.length)).fill('0'), ...after]
}
