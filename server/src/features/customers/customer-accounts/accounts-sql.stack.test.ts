/** Accounts as a SQL table: what it contains, how soon changes appear, and who may not read it. */
import { beforeAll, expect, test } from 'vitest'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, waitFor } from '../../../testing/stack.ts'

let share: Share
let other: Share
let client: Client
let acme: string
let umbra: string
const properties: Record<string, string> = {}

beforeAll(async () => {
  share = await shareStack()
  other = await shareStack()
  client = share.client
  const order = (company: string, amount: number) => ({
    event: 'order',
    distinct_id: `p-${company}`,
    properties: { $groups: { company }, amount },
  })
  await client.send(order('acme', 5), order('acme', 7), order('umbra', 1), order('nobody', 9))
  await call('POST', 'accounts/', { name: 'Secret', external_id: 'acme', properties: { billing_id: 'secret' } }, other)
  for (const [name, type] of [
    ['ARR', 'currency'],
    ['Renewal', 'date'],
    ['At risk', 'boolean'],
    ['Plan', 'text'],
  ] as const)
    properties[name] = (await call('POST', 'custom_property_definitions/', { name, display_type: type })).id
  acme = (
    await call('POST', 'accounts/', {
      name: 'Acme',
      external_id: 'acme',
      tags: ['vip', 'eu'],
      properties: { csm: { id: 1, email: 'kim@x.io' }, billing_id: 'b-1' },
    })
  ).id
  umbra = (await call('POST', 'accounts/', { name: 'Umbra', external_id: 'umbra' })).id
  await set(acme, 'ARR', 1200.5)
  await set(acme, 'Renewal', '2027-02-01')
  await set(acme, 'At risk', true)
  await set(acme, 'Plan', '007')
  await set(umbra, 'ARR', 40)
})

async function call(method: string, route: string, body?: unknown, at = share) {
  const response = await at.client.request(`${at.base}/${route}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
const set = (account: string, name: string, value: unknown) =>
  call('POST', `accounts/${account}/custom_property_values/`, { definition: properties[name], value })
const sql = async (query: string): Promise<unknown[][]> =>
  (await call('POST', 'query/', { query: { kind: 'HogQLQuery', query }, refresh: 'force_blocking' })).results
const becomes = (query: string, expected: unknown[][]) =>
  waitFor(async () => {
    const found = await sql(query)
    expect(found).toEqual(expected)
    return true
  })

test('fields, roles, tags and custom properties, by their types', async () => {
  await becomes(
    'SELECT name, external_id, tags, properties.csm.email, properties.billing_id FROM system.accounts ORDER BY name',
    [
      ['Acme', 'acme', ['eu', 'vip'], 'kim@x.io', 'b-1'],
      ['Umbra', 'umbra', [], null, null],
    ],
  )
  await becomes(
    `SELECT name, custom_properties.ARR * 2, custom_properties.Plan, custom_properties.\`At risk\`, toDate(custom_properties.Renewal)
     FROM system.accounts AS a ORDER BY a.custom_properties.ARR DESC`,
    [
      ['Acme', 2401, '007', true, '2027-02-01'],
      ['Umbra', 80, null, null, null],
    ],
  )
  expect(await sql('SELECT accounts.name FROM system.accounts WHERE custom_properties.ARR > 1000')).toEqual([['Acme']])
})

test('joins with the events of an account’s people', async () => {
  expect(
    await sql(
      `SELECT a.name, any(a.custom_properties.ARR), sum(e.properties.amount) FROM events e JOIN system.accounts a ON a.external_id = e.$group_0
       WHERE e.event = 'order' GROUP BY a.name ORDER BY a.name`,
    ),
  ).toEqual([
    ['Acme', 1200.5, 12],
    ['Umbra', 40, 1],
  ])
})

test('changes appear soon: of a value, a name, a property’s name, and deletions', async () => {
  await set(umbra, 'ARR', 41)
  await becomes("SELECT custom_properties.ARR FROM system.accounts WHERE name = 'Umbra'", [[41]])
  await call('PATCH', `accounts/${umbra}/`, { name: 'Umbra Media', tags: ['us'] })
  await becomes("SELECT name, tags FROM system.accounts WHERE external_id = 'umbra'", [['Umbra Media', ['us']]])
  await call('PATCH', `custom_property_definitions/${properties.ARR}/`, { name: 'Revenue' })
  expect(await sql('SELECT sum(custom_properties.Revenue) FROM system.accounts')).toEqual([[1241.5]])
  await expect(sql('SELECT custom_properties.ARR FROM system.accounts')).rejects.toThrow(
    'Unable to resolve field: custom_properties.ARR',
  )
  const gone = await call('POST', 'accounts/', { name: 'Gone' })
  await becomes('SELECT count() FROM system.accounts', [[3]])
  await call('DELETE', `accounts/${gone.id}/`)
  await becomes('SELECT count() FROM system.accounts', [[2]])
})

test('accounts of other projects, and accounts hidden from some members, are left out', async () => {
  expect(await sql(`SELECT count() FROM system.accounts WHERE name = 'Secret' OR team_id = ${other.project}`)).toEqual([
    [0],
  ])
  await share.stack.sql(
    `INSERT INTO access_controls (id, team_id, resource, resource_id, access_level) VALUES (gen_random_uuid(), $1, 'account', $2, 'none')`,
    [share.project, umbra],
  )
  expect(await sql('SELECT name FROM system.accounts')).toEqual([['Acme']])
  expect(
    await sql(
      "SELECT count() FROM events e JOIN system.accounts a ON a.external_id = e.$group_0 WHERE e.event = 'order'",
    ),
  ).toEqual([[2]])
  await share.stack.sql(
    `UPDATE access_controls SET resource = 'customer_analytics', resource_id = '' WHERE team_id = $1`,
    [share.project],
  )
  await expect(sql('SELECT name FROM system.accounts')).rejects.toThrow(
    'Some members of this project may not see accounts',
  )
  await share.stack.sql('DELETE FROM access_controls WHERE team_id = $1', [share.project])
})

test('SQL editors list the table', async () => {
  const { tables } = await call('POST', 'query/', { query: { kind: 'DatabaseSchemaQuery' } })
  expect(Object.keys(tables['system.accounts'].fields)).toEqual(
    expect.arrayContaining(['name', 'external_id', 'properties', 'custom_properties', 'tags']),
  )
  const check = (query: string) =>
    call('POST', 'query/', { query: { kind: 'HogQLMetadata', language: 'hogQL', query } })
  expect(await check('SELECT name FROM system.accounts')).toMatchObject({ isValid: true })
  expect(await check('SELECT x FROM system.tables')).toMatchObject({ isValid: false })
})
