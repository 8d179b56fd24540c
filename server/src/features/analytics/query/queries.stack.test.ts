/** Queries through the API of a whole installation: answers, errors, limits and isolation. */
import { randomInt, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../testing/random.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, type Installation, waitFor } from '../../../testing/stack.ts'

let share: Share
let stack: Installation
let client: Client
let base: string

beforeAll(async () => {
  share = await shareStack()
  ;({ stack, client, base } = share)
  const at = (day: number, time = '10:00:00') => `2026-01-${String(day).padStart(2, '0')}T${time}Z`
  await client.send(
    ...[
      [
        'ann',
        'page',
        1,
        {
          browser: 'Chrome',
          amount: 10,
          'a.b': 'dotted',
          nested: { x: 1 },
          list: ['q', 2],
          $set: { email: 'ann@x.io', plan: 'gold' },
        },
      ],
      ['ann', 'buy', 2, { browser: 'Chrome', amount: 20.5 }],
      ['ann', 'page', 3, { browser: 'Firefox', amount: '7' }],
      ['bob', 'page', 1, { browser: 'Firefox', amount: 'no', flag: true, $set: { email: 'bob@x.io', plan: 'free' } }],
      ['bob', 'page', 2, { browser: '', amount: null }],
      ['eve', 'page', 3, { '🙂 "q\' `b\\ \n': 'odd', $set: { email: 'eve@x.io' } }],
      ['eve', 'buy', 3, { amount: 100 }],
    ].map(([distinct_id, event, day, properties], index) => ({
      event,
      distinct_id,
      timestamp: at(day as number, `10:00:0${index}`),
      properties,
    })),
    { event: '$identify', distinct_id: 'bob', properties: { $anon_distinct_id: 'anon' }, timestamp: at(4) },
  )
  await mirrored()
})

/** Waits until ClickHouse has all changes to the project from PostgreSQL. */
const mirrored = () =>
  waitFor(async () => {
    const waiting = await stack.sql('SELECT 1 FROM mirror_queue WHERE team_id = $1 LIMIT 1', [share.project])
    return waiting.length === 0
  })

async function post(route: string, body: unknown, method = 'POST'): Promise<{ status: number; body: any }> {
  const response = await client.request(`${base}/${route}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json().catch(() => null) }
}
const ask = async (query: unknown, rest: object = {}) => post('query/', { query, ...rest })
const sql = async (query: string, rest: object = {}) => (await ask({ kind: 'HogQLQuery', query, ...rest })).body
const range = { dateRange: { date_from: '2026-01-01', date_to: '2026-01-04' } }
const node = (event: string | null, more: object = {}) => ({ kind: 'EventsNode', event, ...more })

describe('SQL', () => {
  test('reads events, persons and related tables', async () => {
    expect(
      (
        await sql(
          "SELECT event, count() AS c FROM events WHERE event != 'marker' GROUP BY event ORDER BY c DESC, event",
        )
      ).results,
    ).toEqual([
      ['page', 5],
      ['buy', 2],
      ['$identify', 1],
    ])
    expect(
      (await sql("SELECT DISTINCT person.properties.email FROM events WHERE person.properties.plan = 'gold'")).results,
    ).toEqual([['ann@x.io']])
    expect((await sql('SELECT properties.email FROM persons ORDER BY properties.email')).results).toEqual([
      ['ann@x.io'],
      ['bob@x.io'],
      ['eve@x.io'],
    ])
    expect(
      (
        await sql(
          "SELECT distinct_id FROM person_distinct_ids WHERE person.properties.email = 'bob@x.io' ORDER BY distinct_id",
        )
      ).results,
    ).toEqual([['anon'], ['bob']])
  })

  test('keeps the form of properties: strings, numbers by definition, arbitrary names, lists and objects', async () => {
    const { results } = await sql(
      "SELECT properties.browser, properties.amount, properties['a.b'], properties.nested.x, properties.nested, properties.list FROM events WHERE distinct_id = 'ann' ORDER BY timestamp LIMIT 1",
    )
    expect(results).toEqual([['Chrome', 10, 'dotted', '1', '{"x":1}', '["q",2]']])
    const odd = '🙂 "q\' `b\\ \n'
    const tree = await ask({
      kind: 'TrendsQuery',
      series: [node('page')],
      ...range,
      trendsFilter: { display: 'BoldNumber' },
      properties: [{ key: odd, value: 'odd', type: 'event' }],
    })
    expect(tree.body.results[0].aggregated_value).toBe(1)
    const broken = await ask({
      kind: 'TrendsQuery',
      series: [node('page')],
      ...range,
      breakdownFilter: { breakdown: odd },
    })
    expect(broken.body.results.map((each: any) => each.breakdown_value)).toEqual([
      'odd',
      '$$_posthog_breakdown_null_$$',
    ])
  })

  test('treats missing values as unequal and matches null explicitly', async () => {
    const count = async (where: string) =>
      (await sql(`SELECT count() FROM events WHERE event = 'page' AND ${where}`)).results[0][0]
    expect(await count("properties.browser = 'Chrome'")).toBe(1)
    expect(await count("properties.browser != 'Chrome'")).toBe(4)
    expect(await count("NOT properties.browser = 'Chrome'")).toBe(4)
    expect(await count('properties.browser = NULL')).toBe(1)
    expect(await count('properties.browser IS NOT NULL')).toBe(4)
    expect(await count("properties.browser NOT IN ('Chrome', 'Firefox')")).toBe(2)
    expect(await count("properties.browser LIKE '%fox'")).toBe(2)
    expect(await count("properties.browser =~ '^C'")).toBe(1)
    expect(await count('properties.amount > 6.5')).toBe(2)
  })

  test('shows which sessions have a recording', async () => {
    await post('', { session_recording_opt_in: true, session_recording_retention_period: '5y' }, 'PATCH')
    const snapshot = {
      api_key: share.token,
      event: '$snapshot',
      properties: {
        distinct_id: 'ann',
        $session_id: '019b7a00-0000-7000-8000-000000000001',
        $window_id: '019b7a00-0000-7000-8000-000000000002',
        $snapshot_data: [{ type: 4, timestamp: Date.UTC(2026, 0, 1), data: {} }],
        $snapshot_source: 'web',
      },
    }
    expect((await client.capture(snapshot, '/s/')).status).toBe(200)
    const query = 'SELECT session_id, distinct_id, start_time, snapshots FROM session_recordings'
    const row = await waitFor(
      async () => (await sql(`${query} LIMIT ${1 + Math.floor(Math.random() * 1000)}`)).results[0],
    )
    expect(row).toEqual(['019b7a00-0000-7000-8000-000000000001', 'ann', '2026-01-01T00:00:00Z', 1])

    await client.send({
      event: 'watched',
      distinct_id: 'viewer',
      timestamp: '2026-01-01T12:00:00Z',
      properties: { $session_id: row[0], $window_id: 'w', $process_person_profile: false },
    })
    const trends = { kind: 'TrendsQuery', series: [node('watched')], ...range }
    const source = { kind: 'InsightActorsQuery', source: trends, day: '2026-01-01' }
    const actors = await ask({ kind: 'ActorsQuery', source, select: ['id', 'matched_recordings'] })
    expect(actors.body.results[0][1]).toMatchObject([{ session_id: row[0], events: [{ window_id: 'w' }] }])
  })

  test('uses the project time zone for input and output', async () => {
    await post('', { timezone: 'Europe/Berlin' }, 'PATCH')
    try {
      const { results } = await sql(
        "SELECT timestamp, toDate(timestamp), toStartOfDay(timestamp), toHour(timestamp) FROM events WHERE timestamp >= '2026-01-01 11:00:00' AND event != 'marker' ORDER BY timestamp LIMIT 1",
      )
      expect(results).toEqual([['2026-01-01T11:00:00+01:00', '2026-01-01', '2026-01-01T00:00:00+01:00', 11]])
    } finally {
      await post('', { timezone: 'UTC' }, 'PATCH')
    }
  })

  test('supports joins, sub-selects, CTEs, windows, unions and lists', async () => {
    for (const [query, expected] of [
      ["SELECT sum(n) FROM (SELECT count() AS n FROM events WHERE event = 'page' GROUP BY distinct_id)", [[5]]],
      [
        "WITH pages AS (SELECT distinct_id, count() AS n FROM events WHERE event = 'page' GROUP BY distinct_id) SELECT distinct_id FROM pages WHERE n > 1 ORDER BY distinct_id",
        [['ann'], ['bob']],
      ],
      [
        "SELECT p.properties.email, count() FROM events AS e JOIN persons AS p ON e.person_id = p.id WHERE e.event = 'buy' GROUP BY 1 ORDER BY 1",
        [
          ['ann@x.io', 1],
          ['eve@x.io', 1],
        ],
      ],
      [
        "SELECT e.distinct_id, o.event FROM events AS e LEFT JOIN events AS o ON e.distinct_id = o.distinct_id AND o.event = 'buy' WHERE e.event = '$identify'",
        [['bob', '']],
      ],
      [
        "SELECT event, row_number() OVER (PARTITION BY distinct_id ORDER BY timestamp) AS n FROM events WHERE distinct_id = 'ann' ORDER BY timestamp",
        [
          ['page', 1],
          ['buy', 2],
          ['page', 3],
        ],
      ],
      ['SELECT 1 AS x UNION ALL SELECT 2', [[1], [2]]],
      ["SELECT arrayMap(x -> x * 2, [1, 2, 3]), (1, 'a').2, [4, 5][1]", [[[2, 4, 6], 'a', 4]]],
      [
        "SELECT CASE event WHEN 'buy' THEN 'b' ELSE 'p' END AS k, count() FROM events WHERE event IN ('buy', 'page') GROUP BY k ORDER BY k",
        [
          ['b', 2],
          ['p', 5],
        ],
      ],
      [
        "SELECT max(timestamp) AS timestamp FROM events WHERE timestamp < '2026-01-01T10:00:01Z'",
        [['2026-01-01T10:00:00Z']],
      ],
      ["SELECT item FROM events ARRAY JOIN [1, 2] AS item WHERE event = '$identify' ORDER BY item", [[1], [2]]],
      ['SELECT number FROM numbers(3) WHERE number BETWEEN 1 AND 2', [[1], [2]]],
      ["SELECT 1 ? 'yes' : 'no', NULL ?? 5", [['yes', 5]]],
    ] as const)
      expect([query, (await sql(query)).results.sort()]).toEqual([query, [...expected].sort()])
  })

  test('keeps all digits of large integers', async () => {
    const { results } = await sql(
      `SELECT toString(9007199254740993), toString(-9007199254740993), 9007199254740993 = 9007199254740992,
         JSONExtractInt('{"id":987654321012345678}', 'id') = 987654321012345678, toInt('9007199254740993') = '9007199254740993',
         concat('"value":12345678901234567890', '}')`,
    )
    expect(results).toEqual([['9007199254740993', '-9007199254740993', 0, 1, 1, '"value":12345678901234567890}']])
    const response = await client.request(`${base}/query/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"query":{"kind":"HogQLQuery","query":"SELECT {n}, toString({n})","values":{"n":9007199254740993}}}',
    })
    expect(await response.text()).toContain('"results":[[9007199254740993,"9007199254740993"]]')
  })

  test('returns null for rows before the first and after the last', async () => {
    const { results } = await sql(
      `SELECT number, lag(number) OVER w, lead(toString(number)) OVER w, lag(toDate('2026-01-01')) OVER w, lag(number, 2, 7) OVER w,
         nth_value(number, 2) OVER (ORDER BY number) FROM numbers(3) WINDOW w AS (ORDER BY number) ORDER BY number`,
    )
    expect(results).toEqual([
      [0, null, '1', null, 7, null],
      [1, 0, '2', '2026-01-01', 7, 1],
      [2, 1, null, '2026-01-01', 0, 1],
    ])
  })

  test('windowFunnel and sequenceMatch count in seconds', async () => {
    const { results } = await sql(
      `SELECT distinct_id, windowFunnel(172800)(toDateTime(timestamp), event = 'page', event = 'buy') AS steps,
         sequenceMatch('(?1).*(?2)')(toDateTime(timestamp), event = 'page', event = 'buy') AS matches
       FROM events WHERE event IN ('page', 'buy') GROUP BY distinct_id ORDER BY distinct_id`,
    )
    // On day 3, eve viewed a page one second before she bought; bob never bought.
    expect(results).toEqual([
      ['ann', 2, 1],
      ['bob', 1, 0],
      ['eve', 2, 1],
    ])
    expect((await sql('SELECT toDateTime(timestamp) FROM events LIMIT 1')).types[0][1]).toBe("DateTime('UTC')")
  })

  test('supports HogQL functions that the engine lacks', async () => {
    for (const [expression, expected] of [
      ["md5('a')", '0cc175b9c0f1b6a831c399e269772661'],
      ["lower(hex(MD5('a')))", '0cc175b9c0f1b6a831c399e269772661'],
      ["arrayReduce('sum', [1, 2, 3])", 6],
      ["arrayReduce('quantile(0.5)', [1, 2, 3])", 2],
      ["arrayReduce('countDistinct', [1, 1, 3])", 2],
      ["languageCodeToName('en')", 'English'],
      ["languageCodeToName('pt')", 'Portuguese'],
      ["languageCodeToName('qq')", 'Unknown'],
      ['languageCodeToName(NULL)', 'Unknown'],
      ['sparkline([1, 2, 3])', ['__hx_tag', 'Sparkline', 'data', [1, 2, 3]]],
      ["sparkline([1], ['a'])", ['__hx_tag', 'Sparkline', 'data', [1], 'labels', ['a']]],
      ["sortableSemver('1.2.10')", [1, 2, 10]],
      ["sortableSemVer(' v0.20.3-beta.1 ')", [0, 20, 3]],
      ["sortableSemver('1.02.3')", [null]],
      ["sortableSemver('1.2')", [null]],
      ["sortableSemver('1.2.10') > sortableSemver('1.2.9')", 1],
      ['length(toString(generateUUIDv4()))', 36],
      ["split_part('a,b,c', ',', 2)", 'b'],
      ["toDateTimeUS('02/03/2026 10:00')", '2026-02-03T10:00:00Z'],
      ["parseDateTime('2026-01-02 03:04:05', '%Y-%m-%d %H:%i:%s')", '2026-01-02T03:04:05Z'],
      ["date_diff('day', toDate('2026-01-01'), to_date('2026-01-03'))", 2],
      ['current_date() = today()', 1],
      ["isEmpty('')", 1],
      ["lpad('7', 3, '0')", '007'],
    ] as const) {
      const { results, detail } = await sql(`SELECT ${expression}`)
      expect([expression, detail, results?.[0]]).toEqual([expression, undefined, [expected]])
    }
    const lists = await sql(
      "SELECT string_agg(event, '+'), json_agg(event), every(event = 'buy'), array_agg(event) FROM events WHERE event = 'buy'",
    )
    expect(lists.results).toEqual([['buy+buy', '["buy","buy"]', true, ['buy', 'buy']]])
    for (const aggregate of ['file', 'arrayMap', "sum'", 'sequenceMatch(x)', 'sumState'])
      expect((await sql(`SELECT arrayReduce({name}, [1])`, { values: { name: aggregate } })).detail).toBe(
        "arrayReduce takes the name of an aggregate function, such as 'sum', and lists.",
      )
    expect((await sql('SELECT md5()')).detail).toBe('md5 takes 1 argument, not 0.')
  })

  test('reports value types without storage details', async () => {
    const query = (rows: string) =>
      `SELECT event, [event], lag(event) OVER (ORDER BY timestamp) AS before, person.properties.plan, 1 FROM events ${rows}`
    // The engine returns types only with rows. Without rows, they take a separate request.
    for (const rows of ['LIMIT 1', "WHERE event = 'never'"])
      expect((await sql(query(rows))).types.map(([, type]: [string, string]) => type)).toEqual([
        'String',
        'Array(String)',
        'Nullable(String)',
        'Nullable(String)',
        'UInt8',
      ])
  })

  test('allows a property with an empty name', async () => {
    await client.send({
      event: 'nameless',
      distinct_id: 'viewer',
      properties: { '': 'x', a: { '': 7 }, $process_person_profile: false },
    })
    const { results } = await sql(
      "SELECT properties[''], properties.a[''], properties[''] = 'x', properties.b[''] FROM events WHERE event = 'nameless'",
    )
    expect(results).toEqual([['x', '7', 1, null]])
    expect((await sql("SELECT properties[''] FROM events WHERE event = 'buy' LIMIT 1")).results).toEqual([[null]])
  })

  test('binds values and never inserts them as query text', async () => {
    const hostile = "x' OR 1 = 1 --"
    expect(
      (await sql('SELECT count() FROM events WHERE distinct_id = {who}', { values: { who: hostile } })).results,
    ).toEqual([[0]])
    expect(
      (await sql('SELECT {who}, {list}, {n}', { values: { who: hostile, list: ['a', 'b'], n: 1.5 } })).results,
    ).toEqual([[hostile, ['a', 'b'], 1.5]])
    expect((await sql('SELECT {nothing}')).detail).toBe('Unresolved placeholder: {nothing}')
    const filtered = await sql("SELECT count() FROM events WHERE event = 'page' AND {filters}", {
      filters: {
        dateRange: { date_from: '2026-01-02', date_to: '2026-01-03' },
        properties: [{ key: 'plan', value: 'gold', type: 'person' }],
      },
    })
    expect(filtered.results).toEqual([[1]])
  })

  test('returns 100 rows by default and reports whether there are more', async () => {
    const all = await sql('SELECT number FROM numbers(150)')
    expect([all.results.length, all.hasMore, all.limit]).toEqual([100, true, 100])
    expect(await sql('SELECT number FROM numbers(150) LIMIT 100000')).toMatchObject({ hasMore: false, limit: 50000 })
    expect((await sql('SELECT number FROM numbers(5) ORDER BY number LIMIT 2 OFFSET 3')).results).toEqual([[3], [4]])
    const large = await sql('SELECT number FROM numbers(300000) LIMIT 50000')
    expect([large.results.length, large.results.at(-1), large.columns, large.types]).toEqual([
      50000,
      [49999],
      ['number'],
      [['number', 'UInt64']],
    ])
  })

  test('reports errors with their position', async () => {
    for (const [query, detail, start] of [
      ['SELECT user_id FROM events', 'Unable to resolve field: user_id', 7],
      ['SELECT nope(1)', "Unsupported function call 'nope(...)'", 7],
      ['SELECT * FROM secrets', 'Unknown table "secrets".', 14],
      ['SELECT event FROM events WHERE', null, undefined],
      ["SELECT event FROM events WHERE timestamp > 'soon'", '"soon" is not a date.', 43],
      ["SELECT event FROM events WHERE person_id = 'x'", '"x" is not a UUID.', 43],
      [
        'SELECT event AS team_id FROM events',
        '"team_id" cannot be an alias or identifier, as it\'s a reserved keyword',
        undefined,
      ],
      ['SELECT event FROM events LIMIT 1 + 1', 'LIMIT takes a whole number.', 31],
      ['SELECT 1 FROM events WHERE person_id IN COHORT 99', 'Could not find a cohort with id "99"', 47],
    ] as const) {
      const { status, body } = await ask({ kind: 'HogQLQuery', query })
      expect([query, status, body.type]).toEqual([query, 400, 'validation_error'])
      if (detail !== null) expect(body.detail).toBe(detail)
      if (start !== undefined) expect([query, body.extra.hogql_metadata.errors[0].start]).toEqual([query, start])
    }
    const wrongType = await ask({ kind: 'HogQLQuery', query: "SELECT toStartOfDay('x')" })
    expect([wrongType.status, wrongType.body.code]).toEqual([400, 'illegal_type_of_argument'])
  })

  test('never shows generated SQL in an error', async () => {
    const GENERATED =
      /__|[{}`]|team_id|_json|SELECT|\bFROM\b|toTimeZone|ifNull\(|toDateTime64\(|LowCardinality|DB::Exception|hedgerow/
    const wrong = [
      ['toStartOfDay(properties.browser)', /^Illegal type String of argument of function toStartOfDay/],
      ["toFloat64('abc')", /^Cannot read floating point value here: abc/],
      ['toFloat64(event)', /Float64/],
      ['toFloat64(assumeNotNull(properties.browser))', /./],
      ['intDiv(1, 0)', /^Division by zero/],
      ["substring('a')", /number of arguments/],
      ['event + 1', /^Illegal types/],
      ['sum(count())', /aggregate function/i],
      ["match(event, '(')", /cannot compile/],
      ["JSONExtract(event, 'a', 'Nope')", /Nope/],
      ['arrayMap(x -> x + person.properties.email, [1])', /./],
      ['event.1', /must be Tuple/],
      ['arrayMap((a, b) -> a, [1])', /does not accept/],
      ['person_id > 7', /./],
      ["accurateCast(300, 'UInt8')", /./],
      ["timestamp + 'x'", /./],
      ['quantile(5)(1)', /out of range/],
      ["dateDiff('eon', timestamp, now())", /./],
      ['event, count()', /^Column 'event' is not under aggregate function/],
      ['properties.browser, lower(person.properties.email), count()', /GROUP BY/],
      ["sequenceMatch('(?1)(?x)')(toDateTime(timestamp), event = 'a')", /./],
    ] as const
    for (const [expression, said] of wrong) {
      const { status, body } = await ask({ kind: 'HogQLQuery', query: `SELECT ${expression} FROM events` })
      expect([expression, status]).toEqual([expression, 400])
      expect(`${expression}: ${body.detail}`).not.toMatch(GENERATED)
      expect(body.detail).toMatch(said)
      const { body: checked } = await post('query/', {
        query: { kind: 'HogQLMetadata', query: `SELECT ${expression} FROM events` },
      })
      expect(JSON.stringify(checked.errors)).not.toMatch(/__|team_id/)
    }
    // Everywhere else that HogQL is accepted, and in the background.
    const broken = { key: "toFloat64(event) > timestamp + 'x'", type: 'hogql' }
    const trends = { kind: 'TrendsQuery', series: [node('page')], ...range, properties: [broken] }
    const id = randomUUID()
    await ask(trends, { refresh: 'async', client_query_id: id })
    const ended = await waitFor(async () => {
      const response = await client.request(`${base}/query/${id}/`)
      return response.status === 202 ? undefined : ((await response.json()) as any)
    })
    const answers = [
      ended,
      (await ask(trends)).body,
      (await ask({ kind: 'EventsQuery', select: ['*'], where: [broken.key] })).body,
      (await ask({ kind: 'FunnelsQuery', series: [node('page'), node('buy')], properties: [broken] })).body,
      (await post('insights/trend/', { events: [{ id: 'page' }], properties: [broken] })).body,
      (await post('insights/', { name: 'Broken', query: trends })).body,
    ]
    for (const answer of answers.slice(0, 5)) expect(answer.detail).toMatch(/^Illegal type/)
    for (const answer of answers) {
      const { query: _asked, filters: _filters, ...rest } = answer
      expect(JSON.stringify([rest.detail, rest.error, rest.query_status])).not.toMatch(GENERATED)
    }
  })

  test('ends expensive queries with advice', async () => {
    const memory = await ask({
      kind: 'HogQLQuery',
      // Requests all the memory at once, because filling it gradually would take long.
      query: 'SELECT length(range(number + 300000000)) FROM numbers(1)',
    })
    expect([memory.status, memory.body.code]).toEqual([400, 'memory_limit_exceeded'])
    expect(memory.body.detail).toMatch(/Narrow it down/)
    const deep = await ask({ kind: 'HogQLQuery', query: `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}` })
    expect([deep.status, deep.body.code]).toEqual([400, 'syntax_error'])
  })
})

describe('functions with superlinear cost', () => {
  test.each([
    ["levenshteinDistance('kitten', concat('sit', 'ting'))", 3],
    ["length(repeat('ab', toInt('10')))", 20],
    ["length(leftPad(toString(7), 3, '0'))", 3],
    ["match(concat('user-', '12'), '^user-[0-9]{1,4}$')", 1],
    ["length(topK(10)('a'))", 1],
    ["editDistance(properties.browser, 'Chromium') > 0", 1],
  ])('computes %s', async (expression, value) => {
    const { results } = await sql(`SELECT ${expression} FROM events WHERE properties.browser = 'Chrome' LIMIT 1`)
    expect(Number(results[0][0])).toBe(value)
  })

  test.each([
    [
      'texts of 60,000 characters',
      "sum(editDistance(repeat('a', 60000), concat(repeat('b', 60000), toString(number)))) FROM numbers(60)",
      'length of at most 10000',
    ],
    ['long computed texts', "editDistance(concat(repeat('a', 300), 'b'), 'a')", 'at most 256 bytes'],
    ['long texts', `damerauLevenshteinDistance('a', '${'x'.repeat(257)}')`, 'at most 256 bytes'],
    ['a large computed size', "repeat('a', toInt('10001'))", 'length of at most 10000'],
    ['a large size', "leftPad('a', 1000000)", 'length of at most 10000'],
    ['patterns with many copies', "match('aaa', '([ab]{1000})c.{900}d')", 'add up to at most 300'],
    ['such patterns of an operator', "'aaa' =~ '(a{200}){200}'", 'add up to at most 300'],
    ['such patterns in a list', "multiMatchAny('aaa', ['x', 'a{301}'])", 'add up to at most 300'],
    ['long patterns', `extract('aaa', '${'a'.repeat(1001)}')`, 'at most 1000 characters'],
    ['large aggregates', 'topK(100000)(event) FROM events', 'keeps at most 10000'],
  ])('refuses %s', async (_what, query, message) => {
    const { status, body } = await ask({ kind: 'HogQLQuery', query: `SELECT ${query}` })
    expect([status, body.detail]).toEqual([400, expect.stringContaining(message)])
    expect(body.detail).not.toContain('_bound')
  })
})

describe('isolation', () => {
  /** A project that exists only in ClickHouse, with an ID far above those of real projects. */
  const OTHER = randomInt(1_000_000, 2 ** 31)
  const SECRET = 'the-secret-of-another-project'

  beforeAll(async () => {
    await stack.insert('events', [
      {
        uuid: randomUUID(),
        team_id: OTHER,
        event: SECRET,
        distinct_id: SECRET,
        timestamp: '2026-01-01 00:00:00',
        created_at: '2026-01-01 00:00:00',
        properties: JSON.stringify({ s: SECRET }),
        person_id: randomUUID(),
      },
    ])
    await stack.insert('persons', [
      {
        team_id: OTHER,
        id: randomUUID(),
        created_at: '2026-01-01 00:00:00',
        properties: JSON.stringify({ s: SECRET }),
        distinct_ids: [SECRET],
        version: 1,
        is_deleted: 0,
      },
    ])
  })

  const hostile = [
    "SELECT * FROM file('/etc/passwd')",
    "SELECT * FROM url('http://127.0.0.1/', CSV, 'a String')",
    "SELECT * FROM s3('x')",
    "SELECT * FROM remote('127.0.0.1', 'system', 'tables')",
    'SELECT * FROM system.tables',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM schema_migrations',
    'SELECT * FROM hedgerow.events',
    'SELECT * FROM person_overrides',
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    'INSERT INTO events VALUES (1)',
    'DROP TABLE events',
    'ALTER TABLE events DELETE WHERE 1',
    'SET readonly = 0',
    'SELECT 1; SELECT 2',
    'SELECT 1 SETTINGS readonly = 0',
    "SELECT getSetting('readonly')",
    'SELECT sleep(3)',
    'SELECT sleepEachRow(1) FROM numbers(100)',
    "SELECT dictGet('x', 'y', 1)",
    'SELECT hostName()',
    'SELECT currentUser()',
    "SELECT throwIf(1, 'x')",
    "SELECT joinGet('x', 'y', 1)",
    'SELECT evalMLMethod(1)',
    "SELECT initializeAggregation('sum', 1)",
    'SELECT runningAccumulate(1)',
    "SELECT `file`('/etc/passwd')",
    'SELECT events.`team_id` FROM (SELECT 1 AS __t0) AS __t0',
    'SELECT 1 AS __t0 FROM events',
    'SELECT arrayMap(__t0 -> 1, [1]) FROM events',
    'WITH __t0 AS (SELECT 1) SELECT * FROM __t0',
    'SELECT CAST(1 AS AggregateFunction(sum, Int))',
    "SELECT toDate('2026-01-01')::JSON",
    "SELECT columns('.*') FROM events",
    'SELECT * FROM numbers(100000000000)',
    'SELECT * FROM events SAMPLE 0.1',
    'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r',
    `SELECT '${'a'.repeat(60_000)}'`,
    '',
    '\u0000',
    'SELECT 1 AS `a\u0000b` FROM `x\u0000`',
    '<script>alert(1)</script>',
  ]

  /**
   * ClickHouse features beyond computing: inspecting the server, network access, waiting, writing and changing data.
   */
  const DANGEROUS_FUNCTIONS =
    `file url s3 gcs hdfs remote cluster mysql postgresql mongodb redis sqlite odbc jdbc executable python input merge loop view
    dictGet dictGetString dictGetOrDefault dictGetOrNull dictGetHierarchy dictHas dictIsIn dictGetChildren joinGet joinGetOrNull hasColumnInTable
    getSetting getSettingOrDefault getMacro getServerSetting getMergeTreeSetting getServerPort getClientHTTPHeader getOSKernelVersion getMaxTableNameLengthForDatabase
    hostName fqdn currentUser user currentDatabase currentSchemas currentRoles enabledRoles defaultRoles currentProfiles enabledProfiles version buildId uptime
    serverUUID serverTimezone tcpPort shardNum shardCount displayName queryID initialQueryID connectionId zookeeperSessionUptime revision
    sleep sleepEachRow throwIf ignore evalMLMethod catboostEvaluate initializeAggregation finalizeAggregation runningAccumulate runningDifference neighbor
    blockNumber rowNumberInBlock rowNumberInAllBlocks blockSize blockSerializedSize filesystemAvailable filesystemCapacity filesystemFree
    addressToLine addressToLineWithInlines addressToSymbol demangle logTrace trap showCertificate reload stem lemmatize synonyms
    rand rand64 randCanonical randomString randomFixedString randomPrintableASCII generateSnowflakeID fuzzBits generateRandomStructure
    structureToProtobufSchema structureToCapnProtoSchema formatRow formatRowNoNewline getSubcolumn byteSize dumpColumnStructure toColumnTypeName
    encrypt decrypt aes_encrypt_mysql tryDecrypt reinterpret reinterpretAsUInt64 partitionId toBlockNumber minSampleSizeContinuous
    estimateCompressionRatio aggThrow sparkbar flameGraph nothing groupBitmapMergeState sumState countState uniqMerge arrayReduce arrayReduceInRanges
    __bitBoolMaskAnd __actionName __scalarSubqueryResult __getScalar tid regionToName isConstant materializedView`
      .trim()
      .split(/\s+/)
  const DANGEROUS_TABLES =
    `system.users system.query_log system.processes system.settings system.parts system.columns system.disks system.one information_schema.columns
    INFORMATION_SCHEMA.TABLES default.events hedgerow.persons schema_migrations person_distinct_id_overrides cohort_people_raw pg_catalog.pg_class _temporary_and_external_tables.x`
      .trim()
      .split(/\s+/)
  const STATEMENTS =
    `CREATE TABLE x (a Int) ENGINE = Memory;CREATE DATABASE x;CREATE USER x;CREATE FUNCTION f AS x -> x;CREATE DICTIONARY d (a Int) PRIMARY KEY a;CREATE VIEW v AS SELECT 1;
    DROP DATABASE hedgerow;TRUNCATE TABLE events;RENAME TABLE events TO x;OPTIMIZE TABLE events;DETACH TABLE events;ATTACH TABLE x;KILL QUERY WHERE 1;SYSTEM SHUTDOWN;SYSTEM FLUSH LOGS;
    GRANT ALL ON *.* TO x;REVOKE ALL ON *.* FROM x;USE system;SHOW TABLES;SHOW CREATE TABLE events;SHOW PROCESSLIST;DESCRIBE TABLE events;EXPLAIN SELECT 1;EXISTS TABLE events;CHECK TABLE events;
    BACKUP TABLE events TO Disk('x', 'y');RESTORE TABLE events FROM Disk('x', 'y');UPDATE events SET event = 'x';DELETE FROM events WHERE 1;REPLACE INTO events VALUES (1);EXCHANGE TABLES a AND b;
    UNDROP TABLE events;WATCH v;MOVE USER x TO y;SET allow_ddl = 1;BEGIN TRANSACTION;COMMIT;EXECUTE x;CALL f();VACUUM;COPY events TO '/tmp/x';PRAGMA x;LOAD DATA INFILE '/etc/passwd' INTO TABLE x`
      .split(';')
      .map((statement) => statement.trim())

  test('refuses hundreds of ways to escape', async () => {
    const queries = [
      ...DANGEROUS_FUNCTIONS.flatMap((name) => [
        `SELECT ${name}('x')`,
        ...(name.length < 9 ? [`SELECT * FROM ${name}('x', 'y')`] : []),
      ]),
      ...DANGEROUS_TABLES.flatMap((name) => [
        `SELECT * FROM ${name}`,
        `SELECT * FROM events AS e JOIN ${name} AS s ON 1 = 1`,
      ]),
      ...STATEMENTS,
    ]
    expect(queries.length).toBeGreaterThan(250)
    for (const query of queries) {
      const { status, body } = await ask({ kind: 'HogQLQuery', query })
      expect([query, status, body?.results]).toEqual([query, 400, undefined])
    }
  })

  test('refuses hostile statements, each with a 400', async () => {
    for (const query of hostile) {
      const { status, body } = await ask({ kind: 'HogQLQuery', query })
      expect([query.slice(0, 200), status, typeof body?.detail]).toEqual([query.slice(0, 200), 400, 'string'])
    }
  })

  test('cannot reach another project by any route', async () => {
    for (const query of [
      `SELECT * FROM events WHERE 1 = 1 OR team_id != ${share.project}`,
      `SELECT * FROM events WHERE team_id = ${OTHER}`,
      `SELECT * FROM events AS a LEFT JOIN events AS b ON 1 = 1 WHERE b.team_id = ${OTHER}`,
      `SELECT * FROM persons AS a FULL OUTER JOIN events AS b ON a.id = b.person_id`,
      `SELECT * FROM events AS a RIGHT JOIN persons AS b ON a.person_id = b.id`,
      'SELECT * FROM person_distinct_ids',
      'SELECT properties FROM persons',
      "WITH events AS (SELECT * FROM events) SELECT * FROM events WHERE distinct_id != ''",
      'SELECT (SELECT groupArray(distinct_id) FROM events) AS all',
      'SELECT event FROM events UNION ALL SELECT properties FROM persons',
      'SELECT * FROM (SELECT * FROM events) AS x WHERE x.team_id > 0',
      'SELECT person.properties, session.session_id FROM events',
      'SELECT * FROM groups',
      'SELECT * FROM cohort_people',
      'SELECT * FROM sessions',
    ]) {
      const { status, body } = await ask({ kind: 'HogQLQuery', query })
      expect([query, status < 500]).toEqual([query, true])
      expect(JSON.stringify(body)).not.toContain(SECRET)
    }
  })

  test('random queries from the grammar never break the server, leak or write', async () => {
    const seed = Number(process.env.HEDGEROW_FUZZ_SEED ?? Date.now() % 1_000_000)
    const count = Number(process.env.HEDGEROW_FUZZ_QUERIES ?? 400)
    const random = seededRandom(seed)
    const counted = `SELECT toUInt32(count()) AS n FROM events WHERE team_id IN (${share.project}, ${OTHER})`
    const before = await stack.clickHouse<{ n: number }>(counted)
    const files = () => fs.readdirSync(path.join(stack.directory, 'clickhouse')).sort().join()
    const filesBefore = files()
    let answered = 0
    const queue = Array.from({ length: count }, () => randomQuery(random))
    const work = async () => {
      for (let query = queue.pop(); query !== undefined; query = queue.pop()) {
        const { status, body } = await ask({ kind: 'HogQLQuery', query })
        if (status === 200) answered++
        const text = JSON.stringify(body)
        if ((status !== 200 && status !== 400) || text.includes(SECRET))
          throw new Error(`seed ${seed}: ${status} for ${query}: ${text.slice(0, 500)}`)
      }
    }
    await Promise.all(Array.from({ length: 4 }, work))
    // If almost every random query were refused, the test would prove nothing.
    expect(answered).toBeGreaterThan(count / 20)
    expect(await stack.clickHouse(counted)).toEqual(before)
    expect(files()).toBe(filesBefore)
    expect((await sql('SELECT 1')).results).toEqual([[1]])
  })
})

/** A random query that looks like HogQL: usually valid, sometimes wrong in one place. */
function randomQuery(random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const names = [
    'event',
    'distinct_id',
    'timestamp',
    'uuid',
    'person_id',
    'properties.browser',
    'properties.amount',
    "properties['a.b']",
    'person.properties.email',
    'person.created_at',
    '$session_id',
    'session.$session_duration',
    'group_0.properties.name',
    'elements_chain',
    'team_id',
    'pdi.distinct_id',
    'nope',
    'x',
    '*',
  ]
  const constants = [
    "'a'",
    "'2026-01-01'",
    "''",
    '1',
    '0',
    '-1.5',
    '1e10',
    'NULL',
    'true',
    "'\\''",
    '[1, 2]',
    "('a', 'b')",
    "'🙂'",
  ]
  const functions = [
    'count',
    'uniq',
    'toString',
    'toFloat',
    'toInt',
    'lower',
    'length',
    'max',
    'min',
    'sum',
    'avg',
    'concat',
    'if',
    'coalesce',
    'toStartOfDay',
    'toDate',
    'dateDiff',
    'arrayMap',
    'groupArray',
    'quantile',
    'JSONExtractString',
    'splitByChar',
    'now',
    'file',
    'url',
    'sleep',
    'match',
    'range',
    'repeat',
    'countIf',
    'argMax',
    'tuple',
  ]
  const operators = [
    '=',
    '!=',
    '<',
    '>',
    '<=',
    '>=',
    '+',
    '-',
    '*',
    '/',
    '%',
    'AND',
    'OR',
    'LIKE',
    'ILIKE',
    'IN',
    'NOT IN',
    '=~',
    '??',
    '||',
  ]
  const expr = (depth: number): string => {
    const kind = random()
    if (depth <= 0 || kind < 0.35) return random() < 0.6 ? pick(names) : pick(constants)
    if (kind < 0.6)
      return `${pick(functions)}(${Array.from({ length: Math.floor(random() * 3) }, () => expr(depth - 1)).join(', ')})`
    if (kind < 0.85) return `(${expr(depth - 1)} ${pick(operators)} ${expr(depth - 1)})`
    if (kind < 0.9) return `NOT ${expr(depth - 1)}`
    if (kind < 0.94) return `CASE WHEN ${expr(depth - 1)} THEN ${expr(depth - 1)} ELSE ${expr(depth - 1)} END`
    if (kind < 0.97) return `arrayMap(x -> ${expr(depth - 1)}, [1, 2])`
    return `(${select(depth - 1)})`
  }
  const table = (depth: number): string => {
    const kind = random()
    if (kind < 0.6) return 'events'
    if (kind < 0.75) return 'persons'
    if (kind < 0.9 || depth <= 0)
      return pick([
        'person_distinct_ids',
        'groups',
        'sessions',
        'cohort_people',
        'numbers(10)',
        "file('/etc/passwd')",
        'system.tables',
      ])
    return `(${select(depth - 1)}) AS t${Math.floor(random() * 3)}`
  }
  const select = (depth: number): string => {
    const parts = [
      `SELECT ${Array.from({ length: 1 + Math.floor(random() * 2) }, () => expr(1) + (random() < 0.3 ? ` AS a${Math.floor(random() * 3)}` : '')).join(', ')}`,
    ]
    if (random() < 0.9) parts.push(`FROM ${table(depth)}`)
    if (random() < 0.15)
      parts.push(`${pick(['LEFT', 'INNER', 'RIGHT', 'FULL', 'ASOF'])} JOIN ${table(0)} AS j ON ${expr(1)}`)
    if (random() < 0.5) parts.push(`WHERE ${expr(1)}`)
    if (random() < 0.25) parts.push(`GROUP BY ${expr(1)}`)
    if (random() < 0.1) parts.push(`HAVING ${expr(1)}`)
    if (random() < 0.2) parts.push(`ORDER BY ${expr(0)} ${pick(['ASC', 'DESC'])}`)
    if (random() < 0.2) parts.push(`LIMIT ${pick(['1', '5', '1000000', '-1', 'x'])}`)
    return parts.join(' ')
  }
  const whole = select(1)
  return random() < 0.05 ? whole.slice(0, Math.floor(random() * whole.length)) : whole
}

describe('running queries', () => {
  test('answers a repeated query from the cache until it is refreshed', async () => {
    const query = { kind: 'TrendsQuery', series: [node('page')], ...range }
    const first = await ask(query)
    expect(first.body.is_cached).toBe(false)
    const again = await ask({ ...query, tags: null })
    expect([again.body.is_cached, again.body.cache_key, again.body.last_refresh]).toEqual([
      true,
      first.body.cache_key,
      first.body.last_refresh,
    ])
    expect((await ask(query, { refresh: 'force_blocking' })).body.is_cached).toBe(false)
    expect(first.body).toMatchObject({
      timezone: 'UTC',
      error: null,
      modifiers: {},
      query_status: null,
      hogql: expect.stringContaining('SELECT'),
      timings: expect.any(Array),
    })
  })

  test('runs a query in the background that can be polled and cancelled', async () => {
    const id = randomUUID()
    const started = await ask(
      { kind: 'TrendsQuery', series: [node('page')], ...range },
      { refresh: 'force_async', client_query_id: id },
    )
    expect([started.status, started.body.query_status.id, started.body.query_status.complete]).toEqual([202, id, false])
    const done = await waitFor(async () => {
      const response = await client.request(`${base}/query/${id}/`)
      return response.status === 200 ? ((await response.json()) as any) : undefined
    })
    expect(done.query_status).toMatchObject({ complete: true, error: false, results: { results: [{ label: 'page' }] } })
    const slow = randomUUID()
    await ask(
      {
        kind: 'HogQLQuery',
        query: 'SELECT sum(cityHash64(a.number, b.number)) FROM numbers(1000000) AS a CROSS JOIN numbers(1000000) AS b',
      },
      { refresh: 'force_async', client_query_id: slow },
    )
    const progress = await waitFor(async () => {
      const response = await client.request(`${base}/query/${slow}/`)
      expect(response.status).toBe(202)
      const { query_progress: found } = ((await response.json()) as any).query_status
      return found.rows_read > 0 ? found : undefined
    })
    expect(progress.time_elapsed).toBeGreaterThan(0)
    expect((await client.request(`${base}/query/${slow}/`, { method: 'DELETE' })).status).toBe(200)
    const ended = await waitFor(async () => {
      const response = await client.request(`${base}/query/${slow}/`)
      return response.status === 202 ? undefined : { status: response.status, body: (await response.json()) as any }
    })
    expect([ended.status, ended.body.detail]).toEqual([400, 'The query was cancelled.'])
    await waitFor(async () => {
      const running = await stack.clickHouse<{ n: number }>(
        "SELECT toUInt32(count()) AS n FROM system.processes WHERE query LIKE '%cityHash64%' AND query NOT LIKE '%system.processes%' AND NOT is_cancelled",
      )
      return running[0]!.n === 0
    })
    expect((await client.request(`${base}/query/unknown/`)).status).toBe(404)
  })

  test('reports why a background query is invalid', async () => {
    const id = randomUUID()
    await ask({ kind: 'HogQLQuery', query: 'SELECT nope FROM events' }, { refresh: 'async', client_query_id: id })
    const ended = await waitFor(async () => {
      const response = await client.request(`${base}/query/${id}/`)
      return response.status === 202 ? undefined : { status: response.status, body: (await response.json()) as any }
    })
    expect([ended.status, ended.body.detail]).toEqual([400, 'Unable to resolve field: nope'])
  })

  test('does not blame the query when the server fails in the background', async () => {
    const id = randomUUID()
    await ask({ kind: 'HogQLQuery', query: 'SELECT nope FROM events' }, { refresh: 'async', client_query_id: id })
    const poll = async () => {
      const response = await client.request(`${base}/query/${id}/`)
      return response.status === 202 ? undefined : { status: response.status, body: (await response.json()) as any }
    }
    await waitFor(poll)
    for (const [status, shown] of [
      [503, 503],
      [500, 500],
      [429, 400],
    ]) {
      const error = { status, message: 'The query engine is busy.', code: 'unavailable' }
      await stack.sql('UPDATE query_runs SET error = $1 WHERE id = $2', [JSON.stringify(error), id])
      const ended = (await poll())!
      expect([ended.status, ended.body.code, ended.body.detail]).toEqual([shown, 'unavailable', error.message])
    }
  })

  test('refuses invalid nodes by name', async () => {
    for (const [query, detail] of [
      [{ kind: 'NopeQuery' }, 'Unsupported query kind: NopeQuery'],
      [{ kind: 'TrendsQuery', series: [] }, 'series: This list may not be empty.'],
      [
        { kind: 'TrendsQuery', series: [node('a', { math: 'magic' })] },
        'series.0.math: "magic" is not a valid choice.',
      ],
      [
        { kind: 'TrendsQuery', series: [node('a', { math: { a: 1 } as never })] },
        'series.0.math: "{"a":1}" is not a valid choice.',
      ],
      [{ kind: 'TrendsQuery', series: [node('a', { math: 'sum' })] }, 'The math sum needs math_property.'],
      [
        { kind: 'TrendsQuery', series: [node('a')], dateRange: { date_from: 'yesterdayish' } },
        '"yesterdayish" is not a date: use 2026-01-31, an ISO time, or -7d.',
      ],
      [
        { kind: 'TrendsQuery', series: [node('a')], interval: 'minute', dateRange: { date_from: '1999-01-01' } },
        'The range has more than 20000 intervals of a minute. Choose a longer interval or a shorter range.',
      ],
      [
        { kind: 'TrendsQuery', series: [node('a')], trendsFilter: { formula: 'A + Q' } },
        'The formula "A + Q" names the series Q, which does not exist, at character 4.',
      ],
      [
        { kind: 'TrendsQuery', series: [node('a')], properties: [{ key: 'x', value: 'a', operator: 'about' }] },
        "The operator 'about' is not known.",
      ],
      [
        { kind: 'TrendsQuery', series: [node('a')], properties: [{ type: 'cohort', key: 'id', value: 77 }] },
        'Cohort 77 does not exist.',
      ],
      [{ kind: 'LifecycleQuery', series: [{ kind: 'ActionsNode', id: 12345 }] }, 'Action ID 12345 does not exist!'],
      ['text', 'A query must be an object with a kind.'],
    ] as const) {
      const { status, body } = await ask(query)
      expect([status, body.detail]).toEqual([400, detail])
    }
    expect((await post('query/FunnelsQuery/', { query: { kind: 'TrendsQuery', series: [node('a')] } })).status).toBe(
      400,
    )
    expect(
      (await post('query/TrendsQuery/', { query: { kind: 'TrendsQuery', series: [node('page')], ...range } })).status,
    ).toBe(200)
  })

  test('answers for an empty project and for one without matching events', async () => {
    for (const query of [
      { kind: 'TrendsQuery', series: [node('never')] },
      {
        kind: 'TrendsQuery',
        series: [node('never')],
        breakdownFilter: { breakdown: 'x', breakdown_histogram_bin_count: 5 },
      },
      { kind: 'TrendsQuery', series: [node('never')], dateRange: { date_from: 'all' } },
      { kind: 'FunnelsQuery', series: [node('never'), node('ever')] },
      { kind: 'FunnelsQuery', series: [] },
      { kind: 'RetentionQuery', retentionFilter: { targetEntity: { id: 'never', type: 'events' } } },
      { kind: 'LifecycleQuery', series: [node('never')] },
      { kind: 'StickinessQuery', series: [node('never')] },
      { kind: 'PathsQuery', dateRange: { date_from: '2001-01-01', date_to: '2001-01-02' } },
      { kind: 'EventsQuery', select: ['*'], event: 'never' },
      { kind: 'ActorsQuery', search: 'nobody at all' },
    ])
      expect([JSON.stringify(query), (await ask(query)).status]).toEqual([JSON.stringify(query), 200])
  })
})

describe('actions and cohorts', () => {
  test('uses an action as a series and drops a deleted one', async () => {
    const made = await post('actions/', {
      name: 'Big page',
      steps: [
        { event: 'page', properties: [{ key: 'amount', value: 6, operator: 'gt', type: 'event' }] },
        { event: 'buy' },
      ],
    })
    expect(made.status).toBe(201)
    const query = {
      kind: 'TrendsQuery',
      series: [{ kind: 'ActionsNode', id: made.body.id }],
      ...range,
      trendsFilter: { display: 'BoldNumber' },
    }
    expect((await ask(query)).body.results).toMatchObject([{ label: 'Big page', aggregated_value: 4 }])
    expect((await post('actions/', { name: 'Big page' })).body).toMatchObject({ code: 'unique', attr: 'name' })
    expect((await post(`actions/${made.body.id}/`, { deleted: true }, 'PATCH')).status).toBe(200)
    expect((await client.request(`${base}/actions/${made.body.id}/`)).status).toBe(404)
    expect((await ask(query, { refresh: 'force_blocking' })).body.results).toEqual([])
    expect((await post(`actions/${made.body.id}/`, { deleted: false }, 'PATCH')).body.deleted).toBe(false)
    expect((await client.request(`${base}/actions/${made.body.id}/`, { method: 'DELETE' })).status).toBe(405)
    expect(
      (await client.get(`${base}/actions/${made.body.id}/activity/`)).results.map((each: any) => each.activity),
    ).toEqual(['updated', 'deleted', 'created'])
  })

  test('uses an action as an SQL condition, by name or ID', async () => {
    const steps = [
      { event: 'page', properties: [{ key: 'browser', value: 'Chrome', type: 'event' }] },
      { event: 'buy', properties: [{ key: 'plan', value: 'gold', type: 'person' }] },
    ]
    const made = await post('actions/', { name: "Ann's steps", steps })
    const { id } = made.body
    for (const wanted of ["'Ann\\'s steps'", String(id)]) {
      expect(
        (await sql(`SELECT event, count() FROM events WHERE matchesAction(${wanted}) GROUP BY event ORDER BY event`))
          .results,
      ).toEqual([
        ['buy', 1],
        ['page', 1],
      ])
      // Joined with another table that also has properties.
      expect(
        (
          await sql(
            `SELECT p.properties.email, countIf(matchesAction(${wanted})) AS times FROM events AS e JOIN persons AS p ON e.person_id = p.id GROUP BY 1 ORDER BY times DESC LIMIT 1`,
          )
        ).results,
      ).toEqual([['ann@x.io', 2]])
    }
    const filtered = {
      kind: 'TrendsQuery',
      series: [node(null)],
      ...range,
      properties: [{ key: `NOT matchesAction(${id}) AND event = 'buy'`, type: 'hogql' }],
    }
    expect((await ask(filtered)).body.results[0].count).toBe(1)
    for (const [query, detail] of [
      ["SELECT matchesAction('Nobody') FROM events", "There is no action with the name 'Nobody'."],
      ['SELECT matchesAction(99999) FROM events', 'There is no action with the id 99999.'],
      ['SELECT matchesAction(event) FROM events', 'matchesAction takes the name or the ID of an action.'],
      [`SELECT matchesAction(${id}) FROM persons`, 'matchesAction needs the table events.'],
    ] as const)
      expect([query, (await ask({ kind: 'HogQLQuery', query })).body.detail]).toEqual([query, detail])
    const loop = await post('actions/', {
      name: 'Loop',
      steps: [{ properties: [{ key: "matchesAction('Loop')", type: 'hogql' }] }],
    })
    expect(
      (await ask({ kind: 'HogQLQuery', query: `SELECT count() FROM events WHERE matchesAction(${loop.body.id})` })).body
        .detail,
    ).toBe('The filters of an action cannot reference another action.')
  })

  const cohort = async (name: string, ...values: object[]) => {
    const { status, body } = await post('cohorts/', {
      name,
      filters: { properties: { type: 'OR', values: [{ type: 'AND', values }] } },
    })
    expect([status, body.detail]).toEqual([201, undefined])
    return calculated(body.id)
  }
  const calculated = (id: number) =>
    waitFor(async () => {
      const found = await client.get(`${base}/cohorts/${id}/`)
      return !found.is_calculating && found.last_calculation ? found : undefined
    })
  const members = async (id: number) =>
    (await client.get(`${base}/cohorts/${id}/persons/`)).results.map((each: any) => each.properties.email).sort()

  test('dynamic cohorts hold matching persons and work as filters and breakdowns', async () => {
    const gold = await cohort('Gold', { type: 'person', key: 'plan', value: 'gold' })
    expect([gold.count, await members(gold.id)]).toEqual([1, ['ann@x.io']])
    const did = (event: string, more: object = {}) => ({
      type: 'behavioral',
      value: 'performed_event',
      key: event,
      event_type: 'events',
      time_value: 10,
      time_interval: 'year',
      ...more,
    })
    const buyers = await cohort('Buyers', did('buy'))
    expect(await members(buyers.id)).toEqual(['ann@x.io', 'eve@x.io'])
    const not = await cohort('No buyers', did('buy', { negation: true }))
    expect(await members(not.id)).toEqual(['bob@x.io'])
    const twice = await cohort(
      'Two pages',
      did('page', { value: 'performed_event_multiple', operator: 'gte', operator_value: 2 }),
    )
    expect(await members(twice.id)).toEqual(['ann@x.io', 'bob@x.io'])
    const sequence = await cohort(
      'Page, then buy',
      did('page', {
        value: 'performed_event_sequence',
        seq_event: 'buy',
        seq_event_type: 'events',
        seq_time_value: 1,
        seq_time_interval: 'hour',
      }),
    )
    expect(await members(sequence.id)).toEqual(['eve@x.io'])
    const both = await cohort('Gold buyers', { type: 'cohort', key: 'id', value: gold.id }, did('buy'))
    expect(await members(both.id)).toEqual(['ann@x.io'])
    const stopped = await cohort(
      'Stopped',
      did('page', { value: 'stopped_performing_event', seq_time_value: 1, seq_time_interval: 'day' }),
    )
    expect(await members(stopped.id)).toEqual(['ann@x.io', 'bob@x.io', 'eve@x.io'])

    const counted = (filter: object) =>
      ask(
        {
          kind: 'TrendsQuery',
          series: [node('page')],
          ...range,
          trendsFilter: { display: 'BoldNumber' },
          properties: [filter],
        },
        { refresh: 'force_blocking' },
      )
    expect((await counted({ type: 'cohort', key: 'id', value: gold.id })).body.results[0].aggregated_value).toBe(2)
    expect(
      (await counted({ type: 'cohort', key: 'id', value: gold.id, operator: 'not_in' })).body.results[0]
        .aggregated_value,
    ).toBe(3)
    const split = await ask({
      kind: 'TrendsQuery',
      series: [node('page', { math: 'dau' })],
      ...range,
      trendsFilter: { display: 'ActionsPie' },
      breakdownFilter: { breakdown: [gold.id, 'all'], breakdown_type: 'cohort' },
    })
    expect(split.body.results.map((each: any) => [each.label, each.breakdown_value, each.aggregated_value])).toEqual([
      ['Gold', gold.id, 1],
      ['all users', 'all', 3],
    ])
    expect(
      (await sql(`SELECT count() FROM events WHERE event = 'page' AND person_id IN COHORT 'Gold'`)).results,
    ).toEqual([[2]])

    const ann = (await client.get(`${base}/persons/?email=ann@x.io`)).results[0].uuid
    const { results } = await client.get(`${base}/persons/cohorts/?person_id=${ann}`)
    expect(results.map((each: any) => each.name)).toEqual(['Buyers', 'Gold', 'Gold buyers', 'Stopped', 'Two pages'])
    expect(results[1]).toEqual({ id: gold.id, name: 'Gold', count: 1 })
    const csv = await (await client.request(`${base}/persons/cohorts/?person_id=${ann}&format=csv`)).text()
    expect(csv.split('\r\n').slice(0, 3)).toEqual([
      'count,id,name',
      `${results[0].count},${buyers.id},Buyers`,
      `1,${gold.id},Gold`,
    ])
    expect((await client.get(`${base}/cohorts/${gold.id}/used_in/`)).cohorts.map((each: any) => each.name)).toEqual([
      'Gold buyers',
    ])
    expect((await client.get(`${base}/cohorts/${gold.id}/calculation_history/`)).results).toMatchObject([
      { is_successful: true, count: 1 },
    ])
    const loop = await post(
      `cohorts/${gold.id}/`,
      { filters: { properties: { type: 'OR', values: [{ type: 'cohort', key: 'id', value: both.id }] } } },
      'PATCH',
    )
    expect([loop.status, loop.body.detail]).toEqual([400, 'Cohorts cannot reference other cohorts in a loop.'])

    await post(
      `cohorts/${gold.id}/`,
      { filters: { properties: { type: 'AND', values: [{ type: 'person', key: 'plan', value: 'free' }] } } },
      'PATCH',
    )
    await waitFor(async () => (await members(gold.id)).join() === 'bob@x.io')
  })

  test('static cohorts are made from a file, from IDs, and from the persons behind a number', async () => {
    const form = new FormData()
    form.set('name', 'From a file')
    form.set('is_static', 'true')
    form.set('csv', new Blob(['distinct_id\nann\n"EVE@x.io"\nnobody\n']), 'people.csv')
    const made = (await (await client.request(`${base}/cohorts/`, { method: 'POST', body: form })).json()) as any
    expect([made.count, made.unknown_ids, await members(made.id)]).toEqual([2, 1, ['ann@x.io', 'eve@x.io']])
    const fromFile = async (csv: string) => {
      const file = new FormData()
      for (const [name, value] of Object.entries({ name: 'F', is_static: 'true' })) file.set(name, value)
      file.set('csv', new Blob([csv]), 'people.csv')
      const response = await client.request(`${base}/cohorts/`, { method: 'POST', body: file })
      return (await response.json()) as any
    }
    const bobId = (await client.get(`${base}/persons/?email=bob@x.io`)).results[0].uuid
    for (const csv of [
      `plan;Person .id\r\nx;${bobId}\r\n`,
      'Name,Email\n"Bob, B.",BOB@x.io\n',
      '\uFEFFDISTINCT_ID\nbob',
    ])
      expect(await members((await fromFile(csv)).id)).toEqual(['bob@x.io'])
    const total = (await client.get(`${base}/cohorts/`)).count
    // No column identifies a person.
    for (const csv of ['plan,name\npro,bob\n', 'customer\n4711\n'])
      expect(await fromFile(csv)).toMatchObject({
        attr: 'csv',
        detail: expect.stringContaining('person_id, distinct_id or email'),
      })
    expect((await client.get(`${base}/cohorts/`)).count).toBe(total)
    const { results } = await client.get(`${base}/persons/?email=bob@x.io`)
    expect(
      (await post(`cohorts/${made.id}/add_persons_to_static_cohort/`, { person_ids: [results[0].uuid] }, 'PATCH'))
        .status,
    ).toBe(200)
    expect((await client.get(`${base}/cohorts/${made.id}/`)).count).toBe(3)
    expect(
      (await post(`cohorts/${made.id}/remove_person_from_static_cohort/`, { person_id: results[0].uuid }, 'PATCH'))
        .status,
    ).toBe(200)
    expect(await members(made.id)).toEqual(['ann@x.io', 'eve@x.io'])
    const events = encodeURIComponent(
      JSON.stringify([
        { id: 'page', order: 0 },
        { id: 'buy', order: 1 },
      ]),
    )
    const behind = await post(
      `cohorts/?insight=FUNNELS&events=${events}&date_from=2026-01-01&date_to=2026-01-05&funnel_step=2`,
      { name: 'Converted', is_static: true },
    )
    expect([behind.status, behind.body.count]).toEqual([201, 2])
    const copy = await client.get(`${base}/cohorts/${behind.body.id}/duplicate_as_static_cohort/`)
    expect([copy.name, copy.count]).toEqual(['Converted (static copy)', 2])
    expect((await client.get(`${base}/cohorts/${copy.id}/activity/`)).results).toMatchObject([
      { activity: 'created', detail: { name: 'Converted (static copy)' } },
    ])
  })

  test('decide about flags', async () => {
    const buyers = await cohort('Who bought', {
      type: 'behavioral',
      value: 'performed_event',
      key: 'buy',
      event_type: 'events',
      time_value: 10,
      time_interval: 'year',
    })
    const flag = (key: string, operator: string) =>
      post('feature_flags/', {
        key,
        filters: { groups: [{ properties: [{ type: 'cohort', key: 'id', value: buyers.id, operator }] }] },
      })
    expect((await flag('for-buyers', 'in')).status).toBe(201)
    expect((await flag('for-others', 'not_in')).status).toBe(201)
    const flagsOf = async (distinctId: string) => {
      const response = await client.capture({ api_key: share.token, distinct_id: distinctId }, '/flags/?v=2')
      const { flags } = (await response.json()) as any
      return [flags['for-buyers'].enabled, flags['for-others'].enabled]
    }
    expect([await flagsOf('ann'), await flagsOf('bob'), await flagsOf('stranger')]).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ])
    expect(
      (await client.get(`${base}/cohorts/${buyers.id}/used_in/`)).feature_flags.map((each: any) => each.key),
    ).toEqual(['for-buyers', 'for-others'])
    const unknown = await post('feature_flags/', {
      key: 'x',
      filters: { groups: [{ properties: [{ type: 'cohort', key: 'id', value: 9999 }] }] },
    })
    expect([unknown.status, unknown.body.detail]).toEqual([400, 'Cohort with id 9999 does not exist.'])
  })

  test('refuses invalid criteria', async () => {
    const refuse = async (criterion: object, detail: string) => {
      const { status, body } = await post('cohorts/', {
        name: 'x',
        filters: { properties: { type: 'AND', values: [criterion] } },
      })
      expect([status, body.detail]).toEqual([400, detail])
    }
    const base = {
      type: 'behavioral',
      value: 'performed_event',
      key: 'page',
      event_type: 'events',
      time_value: 1,
      time_interval: 'day',
    }
    await refuse({ ...base, time_value: 0 }, 'time_value must be a positive whole number.')
    await refuse({ ...base, time_interval: 'eon' }, 'time_interval must be minute, hour, day, week, month or year.')
    await refuse({ ...base, value: 'dreamt_event' }, "The criterion 'dreamt_event' is not known.")
    await refuse(
      { ...base, value: 'performed_event_regularly', min_periods: 3, total_periods: 2 },
      'min_periods cannot be more than total_periods.',
    )
    await refuse({ type: 'event', key: 'x', value: 'y' }, "Criteria of type 'event' do not work in cohorts.")
    expect((await post('cohorts/', { filters: {} })).body).toMatchObject({ attr: 'name', code: 'required' })
  })
})

test('capture works while queries run', async () => {
  const slow = Array.from({ length: 6 }, () =>
    ask({ kind: 'HogQLQuery', query: 'SELECT sum(cityHash64(number)) FROM numbers(10000000)' }),
  )
  const response = await client.capture({ api_key: share.token, event: 'while asking', distinct_id: 'ann' }, '/e/')
  expect(response.status).toBe(200)
  expect((await Promise.all(slow)).every(({ status }) => status === 200)).toBe(true)
})
