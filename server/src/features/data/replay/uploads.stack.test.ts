/** Uploads that are unusual: large, mobile, hostile, or not wanted. */
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { at, click, log, newSession, START, sendUpload, type Upload } from '../../../testing/recordings.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'

const DAY = 86_400
let share: Share
/** Records, too, but keeps nothing of the console. */
let quiet: Share
beforeAll(async () => {
  share = await shareStack()
  quiet = await shareStack()
  await change(share, { session_recording_opt_in: true, capture_console_log_opt_in: true })
  await change(quiet, { session_recording_opt_in: true, capture_console_log_opt_in: false })
})

const send = (method: string, body: object): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
async function change({ client, base }: Share, settings: object) {
  expect((await client.request(`${base}/`, send('PATCH', settings))).status).toBe(200)
}
async function upload(of: Upload, by: Share = share): Promise<string> {
  const { response, uuid } = await sendUpload(by.client, of)
  expect(response.status).toBe(200)
  return uuid
}
const pathOf = (session: string, by: Share = share) => `${by.base}/session_recordings/${session}`
const recorded = (session: string, duration = 0, by: Share = share): Promise<any> =>
  waitFor(async () => {
    const response = await by.client.request(pathOf(session, by))
    const body = response.status === 200 ? ((await response.json()) as any) : undefined
    return body?.recording_duration >= duration ? body : undefined
  })
/** The lines of a recording, each with its window. */
async function linesOf(session: string, by: Share = share): Promise<[string, any][]> {
  const { sources } = await by.client.get(`${pathOf(session, by)}/snapshots`)
  const query = `source=blob_v2&start_blob_key=0&end_blob_key=${sources.length - 1}`
  const response = await by.client.request(`${pathOf(session, by)}/snapshots?${query}`)
  return (await response.text()).split('\n').map((line) => JSON.parse(line))
}
async function select(query: string, by: Share = share): Promise<unknown[][]> {
  const asked = { query: { kind: 'HogQLQuery', query }, refresh: 'force_blocking' }
  const response = await by.client.request(`${by.base}/query`, send('POST', asked))
  return ((await response.json()) as { results: unknown[][] }).results
}
/** Waits until what was sent before is processed. */
const settle = (by: Share = share) => by.client.send({ event: 'settled', distinct_id: 'settler' })

test('an upload of 20 MB is stored whole, as JSON and as gzip; one over the limit is refused, and says so', async () => {
  const body = (megabytes: number, session: string, seconds: number) => {
    // 20 items, so that none is absurd by itself. Not all the same, so that they take their time to compress.
    const items = Array.from({ length: 20 }, (_, index) =>
      at(seconds + index, 3, {
        source: 0,
        text: `${index}<div class="row-${index}">`.repeat((megabytes * 50_000) / 20),
      }),
    )
    const properties = { distinct_id: 'u', $session_id: session, $snapshot_data: items }
    return JSON.stringify([{ event: '$snapshot', uuid: crypto.randomUUID(), api_key: share.token, properties }])
  }
  const post = (sent: string | Buffer, query = '') =>
    fetch(`${share.stack.url}/s/${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: sent as BodyInit,
    })
  const session = newSession()
  const first = body(20, session, 0)
  expect(first.length).toBeGreaterThan(20_000_000)
  expect((await post(first)).status).toBe(200)
  expect((await post(gzipSync(body(20, session, 100), { level: 1 }), '?compression=gzip-js')).status).toBe(200)
  await recorded(session, 119)
  const lines = await linesOf(session)
  const sizes = JSON.parse(first)[0].properties.$snapshot_data.map(({ data }: any) => data.text.length)
  expect(lines.map(([, { data }]) => data.text.length)).toEqual([...sizes, ...sizes])
  expect(lines.map(([, { timestamp }]) => timestamp)).toEqual(
    [0, 100].flatMap((seconds) => sizes.map((_: unknown, index: number) => START + (seconds + index) * 1000)),
  )

  for (const [sent, query] of [
    [body(27, newSession(), 0), ''],
    [gzipSync(body(27, newSession(), 0), { level: 1 }), '?compression=gzip-js'],
  ] as const) {
    const refused = await post(sent, query)
    expect([refused.status, await refused.text()]).toEqual([413, expect.stringMatching(/large|size|bytes/i)])
  }
})

test('a mobile upload stays what it is', async () => {
  const session = newSession()
  const wireframes = [{ id: 1, type: 'text', x: 0, y: 0, width: 10, height: 10, text: 'Hi', style: { color: '#f00' } }]
  const items = [
    at(0, 4, { href: 'MainActivity', width: 400, height: 800 }),
    at(1, 2, { wireframes, initialOffset: { top: 0, left: 0 } }),
    at(2, 3, { source: 2, type: 9, id: 1, x: 5, y: 5 }),
    at(3, 3, { source: 0, adds: [{ parentId: 1, wireframe: { id: 2, type: 'image', base64: 'aGk=' } }] }),
    at(4, 5, { tag: 'keyboard', payload: { open: true, height: 300 } }),
  ]
  await upload({ session, items, more: { $lib: 'posthog-android', $snapshot_source: 'mobile' } })
  expect(await recorded(session, 4)).toMatchObject({
    snapshot_source: 'mobile',
    snapshot_library: 'posthog-android',
    start_url: 'MainActivity',
    click_count: 1,
    active_seconds: 2,
  })
  expect((await linesOf(session)).map(([, item]) => item)).toEqual(items)
})

test('a project that does not keep the console counts its lines, and shows them only in the player', async () => {
  const session = newSession()
  const items = [log(0, 'error', '"secret"'), log(1, 'warn', '"careful"')]
  for (const by of [quiet, share]) await upload({ session, distinctId: session, items }, by)
  for (const by of [quiet, share])
    expect(await recorded(session, 1, by)).toMatchObject({ console_error_count: 1, console_warn_count: 1 })
  expect((await linesOf(session, quiet)).map(([, item]) => item)).toEqual(items)
  const entries = (by: Share) => select(`SELECT message FROM console_logs_log_entries ORDER BY message`, by)
  await waitFor(async () => (await entries(share)).length === 2)
  expect(
    await share.stack.sql('SELECT 1 FROM recording_chunks WHERE team_id = $1 AND console IS NOT NULL', [quiet.project]),
  ).toEqual([])
  expect(await entries(quiet)).toEqual([])
  const query = new URLSearchParams({
    session_ids: JSON.stringify([session]),
    console_log_filters: JSON.stringify([
      { type: 'log_entry', key: 'message', operator: 'icontains', value: 'secret' },
    ]),
  })
  const found = async (by: Share) => (await by.client.get(`${by.base}/session_recordings?${query}`)).results.length
  expect([await found(share), await found(quiet)]).toEqual([1, 0])
})

test('the same session in two projects is two recordings', async () => {
  const session = newSession()
  const uuid = await upload({ session, items: [click(0), click(1)] })
  await upload({ session, uuid, items: [click(0), click(7)] }, quiet)
  expect(await recorded(session, 1)).toMatchObject({ recording_duration: 1, click_count: 2 })
  expect(await recorded(session, 7, quiet)).toMatchObject({ recording_duration: 7, click_count: 2 })
  expect((await quiet.client.request(pathOf(session, quiet), { method: 'DELETE' })).status).toBe(204)
  expect((await linesOf(session)).map(([, item]) => item.timestamp)).toEqual([START, START + 1000])
})

test('items of two windows, in any order, without a full snapshot, and sent twice in one upload are kept as they came', async () => {
  const session = newSession()
  const sent = [click(5), at(1, 3, { source: 0 }), click(5), { ...click(3), timestamp: START + 3_000.75 }]
  const [one, two] = await Promise.all([
    upload({ session, window: 'one', items: sent }),
    upload({ session, window: 'two', items: sent[1] }),
  ])
  await Promise.all([
    upload({ session, window: 'one', items: sent, uuid: one }),
    upload({ session, items: sent, uuid: two }),
  ])
  await settle()
  const found = await recorded(session, 4)
  expect(found).toMatchObject({ recording_duration: 4, click_count: 3, mouse_activity_count: 3 })
  const lines = await linesOf(session)
  const of = (window: string) => lines.filter(([name]) => name === window).map(([, item]) => item)
  expect([of('one'), of('two'), lines.length]).toEqual([sent, [sent[1]], 5])
})

test('items from long ago and from the future are refused, the others kept', async () => {
  const [session, old, late] = [newSession(), newSession(), newSession()]
  await upload({
    session,
    items: [click(-91 * DAY), click(-80 * DAY), click(0), click(2 * DAY), click(1e9), click(1e300)],
  })
  await upload({ session: old, items: [click(-91 * DAY), at(-1e300, 3)] })
  await upload({ session: late, items: [click(2 * DAY), { type: 3, timestamp: '9'.repeat(400) }] })
  expect(await recorded(session)).toMatchObject({ click_count: 2, recording_duration: 80 * DAY })
  await settle()
  for (const id of [old, late]) expect((await share.client.request(pathOf(id))).status).toBe(404)
})

test('hostile text is text, to the byte', async () => {
  const session = newSession()
  const xss = '<img src=x onerror=alert(1)>"\'</script>'
  const url = `javascript:alert('${xss}')//\0\ud800`
  // A stream of gzip as posthog-js puts it into an item: a character for each byte.
  const cv = gzipSync(JSON.stringify({ node: { id: 1 } })).toString('latin1')
  const every = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).join('')
  const items = [
    at(0, 4, { href: url, width: 1, height: 1 }),
    at(1, 2, cv as never, { cv: '2024-10' }),
    at(2, 3, { source: 0, texts: cv, adds: every, removes: [], attributes: [] }, { cv: '2024-10' }),
    log(3, 'error', JSON.stringify(`${xss}${session}`), `\0${xss}\udfff`),
    log(4, xss, xss),
    at(5, 5, { tag: xss, payload: { href: xss, __proto__: null, constructor: { name: xss } } }),
  ]
  await upload({ session, window: `${xss}\0`, distinctId: xss, items })
  const found = await recorded(session, 5)
  expect(found).toMatchObject({
    distinct_id: xss,
    start_url: `javascript:alert('${xss}')//\ufffd\ufffd`,
    console_error_count: 1,
    console_log_count: 1,
    person: { distinct_ids: [xss], properties: {} },
  })
  expect((await share.client.request(pathOf(session))).headers.get('content-type')).toMatch(/^application\/json/)
  const lines = await linesOf(session)
  expect(lines).toEqual(items.map((item) => [`${xss}\0`, JSON.parse(JSON.stringify(item))]))
  const { gunzipSync } = await import('node:zlib')
  expect(JSON.parse(gunzipSync(Buffer.from(lines[1]![1].data, 'latin1')).toString())).toEqual({ node: { id: 1 } })
  const entries = () =>
    select(`SELECT level, message FROM console_logs_log_entries WHERE log_source_id = '${session}' ORDER BY timestamp`)
  await waitFor(async () => (await entries()).length === 2)
  expect(await entries()).toEqual([
    ['error', `${JSON.stringify(`${xss}${session}`)} \ufffd${xss}\ufffd`],
    ['info', xss],
  ])
})

test.each<[string, Partial<Upload> & { more?: object }, number]>([
  ['no items', { items: [] }, 200],
  ['items that are text', { items: 'x' }, 400],
  ['items that are none', { items: [1, null, 'x', [], {}] }, 200],
  ['a session that is a path', { session: '../../etc' }, 400],
  ['a session that is too long', { session: 'x'.repeat(71) }, 400],
  ['a session that is an object', { session: {} as never }, 400],
  ['no distinct ID', { distinctId: '' }, 400],
  ['a window that is a list', { window: [] as never }, 200],
])('an upload with %s never breaks anything', async (_name, of, status) => {
  const { response } = await sendUpload(share.client, { session: newSession(), items: [click(0)], ...of })
  expect(response.status).toBe(status)
  await settle()
})
