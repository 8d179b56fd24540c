/** What shared links must not open, and when they end. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { PersonSession } from '../../../testing/person-session.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'
import { findShareByToken, refreshToken } from './store.ts'

let share: Share
beforeAll(async () => {
  share = await shareStack()
})

const query = {
  kind: 'InsightVizNode',
  source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] },
}
const visitor = () => new PersonSession(share.stack)
const get = (path: string, headers: Record<string, string> = {}) => visitor().call('GET', path, undefined, headers)

async function made(kind: string, fields: object = {}) {
  const { status, body } = await share.session.post(`${share.base}/${kind}/`, fields)
  expect(status).toBe(201)
  const path = `${share.base}/${kind}/${kind === 'notebooks' ? body.short_id : body.id}`
  return { ...body, path, sharing: `${path}/sharing` }
}
async function open(sharing: string, fields: object = {}): Promise<string> {
  return (await share.session.patch(sharing, { enabled: true, ...fields })).body.access_token
}
/** A link with a password, which is `correct horse`. */
async function openLocked(sharing: string) {
  const token = await open(sharing, { password_required: true })
  const { id } = (await share.session.post(`${sharing}/passwords`, { raw_password: 'correct horse' })).body
  return { token, id }
}
const enter = (token: string, password: unknown = 'correct horse') => visitor().post(`/shared/${token}`, { password })

test('the eleventh wrong password within 15 minutes is not tried, and other links are not affected', async () => {
  const locked = await openLocked((await made('insights', { query })).sharing)
  const other = await openLocked((await made('insights', { query })).sharing)
  // Right ones do not count.
  for (let times = 0; times < 3; times++) expect((await enter(locked.token)).status).toBe(200)
  const wrong = [
    'guess',
    '',
    null,
    7,
    ['correct horse'],
    { a: 1 },
    'x'.repeat(5_000),
    'correct horse ',
    'CORRECT HORSE',
  ]
  for (const password of wrong)
    expect([password, (await enter(locked.token, password)).status]).toEqual([password, 401])
  expect((await visitor().post(`/shared/${locked.token}`)).body).toEqual({ error: 'Incorrect password' })
  const refused = await enter(locked.token)
  expect([refused.status, refused.body.code]).toEqual([429, 'throttled'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(880)
  expect((await visitor().post(`/embedded/${locked.token}`, { password: 'correct horse' })).status).toBe(429)
  expect((await enter(other.token)).status).toBe(200)
  // A visit that began before goes on, and a quarter of an hour later there are new guesses.
  const subject = createHash('sha256').update(`${locked.token} 127.0.0.1`).digest('base64url')
  const counted = await share.stack.sql(
    'UPDATE guesses SET wait_until = now(), forget_at = now() WHERE subject = $1 RETURNING count',
    [`share-password ${subject}`],
  )
  expect(counted).toEqual([{ count: 10 }])
  expect((await enter(locked.token)).status).toBe(200)
})

test('concurrent guesses have no advantage', async () => {
  const { token } = await openLocked((await made('insights', { query })).sharing)
  const statuses = (await Promise.all(Array.from({ length: 15 }, (_, guess) => enter(token, `guess ${guess}`)))).map(
    ({ status }) => status,
  )
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
})

test('a refreshed link works until its time is over, by the clock of the database', async () => {
  const { sharing } = await made('insights', { query })
  const first = await open(sharing)
  const second = (await share.session.post(`${sharing}/refresh`)).body.access_token
  const [row] = await share.stack.sql<{ seconds: number }>(
    'SELECT extract(epoch FROM ends_at - now())::float8 AS seconds FROM share_tokens WHERE token = $1',
    [first],
  )
  // As the shared installation sets HEDGEROW_SHARE_GRACE_SECONDS.
  expect(row!.seconds).toBeGreaterThan(15)
  expect(row!.seconds).toBeLessThanOrEqual(20)
  const pool = new pg.Pool({ connectionString: share.stack.urls().DATABASE_URL })
  try {
    const client = await pool.connect()
    await refreshToken(client, (await findShareByToken(client, second))!, 1.5)
    client.release()
  } finally {
    await pool.end()
  }
  expect([(await get(`/shared/${first}`)).status, (await get(`/shared/${second}`)).status]).toEqual([200, 200])
  await waitFor(async () => (await get(`/shared/${second}`)).status === 404)
  expect((await get(`/shared/${first}`)).status).toBe(200)
  expect((await get(`/shared/${(await share.session.get(sharing)).body.access_token}`)).status).toBe(200)
})

test('a visit ends with the next request: password revoked, protection off, link turned off', async () => {
  const { path, sharing } = await made('dashboards', { name: 'Board' })
  const { token, id } = await openLocked(sharing)
  const session = async (of: string) => ({ Authorization: `Bearer ${(await enter(of)).body.shareToken}` })
  const visit = await session(token)
  const seen = async (of = token, headers = visit) => {
    const page = await get(`/shared/${of}.json`, headers)
    return [page.status, page.body.type, (await get(path, headers)).status]
  }
  expect(await seen()).toEqual([200, 'scene', 200])
  await share.session.delete(`${sharing}/passwords/${id}`)
  expect(await seen()).toEqual([200, 'unlock', 401])

  await share.session.post(`${sharing}/passwords`, { raw_password: 'correct horse' })
  const again = await session(token)
  expect(await seen(token, again)).toEqual([200, 'scene', 200])
  // Without protection, the link alone opens it, and the token of the visit is worth nothing.
  await share.session.patch(sharing, { password_required: false })
  expect(await seen(token, again)).toEqual([200, 'scene', 401])
  await share.session.patch(sharing, { password_required: true })
  expect(await seen(token, again)).toEqual([200, 'scene', 200])
  await share.session.patch(sharing, { enabled: false })
  expect((await seen(token, again)).filter((_, index) => index !== 1)).toEqual([404, 401])
  const renewed = await open(sharing)
  expect(await seen(renewed, again)).toEqual([200, 'unlock', 401])

  // The token of a visit opens its own link only, and nothing if it was changed.
  const other = await openLocked((await made('dashboards', { name: 'Other' })).sharing)
  const jwt = (await enter(other.token)).body.shareToken as string
  expect(await seen(renewed, { Authorization: `Bearer ${jwt}` })).toEqual([200, 'unlock', 403])
  const [head, claims, signature] = jwt.split('.') as [string, string, string]
  const forged = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), access_token: renewed }
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const bearer of [
    `${head}.${encoded(forged)}.${signature}`,
    `${encoded({ alg: 'none' })}.${encoded(forged)}.`,
    `${jwt.slice(0, -3)}AAA`,
  ])
    expect(await seen(renewed, { Authorization: `Bearer ${bearer}` })).toEqual([200, 'unlock', 401])
})

test('a link ends with its object, and works again when the object does', async () => {
  for (const [kind, fields] of [
    ['insights', { query }],
    ['dashboards', { name: 'Board' }],
    ['notebooks', { title: 'Notes' }],
  ] as const) {
    const { path, sharing, short_id } = await made(kind, fields)
    const token = await open(sharing)
    const api = async () => (await get(`${path}/?sharing_access_token=${token}`)).status
    expect([kind, (await get(`/shared/${token}`)).status]).toEqual([kind, 200])
    expect((await share.session.patch(`${path}/`, { deleted: true })).status).toBe(200)
    expect([kind, (await get(`/shared/${token}.json`)).status, await api()]).toEqual([kind, 404, 401])
    const restored = await share.session.patch(`${path}/`, { deleted: false })
    if (restored.status === 200) expect((await get(`/shared/${token}`)).status).toBe(200)
    else expect(short_id).toBeDefined()
  }
})

test('what is no token answers 404 or 401, never an error', async () => {
  for (const token of [
    '%00',
    'a%00b.json',
    `${'x'.repeat(29)}%00`,
    'x'.repeat(1_000),
    "'--",
    '%F0%9F%98%80',
    '.json',
    '..%2f',
  ])
    for (const path of ['/shared', '/embedded', '/shared_dashboard']) {
      expect([token, (await get(`${path}/${token}`)).status]).toEqual([token, 404])
      expect([token, (await visitor().post(`${path}/${token}`, { password: 'x' })).status]).toEqual([token, 404])
    }
  for (const token of ['%00', '', 'x', "'", '%F0%9F%98%80', 'a&sharing_access_token=b'])
    expect([token, (await get(`${share.base}/insights/?sharing_access_token=${token}`)).status]).toEqual([token, 401])
})

test('settings hold what is known and nothing else, however much is sent', async () => {
  const { sharing } = await made('insights', { query })
  const token = await open(sharing)
  const much = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, 'x'.repeat(20)]))
  const stored = async (settings: unknown) => (await share.session.patch(sharing, { settings })).body.settings
  expect(await stored({ ...much, legend: true, ['x'.repeat(100_000)]: 1 })).toEqual({ legend: true })
  expect(await stored(JSON.parse('{"__proto__": {"whitelabel": true}, "constructor": 1}'))).toEqual({})
  for (const settings of [{ theme: '<script>' }, { legend: null }, { whitelabel: 'true' }, 7])
    expect((await share.session.patch(sharing, { settings })).status).toBe(400)
  const page = await get(`/shared/${token}?theme=dark&legend=true&noHeader&__proto__=x`)
  expect(page.body).toContain('data-shared-theme="system"')
  expect((await get(`/shared/${token}.json?theme=dark&legend=true`)).body).not.toHaveProperty('legend')
})

/** What visitors may read, by the kind of what is shared. */
const OPEN: Record<string, readonly string[]> = {
  insights: ['/insights', '/insights/{id}'],
  dashboards: ['/dashboards/{id}', '/insights', '/insights/{id}'],
  notebooks: [],
}

test('visitors read only what is declared, on every route of the API document', async () => {
  const { paths } = (await share.client.get('/api/schema')) as { paths: Record<string, Record<string, any>> }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security?.length > 0)
      .map(([method]) => ({ path, method: method.toUpperCase() })),
  )
  expect(operations.length).toBeGreaterThan(300)
  const dashboard = await made('dashboards', { name: 'Board' })
  const insight = await made('insights', { query, dashboards: [dashboard.id] })
  const notebook = await made('notebooks', { title: 'Notes' })
  for (const [kind, object] of Object.entries({ dashboards: dashboard, insights: insight, notebooks: notebook })) {
    const token = await open(object.sharing)
    const { token: locked } = await openLocked((await made(kind, kind === 'insights' ? { query } : {})).sharing)
    const bearer = { Authorization: `Bearer ${(await enter(locked)).body.shareToken}` }
    const concrete = (path: string) =>
      path
        .replace('{project_id}', String(share.project))
        .replace('{organization_id}', share.organization)
        .replace('{id}', path.includes('/insights/') ? insight.id : (object.id ?? object.short_id))
        .replace('{short_id}', notebook.short_id)
        .replace(/\{\w+\}/g, '1')
    const surprises: unknown[] = []
    const tryOne = async ({ path, method }: { path: string; method: string }) => {
      const isOpen = method === 'GET' && OPEN[kind]!.some((open) => path === `/api/projects/{project_id}${open}`)
      // The owner's session does not add to what the link opens.
      const own = new PersonSession(share.stack)
      for (const [name, value] of share.session.cookies) own.cookies.set(name, value)
      const address = concrete(path)
      const body = method === 'GET' ? undefined : {}
      const answer = await own.call(method, `${address}?sharing_access_token=${token}`, body)
      const expected = isOpen ? 200 : method === 'GET' ? 403 : 401
      if (answer.status !== expected) surprises.push([method, path, answer.status])
      if (kind !== 'dashboards') return
      // The object in the path is not this link's, so it is refused even where the route is declared.
      const { status } = await visitor().call(method, address, body, bearer)
      if (status !== (path.endsWith('/insights') ? expected : method === 'GET' ? 403 : 401))
        surprises.push([method, path, 'bearer', status])
    }
    // Methods that change something are refused before anybody asks what is shared.
    const tried = operations.filter(({ method }) => kind === 'dashboards' || method === 'GET')
    for (let next = 0; next < tried.length; next += 25) await Promise.all(tried.slice(next, next + 25).map(tryOne))
    expect([kind, surprises]).toEqual([kind, []])
  }
}, 120_000)
