/** Feature flags on a whole installation: the API, evaluation for SDKs, and PostHog's own SDK. */
import { PostHog } from 'posthog-node'
import { beforeAll, describe, expect, test } from 'vitest'
import { openClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { type PersonSession, problem } from '../../../testing/person-session.ts'
import { connectQueries } from '../../../testing/queries.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { Client, waitFor } from '../../../testing/stack.ts'
import { noteLastCalls } from './last-called.ts'

let share: Share
let path: string
let client: Client
let ada: PersonSession
beforeAll(async () => {
  share = await shareStack()
  client = share.client
  ada = share.session
  path = `${share.base}/feature_flags/`
})

const everybody = (properties: object[] = [], more: object = {}) => ({
  groups: [{ properties, rollout_percentage: 100 }],
  ...more,
})
async function create(key: string, filters: object = everybody(), more: object = {}) {
  const answer = await ada.post(path, { key, filters, ...more })
  expect([key, answer.status, answer.body.detail]).toEqual([key, 201, undefined])
  return answer.body
}
async function flagsFor(body: object, query = '?v=2') {
  const response = await client.capture({ token: share.token, ...body }, `/flags/${query}`)
  expect(response.status).toBe(200)
  return (await response.json()) as any
}

describe('the API', () => {
  test('creates, changes and deletes a flag, and logs each change with before and after', async () => {
    const flag = await create('first', everybody(), { name: 'The first', tags: ['a'] })
    expect(flag).toMatchObject({
      key: 'first',
      name: 'The first',
      active: true,
      deleted: false,
      version: 1,
      is_simple_flag: true,
      rollout_percentage: 100,
      can_edit: true,
      status: 'ACTIVE',
      created_by: { email: share.email },
      tags: ['a'],
    })
    const filters = everybody([{ key: 'plan', value: ['pro'], operator: 'exact', type: 'person' }])
    const changed = (await ada.patch(`${path}${flag.id}/`, { filters, version: 1 })).body
    expect([changed.version, changed.is_simple_flag]).toEqual([2, false])
    expect(problem(await ada.patch(`${path}${flag.id}/`, { active: false, version: 1 }))).toEqual([
      409,
      'conflict',
      null,
    ])
    expect((await ada.patch(`${path}${flag.id}/`, { active: true })).body.version).toBe(2)
    const { results } = (await ada.get(`${path}${flag.id}/activity/`)).body
    expect(results.map((entry: any) => entry.activity)).toEqual(['updated', 'created'])
    expect(results[0].detail.changes[0]).toMatchObject({ field: 'filters', action: 'changed' })
    expect((await ada.delete(`${path}${flag.id}/`)).status).toBe(405)
    await ada.patch(`${path}${flag.id}/`, { deleted: true })
    expect((await ada.get(path)).body.results.map((row: any) => row.key)).not.toContain('first')
    // The key is free again. While another flag has it, restoring the first is refused.
    const second = await create('first')
    expect(problem(await ada.patch(`${path}${flag.id}/`, { deleted: false }))).toEqual([400, 'unique', 'key'])
    await ada.patch(`${path}${second.id}/`, { deleted: true })
    expect((await ada.patch(`${path}${flag.id}/`, { deleted: false })).body.deleted).toBe(false)
    expect((await ada.get(`${share.base}/feature_flags/activity/`)).body.total_count).toBeGreaterThan(4)
    expect((await ada.get(`${path}${flag.id}/status/`)).body.status).toBe('ACTIVE')
  })

  test.each<[object, string, string]>([
    [{}, 'required', 'key'],
    [{ key: '' }, 'blank', 'key'],
    [{ key: 'a b' }, 'invalid_input', 'key'],
    [{ key: 'x'.repeat(401) }, 'max_length', 'key'],
    [{ key: 'bad', filters: [] }, 'invalid_input', 'filters'],
    [{ key: 'bad', filters: { groups: [{ rollout_percentage: 101 }] } }, 'invalid_input', 'filters'],
    [
      { key: 'bad', filters: { groups: [{ properties: [{ key: 'a', operator: 'like', value: 1 }] }] } },
      'invalid_input',
      'filters',
    ],
    [
      { key: 'bad', filters: { groups: [{ properties: [{ key: 'a', operator: 'regex', value: '(' }] }] } },
      'invalid_input',
      'filters',
    ],
    [
      { key: 'bad', filters: { groups: [{ properties: [{ key: 'a', type: 'cohort', value: 1 }] }] } },
      'invalid_input',
      'filters',
    ],
    [
      { key: 'bad', filters: { groups: [{ properties: [{ key: 'none', type: 'flag', value: true }] }] } },
      'does_not_exist',
      'filters',
    ],
    [
      { key: 'bad', filters: { groups: [{ properties: [{ key: 'bad', type: 'flag', value: true }] }] } },
      'invalid_input',
      'filters',
    ],
    [
      { key: 'bad', filters: { groups: [], multivariate: { variants: [{ key: 'a', rollout_percentage: 50 }] } } },
      'invalid_input',
      'filters',
    ],
    [{ key: 'bad', filters: { groups: [], payloads: { true: '{' } } }, 'invalid_input', 'filters'],
    [{ key: 'bad', filters: { groups: [], payloads: { a: '1' } } }, 'invalid_input', 'filters'],
    [{ key: 'bad', evaluation_runtime: 'moon' }, 'invalid_choice', 'evaluation_runtime'],
    [{ key: 'bad', has_encrypted_payloads: true }, 'invalid_input', 'has_encrypted_payloads'],
  ])('refuses %j with %s', async (body, code, attr) => {
    expect(problem(await ada.post(path, body))).toEqual([400, code, attr])
  })

  test('lists flags by search, state, type, tags and order', async () => {
    await create('zebra-list', everybody(), { tags: ['animals'], active: false })
    await create('ant-list', everybody([], { multivariate: { variants: [{ key: 'a', rollout_percentage: 100 }] } }), {
      tags: ['animals'],
    })
    const keys = async (query: string) =>
      (await ada.get(`${path}?search=-list&${query}`)).body.results.map((row: any) => row.key)
    expect(await keys('order=key')).toEqual(['ant-list', 'zebra-list'])
    expect(await keys('order=-key')).toEqual(['zebra-list', 'ant-list'])
    expect(await keys('active=false')).toEqual(['zebra-list'])
    expect(await keys('type=multivariant')).toEqual(['ant-list'])
    expect(await keys('type=boolean')).toEqual(['zebra-list'])
    expect(await keys(`tags=${encodeURIComponent('["animals"]')}&limit=1`)).toHaveLength(1)
    expect(await keys('active=STALE')).toEqual([])
    expect((await ada.get(`${path}?search=%25%00`)).body.results).toEqual([])
  })

  test('stores integers beyond 2^53 exactly, whoever stores them', async () => {
    const json = async (method: string, path: string, body: string) => {
      const headers = { 'Content-Type': 'application/json' }
      const response = await client.request(`${share.base}/${path}`, { method, headers, body })
      expect([path, response.status < 300]).toEqual([path, true])
    }
    // 2^63 - 1, which a double cannot represent.
    const filters = '[{"key":"tenant","type":"person","operator":"exact","value":9223372036854775807}]'
    await json('POST', 'feature_flags/', `{"key":"exact","filters":{"groups":[{"properties":${filters}}]}}`)
    await json('POST', 'actions/', `{"name":"Exact","steps":[{"event":"x","properties":${filters}}]}`)
    await json('POST', 'dashboards/', `{"name":"Exact","filters":{"properties":${filters}}}`)
    await json('PATCH', '', `{"test_account_filters":${filters}}`)
    const values = '{"type":"AND","values":[{"key":"a","type":"person","value":9223372036854775807}]}'
    await json('POST', 'cohorts/', `{"name":"Exact","filters":{"properties":${values}}}`)
    for (const stored of [
      "filters FROM feature_flags WHERE team_id = $1 AND key = 'exact'",
      "steps FROM actions WHERE team_id = $1 AND name = 'Exact'",
      "filters FROM dashboards WHERE team_id = $1 AND name = 'Exact'",
      'test_account_filters FROM teams WHERE id = $1',
      "filters FROM cohorts WHERE team_id = $1 AND name = 'Exact'",
    ]) {
      const [row] = await share.stack.sql<{ text: string }>(
        `SELECT (${stored.replace(' FROM', ')::text AS text FROM')}`,
        [share.project],
      )
      expect([stored, row!.text]).toEqual([stored, expect.stringContaining('"value": 9223372036854775807')])
    }
    await json('PATCH', '', '{"test_account_filters":[]}')
    expect(
      (await flagsFor({ distinct_id: 'n', person_properties: { tenant: '9223372036854775807' } })).flags.exact.enabled,
    ).toBe(true)
  })

  test('lists flags on the path that old SDKs use', async () => {
    await create('for-old-sdks')
    const list = await client.get(`${share.base}/feature_flags/?search=for-old`)
    expect(list.results).toHaveLength(1)
    const { next, previous, ...page } = await client.get(`/api/feature_flag/?search=for-old&token=${share.token}`)
    expect({ ...page, next, previous }).toEqual(list)
    expect((await client.get('/api/feature_flag?search=for-old')).results).toEqual(list.results)
    expect((await client.request('/api/feature_flag/?token=phc_nothing')).status).toBe(401)
    expect((await new Client(share.stack, null).request('/api/feature_flag/')).status).toBe(401)
  })

  test('does not delete a flag that others depend on', async () => {
    const base = await create('base')
    const needs = await create('needs', everybody([{ key: String(base.id), type: 'flag', value: true }]))
    expect(problem(await ada.patch(`${path}${base.id}/`, { deleted: true }))).toEqual([400, 'invalid_input', 'deleted'])
    const circle = everybody([{ key: 'needs', type: 'flag', value: true }])
    expect(problem(await ada.patch(`${path}${base.id}/`, { filters: circle }))).toEqual([
      400,
      'invalid_input',
      'filters',
    ])
    const { flags } = await flagsFor({ distinct_id: 'u' })
    expect([flags.base.enabled, flags.needs.enabled]).toEqual([true, true])
    await ada.patch(`${path}${needs.id}/`, { deleted: true })
    expect((await ada.patch(`${path}${base.id}/`, { deleted: true })).status).toBe(200)
  })

  test('counts the audience, evaluates for a person, and maps IDs to keys', async () => {
    await client.send(
      ...['a', 'b', 'c'].map((id) => ({
        event: 'x',
        distinct_id: `reach-${id}`,
        $set: { tier: id === 'c' ? 'gold' : 'iron' },
      })),
    )
    const condition = { properties: [{ key: 'tier', value: 'iron', operator: 'exact', type: 'person' }] }
    const radius = (await ada.post(`${path}user_blast_radius/`, { condition })).body
    expect([radius.users_affected, radius.affected]).toEqual([2, 2])
    expect(radius.total).toBeGreaterThan(2)
    const unfinished = { properties: [{ key: 'tier', operator: 'exact', type: 'person' }] }
    expect(problem(await ada.post(`${path}user_blast_radius/`, { condition: unfinished }))).toEqual([
      400,
      'invalid_input',
      'condition',
    ])
    const flag = await create('gold', everybody([{ key: 'tier', value: ['gold'], operator: 'exact', type: 'person' }]))
    const reasons = (await ada.get(`${path}evaluation_reasons/?distinct_id=reach-c`)).body
    expect(reasons.gold).toEqual({ value: true, evaluation: { reason: 'condition_match', condition_index: 0 } })
    expect((await ada.get(`${path}evaluation_reasons/?distinct_id=reach-a`)).body.gold.value).toBe(false)
    expect(problem(await ada.get(`${path}evaluation_reasons/`))).toEqual([400, 'required', 'distinct_id'])
    expect((await ada.post(`${path}bulk_keys/`, { ids: [flag.id, 'x'] })).body).toMatchObject({
      keys: { [flag.id]: 'gold' },
    })
    expect((await ada.get(`${path}my_flags/`)).body.find((row: any) => row.feature_flag.key === 'gold').value).toBe(
      false,
    )
  })

  test('counts calls', async () => {
    const flag = await create('asked')
    const called = (value: unknown) => ({
      event: '$feature_flag_called',
      distinct_id: 'u',
      properties: { $feature_flag: 'asked', $feature_flag_response: value, $process_person_profile: false },
    })
    await client.send(called(true), called(true), called('blue'))
    const usage = (await ada.get(`${path}${flag.id}/usage/?days=7`)).body
    expect(usage.days).toHaveLength(7)
    expect(usage.results.map((row: any) => [row.value, row.count, row.counts.at(-1)])).toEqual([
      ['true', 2, 2],
      ['blue', 1, 1],
    ])
    expect(problem(await ada.get(`${path}${flag.id}/usage/?days=0`))).toEqual([400, 'invalid_input', 'days'])
  })

  test('shows values in the usage as SDKs sent them', async () => {
    const flag = await create('answered')
    const called = (value: unknown) => ({
      event: '$feature_flag_called',
      distinct_id: 'u',
      properties: { $feature_flag: 'answered', $feature_flag_response: value, $process_person_profile: false },
    })
    await client.send(called('say "hi"'), called('say "hi"'), called('say "hi"'), called(null), called(undefined))
    const usage = (await ada.get(`${path}${flag.id}/usage/?days=1`)).body
    expect(usage.results).toEqual([
      { value: 'say "hi"', count: 3, counts: [3] },
      { value: 'none', count: 2, counts: [2] },
    ])
  })

  test("records the last call in the flag's own project only", async () => {
    const flag = await create('noted')
    const [{ id: otherId }] = (await share.stack.sql(
      "INSERT INTO feature_flags (team_id, key, filters) VALUES (987654, 'noted', '{}') RETURNING id",
    )) as [{ id: number }]
    await client.send({
      event: '$feature_flag_called',
      distinct_id: 'u',
      properties: { $feature_flag: 'noted', $process_person_profile: false },
    })
    const { DATABASE_URL, CLICKHOUSE_URL, CLICKHOUSE_READER_URL } = share.stack.urls()
    const db = openPostgres(DATABASE_URL!)
    const clickHouse = openClickHouse(CLICKHOUSE_URL!, CLICKHOUSE_READER_URL!)
    connectQueries()
    try {
      await noteLastCalls({ pool: db.$client, reader: clickHouse.reader })
    } finally {
      await clickHouse.close()
      await db.$client.end()
    }
    const noted = await share.stack.sql<{ id: number }>(
      'SELECT id FROM feature_flags WHERE id = ANY($1) AND last_called_at IS NOT NULL',
      [[flag.id, otherId]],
    )
    expect(noted).toEqual([{ id: flag.id }])
  })
})

describe('evaluation', () => {
  test('formats of all generations agree', async () => {
    await create(
      'colour',
      everybody([], {
        multivariate: { variants: [{ key: 'blue', rollout_percentage: 100 }] },
        payloads: { blue: '{"hex":"#00f"}' },
      }),
    )
    await create('nobody', { groups: [{ properties: [], rollout_percentage: 0 }] })
    const v2 = await flagsFor({ distinct_id: 'f' })
    expect(v2.flags.colour).toMatchObject({
      key: 'colour',
      enabled: true,
      variant: 'blue',
      reason: { code: 'condition_match', condition_index: 0, description: 'Matched condition set 1' },
      metadata: { payload: '{"hex":"#00f"}', version: 1 },
    })
    expect(v2.flags.nobody).toMatchObject({ enabled: false, variant: null, reason: { code: 'out_of_rollout_bound' } })
    expect(v2.flags).not.toHaveProperty('zebra-list')
    const v1 = await flagsFor({ distinct_id: 'f' }, '?v=1')
    expect([v1.featureFlags.colour, v1.featureFlags.nobody, v1.featureFlagPayloads.colour]).toEqual([
      'blue',
      false,
      '{"hex":"#00f"}',
    ])
    const decide = async (v: number) =>
      (await (await client.capture({ token: share.token, distinct_id: 'f' }, `/decide/?v=${v}`)).json()) as any
    expect((await decide(1)).featureFlags).toContain('colour')
    expect((await decide(2)).featureFlags.colour).toBe('blue')
    expect((await decide(3)).featureFlags.nobody).toBe(false)
    expect((await decide(3)).hasFeatureFlags).toBe(true)
    // posthog-js up to 1.100 captures no clicks without these.
    for (const version of [1, 2, 3, 4])
      expect(await decide(version)).toMatchObject({
        config: { enable_collect_everything: true },
        toolbarParams: {},
        isAuthenticated: false,
      })
    expect(await flagsFor({ distinct_id: 'f' }, '?v=2&config=true')).not.toHaveProperty('toolbarParams')
    expect(
      Object.keys((await flagsFor({ distinct_id: 'f', flag_keys_to_evaluate: ['colour', 'none'] })).flags),
    ).toEqual(['colour'])
    expect((await flagsFor({ distinct_id: 'f', disable_flags: true })).flags).toEqual({})
    expect(
      ((await (await fetch(`${share.stack.url}/array/${share.token}/config`)).json()) as any).hasFeatureFlags,
    ).toBe(true)
  })

  test('evaluates a cohort with property criteria at once, also for local evaluation', async () => {
    const cohort = async (...values: object[]) =>
      (await ada.post(`${share.base}/cohorts/`, { name: 'C', filters: { properties: { type: 'AND', values } } })).body
        .id
    const small = await cohort({ type: 'person', key: 'tenant_id', operator: 'lt', value: 100_000_000 })
    const own = await cohort({ type: 'person', key: 'email', operator: 'icontains', value: '@corp.example' })
    const both = await cohort(
      { type: 'cohort', key: 'id', value: small },
      { type: 'cohort', key: 'id', value: own, negation: true },
    )
    const on = (value: number, operator = 'in') => everybody([{ key: 'id', type: 'cohort', value, operator }])
    await create('small-tenants', on(small))
    await create('not-own', on(own, 'not_in'))
    await create('small-not-own', on(both))
    const keys = ['small-tenants', 'not-own', 'small-not-own']
    const is = async (properties: object, distinctId = 'nobody') => {
      const { flags } = await flagsFor({ distinct_id: distinctId, person_properties: properties })
      return keys.map((key) => flags[key].enabled)
    }
    expect(await is({ tenant_id: 5 })).toEqual([true, true, true])
    expect(await is({ tenant_id: 5, email: 'q@corp.example' })).toEqual([true, false, false])
    expect(await is({})).toEqual([false, true, false])
    await client.send({ event: 'x', distinct_id: 'q', $set: { email: 'q@corp.example', tenant_id: 7 } })
    expect(await is({}, 'q')).toEqual([true, false, false])

    const sdk = new PostHog(share.token, { host: share.stack.url, personalApiKey: share.key })
    try {
      await sdk.reloadFeatureFlags()
      const local = await sdk.getAllFlags('nobody', {
        onlyEvaluateLocally: true,
        personProperties: { tenant_id: 5, email: 'q@corp.example' } as never,
      })
      expect(keys.map((key) => local[key])).toEqual([true, false, false])
    } finally {
      await sdk.shutdown()
    }
  })

  test('updates cohorts with event criteria and static ones after events and merges', async () => {
    const make = async (body: object) => (await ada.post(`${share.base}/cohorts/`, body)).body.id
    const did = { type: 'behavioral', value: 'performed_event', key: 'bought', event_type: 'events' }
    const values = [{ ...did, time_value: 7, time_interval: 'day' }]
    const buyers = await make({ name: 'Buyers', filters: { properties: { type: 'AND', values } } })
    const of = { type: 'AND', values: [{ type: 'cohort', key: 'id', value: buyers }] }
    const theirs = await make({ name: 'Theirs', filters: { properties: of } })
    await client.send({ event: 'x', distinct_id: 'visitor' }, { event: 'x', distinct_id: 'known' })
    const fixed = await make({ name: 'Fixed', is_static: true, csv: 'distinct_id\nvisitor' })
    // Members count even if ClickHouse does not have their persons yet.
    expect((await client.get(`${share.base}/cohorts/${fixed}/`)).count).toBe(1)
    for (const [key, value] of Object.entries({ buyers, theirs, fixed }))
      await create(key, everybody([{ key: 'id', type: 'cohort', value, operator: 'in' }]))
    const is = async (distinctId: string) => {
      const { flags } = await flagsFor({ distinct_id: distinctId })
      return ['buyers', 'theirs', 'fixed'].map((key) => flags[key].enabled)
    }
    await waitFor(async () => (await client.get(`${share.base}/cohorts/${buyers}/`)).version === 1)
    expect(await is('visitor')).toEqual([false, false, true])
    await client.send({ event: 'bought', distinct_id: 'visitor' })
    await waitFor(async () => (await is('visitor')).join() === 'true,true,true')
    await client.send({
      event: '$identify',
      distinct_id: 'known',
      properties: { $anon_distinct_id: 'visitor' },
    })
    await waitFor(async () => (await is('known')).join() === 'true,true,true')
    await waitFor(
      async () =>
        (await share.stack.sql('SELECT 1 FROM merged_persons WHERE team_id = $1', [share.project])).length === 0,
    )
    expect((await client.get(`${share.base}/cohorts/${fixed}/`)).count).toBe(1)
  })

  test('combines stored properties, overrides in the request, and groups', async () => {
    await create('pro-only', everybody([{ key: 'plan', value: 'pro', operator: 'exact', type: 'person' }]))
    await create('big', {
      aggregation_group_type_index: 0,
      groups: [
        {
          properties: [{ key: 'size', value: 10, operator: 'gt', type: 'group', group_type_index: 0 }],
          rollout_percentage: 100,
        },
      ],
    })
    await client.send(
      { event: 'x', distinct_id: 'stored', $set: { plan: 'pro' } },
      {
        event: '$groupidentify',
        distinct_id: 'stored',
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { size: 50 } },
      },
    )
    const is = async (key: string, body: object) =>
      (await flagsFor({ distinct_id: 'stored', ...body })).flags[key].enabled
    expect(await is('pro-only', {})).toBe(true)
    expect(await is('pro-only', { person_properties: { plan: 'free' } })).toBe(false)
    expect(await is('pro-only', { distinct_id: 'unknown' })).toBe(false)
    expect(await is('big', { groups: { company: 'acme' } })).toBe(true)
    expect(await is('big', { groups: { company: 'acme' }, group_properties: { company: { size: 3 } } })).toBe(false)
    expect((await flagsFor({ distinct_id: 'stored' })).flags.big.reason.code).toBe('no_group_type')
  })

  test('persistent values can be the default of a project', async () => {
    await ada.patch(`${share.base}/`, { flags_persistence_default: true })
    expect((await create('keeps')).ensure_experience_continuity).toBe(true)
    expect(
      (await create('forgets', everybody(), { ensure_experience_continuity: false })).ensure_experience_continuity,
    ).toBe(false)
    await ada.patch(`${share.base}/`, { flags_persistence_default: false })
  })

  test('applies a change to the next request', async () => {
    const flag = await create('switch')
    expect((await flagsFor({ distinct_id: 'x' })).flags.switch.enabled).toBe(true)
    await ada.patch(`${path}${flag.id}/`, { active: false })
    expect((await flagsFor({ distinct_id: 'x' })).flags).not.toHaveProperty('switch')
  })

  test('evaluates by runtime: server, client, all', async () => {
    await create('server-only', everybody(), { evaluation_runtime: 'server' })
    const has = async (agent: string) =>
      'server-only' in
      (
        (await (
          await client.capture({ token: share.token, distinct_id: 'x' }, '/flags/?v=2', { 'User-Agent': agent })
        ).json()) as any
      ).flags
    expect(await has('posthog-python/6.0')).toBe(true)
    expect(await has('Mozilla/5.0 (X11; Linux)')).toBe(false)
    expect(await has('curl/8')).toBe(true)
  })

  test('keeps a persistent value across login and merges', async () => {
    const flag = await create(
      'stays',
      { groups: [{ properties: [], rollout_percentage: 50 }] },
      { ensure_experience_continuity: true },
    )
    expect(flag.ensure_experience_continuity).toBe(true)
    const is = async (body: object) => (await flagsFor(body)).flags.stays.enabled
    // Two IDs with hashes on different sides of the rollout.
    const sides: Record<string, string> = {}
    for (let index = 0; Object.keys(sides).length < 2; index++)
      sides[String(await is({ distinct_id: `side-${index}` }))] ??= `side-${index}`
    const [inside, outside] = [sides.true!, sides.false!]
    expect(await is({ distinct_id: outside, $anon_distinct_id: inside })).toBe(true)
    await client.send(
      { event: 'x', distinct_id: inside, $set: { a: 1 } },
      { event: '$identify', distinct_id: outside, properties: { $anon_distinct_id: inside } },
    )
    expect(await is({ distinct_id: outside, $anon_distinct_id: inside })).toBe(true)
    expect(await is({ distinct_id: outside })).toBe(true)
    // The stored ID moves with the person when it is merged into another.
    await client.send({ event: 'x', distinct_id: 'third', $set: { b: 1 } })
    await client.send({ event: '$merge_dangerously', distinct_id: 'third', properties: { alias: outside } })
    expect(await is({ distinct_id: outside })).toBe(true)
    expect(
      await share.stack.sql(
        `SELECT 1 FROM feature_flag_hash_keys h
         WHERE h.team_id = $1 AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = h.person_id)`,
        [share.project],
      ),
    ).toEqual([])
  })

  test('applies early access choices and lists features to SDKs', async () => {
    const features = `${share.base}/early_access_feature/`
    const feature = (
      await ada.post(features, { name: 'Fast mode', stage: 'beta', documentation_url: 'https://docs.example' })
    ).body
    expect(feature).toMatchObject({ name: 'Fast mode', stage: 'beta', feature_flag: { key: 'fast-mode' } })
    const list = async (query = '') =>
      (
        (await (
          await fetch(`${share.stack.url}/api/early_access_features/?token=${share.token}${query}`)
        ).json()) as any
      ).earlyAccessFeatures
    expect(await list()).toMatchObject([
      { name: 'Fast mode', stage: 'beta', flagKey: 'fast-mode', documentationUrl: 'https://docs.example' },
    ])
    const is = async () => (await flagsFor({ distinct_id: 'chooser' })).flags['fast-mode'].enabled
    expect(await is()).toBe(false)
    const choose = (value: boolean) =>
      client.send({
        event: '$feature_enrollment_update',
        distinct_id: 'chooser',
        properties: { $feature_flag: 'fast-mode', $feature_enrollment: value },
        $set: { '$feature_enrollment/fast-mode': value },
      })
    await choose(true)
    expect(await is()).toBe(true)
    await choose(false)
    expect(await is()).toBe(false)
    await choose(true)
    await ada.patch(`${features}${feature.id}/`, { stage: 'archived' })
    expect(await is()).toBe(false)
    expect(await list()).toEqual([])
    expect(problem(await ada.post(features, { name: 'x' }))).toEqual([400, 'required', 'stage'])
    expect(problem(await ada.post(features, { name: 'x', stage: 'beta', feature_flag_id: 9999 }))).toEqual([
      400,
      'does_not_exist',
      'feature_flag_id',
    ])
    expect((await ada.delete(`${features}${feature.id}/`)).status).toBe(204)
  })

  test('returns remote configuration', async () => {
    await create('limits', everybody([], { payloads: { true: '{"max":12345678901234567890}' } }), {
      is_remote_configuration: true,
    })
    const get = (key: string) =>
      client.request(`/api/projects/@current/feature_flags/${key}/remote_config?token=${share.token}`)
    expect(await (await get('limits')).text()).toBe('{"max":12345678901234567890}')
    expect((await get('none')).status).toBe(404)
    const bare = await fetch(
      `${share.stack.url}/api/projects/@current/feature_flags/limits/remote_config?token=${share.token}`,
    )
    expect(bare.status).toBe(401)
  })
})

describe('PostHog’s own SDK', () => {
  test('gets the same values from the server and from local evaluation', async () => {
    const sdk = new PostHog(share.token, {
      host: share.stack.url,
      personalApiKey: share.key,
      featureFlagsPollingInterval: 1_000_000,
    })
    const remote = new PostHog(share.token, { host: share.stack.url })
    try {
      await sdk.reloadFeatureFlags()
      for (const id of ['one', 'two', 'three', 'four']) {
        const given = {
          personProperties: { plan: 'pro', tier: 'iron' },
          groups: { company: 'acme' },
          groupProperties: { company: { size: '20' } },
        }
        const own = await sdk.getAllFlags(id, { ...given, onlyEvaluateLocally: true })
        const server = await remote.getAllFlags(id, given)
        const both = Object.keys(own).filter((key) => own[key] !== undefined && key in server)
        expect(both.length).toBeGreaterThan(3)
        for (const key of both) expect([key, own[key]]).toEqual([key, server[key]])
      }
      expect(await remote.getFeatureFlagPayload('colour', 'one')).toEqual({ hex: '#00f' })
    } finally {
      await sdk.shutdown()
      await remote.shutdown()
    }
  })
})
