/**
 * Tests every operator on a real PostgreSQL, for values of every type, against a slow and obvious implementation of the
 * rules. Also tests the examples of the documentation, computed by hand.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { holdsForAll, PROPERTY_RUNS } from '../../../testing/random.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import type { Client } from '../../../testing/stack.ts'

const VALUES: (JsonValue | undefined)[] = [
  undefined,
  null,
  '',
  'a',
  'A',
  'Abc',
  'abcabc',
  '10',
  10,
  10.5,
  '10.5',
  '1e2',
  100,
  -3,
  '-3',
  0,
  '0',
  true,
  'true',
  false,
  'x%y',
  'x_y',
  'x\\y',
  "q'uote",
  'é',
  'É',
  '1.2.3',
  'v1.2',
  '2.0.0-rc.1',
  '1.10.0',
  '2024-01-31',
  '2024-01-31T10:00:00Z',
  '2024-01-31T11:00:00+01:00',
  'not a date',
  ['a', 'b'],
  { k: 1 },
  9007199254740991,
]
const KEYS = [
  'plain',
  'with.dot',
  'q\'uo"te',
  'emoji 🌿',
  'new\nline',
  '__proto__',
  'constructor',
  'p%_\\',
  'x'.repeat(10_000),
]

let share: Share
let client: Client
const owner = (key: number, value: number) => `u-${key}-${value}`
beforeAll(async () => {
  share = await shareStack()
  client = share.client
  const persons = KEYS.flatMap((key, keyIndex) =>
    VALUES.map((value, index) => ({
      uuid: randomUUID(),
      distinct_id: owner(keyIndex, index),
      properties: { ...(value !== undefined && { [key]: value }), of: keyIndex },
    })),
  )
  await share.stack.sql(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS row (uuid uuid, distinct_id text, properties jsonb)
     ), made AS (
       INSERT INTO persons (team_id, uuid, created_at, properties)
       SELECT $1, uuid, now(), properties FROM given RETURNING id, uuid
     )
     INSERT INTO person_distinct_ids (team_id, distinct_id, person_id)
     SELECT $1, distinct_id, id FROM given JOIN made USING (uuid)`,
    [share.project, JSON.stringify(persons)],
  )
})

/** Indexes of the values whose persons match a filter on a key. */
async function matching(filter: JsonObject, keyIndex = 0): Promise<number[]> {
  const properties = JSON.stringify([
    { type: 'person', key: KEYS[keyIndex], ...filter },
    { key: 'of', value: keyIndex, type: 'person' },
  ])
  const { results, count } = await client.get(
    `${share.base}/persons/?${new URLSearchParams({ properties, limit: '1000' })}`,
  )
  expect(count).toBe(results.length)
  return results
    .map((row: { distinct_ids: string[] }) => Number(row.distinct_ids[0]!.split('-')[2]))
    .sort((a: number, b: number) => a - b)
}

const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : JSON.stringify(value))
const isMissing = (value: JsonValue | undefined) => value === undefined || value === null
const number = (value: JsonValue | undefined) =>
  typeof value === 'number'
    ? value
    : typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?(e\d+)?\s*$/i.test(value)
      ? Number(value)
      : null
const version = (value: JsonValue | undefined) => {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-.*)?$/.exec(String(text(value) ?? ''))
  return match && !isMissing(value) ? [match[1], match[2] ?? 0, match[3] ?? 0].map(Number) : null
}
const compare = (a: number[], b: number[]) =>
  a.map((part, index) => part - b[index]!).find((difference) => difference !== 0) ?? 0
const time = (value: JsonValue | undefined) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : null

/** The rules, implemented literally. */
function holds(operator: string, wanted: JsonValue, value: JsonValue | undefined): boolean {
  const list = (Array.isArray(wanted) ? wanted : [wanted]).map((item) => String(text(item)))
  const own = String(text(value))
  const low = own.toLowerCase()
  const positive = operator.replace(/^not_(?!between)/, '')
  const test = () => {
    if (isMissing(value)) return false
    const parts = version(value)
    const given = version(wanted)
    switch (positive) {
      case 'exact':
      case 'in':
      case 'is_not':
        return list.includes(own)
      case 'icontains':
        return list.some((item) => low.includes(item.toLowerCase()))
      case 'starts_with':
        return list.some((item) => low.startsWith(item.toLowerCase()))
      case 'ends_with':
        return list.some((item) => low.endsWith(item.toLowerCase()))
      case 'regex':
        return list.some((item) => new RegExp(item).test(own))
      case 'gt':
        return number(value) !== null && number(value)! > Number(wanted)
      case 'gte':
      case 'min':
        return number(value) !== null && number(value)! >= Number(wanted)
      case 'lt':
        return number(value) !== null && number(value)! < Number(wanted)
      case 'lte':
      case 'max':
        return number(value) !== null && number(value)! <= Number(wanted)
      case 'between':
        return number(value) !== null && number(value)! >= Number(list[0]) && number(value)! <= Number(list[1])
      case 'not_between':
        return number(value) !== null && (number(value)! < Number(list[0]) || number(value)! > Number(list[1]))
      case 'is_set':
      case 'is_not_set':
        return true
      case 'is_date_exact':
        return time(value) === time(wanted)
      case 'is_date_before':
        return time(value) !== null && time(value)! < time(wanted)!
      case 'is_date_after':
        return time(value) !== null && time(value)! > time(wanted)!
      case 'semver_eq':
        return parts !== null && compare(parts, given!) === 0
      case 'semver_neq':
        return parts !== null && compare(parts, given!) !== 0
      case 'semver_gt':
        return parts !== null && compare(parts, given!) > 0
      case 'semver_gte':
        return parts !== null && compare(parts, given!) >= 0
      case 'semver_lt':
        return parts !== null && compare(parts, given!) < 0
      case 'semver_lte':
        return parts !== null && compare(parts, given!) <= 0
      default:
        throw new Error(operator)
    }
  }
  const negative =
    operator === 'is_not' || operator === 'is_not_set' || (operator.startsWith('not_') && operator !== 'not_between')
  return test() !== negative
}

const scalars = VALUES.filter(
  (value): value is string | number | boolean => !isMissing(value) && typeof value !== 'object',
)
const TEXT_OPERATORS = [
  'exact',
  'is_not',
  'in',
  'not_in',
  'icontains',
  'not_icontains',
  'starts_with',
  'ends_with',
  'not_starts_with',
  'not_ends_with',
]
const filters = fc.oneof(
  fc.record({
    operator: fc.constantFrom(...TEXT_OPERATORS),
    value: fc.oneof(
      fc.constantFrom<JsonValue>(...scalars),
      fc.array(fc.constantFrom<JsonValue>(...scalars), { minLength: 1, maxLength: 3 }),
    ),
  }),
  fc.record({
    operator: fc.constantFrom('gt', 'gte', 'min', 'lt', 'lte', 'max'),
    value: fc.constantFrom<JsonValue>(10, '10', -3, 0, 99.5),
  }),
  fc.record({
    operator: fc.constantFrom('between', 'not_between'),
    value: fc.constantFrom<JsonValue>([0, 10], ['-3', 10.5], [10, 10]),
  }),
  fc.record({
    operator: fc.constantFrom('regex', 'not_regex'),
    value: fc.constantFrom<JsonValue>('^a', 'b', '[0-9]+$', ['^A', 'x.y']),
  }),
  fc.record({ operator: fc.constantFrom('is_set', 'is_not_set'), value: fc.constant<JsonValue>('is_set') }),
  fc.record({
    operator: fc.constantFrom('is_date_exact', 'is_date_before', 'is_date_after'),
    value: fc.constantFrom<JsonValue>('2024-01-31T10:00:00Z', '2024-01-31', '2024-01-31T11:00:00+01:00'),
  }),
  fc.record({
    operator: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte').map((name) => `semver_${name}`),
    value: fc.constantFrom<JsonValue>('1.2.3', '1.2', '2', 'v1.10.0'),
  }),
)
const expected = (filter: { operator: string; value: JsonValue }) =>
  VALUES.flatMap((value, index) => (holds(filter.operator, filter.value, value) ? [index] : []))

describe('property filters', () => {
  test('match the reference implementation', async () => {
    await holdsForAll(
      fc.asyncProperty(filters, async (filter) => {
        expect([filter, await matching(filter)]).toEqual([filter, expected(filter)])
      }),
      PROPERTY_RUNS * 10,
    )
  })

  test.each(KEYS.map((key, index) => [key.slice(0, 20), index]))(
    'find key %j whatever characters it contains',
    async (_key, index) => {
      for (const filter of [
        { operator: 'exact', value: 'Abc' },
        { operator: 'is_not_set', value: '' },
        { operator: 'gt', value: 5 },
      ])
        expect(await matching(filter, index)).toEqual(expected(filter))
    },
  )

  const named = (...values: (JsonValue | undefined)[]) =>
    values.map((value) => VALUES.indexOf(value)).sort((a, b) => a - b)
  test.each<[string, string, number[]]>([
    ['tilde', '1.2', named('1.2.3', 'v1.2')],
    ['caret', '1.2', named('1.2.3', 'v1.2', '1.10.0')],
    ['wildcard', '1.2.*', named('1.2.3', 'v1.2')],
    ['wildcard', '1.*', named('1.2.3', 'v1.2', '1.10.0')],
  ])('semver_%s %s', async (name, value, indexes) => {
    const found = await matching({ operator: `semver_${name}`, value })
    // Plain numbers are versions too, so they match if they are in range.
    expect(found).toEqual(indexes)
  })

  test('support nested groups, and an empty list does not filter', async () => {
    const count = async (properties: unknown) =>
      (await client.get(`${share.base}/persons/?${new URLSearchParams({ properties: JSON.stringify(properties) })}`))
        .count
    const a = { type: 'person', key: 'plain', value: 'a' }
    const b = { type: 'person', key: 'plain', value: 'Abc' }
    const all = KEYS.length * VALUES.length
    expect(await count([])).toBe(all)
    expect(await count({})).toBe(all)
    expect(await count([a, b])).toBe(0)
    expect(await count({ type: 'OR', values: [a, b] })).toBe(2)
    expect(await count({ type: 'AND', values: [{ type: 'OR', values: [a, b] }, a] })).toBe(1)
    expect(await count({ key: 'distinct_id', value: owner(0, 3) })).toBe(1)
    expect(await count({ key: 'distinct_id', value: owner(0, 3), operator: 'is_not' })).toBe(all - 1)
    expect(await count({ key: 'plain', value: 'a', operator: null })).toBe(1)
  })

  test.each<[unknown, string]>([
    ['{', 'Properties are unparsable!'],
    [[{ type: 'event', key: 'a', value: 1 }], "The 'event' property filter does not work in 'person' scope"],
    [[{ type: 'cohort', key: 'id', value: 7 }], 'Cohort with ID 7 does not exist.'],
    [[{ key: 'a', value: 1, operator: 'like' }], "The operator 'like' is not known."],
    [[{ key: 'a', value: '(', operator: 'regex' }], 'A regular expression cannot be compiled.'],
    [[{ key: 'a', value: '***:x', operator: 'regex' }], 'A regular expression cannot be compiled.'],
    [[{ key: 'a', value: 'x', operator: 'gt' }], "'x' is not a number."],
    [
      [{ key: 'a', value: [3, 1], operator: 'between' }],
      "The operator 'between' takes a list of two numbers, the smaller first.",
    ],
    [[{ key: 'a', value: 'soon', operator: 'is_date_before' }], "'soon' is not a time."],
    [[{ key: 'a', value: 'x', operator: 'semver_gt' }], "'x' is not a version."],
    [[{ value: 1 }], 'A property filter needs a key.'],
    [[1], 'A property filter must be an object.'],
    [{ type: 'XOR', values: [] }, "A property group is AND or OR, not 'XOR'."],
  ])('refuse %j with a reason', async (properties, detail) => {
    const parameter = typeof properties === 'string' ? properties : JSON.stringify(properties)
    const response = await client.request(`${share.base}/persons/?${new URLSearchParams({ properties: parameter })}`)
    expect([response.status, await response.json()]).toEqual([
      400,
      { type: 'validation_error', code: 'invalid_input', detail, attr: null },
    ])
  })

  test('never cause a server error, whatever the types', async () => {
    await holdsForAll(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom('exact', 'gt', 'regex', 'between', 'is_date_after', 'semver_caret', 'icontains'),
        async (value, operator) => {
          for (const properties of [
            value,
            [{ key: 'plain', value, operator }],
            [value],
            { type: 'AND', values: [value] },
          ]) {
            const { status } = await client.request(
              `${share.base}/persons/?${new URLSearchParams({ properties: JSON.stringify(properties), limit: '1' })}`,
            )
            expect([200, 400]).toContain(status)
          }
        },
      ),
      PROPERTY_RUNS * 2,
    )
  })

  test('match a number stored with trailing zeros', async () => {
    await share.stack.sql(
      `WITH p AS (INSERT INTO persons (team_id, uuid, created_at, properties) VALUES ($1::int, gen_random_uuid(), now(), '{"zeros": 7.00}'), ($1, gen_random_uuid(), now(), '{"zeros": "7.0"}') RETURNING id)
       INSERT INTO person_distinct_ids (team_id, distinct_id, person_id) SELECT $1, 'z-0-' || id, id FROM p`,
      [share.project],
    )
    const count = async (value: unknown, operator = 'exact') => {
      const properties = JSON.stringify([{ key: 'zeros', value, operator, type: 'person' }])
      return (await client.get(`${share.base}/persons/?${new URLSearchParams({ properties })}`)).count
    }
    expect([await count(7), await count('7'), await count('7.0'), await count(8)]).toEqual([1, 1, 1, 0])
    expect(await count(7, 'is_not')).toBe(KEYS.length * VALUES.length + 1)
    await share.stack.sql("DELETE FROM persons WHERE team_id = $1 AND properties ? 'zeros'", [share.project])
  })

  test('reference results match a few hand-computed values', () => {
    expect(isJsonObject({})).toBe(true)
    expect(expected({ operator: 'gt', value: 10 })).toEqual(named(10.5, '10.5', '1e2', 100, 9007199254740991))
    expect(expected({ operator: 'exact', value: '10' })).toEqual(named('10', 10))
    expect(expected({ operator: 'is_not_set', value: '' })).toEqual([0, 1])
    expect(expected({ operator: 'exact', value: true })).toEqual(named(true, 'true'))
  })
})
