/** Which network addresses a URL given by a user may reach. */
import ipaddr from 'ipaddr.js'

/**
 * Addresses at which cloud providers hand out credentials. They are refused even where private addresses are allowed.
 * Link-local ones (169.254.0.0/16, fe80::/10) are refused as a range; these lie outside of it: Azure's host agent,
 * Alibaba Cloud, and AWS over IPv6.
 */
const METADATA = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])

/** Ranges of a private network or of this machine, open only with `allowPrivate`. */
const PRIVATE = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/**
 * Whether a request may go to an address.
 * @param address IPv4 or IPv6 in any notation; an IPv4 address mapped into IPv6 is judged as IPv4
 * @param allowPrivate also this machine and private networks; never link-local or metadata addresses
 */
export function isReachable(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false
  // `process` unwraps ::ffff:a.b.c.d. Other ways to put IPv4 into IPv6 (NAT64, 6to4, Teredo) have ranges of their own,
  // which are not `unicast`, so they cannot smuggle a private address.
  const parsed = ipaddr.process(address)
  if (METADATA.has(parsed.toString())) return false
  const range = parsed.range()
  return range === 'unicast' || (allowPrivate && PRIVATE.has(range))
}

/** The address that a URL's host is written as, or null when the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : null
}
