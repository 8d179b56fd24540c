/** Events that are odd but valid, on a whole installation: they are stored like others, and slow nothing down. */
import { beforeAll, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, type Installation, waitFor } from '../../../testing/stack.ts'

let share: Share
let stack: Installation
let client: Client
beforeAll(async () => {
  share = await shareStack()
  ;({ stack, client } = share)
})

/** 128 is the deepest that capture accepts; the event and its batch take four levels of it. */
const deep = `${'{"d":'.repeat(123)}1${'}'.repeat(123)}`

test.each<[string, string]>([
  ['a lone surrogate', '"bio":"abc\\ud83d"'],
  ['a lone surrogate in a name', '"bio\\udc00":1'],
  ['a number of 30 digits', '"huge":123456789012345678901234567890'],
  ['a number beyond the range of a double', '"huge":1e400,"small":-1e400,"tiny":1e-400'],
  ['integers around 64 bits', '"a":9223372036854775808,"b":-9223372036854775809,"c":18446744073709551616'],
  ['deep nesting', `"deep":${deep}`],
  ['a duplicate name', '"twice":1,"twice":"b"'],
  ['names with dots, and the same as objects', '"a.b":1,"a":{"b":2},"a.b.c":3'],
  ['NULs', '"nul":"a\\u0000b","n\\u0000l":1'],
  ['an empty name', '"":1'],
  ['a name of 100 kB', `"${'k'.repeat(100_000)}":1`],
  ['names with a meaning elsewhere', '"__proto__":1,"constructor":2,"%2E":3,"`":4,"\\\\":5,"\'":6,"a[]":[1]'],
  ['lists of everything', '"l":[1,"a",null,{"x":[[]]},[true,1.5,{"x":1}],123456789012345678901234567890]'],
  ['one name, another type than everywhere', '"mark":{"x":1},"$session_id":"s\\ud83d","$window_id":5'],
])('%s: stored with the rest of its batch, without a refusal', async (what, odd) => {
  const uuids = Array.from({ length: 40 }, () => crypto.randomUUID())
  const events = uuids.map((uuid, index) => {
    const properties = index === 20 ? `{"before":"x",${odd},"after":"y"}` : '{"before":"x","mark":1}'
    return `{"event":${JSON.stringify(what)},"distinct_id":"u","uuid":"${uuid}","properties":${properties}}`
  })
  const response = await client.capture(`{"api_key":"${share.token}","batch":[${events.join(',')}]}`)
  expect(response.status).toBe(200)
  await client.event(uuids.at(-1)!)
  const found = `JSONExtractString(properties, 'before') = 'x' AND properties_json.before.:String = 'x'`
  const [row] = await stack.clickHouse<{ stored: number; found: number; odd: number }>(
    `SELECT toUInt32(count()) AS stored, toUInt32(countIf(${found})) AS found,
       toUInt32(countIf(JSONExtractString(properties, 'after') = 'y' AND properties_json.after.:String = 'y')) AS odd
     FROM events WHERE team_id = ${share.project} AND event = '${what}'`,
  )
  expect(row).toEqual({ stored: 40, found: 40, odd: 1 })
  expect(await stack.sql('SELECT * FROM dead_letters WHERE team_id = $1', [share.project])).toEqual([])
})

test('values are returned to the last digit, and can be queried as far as the store can hold them', async () => {
  const uuid = crypto.randomUUID()
  const sent = '"huge":123456789012345678901234567890,"long":987654321012345678,"past":1e400,"bio":"abc\\ud83d"'
  await client.capture(
    `{"api_key":"${share.token}","batch":[{"event":"exact","distinct_id":"u","uuid":"${uuid}","properties":{${sent}}}]}`,
  )
  await client.event(uuid)
  const text = await (await client.request(`/api/projects/@current/events/${uuid}/`)).text()
  for (const property of sent.split(',')) expect(text).toContain(property)
  const listed = await (await client.request('/api/projects/@current/events/?event=exact')).text()
  for (const property of sent.split(',')) expect(listed).toContain(property)
  const [row] = await stack.clickHouse<Record<string, string>>(
    `SELECT toString(JSONExtractInt(properties, 'long')) AS long, toString(properties_json.long) AS column,
       JSONExtractString(properties, 'past') AS past FROM events WHERE team_id = ${share.project} AND event = 'exact'`,
  )
  expect(row).toEqual({ long: '987654321012345678', column: '987654321012345678', past: '1e400' })
})

test('heatmaps are not events', async () => {
  await client.send({ event: '$$heatmap', distinct_id: 'u', properties: { $heatmap_data: {} } })
  expect(
    await stack.clickHouse(`SELECT event FROM events WHERE team_id = ${share.project} AND event = '$$heatmap'`),
  ).toEqual([])
  const { outcomes } = await client.get('/api/projects/@current/ingestion_status')
  expect(outcomes).toContainEqual({ outcome: 'dropped:heatmap', events: 1, description: expect.any(String) })
})

test('deleted definitions come back with the next event', async () => {
  const event = { event: 'defined', distinct_id: 'u', properties: { plan: 'pro', $set: { tier: 'gold' } } }
  const list = async (kind: string, name: string) => {
    const { results } = await client.get(`/api/projects/@current/${kind}&search=${name}`)
    return results.filter((row: { name: string }) => row.name === name)
  }
  const places: [string, string][] = [
    ['event_definitions/?limit=100', 'defined'],
    ['property_definitions/?type=event', 'plan'],
    ['property_definitions/?type=person', 'tier'],
  ]
  for (let round = 0; round < 2; round++) {
    await client.send(event)
    for (const [kind, name] of places) {
      const [row] = await list(kind, name)
      expect([kind, row?.name]).toEqual([kind, name])
      const path = `/api/projects/@current/${kind.split('?')[0]}${row.id}/`
      expect((await client.request(path, { method: 'DELETE' })).status).toBe(204)
      expect(await list(kind, name)).toEqual([])
    }
  }
})

test('no person or group was last seen before it was first seen', async () => {
  await client.send(
    { event: 'seen', distinct_id: 'now' },
    { event: 'seen', distinct_id: 'then', timestamp: '2026-01-01T10:59:59.999Z' },
    { event: 'seen', distinct_id: 'then', timestamp: '2026-01-01T08:00:00Z' },
  )
  const persons = await client.get('/api/projects/@current/persons/')
  expect(persons.results.length).toBeGreaterThan(2)
  for (const { created_at: created, last_seen_at: seen } of persons.results)
    expect(new Date(seen).getTime()).toBeGreaterThanOrEqual(new Date(created).getTime())
  // An event in a later hour moves it to that hour.
  await client.send({ event: 'seen', distinct_id: 'then', timestamp: '2026-01-01T12:34:56Z' })
  await waitFor(async () => {
    const { results } = await client.get('/api/projects/@current/persons/?distinct_id=then')
    return results[0].last_seen_at === '2026-01-01T12:00:00Z'
  })
  const definitions = await client.get('/api/projects/@current/event_definitions/?limit=100')
  for (const { created_at: created, last_seen_at: seen } of definitions.results)
    expect(new Date(seen).getTime()).toBeGreaterThanOrEqual(new Date(created).getTime())
})
