import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import LZString from 'lz-string'
import { describe, expect, test } from 'vitest'
import { CAPTURE_BODY_BYTES_MAX } from './limits.ts'
import { type PrepareOutcome, prepare, type RawRequest } from './prepare.ts'
import { decodeRecord, type EventsRecord, type ReplayRecord } from './record.ts'
import { snapshotsIn } from './snapshots.ts'

const NOW = Date.UTC(2026, 2, 2, 10)
const EVENT = { event: 'e', distinct_id: 'u', api_key: 'phc_a', properties: { a: 1 } }
const UUID = '0190aa11-2b3c-7d4e-8f50-112233445566'

type Part = Partial<Omit<RawRequest, 'body'>> & { body?: Buffer | string | object }

function run({ body = '', ...rest }: Part): PrepareOutcome {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return prepare(
    { kind: 'classic', path: '/e', query: '', headers: {}, ip: '1.2.3.4', now: NOW, ...rest, body: bytes },
    false,
  )
}

function accepted(part: Part): EventsRecord {
  const outcome = run(part)
  if (outcome === 'outgrew' || 'refusal' in outcome) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  const records = outcome.prepared.payloads.map((payload) => decodeRecord(payload) as EventsRecord)
  return { ...records[0]!, events: records.flatMap((record) => record.events) }
}

function refused(part: Part): { status: number; message: string; tag?: string } {
  const outcome = run(part)
  if (outcome === 'outgrew' || !('refusal' in outcome)) throw new Error('accepted')
  return outcome.refusal
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('bodies that are not quite UTF-8', () => {
  // U+1F600 is the surrogate pair D83D DE00; each half encoded separately is ED A0 BD and ED B8 80.
  const HALVES = Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])
  const withText = (bytes: Buffer) => {
    const [before, after] = JSON.stringify({ ...EVENT, properties: { text: 'é@!' } }).split('@')
    return Buffer.concat([Buffer.from(before!), bytes, Buffer.from(after!)])
  }
  const percent = (bytes: Buffer) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const parts: [string, (body: Buffer) => Part][] = [
    ['plain', (body) => ({ body })],
    ['gzip', (body) => ({ body: gzipSync(body) })],
    ['base64', (body) => ({ body: body.toString('base64') })],
    ['a form', (body) => ({ body: `data=${percent(body)}`, headers: form })],
    ['a form that is not escaped', (body) => ({ body: Buffer.concat([Buffer.from('data='), body]), headers: form })],
    ['a query string', (body) => ({ query: `ip=1&data=${percent(body)}` })],
  ]

  test.each(parts)('%s: separately encoded surrogates become the character again', (_name, part) => {
    expect(accepted(part(withText(HALVES))).events[0]!.properties).toEqual({ text: 'é😀!' })
  })

  test.each(parts)('%s: a lone surrogate is kept', (_name, part) => {
    expect(accepted(part(withText(HALVES.subarray(0, 3)))).events[0]!.properties).toEqual({ text: 'é\ud83d!' })
  })

  test('other invalid bytes are refused', () => {
    expect(refused({ body: withText(Buffer.from([0xff])) }).message).toContain('not UTF-8')
  })
})

describe('classic encodings', () => {
  test.each<[string, Part]>([
    ['plain JSON', { body: EVENT }],
    ['gzip, not announced', { body: gzipSync(JSON.stringify(EVENT)) }],
    ['gzip by header', { body: gzipSync(JSON.stringify(EVENT)), headers: { 'content-encoding': 'gzip' } }],
    ['gzip by query', { body: gzipSync(JSON.stringify(EVENT)), query: 'compression=gzip-js&ip=0&_=1&ver=1.2' }],
    ['base64 body', { body: base64(EVENT) }],
    ['base64 of gzip', { body: gzipSync(JSON.stringify(EVENT)).toString('base64') }],
    ['base64 inside gzip', { body: gzipSync(base64(EVENT)) }],
    [
      'form with escaped base64',
      { body: `data=${encodeURIComponent(base64(EVENT))}&compression=base64`, headers: form },
    ],
    [
      'form with bare base64',
      {
        body: `data=${base64({ ...EVENT, properties: { x: '>>>???~~~' } })}`,
        headers: form,
        query: 'compression=base64',
      },
    ],
    ['form with JSON', { body: `data=${encodeURIComponent(JSON.stringify(EVENT))}`, headers: form }],
    [
      'form with LZ-String',
      {
        body: `data=${encodeURIComponent(LZString.compressToBase64(JSON.stringify(EVENT)))}&compression=lz64`,
        headers: form,
      },
    ],
    ['query data, body ignored', { query: `data=${encodeURIComponent(base64(EVENT))}`, body: 'ignored' }],
    ['an unknown compression is ignored', { body: EVENT, query: 'compression=brotli' }],
  ])('%s', (_name, part) => {
    const record = accepted(part)
    expect(record).toMatchObject({
      token: 'phc_a',
      ip: '1.2.3.4',
      now: NOW,
      events: [{ event: 'e', distinct_id: 'u' }],
    })
  })

  test('unescaped plus signs of a base64 form survive', () => {
    const event = { ...EVENT, properties: { x: '>>>???~~~' } }
    expect(base64(event)).toContain('+')
    const record = accepted({ body: `data=${base64(event)}`, headers: form })
    expect(record.events[0]!.properties).toEqual({ x: '>>>???~~~' })
  })

  test.each<[string, Part, number, string]>([
    ['nothing', {}, 400, 'request missing data payload'],
    ['bad gzip', { body: Buffer.from([0x1f, 0x8b, 0x08, 1, 2, 3]) }, 400, 'failed to decode request'],
    ['cut gzip', { body: gzipSync(JSON.stringify(EVENT)).subarray(0, 20) }, 400, 'failed to decode request'],
    ['bad UTF-8', { body: Buffer.from([0x7b, 0xff, 0xfe]) }, 400, 'failed to decode request'],
    ['a form without data', { body: '{"event":"e"}', headers: form }, 400, 'failed to decode request'],
    ['not JSON', { body: '{"event":' }, 400, 'failed to parse request'],
    ['a scalar', { body: '17' }, 400, 'failed to parse request'],
    ['an array with a broken item', { body: [EVENT, { event: 3 }] }, 400, 'failed to parse request'],
    ['properties of the wrong type', { body: { ...EVENT, properties: [] } }, 400, 'failed to parse request'],
    ['a malformed uuid', { body: { ...EVENT, uuid: 'x' } }, 400, 'failed to parse request'],
    ['a number as timestamp', { body: { ...EVENT, timestamp: 17 } }, 400, 'failed to parse request'],
    ['an object without event', { body: { api_key: 'phc_a', distinct_id: 'u' } }, 400, 'failed to hydrate events'],
    [
      'a batch with a broken item',
      { body: { api_key: 'phc_a', batch: [{ event: 1 }] } },
      400,
      'failed to hydrate events',
    ],
    ['an empty batch', { body: { api_key: 'phc_a', batch: [] } }, 400, 'request holds no event'],
    ['an empty array', { body: [] }, 400, 'request holds no event'],
    ['no token', { body: { event: 'e', distinct_id: 'u' } }, 401, 'event submitted without an api_key'],
    [
      'two tokens',
      { body: [EVENT, { ...EVENT, api_key: 'phc_b' }] },
      401,
      'batch submitted with inconsistent api_key values',
    ],
    ['an empty batch token', { body: { api_key: ' ', batch: [EVENT] } }, 401, 'API key is not valid: empty'],
    ['a long token', { body: { ...EVENT, api_key: 'p'.repeat(65) } }, 401, 'API key is not valid: too_long'],
    ['a personal key', { body: { ...EVENT, api_key: 'phx_1' } }, 401, 'API key is not valid: personal_api_key'],
    ['a token with NUL', { body: { ...EVENT, api_key: 'a\0b' } }, 401, 'API key is not valid: null_byte'],
    ['a token beyond ASCII', { body: { ...EVENT, api_key: 'phc_ü' } }, 401, 'API key is not valid: not_ascii'],
    ['an empty name', { body: { ...EVENT, event: '' } }, 400, 'event submitted with an empty event name'],
    ['no distinct id', { body: { ...EVENT, distinct_id: null } }, 400, 'event submitted without a distinct_id'],
    ['a blank distinct id', { body: { ...EVENT, distinct_id: ' \t' } }, 400, 'event submitted without a distinct_id'],
    [
      'one bad event among good ones',
      { body: [EVENT, { ...EVENT, distinct_id: '' }] },
      400,
      'event submitted without a distinct_id',
    ],
    [
      'a bad cookieless flag',
      { body: { ...EVENT, properties: { $cookieless_mode: 1 } } },
      400,
      'event submitted with invalid cookieless mode',
    ],
    [
      'a gzip bomb',
      { body: gzipSync(Buffer.alloc(CAPTURE_BODY_BYTES_MAX + 1, 32)) },
      413,
      'maximum event size exceeded',
    ],
    [
      'deep nesting',
      { body: `{"event":"e","distinct_id":"u","api_key":"t","properties":{"a":${'['.repeat(500_000)}` },
      400,
      'failed to parse request',
    ],
  ])('%s is refused', (_name, part, status, message) => {
    const refusal = refused(part)
    expect(refusal.status).toBe(status)
    expect(refusal.message).toContain(message)
  })

  test('a payload of exactly the limit is decoded, one byte more is refused', () => {
    const text = JSON.stringify(EVENT)
    const padded = (bytes: number) => gzipSync(text + ' '.repeat(bytes - text.length))
    expect(accepted({ body: padded(CAPTURE_BODY_BYTES_MAX) }).events).toHaveLength(1)
    expect(refused({ body: padded(CAPTURE_BODY_BYTES_MAX + 1) }).status).toBe(413)
  })

  test('any bytes are either accepted or refused, without another error', () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom('', 'gzip', 'lz64', 'base64'),
        fc.constantFrom('', form['content-type']),
        (body, compression, type) => {
          run({ body, query: compression && `compression=${compression}`, headers: { 'content-type': type } })
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('classic events', () => {
  test('distinct IDs of any type become text, and long ones are cut by characters', () => {
    const ids = [23, 23.4, ['a', 'b'], { a: 1 }, true, ' padded ', 'a\0b', '😀'.repeat(300)]
    const record = accepted({ body: ids.map((id) => ({ ...EVENT, distinct_id: id })) })
    expect(record.events.map((event) => event.distinct_id)).toEqual([
      '23',
      '23.4',
      '["a","b"]',
      '{"a":1}',
      'true',
      ' padded ',
      'a\uFFFDb',
      '😀'.repeat(200),
    ])
  })

  test('the distinct ID and the token may be in the properties', () => {
    const record = accepted({ body: { event: 'e', properties: { token: ' phc_x ', distinct_id: 'u' } } })
    expect(record).toMatchObject({ token: 'phc_x', events: [{ distinct_id: 'u' }] })
  })

  test('the batch token overrides those of the items', () => {
    expect(accepted({ body: { token: 'phc_top', batch: [EVENT] } }).token).toBe('phc_top')
  })

  test('engage without an event is an identify', () => {
    expect(
      accepted({ path: '/engage/', body: { api_key: 'phc_a', distinct_id: 'u', $set: { a: 1 } } }).events[0],
    ).toMatchObject({
      event: '$identify',
      $set: { a: 1 },
    })
  })

  test('a given uuid is kept, a missing or empty one is generated', () => {
    const record = accepted({
      body: [
        { ...EVENT, uuid: UUID.toUpperCase() },
        { ...EVENT, uuid: '' },
        { ...EVENT, uuid: null },
      ],
    })
    expect(record.events[0]!.uuid).toBe(UUID)
    expect(new Set(record.events.map((event) => event.uuid)).size).toBe(3)
  })

  test('performance events are removed; a request with nothing else is fine', () => {
    const outcome = run({ body: [{ ...EVENT, event: '$performance_event' }] })
    expect(outcome).toMatchObject({ prepared: { events: 0, payloads: [] } })
  })

  test.each<[string, Part, number | null]>([
    ['batch body', { body: { api_key: 'a', batch: [EVENT], sent_at: '2026-03-02T10:03:00Z' } }, NOW + 180_000],
    ['query _', { body: EVENT, query: `_=${NOW + 5}` }, NOW + 5],
    ['query sent_at', { body: EVENT, query: `sent_at=${NOW}` }, NOW],
    ['seconds are ignored', { body: EVENT, query: `_=${NOW / 1000}` }, null],
    [
      'an unparsable body value falls back',
      { body: { api_key: 'a', batch: [EVENT], sent_at: 'soon' }, query: `_=${NOW}` },
      NOW,
    ],
  ])('sent_at from the %s', (_name, part, sentAt) => {
    expect(accepted(part).sentAt).toBe(sentAt)
  })

  test('numbers reach the log with all their digits', () => {
    const outcome = run({
      body: '{"event":"e","distinct_id":"u","api_key":"t","properties":{"id":12345678901234567890,"a.b":null}}',
    })
    const payload = (outcome as { prepared: { payloads: Buffer[] } }).prepared.payloads[0]!
    expect(payload.toString()).toContain('{"id":12345678901234567890,"a.b":null}')
  })

  test('a request of many events becomes several records', () => {
    const outcome = run({ body: { api_key: 't', batch: Array.from({ length: 2500 }, () => EVENT) } })
    expect(outcome).toMatchObject({ prepared: { events: 2500 } })
    expect((outcome as { prepared: { payloads: Buffer[] } }).prepared.payloads).toHaveLength(3)
  })
})

describe('replay uploads', () => {
  const snapshot = (properties: object) => ({
    event: '$snapshot',
    properties: { token: 'phc_a', distinct_id: 'u', ...properties },
  })
  const replay = (body: object) => run({ kind: 'replay', path: '/s', body })

  test('pages may be nested deeply, other events not, and nothing without end', () => {
    const nested = (levels: number) => {
      let node: object = { type: 3 }
      for (let level = 0; level < levels; level++) node = { childNodes: [node] }
      return { type: 2, timestamp: NOW, data: { node } }
    }
    const page = (levels: number) => snapshot({ $session_id: 's', $snapshot_data: [nested(levels)] })
    expect(recordsOf(replay([page(400)]))).toHaveLength(1)
    expect(refused({ kind: 'replay', path: '/s', body: [page(600)] }).message).toContain('failed to parse')
    const event = { ...EVENT, properties: { deep: nested(400) } }
    expect(refused({ kind: 'replay', path: '/s', body: [page(1), event] }).message).toContain('failed to parse')
  })

  const recordsOf = (outcome: PrepareOutcome) =>
    (outcome as { prepared: { payloads: Buffer[] } }).prepared.payloads.map((payload) => decodeRecord(payload))
  const itemsOf = ({ lines }: ReplayRecord) => [...snapshotsIn(lines)].map(({ item }) => JSON.parse(item.toString()))
  const at = (offset: number, rest: object = {}) => ({ timestamp: NOW + offset, ...rest })

  test('events of one upload are joined in order', () => {
    const [record] = recordsOf(
      replay([
        snapshot({ $session_id: 's-1', $window_id: 'w', $snapshot_data: [at(0, { type: 4 })], $lib: 'web' }),
        snapshot({ $session_id: 'other', $snapshot_data: at(-5, { type: 3 }) }),
      ]),
    ) as ReplayRecord[]
    expect(record).toMatchObject({ sessionId: 's-1', windowId: 'w', source: 'web', library: 'web' })
    expect(itemsOf(record!)).toEqual([at(0, { type: 4 }), at(-5, { type: 3 })])
  })

  test('items stay as they were sent, and say what they are', () => {
    const item = {
      type: 3,
      timestamp: NOW + 0.75,
      data: { source: 2, type: 9, text: 'a\u0000\u0080\u00ff\ud800\n', big: 12345678901234567890n },
      cv: '2024-10',
      unknown: [],
    }
    const text = JSON.stringify(item, (_key, value) => (typeof value === 'bigint' ? `#${value}#` : value)).replace(
      /"#|#"/g,
      '',
    )
    const body = JSON.stringify([snapshot({ $session_id: 's', $snapshot_data: ['@'] })]).replace('"@"', text)
    const [record] = recordsOf(replay(body as never)) as ReplayRecord[]
    const [found] = [...snapshotsIn(record!.lines)]
    expect(found!.item.toString()).toBe(text)
    expect(found!.head).toMatchObject({ timestamp: NOW, type: 3, source: 2, interaction: 9, level: null, href: null })
  })

  test('items without a positive time, and those of the day after tomorrow, are left out; then nothing is logged', () => {
    const bad = [{ type: 3 }, at(-NOW), at(-NOW - 1), { timestamp: 'now' }, at(25 * 3_600_000), 7, null]
    const outcome = replay([snapshot({ $session_id: 's', $snapshot_data: [...bad, at(23 * 3_600_000)] })])
    expect(itemsOf((recordsOf(outcome) as ReplayRecord[])[0]!)).toEqual([at(23 * 3_600_000)])
    expect(recordsOf(replay([snapshot({ $session_id: 's', $snapshot_data: bad })]))).toEqual([])
  })

  test('an upload without uuid is known by its content', () => {
    const uuidOf = (data: object) =>
      (recordsOf(replay([snapshot({ $session_id: 's', $snapshot_data: data })])) as ReplayRecord[])[0]!.uuid
    expect(uuidOf(at(0))).toBe(uuidOf(at(0)))
    expect(uuidOf(at(0))).not.toBe(uuidOf(at(1)))
  })

  test('snapshots among other events belong to the sessions that they name; the others stay events', () => {
    const mixed = [
      { ...EVENT, event: 'seen' },
      { ...snapshot({ $session_id: 'a', $snapshot_data: at(0) }) },
      { ...snapshot({ $session_id: 'b', $window_id: 'w', $snapshot_data: at(1) }) },
      { ...snapshot({ $session_id: 'a', $snapshot_data: at(2) }) },
    ]
    for (const part of [{ path: '/e' }, { kind: 'replay' as const, path: '/s' }]) {
      const [events, a, b, ...rest] = recordsOf(run({ ...part, body: mixed })) as [EventsRecord, ...ReplayRecord[]]
      expect(events.events.map(({ event }) => event)).toEqual(['seen'])
      expect([a!.sessionId, a!.windowId, itemsOf(a!)]).toEqual(['a', 'a', [at(0), at(2)]])
      expect([b!.sessionId, b!.windowId, itemsOf(b!)]).toEqual(['b', 'w', [at(1)]])
      expect(rest).toEqual([])
    }
    expect(
      run({ path: '/batch', body: { api_key: 'phc_a', batch: [snapshot({ $snapshot_data: [] })] } }),
    ).toMatchObject({
      refusal: { status: 400, message: 'replay event submitted without session id' },
    })
  })

  test('a record of an earlier version is read', () => {
    const old = { kind: 'replay', token: 't', now: NOW, uuid: UUID, distinctId: 'u', sessionId: 's', windowId: 'w' }
    const record = decodeRecord(
      Buffer.from(JSON.stringify({ ...old, snapshots: [at(0), { type: 3 }] })),
    ) as ReplayRecord
    expect(record).toMatchObject(old)
    expect(itemsOf(record)).toEqual([at(0)])
  })

  test.each([
    ['no session', { $snapshot_data: [] }, 'without session id'],
    ['a session with a slash', { $session_id: '../x', $snapshot_data: [] }, 'invalid session id'],
    ['a session that is a number', { $session_id: 1, $snapshot_data: [] }, 'invalid session id'],
    ['a session of 71 characters', { $session_id: 'a'.repeat(71), $snapshot_data: [] }, 'invalid session id'],
    ['no data', { $session_id: 's' }, 'without snapshot data'],
  ])('%s', (_name, properties, message) => {
    expect(replay([snapshot(properties)])).toMatchObject({
      refusal: { status: 400, message: expect.stringContaining(message) },
    })
  })
})

describe('v1', () => {
  const headers = {
    authorization: 'Bearer phc_a',
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'x',
    'posthog-sdk-info': 'posthog-node/5.1.0',
    'posthog-attempt': '1',
    'posthog-request-id': UUID,
    'posthog-request-timestamp': '2026-03-02T10:00:00Z',
  }
  const item = { event: 'e', uuid: UUID, distinct_id: 'u', timestamp: '2026-03-02T09:59:58Z' }
  const batch = (...items: object[]) => ({ created_at: '2026-03-02T09:59:59Z', batch: items })
  const v1 = (part: Part) => ({ kind: 'v1' as const, path: '/i/v1/analytics/events', headers, ...part })

  test('separately encoded surrogates become the character again', () => {
    const text = JSON.stringify(batch({ ...item, properties: { text: '@' } }))
    const [before, after] = text.split('@')
    const halves = Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])
    const body = Buffer.concat([Buffer.from(before!), halves, Buffer.from(after!)])
    expect(accepted(v1({ body })).events[0]!.properties.text).toBe('😀')
  })

  test('options, session and library become properties', () => {
    const record = accepted(
      v1({
        body: batch({
          ...item,
          session_id: 's',
          options: { process_person_profile: false, disable_skew_correction: true },
          properties: { $process_person_profile: true, a: 1 },
        }),
      }),
    )
    expect(record.events[0]!.properties).toEqual({
      a: 1,
      $lib: 'posthog-node',
      $lib_version: '5.1.0',
      $session_id: 's',
      $process_person_profile: false,
      $ignore_sent_at: true,
    })
  })

  test.each([
    ['dropped_performance_event', { event: '$performance_event' }],
    ['missing_event_name', { event: '' }],
    ['event_name_too_long', { event: 'é'.repeat(101) }],
    ['missing_distinct_id', { distinct_id: '' }],
    ['distinct_id_too_large', { distinct_id: 'é'.repeat(101) }],
    ['invalid_distinct_id', { distinct_id: ' Anonymous ' }],
    ['invalid_event_timestamp', { timestamp: '2026-03-02T09:59:58' }],
    ['malformed_event_properties', { properties: [] }],
    ['invalid_options', { options: { process_person_profile: 'yes' } }],
  ])('drops one event: %s', (details, change) => {
    const good = { ...item, uuid: UUID.replace('6', '7') }
    const outcome = run(v1({ body: batch({ ...item, ...change }, good) }))
    expect(outcome).toMatchObject({
      prepared: { events: 1, results: { [UUID]: { result: 'drop', details }, [good.uuid]: { result: 'ok' } } },
    })
  })

  test.each<[string, Part, number]>([
    ['missing_authorization', { headers: {} }, 401],
    ['missing_required_headers', { headers: { ...headers, 'posthog-attempt': undefined } }, 400],
    ['invalid_header_value', { headers: { ...headers, authorization: 'Basic x' } }, 400],
    ['invalid_header_value', { headers: { ...headers, 'posthog-attempt': '0' } }, 400],
    ['invalid_api_token', { headers: { ...headers, authorization: 'Bearer phx_1' } }, 401],
    ['unsupported_content_type', { headers: { ...headers, 'content-type': 'text/plain' } }, 415],
    ['unsupported_encoding', { headers: { ...headers, 'content-encoding': 'lzma' }, body: 'x' }, 415],
    ['request_decoding_error', { headers: { ...headers, 'content-encoding': 'gzip' }, body: 'x' }, 400],
    ['empty_body', { body: '' }, 400],
    ['request_parsing_error', { body: '{' }, 400],
    ['empty_batch', { body: batch() }, 400],
    ['invalid_batch', { body: { created_at: 'x', batch: [item] } }, 400],
    ['missing_event_uuid', { body: batch({ ...item, uuid: 'x' }) }, 400],
    ['duplicate_event_uuid', { body: batch(item, item) }, 400],
    [
      'payload_too_large',
      {
        headers: { ...headers, 'content-encoding': 'deflate' },
        body: deflateSync(Buffer.alloc(CAPTURE_BODY_BYTES_MAX + 1)),
      },
      413,
    ],
  ])('refuses the request: %s', (tag, part, status) => {
    expect(refused(v1({ body: batch(item), ...part }))).toMatchObject({ status, tag })
  })

  test.each([
    ['deflate', deflateSync],
    ['gzip', gzipSync],
  ])('takes %s', (encoding, compress) => {
    const body = compress(Buffer.from(JSON.stringify(batch(item))))
    expect(accepted(v1({ headers: { ...headers, 'content-encoding': encoding }, body })).events).toHaveLength(1)
  })

  test('takes zstd', () => {
    // `printf '{"created_at":"2026-03-02T09:59:59Z","batch":[]}' | zstd` in a raw block: magic, descriptor, size, block.
    const text = Buffer.from(JSON.stringify(batch(item)))
    const size = text.length
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (size - 256) & 255, (size - 256) >> 8]),
      Buffer.from([((size << 3) | 1) & 255, (size << 3) >> 8, (size << 3) >> 16]),
      text,
    ])
    const padded =
      size >= 256
        ? frame
        : Buffer.concat([
            Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, size]),
            Buffer.from([((size << 3) | 1) & 255, (size << 3) >> 8, 0]),
            text,
          ])
    expect(accepted(v1({ headers: { ...headers, 'content-encoding': 'zstd' }, body: padded })).events).toHaveLength(1)
  })
})
