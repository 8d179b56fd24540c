/** Exports through the API of a whole installation: what they hold, who gets them, and what they refuse. */
import fs from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { DiskBlobs } from '../../../platform/blobs/blobs.ts'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { PersonSession } from '../../../testing/person-session.ts'
import { type Member, type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'
import { removeExpired, removeLostBlobs } from './remove.ts'
import { ExportTokens, type TokenPurpose } from './tokens.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()

let share: Share
let stranger: Share
let eve: Member
let insight: { id: number; short_id: string }
let dashboard: { id: number }

beforeAll(async () => {
  share = await shareStack()
  stranger = await shareStack()
  eve = await share.join('eve')
  await share.session.patch(share.base, { timezone: 'Europe/Berlin' })
  await share.client.send(
    ...[0, 1, 1, 2].map((ago, index) => ({
      event: 'bought',
      distinct_id: `person-${index}`,
      timestamp: day(ago),
      properties: { item: ['=1+1', 'a,"b"', 'plain', 'tab\tin'][index], $set: { email: `p${index}@example.com` } },
    })),
  )
  dashboard = (await share.session.post(`${share.base}/dashboards/`, { name: 'All in one' })).body
  insight = (
    await share.session.post(`${share.base}/insights/`, {
      name: 'Weekly "sales" / ünits',
      saved: true,
      dashboards: [dashboard.id],
      query: {
        kind: 'InsightVizNode',
        source: {
          kind: 'TrendsQuery',
          series: [{ kind: 'EventsNode', event: 'bought' }],
          dateRange: { date_from: '-3d' },
        },
      },
    })
  ).body
  await share.session.patch(`${share.base}/dashboards/${dashboard.id}/`, {
    tiles: [{ text: { body: '# Notes\n\nSome **text**' }, layouts: { sm: { x: 0, y: 9, w: 12, h: 2 } } }],
  })
})

const ask = (body: unknown, by: Pick<Member, 'session'> = share) =>
  by.session.post(`${share.base}/exports/`, body as object)

/** Asks for an export and waits until it has ended. */
async function made(body: object): Promise<any> {
  const { status, body: asset } = await ask(body)
  expect([status, asset.detail]).toEqual([201, undefined])
  return waitFor(async () => {
    const { body: now } = await share.session.get(`${share.base}/exports/${asset.id}`)
    return (now.has_content || now.exception !== null) && now
  }, 60_000)
}
const content = (id: number, query = '') => share.client.request(`${share.base}/exports/${id}/content${query}`)
const textOf = async (body: object): Promise<string> => {
  const asset = await made(body)
  expect(asset.exception).toBeNull()
  return (await content(asset.id)).text()
}
const sql = (query: string) => ({ export_context: { source: { kind: 'HogQLQuery', query } } })

test('a picture of an insight: asked for, made, read, downloaded, listed and logged', async () => {
  const { body: asked } = await ask({ export_format: 'image/png', insight: insight.id })
  expect(asked).toMatchObject({
    insight: insight.id,
    dashboard: null,
    export_format: 'image/png',
    has_content: false,
    export_context: null,
    exception: null,
  })
  expect(asked.filename).toMatch(/^export-weekly-sales-units-\d{4}-\d\d-\d\d-\d{6}\.png$/)
  const expires = new Date(asked.expires_after)
  expect(expires.toISOString()).toMatch(/T00:00:00.000Z$/)
  expect((expires.getTime() - Date.now()) / 86_400_000).toBeGreaterThan(178.9)
  const done = await waitFor(async () => {
    const { body } = await share.session.get(`${share.base}/exports/${asked.id}`)
    return body.has_content && body
  })
  expect(done).toMatchObject({ exception: null, bytes: expect.any(Number) })
  const png = await content(asked.id)
  expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(png.headers.get('content-disposition')).toMatch(/^inline/)
  const bytes = Buffer.from(await png.arrayBuffer())
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1600, 900])
  const saved = await content(asked.id, '?download=true')
  expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="${asked.filename}"`)
  const { body: list } = await share.session.get(`${share.base}/exports/?limit=1`)
  expect(list.results.map(({ id }: { id: number }) => id)).toEqual([asked.id])
  const { body: history } = await share.session.get(`${share.base}/insights/${insight.id}/activity`)
  expect(history.results[0]).toMatchObject({ activity: 'exported', scope: 'Insight' })

  // Others have no part in it, and nothing changes it.
  expect((await eve.session.get(`${share.base}/exports/${asked.id}`)).status).toBe(404)
  expect((await eve.session.get(`${share.base}/exports/`)).body.results).toEqual([])
  expect((await stranger.session.get(`${share.base}/exports/${asked.id}`)).status).toBe(403)
  expect((await stranger.session.get(`${stranger.base}/exports/${asked.id}`)).status).toBe(404)
  expect((await share.session.delete(`${share.base}/exports/${asked.id}`)).status).toBe(405)
  expect((await share.session.patch(`${share.base}/exports/${asked.id}`, {})).status).toBe(405)
})

test('what cannot be exported is refused, with the reason', async () => {
  const { body: foreign } = await stranger.session.post(`${stranger.base}/insights/`, { name: 'x', saved: true })
  const png = { export_format: 'image/png' }
  const csv = { export_format: 'text/csv' }
  const cases: [object, string, string | null][] = [
    [{ insight: insight.id }, 'Must provide export format', null],
    [{ ...png }, 'Either dashboard, insight or export_context is required for an export.', null],
    [{ export_format: 'toString', insight: 1 }, '"toString" is not a valid choice.', 'export_format'],
    [{ ...png, insight: foreign.id }, `Invalid pk "${foreign.id}" - object does not exist.`, 'insight'],
    [{ ...png, dashboard: 999_999_999 }, 'Invalid pk "999999999" - object does not exist.', 'dashboard'],
    [{ ...png, insight: 'x' }, 'Expected number.', 'insight'],
    [
      { export_format: 'video/mp4', insight: insight.id },
      'Only recordings can be exported as a video or GIF.',
      'export_format',
    ],
    [
      { ...csv, dashboard: dashboard.id },
      'A dashboard can be exported as a picture, PDF or JSON. Export its insights one by one instead.',
      'export_format',
    ],
    [{ ...csv, export_context: 'x' }, 'Expected an object.', 'export_context'],
    [
      { ...csv, export_context: {} },
      'export_context must have a source (a query), a path, or a session_recording_id.',
      'export_context',
    ],
    [
      { ...csv, export_context: { path: 'http://127.0.0.1/api/projects/1/persons' } },
      'This path cannot be exported. Lists of persons, events, groups, accounts and persons of cohorts can.',
      'export_context',
    ],
    [
      { ...csv, export_context: { path: `api/projects/${stranger.project}/persons` } },
      'The path is of another project.',
      'export_context',
    ],
    [
      { ...csv, export_context: { path: 'api/projects/@current/persons', method: 'DELETE' } },
      'Only the method GET can be exported.',
      'export_context',
    ],
    [
      { ...png, export_context: { path: 'api/projects/@current/persons' } },
      'A list can be exported as CSV, XLSX, JSON or NDJSON.',
      'export_format',
    ],
    [{ ...csv, export_context: { source: {}, filename: 3 } }, 'The filename must be a text.', 'export_context'],
  ]
  for (const [body, detail, attr] of cases) {
    const { status, body: answer } = await ask(body)
    expect([status, answer.detail, answer.attr]).toEqual([400, detail, attr])
  }
  const { value: key } = (
    await share.session.post('/api/personal_api_keys/', { label: 'narrow', scopes: ['export:write'] })
  ).body
  const narrow = (body: object) =>
    fetch(`${share.stack.url}${share.base}/exports/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const { export_context: question } = sql('SELECT 1')
  expect((await narrow({ ...csv, export_context: question })).status).toBe(403)
  expect((await narrow({ ...csv, export_context: { path: 'api/projects/@current/persons' } })).status).toBe(403)
  expect((await narrow({ ...csv, insight: insight.id })).status).toBe(201)
})

test('what fails has an exception, and ends', async () => {
  const { id } = (
    await share.session.post(`${share.base}/insights/`, {
      name: 'Gone',
      saved: true,
      query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }] } },
    })
  ).body
  const broken = await made({ export_format: 'text/csv', ...sql('SELECT nonsense FROM events') })
  expect(broken).toMatchObject({ has_content: false, exception: expect.stringContaining('nonsense') })
  expect((await content(broken.id)).status).toBe(404)
  // It fails after rows were written.
  const late = await made({
    export_format: 'text/csv',
    ...sql('SELECT number, throwIf(number = 300000) FROM numbers(1000000)'),
  })
  expect(late.exception).toBeTruthy()
  expect(late.has_content).toBe(false)
  const { id: empty } = (await share.session.post(`${share.base}/insights/`, { name: 'Empty', saved: true })).body
  expect((await made({ export_format: 'image/png', insight: empty })).exception).toBe('The insight has no query.')
  const video = (
    await ask({ export_format: 'video/mp4', export_context: { session_recording_id: 'a', mode: 'video' } })
  ).body
  expect(video).toMatchObject({ has_content: false, exception: 'This server cannot make videos of recordings.' })
  // Deleted between the request and the job.
  await share.stack.sql('UPDATE insights SET deleted = true WHERE team_id = $1 AND id = $2', [share.project, id])
  expect((await ask({ export_format: 'image/png', insight: id })).body.attr).toBe('insight')
})

test('CSV, XLSX, NDJSON and JSON of a query have the same rows', async () => {
  const question = sql(
    "SELECT properties.item AS item, timestamp, 12345678901234567 AS big, -1.5 AS less, [1, 2] AS list, nullIf(1, 1) AS nothing FROM events WHERE event = 'bought' ORDER BY timestamp",
  )
  const csv = await textOf({ export_format: 'text/csv', ...question })
  const lines = csv.split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[0]).toBe('item,timestamp,big,less,list,nothing')
  expect(lines[5]).toBe('')
  expect(csv).toContain(`"'=1+1"`)
  expect(csv).toContain('"a,""b"""')
  expect(lines[1]).toMatch(
    /^"tab\tin","?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+0[12]:00"?,12345678901234567,-1.5,"\[1,2\]",""$/,
  )
  const rows = (await textOf({ export_format: 'application/x-ndjson', ...question })).trimEnd().split('\n')
  expect(rows).toHaveLength(4)
  expect(rows[0]).toContain('"big":12345678901234567')
  expect(JSON.parse(rows[3]!)).toMatchObject({ item: '=1+1', less: -1.5, list: [1, 2], nothing: null })
  const json = JSON.parse(await textOf({ export_format: 'application/json', ...question }))
  expect(json.columns).toEqual(['item', 'timestamp', 'big', 'less', 'list', 'nothing'])
  expect(json.results.map(([item]: [string]) => item)).toEqual(rows.map((row) => JSON.parse(row).item))
  const xlsx = await made({ export_format: XLSX, ...question })
  expect(xlsx).toMatchObject({ exception: null, progress: { rows: 4, of: 4 } })
  const parts = unzipSync(new Uint8Array(await (await content(xlsx.id)).arrayBuffer()))
  const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml']!).toString()
  expect(sheet.match(/<row>/g)).toHaveLength(5)
  // A text is a text here, and no digit of a long number is lost.
  expect(sheet).toContain('<t xml:space="preserve">=1+1</t>')
  expect(sheet).toContain('<c><v>-1.5</v></c>')
  expect(sheet).toContain('>12345678901234567<')
})

test('lists of the API are exported as the user who asks', async () => {
  const list = (name: string) => ({ export_context: { path: `/api/projects/@current/${name}`, method: 'GET' } })
  const persons = await textOf({ export_format: 'text/csv', ...list('persons/?search=p1@example.com') })
  const [header, row, ...rest] = persons.split('\r\n')
  expect([header, rest]).toEqual([expect.stringContaining('properties.email'), ['']])
  expect(row).toContain('p1@example.com')
  const events = await textOf({
    export_format: 'text/csv',
    ...list(
      `events?event=bought&properties=${encodeURIComponent(JSON.stringify([{ key: 'item', value: 'plain', type: 'event' }]))}`,
    ),
  })
  expect(events.split('\r\n')).toHaveLength(3)
  expect(events.split('\r\n')[0]).toBe('uuid,event,properties,timestamp,distinct_id,elements_chain,created_at,person')
  expect(events).toContain('p2@example.com')
  const { id } = (await share.session.post(`${share.base}/cohorts/`, { name: 'Static', is_static: true })).body
  expect((await textOf({ export_format: 'application/x-ndjson', ...list(`cohorts/${id}/persons`) })).trim()).toBe('')
  expect((await made({ export_format: 'text/csv', ...list('cohorts/999999999/persons') })).exception).toBe(
    'The cohort was deleted.',
  )
  expect(await textOf({ export_format: 'application/json', ...list('accounts') })).toBe('{"results":[]}')
  expect((await made({ export_format: 'text/csv', ...list('groups') })).exception).toBe('This field is required.')
})

test('insights and dashboards in every format that they have', async () => {
  const csv = await textOf({ export_format: 'text/csv', insight: insight.id })
  const [head, row] = csv.split('\r\n')
  expect(head).toMatch(/^Series,(\d{4}-\d\d-\d\d,){4}Total$/)
  expect(row).toMatch(/^bought,\d,\d,\d,\d,4$/)
  const json = JSON.parse(await textOf({ export_format: 'application/json', insight: insight.id }))
  expect(json).toMatchObject({ name: 'Weekly "sales" / ünits', timezone: 'Europe/Berlin' })
  for (const body of [{ insight: insight.id }, { dashboard: dashboard.id }, sql('SELECT 1 AS one')]) {
    const asset = await made({ export_format: 'application/pdf', ...body })
    expect(asset.exception).toBeNull()
    const pdf = Buffer.from(await (await content(asset.id)).arrayBuffer())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  }
  const picture = await made({ export_format: 'image/png', dashboard: dashboard.id })
  expect([picture.exception, picture.filename]).toEqual([null, expect.stringMatching(/^export-all-in-one-/)])
  const whole = JSON.parse(await textOf({ export_format: 'application/json', dashboard: dashboard.id }))
  expect(whole.tiles.map((tile: object) => Object.keys(tile))).toEqual([
    ['layout', 'text'],
    ['layout', 'insight'],
  ])
})

test('links with tokens: page and file by purpose, and the same 404 for everything else', async () => {
  const asset = await made({ export_format: 'image/png', insight: insight.id })
  const tokens = new ExportTokens(secretOf(share))
  const visitor = new PersonSession(share.stack)
  const statuses = async (purpose: TokenPurpose, id = asset.id, now = new Date()) => {
    const token = await tokens.create(id, purpose, now)
    const file = await fetch(`${share.stack.url}/exporter/${asset.filename}?token=${token}`)
    const page = await fetch(`${share.stack.url}/exporter?token=${token}`)
    await Promise.all([file.arrayBuffer(), page.arrayBuffer()])
    return { page: page.status, file: file.status }
  }
  expect(await statuses('public')).toEqual({ page: 200, file: 200 })
  expect(await statuses('render')).toEqual({ page: 200, file: 404 })
  expect(await statuses('subscription_delivery')).toEqual({ page: 404, file: 200 })
  const nothing = { page: 404, file: 404 }
  expect(await statuses('public', 999_999_999)).toEqual(nothing)
  expect(await statuses('render', asset.id, new Date(Date.now() - 16 * 60_000))).toEqual(nothing)
  expect((await visitor.get(`/exporter/${asset.filename}`)).status).toBe(404)
  expect((await visitor.get(`/exporter/${asset.filename}?token=a.b.c`)).status).toBe(404)
  const page = await fetch(`${share.stack.url}/exporter?token=${await tokens.create(asset.id, 'public')}`)
  expect(await page.text()).toContain('Weekly &quot;sales&quot; / ünits')
  expect(page.headers.get('x-robots-tag')).toBe('noindex')

  const forbid = (allow: boolean) =>
    share.session.patch('/api/organizations/@current/', { allow_publicly_shared_resources: allow })
  expect((await forbid(false)).status).toBe(200)
  expect(await statuses('public')).toEqual(nothing)
  expect(await statuses('render')).toEqual({ page: 200, file: 404 })
  expect(await statuses('subscription_delivery')).toEqual({ page: 404, file: 200 })
  await forbid(true)
  await share.stack.sql('UPDATE exported_assets SET expires_at = now() WHERE team_id = $1 AND id = $2', [
    share.project,
    asset.id,
  ])
  expect(await statuses('subscription_delivery')).toEqual(nothing)
  expect((await content(asset.id)).status).toBe(404)
})

test('expired exports go with their files, files without an export too, and one without a job has failed', async () => {
  const db = openPostgres(share.stack.urls().DATABASE_URL!)
  try {
    const blobs = new DiskBlobs(path.join(share.stack.directory, 'blobs'))
    const { id } = await made({ export_format: 'text/csv', ...sql('SELECT 1') })
    const key = `exports/${share.project}/${id}`
    const isStored = async () => {
      const found = await blobs.open(key)
      found?.destroy()
      return found !== null
    }
    await removeLostBlobs(db.$client, blobs, Date.now() + 48 * 3_600_000)
    expect(await isStored()).toBe(true)
    await share.stack.sql('UPDATE exported_assets SET expires_at = now() WHERE team_id = $1 AND id = $2', [
      share.project,
      id,
    ])
    expect(await removeExpired(db.$client, blobs)).toBeGreaterThan(0)
    expect(await isStored()).toBe(false)
    await blobs.put(key, Buffer.from('left behind'))
    await removeLostBlobs(db.$client, blobs)
    expect(await isStored()).toBe(true)
    await removeLostBlobs(db.$client, blobs, Date.now() + 48 * 3_600_000)
    expect(await isStored()).toBe(false)
    const [lost] = await share.stack.sql<{ id: number }>(
      `INSERT INTO exported_assets (team_id, created_by, export_format, file_name, expires_at, is_asked_for)
       VALUES ($1, $2, 'text/csv', 'export.csv', now() + interval '1 day', true) RETURNING id`,
      [share.project, share.id],
    )
    const { body } = await share.session.get(`${share.base}/exports/${lost!.id}`)
    expect(body).toMatchObject({ has_content: false, exception: expect.stringContaining('could not make this export') })
  } finally {
    await db.$client.end()
  }
})

test('who may not see an insight may not export it, also between the request and the job', async () => {
  const hide = (access_level: string) =>
    share.session.put(`${share.base}/insights/${insight.id}/access_controls/`, {
      resource: 'insight',
      resource_id: String(insight.id),
      access_level,
    })
  await hide('none')
  expect((await ask({ export_format: 'image/png', insight: insight.id }, eve)).status).toBe(403)
  const whole = (await ask({ export_format: 'application/json', dashboard: dashboard.id }, eve)).body
  const text = await waitFor(async () => {
    const response = await eve.client.request(`${share.base}/exports/${whole.id}/content`)
    return response.ok && response.text()
  })
  expect(JSON.parse(text).tiles).toHaveLength(1)
  expect(text).not.toContain('sales')
  await hide('editor')
})

function secretOf({ stack }: Share): string {
  const { secretKey } = JSON.parse(fs.readFileSync(path.join(stack.directory, 'secrets.json'), 'utf8'))
  return secretKey
}
