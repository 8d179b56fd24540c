/**
 * No list and no quote shows an object to a user whom an access rule denies it. An object of every kind carries a secret
 * word; a member reads everything that the API offers and searches for the words.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Member, type Share, shareStack } from '../../../testing/shared-stack.ts'
import { Client, waitFor } from '../../../testing/stack.ts'
import { RESOURCES } from '../kinds/index.ts'

/** Kinds whose objects cannot be created yet, or are not made by members. */
const NOT_THERE_YET = ['experiment', 'session_recording', 'survey']

/** An object with the word `secret-<kind>` in each of its texts. */
interface Hidden {
  /** Resource in access rules. */
  resource: string
  /** Path segment: `insights`. */
  path: string
  id: string
}

interface Route {
  path: string
  parameters: string[]
}
const AT_ONCE = 4

let share: Share
let admin: Client
let base: string
let member: Member
/** IDs of the member's membership and of their role. */
let membership: string
let role: string
let routes: Route[]
const hidden: Record<string, Hidden> = {}
/** IDs for `{id}` below a path: every object there. */
const ids: Record<string, string[]> = {}

async function make(method: string, route: string, body: object): Promise<any> {
  const response = await admin.request(`${base}/${route}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}

/** Creates an object, changes it so that the log contains its texts, and remembers where it is. */
async function hide(resource: string, path: string, body: object, change: object, idField = 'id'): Promise<any> {
  const made = await make('POST', `${path}/`, body)
  const id = String(made[idField])
  await make('PATCH', `${path}/${id}/`, change)
  hidden[resource] = { resource, path, id }
  ids[path] = [...(ids[path] ?? []), id]
  return made
}
async function open(path: string, body: object, idField = 'id'): Promise<any> {
  const made = await make('POST', `${path}/`, body)
  ids[path] = [...(ids[path] ?? []), String(made[idField])]
  return made
}
const trends = (series: object, more: object = {}) => ({
  kind: 'InsightVizNode',
  source: { kind: 'TrendsQuery', series: [series], ...more },
})

beforeAll(async () => {
  share = await shareStack()
  ;({ client: admin, base } = share)
  member = await share.join('mia')
  const organization = '/api/organizations/@current'
  const { results: memberships } = (await share.session.get(`${organization}/members/?email=${member.email}`)).body
  membership = memberships[0].id
  role = (await share.session.post(`${organization}/roles/`, { name: 'Support' })).body.id
  await share.session.post(`${organization}/roles/${role}/role_memberships/`, { user_uuid: memberships[0].user.uuid })
  await admin.send({
    event: 'bought',
    distinct_id: 'p',
    properties: { $set: { plan: 'gold' }, $groups: { company: 'acme' } },
  })

  const action = await hide(
    'action',
    'actions',
    { name: 'secret-action', description: 'secret-action', tags: ['secret-action'], steps: [{ event: 'bought' }] },
    { name: 'secret-action again' },
  )
  const cohort = await hide(
    'cohort',
    'cohorts',
    {
      name: 'secret-cohort',
      description: 'secret-cohort',
      filters: {
        properties: { type: 'AND', values: [{ key: 'plan', type: 'person', value: ['gold', 'secret-cohort'] }] },
      },
    },
    { name: 'secret-cohort again' },
  )
  const flag = await hide(
    'feature_flag',
    'feature_flags',
    {
      key: 'secret-feature_flag',
      name: 'secret-feature_flag',
      tags: ['secret-feature_flag'],
      filters: {
        groups: [{ properties: [{ key: 'id', type: 'cohort', value: cohort.id }], rollout_percentage: 100 }],
        payloads: { true: '"secret-feature_flag"' },
      },
    },
    { name: 'secret-feature_flag again' },
  )
  await open('early_access_feature', { name: 'secret-feature_flag', stage: 'beta', feature_flag_id: flag.id })
  await hide(
    'session_recording_playlist',
    'session_recording_playlists',
    {
      name: 'secret-session_recording_playlist',
      description: 'secret-session_recording_playlist',
      type: 'filters',
      filters: { properties: [{ type: 'recording', key: 'start_url', value: 'secret-session_recording_playlist' }] },
    },
    { name: 'secret-session_recording_playlist again' },
    'short_id',
  )
  const dashboard = await hide(
    'dashboard',
    'dashboards',
    { name: 'secret-dashboard', description: 'secret-dashboard', tags: ['secret-dashboard'] },
    { name: 'secret-dashboard again', tiles: [{ text: { body: 'secret-dashboard' } }] },
  )
  const shared = await open('dashboards', { name: 'For everybody' })
  const insight = await hide(
    'insight',
    'insights',
    {
      name: 'secret-insight',
      description: 'secret-insight',
      tags: ['secret-insight'],
      saved: true,
      dashboards: [shared.id],
      query: trends(
        {
          kind: 'EventsNode',
          event: 'bought',
          properties: [{ key: 'plan', type: 'person', operator: 'exact', value: ['secret-insight'] }],
        },
        {
          breakdownFilter: { breakdown_type: 'cohort', breakdown: [cohort.id] },
        },
      ),
    },
    { name: 'secret-insight again' },
  )
  const plain = await open('insights', {
    name: 'For everybody',
    query: trends({ kind: 'EventsNode', event: 'bought' }),
  })
  await hide(
    'subscription',
    'subscriptions',
    {
      title: 'secret-subscription',
      insight: plain.id,
      target_type: 'email',
      target_value: 'secret-subscription@example.com',
      frequency: 'daily',
      start_date: '2024-01-01T00:00:00Z',
    },
    { title: 'secret-subscription again' },
  )
  await open('annotations', { content: 'secret-insight', scope: 'dashboard_item', dashboard_item: insight.id })
  const alert = await open('alerts', {
    name: 'secret-insight',
    insight: insight.id,
    subscribed_users: [],
    threshold: { configuration: { type: 'absolute', bounds: { upper: 1000 } } },
  })
  await make('PATCH', `alerts/${alert.id}/`, { name: 'secret-insight again' })
  await open('annotations', { content: 'secret-dashboard', scope: 'dashboard', dashboard_id: dashboard.id })
  for (const id of ids.annotations!) await make('PATCH', `annotations/${id}/`, { date_marker: '2024-05-06T07:08:09Z' })
  const document = (text: string) => ({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'ph-replay-timestamp', attrs: { playbackTime: 1, sessionRecordingId: 'r' } },
          { type: 'text', text },
        ],
      },
    ],
  })
  await hide(
    'notebook',
    'notebooks',
    { title: 'secret-notebook', content: document('secret-notebook'), text_content: 'secret-notebook' },
    { title: 'secret-notebook again', content: document('secret-notebook again'), version: 0 },
    'short_id',
  )
  const account = await hide(
    'account',
    'accounts',
    {
      name: 'secret-account',
      external_id: 'acme',
      tags: ['secret-account'],
      properties: { billing_id: 'secret-account' },
    },
    { name: 'secret-account again' },
  )
  // A notebook of an account belongs to the account.
  const note = await make('POST', `accounts/${account.id}/notebooks/`, {
    title: 'secret-account',
    text_content: 'secret-account',
    content: document('secret-account'),
  })
  ids.notebooks!.push(note.short_id)
  await make('PATCH', `notebooks/${note.short_id}/`, { title: 'secret-account again' })
  await open('customer_profile_configs', { scope: 'account', content: {}, sidebar: {} }).catch(() => {})

  // Visible objects that depend on the hidden ones.
  await open('cohorts', {
    name: 'Not those',
    filters: { properties: { type: 'AND', values: [{ key: 'id', type: 'cohort', value: cohort.id, negation: true }] } },
  })
  await open('insights', {
    name: 'By action',
    saved: true,
    query: trends({ kind: 'ActionsNode', id: action.id }),
  })
  await make('PUT', `cohorts/${ids.cohorts![1]}/`, {
    name: 'Not those',
    filters: { properties: { type: 'AND', values: [{ key: 'id', type: 'cohort', value: cohort.id, negation: true }] } },
  })
  // The member changed every object as well, so that it appears in their notifications.
  await share.stack.sql(
    `INSERT INTO activity_log (id, organization_id, team_id, user_id, activity, scope, item_id, detail, created_at)
     SELECT DISTINCT ON (scope, item_id) gen_random_uuid(), organization_id, team_id, $2, activity, scope, item_id, '{}'::jsonb, now() - interval '1 hour'
     FROM activity_log WHERE team_id = $1`,
    [share.project, member.id],
  )
  // Log entries about rules also name the object.
  for (const { path, id } of Object.values(hidden))
    await make('PUT', `${path}/${id}/access_controls/`, { access_level: 'editor' })
  const [person] = (await admin.get(`${base}/persons/`)).results
  ids.persons = [person.uuid]
  await waitFor(async () => (await admin.get(`${base}/cohorts/${cohort.id}/`)).count === 1)
  for (const [kind, name] of [
    ['event_definitions', 'bought'],
    ['property_definitions', 'plan'],
  ] as const) {
    const { results } = await admin.get(`${base}/${kind}/?search=${name}`)
    ids[kind] = results.map(({ id }: { id: string }) => id)
  }

  const { paths } = await admin.get('/api/schema')
  routes = Object.entries<any>(paths)
    .filter(([path, { get }]) => get?.security && path.startsWith('/api/'))
    // A GET that creates an object, as in PostHog.
    .filter(([path]) => !path.endsWith('/duplicate_as_static_cohort'))
    .map(([path, { get }]) => ({ path, parameters: (get.parameters ?? []).map(({ name }: { name: string }) => name) }))
})

/** The URLs of a route: with every object that fits, and with the parameters of a list. */
function addresses({ path: route, parameters }: Route): string[] {
  const inProject = route.replace('{project_id}', String(share.project)).replace('{organization_id}', '@current')
  const [, kind = ''] = /\/([a-z_]+)\/\{\w+\}/.exec(inProject) ?? []
  const filled = inProject.includes('{')
    ? (ids[kind] ?? ['1']).map((id) => inProject.replace(/\{\w+\}/, id).replace(/\{\w+\}/g, '1'))
    : [inProject]
  const questions = Object.entries(ASKED).flatMap(([name, value]) =>
    parameters.includes(name) ? [`?${name}=${value === 'person' ? ids.persons![0] : value}`] : [],
  )
  return filled.flatMap((address) => ['', ...questions].map((query) => `${address}${query}`))
}
/** Parameters that make a route return more. */
const ASKED: Record<string, string> = {
  search: 'secret',
  format: 'csv',
  person_id: 'person',
  recording_id: 'r',
  distinct_id: 'p',
}

/** The URLs at which a caller reads the secret word of each kind. */
async function search(read: (method: string, path: string, body?: object) => Promise<string>) {
  const found: Record<string, string[]> = Object.fromEntries(Object.keys(hidden).map((kind) => [kind, []]))
  const look = (address: string, text: string) => {
    for (const kind of Object.keys(hidden)) if (text.includes(`secret-${kind}`)) found[kind]!.push(address)
  }
  const all = routes.flatMap(addresses)
  const walk = async () => {
    for (let address = all.pop(); address; address = all.pop()) look(address, await read('GET', address))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, walk))
  for (const query of [
    { kind: 'HogQLQuery', query: 'SELECT * FROM system.accounts' },
    { kind: 'HogQLQuery', query: 'SELECT a.name FROM events e JOIN system.accounts a ON a.external_id = e.$group_0' },
    { kind: 'AccountsQuery', select: ['name', 'tags'] },
    { kind: 'AccountsTableQuery' },
  ])
    look(`query ${JSON.stringify(query)}`, await read('POST', `${base}/query/`, { query }))
  look('bulk_keys', await read('POST', `${base}/feature_flags/bulk_keys/`, { ids: [Number(hidden.feature_flag!.id)] }))
  return found
}
const asMember = async (method: string, path: string, body?: object) => {
  const answer = await member.session.call(method, path, body)
  expect(answer.status, path).toBeLessThan(500)
  return JSON.stringify(answer)
}
const asKey = async (method: string, path: string, body?: object) =>
  (
    await member.client.request(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
  ).text()

describe('an object of every kind', () => {
  test('can be found, and everyone reads about it in the log as long as no rule denies it', async () => {
    expect(Object.keys(hidden).sort()).toEqual(
      RESOURCES.filter((each) => ![...NOT_THERE_YET, 'customer_analytics', 'person'].includes(each)).sort(),
    )
    const found = await search(asMember)
    for (const [kind, { path }] of Object.entries(hidden)) {
      expect([kind, found[kind]]).toEqual([kind, expect.arrayContaining([`${base}/${path}`, `${base}/activity_log`])])
    }
  })

  const ways: [string, (kind: Hidden, level: string | null) => Promise<unknown>][] = [
    [
      'of its kind for everyone',
      ({ resource }, access_level) => make('PUT', 'resource_access_controls/', { resource, access_level }),
    ],
    [
      'of its kind for a member',
      ({ resource }, access_level) =>
        make('PUT', 'resource_access_controls/', { resource, access_level, organization_member: membership }),
    ],
    [
      'about it for a member',
      ({ path, id }, access_level) =>
        make('PUT', `${path}/${id}/access_controls/`, { access_level, organization_member: membership }),
    ],
    [
      'about it for a role',
      ({ path, id }, access_level) => make('PUT', `${path}/${id}/access_controls/`, { access_level, role }),
    ],
  ]
  test.each(ways)('appears nowhere when a rule %s says none', async (way, set) => {
    const isOfKind = way.startsWith('of its kind')
    // A rule about the object itself would be more specific.
    for (const each of Object.values(hidden))
      await make('PUT', `${each.path}/${each.id}/access_controls/`, { access_level: isOfKind ? null : 'editor' })
    for (const each of Object.values(hidden)) await set(each, 'none')
    try {
      const nowhere = Object.fromEntries(Object.keys(hidden).map((kind) => [kind, []]))
      expect(await search(asMember)).toEqual(nowhere)
      if (way === 'about it for a role') expect(await search(asKey)).toEqual(nowhere)
    } finally {
      for (const each of Object.values(hidden)) await set(each, null)
    }
  })
})

test('a rule about an insight applies under both of its IDs', async () => {
  const insight = await admin.get(`${base}/insights/${hidden.insight!.id}/`)
  const level = async () => (await member.session.get(`${base}/insights/${insight.id}/`)).status
  expect(await level()).toBe(200)
  await make('PUT', `insights/${insight.short_id}/access_controls/`, {
    access_level: 'none',
    organization_member: membership,
  })
  expect(await level()).toBe(403)
  await make('PUT', `insights/${insight.id}/access_controls/`, { access_level: null, organization_member: membership })
  expect(await level()).toBe(200)
})

test('accounts need their own scope, whatever queries them', async () => {
  const keyFor = async (...scopes: string[]) =>
    new Client(
      share.stack,
      (await share.session.post('/api/personal_api_keys/', { label: scopes.join(), scopes })).body.value,
    )
  const narrow = await keyFor('query:read', 'insight:read', 'notebook:read')
  const both = await keyFor('query:read', 'account:read', 'notebook:read')
  const refusal = [403, `API key missing required scope 'account:read'`]
  const ask = async (key: Client, query: object) => {
    const response = await key.request(`${base}/query/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return [response.status, (await response.json()).detail]
  }
  for (const query of [
    { kind: 'AccountsQuery' },
    { kind: 'AccountsTableQuery' },
    { kind: 'HogQLQuery', query: 'SELECT name FROM system.accounts' },
    { kind: 'HogQLQuery', query: 'SELECT name FROM `system`.`accounts`' },
    { kind: 'HogQLQuery', query: 'SELECT 1 WHERE 1 IN (SELECT 1 FROM system.accounts)' },
    { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT name FROM system.accounts' } },
  ]) {
    // Another user's query may have put the answer into the cache.
    expect([query, (await ask(admin, query))[0]]).toEqual([query, 200])
    expect([query, ...(await ask(narrow, query))]).toEqual([query, ...refusal])
    expect([query, (await ask(both, query))[0]]).toEqual([query, 200])
  }
  expect((await ask(narrow, { kind: 'HogQLQuery', query: 'SELECT count() FROM events' }))[0]).toBe(200)
  const note = `${base}/notebooks/${ids.notebooks!.at(-1)}/`
  expect((await narrow.request(note)).status).toBe(403)
  expect((await both.request(note)).status).toBe(200)
})

test('a hidden object stays hidden when it is deleted', async () => {
  for (const { path, id } of Object.values(hidden)) {
    await make('PUT', `${path}/${id}/access_controls/`, { access_level: 'none', organization_member: membership })
    await (path === 'accounts'
      ? make('DELETE', `${path}/${id}/`, {})
      : make('PATCH', `${path}/${id}/`, { deleted: true }))
  }
  const log = await asKey('GET', `${base}/activity_log/`)
  expect(log).toContain('For everybody')
  expect(await search(asMember)).toEqual(Object.fromEntries(Object.keys(hidden).map((kind) => [kind, []])))
})
