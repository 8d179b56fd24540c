/** Accounts for external servers that authenticate with the project's secret token. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, type Stack, startStack } from '../../../testing/stack.ts'

let stack: Stack
let client: Client
let secret: string
let seats: string

beforeAll(async () => {
  stack = await startStack({ HEDGEROW_RATE_LIMITS: '1' })
  client = new Client(stack)
  secret = (await call('PATCH', '/api/projects/1/rotate_secret_token/')).secret_api_token
  expect(secret).toMatch(/^phs_/)
  await call('POST', '/api/projects/1/accounts/', {
    name: 'Acme',
    external_id: 'acme',
    tags: ['vip'],
    properties: { billing_id: 'b-1' },
  })
  seats = (
    await call('POST', '/api/projects/1/custom_property_definitions/', { name: 'Seats', display_type: 'number' })
  ).id
})
afterAll(() => stack?.stop())

async function call(method: string, route: string, body?: unknown) {
  const response = await client.request(route, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
    ...(method === 'GET' && { body: undefined }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json() as any
}

async function external(method: string, path: string, body?: unknown, token: string | null = secret) {
  const response = await fetch(`${stack.url}/api/customer_analytics/external/account${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as any }
}

test('an account is read by its external ID', async () => {
  expect(await external('GET', '?external_id=acme')).toMatchObject({
    status: 200,
    body: { external_id: 'acme', name: 'Acme', tags: ['vip'], properties: { billing_id: 'b-1' } },
  })
})

test('tags are added, set and removed, members get and lose roles, and the activity log records it', async () => {
  const change = async (body: object) => (await external('PATCH', '', { external_id: 'acme', ...body })).body
  expect((await change({ tags: ['EU', 'vip'] })).tags).toEqual(['eu', 'vip'])
  expect((await change({ tags: ['vip'], tags_mode: 'remove' })).tags).toEqual(['eu'])
  expect((await change({ tags: ['a', 'b'], tags_mode: 'set' })).tags).toEqual(['a', 'b'])
  expect((await change({ roles: { csm: { type: 'user', id: 1 } } })).properties).toEqual({
    csm: { id: 1, email: expect.stringContaining('@') },
    billing_id: 'b-1',
  })
  expect((await change({ roles: { csm: null } })).properties).toEqual({ csm: null, billing_id: 'b-1' })
  const { results } = await call('GET', '/api/projects/1/accounts/?search=acme')
  const log = (await call('GET', `/api/projects/1/accounts/${results[0].id}/activity/`)).results
  expect(log[0]).toMatchObject({ activity: 'updated', user: { first_name: 'System' } })
})

test('custom properties: all of them or none', async () => {
  const set = (properties: object) => external('PATCH', '/custom_property_values', { external_id: 'acme', properties })
  expect((await set({ [seats]: 12 })).status).toBe(200)
  const { results } = await call('GET', '/api/projects/1/accounts/?search=acme')
  const present = () => call('GET', `/api/projects/1/accounts/${results[0].id}/custom_property_values/`)
  expect(await present()).toMatchObject([{ value: 12, created_by_id: null }])
  expect(await set({ [seats]: 13, '018f0000-0000-7000-8000-000000000009': 1 })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('not found') },
  })
  expect((await set({ [seats]: 'many' })).status).toBe(400)
  expect(await present()).toMatchObject([{ value: 12 }])
})

test('problems', async () => {
  for (const [answer, status, error] of [
    [await external('GET', '?external_id=acme', undefined, null), 401, 'Missing token'],
    [await external('GET', '?external_id=acme', undefined, 'phs_wrong'), 401, 'Invalid token'],
    [
      await external('GET', '?external_id=acme', undefined, 'phx_test_personal_api_key_0123456789'),
      401,
      'Invalid token',
    ],
    [await external('GET', ''), 400, 'external_id is required'],
    [await external('PATCH', '', { tags: ['x'] }), 400, 'external_id is required'],
    [await external('GET', '?external_id=nobody'), 404, 'Account not found'],
    [
      await external('PATCH', '', { external_id: 'acme', roles: { csm: { type: 'user', id: 999 } } }),
      400,
      'csm: user is not a member of this organization',
    ],
    [await external('PATCH', '', { external_id: 'acme', tags_mode: 'all' }), 400, '"all" is not a valid choice.'],
    [await external('PATCH', '', []), 400, 'The body is not a JSON object.'],
  ] as const)
    expect(answer).toEqual({ status, body: { error } })
  expect((await external('PATCH', '', '{')).status).toBe(400)
  expect((await external('PATCH', '', { external_id: 'a\0b' })).status).toBe(404)
})

test('a token may make sixty calls a minute', async () => {
  // Twice the limit plus one, because some calls may fall into the next minute.
  for (let count = 0; count < 121; count++) {
    const { status, body } = await external('GET', '?external_id=acme')
    if (status === 429) return expect(body.error).toMatch(/throttled/i)
  }
  expect.unreachable('nobody was refused')
})
