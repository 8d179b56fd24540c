/**
 * Runs the operator table against a whole installation. Each operator must find the same values in insights, SQL,
 * cohorts, flags and the lists of persons and events. Also covers actions, whose conditions use the same operators.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { expected, type Row, type Stored, TABLE, VALUES, ZONE } from '../../../testing/operator-table.ts'
import type { PersonSession } from '../../../testing/person-session.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, waitFor } from '../../../testing/stack.ts'

let share: Share
let client: Client
let ada: PersonSession
const owner = (index: number) => `owner-${index}`
/** The values that these persons have, in table order. */
const valuesOf = (distinctIds: readonly string[]): Stored[] =>
  distinctIds
    .map((id) => Number(id.split('-')[1]))
    .sort((a, b) => a - b)
    .map((index) => VALUES[index])

const chain = (...elements: string[]) => elements.join(';')
const CLICKS = [
  {
    url: 'https://shop.example/Cart_1?x=1',
    elements: chain(
      'span:nth-child="1"text="Éclair 100% off"',
      'a.hover:bg-blue-500/75.py-2.5.w-1/2:attr__href="x?c=\\"2\\""attr__title="say \\"hi\\""href="x?c=\\"2\\""',
    ),
  },
  { url: 'https://shop.example/about', elements: chain('a.py-2.w-1:attr__href="/about"href="/about"text="About"') },
]

beforeAll(async () => {
  share = await shareStack()
  client = share.client
  ada = share.session
  expect((await ada.patch(`${share.base}/`, { timezone: ZONE })).status).toBe(200)
  const events = VALUES.flatMap((value, index) => {
    const properties = value === undefined ? {} : { p: value }
    const about = { distinct_id: owner(index) }
    return [
      {
        ...about,
        event: '$groupidentify',
        properties: { $group_type: 'company', $group_key: owner(index), $group_set: properties },
      },
      {
        ...about,
        event: 'stored',
        properties: { ...properties, $set: properties, $groups: { company: owner(index) } },
      },
    ]
  })
  const clicks = CLICKS.map(({ url, elements }, index) => ({
    event: '$autocapture',
    distinct_id: `click-${index}`,
    properties: { $current_url: url, $elements_chain: elements, $process_person_profile: false },
  }))
  await client.send(...events, ...clicks)
  // ClickHouse receives persons and groups from PostgreSQL asynchronously.
  await waitFor(async () => {
    const [copied] = await share.stack.clickHouse<{ persons: string; groups: string }>(
      `SELECT (SELECT count() FROM persons FINAL WHERE team_id = ${share.project}) AS persons,
        (SELECT count() FROM groups FINAL WHERE team_id = ${share.project}) AS groups`,
    )
    return Number(copied!.persons) >= VALUES.length && Number(copied!.groups) >= VALUES.length
  })
})

const query = (node: object) =>
  client.request(`${share.base}/query/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: node }),
  })

async function found(response: Response, read: (body: any) => string[]): Promise<Stored[] | string> {
  const body = (await response.json()) as any
  return response.ok ? valuesOf(read(body)) : `${response.status}: ${body.detail}`
}
const firstColumn = (body: any) => body.results.map((row: string[]) => row[0])
const insight = async (filter: object) =>
  found(
    await query({ kind: 'EventsQuery', select: ['distinct_id'], event: 'stored', after: 'all', properties: [filter] }),
    firstColumn,
  )
const sql = async (condition: string) =>
  found(
    await query({
      kind: 'HogQLQuery',
      query: `SELECT distinct_id FROM events WHERE event = 'stored' AND ${condition}`,
    }),
    firstColumn,
  )
const list = async (kind: 'persons' | 'events', filter: object) => {
  const search = new URLSearchParams({ properties: JSON.stringify([filter]), limit: '1000', event: 'stored' })
  return found(await client.request(`${share.base}/${kind}/?${search}`), (body) =>
    body.results.map((row: any) => row.distinct_id ?? row.distinct_ids[0]),
  )
}

const rows = TABLE.map((row, index) => [`${row.operator} ${JSON.stringify(row.value) ?? ''}`, row, index] as const)
const filterOf = ({ operator, value }: Row) => ({ key: 'p', operator, ...(value !== undefined && { value }) })

describe('operators', () => {
  test.each(rows)('insights, SQL and lists: %s', async (_name, row) => {
    const filter = filterOf(row)
    const inColumns = expected(row, row.columns)
    const answers = {
      event: await insight({ ...filter, type: 'event' }),
      person: await insight({ ...filter, type: 'person' }),
      group: await insight({ ...filter, type: 'group', group_type_index: 0 }),
      events: await list('events', { ...filter, type: 'event' }),
      ...(row.sql && { sql: await sql(row.sql) }),
    }
    expect(answers).toEqual(Object.fromEntries(Object.keys(answers).map((name) => [name, inColumns])))
    const persons = await list('persons', { ...filter, type: 'person' })
    if (row.persons?.isRefused) expect(persons).toMatch(/^400/)
    else expect(persons).toEqual(expected(row, row.persons))
  })

  // Cohort calculations are slower than queries and compile to the same tree, so one row per operator is enough.
  test('cohorts', async () => {
    const asked = rows.filter(
      ([, { operator }], index) => TABLE.findIndex((row) => row.operator === operator) === index,
    )
    const made = await Promise.all(
      asked.map(([, row], index) =>
        ada.post(`${share.base}/cohorts/`, {
          name: `row ${index}`,
          filters: {
            properties: { type: 'AND', values: [{ type: 'AND', values: [{ ...filterOf(row), type: 'person' }] }] },
          },
        }),
      ),
    )
    const answers: Stored[][] = []
    for (const { status, body } of made) {
      expect([status, body.detail]).toEqual([201, undefined])
      await waitFor(async () => (await client.get(`${share.base}/cohorts/${body.id}/`)).last_calculation !== null)
      const { results } = await client.get(`${share.base}/cohorts/${body.id}/persons/?limit=1000`)
      answers.push(valuesOf(results.map((each: any) => each.distinct_ids[0])))
    }
    expect(asked.map(([name], index) => [name, answers[index]])).toEqual(
      asked.map(([name, row]) => [name, expected(row, row.columns)]),
    )
  })

  test('flags', async () => {
    for (const [name, row, index] of rows) {
      const filters = { groups: [{ properties: [{ ...filterOf(row), type: 'person' }], rollout_percentage: 100 }] }
      const { status } = await ada.post(`${share.base}/feature_flags/`, { key: `row-${index}`, filters })
      expect([name, status]).toEqual([name, row.flags?.isRefused ? 400 : 201])
    }
    const answers = await Promise.all(
      VALUES.map(async (_value, index) => {
        const response = await client.capture({ token: share.token, distinct_id: owner(index) }, '/flags/?v=2')
        return ((await response.json()) as any).flags
      }),
    )
    for (const [name, row, index] of rows) {
      if (row.flags?.isRefused) continue
      const holds = VALUES.filter((_value, each) => answers[each][`row-${index}`].enabled)
      expect([name, holds]).toEqual([name, expected(row, row.flags)])
    }
  })
})

describe('actions', () => {
  const matching = async (step: object) => {
    const made = await ada.post(`${share.base}/actions/`, { name: crypto.randomUUID(), steps: [step] })
    expect([made.status, made.body.detail]).toEqual([201, undefined])
    const response = await query({
      kind: 'EventsQuery',
      select: ['distinct_id'],
      event: '$autocapture',
      after: 'all',
      actionId: made.body.id,
    })
    const body = (await response.json()) as any
    expect([response.status, body.detail]).toEqual([200, undefined])
    return firstColumn(body).sort()
  }
  const [first, second] = ['click-0', 'click-1']

  test.each<[object, string[]]>([
    [{ selector: '.py-2\\.5' }, [first]],
    [{ selector: '.py-2' }, [second]],
    [{ selector: '.w-1\\/2' }, [first]],
    [{ selector: 'a.hover\\:bg-blue-500\\/75' }, [first]],
    [{ selector: `[title='say "hi"']` }, [first]],
    [{ selector: 'a[href="x?c=\\"2\\""]' }, [first]],
    [{ selector: 'a > span' }, [first]],
    [{ selector: 'a, b' }, [first, second]],
    [{ selector: '[href*=""]' }, []],
    [{ tag_name: 'span' }, [first]],
    [{ tag_name: 'spa' }, []],
    [{ text: 'About' }, [second]],
    [{ text: 'about' }, []],
    [{ text: 'ABOU', text_matching: 'contains' }, [second]],
    [{ text: 'éCLAIR', text_matching: 'contains' }, [first]],
    [{ text: '^Ab', text_matching: 'regex' }, [second]],
    [{ href: 'x?c="2"' }, [first]],
    [{ href: '/ABOUT', href_matching: 'contains' }, [second]],
    [{ href: '/ABOUT', href_matching: 'exact' }, []],
    [{ url: 'SHOP.example/cart_1' }, [first]],
    [{ url: 'cart.1' }, []],
    [{ url: 'shop%x=1' }, [first]],
    [{ url: 'https://shop.example/about', url_matching: 'exact' }, [second]],
    [{ url: 'https://shop.example/About', url_matching: 'exact' }, []],
    [{ url: 'Cart_\\d', url_matching: 'regex' }, [first]],
    [{ url: 'cart_\\d', url_matching: 'regex' }, []],
  ])('%j', async (step, clicks) => expect(await matching(step)).toEqual(clicks))
})
