/** Two people change different fields of one object at the same moment: neither change may undo the other. */
import { beforeAll, expect, test } from 'vitest'
import { type Share, shareStack } from '../testing/shared-stack.ts'
import type { Client } from '../testing/stack.ts'

const ORGANIZATION = '/api/organizations/@current/'
const ROUNDS = 12

let share: Share
let client: Client
beforeAll(async () => {
  share = await shareStack()
  client = share.client
  await client.send({
    event: 'bought',
    distinct_id: 'a',
    properties: { amount: 5, $groups: { company: 'acme' } },
  })
})

async function call(method: string, route: string, body?: unknown) {
  const response = await client.request(route.startsWith('/') ? route : `${share.base}/${route}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`)
  return JSON.parse(text)
}
const made =
  (route: string, body: object, id = 'id') =>
  async () =>
    `${route}${(await call('POST', route, body))[id]}/`
const first = (route: string) => async () => `${route}${(await call('GET', route)).results[0].id}/`

type Change = (round: number) => Record<string, unknown>
const named: Change = (round) => ({ name: `Name ${round}` })
const described: Change = (round) => ({ description: `Description ${round}` })
const tagged: Change = (round) => ({ tags: [`tag-${round}`] })
const trends = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] }

const objects: [what: string, make: () => Promise<string>, one: Change, other: Change][] = [
  ['an account', made('accounts/', { name: 'Acme' }), named, tagged],
  [
    'an account, roles and external ID',
    made('accounts/', { name: 'Acme' }),
    (round) => ({ properties: { billing_id: `b${round}` } }),
    (round) => ({ external_id: `e${round}` }),
  ],
  ['a custom property', made('custom_property_definitions/', { name: 'Plan', display_type: 'text' }), named, described],
  [
    'a layout of profiles',
    made('customer_profile_configs/', { scope: 'person' }),
    (round) => ({ content: { a: round } }),
    (round) => ({ sidebar: { b: round } }),
  ],
  [
    'a usage metric',
    made('groups_types/0/metrics/', { name: 'Use', filters: { events: [{ id: 'bought' }] } }),
    named,
    (round) => ({ interval: 1 + round }),
  ],
  [
    'a notebook',
    made('notebooks/', { title: 'Notes' }, 'short_id'),
    (round) => ({ title: `Title ${round}` }),
    (round) => ({ text_content: `Text ${round}` }),
  ],
  ['an insight', made('insights/', { query: { kind: 'InsightVizNode', source: trends } }), named, described],
  ['a dashboard', made('dashboards/', { name: 'Board' }), named, described],
  ['a cohort', made('cohorts/', { name: 'Buyers', is_static: true, csv: undefined }), named, described],
  ['an action', made('actions/', { name: 'Act', steps: [{ event: 'bought' }] }), named, described],
  [
    'an annotation',
    made('annotations/', { content: 'x', scope: 'project', date_marker: '2026-01-01T00:00:00Z' }),
    (round) => ({ content: `Content ${round}` }),
    (round) => ({ date_marker: `2026-01-${String(10 + round)}T00:00:00Z` }),
  ],
  ['an event definition', first('event_definitions/'), described, tagged],
  ['a property definition', first('property_definitions/'), described, tagged],
  ['a project', async () => `${share.base}/`, named, (round) => ({ session_recording_opt_in: round % 2 === 0 })],
  ['an organization', async () => ORGANIZATION, named, (round) => ({ enforce_2fa: round % 2 === 0 })],
  [
    'an early access feature',
    made('early_access_feature/', { name: 'Soon', stage: 'draft' }),
    named,
    (round) => ({ documentation_url: `https://example.com/${round}` }),
  ],
  ['a feature flag', made('feature_flags/', { key: 'flag' }), named, (round) => ({ active: round % 2 === 0 })],
]

test.each(objects)('%s', async (_what, make, one, other) => {
  const route = await make()
  for (let round = 0; round < ROUNDS; round++) {
    const changes = [one(round), other(round)]
    await Promise.all(changes.map((change) => call('PATCH', route, change)))
    expect(await call('GET', route)).toMatchObject({ ...changes[0], ...changes[1] })
  }
})

test.each([
  ['accounts/', { name: 'Acme' }],
  ['custom_property_definitions/', { name: 'Gone', display_type: 'text' }],
  ['customer_profile_configs/', { scope: 'person' }],
  ['groups_types/0/metrics/', { name: 'Gone', filters: { events: [{ id: 'bought' }] } }],
  ['early_access_feature/', { name: 'Gone', stage: 'beta' }],
])('%s: a change to an object that somebody else deletes at the same moment gets an error', async (path, body) => {
  for (let round = 0; round < ROUNDS; round++) {
    const route = await made(path, body)()
    const [changed, gone] = await Promise.all([
      client.request(`${share.base}/${route}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(path.startsWith('customer') ? { content: { a: round } } : { name: `Other ${round}` }),
      }),
      client.request(`${share.base}/${route}`, { method: 'DELETE' }),
    ])
    expect(gone.status).toBe(204)
    expect([200, 404]).toContain(changed.status)
    expect((await client.request(`${share.base}/${route}`)).status).toBe(404)
  }
})

test('no value of a custom property outlives its account', async () => {
  const definition = await call('POST', 'custom_property_definitions/', { name: 'Seats', display_type: 'number' })
  for (let round = 0; round < ROUNDS; round++) {
    const route = await made('accounts/', { name: 'Acme' })()
    const [set, gone] = await Promise.all([
      client.request(`${share.base}/${route}custom_property_values/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ definition: definition.id, value: round }),
      }),
      client.request(`${share.base}/${route}`, { method: 'DELETE' }),
    ])
    expect(gone.status).toBe(204)
    expect([201, 404]).toContain(set.status)
  }
  expect(await share.stack.sql('SELECT * FROM custom_property_values WHERE team_id = $1', [share.project])).toEqual([])
})
