/** Recordings from the wire to the player. */
import fs from 'node:fs/promises'
import os from 'node:os'
import nodePath from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { DiskBlobs } from '../../../platform/blobs/blobs.ts'
import { openPostgres, type Pool } from '../../../platform/postgres/postgres.ts'
import { at, click, log, newSession, START, sendUpload, type Upload } from '../../../testing/recordings.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, waitFor } from '../../../testing/stack.ts'
import { packRecordings } from './pack.ts'
import { streamLines } from './snapshots.ts'
import { findBlocks, type StoredBlock } from './store.ts'
import { sweepBlobs } from './sweep.ts'

let share: Share
let client: Client
let path: string
beforeAll(async () => {
  share = await shareStack()
  client = share.client
  path = `${share.base}/session_recordings`
  expect(await change({ session_recording_opt_in: true, capture_console_log_opt_in: true })).toBe(200)
})

async function ask(method: string, route: string, body?: unknown, as: Client = client): Promise<[number, any]> {
  const response = await as.request(route, {
    method,
    ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return [response.status, text.startsWith('{') && !text.includes('\n') ? JSON.parse(text) : text]
}
const change = async (settings: object) => (await ask('PATCH', `${share.base}/`, settings))[0]

async function upload(of: Upload): Promise<string> {
  const { response, uuid } = await sendUpload(client, of)
  expect(response.status).toBe(200)
  return uuid
}

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

describe('a list', () => {
  const [calm, busy, far] = [newSession(), newSession(), newSession()]
  const mine = { session_ids: [calm, busy, far] }
  const among = (query: Record<string, unknown>) =>
    list({ date_from: '-1d', distinct_ids: [calm, busy, far], ...query })

  beforeAll(async () => {
    const seen = (session: string, event: string, properties: object, more: object = {}) => ({
      event,
      distinct_id: session,
      timestamp: new Date(START).toISOString(),
      properties: { $session_id: session, ...properties },
      ...more,
    })
    await upload({
      session: calm,
      distinctId: calm,
      items: [at(0, 4, { href: 'https://a.example/calm' }), click(10), log(11, 'log', '"All is well"')],
    })
    await upload({
      session: busy,
      distinctId: busy,
      items: [...[1, 2, 3, 4].map(click), at(60, 3, { source: 0 }), log(61, 'error', '"boom"')],
    })
    await upload({ session: far, distinctId: far, items: [at(30, 4), at(31, 4)] })
    await client.send(
      seen(calm, '$pageview', { $browser: 'Firefox', $groups: { company: 'acme' }, $set: { plan: 'free' } }),
      seen(busy, '$pageview', { $browser: 'Chrome', $set: { plan: 'paid', email: 'busy@test.example' } }),
      seen(busy, 'bought', { amount: 10 }),
      {
        event: '$groupidentify',
        distinct_id: calm,
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { size: 5 } },
      },
    )
    for (const session of [calm, busy, far]) await listed(session)
    const consoles = {
      console_log_filters: [{ key: 'level', value: ['info', 'error'], operator: 'exact', type: 'log_entry' }],
    }
    await waitFor(async () => idsOf(await among(consoles)).length === 2)
    await waitFor(
      async () =>
        idsOf(await among({ properties: [{ type: 'group', group_type_index: 0, key: 'size', value: 5 }] })).length ===
        1,
    )
  })

  test('is in the order that is asked for, and continues after a page', async () => {
    expect(idsOf(await list({ ...mine, session_ids: [far, calm, busy, far] }))).toEqual([far, calm, busy])
    expect(idsOf(await list({ session_ids: [] }))).toEqual([])
    const orders = { start_time: [far, busy, calm], duration: [busy, calm, far], click_count: [busy, calm, far] }
    for (const [order, sessions] of Object.entries(orders)) {
      expect(idsOf(await among({ order }))).toEqual(sessions)
      expect(idsOf(await among({ order, order_direction: 'ASC' }))).toEqual(sessions.toReversed())
      expect(idsOf(await among({ order, offset: 1, limit: 1 }))).toEqual(sessions.slice(1, 2))
      const [, first] = await among({ order, limit: 2 })
      expect([first.has_next, first.version, first.count]).toEqual([true, 4, undefined])
      const [, rest] = await among({ order, limit: 2, after: first.next_cursor })
      expect([...first.results, ...rest.results].map(({ id }: any) => id)).toEqual(sessions)
      expect([rest.has_next, rest.next_cursor]).toEqual([false, undefined])
    }
    for (const order of [
      'active_seconds',
      'inactive_seconds',
      'keypress_count',
      'mouse_activity_count',
      'console_error_count',
      'activity_score',
      'recording_ttl',
    ])
      expect(idsOf(await among({ order })).toSorted()).toEqual([calm, busy, far].toSorted())
  })

  const event = (id: string, properties: object[] = []) => ({ id, type: 'events', order: 0, name: id, properties })
  const browser = (operator: string) => ({ type: 'event', key: '$browser', operator, value: ['Chrome'] })
  test.each<[string, Record<string, unknown>, string[]]>([
    ['an event', { events: [event('$pageview')] }, [busy, calm]],
    ['an event with a filter', { events: [event('$pageview', [browser('exact')])] }, [busy]],
    ['all of several events', { events: [event('$pageview'), event('bought')] }, [busy]],
    ['any of several events', { events: [event('$pageview'), event('bought')], operand: 'OR' }, [busy, calm]],
    ['any event', { events: [{ id: null, type: 'events' }] }, [busy, calm]],
    ['an event property', { properties: [browser('exact')] }, [busy]],
    ['no event with a property', { properties: [browser('is_not')] }, [far, calm]],
    ['a property of the person', { properties: [{ type: 'person', key: 'plan', value: 'paid' }] }, [busy]],
    [
      'a property that the person lacks',
      { properties: [{ type: 'person', key: 'plan', operator: 'is_not', value: 'paid' }] },
      [far, calm],
    ],
    [
      'a property of the group',
      { properties: [{ type: 'group', group_type_index: 0, key: 'size', operator: 'gt', value: 4 }] },
      [calm],
    ],
    ['HogQL about the recording', { properties: [{ type: 'hogql', key: 'click_count > 1' }] }, [busy]],
    ['HogQL about the person', { properties: [{ type: 'hogql', key: "person.properties.plan = 'free'" }] }, [calm]],
    ['HogQL about events', { properties: [{ type: 'hogql', key: 'properties.amount = 10' }] }, [busy]],
    [
      'a URL',
      { properties: [{ type: 'recording', key: 'visited_page', operator: 'icontains', value: '/calm' }] },
      [calm],
    ],
    [
      'the session',
      { properties: [{ type: 'session', key: '$pageview_count', operator: 'gte', value: 1 }] },
      [busy, calm],
    ],
    [
      'a level',
      { console_log_filters: [{ type: 'log_entry', key: 'level', operator: 'exact', value: ['error'] }] },
      [busy],
    ],
    [
      'a message',
      { console_log_filters: [{ type: 'log_entry', key: 'message', operator: 'icontains', value: 'is well' }] },
      [calm],
    ],
    [
      'a duration',
      { having_predicates: [{ type: 'recording', key: 'duration', operator: 'gt', value: 10 }] },
      [busy, calm],
    ],
    [
      'a legacy duration',
      { session_recording_duration: { key: 'duration', operator: 'gt', value: 11, type: 'recording' } },
      [busy],
    ],
    [
      'predicates, always',
      {
        having_predicates: [{ key: 'click_count', operator: 'lt', value: 2 }],
        events: [event('bought')],
        operand: 'OR',
      },
      [],
    ],
    [
      'groups of filters',
      {
        properties: {
          type: 'OR',
          values: [
            { type: 'AND', values: [event('bought')] },
            { type: 'person', key: 'plan', value: 'free' },
          ],
        },
      },
      [busy, calm],
    ],
    ['a date', { date_from: new Date(START + 30_000).toISOString() }, [far]],
    ['the same date at the end', { date_to: new Date(START + 30_000).toISOString() }, [far, busy, calm]],
    ['nothing with a comment', { comment_text: { key: 'comment_text', operator: 'icontains', value: 'odd' } }, []],
    ['nothing with any comment', { comment_text: { key: 'comment_text', operator: 'is_set' } }, []],
    ['everything, if the comment is empty', { comment_text: { operator: 'icontains', value: '' } }, [far, busy, calm]],
    ['one that does not match, first', { session_recording_id: calm, properties: [browser('exact')] }, [calm, busy]],
  ])('finds %s', async (_name, query, sessions) => {
    expect(idsOf(await among(query))).toEqual(sessions)
  })

  test('says which recording does not match', async () => {
    const [, { results }] = await among({ session_recording_id: calm, events: [event('bought')] })
    expect(results.map(({ id, matches_filters }: any) => [id, matches_filters])).toEqual([
      [calm, false],
      [busy, true],
    ])
    const other = await shareStack()
    expect(
      idsOf(
        await ask(
          'GET',
          `${other.base}/session_recordings?session_recording_id=${calm}&date_from=all`,
          undefined,
          other.client,
        ),
      ),
    ).toEqual([])
  })

  test('follows actions, cohorts, persons and test accounts', async () => {
    const action = (await ask('POST', `${share.base}/actions`, { name: newSession(), steps: [{ event: 'bought' }] }))[1]
    expect(idsOf(await among({ actions: [{ id: action.id, type: 'actions' }] }))).toEqual([busy])
    const cohort = (
      await ask('POST', `${share.base}/cohorts`, {
        name: newSession(),
        filters: { properties: { type: 'AND', values: [{ key: 'plan', type: 'person', value: 'paid' }] } },
      })
    )[1]
    await waitFor(
      async () => idsOf(await among({ properties: [{ type: 'cohort', key: 'id', value: cohort.id }] })).length === 1,
    )
    const [, { results }] = await list({ session_ids: [busy] })
    expect(idsOf(await list({ person_uuid: results[0].person.uuid }))).toEqual([busy])
    expect(idsOf(await list({ person_uuid: crypto.randomUUID() }))).toEqual([])
    expect(
      await change({
        test_account_filters: [{ key: 'email', value: '@test.example', operator: 'not_icontains', type: 'person' }],
      }),
    ).toBe(200)
    expect(idsOf(await among({ filter_test_accounts: 'true' }))).toEqual([far, calm])
  })

  test.each([
    ['an unknown parameter', { colour: 'red' }, 'colour'],
    ['broken JSON', { events: '[{' }, 'events'],
    ['a list that is none', { session_ids: '{}' }, 'session_ids'],
    ['an order', { order: 'size' }, 'order'],
    ['a limit', { limit: 'many' }, 'limit'],
    ['a date', { date_from: 'yesterday-ish' }, 'date_from'],
    ['a cursor', { after: 'eyJ9' }, 'after'],
    ['a person', { person_uuid: '7' }, 'person_uuid'],
    ['a comment', { comment_text: '[{}]' }, 'comment_text'],
    ['a field', { having_predicates: [{ key: 'weight', operator: 'gt', value: 1 }] }, 'having_predicates'],
    ['an operator', { properties: [{ type: 'event', key: 'a', operator: 'near', value: 1 }] }, 'properties'],
  ])('refuses %s', async (_name, query, attr) => {
    expect(await list(query)).toEqual([400, expect.objectContaining({ type: 'validation_error', attr })])
  })

  test('answers or refuses whatever its parameters hold, and never fails', async () => {
    const anything = ['\0\ud800', '-1', '1e309', '[[]]', '{"__proto__":{}}', `${'['.repeat(300)}${']'.repeat(300)}`]
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const nested = (depth: number): object =>
      depth === 0 ? browser('exact') : { type: 'AND', values: [nested(depth - 1)] }
    const filters = [
      { id: {} },
      { id: 9e15, type: 'actions' },
      { id: 'a\0', properties: [{ key: 'b\0', value: '\ud800' }, null] },
      { id: 'a', properties: { type: 'AND', values: 'x' } },
      { key: 'click_count', operator: 'gt', value: {} },
      { key: 'start_url', operator: 'regex', value: '(' },
      { key: '__proto__', type: 'log_entry', value: [null] },
      { type: 'hogql', key: 'sleep(9), (SELECT 1)' },
      { type: 'cohort', key: 'id', value: 9e15 },
      { type: 'group', group_type_index: 9, key: 'a', value: 1 },
      { type: 'recording', key: 'visited_page', operator: 'gt', value: [1] },
      nested(30),
    ].map((filter) => JSON.stringify([filter]))
    const known =
      'date_from date_to operand filter_test_accounts session_ids distinct_ids person_uuid session_recording_id order'
    const more = 'hide_viewed_recordings comment_text order_direction limit offset after version'
    const filtered = ['events', 'actions', 'properties', 'console_log_filters', 'having_predicates']
    const cases = [
      ...[...`${known} ${more}`.split(' '), ...filtered].flatMap((name) => anything.map((value) => [name, value])),
      ...filtered.flatMap((name) => filters.map((value) => [name, value])),
      ...['-999999999d', '275760-09-13', '0000-00-00'].flatMap((date) => [
        ['date_from', date],
        ['date_to', date],
      ]),
      ...[
        ['x', 'y'],
        [1e300, '\0'],
        [-1.5, '\ud800'],
      ].map((parts) => ['after', cursor('start_time', false, ...parts)]),
      ['session_ids', JSON.stringify(Array(10_001).fill('x'))],
    ] as [string, string][]
    const answers = cases.map(async ([name, value]) => {
      // Repeated, and as a part of an object, too.
      const query = value === '-1' ? `${name}=1&${name}=2&${name}[a]=1` : new URLSearchParams({ [name]: value })
      const [status, body] = await ask('GET', `${path}?${query}`)
      const isAnswer = status === 200 ? Array.isArray(body.results) : status === 400 && typeof body.detail === 'string'
      // A list of ten thousand IDs does not fit into an address.
      return isAnswer || status === 414 || status === 431 ? [] : [[name, value, status, body]]
    })
    expect((await Promise.all(answers)).flat()).toEqual([])
  })

  test('tells which events match', async () => {
    const matching = (query: Record<string, unknown>) =>
      ask(
        'GET',
        `${path}/matching_events?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, JSON.stringify(value)]))}`,
      )
    const [status, { results }] = await matching({ session_ids: [busy], events: [event('bought'), event('none')] })
    expect([status, results]).toEqual([
      200,
      [{ uuid: expect.any(String), timestamp: new Date(START).toISOString().replace('.000', '') }],
    ])
    expect((await matching({ session_ids: [busy], properties: [browser('exact')] }))[1].results).toHaveLength(1)
    expect((await matching({ session_ids: [busy, calm], events: [event('bought')] }))[1].detail).toBe(
      'Must specify exactly one session_id',
    )
    expect((await matching({ session_ids: [busy] }))[0]).toBe(400)
  })

  test('is a table for SQL', async () => {
    const query = `SELECT click_count, person.properties.plan, first_url, duration FROM session_replay_events WHERE session_id IN ('${calm}', '${busy}') ORDER BY click_count`
    const { results } = (await ask('POST', `${share.base}/query`, { query: { kind: 'HogQLQuery', query } }))[1]
    expect(results).toEqual([
      [1, 'free', 'https://a.example/calm', 11],
      [4, 'paid', null, 60],
    ])
    const logs = `SELECT level, message FROM console_logs_log_entries WHERE log_source_id = '${busy}'`
    expect(
      (await ask('POST', `${share.base}/query`, { query: { kind: 'HogQLQuery', query: logs } }))[1].results,
    ).toEqual([['error', '"boom"']])
  })

  test('can be saved as playlists: filters and collections', async () => {
    const lists = `${share.base}/session_recording_playlists`
    const filter_group = { type: 'AND', values: [{ type: 'AND', values: [event('bought')] }] }
    const [status, saved] = await ask('POST', lists, {
      name: 'Buyers',
      type: 'filters',
      filters: { date_from: '-1d', filter_group, duration: [] },
    })
    expect([status, saved]).toEqual([
      201,
      expect.objectContaining({ name: 'Buyers', type: 'filters', pinned: false, deleted: false }),
    ])
    expect(idsOf(await ask('GET', `${lists}/${saved.short_id}/recordings`))).toEqual([busy])
    expect((await ask('GET', `${lists}/${saved.short_id}`))[1].recordings_counts.saved_filters).toEqual({
      count: 1,
      has_more: false,
      watched_count: 0,
    })
    expect((await ask('POST', `${lists}/${saved.short_id}/recordings/${calm}`))[0]).toBe(400)
    // Lists count, too; filters that nobody can follow have no count, but can be read and mended.
    const [, broken] = await ask('POST', lists, { name: 'Broken', type: 'filters', filters: { date_from: 'someday' } })
    const uncounted = { count: null, has_more: null, watched_count: null }
    expect((await ask('GET', `${lists}/${broken.short_id}`))[1].recordings_counts.saved_filters).toEqual(uncounted)
    await client.request(`${path}/${busy}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"viewed":true}',
    })
    const { results: counted } = await client.get(`${lists}?type=filters`)
    expect(counted.map((each: any) => [each.name, each.recordings_counts.saved_filters])).toEqual([
      ['Broken', uncounted],
      ['Buyers', { count: 1, has_more: false, watched_count: 1 }],
    ])
    await ask('POST', `${path}/bulk_not_viewed`, { session_recording_ids: [busy] })

    const [, kept] = await ask('POST', lists, { name: 'Kept', type: 'collection' })
    const members = `${lists}/${kept.short_id}/recordings`
    expect(await ask('POST', `${members}/${calm}`)).toEqual([200, { success: true }])
    expect(await ask('POST', `${members}/${calm}`)).toEqual([200, { success: true }])
    expect((await ask('POST', `${members}/${newSession()}`))[0]).toBe(404)
    expect((await ask('POST', `${members}/bulk_add`, { session_recording_ids: [busy, calm, 'x'] }))[1]).toEqual({
      success: true,
      added_count: 1,
      total_requested: 3,
    })
    expect(idsOf(await ask('GET', members))).toEqual([busy, calm])
    expect((await ask('GET', `${lists}/${kept.short_id}`))[1].recordings_counts.collection).toEqual({
      count: 2,
      watched_count: 0,
    })
    expect(await ask('DELETE', `${members}/${calm}`)).toEqual([200, { success: true }])
    expect((await ask('DELETE', `${members}/${calm}`))[0]).toBe(404)
    expect((await ask('POST', `${members}/bulk_delete`, { session_recording_ids: [busy] }))[1]).toMatchObject({
      deleted_count: 1,
    })
    expect(idsOf(await ask('GET', members))).toEqual([])
    expect((await ask('POST', lists, { type: 'heap' }))[1]).toMatchObject({ attr: 'type', code: 'invalid_choice' })
    expect((await ask('POST', lists, { type: 'collection', filters: { date_from: '-1d' } }))[0]).toBe(400)
    expect((await ask('DELETE', `${lists}/${kept.short_id}`))[0]).toBe(405)
    expect((await ask('PATCH', `${lists}/${kept.short_id}`, { deleted: true, name: 'Gone' }))[1]).toMatchObject({
      deleted: true,
    })
    expect((await ask('GET', `${lists}/${kept.short_id}`))[0]).toBe(404)
    expect((await client.get(`${lists}?search=buy`)).results.map(({ name }: any) => name)).toEqual(['Buyers'])
    const log = await client.get(`${lists}/${kept.short_id}/activity`)
    expect(log.results.map(({ activity }: any) => activity)).toContain('deleted')
  })
})

test('a recording that has ended is packed, and one of an earlier version is counted', async () => {
  const session = newSession()
  const texts = ['one', 'two', 'three']
  for (const [index, text] of texts.entries())
    await upload({ session, distinctId: session, items: [click(index), log(index, 'log', text.repeat(500))] })
  await recorded(session, 2)
  const { stack, project } = share
  const blobs = new DiskBlobs(nodePath.join(stack.directory, 'blobs'))
  const old = [at(10, 4, { href: 'https://old.example/' }), at(11, 3, { source: 5 })]
  const blobKey = `replay/${project}/${session}/old.json.gz`
  await blobs.put(blobKey, gzipSync(JSON.stringify(old)))
  await stack.sql(
    `INSERT INTO recording_blocks (team_id, session_id, blob_key, bytes, first_timestamp, last_timestamp, array_window_id)
     VALUES ($1, $2, $3, 99, to_timestamp($4), to_timestamp($5), 'old')`,
    [project, session, blobKey, START / 1000 + 10, START / 1000 + 11],
  )
  await stack.sql(
    "UPDATE recordings SET last_received_at = now() - interval '2 hours' WHERE team_id = $1 AND session_id = $2",
    [project, session],
  )
  const before = await linesOf(session)
  expect(before.sources.length).toBeGreaterThan(1)
  const each = (decompress: string) =>
    Promise.all(
      before.sources.map(async ({ blob_key: key }: any) => {
        const query = `source=blob_v2&start_blob_key=${key}&end_blob_key=${key}&decompress=${decompress}`
        return (await client.request(`${path}/${session}/snapshots?${query}`)).text()
      }),
    )
  const [lines, snappy] = [await each('true'), await each('false')]
  const { rows, findOld } = await heldBack(session)
  const pack = () => withPostgres((pool) => packRecordings(pool, blobs))
  await pack()
  // A player that listed the blocks before gets the same items under the same numbers, from one file.
  const after = await linesOf(session)
  expect(after.sources).toEqual(before.sources)
  expect(after.text).toBe(before.text)
  expect([await each('true'), await each('false')]).toEqual([lines, snappy])
  const keys = async () =>
    (
      await stack.sql<{ key: string }>('SELECT blob_key AS key FROM recording_blocks WHERE session_id = $1', [session])
    ).map(({ key }) => key)
  const packed = await keys()
  expect(new Set(packed).size).toBe(1)
  for (const key of rows.map((row) => row.blobKey)) expect(await isThere(blobs, key)).toBe(false)
  // A request that found the blocks before they were packed reads on where they are now.
  expect((await buffer(await findOld())).toString()).toBe(before.text)
  // More that comes later is packed together with what is packed already.
  await upload({ session, distinctId: session, items: [click(20)] })
  await recorded(session, 20)
  await stack.sql(
    "UPDATE recordings SET last_received_at = now() - interval '2 hours' WHERE team_id = $1 AND session_id = $2",
    [project, session],
  )
  const longer = await linesOf(session)
  expect(longer.text).toContain(before.text)
  await pack()
  expect((await linesOf(session)).text).toBe(longer.text)
  expect(new Set(await keys()).size).toBe(1)
  expect((await keys())[0]).not.toBe(packed[0])
  expect(await isThere(blobs, packed[0]!)).toBe(false)
  expect(await blobs.open(blobKey)).toBeNull()
  expect(await recorded(session)).toMatchObject({
    click_count: 4,
    keypress_count: 1,
    console_log_count: 3,
    start_url: 'https://old.example/',
  })
  const { recordings, bytes, oldest } = await client.get(`${path}/usage`)
  expect([recordings > 0, bytes > 0, oldest]).toEqual([true, true, expect.stringMatching(/Z$/)])
})

/** The blocks of a recording as they are now, and a way to read them later. */
async function heldBack(session: string) {
  const find = () => withPostgres((pool) => findBlocks(pool, share.project, session))
  const rows = await find()
  const reading = {
    blobs: new DiskBlobs(nodePath.join(share.stack.directory, 'blobs')),
    findAgain: async (old: readonly StoredBlock[]) => {
      const ids = old.map(({ id }) => id)
      return (await find()).filter(({ id }) => ids.includes(id))
    },
    onUnreadable: (error: Error) => {
      throw error
    },
  }
  return { rows, findOld: () => streamLines(rows, reading) }
}

async function withPostgres<Result>(use: (pool: Pool) => Promise<Result>): Promise<Result> {
  const db = openPostgres((share.stack.urls() as Record<string, string>).DATABASE_URL!)
  try {
    return await use(db.$client)
  } finally {
    await db.$client.end()
  }
}

test('files that no row names are removed once they are old, and no others', async () => {
  const session = newSession()
  await upload({ session, items: [click(1)] })
  await recorded(session)
  const [named] = await share.stack.sql<{ key: string }>(
    'SELECT blob_key AS key FROM recording_blocks WHERE team_id = $1 AND session_id = $2',
    [share.project, session],
  )
  // In a folder of its own, so that no other test loses anything.
  const folder = await fs.mkdtemp(nodePath.join(os.tmpdir(), 'sweep-'))
  const blobs = new DiskBlobs(folder)
  const lost = `replay/${share.project}/2026-01-01/lost.jsonl.gz`
  for (const key of [named!.key, lost]) await blobs.put(key, Buffer.from('x'))
  try {
    expect(await withPostgres((pool) => sweepBlobs(pool, blobs))).toBe(0)
    expect(await withPostgres((pool) => sweepBlobs(pool, blobs, Date.now() + 2 * 86_400_000))).toBe(1)
    expect([await isThere(blobs, named!.key), await isThere(blobs, lost)]).toEqual([true, false])
  } finally {
    await fs.rm(folder, { recursive: true })
  }
})

async function isThere(blobs: DiskBlobs, key: string): Promise<boolean> {
  const stream = await blobs.open(key)
  stream?.destroy()
  return stream !== null
}

describe('a deleted recording', () => {
  test('is gone for good, and late uploads do not bring it back', async () => {
    const [one, two, kept] = [newSession(), newSession(), newSession()]
    for (const session of [one, two, kept]) await upload({ session, distinctId: session, items: [click(1), click(2)] })
    for (const session of [one, two, kept]) await listed(session)
    expect((await ask('DELETE', `${path}/${one}`))[0]).toBe(204)
    expect((await ask('DELETE', `${path}/${one}`))[0]).toBe(404)
    const bulk = (body: object) =>
      ask('POST', `${path}/bulk_delete`, { session_recording_ids: [one, two, kept], ...body })
    expect(await bulk({ date_from: 'someday' })).toEqual([400, expect.objectContaining({ attr: 'date_from' })])
    expect((await bulk({ date_from: '-30M' }))[1]).toMatchObject({ deleted_count: 0, total_requested: 3 })
    const ids = { session_recording_ids: [one, two, 'unknown'], date_from: '-1d' }
    expect(await ask('POST', `${path}/bulk_delete`, ids)).toEqual([
      200,
      { success: true, deleted_count: 1, total_requested: 3, failed_ids: [] },
    ])
    expect((await ask('POST', `${path}/bulk_delete`, { session_recording_ids: 'x' }))[0]).toBe(400)
    for (const session of [one, two]) {
      await upload({ session, items: [click(500)] })
      expect((await ask('GET', `${path}/${session}`))[0]).toBe(404)
      expect((await ask('GET', `${path}/${session}/snapshots`))[0]).toBe(404)
    }
    await upload({ session: kept, distinctId: kept, items: [click(3)] })
    await recorded(kept, 2)
    expect(idsOf(await list({ session_ids: [one, two, kept], date_from: 'all' }))).toEqual([kept])
    expect(idsOf(await list({ session_recording_id: one, session_ids: [] }))).toEqual([])
    expect((await ask('GET', `${path}/${one}`))[0]).toBe(404)
    const log = await client.get(`${share.base}/activity_log?scope=Replay`)
    expect(log.results.map(({ activity }: any) => activity)).toEqual(['bulk_deleted', 'deleted'])
    const blobs = await share.stack.sql('SELECT 1 FROM recording_blocks WHERE team_id = $1 AND session_id = ANY($2)', [
      share.project,
      [one, two],
    ])
    expect(blobs).toEqual([])
  })

  test('by a member who may only look is refused', async () => {
    const cy = await share.join('cy')
    expect(
      (
        await ask('PUT', `${share.base}/resource_access_controls`, {
          resource: 'session_recording',
          access_level: 'viewer',
        })
      )[0],
    ).toBeLessThan(300)
    expect((await ask('POST', `${path}/bulk_delete`, { session_recording_ids: ['x'] }, cy.client))[0]).toBe(403)
    expect((await ask('GET', path, undefined, cy.client))[0]).toBe(200)
    await ask('PUT', `${share.base}/resource_access_controls`, { resource: 'session_recording', access_level: 'none' })
    expect((await ask('GET', path, undefined, cy.client))[0]).toBe(403)
    await ask('PUT', `${share.base}/resource_access_controls`, { resource: 'session_recording', access_level: null })
  })
})

test('sessions are known from their events, with or without a recording', async () => {
  const session = newSession()
  const seen = (seconds: number, url: string, properties: object = {}) => ({
    event: '$pageview',
    distinct_id: session,
    timestamp: new Date(START + seconds * 1000).toISOString(),
    properties: { $session_id: session, $current_url: url, ...properties },
  })
  await client.send(
    seen(20, 'https://a.example/last'),
    seen(0, 'https://a.example/first', { utm_content: 'blue', utm_term: 'shoes' }),
    seen(5, 'https://a.example/last'),
  )
  const query = `SELECT $session_duration, $num_uniq_urls, $entry_pathname, $exit_pathname, $entry_utm_content,
    $entry_utm_term, $pageview_count, $is_bounce FROM sessions WHERE session_id = '${session}'`
  const { results } = (await ask('POST', `${share.base}/query`, { query: { kind: 'HogQLQuery', query } }))[1]
  expect(results).toEqual([[20, 2, '/first', '/last', 'blue', 'shoes', 3, 0]])
  // Events may name any session, but only UUIDs of version 7 are sessions.
  const odd = crypto.randomUUID()
  await client.send({ ...seen(0, 'https://a.example/'), properties: { $session_id: odd } })
  const ids = `SELECT session_id FROM sessions WHERE session_id IN ('${session}', '${odd}')`
  expect((await ask('POST', `${share.base}/query`, { query: { kind: 'HogQLQuery', query: ids } }))[1].results).toEqual([
    [session],
  ])
  const names = async (search: string) =>
    (await client.get(`${share.base}/sessions/property_definitions?search=${search}`)).results.map(
      ({ name }: any) => name,
    )
  expect(await names('')).toHaveLength(21)
  expect(await names('utm%20con')).toEqual(['$entry_utm_content'])
  for (const key of await names('')) {
    const filter = { type: 'session', key, operator: 'is_set', value: 'is_set' }
    expect((await list({ session_ids: [session], properties: [filter] }))[0]).toBe(200)
  }
})
