/** Which network addresses a user-supplied URL may reach. */
import ipaddr from 'ipaddr.js'

/**
 * Addresses at which cloud providers hand out credentials. They are refused even if private addresses are allowed.
 * Link-local ones (169.254.0.0/16, fe80::/10) are refused as a range; these are outside of it: Azure's host agent, Alibaba
 * Cloud, and AWS over IPv6.
 */
const METADATA = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])

/** Ranges of private networks and of this machine, reachable only with `allowPrivate`. */
const PRIVATE = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/**
 * Whether a request may go to an address.
 * @param address IPv4 or IPv6 in any notation; an IPv4-mapped IPv6 address is treated as IPv4
 * @param allowPrivate also allows this machine and private networks, but never link-local or metadata addresses
 */
export function isReachable(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false
  // `process` unwraps ::ffff:a.b.c.d. Other ways to embed IPv4 in IPv6 (NAT64, 6to4, Teredo) have their own ranges, which
  // are not `unicast`, so they cannot smuggle in a private address.
  const parsed = ipaddr.process(address)
  if (METADATA.has(parsed.toString())) return false
  const range = parsed.range()
  return range === 'unicast' || (allowPrivate && PRIVATE.has(range))
}

/** The address in a URL's host, or null if the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : null
}
