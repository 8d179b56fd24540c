import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { ExportTokens } from './tokens.ts'

const tokens = new ExportTokens('k'.repeat(32))
const DAY_MS = 24 * 60 * 60 * 1000
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds)

test.each(['public', 'render', 'subscription_delivery'] as const)('a token for %s names its asset', async (purpose) => {
  expect(await tokens.read(await tokens.create(7, purpose))).toEqual({ assetId: 7, purpose })
})

test.each([
  ['public', 364 * DAY_MS, 366 * DAY_MS],
  ['render', 14 * 60_000, 16 * 60_000],
  ['subscription_delivery', 364 * DAY_MS, 366 * DAY_MS],
] as const)('a token for %s ends', async (purpose, before, after) => {
  expect(await tokens.read(await tokens.create(7, purpose, ago(before)))).not.toBeNull()
  expect(await tokens.read(await tokens.create(7, purpose, ago(after)))).toBeNull()
})

test('tokens of others, and what is no token, are refused', async () => {
  const foreign = await new ExportTokens('x'.repeat(32)).create(7, 'public')
  const key = (tokens as unknown as { key: Uint8Array }).key
  const signed = (claims: object, audience: string) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(key)
  const all = [
    foreign,
    await signed({ id: 7 }, 'posthog:sharing_password_protected'),
    await signed({ id: '7' }, 'posthog:exported_asset'),
    await signed({ id: 7, purpose: 'toString' }, 'posthog:exported_asset'),
    '',
    'a.b.c',
    undefined,
    ['x'],
  ]
  for (const token of all) expect(await tokens.read(token)).toBeNull()
  expect(await tokens.read(await signed({ id: 7 }, 'posthog:exported_asset'))).not.toBeNull()
})
