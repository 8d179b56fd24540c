/** The persons API on a whole installation. Expected values are derived by hand from the rules of the API. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, type Installation, waitFor } from '../../../testing/stack.ts'
import { personUuid } from './identity-rules.ts'

let share: Share
let stack: Installation
let client: Client
let base: string
/** Another project of the same user. */
let other: number
beforeAll(async () => {
  share = await shareStack()
  ;({ stack, client } = share)
  base = `${share.base}/persons`
  other = (await share.session.post('/api/projects/', { name: 'Other' })).body.id
  await share.session.patch('/api/users/@me/', { set_current_team: share.project })
})

let serial = 0
const newId = (name = 'id') => `${name}-${++serial}`
const send = (method: string, path: string, body?: unknown) =>
  client.request(`${base}/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
const read = async (method: string, path: string, body?: unknown): Promise<[number, any]> => {
  const response = await send(method, path, body)
  const text = await response.text()
  return [response.status, text === '' ? null : JSON.parse(text)]
}
const list = (query: Record<string, string> = {}) => client.get(`${base}/?${new URLSearchParams(query)}`)
/** Creates a person with an event and returns it. */
async function person(distinctId: string, properties: Record<string, unknown> = {}): Promise<any> {
  await client.send(made(distinctId, properties))
  return ownerOf(distinctId)
}
const made = (distinctId: string, properties: Record<string, unknown> = {}) => ({
  event: 'made',
  distinct_id: distinctId,
  properties: { $set: properties },
})
const identified = (distinctId: string, anonymous: string) => ({
  event: '$identify',
  distinct_id: distinctId,
  properties: { $anon_distinct_id: anonymous },
})
const ownerOf = async (distinctId: string) => (await list({ distinct_id: distinctId })).results[0]
const eventsOf = async (distinctId: string) =>
  (await client.get(`${share.base}/events/?${new URLSearchParams({ distinct_id: distinctId })}`)).results
/** The persons that stored events lead to, after merges and splits. */
async function personOfEvents(distinctId: string): Promise<string[]> {
  const rows = await stack.clickHouse<{ person: string }>(
    `SELECT DISTINCT toString(if(o.distinct_id = '', e.person_id, o.person_id)) AS person FROM events e
     LEFT JOIN (SELECT distinct_id, argMax(person_id, version) AS person_id FROM person_distinct_id_overrides WHERE team_id = ${share.project} GROUP BY distinct_id) o
     ON o.distinct_id = e.distinct_id WHERE e.team_id = ${share.project} AND e.distinct_id = '${distinctId}'`,
  )
  return rows.map((row) => row.person)
}

describe('the list', () => {
  test('searches by part of the email in any case, exact distinct ID, or UUID, with literal text', async () => {
    const id = newId('Search')
    const { uuid } = await person(id, { email: 'Zoë%_x@Example.com' })
    const found = async (search: string) => (await list({ search })).results.map((row: any) => row.uuid)
    for (const search of ['zoë%_X@', ' example.COM ', id, uuid, uuid.toUpperCase()])
      expect([search, await found(search)]).toEqual([search, [uuid]])
    for (const search of ['zoë%x', id.toLowerCase(), id.slice(0, -1), 'z_ë'])
      expect([search, await found(search)]).toEqual([search, []])
    expect((await list({ email: 'Zoë%_x@Example.com' })).count).toBe(1)
    expect((await list({ email: 'zoë%_x@example.com' })).count).toBe(0)
  })

  test('pages through persons with the same creation time exactly once, from both ends', async () => {
    await stack.sql(
      "INSERT INTO persons (team_id, uuid, created_at, properties) SELECT $1, gen_random_uuid(), '2024-01-01', jsonb_build_object('n', i) FROM generate_series(1, 57) i",
      [other],
    )
    const numbers: number[] = []
    let next: string | null = `${stack.url}/api/projects/${other}/persons/?limit=10`
    while (next) {
      const page: any = await client.get(next.slice(stack.url.length))
      expect(page.count).toBe(57)
      numbers.push(...page.results.map((row: any) => row.properties.n))
      next = page.next
    }
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 57 }, (_, index) => index + 1))
    const full = await client.get(`/api/projects/${other}/persons/?limit=19&offset=38`)
    expect([full.results.length, (await client.get(full.next.slice(stack.url.length))).results]).toEqual([19, []])
    const ordered = await client.get(`/api/projects/${other}/persons/?limit=3&orderBy=["-properties.n"]`)
    expect(ordered.results.map((row: any) => row.properties.n)).toEqual([57, 56, 55])
    const last = await client.get(`/api/projects/${other}/persons/?limit=3&offset=54&orderBy=["-properties.n"]`)
    expect(last.results.map((row: any) => row.properties.n)).toEqual([3, 2, 1])
  })

  test('exports every column of every row as CSV, sorted, with nested values flattened and formulas escaped', async () => {
    const [first, second] = [newId('csv'), newId('csv')]
    await client.send(
      made(first, { email: 'csv-one@x.io', address: { city: 'Ulm, "old"' }, tags: ['a', 'b'], f: '=1+1' }),
      made(second, { email: 'csv-two@x.io', n: -5 }),
    )
    const [one, two] = [await ownerOf(first), await ownerOf(second)]
    const response = await client.request(`${base}.csv?search=csv-`)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head, ...lines] = (await response.text()).trimEnd().split('\r\n')
    expect(head!.split(',')).toEqual([
      'created_at',
      'distinct_ids.0',
      'id',
      'is_identified',
      'last_seen_at',
      'name',
      'properties.$creator_event_uuid',
      'properties.address.city',
      'properties.email',
      'properties.f',
      'properties.n',
      'properties.tags.0',
      'properties.tags.1',
      'type',
      'uuid',
      'value_at_data_point',
    ])
    expect(lines).toHaveLength(2)
    const lineOf = ({ uuid }: { uuid: string }) => lines.find((line) => line.includes(uuid))
    expect(lineOf(two)).toContain(`csv-two@x.io,,-5,,,person,${two.uuid},`)
    expect(lineOf(one)).toContain(`"Ulm, ""old""",csv-one@x.io,'=1+1,,a,b,person,${one.uuid},`)
    expect(
      (await client.request(`${base}/?search=csv-`, { headers: { Accept: 'text/csv' } })).headers.get('content-type'),
    ).toContain('text/csv')
    expect((await client.request(`${base}/?format=xml`)).status).toBe(404)
  })

  test('lists values as text with their counts, most frequent first', async () => {
    const tiers = ['gold', 'gold', 'silver', true, 3, { b: 1, a: [1] }, '', null]
    await client.send(...tiers.map((tier) => made(newId('v'), { tier })))
    const values = async (query: { key: string; value?: string }) =>
      client.get(`${base}/values/?${new URLSearchParams(query)}`)
    expect(await values({ key: 'tier' })).toEqual({
      results: [
        { name: 'gold', count: 2 },
        { name: '3', count: 1 },
        { name: 'silver', count: 1 },
        { name: 'true', count: 1 },
        { name: '{"a": [1], "b": 1}', count: 1 },
      ],
      refreshing: false,
    })
    expect((await values({ key: 'tier', value: 'OL' })).results).toEqual([{ name: 'gold', count: 2 }])
    for (const query of [{ key: 'nothing' }, { key: '' }, { key: '$virt_x' }, { key: 'tier', value: '%' }])
      expect((await values(query)).results).toEqual([])
    expect((await values({ key: 'distinct_id', value: 'V-' })).results[0].count).toBe(1)
  })
})

describe('changes', () => {
  test('PATCH and PUT set keys and leave others alone; the next read and the events see the change', async () => {
    const id = newId()
    const { uuid } = await person(id, { a: 1, deep: { x: 1 } })
    const [status, answer] = await read('PATCH', `${uuid}/`, {
      properties: { deep: { y: 2 }, 'dot.ted': null, "q'🌿\n": 'v' },
    })
    expect([status, answer.properties]).toEqual([
      200,
      expect.objectContaining({ a: 1, deep: { y: 2 }, 'dot.ted': null, "q'🌿\n": 'v' }),
    ])
    await read('PUT', `${uuid}/`, { properties: { a: 2 } })
    expect((await client.get(`${base}/${uuid}/`)).properties).toMatchObject({ a: 2, deep: { y: 2 }, 'dot.ted': null })
    const sets = await waitFor(async () => {
      const found = (await eventsOf(id)).filter((event: any) => event.event === '$set')
      return found.length === 2 && found
    })
    expect(sets.map((event: any) => event.properties)).toEqual([
      { $set: { a: 2 } },
      { $set: { deep: { y: 2 }, 'dot.ted': null, "q'🌿\n": 'v' } },
    ])
    expect((await client.get(`${base}/${uuid}/`)).properties).toMatchObject({ a: 2, deep: { y: 2 } })
  })

  test.each<[string, (path: string, fields: Record<string, string>) => Promise<Response>]>([
    ['urlencoded', (path, fields) => client.request(path, { method: 'PATCH', body: new URLSearchParams(fields) })],
    [
      'multipart',
      (path, fields) => {
        const form = new FormData()
        for (const [name, value] of Object.entries(fields)) form.append(name, value)
        return client.request(path, { method: 'PATCH', body: form })
      },
    ],
  ])('accepts %s bodies', async (_name, request) => {
    const { uuid } = await person(newId())
    const response = await request(`${base}/${uuid}/`, { properties: '{"plan": "pro"}' })
    expect([response.status, ((await response.json()) as any).properties.plan]).toEqual([200, 'pro'])
  })

  const missing = (attr: string) => ({
    type: 'validation_error',
    code: 'This field is required.',
    detail: 'required',
    attr,
  })
  test('reports a missing field in the swapped form, before it looks up the person', async () => {
    expect(await read('PATCH', '999999/', {})).toEqual([400, missing('properties')])
    expect(await read('PATCH', '999999/', { properties: null })).toEqual([400, missing('properties')])
    expect(await read('POST', '999999/update_property/', {})).toEqual([400, missing('value')])
    expect(await read('POST', '999999/update_property/', { value: null })).toEqual([400, missing('key')])
    expect((await read('PATCH', '999999/', { properties: {} }))[0]).toBe(404)
    expect((await read('PATCH', 'x/', { properties: {} }))[0]).toBe(400)
    expect((await read('POST', '1/delete_property/', {}))[1]).toEqual({
      type: 'validation_error',
      code: 'required',
      detail: 'This field is required.',
      attr: '$unset',
    })
  })

  test('ignores properties that are not an object; sets and removes one property', async () => {
    const { id, uuid, properties } = await person(newId(), { keep: 1 })
    expect((await read('PATCH', `${id}/`, { properties: 'text' }))[1].properties).toEqual(properties)
    for (const value of [null, false, 0, '']) {
      expect(await read('POST', `${id}/update_property/`, { key: 'k', value })).toEqual([200, { success: true }])
      expect((await client.get(`${base}/${id}/`)).properties).toEqual({ ...properties, k: value })
    }
    await read('POST', `${id}/update_property/?key=q&value=12`, {})
    expect((await client.get(`${base}/${uuid}/`)).properties.q).toBe('12')
    expect(await read('POST', `${id}/delete_property/`, { $unset: 'q' })).toEqual([200, { success: true }])
    expect(await read('POST', `${id}/delete_property/?$unset=never`)).toEqual([200, { success: true }])
    expect((await client.get(`${base}/${uuid}/`)).properties).toEqual({ ...properties, k: '' })
    await waitFor(async () =>
      (await eventsOf((await client.get(`${base}/${uuid}/`)).distinct_ids[0])).some(
        (event: any) => event.event === '$delete_person_property',
      ),
    )
    expect((await client.get(`${base}/${uuid}/`)).properties).toEqual({ ...properties, k: '' })
  })

  test('treats names of prototype properties as ordinary names', async () => {
    const { uuid } = await person(newId())
    const response = await client.request(`${base}/${uuid}/`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"properties": {"__proto__": {"x": 1}, "constructor": 2, "toString": 3}}',
    })
    const text = await response.text()
    for (const part of ['"__proto__":{"x":1}', '"constructor":2', '"toString":3']) expect(text).toContain(part)
  })

  test('loses no update with many concurrent writers', async () => {
    const id = newId()
    const { uuid } = await person(id)
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`)
    await Promise.all(
      keys.map((key, index) =>
        index % 2 === 0
          ? read('PATCH', `${uuid}/`, { properties: { [key]: index } })
          : client.capture(
              { api_key: share.token, event: '$set', distinct_id: id, properties: { $set: { [key]: index } } },
              '/e/',
            ),
      ),
    )
    await client.send()
    const { properties } = await client.get(`${base}/${uuid}/`)
    expect(keys.filter((key, index) => properties[key] !== index)).toEqual([])
  })

  test('refuses too many bytes without changing anything', async () => {
    const { uuid } = await person(newId())
    expect((await read('PATCH', `${uuid}/`, { properties: { big: 'x'.repeat(600_000) } }))[0]).toBe(400)
    expect((await client.get(`${base}/${uuid}/`)).properties.big).toBeUndefined()
    expect((await read('PATCH', `${uuid}/`, { properties: { ['k'.repeat(10_000)]: 1 } }))[0]).toBe(200)
  })

  test('merges persons through the API', async () => {
    const ids = [newId('a'), newId('b'), newId('c')] as const
    await client.send(made(ids[0], { x: 'a' }), made(ids[1], { x: 'b', y: 'b' }), made(ids[2]), made('anonymous'))
    const [a, b, c, shared] = await Promise.all([...ids, 'anonymous'].map(ownerOf))
    const [status, merged] = await read('POST', `${a.uuid}/merge/`, { ids: [b.uuid, c.id] })
    expect([status, merged.id, merged.distinct_ids.length, merged.properties]).toEqual([
      200,
      a.id,
      3,
      expect.objectContaining({ x: 'a', y: 'b' }),
    ])
    expect((await client.request(`${base}/${b.uuid}/`)).status).toBe(404)
    expect((await read('POST', `${a.uuid}/merge/`, { ids: [a.uuid] }))[0]).toBe(400)
    expect((await read('POST', `${a.uuid}/merge/`, { ids: [] }))[0]).toBe(400)
    expect((await read('POST', `${a.uuid}/merge/`, { ids: [shared.uuid] }))[1].detail).toContain(
      'no ID that it can be merged by',
    )
    expect((await read('POST', `${a.uuid}/merge/`, { ids: [b.uuid] }))[0]).toBe(404)
  })
})

describe('splitting', () => {
  test('keeps the first ID, gives the others their own persons, and past events follow', async () => {
    const [first, second] = [newId('first'), newId('second')]
    await client.send(made(first, { plan: 'pro' }), made(second), identified(first, second))
    const before = await ownerOf(first)
    expect(await read('POST', `${before.uuid}/split/`)).toEqual([200, { success: true }])
    const [stays, goes] = [await ownerOf(first), await ownerOf(second)]
    expect([stays.id, stays.uuid, stays.distinct_ids, stays.properties.plan, stays.is_identified]).toEqual([
      before.id,
      before.uuid,
      [first],
      'pro',
      true,
    ])
    expect([goes.distinct_ids, goes.properties, goes.is_identified]).toEqual([[second], {}, false])
    expect(await personOfEvents(second)).toEqual([goes.uuid])
    await client.send({ event: 'later', distinct_id: second })
    expect(await personOfEvents(second)).toEqual([goes.uuid])
  })

  test('can split off the ID that created the person, under a new UUID', async () => {
    const [maker, another] = [newId('maker'), newId('another')]
    await client.send(made(maker), identified(maker, another))
    const before = await ownerOf(maker)
    await read('POST', `${before.id}/split/`, { distinct_ids_to_split: [maker] })
    const goes = await ownerOf(maker)
    expect(goes.uuid).not.toBe(before.uuid)
    expect((await ownerOf(another)).uuid).toBe(before.uuid)
    expect(await personOfEvents(maker)).toEqual([goes.uuid])
    // Splitting again finds the same person.
    await client.send({ event: '$merge_dangerously', distinct_id: another, properties: { alias: maker } })
    await read('POST', `${before.id}/split/`, { main_distinct_id: another })
    expect((await ownerOf(maker)).uuid).toBe(goes.uuid)
    expect(await personOfEvents(maker)).toEqual([goes.uuid])
  })

  test('derives UUIDs from the project and the distinct ID', async () => {
    const [laptop, phone] = [newId('laptop'), newId('phone')]
    await client.send(identified(laptop, phone))
    const found = await ownerOf(laptop)
    expect(found.uuid).toBe(personUuid(share.project, laptop))
    await client.request(`${base}/${found.id}/split/`, {
      method: 'POST',
      body: new URLSearchParams({ main_distinct_id: phone }),
    })
    expect((await ownerOf(laptop)).uuid).toBe(personUuid(share.project, `${laptop}:split`))
  })

  test('splits off one ID or several with a form', async () => {
    const ids = [newId(), newId(), newId(), newId()]
    await client.send(made(ids[0]!), ...ids.slice(1).map((id) => identified(ids[0]!, id)))
    const before = await ownerOf(ids[0]!)
    const split = async (...fields: [string, string][]) => {
      const body = new URLSearchParams(fields)
      expect((await client.request(`${base}/${before.id}/split/`, { method: 'POST', body })).status).toBe(200)
      return (await client.get(`${base}/${before.id}/`)).distinct_ids
    }
    expect(await split(['distinct_ids_to_split', ids[3]!])).toEqual(ids.slice(0, 3))
    expect(await split(['distinct_ids_to_split[0]', ids[2]!], ['distinct_ids_to_split[1]', ids[1]!])).toEqual([ids[0]])
  })

  test('moves all IDs if the main ID is not on the person', async () => {
    const [a, b] = [newId(), newId()]
    await client.send(made(a), identified(a, b))
    const before = await ownerOf(a)
    await read('POST', `${before.id}/split/`, { main_distinct_id: 'nobody' })
    expect((await client.get(`${base}/${before.id}/`)).distinct_ids).toEqual([])
    expect(new Set([(await ownerOf(a)).uuid, (await ownerOf(b)).uuid, before.uuid]).size).toBe(3)
  })

  test.each<[unknown, string | null, string]>([
    [{ distinct_ids_to_split: [1] }, 'distinct_ids_to_split', 'must be a list of strings'],
    [{ distinct_ids_to_split: 'm2' }, 'distinct_ids_to_split', 'must be a list of strings'],
    [{ distinct_ids_to_split: [] }, 'distinct_ids_to_split', 'must not be empty'],
    [
      { distinct_ids_to_split: ['a'], main_distinct_id: 'b' },
      null,
      'main_distinct_id cannot be combined with distinct_ids_to_split',
    ],
    [{ distinct_ids_to_split: ['zz', 'aa'] }, 'distinct_ids_to_split', "not on this person: ['aa', 'zz']"],
  ])('refuses %j', async (body, attr, detail) => {
    const { uuid } = await person(newId())
    expect(await read('POST', `${uuid}/split/`, body)).toEqual([
      400,
      { type: 'validation_error', code: 'invalid_input', detail, attr },
    ])
  })
})

describe('deleting', () => {
  test('removes a person at once, keeps its events, and lets its IDs start over', async () => {
    const [main, second] = [newId('main'), newId('second')]
    await client.send(made(main, { old: true }), made(second), identified(main, second))
    const before = await ownerOf(main)
    const response = await send('DELETE', `${before.uuid}/`)
    expect([response.status, await response.text()]).toEqual([202, ''])
    expect((await send('DELETE', `${before.uuid}/`)).status).toBe(404)
    expect((await list({ distinct_id: main })).count).toBe(0)
    expect(await personOfEvents(main)).toEqual([before.uuid])
    await client.send({ event: 'back', distinct_id: main }, { event: 'back', distinct_id: second })
    const [again, alone] = [await ownerOf(main), await ownerOf(second)]
    expect([again.uuid, again.id > before.id, again.properties.old, again.distinct_ids]).toEqual([
      before.uuid,
      true,
      undefined,
      [main],
    ])
    expect(alone.uuid).not.toBe(before.uuid)
    expect(await personOfEvents(second)).toEqual([alone.uuid])
  })

  test('ignores flags that are off, and keeps the person with keep_person', async () => {
    const { uuid } = await person(newId())
    expect((await send('DELETE', `${uuid}/?keep_person&delete_events=false`)).status).toBe(202)
    expect((await client.request(`${base}/${uuid}/`)).status).toBe(200)
    expect((await client.get(`${base}/deletion_status/?person_uuid=${uuid}`)).count).toBe(0)
  })

  test('refuses an unknown status', async () => {
    expect((await client.request(`${base}/deletion_status/?status=soon`)).status).toBe(400)
  })

  test('deletes the recordings of the person and no others', async () => {
    await stack.sql('UPDATE teams SET session_recording_opt_in = true WHERE id = $1', [share.project])
    const [mine, others] = [newId('rec'), newId('rec')]
    const { uuid } = await person(mine)
    for (const distinctId of [mine, others])
      await client.capture(
        {
          api_key: share.token,
          event: '$snapshot',
          distinct_id: distinctId,
          properties: {
            $session_id: crypto.randomUUID(),
            $window_id: 'w',
            $snapshot_data: [{ type: 4, timestamp: Date.now(), data: {} }],
            distinct_id: distinctId,
          },
        },
        '/s/',
      )
    const chunks = async (id: string) =>
      (await stack.sql('SELECT 1 FROM recording_chunks WHERE team_id = $1 AND distinct_id = $2', [share.project, id]))
        .length
    await waitFor(async () => (await chunks(mine)) === 1 && (await chunks(others)) === 1)
    await send('POST', `${uuid}/delete_recordings/`)
    await waitFor(async () => (await chunks(mine)) === 0)
    expect(await chunks(others)).toBe(1)
  })

  test('counts each person of a bulk deletion once and ignores foreign and unknown IDs', async () => {
    const ids = [newId(), newId(), newId()]
    await client.send(...ids.map((id) => made(id)))
    const persons = await Promise.all(ids.map(ownerOf))
    const unknown = '018f0000-0000-7000-8000-000000000009'
    expect(
      await read('POST', 'bulk_delete/', {
        ids: [persons[0].uuid, persons[0].id, String(persons[1].id), unknown, 99999999],
        keep_person: true,
        delete_recordings: true,
      }),
    ).toEqual([
      202,
      {
        persons_found: 2,
        persons_deleted: 0,
        events_queued_for_deletion: false,
        recordings_queued_for_deletion: true,
        deletion_errors: [],
      },
    ])
    const foreign = await stack.sql<{ uuid: string }>(
      "INSERT INTO persons (team_id, uuid, created_at, properties) VALUES ($1, gen_random_uuid(), now(), '{}') RETURNING uuid",
      [other],
    )
    expect((await read('POST', 'bulk_delete/', { ids: [foreign[0]!.uuid] }))[1].persons_found).toBe(0)
    expect((await read('POST', 'bulk_delete/', { distinct_ids: ids }))[1]).toMatchObject({
      persons_found: 3,
      persons_deleted: 3,
    })
    expect(
      await stack.sql('SELECT 1 FROM persons WHERE team_id = $1 AND uuid = $2', [other, foreign[0]!.uuid]),
    ).toHaveLength(1)
  })

  test.each<[unknown, string]>([
    [{ ids: ['a'], distinct_ids: ['b'] }, 'You must provide either distinct_ids or ids, not both'],
    [{ distinct_ids: Array(1001).fill('x') }, 'You can only pass 1000 distinct_ids in one call'],
    [{ ids: Array(1001).fill(1) }, 'You can only pass 1000 ids in one call'],
    [{ ids: [] }, 'You need to specify either distinct_ids or ids'],
    [{}, 'You need to specify either distinct_ids or ids'],
  ])('refuses bulk deletion %#', async (body, detail) => {
    expect(await read('POST', 'bulk_delete/', body)).toEqual([
      400,
      { type: 'validation_error', code: 'invalid_input', detail, attr: null },
    ])
  })

  test('accepts reset_person_distinct_id', async () => {
    const response = await send('POST', 'reset_person_distinct_id/', { distinct_id: 'nobody' })
    expect([response.status, await response.text()]).toEqual([202, ''])
    expect((await read('POST', 'reset_person_distinct_id/', {}))[1].detail).toBe('distinct_id is required')
  })
})

describe('history and past properties', () => {
  test('logs some operations and not others', async () => {
    const { id, uuid } = await person(newId(), { secret: 'S3CRET' })
    await read('PATCH', `${uuid}/`, { properties: { secret: 'S3CRET-2' } })
    await read('POST', `${uuid}/delete_property/`, { $unset: 'secret' })
    await read('POST', `${uuid}/split/`)
    const page = await client.get(`${base}/${uuid}/activity/?limit=2`)
    expect([page.total_count, page.results.map((entry: any) => entry.activity), page.previous]).toEqual([
      3,
      ['split_person', 'delete_property'],
      null,
    ])
    expect(page.next).toContain('page=2')
    const [entry] = (await client.get(page.next.slice(stack.url.length))).results
    expect(entry).toMatchObject({
      activity: 'updated',
      scope: 'Person',
      item_id: String(id),
      user: { first_name: expect.any(String), email: share.email },
      detail: {
        name: null,
        changes: [{ type: 'Person', action: 'changed', field: 'properties', before: null, after: null }],
        trigger: null,
        short_id: null,
        type: null,
      },
    })
    expect(JSON.stringify(await client.get(`${base}/${uuid}/activity/`))).not.toContain('S3CRET')
    for (const path of [`${uuid}/activity`, 'activity']) {
      const csv = await client.request(`${base}/${path}/?format=csv&limit=3`)
      const lines = (await csv.text()).trimEnd().split('\r\n')
      expect([csv.headers.get('content-type'), lines.length]).toEqual(['text/csv; charset=utf-8', 4])
      expect(lines[0]!.split(',')).toEqual(expect.arrayContaining(['activity', 'item_id', 'user.email']))
      expect(lines[1]).toContain('split_person')
      expect((await client.request(`${base}/${path}/?format=xml`)).status).toBe(404)
    }
    await send('DELETE', `${uuid}/`)
    expect((await client.request(`${base}/${uuid}/activity/`)).status).toBe(404)
    expect((await client.get(`${base}/activity/`)).results[0]).toMatchObject({
      activity: 'deleted',
      item_id: String(id),
      detail: { name: uuid, changes: null },
    })
    for (const query of ['limit=0', 'page=0', 'page=x', 'limit=-1'])
      expect((await client.request(`${base}/activity/?${query}`)).status).toBe(400)
    const log = await client.get(`${share.base}/activity_log/?scope=Person&item_id=${id}`)
    expect(log.results.map((each: any) => each.activity)).toEqual([
      'deleted',
      'split_person',
      'delete_property',
      'updated',
    ])
    expect((await client.get(`${share.base}/activity_log/?scopes=Nothing`)).results).toEqual([])
  })

  test('pages through the log by cursor, each entry once', async () => {
    await stack.sql(
      `INSERT INTO activity_log (id, organization_id, team_id, activity, scope, item_id, detail, created_at)
       SELECT gen_random_uuid(), $1, $2, 'updated', 'Group', i::text, '{}', '2024-01-01' FROM generate_series(1, 250) i`,
      [share.organization, share.project],
    )
    const seen: string[] = []
    let next: string | null = `${stack.url}${share.base}/activity_log/?scope=Group`
    while (next) {
      const page: any = await client.get(next.slice(stack.url.length))
      seen.push(...page.results.map((entry: any) => entry.item_id))
      next = page.next
    }
    expect([seen.length, new Set(seen).size]).toEqual([250, 250])
    expect((await client.request(`${share.base}/activity_log/?cursor=x`)).status).toBe(404)
  })

  test('timeline has a point for each change of a relevant value', async () => {
    const id = newId('timeline')
    const at = (hour: number) => `2024-04-02T${String(hour).padStart(2, '0')}:00:00Z`
    const seen = (hour: number, event: string, plan: string) => ({
      event,
      distinct_id: id,
      timestamp: at(hour),
      properties: { $set: { plan, seats: hour } },
    })
    await client.send(
      seen(1, '$pageview', 'free'),
      seen(2, '$pageview', 'free'),
      seen(3, 'click', 'x'),
      seen(4, '$pageview', 'pro'),
      seen(5, '$pageview', 'free'),
    )
    const { id: personId } = await ownerOf(id)
    const events = JSON.stringify([{ id: '$pageview', properties: [{ key: 'plan', type: 'person', value: 'free' }] }])
    const timeline = await client.get(
      `${base}/${personId}/properties_timeline/?${new URLSearchParams({ events, date_from: '2024-04-01', date_to: '2024-04-07' })}`,
    )
    expect(timeline).toMatchObject({
      crucial_property_keys: ['plan'],
      effective_date_from: '2024-04-01T00:00:00+00:00',
      effective_date_to: '2024-04-07T23:59:59.999999+00:00',
    })
    expect(
      timeline.points.map((point: any) => [
        point.timestamp,
        point.properties.plan,
        point.properties.seats,
        point.relevant_event_count,
      ]),
    ).toEqual([
      [at(1), 'free', 1, 2],
      [at(4), 'pro', 4, 1],
      [at(5), 'free', 5, 1],
    ])
    const csv = await client.request(
      `${base}/${personId}/properties_timeline.csv?${new URLSearchParams({ events, date_from: '2024-04-01', date_to: '2024-04-07' })}`,
    )
    const [head, ...lines] = (await csv.text()).trimEnd().split('\r\n')
    expect(head).toContain('properties.plan,properties.seats,relevant_event_count,timestamp')
    expect(lines.map((line) => line.split(',').slice(-4))).toEqual([
      ['free', '1', '2', at(1)],
      ['pro', '4', '1', at(4)],
      ['free', '5', '1', at(5)],
    ])
    // Of an action only the events that match it; its steps' filters count, those of the series do not.
    const action = (
      await share.session.post(`${share.base}/actions/`, {
        name: newId('pro or click'),
        steps: [
          { event: '$pageview', properties: [{ key: 'screen', value: 'wide', type: 'event' }] },
          { event: 'click' },
        ],
      })
    ).body
    const counted = async (series: object) =>
      (
        await client.get(
          `${base}/${personId}/properties_timeline/?${new URLSearchParams({ ...series, date_from: '2024-04-01', date_to: '2024-04-07' })}`,
        )
      ).points.map((point: any) => [point.timestamp, point.relevant_event_count])
    const actions = JSON.stringify([{ id: action.id, properties: [{ key: 'plan', type: 'person', value: 'x' }] }])
    expect(await counted({ actions })).toEqual([[at(3), 1]])
    expect(await counted({ actions, events: '[{"id":"$pageview"}]' })).toEqual([
      [at(1), 2],
      [at(3), 1],
      [at(4), 1],
      [at(5), 1],
    ])
    expect(await counted({ actions: '[{"id":999999999}]' })).toEqual([])
    const all = await client.get(`${base}/${personId}/properties_timeline/?date_from=2024-04-02&date_to=2024-04-02`)
    expect([
      all.crucial_property_keys,
      all.points.map((point: any) => point.relevant_event_count),
      all.effective_date_to,
    ]).toEqual([[], [5], '2024-04-02T23:59:59.999999+00:00'])
    const hour = await client.get(
      `${base}/${personId}/properties_timeline/?${new URLSearchParams({ date_from: at(4), date_to: at(4), interval: 'hour' })}`,
    )
    expect([hour.effective_date_to, hour.points[0].relevant_event_count]).toEqual(['2024-04-02T05:00:00+00:00', 2])
    expect((await client.get(`${base}/${personId}/properties_timeline/`)).points).toEqual([])
    for (const query of [
      'date_from=soon',
      'events=[1]',
      'events=[{"id":5}]',
      'actions=[{}]',
      'interval=year',
      'properties={',
    ])
      expect((await client.request(`${base}/${personId}/properties_timeline/?${query}`)).status).toBe(400)

    const past = async (query: Record<string, string>) =>
      client.get(`${base}/properties_at_time/?${new URLSearchParams(query)}`)
    expect((await past({ distinct_id: id, timestamp: at(4) })).properties).toMatchObject({ plan: 'pro', seats: 4 })
    expect((await past({ distinct_id: id, timestamp: '2024-04-02T01:30:00' })).properties).toMatchObject({
      plan: 'free',
      seats: 1,
    })
    for (const [query, status] of [
      ['', 400],
      [`distinct_id=${id}`, 400],
      [`distinct_id=${id}&timestamp=x`, 400],
      [`distinct_id=a&person_id=b&timestamp=2024-01-01`, 400],
      ['distinct_id=nobody&timestamp=2024-01-01', 404],
    ] as const) {
      const response = await client.request(`${base}/properties_at_time/?${query}`)
      expect([response.status, Object.keys((await response.json()) as object)]).toEqual([status, ['error']])
    }
  })

  test('reads batches', async () => {
    const [a, b] = [newId(), newId()]
    await client.send(made(a), identified(a, b))
    const { uuid } = await ownerOf(a)
    const [, { results }] = await read('POST', 'batch_by_distinct_ids/', { distinct_ids: [a, b, 'nobody'] })
    expect(
      Object.entries(results)
        .map(([key, row]: any) => [key, row.uuid])
        .sort(),
    ).toEqual(
      [
        [a, uuid],
        [b, uuid],
      ].sort(),
    )
    expect(Object.keys((await read('POST', 'batch_by_uuids/', { uuids: [uuid.toUpperCase()] }))[1].results)).toEqual([
      uuid,
    ])
    expect(await read('POST', 'batch_by_distinct_ids/', { distinct_ids: 5 })).toEqual([200, { results: {} }])
    expect((await read('POST', 'batch_by_uuids/', { uuids: ['x'] }))[1].detail).toBe('One or more UUIDs are invalid.')
  })

  test('hides everything from another project', async () => {
    const { id, uuid } = await person(newId('mine'))
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', 'split/'],
      ['POST', 'delete_events/'],
      ['GET', 'activity/'],
      ['GET', 'properties_timeline/'],
    ] as const)
      for (const each of [id, uuid]) {
        const body = method === 'PATCH' ? '{"properties":{}}' : undefined
        const response = await client.request(`/api/projects/${other}/persons/${each}/${path}`, {
          method,
          body,
          headers: body ? { 'Content-Type': 'application/json' } : {},
        })
        expect([method, path, response.status]).toEqual([method, path, 404])
      }
    expect((await client.request(`/api/projects/${other}/persons/cohorts/?person_id=${uuid}`)).status).toBe(404)
    expect((await client.get(`${base}/cohorts/?person_id=${uuid}`)).results).toEqual([])
  })
})

describe('concurrent operations', () => {
  test('changes, merges, splits and deletions during identify storms never fail, and every event leads to the owner of its ID', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `storm-${index}`)
    const pick = () => ids[Math.floor(Math.random() * ids.length)]!
    await client.send(...ids.map((id) => ({ event: 'start', distinct_id: id })))
    const statuses = new Map<number, number>()
    const act = async () => {
      const found = await ownerOf(pick())
      const roll = Math.random()
      const alias = pick()
      let response: Response
      if (roll < 0.3) {
        response = await client.capture({
          api_key: share.token,
          batch: [
            { event: '$merge_dangerously', distinct_id: pick(), properties: { alias } },
            { event: 'seen', distinct_id: alias },
          ],
        })
      } else if (!found) return
      else if (roll < 0.6) response = await send('PATCH', `${found.uuid}/`, { properties: { n: roll } })
      else if (roll < 0.8) response = await send('POST', `${found.uuid}/split/`)
      else if (roll < 0.9) response = await send('POST', `${found.uuid}/delete_property/`, { $unset: 'n' })
      else response = await send('DELETE', `${found.uuid}/`)
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    }
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let index = 0; index < 40; index++) await act()
      }),
    )
    await client.send()
    expect([...statuses.keys()].filter((status) => ![200, 202, 400, 404].includes(status))).toEqual([])
    await client.send(...ids.map((id) => ({ event: 'end', distinct_id: id })))
    const pending = 'SELECT 1 FROM pending_person_overrides WHERE team_id = $1'
    await waitFor(async () => (await stack.sql(pending, [share.project])).length === 0)
    for (const id of ids) expect([id, await personOfEvents(id)]).toEqual([id, [(await ownerOf(id)).uuid]])
  })
})

describe('groups and event values', () => {
  test('finds, changes, and lists values, relations and history of groups', async () => {
    const id = newId('worker')
    await client.send(
      {
        event: '$groupidentify',
        distinct_id: id,
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', industry: 'toys' } },
      },
      {
        event: 'work',
        distinct_id: id,
        properties: { $groups: { company: 'acme', project: 'p1' }, 'with.dot': 'dotted', mood: 'good' },
      },
    )
    const query = 'group_type_index=0&group_key=acme'
    const groups = `${share.base}/groups`
    expect((await client.get(`${groups}/find?${query}`)).group_properties).toEqual({ name: 'Acme', industry: 'toys' })
    const post = (path: string, body: object) =>
      client.request(`${groups}/${path}?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    for (const value of [1, 2]) await post('update_property', { key: 'arr', value })
    expect((await client.get(`${groups}/find?${query}`)).group_properties.arr).toBe(2)
    await post('delete_property', { $unset: 'industry' })
    await client.send()
    expect((await client.get(`${groups}/find?${query}`)).group_properties).toEqual({ name: 'Acme', arr: 2 })
    expect(await client.get(`${groups}/property_values?group_type_index=0&key=name&value=CM`)).toEqual([
      { name: 'Acme', count: 1 },
    ])
    expect(await client.get(`${groups}/property_definitions`)).toEqual({
      0: [
        { name: 'arr', count: 1 },
        { name: 'name', count: 1 },
      ],
    })
    const related = await client.get(`${groups}/related?group_type_index=0&id=acme`)
    expect(related.map((each: any) => [each.type, each.group_key ?? each.distinct_ids[0]])).toEqual([
      ['person', id],
      ['group', 'p1'],
    ])
    const ofPerson = await client.get(`${groups}/related?id=${(await ownerOf(id)).uuid}`)
    expect(ofPerson.map((each: any) => each.group_key)).toEqual(['acme', 'p1'])
    expect((await client.get(`${groups}/activity?${query}`)).results.map((entry: any) => entry.activity)).toEqual([
      'delete_property',
      'update_property',
      'update_property',
    ])
    expect((await client.request(`${groups}/find?group_type_index=0&group_key=none`)).status).toBe(404)
    expect((await post('update_property', { value: 1 })).status).toBe(400)
    expect((await client.get(`${share.base}/events/values?key=mood`)).results).toEqual([{ name: 'good', count: 1 }])
    expect((await client.get(`${share.base}/events/values?key=with.dot&value=OTT`)).results).toEqual([
      { name: 'dotted', count: 1 },
    ])
    expect((await client.get(`${share.base}/events/values?key=mood&event_name=other`)).results).toEqual([])
    expect((await client.get(`${share.base}/events/values?key=\`%20\\`)).results).toEqual([])
    const csv = await (await client.request(`${share.base}/events.csv?distinct_id=${id}`)).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3)
  })

  test('shows event property values that are lists or objects as JSON', async () => {
    await client.send({
      event: 'listed',
      distinct_id: newId(),
      properties: { tags_of_it: ['a', 'b'], nested_in_it: { a: 1 }, count_of_it: 5 },
    })
    const names = async (key: string) =>
      (await client.get(`${share.base}/events/values?key=${key}`)).results.map((value: any) => value.name)
    expect(await names('tags_of_it')).toEqual(['["a","b"]'])
    expect(await names('nested_in_it')).toEqual(['{"a":1}'])
    expect(await names('count_of_it')).toEqual(['5'])
  })

  test('related persons are found even if one has very many distinct IDs', async () => {
    const others = newId('other')
    const own = newId('many')
    const ids = Array.from({ length: 101 }, (_, index) => `${own}-${index}`)
    const work = (id: string, hoursAgo: number) => ({
      event: 'work',
      distinct_id: id,
      timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      properties: { $groups: { company: 'crowd' } },
    })
    await client.send(work(others, 3), ...ids.map((id) => work(id, 1)))
    await client.send(
      ...ids.slice(1).map((id) => ({ event: '$create_alias', distinct_id: ids[0]!, properties: { alias: id } })),
    )
    const related = await client.get(`${share.base}/groups/related?group_type_index=0&id=crowd`)
    expect(related.map((each: any) => each.id)).toEqual([(await ownerOf(ids[0]!)).id, (await ownerOf(others)).id])
  })

  test('pages through events with the same time exactly once', async () => {
    const id = newId('moment')
    await client.send(
      ...Array.from({ length: 23 }, () => ({ event: 'same', distinct_id: id, timestamp: '2024-02-02T02:02:02Z' })),
    )
    for (const orderBy of ['["timestamp"]', '["-timestamp"]']) {
      const seen: string[] = []
      let next: string | null =
        `${stack.url}${share.base}/events/?${new URLSearchParams({ distinct_id: id, limit: '5', orderBy })}`
      while (next) {
        const page: any = await client.get(next.slice(stack.url.length))
        seen.push(...page.results.map((event: any) => event.uuid))
        next = page.next
      }
      expect([seen.length, new Set(seen).size]).toEqual([23, 23])
    }
  })
})
