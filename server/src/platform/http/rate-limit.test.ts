import { expect, test } from 'vitest'
import type { Caller, PersonalKeyPrincipal, SessionPrincipal } from './access.ts'
import type { ApiError } from './errors.ts'
import { type Rate, RateLimiter } from './rate-limit.ts'

const user: SessionPrincipal = {
  kind: 'session',
  session: { id: 's', authenticatedAt: new Date() },
  userId: 1,
  currentOrganizationId: null,
  currentTeamId: null,
  isStaff: false,
  hasSecondFactor: false,
}
const withKey = (id: string): PersonalKeyPrincipal => ({
  ...user,
  kind: 'personalKey',
  key: { id, scopes: ['*'], scopedTeams: [], scopedOrganizations: [] },
})
const MINUTE = 60_000

/** How many of some calls pass, and the answer to the first one that does not. */
function pass(limiter: RateLimiter, principal: Caller, rate: Rate, calls: number): [number, string | null] {
  for (let call = 0; call < calls; call++) {
    try {
      limiter.count(principal, rate)
    } catch (error) {
      return [call, `${(error as ApiError).status} ${(error as ApiError).headers['Retry-After']}`]
    }
  }
  return [calls, null]
}

test('a key has a limit per minute, and a new one in the next', () => {
  let now = 10 * MINUTE + 15_000
  const limiter = new RateLimiter(() => now)
  expect(pass(limiter, withKey('a'), 'persons', 300)).toEqual([240, '429 45'])
  expect(pass(limiter, withKey('b'), 'persons', 300)).toEqual([240, '429 45'])
  expect(pass(limiter, withKey('a'), 'default', 500)).toEqual([480, '429 45'])
  now = 11 * MINUTE
  expect(pass(limiter, withKey('a'), 'persons', 300)).toEqual([240, '429 60'])
})

test('and a limit per hour', () => {
  let now = 0
  const limiter = new RateLimiter(() => now)
  for (let minute = 0; minute < 10; minute++) {
    now = minute * MINUTE
    expect(pass(limiter, withKey('a'), 'personDeletions', 480)).toEqual([480, null])
  }
  now = 10 * MINUTE
  expect(pass(limiter, withKey('a'), 'personDeletions', 1)).toEqual([0, '429 3000'])
})

test('a session is limited for persons only', () => {
  const limiter = new RateLimiter(() => 0)
  expect(pass(limiter, user, 'default', 5000)).toEqual([5000, null])
  expect(pass(limiter, user, 'persons', 300)).toEqual([180, '429 60'])
})
