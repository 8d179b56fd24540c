/**
 * The accounts table, usage metrics, saved views, bulk changes, CSV imports, notebook versions, uses of definitions, and
 * tags.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../testing/random.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { Client, waitFor } from '../../../testing/stack.ts'

let share: Share
let client: Client
let eve: Client
let eveIs: { id: number; email: string }
const DAY = 24 * 3600 * 1000
const now = Date.now()
const ago = (days: number) => new Date(now - days * DAY).toISOString()

beforeAll(async () => {
  share = await shareStack()
  client = share.client
  const { client: hers, id, email } = await share.join('eve')
  eve = hers
  eveIs = { id, email }
  const group = (key: string, properties: object) => ({
    event: '$groupidentify',
    distinct_id: `g-${key}`,
    timestamp: ago(40),
    properties: { $group_type: 'company', $group_key: key, $group_set: properties },
  })
  const order = (key: string, days: number, amount: number) => ({
    event: 'order',
    distinct_id: `p-${key}`,
    timestamp: ago(days),
    properties: { $groups: { company: key }, amount },
  })
  await client.send(
    group('alfa', { industry: 'design', employees: 8, floor: 10 }),
    // A number in a text counts as a number.
    group('beta', { industry: 'law', employees: 120, floor: '9' }),
    // Alfa: 3 orders of 60 in the last week, one of 5 in the week before; Beta the other way around; Gama long ago.
    order('alfa', 0.5, 10),
    order('alfa', 2, 20),
    order('alfa', 2.1, 30),
    order('alfa', 10, 5),
    order('beta', 6.5, 7),
    order('beta', 8, 1),
    order('beta', 9, 2),
    order('gama', 30, 1),
  )
})

async function call(method: string, route: string, body?: unknown, { as = client } = {}) {
  const response = await as.request(`${share.base}/${route}`, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const ask = async (query: object, as = client) => call('POST', 'query/', { query }, { as })
const refused = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, body.code, body.attr, body.detail]
const made = async (method: string, route: string, body: object) => {
  const answer = await call(method, route, body)
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body
}

let accounts: Record<'alfa' | 'beta' | 'gama', any>
let seats: any
let plan: any
let renewal: any
let orders: any
let revenue: any

describe('worked examples', () => {
  beforeAll(async () => {
    seats = await made('POST', 'custom_property_definitions/', { name: 'Seats', display_type: 'number' })
    plan = await made('POST', 'custom_property_definitions/', {
      name: 'Plan',
      display_type: 'select',
      options: [
        { label: 'Free', color: 'preset-1' },
        { label: 'Team', color: 'preset-2' },
      ],
    })
    renewal = await made('POST', 'custom_property_definitions/', { name: 'Renewal', display_type: 'date' })
    accounts = {
      alfa: await made('POST', 'accounts/', {
        name: 'Alfa',
        external_id: 'alfa',
        tags: ['eu', 'vip'],
        properties: { csm: eveIs },
      }),
      beta: await made('POST', 'accounts/', { name: 'Beta', external_id: 'beta', tags: ['us'] }),
      gama: await made('POST', 'accounts/', {
        name: 'Gama 100%',
        external_id: 'gama',
        properties: { account_owner: { id: share.id, email: 'x' }, billing_id: 'b-1' },
      }),
    }
    const set = (who: keyof typeof accounts, definition: any, value: unknown) =>
      made('POST', `accounts/${accounts[who].id}/custom_property_values/`, { definition: definition.id, value })
    await set('alfa', seats, 5)
    await set('alfa', seats, 12)
    await set('beta', seats, 3)
    await set('alfa', plan, 'Team')
    await set('beta', plan, 'Free')
    await set('beta', renewal, '2027-01-15T10:00:00Z')
    await made('POST', `accounts/${accounts.alfa.id}/notebooks/`, {
      title: 'Kick-off',
      text_content: 'spoke to **Ana**',
    })
    const metrics = 'groups_types/0/metrics/'
    orders = await made('POST', metrics, {
      name: 'Orders',
      filters: { events: [{ id: 'order', type: 'events' }] },
      display: 'sparkline',
    })
    revenue = await made('POST', metrics, {
      name: 'Revenue',
      format: 'currency',
      math: 'sum',
      math_property: 'amount',
      filters: { events: [{ id: 'order', type: 'events', properties: [{ key: 'amount', value: 8, operator: 'gt' }] }] },
    })
  })

  test('every kind of column', async () => {
    const { status, body } = await ask({
      kind: 'AccountsTableQuery',
      columns: [
        { kind: 'account_field', field: 'external_id' },
        { kind: 'account_field', field: 'billing_id' },
        { kind: 'tags' },
        { kind: 'note_count' },
        { kind: 'relationship', definitionId: 'csm' },
        { kind: 'custom_property', definitionId: seats.id },
        { kind: 'custom_property', definitionId: renewal.id },
        { kind: 'custom_property_history', definitionId: seats.id, days: 30 },
        { kind: 'group_property', property: 'industry' },
        { kind: 'usage_metric', metricId: orders.id },
        { kind: 'usage_metric', metricId: revenue.id },
        { kind: 'last_seen' },
      ],
      orderBy: { column: { kind: 'account_field', field: 'name' } },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'AccountsTableQuery', count: 3, hasMore: false, limit: 100, offset: 0 })
    const [alfa, beta, gama] = body.results
    expect(alfa).toEqual({
      id: accounts.alfa.id,
      name: 'Alfa',
      externalId: 'alfa',
      accountFields: { external_id: 'alfa', billing_id: null },
      tags: ['eu', 'vip'],
      noteCount: 1,
      relationships: { csm: [eveIs.id] },
      customProperties: { [seats.id]: 12 },
      customPropertyHistory: {
        [seats.id]: [
          { timestamp: expect.any(String), value: 5 },
          { timestamp: expect.any(String), value: 12 },
        ],
      },
      groupProperties: { industry: 'design' },
      usageMetrics: {
        [orders.id]: { value: 3, previous: 1, days: [0, 0, 0, 0, 2, 0, 1] },
        [revenue.id]: { value: 60, previous: 0, days: [0, 0, 0, 0, 50, 0, 10] },
      },
      lastSeen: ago(0.5),
    })
    expect(beta).toMatchObject({
      noteCount: 0,
      relationships: { csm: [] },
      customProperties: { [seats.id]: 3, [renewal.id]: '2027-01-15T10:00:00Z' },
      usageMetrics: { [orders.id]: { value: 1, previous: 2 }, [revenue.id]: { value: 0, previous: 0 } },
    })
    expect(gama).toMatchObject({
      accountFields: { billing_id: 'b-1' },
      groupProperties: {},
      usageMetrics: { [orders.id]: { value: 0, previous: 0, days: [0, 0, 0, 0, 0, 0, 0] } },
      lastSeen: ago(30),
    })
  })

  const names = async (query: object, as = client) => {
    const { status, body } = await ask({ kind: 'AccountsTableQuery', ...query }, as)
    expect([status, body.detail]).toEqual([200, undefined])
    return body.results.map(({ name }: { name: string }) => name)
  }
  const orderedBy = (column: object, direction = 'asc') => names({ orderBy: { column, direction } })

  test('every order; accounts without a value come last', async () => {
    expect(await names({})).toEqual(['Gama 100%', 'Beta', 'Alfa'])
    expect(await orderedBy({ kind: 'account_field', field: 'name' }, 'desc')).toEqual(['Gama 100%', 'Beta', 'Alfa'])
    expect(await orderedBy({ kind: 'custom_property', definitionId: seats.id })).toEqual(['Beta', 'Alfa', 'Gama 100%'])
    expect(await orderedBy({ kind: 'custom_property', definitionId: seats.id }, 'desc')).toEqual([
      'Alfa',
      'Beta',
      'Gama 100%',
    ])
    expect(await orderedBy({ kind: 'group_property', property: 'employees' }, 'desc')).toEqual([
      'Beta',
      'Alfa',
      'Gama 100%',
    ])
    expect(await orderedBy({ kind: 'usage_metric', metricId: orders.id }, 'desc')).toEqual([
      'Alfa',
      'Beta',
      'Gama 100%',
    ])
    expect(await orderedBy({ kind: 'usage_metric', metricId: revenue.id })).toEqual(['Gama 100%', 'Beta', 'Alfa'])
    expect(await orderedBy({ kind: 'last_seen' }, 'asc')).toEqual(['Gama 100%', 'Beta', 'Alfa'])
    expect(await orderedBy({ kind: 'note_count' }, 'desc')).toEqual(['Alfa', 'Gama 100%', 'Beta'])
    expect(await orderedBy({ kind: 'relationship', definitionId: 'csm' })).toEqual(['Alfa', 'Gama 100%', 'Beta'])
    expect(await orderedBy({ kind: 'tags' })).toEqual(['Alfa', 'Beta', 'Gama 100%'])
  })

  test.each([
    [[{ kind: 'search', value: '0%' }], ['Gama 100%']],
    [[{ kind: 'search', value: ' BET ' }], ['Beta']],
    [[{ kind: 'tags', values: ['vip', 'us'] }], ['Beta', 'Alfa']],
    [[{ kind: 'assigned_to', users: ['eve'] }], ['Alfa']],
    [[{ kind: 'assigned_to', users: ['owner', 'eve'] }], ['Gama 100%', 'Alfa']],
    [[{ kind: 'assigned_to', users: ['owner'], definitionId: 'csm' }], []],
    [[{ kind: 'unassigned' }], ['Beta']],
    [[{ kind: 'unassigned', definitionId: 'csm' }], ['Gama 100%', 'Beta']],
    [[{ kind: 'group_property', property: 'industry', operator: 'exact', value: 'law' }], ['Beta']],
    [[{ kind: 'group_property', property: 'industry', operator: 'is_not', value: ['law'] }], ['Gama 100%', 'Alfa']],
    [[{ kind: 'group_property', property: 'employees', operator: 'gt', value: 8 }], ['Beta']],
    [[{ kind: 'group_property', property: 'employees', operator: 'is_not_set' }], ['Gama 100%']],
    [[{ kind: 'group_property', property: 'floor', operator: 'lt', value: 10 }], ['Beta']],
    [[{ kind: 'account_id', values: ['nonsense'] }], []],
    [
      [
        { kind: 'tags', values: ['us'] },
        { kind: 'search', value: 'a' },
        { kind: 'unassigned', definitionId: 'csm' },
      ],
      ['Beta'],
    ],
  ])('filter %j', async (given, expected) => {
    const ids = { owner: share.id, eve: eveIs.id }
    const filters = given.map(({ users, ...filter }: { users?: string[] }) => ({
      ...filter,
      ...(users && { userIds: users.map((user) => ids[user as keyof typeof ids]) }),
    }))
    expect(await names({ filters })).toEqual(expected)
  })

  test.each([
    ['seats', 'exact', 12, ['Alfa']],
    ['seats', 'exact', [12, 3], ['Beta', 'Alfa']],
    ['seats', 'is_not', '12', ['Gama 100%', 'Beta']],
    ['seats', 'gte', 3, ['Beta', 'Alfa']],
    ['seats', 'lt', 12, ['Beta']],
    ['seats', 'is_set', null, ['Beta', 'Alfa']],
    ['seats', 'is_not_set', null, ['Gama 100%']],
    ['plan', 'icontains', 'ea', ['Alfa']],
    ['plan', 'not_icontains', 'ea', ['Gama 100%', 'Beta']],
    ['plan', 'exact', 'Free', ['Beta']],
    ['renewal', 'exact', '2027-01-15', ['Beta']],
    ['renewal', 'lt', '2027-01-15', []],
    ['renewal', 'gt', '2027-01-01', ['Beta']],
  ])('custom property %s %s %j', async (which, operator, value, expected) => {
    const definitionId = { seats, plan, renewal }[which as 'seats'].id
    expect(await names({ filters: [{ kind: 'custom_property', definitionId, operator, value }] })).toEqual(expected)
  })

  test('invalid queries are refused with a reason', async () => {
    const filter = (filters: object[]) => ask({ kind: 'AccountsTableQuery', filters })
    const definitionId = seats.id
    for (const [answer, part] of [
      [await filter([{ kind: 'custom_property', definitionId, operator: 'gt', value: 'many' }]), /expects a number/],
      [await filter([{ kind: 'custom_property', definitionId, operator: 'exact' }]), /expects a value/],
      [await filter([{ kind: 'custom_property', definitionId: accounts.alfa.id, operator: 'is_set' }]), /not found/],
      [await filter(new Array(51).fill({ kind: 'search', value: 'x' })), /50/],
      [await ask({ kind: 'AccountsTableQuery', columns: [{ kind: 'nonsense' }] }), /./],
      [await ask({ kind: 'AccountsTableQuery', limit: 501 }), /500/],
      [await ask({ kind: 'AccountsQuery', select: ['nope'] }), /no column nope/],
      [await ask({ kind: 'UsageMetricsQuery', group_type_index: 0 }), /Either/],
    ] as const)
      expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(part)])
  })

  test('AccountsQuery: rows of chosen columns, filtered like the list', async () => {
    const { body } = await ask({
      kind: 'AccountsQuery',
      select: ['name', 'csm', 'name', 'tags'],
      csm: eveIs.id,
      orderBy: ['-name'],
    })
    expect(body).toMatchObject({
      columns: ['name', 'csm', 'tags'],
      results: [['Alfa', eveIs, ['eu', 'vip']]],
      hasMore: false,
    })
    const rest = (await ask({ kind: 'AccountsQuery', csm: 'unassigned', limit: 1 })).body
    expect([rest.columns, rest.results.length, rest.hasMore]).toEqual([
      ['id', 'name', 'external_id', 'created_at'],
      1,
      true,
    ])
  })

  test('UsageMetricsQuery: of a group and of a person, in descending order of names', async () => {
    await made('POST', 'groups_types/0/metrics/', { name: 'Empty' })
    const ofGroup = (await ask({ kind: 'UsageMetricsQuery', group_type_index: 0, group_key: 'beta' })).body.results
    expect(ofGroup).toEqual([
      expect.objectContaining({ name: 'Revenue', value: 0, previous: 0, change_from_previous_pct: null }),
      expect.objectContaining({
        name: 'Orders',
        value: 1,
        previous: 2,
        change_from_previous_pct: -50,
        timeseries: [1, 0, 0, 0, 0, 0, 0],
      }),
    ])
    const person = (await call('GET', 'persons/?distinct_id=p-alfa')).body.results[0]
    const ofPerson = (await ask({ kind: 'UsageMetricsQuery', person_id: person.uuid })).body.results
    expect(ofPerson.map((each: any) => [each.name, each.value, each.previous])).toEqual([
      ['Revenue', 60, 0],
      ['Orders', 3, 1],
    ])
  })

  test('metrics are validated', async () => {
    const metrics = 'groups_types/0/metrics'
    for (const wrong of [{ math: 'sum' }, { math_property: 'a' }])
      expect((await call('POST', `${metrics}/`, { name: 'x', ...wrong })).body).toMatchObject({
        code: 'invalid_input',
        attr: 'math_property',
      })
    expect((await call('POST', `${metrics}/`, { name: 'Orders' })).status).toBe(409)
    expect((await call('GET', 'groups_types/7/metrics/')).status).toBe(404)
    const one = await made('POST', `${metrics}/`, { name: 'To go' })
    expect((await call('PATCH', `${metrics}/${one.id}/`, { interval: 30 })).body).toMatchObject({ interval: 30 })
    expect((await call('DELETE', `${metrics}/${one.id}/`)).status).toBe(204)
    expect((await call('GET', `${metrics}/${one.id}/`)).status).toBe(404)
  })

  test('accounts that the caller may not see are in no table, note or bulk change', async () => {
    await share.stack.sql(
      `INSERT INTO access_controls (id, team_id, resource, resource_id, access_level) VALUES (gen_random_uuid(), $1, 'account', $2, 'none')`,
      [share.project, accounts.beta.id],
    )
    expect(await names({}, eve)).toEqual(['Gama 100%', 'Alfa'])
    const done = await call('POST', 'accounts/bulk_update/', { ids: [accounts.beta.id], add_tags: ['x'] }, { as: eve })
    expect(done.body).toEqual({ updated: 0, unchanged: 0, missing: [accounts.beta.id], forbidden: [] })
    await share.stack.sql(`UPDATE access_controls SET access_level = 'viewer' WHERE team_id = $1`, [share.project])
    const seen = await call('POST', 'accounts/bulk_update/', { ids: [accounts.beta.id], add_tags: ['x'] }, { as: eve })
    expect(seen.body).toMatchObject({ updated: 0, forbidden: [accounts.beta.id] })
    await share.stack.sql('DELETE FROM access_controls WHERE team_id = $1', [share.project])
  })

  test('notes of all accounts', async () => {
    await made('POST', `accounts/${accounts.beta.id}/notebooks/`, { title: 'Renewal', text_content: 'wants discounts' })
    const notes = async (query: string) =>
      (await call('GET', `account_notes/?${query}`)).body.results.map((note: any) => [note.title, note.account_name])
    expect(await notes('')).toEqual([
      ['Renewal', 'Beta'],
      ['Kick-off', 'Alfa'],
    ])
    expect(await notes('search=discount')).toEqual([['Renewal', 'Beta']])
    expect(await notes('search=alf')).toEqual([['Kick-off', 'Alfa']])
    expect(await notes(`assigned_to=${eveIs.id}`)).toEqual([['Kick-off', 'Alfa']])
    expect(await notes(`assigned_to=${share.id}`)).toEqual([])
    expect(await notes(`account_id=${accounts.beta.id}&created_by=${share.id},${eveIs.id}`)).toEqual([
      ['Renewal', 'Beta'],
    ])
    expect((await call('GET', 'account_notes/?account_id=x')).status).toBe(400)
    expect((await call('GET', 'account_notes/?created_by=x')).status).toBe(400)
  })
})

describe('random tables', () => {
  interface Plain {
    name: string
    tags: string[]
    csm: number | null
    text: string | null
    number: number | null
    size: number | null
  }
  const next = seededRandom(20261121)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!
  const WORDS = ['', 'Ab', 'aB', '100%', 'a_b', 'é', "o'x", '\\', '"', 'free', 'Team plan']
  const plain: Plain[] = Array.from({ length: 300 }, (_, index) => ({
    name: `${pick(WORDS)} ${String(index).padStart(3, '0')}`.trim(),
    tags: ['a', 'b', 'c'].filter(() => next() < 0.3),
    csm: next() < 0.5 ? null : pick([1, 2, 3]),
    text: next() < 0.3 ? null : pick(WORDS),
    number: next() < 0.3 ? null : Math.round((next() * 20 - 10) * 2) / 2 || 0,
    size: next() < 0.5 ? null : Math.floor(next() * 5),
  }))
  let text: any
  let number: any

  beforeAll(async () => {
    text = await made('POST', 'custom_property_definitions/', { name: 'Random text', display_type: 'text' })
    number = await made('POST', 'custom_property_definitions/', { name: 'Random number', display_type: 'number' })
    const quoted = (value: string | null) => (value === null ? 'NULL' : `E'${value.replace(/['\\]/g, '\\$&')}'`)
    const statements = plain.map((each, index) => {
      const id = `${String(share.project).padStart(8, '0')}-0000-7000-8000-${String(index).padStart(12, '0')}`
      return `
        INSERT INTO accounts (id, team_id, name, external_id, tags, properties, created_at) VALUES
        ('${id}', ${share.project}, ${quoted(`R ${each.name}`)}, 'r${index}', '{${each.tags}}', '${JSON.stringify(each.csm === null ? {} : { csm: { id: each.csm, email: 'x' } })}', '2020-01-01');
        INSERT INTO custom_property_values (id, team_id, account_id, definition_id, text_value, number_value) SELECT gen_random_uuid(), ${share.project}, '${id}', definition::uuid, text, number
        FROM (VALUES ('${text.id}', ${quoted(each.text)}, NULL::float8), ('${number.id}', NULL, ${each.number}::float8)) v(definition, text, number)
        WHERE text IS NOT NULL OR number IS NOT NULL;
        ${each.size === null ? '' : `INSERT INTO groups (team_id, type_index, key, properties, created_at) VALUES (${share.project}, 0, 'r${index}', '{"size": ${each.size}}', now());`}`
    })
    await share.stack.sql(statements.join(''))
  })
  afterAll(() =>
    share.stack.sql(
      `DELETE FROM accounts WHERE team_id = ${share.project} AND name LIKE 'R %'; DELETE FROM groups WHERE team_id = ${share.project} AND key LIKE 'r%'`,
    ),
  )

  const holds = (value: string | number | null, operator: string, given: (string | number)[]): boolean => {
    switch (operator) {
      case 'is_set':
        return value !== null
      case 'is_not_set':
        return value === null
      case 'is_not':
        return !holds(value, 'exact', given)
      case 'not_icontains':
        return !holds(value, 'icontains', given)
      default:
    }
    if (value === null) return false
    if (operator === 'exact') return given.some((each) => String(each) === String(value))
    if (operator === 'icontains')
      return given.some((each) => String(value).toLowerCase().includes(String(each).toLowerCase()))
    const [left, right] = [value as number, Number(given[0])]
    return { gt: left > right, gte: left >= right, lt: left < right, lte: left <= right }[operator as 'gt']
  }

  /** A filter and a function that says whether an account matches it. */
  const filter = (): [object, (each: Plain) => boolean] => {
    const any = ['exact', 'is_not', 'icontains', 'not_icontains', 'is_set', 'is_not_set']
    const kind = pick(['search', 'tags', 'assigned_to', 'unassigned', 'text', 'number', 'size'])
    if (kind === 'search') {
      const value = pick(WORDS)
      return [{ kind, value }, (each) => `R ${each.name}`.toLowerCase().includes(value.trim().toLowerCase())]
    }
    if (kind === 'tags') {
      const values = ['a', 'b', 'c', 'd'].filter(() => next() < 0.4)
      return [{ kind, values }, (each) => values.length === 0 || each.tags.some((tag) => values.includes(tag))]
    }
    if (kind === 'assigned_to') {
      const userIds = [1, 2, 3].filter(() => next() < 0.5)
      return [{ kind, userIds }, (each) => userIds.length === 0 || userIds.includes(each.csm ?? -1)]
    }
    if (kind === 'unassigned') return [{ kind, definitionId: 'csm' }, (each) => each.csm === null]
    if (kind === 'text') {
      const operator = pick(any)
      const value = [pick(WORDS), pick(WORDS)]
      return [
        { kind: 'custom_property', definitionId: text.id, operator, value },
        (each) => holds(each.text, operator, value),
      ]
    }
    const operator = pick(['exact', 'is_not', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set'])
    const value = [Math.floor(next() * 6) - 1]
    return kind === 'number'
      ? [
          { kind: 'custom_property', definitionId: number.id, operator, value },
          (each) => holds(each.number, operator, value),
        ]
      : [{ kind: 'group_property', property: 'size', operator, value }, (each) => holds(each.size, operator, value)]
  }

  test('agree with a plain implementation of the filters and orders', async () => {
    let rows = 0
    for (let round = 0; round < 150; round++) {
      const filters = Array.from({ length: Math.floor(next() * 3) }, filter)
      const [column, of] = pick<[object, (each: Plain) => number | string | null]>([
        [{ kind: 'account_field', field: 'name' }, (each) => each.name],
        [{ kind: 'custom_property', definitionId: number.id }, (each) => each.number],
        [{ kind: 'group_property', property: 'size' }, (each) => each.size],
      ])
      const direction = pick(['asc', 'desc'])
      const limit = pick([500, 20])
      const offset = limit === 20 ? pick([0, 10]) : 0
      const { status, body } = await ask({
        kind: 'AccountsTableQuery',
        filters: [{ kind: 'search', value: 'R ' }, ...filters.map(([node]) => node)],
        orderBy: { column, direction },
        columns: [column],
        limit,
        offset,
      })
      const expected = plain.filter((each) => filters.every(([, isIn]) => isIn(each)))
      const where = JSON.stringify(filters.map(([node]) => node))
      expect([where, status, body.count]).toEqual([where, 200, expected.length])
      expect(body.hasMore).toBe(offset + body.results.length < expected.length)
      const shown = body.results.map((row: any) => plain.find((each) => `R ${each.name}` === row.name)!)
      if (limit === 500) expect(new Set(shown)).toEqual(new Set(expected))
      else expect(shown.length).toBe(Math.max(0, Math.min(limit, expected.length - offset)))
      if (!('field' in column)) {
        const known = shown.map(of).filter((value: unknown) => value !== null)
        const sorted = expected
          .map(of)
          .filter((value) => value !== null)
          .sort((a, b) => (direction === 'asc' ? 1 : -1) * (Number(a) - Number(b)))
        expect(known).toEqual(sorted.slice(offset, offset + limit))
      }
      rows += shown.length
    }
    expect(rows).toBeGreaterThan(2000)
  })
})

describe('saved views', () => {
  test('are private or shared, and a change based on an old version is refused', async () => {
    const own = await made('POST', 'account_views/', {
      name: 'Mine',
      definition: { columns: [{ kind: 'tags' }], filters: [{ kind: 'unassigned' }] },
    })
    const shared = await made('POST', 'account_views/', { name: 'All', visibility: 'team' })
    const list = async (as: Client) =>
      (await call('GET', 'account_views/', undefined, { as })).body.results.map((view: any) => view.name)
    expect([await list(client), await list(eve)]).toEqual([['All', 'Mine'], ['All']])
    expect((await call('GET', `account_views/${own.id}/`, undefined, { as: eve })).status).toBe(404)
    const changed = await call('PATCH', `account_views/${shared.id}/`, {
      version: 0,
      definition: { orderBy: { column: { kind: 'last_seen' }, direction: 'desc' } },
    })
    expect(changed.body).toMatchObject({ version: 1, definition: { orderBy: { direction: 'desc' } } })
    expect((await call('PATCH', `account_views/${shared.id}/`, { version: 0, name: 'x' })).status).toBe(409)
    expect((await call('POST', 'account_views/', { name: ' ' })).body.code).toBe('blank')
    expect((await call('DELETE', `account_views/${shared.id}/`)).status).toBe(204)
    expect(await list(eve)).toEqual([])
  })
})

describe('bulk changes', () => {
  test('roles, tags and custom properties change together or not at all', async () => {
    const one = await made('POST', 'accounts/', { name: 'One', tags: ['a'], properties: { billing_id: 'b' } })
    const two = await made('POST', 'accounts/', { name: 'Two', tags: ['b'] })
    const number = await made('POST', 'custom_property_definitions/', { name: 'Health', display_type: 'number' })
    const change = {
      ids: [one.id, two.id, 'nonsense'],
      roles: { csm: { id: 1, email: 'a' } },
      add_tags: ['New'],
      remove_tags: ['a'],
      custom_properties: { [number.id]: '7' },
    }
    expect((await call('POST', 'accounts/bulk_update/', change)).body).toEqual({
      updated: 2,
      unchanged: 0,
      missing: ['nonsense'],
      forbidden: [],
    })
    expect((await call('GET', `accounts/${one.id}/`)).body).toMatchObject({
      tags: ['new'],
      properties: { billing_id: 'b', csm: { id: 1, email: 'a' } },
    })
    expect((await call('GET', `accounts/${two.id}/custom_property_values/`)).body).toMatchObject([{ value: 7 }])
    expect((await call('POST', 'accounts/bulk_update/', change)).body).toMatchObject({ updated: 0, unchanged: 2 })
    const wrong = await call('POST', 'accounts/bulk_update/', {
      ids: [one.id],
      add_tags: ['never'],
      custom_properties: { [number.id]: 'many' },
    })
    expect(refused(wrong)).toEqual([400, 'invalid_input', 'value', "Custom property 'Health' expects a numeric value"])
    expect((await call('GET', `accounts/${one.id}/`)).body.tags).toEqual(['new'])
    expect((await call('POST', 'accounts/bulk_update/', { ids: [] })).status).toBe(400)
    expect((await call('POST', 'accounts/bulk_update/', { ids: [one.id], roles: { boss: null } })).status).toBe(400)
  })
})

describe('CSV imports', () => {
  const bring = async (file: string | Buffer, query = '', as = client) => {
    const response = await as.request(`${share.base}/accounts/imports/?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: file as never,
    })
    const started = (await response.json()) as any
    if (response.status !== 202) return { status: response.status, ...started }
    const progress = async () => (await call('GET', `accounts/imports/${started.id}/`, undefined, { as })).body
    // A large file may take minutes on a busy machine, but each step of it must not.
    let report = await progress()
    while (report.state === 'running') {
      const { rows } = report
      report = await waitFor(async () => {
        const now = await progress()
        return (now.state !== 'running' || now.rows !== rows) && now
      })
    }
    return report
  }
  const count = async () => (await call('GET', 'accounts/?limit=1')).body.count

  beforeAll(async () => {
    await made('POST', 'custom_property_definitions/', { name: 'ARR, net', display_type: 'currency' })
    await made('POST', 'custom_property_definitions/', { name: 'Live', display_type: 'boolean' })
  })

  test('create new accounts, change known ones, and report line by line', async () => {
    await made('POST', 'accounts/', { name: 'Known', external_id: 'known', tags: ['old'] })
    const file = [
      '\uFEFFname,external_id,csm,tags,billing_id,"ARR, net",Live,created_at',
      `"Fresh, Inc.",fresh,${eveIs.email.replace('eve', 'EVE')},"eu; VIP",b-7,"1200.5",true,2020-01-01`,
      ',known,,,,10,,',
      'Nameless twin,,,,,,,',
      '',
    ].join('\r\n')
    const looked = await bring(file, 'dry_run=true&file_name=a.csv')
    expect(looked).toMatchObject({ state: 'checked', file_name: 'a.csv', rows: 3, created: 2, updated: 1, refused: 0 })
    expect((await call('GET', 'accounts/?search=fresh')).body.count).toBe(0)
    expect(await bring(file)).toMatchObject({
      state: 'done',
      rows: 3,
      created: 2,
      updated: 1,
      unchanged: 0,
      problem: null,
    })
    const fresh = (await call('GET', 'accounts/?search=fresh')).body.results[0]
    expect(fresh).toMatchObject({
      name: 'Fresh, Inc.',
      tags: ['eu', 'vip'],
      created_by: share.id,
      properties: { csm: eveIs, billing_id: 'b-7' },
    })
    expect(
      (await call('GET', `accounts/${fresh.id}/custom_property_values/`)).body.map((each: any) => each.value).sort(),
    ).toEqual([1200.5, true])
    const known = (await call('GET', 'accounts/?search=known')).body.results[0]
    expect(known).toMatchObject({ name: 'Known', tags: ['old'] })
    expect((await call('GET', `accounts/${known.id}/custom_property_values/`)).body).toMatchObject([{ value: 10 }])
    const log = (await call('GET', `accounts/${fresh.id}/activity/`)).body.results
    expect(log.map((entry: any) => entry.activity)).toEqual(['created'])
    expect(await bring(file.replace('Nameless twin,,,,,,,', ''))).toMatchObject({ rows: 2, unchanged: 2, updated: 0 })
  })

  test('one bad row refuses the whole file, unless bad rows are skipped on request', async () => {
    const before = await count()
    const file = [
      'name;external_id;csm;Live',
      'Good;good;;true',
      'Bad role;r;nobody@example.com;',
      'Bad value;v;;perhaps',
      ';unknown;;',
      'Twin;good;;',
      'Long;l;;;more;cells',
      `${'x'.repeat(401)};;;`,
    ].join('\n')
    const report = await bring(file)
    expect(report).toMatchObject({ state: 'refused', rows: 7, refused: 6 })
    expect(report.refusals).toEqual([
      { line: 3, reason: 'csm: nobody in the organization has the address nobody@example.com' },
      { line: 4, reason: "Custom property 'Live' expects a boolean value" },
      { line: 7, reason: 'The row has more cells than the header row has columns.' },
      { line: 8, reason: 'name: more than 400 characters' },
      { line: 5, reason: 'name: a new account needs one, and no account has this external_id' },
      { line: 6, reason: 'external_id: the file has it twice' },
    ])
    expect(await count()).toBe(before)
    expect(await bring(file, 'skip_refused=true')).toMatchObject({ state: 'done', created: 1, refused: 6 })
    expect(await count()).toBe(before + 1)
  })

  test.each([
    ['UTF-16', Buffer.from('\uFEFFname\nx', 'utf16le'), /UTF-16/],
    ['Latin-1', Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xe9]), /not in UTF-8/],
    ['nothing', '\n \n', /empty/],
    ['only a header row', 'name,external_id\n', /no rows/],
    ['no name', 'tags,csm\na,b', /one of them must be name/],
    ['an unknown column', 'name,Turnover\na,b', /Unknown columns: Turnover/],
    ['a duplicate column', 'name,Name\na,b', /twice/],
    ['an unclosed quote', 'name\n"abc', /not valid CSV/],
    ['zero bytes', 'name\na\0b', /not text/],
  ])('%s is reported, and changes nothing', async (_name, file, problem) => {
    const before = await count()
    const report = await bring(file)
    expect([report.state, report.problem]).toEqual(['refused', expect.stringMatching(problem)])
    expect(await count()).toBe(before)
  })

  test('too many rows and too large a file are reported, and change nothing', async () => {
    const before = await count()
    const rows = Array.from({ length: 200_001 }, (_, index) => `n${index}`).join('\n')
    expect(await bring(`name\n${rows}`)).toMatchObject({
      state: 'refused',
      problem: 'A file has at most 200,000 rows. Nothing was changed; split the file.',
    })
    expect((await bring(Buffer.alloc(33 * 1024 * 1024, 'a'))).status).toBe(413)
    expect(await count()).toBe(before)
  })

  test('IDs from an exported file find their accounts, and unknown columns can be skipped', async () => {
    const one = await made('POST', 'accounts/', { name: 'By id' })
    const file = `id,name,Turnover\n${one.id},'=Renamed,1\n018f0000-0000-7000-8000-000000000001,Nobody,2`
    expect(await bring(file, 'ignore_unknown=true&skip_refused=true')).toMatchObject({ updated: 1, refused: 1 })
    expect((await call('GET', `accounts/${one.id}/`)).body.name).toBe('=Renamed')
    expect((await bring('name\nx', '', new Client(share.stack, 'phx_nobody'))).status).toBe(401)
    expect((await call('POST', 'accounts/imports/', { name: 'x' })).status).toBe(415)
  })
})

describe('versions of notebooks', () => {
  const doc = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })

  test('what somebody else wrote, and what a restore overwrites, is kept', async () => {
    const notebook = await made('POST', 'notebooks/', { title: 'N', content: doc('one'), text_content: 'one' })
    const path = `notebooks/${notebook.short_id}/`
    const write = async (version: number, text: string, as = client) =>
      (await call('PATCH', path, { version, content: doc(text), text_content: text }, { as })).body.version
    expect(await write(0, 'two')).toBe(1)
    expect(await write(1, 'three')).toBe(2)
    expect(await write(2, 'four', eve)).toBe(3)
    const versions = async () => (await call('GET', `${path}versions/`)).body.results
    // The first version, then what the other person found; not every step of one person's editing is kept.
    expect((await versions()).map((each: any) => [each.version, each.modified_by.id])).toEqual([
      [2, share.id],
      [0, share.id],
    ])
    expect((await call('GET', `${path}versions/2/`)).body).toMatchObject({
      content: doc('three'),
      text_content: 'three',
    })
    expect((await call('GET', `${path}versions/1/`)).status).toBe(404)
    expect((await call('POST', `${path}versions/0/restore/`, { version: 2 })).status).toBe(409)
    const restored = await call('POST', `${path}versions/0/restore/`, { version: 3 })
    expect(restored.body).toMatchObject({ version: 4, content: doc('one'), text_content: 'one' })
    expect((await versions()).map((each: any) => each.version)).toEqual([3, 2, 0])
  })

  test('a long text is logged without its content', async () => {
    const notebook = await made('POST', 'notebooks/', { content: doc('x') })
    await call('PATCH', `notebooks/${notebook.short_id}/`, { version: 0, content: doc('y'.repeat(5000)) })
    const [entry] = (await call('GET', `notebooks/${notebook.short_id}/activity/`)).body.results
    expect(entry.detail.changes).toEqual([
      { type: 'Notebook', action: 'changed', field: 'version', before: 0, after: 1 },
      { type: 'Notebook', action: 'changed', field: 'content', before: null, after: null },
    ])
  })

  test('Markdown becomes a document and Markdown again', async () => {
    const markdown = [
      '# Plan',
      'Call [Ana](https://x.io)',
      '> quoted\n>\n> twice',
      '---',
      '| a | b \\| c |\n| --- | --- |\n| 1 | **2** |',
      '```sql\nselect 1\n```',
    ].join('\n\n')
    const { content } = (await call('POST', 'notebooks/from_markdown/', { markdown })).body
    expect(content.content.map((each: any) => each.type)).toEqual([
      'heading',
      'paragraph',
      'blockquote',
      'horizontalRule',
      'table',
      'codeBlock',
    ])
    const mention = { type: 'ph-mention', attrs: { type: 'account', id: 'a1', label: 'Acme' } }
    content.content.push({ type: 'paragraph', content: [{ type: 'text', text: 'Ask ' }, mention] })
    const notebook = await made('POST', 'notebooks/', { content })
    expect((await call('GET', `notebooks/${notebook.short_id}/markdown/`)).body.markdown).toBe(
      `${markdown}\n\nAsk [@Acme](/accounts/a1)`,
    )
  })
})

describe('the data catalog', () => {
  test('lists what uses an event or a property', async () => {
    const trend = (series: object, rest: object = {}) => ({
      kind: 'InsightVizNode',
      source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', ...series }], ...rest },
    })
    await made('POST', 'insights/', { name: 'Orders', query: trend({ event: 'order' }) })
    await made('POST', 'insights/', {
      name: 'By amount',
      query: trend({ event: 'other' }, { breakdownFilter: { breakdown: 'amount', breakdown_type: 'event' } }),
    })
    await made('POST', 'insights/', {
      name: 'SQL',
      query: {
        kind: 'DataVisualizationNode',
        source: { kind: 'HogQLQuery', query: "select properties.amount from events where event = 'order'" },
      },
    })
    await made('POST', 'actions/', { name: 'Ordered', steps: [{ event: 'order' }] })
    const idOf = async (kind: string, name: string) =>
      (await call('GET', `${kind}_definitions/?search=${name}`)).body.results.find((each: any) => each.name === name).id
    const uses = async (kind: string, name: string) => {
      const { body } = await call('GET', `${kind}_definitions/${await idOf(kind, name)}/used_in/`)
      return [...body.insights, ...body.actions, ...body.cohorts, ...body.feature_flags].map((use: any) => use.name)
    }
    expect(await uses('event', 'order')).toEqual(['Orders', 'SQL', 'Ordered'])
    expect(await uses('property', 'amount')).toEqual(['By amount', 'SQL'])
    expect(await uses('event', '$groupidentify')).toEqual([])
  })

  test('tags are counted, merged by renaming, and removed from everything', async () => {
    const account = await made('POST', 'accounts/', { name: 'Tagged', tags: ['tmp-one', 'tmp-two'] })
    const action = await made('POST', 'actions/', { name: 'Tagged', tags: ['tmp-one'] })
    const usage = async () =>
      (await call('GET', 'tags/usage/')).body.results.filter(({ name }: { name: string }) => name.startsWith('tmp'))
    expect(await usage()).toEqual([
      { name: 'tmp-one', total: 2, counts: { accounts: 1, actions: 1 } },
      { name: 'tmp-two', total: 1, counts: { accounts: 1 } },
    ])
    expect((await call('POST', 'tags/rename/', { name: 'tmp-one', to: 'Tmp-Two' })).body).toEqual({ changed: 2 })
    expect((await call('GET', `accounts/${account.id}/`)).body.tags).toEqual(['tmp-two'])
    expect((await call('GET', `actions/${action.id}/`)).body.tags).toEqual(['tmp-two'])
    expect((await call('POST', 'tags/remove/', { name: 'tmp-two' })).body).toEqual({ changed: 2 })
    expect(await usage()).toEqual([])
    expect((await call('POST', 'tags/rename/', { name: 'x', to: ' ' })).body.code).toBe('blank')
  })
})

describe('the group type that accounts belong to', () => {
  test('is a project setting that cannot change once accounts exist', async () => {
    const config = async () => (await call('GET', '')).body.customer_analytics_config
    expect(await config()).toEqual({ account_group_type_index: null })
    const set = (index: unknown) =>
      call('PATCH', '', { customer_analytics_config: { account_group_type_index: index } })
    expect((await set(1)).body.detail).toBe('Cannot change account_group_type_index once accounts exist for this team')
    expect((await set(null)).status).toBe(200)
    expect((await set(9)).status).toBe(400)
    const other = (await client
      .request('/api/organizations/@current/projects/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'Second' }),
      })
      .then((response) => response.json())) as any
    const changed = await client.request(`/api/projects/${other.id}/`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ customer_analytics_config: { account_group_type_index: 2 } }),
    })
    expect(((await changed.json()) as any).customer_analytics_config).toEqual({ account_group_type_index: 2 })
  })
})
