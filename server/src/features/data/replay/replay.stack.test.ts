/** Recordings from the wire to the player. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, waitFor } from '../../../testing/stack.ts'

let share: Share
let client: Client
let path: string
beforeAll(async () => {
  share = await shareStack()
  client = share.client
  path = `${share.base}/session_recordings`
  expect(await change({ session_recording_opt_in: true, capture_console_log_opt_in: true })).toBe(200)
})

/** Whole seconds, so that texts of times are short. */
const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000
const newSession = () => `019b7a00-0000-7000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`

async function ask(method: string, route: string, body?: unknown, as: Client = client): Promise<[number, any]> {
  const response = await as.request(route, {
    method,
    ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return [response.status, text.startsWith('{') && !text.includes('\n') ? JSON.parse(text) : text]
}
const change = async (settings: object) => (await ask('PATCH', `${share.base}/`, settings))[0]

interface Upload {
  session: string
  window?: string
  distinctId?: string
  uuid?: string
  items: object[]
}

async function upload({ session, window = 'w', distinctId = 'u', uuid = crypto.randomUUID(), items }: Upload) {
  const properties = {
    distinct_id: distinctId,
    $session_id: session,
    $window_id: window,
    $snapshot_data: items,
    $lib: 'web',
  }
  const response = await client.capture([{ event: '$snapshot', uuid, api_key: share.token, properties }], '/s/')
  expect(response.status).toBe(200)
  return uuid
}

const at = (seconds: number, type: number, data: object = {}, rest: object = {}) => ({
  type,
  timestamp: START + seconds * 1000,
  data,
  ...rest,
})
const click = (seconds: number) => at(seconds, 3, { source: 2, type: 2 })
const log = (seconds: number, level: string, ...payload: unknown[]) =>
  at(seconds, 6, { plugin: 'rrweb/console@1', payload: { level, payload, trace: [] } })

/** Waits until a recording has so many seconds. */
const recorded = (session: string, duration = 0) =>
  waitFor(async () => {
    const [status, body] = await ask('GET', `${path}/${session}`)
    return status === 200 && body.recording_duration >= duration ? body : undefined
  })
const linesOf = async (session: string, query = 'source=blob_v2&start_blob_key=0&end_blob_key=') => {
  const { sources } = await client.get(`${path}/${session}/snapshots`)
  const response = await client.request(`${path}/${session}/snapshots?${query}${sources.length - 1}`)
  return { sources, response, text: await response.text() }
}
const list = async (query: Record<string, unknown>) => {
  const texts = Object.entries(query).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return ask('GET', `${path}?${new URLSearchParams(texts)}`)
}
const idsOf = ([status, body]: [number, any]) => {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body.results.map(({ id }: { id: string }) => id)
}
const listed = (session: string) => waitFor(async () => idsOf(await list({ session_ids: [session] })).length === 1)

describe('a recording', () => {
  const session = newSession()
  const binary = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))

  test('is what its uploads amount to, in whatever order they come', async () => {
    await client.send({ event: '$set', distinct_id: session, properties: { $set: { email: 'eve@example.com' } } })
    const late = {
      session,
      distinctId: session,
      window: 'second',
      items: [click(20), log(21, 'error', '"no"', 7, '"yes"')],
    }
    const uuid = await upload(late)
    await recorded(session, 1)
    await upload({
      session,
      distinctId: 'another',
      items: [
        at(0, 4, { href: 'https://a.example/?q=1', width: 1280, height: 800 }),
        at(0.5, 2, binary as never, { cv: '2024-10', half: '\ud800', nul: '\0' }),
        at(1, 3, { source: 5 }),
        at(3, 3, { source: 1 }),
        at(7, 3, { source: 0 }),
        log(8, 'warn', '"careful"'),
        at(9, 5, { payload: { href: 'https://a.example/later' } }),
      ],
    })
    const found = await recorded(session, 21)
    await upload({ ...late, uuid })
    await upload({ ...late, uuid })
    expect(await recorded(session)).toEqual(found)
    expect(found).toMatchObject({
      id: session,
      distinct_id: session,
      viewed: false,
      viewers: [],
      recording_duration: 21,
      // 1 to 8 and 20 to 21.
      active_seconds: 8,
      inactive_seconds: 13,
      start_time: new Date(START).toISOString().replace('.000', ''),
      end_time: new Date(START + 21_000).toISOString().replace('.000', ''),
      click_count: 1,
      keypress_count: 1,
      mouse_activity_count: 2,
      console_log_count: 0,
      console_warn_count: 1,
      console_error_count: 1,
      start_url: 'https://a.example/?q=1',
      person: { name: 'eve@example.com', distinct_ids: [session], properties: { email: 'eve@example.com' } },
      retention_period_days: 90,
      recording_ttl: expect.any(Number),
      snapshot_source: 'web',
      snapshot_library: 'web',
      ongoing: true,
      activity_score: null,
      external_references: [],
      matches_filters: true,
    })
    const expiry = new Date(START + 90 * 86_400_000).toISOString().slice(0, 10)
    expect(found.expiry_time).toBe(`${expiry}T00:00:00Z`)
    expect(found.recording_ttl).toBe(
      Math.round((Date.parse(expiry) - Date.parse(new Date().toISOString().slice(0, 10))) / 86_400_000),
    )
    await listed(session)
    const shown = await waitFor(async () => {
      const { results } = (await list({ session_ids: [session] }))[1]
      return results[0]?.recording_duration === 21 ? results[0] : undefined
    })
    // 8 active seconds, a click, a key and an error; 2 moves, 21 seconds, an error, a warning.
    expect(shown).toEqual({ ...found, activity_score: 44 })
  })

  test('is read as lines of JSON, byte for byte', async () => {
    const { sources, response, text } = await linesOf(session)
    expect(sources.map(({ blob_key }: any) => blob_key)).toEqual(['0', '1'])
    expect(sources[0]).toEqual({
      source: 'blob_v2',
      blob_key: '0',
      start_timestamp: new Date(START).toISOString().replace('.000', ''),
      end_timestamp: new Date(START + 9_000).toISOString().replace('.000', ''),
    })
    expect(response.headers.get('content-type')).toBe('application/jsonl')
    expect(response.headers.get('cache-control')).toBe('max-age=3600')
    expect(response.headers.get('content-disposition')).toBe('inline')
    const lines = text.split('\n').map((line) => JSON.parse(line))
    expect(lines).toHaveLength(9)
    expect(lines[1]).toEqual(['w', at(0.5, 2, binary as never, { cv: '2024-10', half: '\ud800', nul: '\0' })])
    expect(lines.slice(7).map(([window]) => window)).toEqual(['second', 'second'])
    const packed = await client.request(
      `${path}/${session}/snapshots?source=blob_v2&start_blob_key=0&end_blob_key=1&decompress=false`,
    )
    expect(packed.headers.get('content-type')).toBe('application/octet-stream')
    const bytes = Buffer.from(await packed.arrayBuffer())
    const { uncompress } = await import('snappyjs')
    const size = bytes.readUInt32BE(0)
    const blocks = [bytes.subarray(4, 4 + size), bytes.subarray(8 + size)].map((block) => uncompress(block).toString())
    expect(blocks.join('\n')).toBe(text)
  })

  test.each([
    ['source=realtime', 400, expect.stringContaining('not a valid choice')],
    ['source=blob_v2&blob_key=0', 400, 'Must provide both start blob key and end blob key'],
    ['source=blob_v2&start_blob_key=a&end_blob_key=1', 400, 'Blob keys must be integers'],
    ['source=blob_v2&start_blob_key=0&end_blob_key=21', 400, 'Cannot request more than 20 blob keys at once'],
    ['source=blob_v2&start_blob_key=0&end_blob_key=2', 404, 'Block index out of range'],
    ['source=blob_v2&start_blob_key=1&end_blob_key=0', 404, 'Block index out of range'],
    ['source=blob_v2_lts', 400, 'Must provide a blob key'],
    ['source=blob_v2_lts&blob_key=x', 404, 'Block not found'],
  ])('refuses %s', async (query, status, detail) => {
    expect(await ask('GET', `${path}/${session}/snapshots?${query}`)).toEqual([
      status,
      expect.objectContaining({ detail }),
    ])
  })

  test('is unknown to other projects, which may have a session with the same ID', async () => {
    const other = await shareStack()
    const theirs = `${other.base}/session_recordings`
    expect((await ask('GET', `${theirs}/${session}`, undefined, other.client))[0]).toBe(404)
    expect((await ask('GET', `${path}/${session}`, undefined, other.client))[0]).toBe(403)
    expect((await ask('GET', `${theirs}/${session}/snapshots`, undefined, other.client))[0]).toBe(404)
    // This project does not record, so the upload is dropped without a word.
    const properties = { distinct_id: 'x', $session_id: session, $snapshot_data: [click(500)] }
    await client.capture([{ event: '$snapshot', api_key: other.token, properties }], '/s/')
    await other.client.send({ event: 'after', distinct_id: 'x' })
    expect((await ask('GET', `${theirs}/${session}`, undefined, other.client))[0]).toBe(404)
    expect((await recorded(session)).recording_duration).toBe(21)
    const [, unknown] = await ask('GET', `${path}/no%00such`)
    expect(unknown).toMatchObject({ detail: 'Recording not found', code: 'not_found' })
  })

  test('is marked as watched by each user for themselves', async () => {
    const bea = await share.join('bea')
    expect(await ask('GET', `${path}/${session}/viewed`)).toEqual([200, { viewed: false, other_viewers: 0 }])
    expect((await ask('PATCH', `${path}/${session}`, { analyzed: false }))[0]).toBe(400)
    expect((await ask('PATCH', `${path}/unknown`, { viewed: true }))[0]).toBe(404)
    expect(await ask('PATCH', `${path}/${session}`, { viewed: true }, bea.client)).toEqual([200, { success: true }])
    expect(await ask('GET', `${path}/${session}/viewed`)).toEqual([200, { viewed: false, other_viewers: 1 }])
    expect(await recorded(session)).toMatchObject({ viewed: false, viewers: [bea.email] })
    expect(idsOf(await list({ hide_viewed_recordings: 'any-user', distinct_ids: [session] }))).toEqual([])
    expect(idsOf(await list({ hide_viewed_recordings: 'current-user', distinct_ids: [session] }))).toEqual([session])
    const ids = { session_recording_ids: [session, 'unknown'] }
    expect((await ask('POST', `${path}/bulk_viewed`, ids))[1]).toEqual({
      success: true,
      viewed_count: 1,
      total_requested: 2,
    })
    expect(idsOf(await list({ hide_viewed_recordings: 'current-user', distinct_ids: [session] }))).toEqual([])
    expect((await ask('POST', `${path}/bulk_not_viewed`, ids))[1]).toMatchObject({ not_viewed_count: 1 })
    expect((await ask('POST', `${path}/bulk_viewed`, { session_recording_ids: [] }))[1].detail).toBe(
      'session_recording_ids must be provided as a non-empty array',
    )
    const many = { session_recording_ids: Array.from({ length: 21 }, String) }
    expect((await ask('POST', `${path}/bulk_viewed`, many))[1].detail).toBe(
      'Cannot process more than 20 recordings at once',
    )
    expect((await ask('POST', `${path}/batch_check_exists`, { session_ids: [session, 'no'] }))[1]).toEqual({
      results: { [session]: true, no: false },
    })
  })
})
