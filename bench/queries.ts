/**
 * Queries over 1 and 10 million events of 100 thousand persons, through the public API: compared with the best SQL we can
 * write for the same engine, and with the same events in PostgreSQL with suitable indexes.
 */
import { createClient } from '@clickhouse/client'
import pg from 'pg'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import type { RecordRow } from './against-sql.ts'
import type { LoadOptions, LoadResult } from './load.ts'

const PERSONS = 100_000
const AIM_RATIO = 1.3
const AIM_OVERHEAD_MS = 20
const AIM_POSTGRES = 10
const DAYS = 90
const CHUNK = 250_000

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!

type Load = (options: Partial<LoadOptions> & { url: string }) => Promise<LoadResult>

/** All visit; some sign up, click and buy. Every fiftieth distinct ID has moved to another person. */
export async function fillPersons(stack: Stack): Promise<void> {
  await stack.clickHouse(
    `INSERT INTO persons (team_id, id, created_at, properties, is_identified, distinct_ids, version, is_deleted)
     SELECT 1, UUIDNumToString(toFixedString(MD5(concat('p', toString(number))), 16))::UUID, now64(6) - toIntervalSecond(number * 77 % 7776000),
       concat('{"plan":"', ['free','free','pro','team'][1 + number % 4], '","email":"user', toString(number), '@x.example"}'), 1, [concat('u', toString(number))], 1, 0
     FROM numbers(${PERSONS})`,
  )
  await stack.clickHouse(
    `INSERT INTO person_distinct_id_overrides SELECT 1, concat('u', toString(number)), UUIDNumToString(toFixedString(MD5(concat('p', toString(number + 1))), 16))::UUID, 1
     FROM numbers(${PERSONS}) WHERE number % 50 = 0`,
  )
}

export async function fillEvents(stack: Stack, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += CHUNK)
    await stack.clickHouse(
      `INSERT INTO events (uuid, team_id, event, distinct_id, timestamp, created_at, properties, person_id, person_created_at, person_properties, session_id)
       SELECT generateUUIDv4(), 1, multiIf(r < 55, '$pageview', r < 85, 'clicked', r < 95, 'signed up', 'bought') AS e, concat('u', toString(p)), t, t,
         concat('{"browser":"', ['Chrome','Safari','Firefox','Edge','Opera'][1 + cityHash64(number, 4) % 5], '","amount":', toString(cityHash64(number, 5) % 500), ',"$current_url":"https://x.example/page/', toString(cityHash64(number, 6) % 200), '"}'),
         UUIDNumToString(toFixedString(MD5(concat('p', toString(p))), 16))::UUID, t, '{}', toString(cityHash64(p, toDate(t)))
       FROM (SELECT number, cityHash64(number, 1) % 100 AS r, cityHash64(number, 2) % ${PERSONS} AS p, now64(6) - toIntervalSecond(cityHash64(number, 3) % ${DAYS * 86_400}) AS t FROM numbers(${start}, ${Math.min(CHUNK, to - start)}))`,
    )
}

const PERSON = 'if(o.person_id IS NULL, e.person_id, o.person_id)'
const MERGED = `events e ANY LEFT JOIN (SELECT distinct_id, toNullable(argMax(person_id, version)) AS person_id FROM person_distinct_id_overrides WHERE team_id = 1 GROUP BY distinct_id) o ON e.distinct_id = o.distinct_id`
const node = (event: string | null, more: object = {}) => ({ kind: 'EventsNode', event, ...more })

interface Question {
  name: string
  query: object
  /** ClickHouse SQL; `{from}` and `{to}` are times. */
  sql: string
  postgres?: string
}

const where = (alias = '') => `${alias}team_id = 1 AND ${alias}timestamp >= {from} AND ${alias}timestamp <= {to}`
const range = { dateRange: { date_from: '-30d' } }
const steps = ['$pageview', 'signed up', 'bought']

const QUESTIONS: Question[] = [
  {
    name: 'trends, events by day',
    query: { kind: 'TrendsQuery', ...range, series: [node('$pageview')] },
    sql: `SELECT toDate(timestamp) AS d, count() FROM events WHERE ${where()} AND event = '$pageview' GROUP BY d`,
    postgres: `SELECT timestamp::date, count(*) FROM events WHERE ${where()} AND event = '$pageview' GROUP BY 1`,
  },
  {
    name: 'trends, people by day',
    query: { kind: 'TrendsQuery', ...range, series: [node('$pageview', { math: 'dau' })] },
    sql: `SELECT toDate(e.timestamp) AS d, uniqExact(${PERSON}) FROM ${MERGED} WHERE ${where('e.')} AND e.event = '$pageview' GROUP BY d`,
    postgres: `SELECT timestamp::date, count(DISTINCT person_id) FROM events WHERE ${where()} AND event = '$pageview' GROUP BY 1`,
  },
  {
    name: 'breakdown by a JSON property',
    query: { kind: 'TrendsQuery', ...range, series: [node('$pageview')], breakdownFilter: { breakdown: 'browser' } },
    sql: `SELECT toDate(timestamp) AS d, properties_json.browser.:String AS b, count() FROM events WHERE ${where()} AND event = '$pageview' GROUP BY d, b`,
  },
  {
    name: 'filter by a JSON property',
    query: {
      kind: 'TrendsQuery',
      ...range,
      series: [node('$pageview')],
      properties: [{ key: 'browser', value: 'Chrome', type: 'event' }],
    },
    sql: `SELECT toDate(timestamp) AS d, count() FROM events WHERE ${where()} AND event = '$pageview' AND properties_json.browser.:String = 'Chrome' GROUP BY d`,
  },
  {
    name: 'filter by a property of the person',
    query: {
      kind: 'TrendsQuery',
      ...range,
      series: [node('$pageview')],
      properties: [{ key: 'plan', value: 'pro', type: 'person' }],
    },
    sql: `SELECT toDate(e.timestamp) AS d, count() FROM ${MERGED} WHERE ${where('e.')} AND e.event = '$pageview' AND ${PERSON} IN (SELECT id FROM persons FINAL WHERE team_id = 1 AND properties_json.plan.:String = 'pro') GROUP BY d`,
  },
  {
    name: 'funnel of three steps (the SQL counts, ours also times)',
    query: { kind: 'FunnelsQuery', ...range, series: steps.map((step) => node(step)) },
    sql: `SELECT level, count() FROM (SELECT ${PERSON} AS p, windowFunnel(1209600000000)(toUInt64(toUnixTimestamp64Micro(e.timestamp)), e.event = '$pageview', e.event = 'signed up', e.event = 'bought') AS level
          FROM ${MERGED} WHERE ${where('e.')} AND e.event IN ('$pageview', 'signed up', 'bought') GROUP BY p) GROUP BY level`,
    postgres: `WITH a AS (SELECT person_id, min(timestamp) AS t FROM events WHERE ${where()} AND event = '$pageview' GROUP BY 1),
        b AS (SELECT a.person_id, a.t AS t0, min(e.timestamp) AS t FROM a JOIN events e ON e.team_id = 1 AND e.person_id = a.person_id AND e.event = 'signed up' AND e.timestamp > a.t AND e.timestamp <= a.t + interval '14 days' AND e.timestamp <= {to} GROUP BY 1, 2),
        c AS (SELECT b.person_id, min(e.timestamp) AS t FROM b JOIN events e ON e.team_id = 1 AND e.person_id = b.person_id AND e.event = 'bought' AND e.timestamp > b.t AND e.timestamp <= b.t0 + interval '14 days' AND e.timestamp <= {to} GROUP BY 1)
      SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b), (SELECT count(*) FROM c)`,
  },
  {
    name: 'retention by week',
    query: {
      kind: 'RetentionQuery',
      dateRange: { date_from: '-56d' },
      retentionFilter: {
        period: 'Week',
        totalIntervals: 8,
        targetEntity: { id: '$pageview', type: 'events' },
        returningEntity: { id: '$pageview', type: 'events' },
      },
    },
    sql: `SELECT s, r - s AS n, count() FROM (SELECT arrayJoin(weeks) AS s, arrayJoin(arrayFilter(w -> w >= s, weeks)) AS r FROM
            (SELECT ${PERSON} AS p, groupUniqArray(intDiv(dateDiff('day', toDate('2020-01-05'), toDate(e.timestamp)), 7)) AS weeks FROM ${MERGED} WHERE e.team_id = 1 AND e.timestamp >= {to} - toIntervalDay(63) AND e.event = '$pageview' GROUP BY p)) GROUP BY s, n`,
    postgres: `WITH w AS (SELECT DISTINCT person_id, date_trunc('week', timestamp) AS week FROM events WHERE team_id = 1 AND event = '$pageview' AND timestamp >= {to}::timestamptz - interval '63 days')
      SELECT a.week, b.week, count(*) FROM w a JOIN w b ON b.person_id = a.person_id AND b.week >= a.week GROUP BY 1, 2`,
  },
  {
    name: 'lifecycle',
    query: { kind: 'LifecycleQuery', ...range, series: [node('$pageview')] },
    sql: `SELECT status, day, count() FROM (SELECT arrayJoin(arrayConcat(arrayMap(x -> (x, if(has(days, x - 1), 'returning', 'other')), days), arrayMap(x -> (x + 1, 'dormant'), arrayFilter(x -> NOT has(days, x + 1), days)))) AS s, s.1 AS day, s.2 AS status FROM
            (SELECT ${PERSON} AS p, groupUniqArray(toInt32(toDate(e.timestamp))) AS days FROM ${MERGED} WHERE e.team_id = 1 AND e.timestamp >= {from} - toIntervalDay(1) AND e.timestamp <= {to} AND e.event = '$pageview' GROUP BY p)) GROUP BY status, day`,
  },
  {
    name: 'stickiness',
    query: { kind: 'StickinessQuery', ...range, series: [node('$pageview')] },
    sql: `SELECT n, count() FROM (SELECT ${PERSON} AS p, uniqExact(toDate(e.timestamp)) AS n FROM ${MERGED} WHERE ${where('e.')} AND e.event = '$pageview' GROUP BY p) GROUP BY n`,
  },
  {
    name: 'top paths',
    query: { kind: 'PathsQuery', dateRange: { date_from: '-30d' }, pathsFilter: { includeEventTypes: ['$pageview'] } },
    sql: `SELECT a, b, count() AS n FROM (SELECT arrayJoin(arraySplit((x, g) -> g >= 1800000000, l, arrayDifference(arrayMap(x -> x.1, l)))) AS run, arraySlice(arrayCompact(arrayMap(x -> x.2, run)), 1, 5) AS path,
              arrayJoin(range(1, length(path))) AS i, concat(toString(i), '_', path[i]) AS a, concat(toString(i + 1), '_', path[i + 1]) AS b FROM
            (SELECT ${PERSON} AS p, arraySort(groupArray((toUnixTimestamp64Micro(e.timestamp), e.properties_json.\`$current_url\`.:String))) AS l FROM ${MERGED} WHERE ${where('e.')} AND e.event = '$pageview' GROUP BY p)) GROUP BY a, b ORDER BY n DESC LIMIT 50`,
    postgres: `WITH l AS (SELECT person_id, timestamp, properties->>'$current_url' AS url, CASE WHEN timestamp - lag(timestamp) OVER w < interval '30 minutes' THEN 0 ELSE 1 END AS starts FROM events WHERE ${where()} AND event = '$pageview' WINDOW w AS (PARTITION BY person_id ORDER BY timestamp)),
        s AS (SELECT *, sum(starts) OVER (PARTITION BY person_id ORDER BY timestamp) AS run FROM l),
        p AS (SELECT person_id, run, url, row_number() OVER v AS i, lead(url) OVER v AS next FROM s WINDOW v AS (PARTITION BY person_id, run ORDER BY timestamp))
      SELECT i, url, next, count(*) FROM p WHERE next IS NOT NULL AND i < 5 GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 50`,
  },
  {
    name: 'SQL, events by name and property',
    query: {
      kind: 'HogQLQuery',
      query:
        'SELECT event, properties.browser AS b, count() AS c FROM events WHERE timestamp >= now() - interval 30 day GROUP BY event, b ORDER BY c DESC LIMIT 100',
    },
    sql: `SELECT event, properties_json.browser.:String AS b, count() AS c FROM events WHERE ${where()} GROUP BY event, b ORDER BY c DESC LIMIT 100`,
  },
]

const clock = (time: Date) => `toDateTime64('${time.toISOString().slice(0, 19).replace('T', ' ')}', 6, 'UTC')`

/** @param isQuick uses a tenth of the events, and fewer runs */
export async function benchQueries(record: RecordRow, isQuick: boolean, load: Load): Promise<void> {
  const sizes = isQuick ? [100_000, 1_000_000] : [1_000_000, 10_000_000]
  const runs = isQuick ? 3 : 5
  const stack = await startStack()
  const reader = createClient({ url: stack.urls().CLICKHOUSE_READER_URL! })
  const sql = new pg.Client({ connectionString: stack.urls().DATABASE_URL })
  await sql.connect()
  const client = new Client(stack)
  const from = new Date(new Date().setUTCHours(0, 0, 0, 0) - 30 * 86_400_000)
  const to = new Date(new Date().setUTCHours(23, 59, 59, 0))
  // The definitions that ingestion would have learned.
  await stack.sql(
    `INSERT INTO property_definitions (team_id, name, kind, property_type, is_numerical) VALUES (1, 'browser', 1, 'String', false), (1, 'amount', 1, 'Numeric', true), (1, '$current_url', 1, 'String', false), (1, 'plan', 2, 'String', false)`,
  )
  const ask = async (query: object) => {
    const response = await client.request('/api/projects/1/query/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, refresh: 'force_blocking' }),
    })
    if (response.status !== 200) throw new Error(await response.text())
    await response.text()
  }
  const hand = async (text: string) => {
    const query = text.replaceAll('{from}', clock(from)).replaceAll('{to}', clock(to))
    await (await reader.query({ query, format: 'JSONCompactEachRow' })).text()
  }
  const timed = async (work: () => Promise<void>, times = runs) => {
    const own: number[] = []
    for (let run = 0; run <= times; run++) {
      const startedAt = performance.now()
      await work()
      if (run > 0) own.push(performance.now() - startedAt)
    }
    return median(own)
  }
  try {
    await fillPersons(stack)
    const first = new Map<string, number>()
    let filled = 0
    for (const size of sizes) {
      await fillEvents(stack, filled, size)
      filled = size
      await waitFor(async () => (await stack.clickHouse('SELECT 1 FROM system.merges')).length === 0, 600_000)
      const isLast = size === sizes.at(-1)
      if (isLast) await fillPostgres(stack, sql, size)
      for (const question of QUESTIONS) {
        const ours = await timed(() => ask(question.query))
        const bare = await timed(() => hand(question.sql))
        const ratio = ours / bare
        if (!isLast) {
          first.set(question.name, ours)
          record(
            `${size.toLocaleString('en')} events: ${question.name}`,
            `${ours.toFixed(0)} ms`,
            `hand-written SQL ${bare.toFixed(0)} ms`,
            `<= ${AIM_OVERHEAD_MS} ms more`,
            ours - bare <= AIM_OVERHEAD_MS,
          )
          continue
        }
        const growth = ours / first.get(question.name)!
        record(
          `${size.toLocaleString('en')} events: ${question.name}`,
          `${ours.toFixed(0)} ms`,
          `hand-written SQL ${bare.toFixed(0)} ms, ratio ${ratio.toFixed(2)}; ${growth.toFixed(1)} times the time for ${size / sizes[0]!} times the events`,
          `ratio <= ${AIM_RATIO}, growth <= ${size / sizes[0]!}`,
          ratio <= AIM_RATIO && growth <= size / sizes[0]!,
        )
        if (!question.postgres) continue
        const text = question.postgres
          .replaceAll('{from}', `'${from.toISOString()}'`)
          .replaceAll('{to}', `'${to.toISOString()}'`)
        const relational = await timed(async () => void (await sql.query(text)), 1)
        record(
          `${size.toLocaleString('en')} events: ${question.name}, PostgreSQL`,
          `${relational.toFixed(0)} ms`,
          `${(relational / ours).toFixed(1)} times as long as ours`,
          /funnel|retention|paths/.test(question.name) ? `>= ${AIM_POSTGRES} times` : '',
          /funnel|retention|paths/.test(question.name) ? relational / ours >= AIM_POSTGRES : null,
        )
      }
    }
    await benchDashboards(record, stack, ask, load, isQuick)
  } finally {
    await reader.close()
    await sql.end()
    await stack.stop()
  }
}

/** The same events, fully merged, with the indexes that such queries need. */
async function fillPostgres(stack: Stack, sql: pg.Client, events: number): Promise<void> {
  await sql.query(
    `CREATE TABLE events (team_id int, event text, person_id uuid, timestamp timestamptz, properties jsonb)`,
  )
  const rows = 20_000
  for (let offset = 0; offset < events; offset += rows * 10) {
    const batches = await stack.clickHouse<{ event: string; person: string; time: string; properties: string }>(
      `SELECT event, toString(person_id) AS person, toString(timestamp) AS time, properties FROM events WHERE team_id = 1 LIMIT ${rows * 10} OFFSET ${offset}`,
    )
    for (let start = 0; start < batches.length; start += rows) {
      const some = batches.slice(start, start + rows)
      await sql.query(
        `INSERT INTO events SELECT 1, e, p, t, j FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::jsonb[]) AS v(e, p, t, j)`,
        [
          some.map((row) => row.event),
          some.map((row) => row.person),
          some.map((row) => `${row.time}Z`),
          some.map((row) => row.properties),
        ],
      )
    }
  }
  await sql.query('CREATE INDEX events_by_name ON events (team_id, event, timestamp)')
  await sql.query('CREATE INDEX events_by_person ON events (team_id, person_id, event, timestamp)')
  await sql.query('VACUUM ANALYZE events')
}

/** Eight dashboards of eight queries each, requested at once while events arrive. */
async function benchDashboards(
  record: RecordRow,
  stack: Stack,
  ask: (query: object) => Promise<void>,
  load: Load,
  isQuick: boolean,
): Promise<void> {
  const seconds = isQuick ? 6 : 20
  const running = load({ url: stack.url, token: TOKEN, batch: 50, rate: 5_000, seconds })
  const lags: number[] = []
  const readLag = async () => {
    const { lag } = (await (await fetch(`${stack.url}/_readyz`)).json()) as { lag: { seconds: number } }
    return lag.seconds
  }
  const sampler = setInterval(() => {
    // Without an answer the lag is unknown, which counts as a failure.
    readLag().then(
      (seconds) => lags.push(seconds),
      () => lags.push(Number.POSITIVE_INFINITY),
    )
  }, 500)
  const times: number[] = []
  const startedAt = performance.now()
  const dashboard = async (number: number) => {
    while (performance.now() - startedAt < seconds * 1000) {
      await Promise.all(
        Array.from({ length: 8 }, async (_, tile) => {
          const askedAt = performance.now()
          await ask(QUESTIONS[(number + tile) % QUESTIONS.length]!.query)
          times.push(performance.now() - askedAt)
        }),
      )
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, number) => dashboard(number)))
  const sent = await running
  clearInterval(sampler)
  const worst = Math.max(0, ...lags)
  record(
    `8 dashboards of 8 questions at once, while ${Math.round(sent.events / sent.seconds).toLocaleString('en')} events/s arrive`,
    `${times.length} answers, none failed, median ${(median(times) / 1000).toFixed(1)} s; ${sent.failures} captures failed`,
    `ingestion at most ${worst.toFixed(1)} s behind`,
    'nothing fails, lag < 5 s',
    sent.failures === 0 && worst < 5,
  )
}
