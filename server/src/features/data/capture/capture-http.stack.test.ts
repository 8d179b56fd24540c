/** Capture over HTTP, on a whole installation: answers, CORS, assets, flags, and that accepted events are stored. */
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, type Installation, waitFor } from '../../../testing/stack.ts'
import { personUuid } from '../../people/persons/index.ts'

let share: Share
let stack: Installation
let client: Client
beforeAll(async () => {
  share = await shareStack()
  ;({ stack, client } = share)
})

const ORIGIN = 'https://shop.example'
const event = (extra: object = {}) => ({ event: 'e', distinct_id: 'u', api_key: share.token, ...extra })

describe('answers', () => {
  const paths = ['/e', '/i/v0/e', '/batch', '/capture', '/track', '/engage', '/i/v0/ai/batch']
  test.each(paths.flatMap((path) => [path, `${path}/`]))('POST %s', async (path) => {
    const response = await client.capture(event(), path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({ status: 'Ok' })
  })

  test('GET with data in the query', async () => {
    const data = encodeURIComponent(Buffer.from(JSON.stringify(event())).toString('base64'))
    expect((await fetch(`${stack.url}/e/?data=${data}`)).status).toBe(200)
  })

  test('a beacon is answered without a body', async () => {
    const response = await client.capture(event(), '/e/?beacon=1')
    expect([response.status, await response.text()]).toEqual([204, ''])
  })

  test('an unknown token is accepted, dropped and counted', async () => {
    // Other files may send such events too.
    const counted = async () => (await client.get('/api/projects/@current/ingestion_status')).unknown_token_events
    const before = await counted()
    expect((await client.capture(event({ api_key: 'phc_nobody' }))).status).toBe(200)
    await waitFor(async () => (await counted()) > before)
  })

  test.each<[string, string | Buffer, number, string]>([
    ['no payload', '', 400, 'request missing data payload'],
    ['bad gzip', Buffer.from([0x1f, 0x8b, 0x08, 0]), 400, 'failed to decode request'],
    ['no token', '{"event":"e","distinct_id":"u"}', 401, 'event submitted without an api_key'],
    ['a bomb', gzipSync(Buffer.alloc(30 << 20, 32)), 413, 'maximum event size exceeded'],
    ['a large body', Buffer.alloc(26 << 20, 32), 413, 'maximum event size exceeded'],
    [
      'a million open brackets',
      `{"event":"e","distinct_id":"u","api_key":"t","properties":{"a":${'['.repeat(1_000_000)}`,
      400,
      'failed to parse request',
    ],
  ])('%s is plain text with CORS headers', async (_name, body, status, message) => {
    const response = await fetch(`${stack.url}/i/v0/e/`, {
      method: 'POST',
      body: body as BodyInit,
      headers: { Origin: ORIGIN, 'Content-Type': 'text/plain' },
    })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(await response.text()).toContain(message)
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('%s is not allowed', async (method) => {
    expect((await fetch(`${stack.url}/batch/`, { method })).status).toBe(405)
  })

  test.each(['', '%%%', 'application/json; charset=latin1', 'multipart/form-data', 'x'.repeat(500)])(
    'content type %j causes no server error',
    async (type) => {
      const response = await fetch(`${stack.url}/batch/`, {
        method: 'POST',
        body: JSON.stringify(event()),
        headers: { 'Content-Type': type },
      })
      expect(response.status).toBe(200)
    },
  )

  test('a body that never ends blocks nobody', async () => {
    const slow = http.request(`${stack.url}/batch/`, { method: 'POST', headers: { 'Content-Length': '1000' } })
    slow.on('error', () => {})
    slow.write('{"api_key":')
    expect((await client.capture(event())).status).toBe(200)
    slow.destroy()
  })
})

describe('CORS', () => {
  test('a preflight is answered with the request’s origin', async () => {
    const response = await fetch(`${stack.url}/i/v0/e/`, {
      method: 'OPTIONS',
      headers: {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type, x-custom',
      },
    })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type, x-custom')
  })
  test('OPTIONS without a preflight', async () => {
    expect(await (await fetch(`${stack.url}/e/`, { method: 'OPTIONS' })).json()).toEqual({ status: 'Ok' })
    const flags = await fetch(`${stack.url}/flags/`, { method: 'OPTIONS' })
    expect([flags.status, flags.headers.get('allow')]).toEqual([204, 'GET, POST, OPTIONS, HEAD'])
  })
})

describe('events come back exactly as sent', () => {
  test('nulls, empty objects, dotted keys, date-like strings, big numbers, hostile text', async () => {
    const uuid = crypto.randomUUID()
    const properties = `{"none":null,"empty":{},"list":[],"a.b":1,"a":{"b":2,"c.d":null},"when":"2024-01-01 10:00:00","big":12345678901234567890,"tiny":1e-400,"huge":1e400,"text":"\\u0000 \\ud83d\\ude00 \\ud800 <script>alert(1)</script>","__proto__":{"x":1},"constructor":"c","":"empty key"}`
    const body = `{"api_key":"${share.token}","batch":[{"event":"exact","distinct_id":"exact","uuid":"${uuid}","properties":${properties}}]}`
    expect((await client.capture(body)).status).toBe(200)
    await client.event(uuid)
    const text = await (await client.request(`/api/projects/@current/events/${uuid}/`)).text()
    for (const part of [
      '"none":null',
      '"empty":{}',
      '"list":[]',
      '"a.b":1',
      '"a":{"b":2,"c.d":null}',
      '"when":"2024-01-01 10:00:00"',
      '"big":12345678901234567890',
      '"tiny":1e-400',
      '"huge":1e400',
      '"__proto__":{"x":1}',
      '"":"empty key"',
    ]) {
      expect(text).toContain(part)
    }
    expect(JSON.parse(text).properties.text).toBe('\0 😀 \ud800 <script>alert(1)</script>')
  })

  test('a large batch is decoded in a thread and stored whole', async () => {
    const batch = Array.from({ length: 3000 }, (_, index) => ({
      event: 'bulk',
      distinct_id: `bulk-${index % 50}`,
      properties: { index, text: 'x'.repeat(300), $process_person_profile: false },
    }))
    const response = await fetch(`${stack.url}/batch/`, {
      method: 'POST',
      body: gzipSync(JSON.stringify({ api_key: share.token, batch })),
      headers: { 'Content-Encoding': 'gzip' },
    })
    expect(response.status).toBe(200)
    const page = await waitFor(async () => {
      const answer = await client.get('/api/projects/@current/events/?event=bulk&limit=4000')
      return answer.results.length === 3000 ? answer : undefined
    })
    expect(new Set(page.results.map((row: any) => row.properties.index)).size).toBe(3000)
  })

  test('an event sent twice is stored once, even in another request and much later', async () => {
    const [now, past] = [crypto.randomUUID(), crypto.randomUUID()]
    const twice = [now, past].map((uuid, index) => ({
      event: 'twice',
      distinct_id: 'u',
      uuid,
      timestamp: index ? '2020-05-01T00:00:00Z' : undefined,
    }))
    await client.send(...twice, ...twice)
    await client.send(...twice)
    const { results } = await client.get('/api/projects/@current/events/?event=twice')
    expect(results.map((row: any) => row.id).sort()).toEqual([now, past].sort())
  })

  test('v1 answers per event and stores the accepted ones', async () => {
    const [good, bad] = [crypto.randomUUID(), crypto.randomUUID()]
    const timestamp = new Date().toISOString()
    const headers = {
      Authorization: `Bearer ${share.token}`,
      'User-Agent': 'test',
      'PostHog-Sdk-Info': 'posthog-x/1.2',
      'PostHog-Attempt': '1',
      'PostHog-Request-Id': crypto.randomUUID(),
      'PostHog-Request-Timestamp': timestamp,
    }
    const body = {
      created_at: timestamp,
      batch: [
        { event: 'v1', uuid: good, distinct_id: 'v1-user', timestamp },
        { event: 'v1', uuid: bad, distinct_id: 'anonymous', timestamp },
      ],
    }
    const response = await client.capture(body, '/i/v1/analytics/events', headers)
    expect(await response.json()).toEqual({
      results: { [good]: { result: 'ok' }, [bad]: { result: 'drop', details: 'invalid_distinct_id' } },
    })
    expect((await client.event(good)).properties).toMatchObject({ $lib: 'posthog-x', $lib_version: '1.2' })
    const refused = await client.capture(body, '/i/v1/analytics/events')
    expect([refused.status, (await refused.json()).error]).toEqual([401, 'missing_authorization'])
  })

  test('an AI event as a multipart form', async () => {
    const uuid = crypto.randomUUID()
    const form = new FormData()
    form.set(
      'event',
      new Blob([JSON.stringify({ event: '$ai_generation', distinct_id: 'ai', uuid })], { type: 'application/json' }),
    )
    form.set('event.properties', new Blob(['{"$ai_model":"m"}'], { type: 'application/json' }))
    form.set('event.properties.$ai_input', new Blob(['[{"role":"user"}]'], { type: 'application/json' }))
    form.set('event.properties.$ai_output', 'plain text')
    const send = (body: FormData) =>
      fetch(`${stack.url}/i/v0/ai`, { method: 'POST', body, headers: { Authorization: `Bearer ${share.token}` } })
    const response = await send(form)
    expect([response.status, (await response.json()).accepted_parts]).toEqual([
      200,
      ['event', 'event.properties', 'event.properties.$ai_input', 'event.properties.$ai_output'],
    ])
    expect((await client.event(uuid)).properties).toMatchObject({
      $ai_model: 'm',
      $ai_input: [{ role: 'user' }],
      $ai_output: 'plain text',
    })
    form.set('event', '{"event":"other","distinct_id":"ai"}')
    expect((await send(form)).status).toBe(400)
    expect((await fetch(`${stack.url}/i/v0/ai`, { method: 'POST', body: form })).status).toBe(401)
    expect(
      (
        await fetch(`${stack.url}/i/v0/ai`, {
          method: 'POST',
          body: 'x',
          headers: { Authorization: `Bearer ${share.token}` },
        })
      ).status,
    ).toBe(400)
  })
})

describe('client configuration', () => {
  test('config, script and SDK files answer any origin', async () => {
    const config = await (
      await fetch(`${stack.url}/array/${share.token}/config`, { headers: { Origin: ORIGIN } })
    ).json()
    expect(config).toMatchObject({
      token: share.token,
      supportedCompression: ['gzip', 'gzip-js'],
      sessionRecording: false,
      hasFeatureFlags: false,
    })
    const scripts = [
      `/array/${share.token}/config.js`,
      `/array/${share.token}/array.js`,
      '/static/array.js',
      '/static/surveys.js?v=1',
      '/static/1.2.3/lazy-recorder.js',
    ]
    for (const path of scripts) {
      const response = await fetch(stack.url + path, { headers: { Origin: ORIGIN } })
      expect([path, response.status, response.headers.get('access-control-allow-origin')]).toEqual([path, 200, ORIGIN])
      expect(response.headers.get('content-type')).toContain('application/javascript')
    }
  })
  test('an unknown token has no config', async () => {
    const response = await fetch(`${stack.url}/array/phc_nobody/config`)
    expect([response.status, (await response.json()).code]).toEqual([404, 'not_found'])
  })
  test.each(['/static/toolbar.js', '/static/..%2f..%2fpackage.json', '/static/x/array.js', '/static/package.json'])(
    '%s is a 404',
    async (path) => {
      expect((await fetch(stack.url + path)).status).toBe(404)
    },
  )
  test.each(['surveys', 'early_access_features', 'web_experiments', 'product_tours'])(
    'public list %s',
    async (list) => {
      expect((await fetch(`${stack.url}/api/${list}/?token=${share.token}`)).status).toBe(200)
      const [missing, unknown] = await Promise.all([
        fetch(`${stack.url}/api/${list}/`),
        fetch(`${stack.url}/api/${list}/?token=x`),
      ])
      expect([missing.status, (await missing.json()).code]).toEqual([401, 'missing_api_key'])
      expect([unknown.status, (await unknown.json()).code]).toEqual([401, 'invalid_api_key'])
    },
  )
  test.each(['logs', 'metrics', 'traces'])('%s are accepted', async (kind) => {
    const response = await fetch(`${stack.url}/i/v1/${kind}?token=${share.token}`, {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    })
    expect([response.status, await response.json()]).toEqual([200, {}])
  })
})

describe('flags of a project without flags', () => {
  const ask = async (path: string, body: object = { token: share.token, distinct_id: 'u' }) => {
    const response = await client.capture(body, path)
    return {
      status: response.status,
      body: response.headers.get('content-type')?.includes('json') ? await response.json() : await response.text(),
    }
  }
  test.each([
    ['/flags/?v=2', { flags: {} }, false],
    ['/flags/', { flags: {} }, true],
    ['/flags/?v=1', { featureFlags: {}, featureFlagPayloads: {} }, false],
    ['/flags/?v=x', { featureFlags: {} }, false],
    ['/flags/?config=true', { featureFlags: {} }, true],
    ['/flags/?v=2&config=true', { flags: {} }, true],
    ['/decide/', { featureFlags: [] }, true],
    ['/decide/?v=2', { featureFlags: {} }, true],
    ['/decide/?v=3&config=false', { featureFlags: {}, featureFlagPayloads: {} }, false],
    ['/decide/?v=4', { flags: {} }, true],
  ])('%s', async (path, expected, withConfig) => {
    const { status, body } = await ask(path)
    expect(status).toBe(200)
    expect(body).toMatchObject({ errorsWhileComputingFlags: false, ...expected })
    expect('supportedCompression' in body).toBe(withConfig)
    expect(body).not.toHaveProperty('token')
  })
  test.each<[string, (token: string) => object, number]>([
    ['no token', () => ({ distinct_id: 'u' }), 401],
    ['an unknown token', () => ({ token: 'phc_x', distinct_id: 'u' }), 401],
    ['no distinct id', (token) => ({ token }), 400],
    ['no distinct id, flags disabled', (token) => ({ token, disable_flags: true }), 200],
    ['Python’s form', (token) => ({ api_key: token, distinct_id: 'u' }), 200],
  ])('%s', async (_name, body, status) => expect((await ask('/flags/?v=2', body(share.token))).status).toBe(status))

  test('local evaluation needs a key and supports ETags', async () => {
    for (const path of ['/flags/definitions', '/api/feature_flag/local_evaluation/']) {
      const bare = await fetch(`${stack.url}${path}?token=${share.token}&send_cohorts`)
      expect([bare.status, (await bare.json()).code]).toEqual([401, 'not_authenticated'])
      const wrong = await fetch(`${stack.url}${path}?token=${share.token}`, {
        headers: { Authorization: 'Bearer phx_wrong' },
      })
      expect([wrong.status, (await wrong.json()).code]).toEqual([401, 'authentication_failed'])
      const good = await fetch(`${stack.url}${path}?token=${share.token}`, {
        headers: { Authorization: `Bearer ${share.key}` },
      })
      expect(await good.json()).toEqual({
        flags: [],
        group_type_mapping: {},
        cohorts: {},
        property_matching_version: 2,
      })
      const again = await fetch(`${stack.url}${path}?token=${share.token}`, {
        headers: { Authorization: `Bearer ${share.key}`, 'If-None-Match': good.headers.get('etag')! },
      })
      expect(again.status).toBe(304)
    }
  })
})

describe('processing', () => {
  test('the browser sequence: anonymous, identified, late, a second device', async () => {
    const anonymous = (id: string, extra = {}) => ({
      event: '$pageview',
      distinct_id: id,
      properties: { $process_person_profile: false },
      ...extra,
    })
    const identify = (anonymousId: string, properties = {}) => ({
      event: '$identify',
      distinct_id: 'mia@x.io',
      properties: { $anon_distinct_id: anonymousId, ...properties },
    })
    await client.send(anonymous('anon-7'))
    expect((await client.get('/api/projects/@current/persons/?distinct_id=anon-7')).count).toBe(0)
    await client.send(
      identify('anon-7', { $set: { plan: 'pro', email: 'mia@x.io' }, $set_once: { first: 'a' }, $browser: 'Chrome' }),
      anonymous('anon-7'),
    )
    await client.send(anonymous('anon-9'), identify('anon-9'))
    const { results } = await client.get('/api/projects/@current/persons/?search=MIA@')
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({
      uuid: personUuid(share.project, 'anon-7'),
      name: 'mia@x.io',
      is_identified: true,
      distinct_ids: ['mia@x.io', 'anon-7', 'anon-9'],
      properties: { plan: 'pro', first: 'a', $browser: 'Chrome', $initial_browser: 'Chrome' },
    })
    const events = await client.get(`/api/projects/@current/events/?person_id=${results[0].uuid}`)
    expect(events.results).toHaveLength(5)
    expect(new Set(events.results.map((row: any) => row.person.uuid))).toEqual(new Set([results[0].uuid]))
  })

  test('groups', async () => {
    await client.send(
      { event: 'bought', distinct_id: 'g1', properties: { $groups: { company: 'acme', seat: 5 } } },
      {
        event: '$groupidentify',
        distinct_id: 'g1',
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', size: 3 } },
      },
      {
        event: '$groupidentify',
        distinct_id: 'g1',
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { size: 4 } },
      },
    )
    const types = await client.get('/api/projects/@current/groups_types')
    expect(types.map((type: any) => [type.group_type, type.group_type_index])).toEqual([
      ['company', 0],
      ['seat', 1],
    ])
    const { results } = await client.get('/api/projects/@current/groups/?group_type_index=0&search=acm')
    expect(results).toMatchObject([{ group_key: 'acme', group_properties: { name: 'Acme', size: 4 } }])
    const bought = (await client.get('/api/projects/@current/events/?event=bought')).results[0]
    expect(bought.properties).toMatchObject({ $group_0: 'acme', $group_1: 5 })
  })

  test('refused merges and dropped events are warnings and counters', async () => {
    await client.send(
      { event: '$identify', distinct_id: 'w-a', properties: { $anon_distinct_id: 'w-x' } },
      { event: 'e', distinct_id: 'w-b' },
      { event: '$create_alias', distinct_id: 'w-b', properties: { alias: 'w-a' } },
      { event: '$identify', distinct_id: 'w-c', properties: { $anon_distinct_id: 'undefined' } },
      {
        event: '$identify',
        distinct_id: 'w-d',
        properties: { $anon_distinct_id: 'w-e', $process_person_profile: false },
      },
      { event: '$create_alias', distinct_id: 'w-d', properties: { alias: 7 } },
      { event: 'e', distinct_id: 'w-f', properties: { $cookieless_mode: true } },
      {
        event: '$$client_ingestion_warning',
        distinct_id: 'w-g',
        properties: { $$client_ingestion_warning_message: 'too big' },
      },
    )
    const { results } = await client.get('/api/projects/@current/ingestion_warnings?limit=20')
    expect(results.map((row: any) => row.type)).toEqual(
      expect.arrayContaining([
        'cannot_merge_already_identified',
        'cannot_merge_with_illegal_distinct_id',
        'invalid_event_when_process_person_profile_is_false',
        'invalid_alias',
        'cookieless_disabled',
        'client_ingestion_warning',
      ]),
    )
    const { outcomes } = await client.get('/api/projects/@current/ingestion_status')
    const counts = Object.fromEntries(outcomes.map(({ outcome, events }: any) => [outcome, events]))
    expect(counts).toMatchObject({
      'dropped:person_processing_disabled': 1,
      'dropped:invalid_alias': 1,
      'dropped:cookieless_disabled': 1,
      'dropped:client_ingestion_warning': 1,
    })
  })

  test('an event with a million properties becomes a dead letter and blocks nobody', async () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, index]))
    const response = await client.capture({
      api_key: share.token,
      batch: [
        { event: 'monster', distinct_id: 'm', properties: many },
        { event: 'beside', distinct_id: 'm' },
      ],
    })
    expect(response.status).toBe(200)
    await client.send()
    const { results } = await client.get('/api/projects/@current/dead_letters')
    expect(results[0]).toMatchObject({ event: 'monster', reason: 'too_many_properties', distinct_id: 'm' })
    expect((await client.get('/api/projects/@current/events/?event=beside')).results).toHaveLength(1)
  })

  test('IP addresses are stored unless the project discards them', async () => {
    const ip = async () => {
      const uuid = crypto.randomUUID()
      await client.capture({ api_key: share.token, batch: [{ event: 'ip', distinct_id: 'u', uuid }] }, '/batch/', {
        'X-Forwarded-For': '[2001:db8::1]:443, 10.0.0.1',
      })
      return (await client.event(uuid)).properties.$ip
    }
    expect(await ip()).toBe('2001:db8::1')
    await share.session.patch(`${share.base}/`, { anonymize_ips: true })
    expect(await ip()).toBeUndefined()
    await share.session.patch(`${share.base}/`, { anonymize_ips: false })
  })

  test('definitions are detected with their types', async () => {
    await client.send({
      event: 'defined',
      distinct_id: 'u',
      properties: { price: 4.5, paid: true, at: '2024-01-01', name: 'x', nothing: null },
    })
    const rows = await stack.sql<{ name: string; property_type: string | null }>(
      "SELECT name, property_type FROM property_definitions WHERE team_id = $1 AND kind = 1 AND name IN ('price', 'paid', 'at', 'name', 'nothing') ORDER BY name",
      [share.project],
    )
    expect(rows).toEqual([
      { name: 'at', property_type: 'DateTime' },
      { name: 'name', property_type: 'String' },
      { name: 'nothing', property_type: null },
      { name: 'paid', property_type: 'Boolean' },
      { name: 'price', property_type: 'Numeric' },
    ])
  })
})
