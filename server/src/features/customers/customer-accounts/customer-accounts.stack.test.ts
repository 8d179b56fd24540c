/** Accounts, their custom properties and notebooks, profile layouts, tags and the data catalog, through the API. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { Client } from '../../../testing/stack.ts'

let share: Share
/** A project of another organization that the owner of this one also belongs to. */
let elsewhere: number
let eve: Client
let client: Client
const NOBODY = '018f0000-0000-7000-8000-000000000001'

beforeAll(async () => {
  share = await shareStack()
  client = share.client
  await client.send(
    {
      event: '$pageview',
      distinct_id: 'a',
      properties: { $browser: 'Chrome', plan: 'gold', seats: 3, $set: { email: 'a@x.io', $initial_browser: 'Chrome' } },
    },
    { event: 'bought', distinct_id: 'a', properties: { amount: 5, '$feature/beta': 'on', utm_source: 'x' } },
  )
  eve = (await share.join('eve')).client
  await share.session.post('/api/organizations/', { name: 'Other' })
  elsewhere = (await share.session.get('/api/projects/@current/')).body.id
  await share.session.patch('/api/users/@me/', { set_current_team: share.project })
})

const rule = (resource: string, id: string, level: string) =>
  share.stack.sql(
    'INSERT INTO access_controls (team_id, resource, resource_id, access_level) VALUES ($1, $2, $3, $4)',
    [share.project, resource, id, level],
  )
const dropRules = () => share.stack.sql('DELETE FROM access_controls WHERE team_id = $1', [share.project])

async function call(
  method: string,
  route: string,
  body?: unknown,
  { as = client, headers = {} as Record<string, string>, base = share.base } = {},
) {
  const response = await as.request(`${base}/${route}`, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const refused = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, body.code, body.attr, body.detail]
const account = async (fields: object = {}) => {
  const { status, body } = await call('POST', 'accounts/', { name: 'Acme', ...fields })
  expect([status, body]).toMatchObject([201, { name: expect.any(String) }])
  return body
}

describe('accounts', () => {
  test('are created, read, changed and deleted, under both URL families', async () => {
    const made = await account({
      name: '  Northwind ',
      tags: ['VIP', 'vip ', 'eu'],
      external_id: 51,
      properties: { stripe_customer_id: 'cus_9', csm: { id: '12', email: 'k', extra: 1 } },
    })
    expect(made).toMatchObject({
      name: 'Northwind',
      external_id: '51',
      tags: ['eu', 'vip'],
      notebooks: [],
      created_by: share.id,
      properties: { csm: { id: 12, email: 'k' }, stripe_customer_id: 'cus_9' },
    })
    expect(Object.keys(made.properties)).toEqual(
      ['csm', 'stripe_customer_id'].toSorted((a, b) => (a === 'csm' ? -1 : b === 'csm' ? 1 : 0)),
    )
    expect(
      (await call('GET', `accounts/${made.id}`, undefined, { base: `/api/environments/${share.project}` })).body,
    ).toEqual(made)
    const changed = (
      await call('PATCH', `accounts/${made.id}/`, { properties: { billing_id: null }, tags: ['eu', 'new'] })
    ).body
    expect([changed.properties, changed.tags, changed.updated_at > made.updated_at]).toEqual([
      { billing_id: null },
      ['eu', 'new'],
      true,
    ])
    const same = (await call('PATCH', `accounts/${made.id}/`, {})).body
    expect(same).toEqual(changed)
    expect((await call('PATCH', `accounts/${made.id}/`, { external_id: '51', name: 'N' })).body).toMatchObject({
      external_id: '51',
      name: 'N',
    })
    expect((await call('PUT', `accounts/${made.id}/`, { name: 'P' })).body).toMatchObject({
      external_id: '51',
      tags: ['eu', 'new'],
    })
    expect((await call('PATCH', `accounts/${made.id}/`, { external_id: null, properties: null })).body).toMatchObject({
      external_id: null,
      properties: {},
    })
    const log = (await call('GET', `accounts/${made.id}/activity/?limit=20`)).body.results
    expect(log.map((entry: any) => [entry.activity, entry.detail.changes?.map((change: any) => change.field)])).toEqual(
      [
        ['updated', ['external_id', 'properties']],
        ['updated', ['name']],
        ['updated', ['name']],
        ['updated', ['tag']],
        ['updated', ['tag']],
        ['updated', ['properties']],
        ['created', undefined],
      ],
    )
    expect((await call('DELETE', `accounts/${made.id}/`)).status).toBe(204)
    for (const [method, route] of [
      ['GET', `accounts/${made.id}/`],
      ['PATCH', `accounts/${made.id}/`],
      ['DELETE', `accounts/${made.id}/`],
      ['GET', `accounts/${made.id}/notebooks/`],
      ['GET', `accounts/${made.id}/custom_property_values/`],
      ['GET', 'accounts/nonsense/'],
      ['GET', `accounts/${NOBODY}/`],
    ])
      expect([route, refused(await call(method!, route!, method === 'PATCH' ? {} : undefined))]).toEqual([
        route,
        [404, 'not_found', null, 'Not found.'],
      ])
  })

  test.each([
    [{}, 'required', 'name', 'This field is required.'],
    [{ name: '  ' }, 'blank', 'name', 'This field may not be blank.'],
    [{ name: null }, 'null', 'name', 'This field may not be null.'],
    [{ name: true }, 'invalid_input', 'name', 'Not a valid string.'],
    [{ name: 'x'.repeat(401) }, 'max_length', 'name', 'Ensure this field has no more than 400 characters.'],
    [{ name: 'x', tags: 'a' }, 'not_a_list', 'tags', 'Expected a list of items but got type "str".'],
    [{ name: 'x', tags: null }, 'null', 'tags', 'This field may not be null.'],
    [{ name: 'x', tags: ['a', ' '] }, 'blank', 'tags__1', 'This field may not be blank.'],
    [{ name: 'x', tags: [{}] }, 'invalid_input', 'tags__0', 'Not a valid string.'],
    [{ name: 'x', properties: [] }, 'invalid_input', 'properties', 'properties must be a JSON object.'],
    [{ name: 'x', properties: { foo: 1 } }, 'invalid_input', 'properties', 'foo: Extra inputs are not permitted'],
    [{ name: 'x', properties: { csm: { id: 1 } } }, 'invalid_input', 'properties', 'csm.email: Field required'],
    [{ name: 'x', properties: { csm: { email: 'a' } } }, 'invalid_input', 'properties', 'csm.id: Field required'],
    [
      { name: 'x', properties: { csm: { id: 'a', email: 'a' } } },
      'invalid_input',
      'properties',
      'csm.id: Input should be a valid integer, unable to parse string as an integer',
    ],
    [
      { name: 'x', properties: { csm: { id: 1.5, email: 'a' } } },
      'invalid_input',
      'properties',
      'csm.id: Input should be a valid integer, got a number with a fractional part',
    ],
    [
      { name: 'x', properties: { csm: { id: null, email: 'a' } } },
      'invalid_input',
      'properties',
      'csm.id: Input should be a valid integer',
    ],
    [
      { name: 'x', properties: { csm: { id: 1, email: 2 } } },
      'invalid_input',
      'properties',
      'csm.email: Input should be a valid string',
    ],
    [
      { name: 'x', properties: { csm: 4 } },
      'invalid_input',
      'properties',
      expect.stringMatching(/^csm: Input should be a valid dictionary/),
    ],
    [
      { name: 'x', properties: { foo: 1, billing_id: 4 } },
      'invalid_input',
      'properties',
      'billing_id: Input should be a valid string',
    ],
  ])('%j is refused', async (body, code, attr, detail) => {
    expect(refused(await call('POST', 'accounts/', body))).toEqual([400, code, attr, detail])
  })

  test('external IDs are unique unless null, and a conflict changes nothing', async () => {
    const one = await account({ external_id: 'org_1' })
    await account({ external_id: null })
    await account({ external_id: '' })
    const taken = [409, 'conflict', null, 'An account with this external_id already exists for this team.']
    expect(
      refused(await call('POST', 'accounts/', { name: 'x', external_id: ' org_1 ', tags: ['never-stored'] })),
    ).toEqual(taken)
    expect(refused(await call('POST', 'accounts/', { name: 'x', external_id: '' }))).toEqual(taken)
    const two = await account({ external_id: 'ORG_1', name: 'Two' })
    const conflict = await call('PATCH', `accounts/${two.id}/`, { name: 'Changed', external_id: 'org_1', tags: ['t'] })
    expect([conflict.status, conflict.body.type]).toEqual([409, 'server_error'])
    expect((await call('GET', `accounts/${two.id}/`)).body).toMatchObject({ name: 'Two', tags: [] })
    const same = await call(
      'POST',
      'accounts/',
      { name: 'y', external_id: 'org_1' },
      { base: `/api/projects/${elsewhere}` },
    )
    expect(same.status).toBe(201)
    expect((await call('GET', `accounts/${same.body.id}/`)).status).toBe(404)
    await call('DELETE', `accounts/${one.id}/`)
    await account({ external_id: 'org_1' })
    expect((await call('GET', 'tags/')).body).not.toContain('never-stored')
  })

  test('lists filter by text, tags and roles, as in the worked example', async () => {
    const names = async (query: string) => {
      const { body } = await call('GET', `accounts/?${query}`, undefined, { base: `/api/projects/${elsewhere}` })
      return body.results.map(({ name }: any) => name)
    }
    await share.stack.sql('DELETE FROM accounts WHERE team_id = $1', [elsewhere])
    const make = (name: string, more: object) =>
      call('POST', 'accounts/', { name, ...more }, { base: `/api/projects/${elsewhere}` })
    await make('Alfa', { properties: { csm: { id: 4, email: 'x' } }, tags: ['a', 'b'], external_id: '100%_x' })
    await make('Beta', { properties: { csm: null } })
    await make('Gama', { properties: { account_owner: { id: 4, email: 'x' } } })
    expect(await names('csm=4')).toEqual(['Alfa'])
    expect(await names('csm=unassigned')).toEqual(['Gama', 'Beta'])
    expect(await names('all_roles_unassigned=TRUE')).toEqual(['Beta'])
    expect(await names('all_roles_unassigned=1')).toEqual(['Gama', 'Beta', 'Alfa'])
    expect(await names('tags=["a","b"]')).toEqual(['Alfa'])
    expect(await names('tags=["A"]')).toEqual([])
    expect(await names('tags=[]')).toEqual(['Gama', 'Beta', 'Alfa'])
    expect(await names('csm=abc&ordering=foo')).toEqual(['Gama', 'Beta', 'Alfa'])
    expect(await names('csm=4.5')).toEqual(['Gama', 'Beta', 'Alfa'])
    expect(await names('csm=99999999')).toEqual([])
    expect(await names('account_owner=4')).toEqual(['Gama'])
    expect(await names('ordering=name')).toEqual(['Alfa', 'Beta', 'Gama'])
    expect(await names('ordering=-name&limit=1&offset=1')).toEqual(['Beta'])
    expect(await names('search=%25_')).toEqual(['Alfa'])
    expect(await names('search=AM')).toEqual(['Gama'])
    expect(await names('search=%20')).toEqual(['Gama', 'Beta', 'Alfa'])
    for (const bad of ['a', '"a"', '{}', 'null', '[1]'])
      expect(refused(await call('GET', `accounts/?tags=${encodeURIComponent(bad)}`))).toEqual([
        400,
        'invalid_input',
        'tags',
        'Must be a JSON-encoded list of strings.',
      ])
  })

  test('follow the access rules, their own before those of customer analytics', async () => {
    const made = await account({ name: 'Guarded' })
    const route = `accounts/${made.id}/`
    expect((await call('GET', route, undefined, { as: eve })).status).toBe(200)
    await rule('customer_analytics', '', 'viewer')
    expect((await call('PATCH', route, { name: 'x' }, { as: eve })).status).toBe(403)
    expect((await call('GET', 'accounts/', undefined, { as: eve })).status).toBe(200)
    await rule('account', '', 'editor')
    expect((await call('PATCH', route, { name: 'x' }, { as: eve })).status).toBe(200)
    await rule('account', made.id, 'none')
    const before = (await call('GET', 'accounts/')).body.count
    expect((await call('GET', 'accounts/', undefined, { as: eve })).body.count).toBe(before - 1)
    expect((await call('GET', route, undefined, { as: eve })).status).toBe(403)
    expect((await call('GET', `accounts/${made.id}/notebooks/`, undefined, { as: eve })).status).toBe(404)
    expect((await call('GET', `accounts/${made.id}/custom_property_values/`, undefined, { as: eve })).status).toBe(404)
    await share.stack.sql(
      `UPDATE access_controls SET access_level = 'none' WHERE team_id = $1 AND resource = 'account' AND resource_id = ''`,
      [share.project],
    )
    expect((await call('GET', 'accounts/', undefined, { as: eve })).status).toBe(403)
    await dropRules()
    const limited = await share.session.post('/api/personal_api_keys/', { label: 'x', scopes: ['account:read'] })
    const scoped = new Client(share.stack, limited.body.value)
    expect((await call('GET', `accounts/${made.id}/notebooks/`, undefined, { as: scoped })).status).toBe(200)
    expect((await call('GET', 'notebooks/', undefined, { as: scoped })).status).toBe(403)
    expect((await call('POST', 'accounts/', { name: 'x' }, { as: scoped })).body.detail).toContain("'account:write'")
  })
})

describe('custom properties', () => {
  const define = async (fields: object) => {
    const { status, body } = await call('POST', 'custom_property_definitions/', fields)
    expect([status, body]).toMatchObject([201, {}])
    return body
  }
  test('have a type, options, and unique names', async () => {
    const made = await define({
      name: ' Stage ',
      display_type: 'select',
      is_big_number: true,
      options: [
        { label: ' A ', color: 'preset-1' },
        { label: 'B', color: 'preset-2' },
      ],
    })
    expect(made).toMatchObject({
      name: 'Stage',
      description: null,
      is_big_number: false,
      source: null,
      references: [],
      created_by: share.id,
    })
    expect(made.options.map(({ label }: any) => label)).toEqual(['A', 'B'])
    expect(
      refused(await call('POST', 'custom_property_definitions/', { name: 'Stage', display_type: 'text' })),
    ).toEqual([409, 'conflict', null, 'A custom property with this name already exists for this team.'])
    for (const [options, detail] of [
      [[], 'A select property needs at least one option.'],
      [[{ label: ' ', color: 'preset-1' }], "Option labels can't be blank."],
      [[{ label: 'x', color: 'red' }], "Invalid option color: 'red'."],
      [
        [{ id: 'mine', label: 'x', color: 'preset-1' }],
        'Option ids are assigned by the server; omit them for new options.',
      ],
      [
        [
          { label: 'x', color: 'preset-1' },
          { label: 'x', color: 'preset-2' },
        ],
        "Duplicate option label: 'x'.",
      ],
    ] as const)
      expect(
        refused(await call('POST', 'custom_property_definitions/', { name: 'Bad', display_type: 'select', options })),
      ).toEqual([400, 'invalid_input', 'options', detail])
    expect(refused(await call('POST', 'custom_property_definitions/', { name: 'Bad', display_type: 'blob' }))).toEqual([
      400,
      'invalid_choice',
      'display_type',
      '"blob" is not a valid choice.',
    ])
    expect(
      (await define({ name: 'Seats', display_type: 'number', is_big_number: true, options: [] })).is_big_number,
    ).toBe(true)
    const listed = (await call('GET', 'custom_property_definitions/')).body
    expect(listed.results.map(({ name }: any) => name)).toEqual(['Seats', 'Stage'])
    const one = await account()
    await call('POST', `accounts/${one.id}/custom_property_values/`, { definition: made.id, value: 'A' })
    const renamed = made.options.map((option: any) => (option.label === 'A' ? { ...option, label: 'Alpha' } : option))
    await call('PATCH', `custom_property_definitions/${made.id}/`, { options: renamed })
    expect((await call('GET', `accounts/${one.id}/custom_property_values/`)).body[0].value).toBe('Alpha')
    await call('PATCH', `custom_property_definitions/${made.id}/`, { options: [renamed[1]] })
    expect((await call('GET', `accounts/${one.id}/custom_property_values/`)).body).toEqual([])
    expect(
      (await call('PATCH', `custom_property_definitions/${made.id}/`, { display_type: 'text' })).body.options,
    ).toBeNull()
    expect(refused(await call('PATCH', `custom_property_definitions/${made.id}/`, { display_type: 'select' }))[3]).toBe(
      'A select property needs at least one option.',
    )
    expect((await call('DELETE', `custom_property_definitions/${made.id}/`)).status).toBe(204)
    expect((await call('GET', `custom_property_definitions/${made.id}/`)).status).toBe(404)
  })

  test.each([
    ['text', 5, '5', null],
    ['text', ' x ', ' x ', null],
    ['text', true, null, 'a text value'],
    ['number', ' 1e3 ', 1000, null],
    ['number', -2.5, -2.5, null],
    ['number', 'abc', null, 'a numeric value'],
    ['number', true, null, 'a numeric value'],
    ['number', 'NaN', null, 'a finite numeric value'],
    ['number', '-Infinity', null, 'a finite numeric value'],
    ['percent', 0.5, 0.5, null],
    ['boolean', ' TRUE ', true, null],
    ['boolean', false, false, null],
    ['boolean', 1, null, 'a boolean value'],
    ['boolean', 'yes', null, 'a boolean value'],
    ['date', '2026-03-01', '2026-03-01T00:00:00Z', null],
    ['datetime', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00Z', null],
    ['datetime', 5, null, 'an ISO-8601 datetime'],
    ['datetime', 'soon', null, 'an ISO-8601 datetime'],
    ['select', 'B', 'B', null],
    ['select', 'b', null, 'one of its options: A, B'],
  ] as const)('%s takes %j as %j', async (type, value, stored, problem) => {
    const name = `${type} ${JSON.stringify(value)}`
    const definition = await define({
      name,
      display_type: type,
      ...(type === 'select' && {
        options: [
          { label: 'A', color: 'preset-1' },
          { label: 'B', color: 'preset-1' },
        ],
      }),
    })
    const one = await account()
    const set = await call('POST', `accounts/${one.id}/custom_property_values/`, { definition: definition.id, value })
    if (problem)
      expect(refused(set)).toEqual([400, 'invalid_input', 'value', `Custom property '${name}' expects ${problem}`])
    else expect([set.status, set.body.value, set.body.created_by_id]).toEqual([201, stored, share.id])
  })

  test('values are replaced, kept as history, and never converted', async () => {
    const seats = await define({ name: 'Places', display_type: 'number' })
    const one = await account()
    const route = `accounts/${one.id}/custom_property_values/`
    for (const value of [1, 2, 2]) await call('POST', route, { definition: seats.id, value })
    const [current, ...others] = (await call('GET', route)).body
    expect([current.value, others]).toEqual([2, []])
    const history = (await call('GET', `${route}history/?definition=${seats.id}`)).body
    expect(history.map(({ value, superseded_at: at }: any) => [value, at === null])).toEqual([
      [2, true],
      [2, false],
      [1, false],
    ])
    await call('PATCH', `custom_property_definitions/${seats.id}/`, { display_type: 'text' })
    expect((await call('GET', route)).body[0]).toMatchObject({ id: current.id, value: null })
    await call('PATCH', `custom_property_definitions/${seats.id}/`, { display_type: 'number' })
    expect((await call('GET', route)).body[0].value).toBe(2)
    const other = await account()
    for (const value of [10, 2.5, 100])
      await call('POST', `accounts/${other.id}/custom_property_values/`, { definition: seats.id, value })
    const suggestions = async (query: string) =>
      (await call('GET', `custom_property_definitions/values/?${query}`)).body.results.map(({ name }: any) => name)
    expect(await suggestions(`key=${seats.id}`)).toEqual(['2', '100'])
    expect(await suggestions(`key=${seats.id}&value=0`)).toEqual(['100'])
    expect([await suggestions('key=nonsense'), await suggestions('')]).toEqual([[], []])
    for (const [body, attr, detail] of [
      [{ value: 1 }, 'definition', 'This field is required.'],
      [{ definition: 'x', value: 1 }, 'definition', 'Must be a valid UUID.'],
      [{ definition: NOBODY, value: 1 }, 'definition', 'Custom property definition not found.'],
      [{ definition: seats.id }, 'value', 'This field is required.'],
      [{ definition: seats.id, value: null }, 'value', 'This field may not be null.'],
      [{ definition: seats.id, value: [1] }, 'value', 'Value must be a string, number, or boolean.'],
    ] as const) {
      const answer = await call('POST', route, body)
      expect([answer.status, answer.body.attr, answer.body.detail]).toEqual([400, attr, detail])
    }
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, value) => call('POST', route, { definition: seats.id, value })),
    )
    expect(many.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect((await call('GET', route)).body).toHaveLength(1)
  })
})

describe('notebooks of an account', () => {
  test('are created from Markdown, searched, edited as notebooks, and permanently deleted', async () => {
    const one = await account()
    const route = `accounts/${one.id}/notebooks/`
    const text =
      'Plan:\n- call **Ana**\n\n# Then `now`\n1. a\n2. b\n```js\nx = 1\n\ny\n```\nsee [here](https://x.io) *soon*'
    const made = (await call('POST', route, { title: 'Renewal calls', content: {}, text_content: text })).body
    expect(Object.keys(made).toSorted()).toEqual([
      'content',
      'created_at',
      'created_by',
      'id',
      'last_modified_at',
      'last_modified_by',
      'short_id',
      'text_content',
      'title',
    ])
    const item = (...content: object[]) => ({ type: 'listItem', content: [{ type: 'paragraph', content }] })
    expect(made.content).toEqual({
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: 'Plan:' }] },
        {
          type: 'bulletList',
          content: [item({ type: 'text', text: 'call ' }, { type: 'text', text: 'Ana', marks: [{ type: 'bold' }] })],
        },
        {
          type: 'heading',
          attrs: { level: 1 },
          content: [
            { type: 'text', text: 'Then ' },
            { type: 'text', text: 'now', marks: [{ type: 'code' }] },
          ],
        },
        { type: 'orderedList', content: [item({ type: 'text', text: 'a' }), item({ type: 'text', text: 'b' })] },
        { type: 'codeBlock', attrs: { language: 'js' }, content: [{ type: 'text', text: 'x = 1\n\ny' }] },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'see ' },
            { type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: 'https://x.io' } }] },
            { type: 'text', text: ' ' },
            { type: 'text', text: 'soon', marks: [{ type: 'italic' }] },
          ],
        },
      ],
    })
    const empty = (await call('POST', route, {})).body
    expect([empty.title, empty.content, empty.text_content]).toEqual([null, null, null])
    const own = { type: 'doc', content: [] }
    expect((await call('POST', route, { content: own, text_content: '# x' })).body.content).toEqual(own)
    expect(refused(await call('POST', route, { title: 'x'.repeat(257) }))).toEqual([
      400,
      'max_length',
      'title',
      'Ensure this field has no more than 256 characters.',
    ])
    const found = async (search: string) =>
      (await call('GET', `${route}?search=${encodeURIComponent(search)}`)).body.results.map(({ title }: any) => title)
    expect(await found('renewal call')).toEqual(['Renewal calls'])
    expect(await found('ana')).toEqual(['Renewal calls'])
    expect(await found('renewal ana')).toEqual([])
    expect(await found('the')).toEqual([])
    expect((await call('GET', route)).body.count).toBe(3)
    expect((await call('GET', 'notebooks/')).body.results.map(({ short_id: id }: any) => id)).not.toContain(
      made.short_id,
    )
    const whole = (await call('GET', `notebooks/${made.short_id}/`)).body
    expect(whole.parent_resource).toEqual({ type: 'account', id: one.id })
    expect((await call('GET', `accounts/${one.id}/`)).body.notebooks).toEqual([
      made.short_id,
      empty.short_id,
      expect.any(String),
    ])
    await call('PATCH', `notebooks/${made.short_id}/`, { deleted: true })
    expect((await call('GET', `${route}${made.short_id}/`)).status).toBe(404)
    expect((await call('GET', `accounts/${one.id}/`)).body.notebooks).toContain(made.short_id)
    await call('PATCH', `notebooks/${made.short_id}/`, { deleted: false })
    const other = await account()
    expect((await call('GET', `accounts/${other.id}/notebooks/${made.short_id}/`)).status).toBe(404)
    expect((await call('PATCH', `${route}${made.short_id}/`, {})).status).toBe(405)
    // Its one earlier version is deleted with it.
    await call('PATCH', `notebooks/${made.short_id}/`, { content: own, version: whole.version })
    const versions = () => share.stack.sql('SELECT 1 FROM notebook_versions WHERE notebook_id = $1', [made.id])
    expect(await versions()).toHaveLength(1)
    expect((await call('DELETE', `${route}${made.short_id}/`)).status).toBe(204)
    expect(await versions()).toEqual([])
    expect((await call('GET', `notebooks/${made.short_id}/`)).status).toBe(404)
    expect((await call('GET', `accounts/${one.id}/`)).body.notebooks).not.toContain(made.short_id)
    await call('DELETE', `accounts/${one.id}/`)
    const survivor = (await call('GET', `notebooks/${empty.short_id}/`)).body
    expect(survivor.parent_resource).toBeNull()
  })
})

describe('notebooks', () => {
  const doc = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })
  test('can only be changed by somebody who saw the last version', async () => {
    const made = (await call('POST', 'notebooks/', { title: 'Notes', content: doc('a') })).body
    expect(made).toMatchObject({ version: 0, deleted: false, user_access_level: 'manager', parent_resource: null })
    const route = `notebooks/${made.short_id}/`
    const conflict = [409, 'conflict', null, 'Someone else edited the Notebook']
    expect(refused(await call('PATCH', route, { content: doc('b') }))).toEqual(conflict)
    expect(refused(await call('PATCH', route, { content: doc('b'), version: 3 }))).toEqual(conflict)
    expect((await call('PATCH', route, { content: doc('b'), version: 0 })).body).toMatchObject({
      version: 1,
      content: doc('b'),
    })
    expect(refused(await call('PATCH', route, { content: doc('c'), version: 0 }))).toEqual(conflict)
    expect((await call('PATCH', route, { title: 'Renamed' })).body).toMatchObject({
      version: 1,
      title: 'Renamed',
      content: doc('b'),
    })
    const matched = await client.request(`${share.base}/${route}`, { headers: { 'If-None-Match': '1' } })
    expect([matched.status, await matched.text()]).toEqual([304, ''])
    expect((await call('GET', route, undefined, { headers: { 'If-None-Match': '0' } })).status).toBe(200)
    const both = await Promise.all(['x', 'y'].map((text) => call('PATCH', route, { content: doc(text), version: 1 })))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await call('DELETE', route)).status).toBe(405)
    await call('PATCH', route, { deleted: true })
    expect((await call('GET', route)).status).toBe(404)
    expect((await call('PATCH', route, { deleted: false })).status).toBe(200)
    const log = (await call('GET', `${route}activity/`)).body.results
    expect(log.map(({ activity }: any) => activity)).toEqual([
      'restored',
      'deleted',
      'updated',
      'updated',
      'updated',
      'created',
    ])
    const markdown = (
      await call('POST', 'notebooks/', {
        content: {
          type: 'doc',
          content: [
            { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'T', marks: [{ type: 'bold' }] }] },
            {
              type: 'bulletList',
              content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'i' }] }] }],
            },
          ],
        },
      })
    ).body
    expect((await call('GET', `notebooks/${markdown.short_id}/markdown/`)).body).toEqual({
      markdown: '## **T**\n\n- i',
    })
  })

  test('keep concurrent changes by two people to different parts', async () => {
    const made = (await call('POST', 'notebooks/', { title: 'Notes', content: doc('a') })).body
    const route = `notebooks/${made.short_id}/`
    for (let round = 0; round < 15; round++) {
      const answers = await Promise.all([
        call('PATCH', route, { title: `Title ${round}` }),
        call('PATCH', route, { content: doc(`text ${round}`), text_content: `text ${round}`, version: round }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect((await call('GET', route)).body).toMatchObject({
        title: `Title ${round}`,
        content: doc(`text ${round}`),
        text_content: `text ${round}`,
      })
    }
  })

  test('keep a short ID that the client chose', async () => {
    const one = (await call('POST', 'notebooks/', { short_id: 'mine1', title: 'A' })).body
    const again = await call('POST', 'notebooks/', { short_id: 'mine1', title: 'B' })
    expect([again.status, again.body.id, again.body.title]).toEqual([201, one.id, 'A'])
    for (const short_id of ['a-b', '', 'x'.repeat(13)].filter((each) => each !== ''))
      expect(refused(await call('POST', 'notebooks/', { short_id }))).toEqual([
        400,
        'invalid_input',
        'short_id',
        'short_id must be an alphanumeric string up to 12 characters.',
      ])
    await call('PATCH', 'notebooks/mine1/', { deleted: true })
    expect((await call('POST', 'notebooks/', { short_id: 'mine1' })).status).toBe(409)
  })

  test('with a chosen short id are made once, however many ask at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => call('POST', 'notebooks/', { short_id: 'once1', title: `T${index}` })),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.title)).size).toBe(1)
  })

  test('that a rule hides are not revealed to a caller who chooses their short ID', async () => {
    await call('POST', 'notebooks/', { short_id: 'hidden1', text_content: 'secret' })
    await rule('notebook', 'hidden1', 'none')
    expect((await call('POST', 'notebooks/', { short_id: 'hidden1' }, { as: eve })).status).toBe(403)
    await dropRules()
  })

  test('are listed by author, time, text and content', async () => {
    const node = (type: string, attrs: object) => ({ type: 'doc', content: [{ type, attrs }] })
    const recording = (
      await call('POST', 'notebooks/', {
        title: 'With recording',
        content: node('ph-recording', { id: 'r1' }),
        text_content: 'zebra crossing',
      })
    ).body
    const query = (
      await call('POST', 'notebooks/', {
        title: 'With query',
        content: node('ph-query', { query: { kind: 'SavedInsightNode', shortId: 'abc' } }),
      })
    ).body
    const ids = async (parameters: string) =>
      (await call('GET', `notebooks/?${parameters}`)).body.results.map(({ short_id: id }: any) => id)
    expect(await ids('contains=recordings:true')).toEqual([recording.short_id])
    expect(await ids('contains=recording:r1')).toEqual([recording.short_id])
    expect(await ids('contains=recording:r2')).toEqual([])
    expect(await ids('contains=queries:abc')).toEqual([query.short_id])
    expect(await ids('contains=recording:false,query:true')).toEqual([query.short_id])
    expect(await ids('search=crossing%20zebras')).toEqual([recording.short_id])
    expect(await ids('order=title&search=with')).toEqual([query.short_id, recording.short_id].filter(() => false))
    expect((await ids('user=true')).length).toBeGreaterThan(1)
    expect(await ids('date_to=-1d')).toEqual([])
    expect((await call('GET', 'notebooks/?created_by=x')).status).toBe(400)
    expect((await call('GET', "notebooks/?contains=a'b:1")).status).toBe(400)
    expect(Object.keys((await call('GET', 'notebooks/')).body.results[0])).not.toContain('content')
  })
})

test('profile layouts', async () => {
  const route = 'customer_profile_configs/'
  const made = (await call('POST', route, { scope: 'person', content: [{ type: 'ph-person-feed', index: 0 }] })).body
  expect(made).toMatchObject({ scope: 'person', content: [{ type: 'ph-person-feed', index: 0 }], sidebar: {} })
  await call('POST', route, { scope: 'person', sidebar: null })
  expect((await call('GET', route)).body.count).toBe(2)
  expect((await call('PATCH', `${route}${made.id}/`, { scope: 'group_4', content: null })).body).toMatchObject({
    scope: 'group_4',
    content: {},
  })
  for (const [body, code, attr, detail] of [
    [{ scope: 'x' }, 'invalid_choice', 'scope', '"x" is not a valid choice.'],
    [{}, 'required', 'scope', 'This field is required.'],
    [{ scope: 'person', content: 'x' }, 'invalid_input', 'content', "Invalid value for field 'content'"],
    [{ scope: 'person', sidebar: 5 }, 'invalid_input', 'sidebar', "Invalid value for field 'sidebar'"],
  ] as const)
    expect(refused(await call('POST', route, body))).toEqual([400, code, attr, detail])
  expect((await call('DELETE', `${route}${made.id}/`)).status).toBe(204)
  expect((await call('GET', `${route}${made.id}/`)).status).toBe(404)
  expect((await call('GET', `${route}nonsense/`)).status).toBe(404)
})

describe('the data catalog', () => {
  const named = async (query: string) =>
    (await call('GET', `property_definitions/?${query}`)).body.results.map(({ name }: any) => name)
  const idOf = async (name: string, type = 'event') =>
    (await call('GET', `property_definitions/?type=${type}&properties=${encodeURIComponent(name)}`)).body.results[0].id

  test('lists properties by every parameter', async () => {
    expect(await named('search=brows')).toEqual(['$browser'])
    expect(await named('search=UTM%20so')).toEqual(['utm_source'])
    expect(await named('is_numerical=true')).toEqual(['amount', 'seats'])
    expect(await named('is_feature_flag=true')).toEqual(['$feature/beta'])
    expect(await named('exclude_core_properties=true')).toEqual(['amount', 'plan', 'seats'])
    expect(await named('exclude_core_properties=true&excluded_properties=["plan"]')).toEqual(['amount', 'seats'])
    expect(await named('properties=plan,amount')).toEqual(['amount', 'plan'])
    expect(await named('event_names=["bought"]&filter_by_event_names=true&exclude_core_properties=true')).toEqual([
      'amount',
    ])
    expect(await named('limit=1&offset=9999')).toEqual([])
    const persons = (await call('GET', 'property_definitions/?type=person')).body
    const listed = persons.results.map(({ name }: any) => name)
    expect(listed.slice(-4)).toEqual([
      '$virt_initial_channel_type',
      '$virt_initial_referring_domain_type',
      '$virt_revenue',
      '$virt_revenue_last_30_days',
    ])
    expect(listed).toEqual(expect.arrayContaining(['$initial_browser', 'email']))
    expect(persons.count).toBe(listed.length)
    expect(await named('type=person&limit=1')).toEqual([listed[0]])
    expect(await named('type=person&search=lat')).toContain('email')
    expect(await named('type=session')).toEqual([])
  })

  test('is verified, hidden, described and tagged, according to the rules', async () => {
    const id = await idOf('plan')
    const route = `property_definitions/${id}/`
    const patch = async (body: object) => (await call('PATCH', route, body)).body
    expect(refused(await call('PATCH', route, { hidden: true, verified: true }))).toEqual([
      400,
      'invalid_input',
      null,
      'A property cannot be both hidden and verified',
    ])
    expect(refused(await call('PATCH', route, { property_type: 'Blob' }))[1]).toBe('invalid_choice')
    const verified = await patch({ verified: true, description: 'The plan', tags: ['B', 'a'], name: 'ignored' })
    expect(verified).toMatchObject({
      name: 'plan',
      verified: true,
      hidden: false,
      description: 'The plan',
      tags: ['a', 'b'],
      verified_by: { id: share.id },
      updated_by: { id: share.id },
    })
    expect((await patch({ verified: true })).verified_at).toBe(verified.verified_at)
    expect((await named('exclude_core_properties=true'))[0]).toBe('plan')
    expect(await patch({ hidden: true })).toMatchObject({
      hidden: true,
      verified: false,
      verified_at: null,
      verified_by: null,
    })
    expect(await named('exclude_core_properties=true&exclude_hidden=true')).toEqual(['amount', 'seats'])
    expect(await patch({ property_type: 'Numeric' })).toMatchObject({ property_type: 'Numeric', is_numerical: true })
    expect(await patch({ property_type: null, hidden: null })).toMatchObject({
      property_type: null,
      is_numerical: false,
      hidden: null,
    })
    expect((await call('GET', 'tags/')).body).toEqual(expect.arrayContaining(['a', 'b']))
    expect((await call('GET', 'tags/?search=B')).body).toMatchObject({
      count: expect.any(Number),
      results: expect.arrayContaining(['b']),
    })
    const log = await client.get(`${share.base}/activity_log/?scope=PropertyDefinition&item_id=${id}`)
    expect(log.results.at(-1)).toMatchObject({ activity: 'changed', detail: { name: 'plan', type: 'event' } })
    expect((await call('POST', 'property_definitions/', { name: 'x' })).status).toBe(405)
    expect((await call('GET', `property_definitions/${NOBODY}/`)).status).toBe(404)
    const event = (await call('GET', 'event_definitions/?search=bought')).body.results[0]
    expect(
      (await call('PATCH', `event_definitions/${event.id}/`, { verified: true, tags: ['core'] })).body,
    ).toMatchObject({ verified: true, tags: ['core'] })
    expect((await call('GET', 'event_definitions/?verified=true&tags=["core"]')).body.count).toBe(1)
  })

  test('tags many at once, and reports the missing ones', async () => {
    const [amount, seats] = [await idOf('amount'), await idOf('seats')]
    const bulk = (body: object) => call('POST', 'property_definitions/bulk_update_tags/', body)
    expect(
      (await bulk({ ids: [amount, seats, amount, NOBODY], action: 'add', tags: [' Money', 'money', 'x'] })).body,
    ).toEqual({
      updated: [
        { id: amount, tags: ['money', 'x'] },
        { id: seats, tags: ['money', 'x'] },
      ],
      skipped: [{ id: NOBODY, reason: 'Not found or no edit access' }],
    })
    expect((await bulk({ ids: [amount], action: 'remove', tags: ['x'] })).body.updated).toEqual([
      { id: amount, tags: ['money'] },
    ])
    expect((await bulk({ ids: [seats], action: 'set', tags: [] })).body.updated).toEqual([{ id: seats, tags: [] }])
    expect(refused(await bulk({ ids: [amount], action: 'add', tags: [] }))).toEqual([
      400,
      'invalid_input',
      'tags',
      "tags must not be empty for action 'add'.",
    ])
    for (const body of [
      { ids: [], action: 'add', tags: ['x'] },
      { ids: [1], action: 'add', tags: ['x'] },
      { ids: [amount], action: 'burn', tags: ['x'] },
    ])
      expect((await bulk(body)).status).toBe(400)
  })

  test('says what was seen together, and forgets a definition until it is seen again', async () => {
    const together = async (query: string) => (await call('GET', `property_definitions/seen_together/?${query}`)).body
    expect(await together('event_names=bought&event_names=%24pageview&event_names=never&property_name=amount')).toEqual(
      { bought: true, $pageview: false, never: false },
    )
    expect(await together('event_names=["bought"]&property_name=%24feature/beta')).toEqual({ bought: false })
    expect((await call('GET', 'property_definitions/seen_together/?event_names=a')).body).toMatchObject({
      code: 'required',
      attr: 'property_name',
    })
    const id = await idOf('utm_source')
    expect((await call('DELETE', `property_definitions/${id}/`)).status).toBe(204)
    expect(await named('properties=utm_source')).toEqual([])
  })
})
