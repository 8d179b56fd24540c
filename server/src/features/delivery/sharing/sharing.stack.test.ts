/** Shared links through the API and the public pages of a whole installation. */
import { beforeAll, expect, test } from 'vitest'
import { PersonSession, problem } from '../../../testing/person-session.ts'
import { type Member, type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'

let share: Share
let eve: Member
let stranger: Share
const HOSTILE = '</script><script>alert(1)</script><!-- "&'

beforeAll(async () => {
  share = await shareStack()
  stranger = await shareStack()
  eve = await share.join('eve')
  const days = [1, 1, 2].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString())
  await share.client.send(
    ...days.map((timestamp, index) => ({ event: 'bought', distinct_id: `person-${index}`, timestamp })),
  )
})

const trends = {
  kind: 'InsightVizNode',
  source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] },
}

async function newInsight(fields: object = {}) {
  const { status, body } = await share.session.post(`${share.base}/insights/`, {
    query: trends,
    saved: true,
    ...fields,
  })
  expect(status).toBe(201)
  return body
}
const sharingOf = (kind: string, id: string | number) => `${share.base}/${kind}/${id}/sharing`

/** Turns sharing on and returns the link's token. */
async function open(path: string, fields: object = {}): Promise<string> {
  const { status, body } = await share.session.patch(path, { enabled: true, ...fields })
  expect([status, body.enabled]).toEqual([200, true])
  return body.access_token
}

/** Somebody without an account. */
const visitor = () => new PersonSession(share.stack)
const dataOf = (html: string) =>
  JSON.parse(/<script id="posthog-exported-data" type="application\/json">(.*?)<\/script>/s.exec(html)![1]!)

test('nothing is stored until something changes, and every change needs edit access', async () => {
  const insight = await newInsight({ name: 'Sales' })
  const path = sharingOf('insights', insight.short_id)
  const first = await share.session.get(path)
  expect(first.body).toEqual({
    created_at: null,
    enabled: false,
    access_token: expect.stringMatching(/^[\w-]{30}$/),
    settings: null,
    password_required: false,
    share_passwords: [],
    user_access_level: 'editor',
    blocked_by: null,
  })
  expect((await share.session.get(path)).body.access_token).not.toBe(first.body.access_token)
  expect((await visitor().get(`/shared/${first.body.access_token}`)).status).toBe(404)

  await share.session.put(`${share.base}/insights/${insight.id}/access_controls/`, {
    resource: 'insight',
    resource_id: String(insight.id),
    access_level: 'viewer',
  })
  expect((await eve.session.get(path)).body).toMatchObject({ enabled: false, user_access_level: 'viewer' })
  const refused = [403, 'permission_denied', null]
  const changes = [
    await eve.session.patch(path, { enabled: true, settings: 'nonsense' }),
    await eve.session.post(`${path}/refresh`),
    await eve.session.post(`${path}/passwords`, { raw_password: 'x' }),
    await eve.session.delete(`${path}/passwords/1`),
  ]
  expect(changes.map(problem)).toEqual([refused, refused, refused, refused])
  expect(changes[0]!.body.detail).toBe("You don't have edit permissions for this insight.")

  expect(problem(await share.session.get(sharingOf('insights', 'nothing')))).toEqual([404, 'not_found', null])
  expect((await share.session.get(sharingOf('dashboards', 999_999_999))).body.detail).toBe('Dashboard not found.')
  expect((await stranger.session.get(path)).status).toBe(403)
  for (const settings of ['dark', [], { theme: 'pink' }, { legend: 'yes' }])
    expect(problem(await share.session.patch(path, { settings }))).toEqual([400, 'invalid_input', 'settings'])
  const kept = await share.session.patch(path, { settings: { legend: true, noHeader: false, other: 1 } })
  expect(kept.body).toMatchObject({ enabled: false, settings: { legend: true, noHeader: false } })
  expect(kept.body.settings).not.toHaveProperty('other')
  expect((await share.session.patch(path, { settings: {} })).body.settings).toEqual({})
  expect((await share.session.patch(path, { settings: null })).body.settings).toBeNull()
})

test('a shared insight: the page, its data and its picture, without authors and safe from its own title', async () => {
  const insight = await newInsight({ name: HOSTILE, description: 'What sells' })
  const token = await open(sharingOf('insights', insight.id), {
    settings: { legend: true, detailed: false, theme: 'dark' },
  })
  const someone = visitor()
  const page = await someone.get(`/shared/${token}`)
  expect(page.status).toBe(200)
  expect(page.body).not.toContain('<script>alert')
  expect(page.body).toContain('data-shared-theme="dark"')
  expect(page.headers.get('x-robots-tag')).toBe('noindex')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.headers.get('x-frame-options')).toBeNull()
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect((await someone.get('/login')).headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
  expect(page.headers.get('cache-control')).toBe('no-store')
  const robots = await someone.get('/robots.txt')
  expect(robots.headers.get('content-type')).toContain('text/plain')
  expect(robots.body).toMatch(/^Allow: \/shared\/$/m)

  const data = dataOf(page.body)
  expect(data).toMatchObject({ type: 'scene', accessToken: token, legend: true, theme: 'dark', themes: [] })
  expect(data).not.toHaveProperty('detailed')
  expect(data.insight).toMatchObject({
    name: HOSTILE,
    created_by: null,
    last_modified_by: null,
    dashboards: [],
    tags: [],
  })
  expect(data.insight.result[0].count).toBe(3)
  expect(page.body).not.toContain(share.email)
  expect(page.body).not.toContain('whitelabel')

  const json = await someone.get(`/embedded/${token}.json?legend=false&whitelabel`)
  expect(json.body).toMatchObject({ type: 'embed', legend: true, whitelabel: true })
  const png = await fetch(`${share.stack.url}/shared/${token}.png`)
  expect((await fetch(`${share.stack.url}/shared/${token}.png`)).status).toBe(200)
  const pictures = await share.stack.sql('SELECT 1 FROM exported_assets WHERE team_id = $1 AND insight_id = $2', [
    share.project,
    insight.id,
  ])
  expect(pictures).toHaveLength(1)
  expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(
    Buffer.from(await png.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')

  // Whoever looks, it is computed at most once in five minutes.
  await share.client.send({ event: 'bought', distinct_id: 'person-9' })
  const again = await someone.get(`/shared_dashboard/${token}.json?refresh=force_blocking`)
  expect(again.body.insight.last_refresh).toBe(data.insight.last_refresh)

  const log = await share.session.get(`${share.base}/insights/${insight.id}/activity`)
  expect(log.body.results[0]).toMatchObject({ activity: 'exported for opengraph image', user: { is_system: true } })
  expect(log.body.results[1]).toMatchObject({
    activity: 'sharing enabled',
    detail: { name: HOSTILE, changes: [{ type: 'Insight', action: 'changed', field: 'sharing', after: true }] },
  })
  await share.session.patch(`${share.base}/insights/${insight.id}/`, { deleted: true })
  const gone = [`/shared/${token}`, `/shared/${token}.json`, `/shared/${token}.png`, `/shared/${token.slice(1)}`]
  for (const path of gone) expect([path, (await someone.get(path)).status]).toEqual([path, 404])
  expect((await someone.get(`${share.base}/insights/${insight.id}/?sharing_access_token=${token}`)).status).toBe(401)
})

test('links end: turned off, replaced, or allowed no more', async () => {
  const insight = await newInsight()
  const path = sharingOf('insights', insight.id)
  const status = async (token: string) => (await visitor().get(`/shared/${token}`)).status
  const first = await open(path)
  expect((await share.session.patch(path, { enabled: true })).body.access_token).toBe(first)

  const refreshed = (await share.session.post(`${path}/refresh`)).body
  expect(refreshed).toMatchObject({ enabled: true })
  expect(refreshed.access_token).not.toBe(first)
  expect([await status(first), await status(refreshed.access_token)]).toEqual([200, 200])
  // It ends after the seconds that testing/shared-stack-host.ts sets. Let them pass.
  const passed = (seconds: number) =>
    share.stack.sql<{ left: number }>(
      `UPDATE share_tokens SET ends_at = ends_at - make_interval(secs => $2) WHERE token = $1
       RETURNING extract(epoch FROM ends_at - now())::float AS left`,
      [first, seconds],
    )
  const [{ left }] = (await passed(0)) as [{ left: number }]
  expect(left).toBeGreaterThan(10)
  expect(left).toBeLessThanOrEqual(20)
  await passed(left - 5)
  expect(await status(first)).toBe(200)
  await passed(5)
  expect([await status(first), await status(refreshed.access_token)]).toEqual([404, 200])

  const third = (await share.session.post(`${path}/refresh`)).body.access_token
  await share.session.patch(path, { enabled: false })
  expect([await status(third), await status(refreshed.access_token)]).toEqual([404, 404])
  const fourth = await open(path)
  expect([first, refreshed.access_token, third]).not.toContain(fourth)
  expect([await status(third), await status(refreshed.access_token), await status(fourth)]).toEqual([404, 404, 200])

  // The organization and the project both have to allow links.
  const read = `${share.base}/insights/${insight.id}/?sharing_access_token=${fourth}`
  for (const [blockedBy, settings] of [
    ['organization', '/api/organizations/@current/'],
    ['project', `${share.base}/`],
  ] as const) {
    const allow = (allow_publicly_shared_resources: boolean) =>
      share.session.patch(settings, { allow_publicly_shared_resources })
    expect((await allow(false)).body.allow_publicly_shared_resources).toBe(false)
    for (const url of ['', '.json', '.png']) expect(await status(`${fourth}${url}`)).toBe(404)
    expect((await visitor().get(`/embedded/${fourth}`)).status).toBe(404)
    expect((await visitor().post(`/shared/${fourth}`, { password: 'x' })).status).toBe(404)
    expect((await visitor().get(read)).body.detail).toBe('Sharing access token is invalid.')
    expect((await share.session.get(path)).body).toMatchObject({ enabled: true, blocked_by: blockedBy })
    expect((await share.session.get(`${share.base}/shared_links/`)).body.blocked_by).toBe(blockedBy)
    const refused = await share.session.patch(path, { enabled: true })
    expect([refused.status, refused.body.detail]).toEqual([403, `Public sharing is disabled for this ${blockedBy}.`])
    expect((await share.session.patch(path, { settings: { legend: true } })).status).toBe(200)
    await allow(true)
    expect(await status(fourth)).toBe(200)
  }
  const [change] = (await share.session.get(`${share.base}/activity/?limit=1`)).body.results
  expect(change).toMatchObject({
    scope: 'Team',
    detail: { changes: [{ field: 'allow_publicly_shared_resources', before: false, after: true }] },
  })
  expect(problem(await share.session.patch(`${share.base}/`, { allow_publicly_shared_resources: 'perhaps' }))).toEqual([
    400,
    'invalid_input',
    'allow_publicly_shared_resources',
  ])
  expect((await eve.session.patch(`${share.base}/`, { allow_publicly_shared_resources: false })).status).toBe(403)
  expect((await share.session.patch(path, { enabled: false })).body).toMatchObject({ enabled: false, blocked_by: null })
})

test('passwords: each opens the link, attempts are logged, a revoked one ends the visit', async () => {
  const insight = await newInsight({ name: 'Secret plans' })
  const path = sharingOf('insights', insight.id)
  const early = await share.session.post(`${path}/passwords`)
  expect([early.status, early.body]).toEqual([
    400,
    { error: 'Password protection must be enabled before creating passwords' },
  ])
  const token = await open(path, { password_required: true })
  expect(problem(await share.session.post(`${path}/passwords`, { raw_password: 'short' }))).toEqual([
    400,
    'invalid_input',
    'raw_password',
  ])
  const mine = (await share.session.post(`${path}/passwords`, { raw_password: 'correct horse', note: 'Board' })).body
  const made = (await share.session.post(`${path}/passwords`)).body
  expect(mine).toMatchObject({
    password: 'correct horse',
    note: 'Board',
    created_by_email: share.email,
    access_token: token,
  })
  expect(made.share_passwords.map(({ id }: { id: number }) => id)).toEqual([made.id, mine.id])
  expect(JSON.stringify((await share.session.get(path)).body)).not.toContain(made.password)

  const someone = visitor()
  for (const url of [`/shared/${token}`, `/shared/${token}.json`]) {
    const { status, body } = await someone.get(url)
    expect(status).toBe(200)
    expect(typeof body === 'string' ? dataOf(body) : body).toEqual({ type: 'unlock' })
    expect(JSON.stringify(body)).not.toContain('Secret plans')
  }
  const read = `${share.base}/insights/${insight.id}/`
  expect((await someone.get(`${read}?sharing_access_token=${token}`)).body.code).toBe('not_authenticated')
  const wrong = await someone.post(`/shared/${token}`, { password: 'guess' })
  expect([wrong.status, wrong.body]).toEqual([401, { error: 'Incorrect password' }])

  const form = await someone.call('POST', `/shared/${token}`, new URLSearchParams({ password: made.password }))
  expect([form.status, form.headers.get('set-cookie')]).toEqual([
    200,
    expect.stringMatching(
      new RegExp(`^posthog_sharing_token=.*Max-Age=86400; Path=/shared/${token}; HttpOnly; SameSite=Lax`),
    ),
  ])
  const jwt = form.body.shareToken
  expect((await someone.get(`/shared/${token}.json`)).body).toMatchObject({
    shareToken: jwt,
    insight: { name: 'Secret plans' },
  })
  const bearer = { Authorization: `Bearer ${jwt}` }
  const withJwt = (url: string, method = 'GET') => visitor().call(method, url, undefined, bearer)
  expect((await withJwt(read)).body.name).toBe('Secret plans')
  expect((await withJwt(read, 'DELETE')).status).toBe(401)
  const other = await open(sharingOf('insights', (await newInsight()).id), { password_required: true })
  expect((await withJwt(`/shared/${other}.json`)).body).toEqual({ type: 'unlock' })

  // A refresh copies passwords; revoking one ends its copies too, and the visits that it opened.
  const refreshed = (await share.session.post(`${path}/refresh`)).body
  const copies = refreshed.share_passwords
  expect(copies.map(({ note }: { note: string }) => note)).toEqual(['', 'Board'])
  expect(copies.map(({ id }: { id: number }) => id)).not.toContain(made.id)
  expect((await withJwt(`/shared/${token}.json`)).body.type).toBe('scene')
  expect((await share.session.delete(`${path}/passwords/${copies[0].id}`)).status).toBe(204)
  expect((await withJwt(`/shared/${token}.json`)).body).toEqual({ type: 'unlock' })
  expect((await withJwt(read)).status).toBe(401)
  for (const id of [copies[0].id, 'x', 999_999_999])
    expect((await share.session.delete(`${path}/passwords/${id}`)).body.detail).toBe('Password not found')

  const renewed = refreshed.access_token
  const enter = (password: string) => visitor().post(`/shared/${renewed}`, { password })
  expect((await enter('correct horse')).status).toBe(200)
  const log = (await share.session.get(`${share.base}/insights/${insight.id}/activity`)).body.results
  const attempt = log.find(({ activity }: { activity: string }) => activity === 'share_login_success')
  expect(attempt).toMatchObject({
    user: { is_system: true },
    detail: {
      changes: [{ after: { access_token_suffix: renewed.slice(-6), success: true, password_note: 'Board' } }],
    },
  })
  expect(JSON.stringify(log)).not.toContain('correct horse')
  const png = await fetch(`${share.stack.url}/shared/${renewed}.png`)
  expect(png.status).toBe(200)
})

test('a shared dashboard shows its tiles with its filters, and opens what is on it and nothing else', async () => {
  const { session, base } = share
  const dashboard = (await session.post(`${base}/dashboards/`, { name: 'Team', filters: { date_from: '-2d' } })).body
  const onIt = await newInsight({ name: 'On it', dashboards: [dashboard.id] })
  const hidden = await newInsight({ name: 'Hidden', dashboards: [dashboard.id] })
  const elsewhere = await newInsight({ name: 'Elsewhere' })
  await session.patch(`${base}/dashboards/${dashboard.id}/`, { tiles: [{ text: { body: 'Hello' } }] })
  const path = sharingOf('dashboards', dashboard.id)
  const token = await open(path)
  expect((await session.get(`${base}/dashboards/${dashboard.id}/`)).body.is_shared).toBe(true)
  const listed = (await session.get(`${base}/dashboards/`)).body.results
  expect(listed.find(({ id }: { id: number }) => id === dashboard.id).is_shared).toBe(true)

  const someone = visitor()
  const shown = (await someone.get(`/shared/${token}.json`)).body.dashboard
  expect(shown.tiles.map((tile: any) => tile.insight?.name ?? tile.text.body).sort()).toEqual([
    'Hello',
    'Hidden',
    'On it',
  ])
  expect(shown.tiles.find((tile: any) => tile.insight?.name === 'On it').insight.result[0].data).toHaveLength(3)

  const get = async (url: string, from = base) => {
    const answer = await someone.get(`${from}/${url}${url.includes('?') ? '&' : '?'}sharing_access_token=${token}`)
    return { ...answer, detail: answer.body?.detail }
  }
  expect((await get(`dashboards/${dashboard.id}/`)).body.tiles).toHaveLength(3)
  const own = await get(`insights/${onIt.short_id}/?filters_override={"date_from":"-30d"}&refresh=force_blocking`)
  expect([own.status, own.body.result[0].data.length, own.body.created_by]).toEqual([200, 3, null])
  expect((await get('insights/?limit=1')).body).toMatchObject({ count: 2, results: [{ created_by: null }] })
  const forbidden = [
    'dashboards/',
    'insights/my_last_viewed/',
    `insights/${elsewhere.id}/`,
    `insights/${onIt.id}/activity/`,
    `insights/${onIt.id}/sharing/`,
    'persons/',
    'events/',
    'shared_links/',
  ]
  for (const url of forbidden) expect([url, (await get(url)).status]).toEqual([url, 403])
  expect((await get('insights/', stranger.base)).status).toBe(403)
  expect((await someone.get(`/api/users/@me/?sharing_access_token=${token}`)).status).toBe(403)
  const writing = await someone.patch(`${base}/dashboards/${dashboard.id}/?sharing_access_token=${token}`, {
    name: 'x',
  })
  expect([writing.status, writing.body.detail]).toEqual([
    401,
    'Sharing access token can only be used for GET requests.',
  ])
  expect((await someone.get(`${base}/insights/?sharing_access_token=wrong`)).body.detail).toBe(
    'Sharing access token is invalid.',
  )

  // What the person who shared it may not see is not shown. Once they have left, that is what members may see.
  const rule = { resource: 'insight', resource_id: String(hidden.id), access_level: 'none' }
  await session.put(`${base}/insights/${hidden.id}/access_controls/`, rule)
  expect((await get('insights/')).body.count).toBe(2)
  await share.stack.sql('UPDATE shares SET enabled_by = NULL WHERE team_id = $1', [share.project])
  expect((await get('insights/')).body.results.map(({ name }: { name: string }) => name)).toEqual(['On it'])
  expect((await get(`insights/${hidden.id}/`)).status).toBe(403)
  expect(JSON.stringify((await someone.get(`/shared/${token}.json`)).body)).not.toContain('Hidden')

  const links = (await session.get(`${base}/shared_links/`)).body.results
  expect(links.find(({ id }: { id: string }) => id === String(dashboard.id))).toMatchObject({
    type: 'dashboard',
    name: 'Team',
    access_token: token,
    can_edit: true,
  })
  expect((await stranger.session.get(`${stranger.base}/shared_links/`)).body.results).toEqual([])
})

test('a shared notebook shows text and answers, but no IDs of persons and no links that run', async () => {
  const { session, base } = share
  const insight = await newInsight({ name: 'In the notebook' })
  const text = (value: string, ...marks: object[]) => ({ type: 'text', text: value, marks })
  const link = (href: string) => ({ type: 'link', attrs: { href } })
  // They would tell all properties of events and persons.
  const lists = [
    { kind: 'EventsQuery', select: ['*', 'person'] },
    { kind: 'DataTableNode', source: { kind: 'ActorsQuery', select: ['person', 'id'] } },
    { kind: 'InsightActorsQuery', source: trends.source },
  ]
  const sql = { kind: 'HogQLQuery', query: "SELECT count() FROM events WHERE event = 'bought'" }
  const content = {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [text(HOSTILE)] },
      {
        type: 'paragraph',
        content: [
          text('bad', link('javascript:alert(1)')),
          text('inside', link('/persons/secret-person')),
          text('good', link('https://example.com/')),
          { type: 'ph-mention', attrs: { id: 'secret-person', type: 'person', label: 'Ann' } },
        ],
      },
      { type: 'ph-person', attrs: { id: 'secret-person' } },
      { type: 'ph-query', attrs: { query: { kind: 'SavedInsightNode', shortId: insight.short_id } } },
      { type: 'ph-query', attrs: { title: 'Own', query: { kind: 'InsightVizNode', source: trends.source } } },
      { type: 'ph-query', attrs: { query: { kind: 'SavedInsightNode', shortId: 'foreign' } } },
      ...lists.map((query) => ({ type: 'ph-query', attrs: { title: query.kind, query } })),
      { type: 'ph-query', attrs: { title: 'SQL', query: { kind: 'DataVisualizationNode', source: sql } } },
      { type: 'ph-recording', attrs: { id: 'secret-person' } },
      { type: 'paragraph', content: [{ type: 'ph-replay-timestamp', attrs: { sessionRecordingId: 'secret-person' } }] },
    ],
  }
  const notebook = (await session.post(`${base}/notebooks/`, { title: 'Report', content })).body
  const token = await open(sharingOf('notebooks', notebook.short_id))
  const page = await visitor().get(`/shared/${token}`)
  const data = dataOf(page.body)
  expect(JSON.stringify(data)).not.toMatch(/secret-person|javascript:|example\.com"?,"?author/)
  expect(page.body).not.toContain('<script>alert')
  const blocks = data.notebook.blocks
  expect(blocks.filter((block: any) => block && ('id' in block || 'short_id' in block))).toEqual([])
  expect(page.body).not.toContain(insight.short_id)
  expect(blocks.map((block: any) => block?.name ?? null)).toEqual([
    'In the notebook',
    'Own',
    null,
    ...lists.map(({ kind }) => kind),
    'SQL',
  ])
  for (const block of blocks.slice(3, -1))
    expect(block).toMatchObject({ result: null, query_status: { error_message: 'Lists are not shown to visitors.' } })
  expect(blocks.at(-1).result[0][0]).toBeGreaterThanOrEqual(3)
  expect(JSON.stringify(data)).not.toContain('person-1')
  expect(blocks[1].result[0].count).toBeGreaterThanOrEqual(3)
  const inline = data.notebook.content.content[1].content
  expect(inline.map((node: any) => [node.text, node.marks[0]?.attrs.href])).toEqual([
    ['bad', undefined],
    ['inside', undefined],
    ['good', 'https://example.com/'],
    ['@Ann', undefined],
  ])
  expect(data.notebook.content.content.slice(-2)).toEqual([
    { type: 'hidden' },
    { type: 'paragraph', attrs: {}, content: [{ type: 'hidden' }] },
  ])
  expect((await visitor().get(`${base}/notebooks/${notebook.short_id}/?sharing_access_token=${token}`)).status).toBe(
    403,
  )
  const list = await newInsight({ query: lists[1] })
  const shown = (await visitor().get(`/shared/${await open(sharingOf('insights', list.id))}.json`)).body.insight
  expect([shown.result, JSON.stringify(shown).includes('person-1')]).toEqual([null, false])
})

test('a shared recording can be played, and tells neither the person nor the address', async () => {
  const { session, base, token: apiKey } = share
  await session.patch(`${base}/`, { session_recording_opt_in: true })
  const ids = ['1', '2'].map((last) => `019b7a00-0000-7000-8000-00000000000${last}`)
  const start = Date.now() - 60_000
  for (const id of ids) {
    const items = [
      { type: 4, timestamp: start, data: { href: 'https://secret.example/', width: 800, height: 600 } },
      { type: 2, timestamp: start + 5_000, data: { node: {} } },
    ]
    const properties = { distinct_id: 'secret-person', $session_id: id, $window_id: 'w', $snapshot_data: items }
    await share.client.capture([{ event: '$snapshot', uuid: crypto.randomUUID(), api_key: apiKey, properties }], '/s/')
  }
  const [id, other] = ids as [string, string]
  const recordings = `${base}/session_recordings`
  for (const each of ids) await waitFor(async () => (await session.get(`${recordings}/${each}/`)).status === 200)

  // Any ID has a configuration, but a link opens only what is there.
  const nothing = await open(sharingOf('session_recordings', 'never-recorded'))
  expect((await visitor().get(`/shared/${nothing}`)).status).toBe(404)
  const token = await open(sharingOf('session_recordings', id))
  const reduced = { id, recording_duration: 5, start_time: expect.any(String), end_time: expect.any(String) }
  const page = await visitor().get(`/shared/${token}`)
  expect(dataOf(page.body).recording).toEqual(reduced)
  const get = (url: string) => visitor().get(`${url}${url.includes('?') ? '&' : '?'}sharing_access_token=${token}`)
  expect((await get(`${recordings}/${id}/`)).body).toEqual(reduced)
  const list = await get(`/api/projects/@current/session_recordings/${id}/snapshots`)
  expect(list.body.sources).toHaveLength(1)
  const items = await get(`${recordings}/${id}/snapshots?source=blob_v2&start_blob_key=0&end_blob_key=0`)
  expect([items.status, items.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(String(items.body)).toContain('"w"')
  for (const url of [
    `${recordings}/`,
    `${recordings}/${other}/`,
    `${recordings}/${other}/snapshots`,
    `${recordings}/${id}/viewed`,
  ])
    expect([url, (await get(url)).status]).toEqual([url, 403])
  const links = (await session.get(`${base}/shared_links/`)).body.results
  expect(links.map((link: any) => link.id)).toContain(id)

  await session.delete(`${recordings}/${id}/`)
  expect((await visitor().get(`/shared/${token}`)).status).toBe(404)
  expect((await get(`${recordings}/${id}/snapshots`)).status).toBe(401)
})
