/** Persons at scale: a million persons and ten million events in one project, each query compared with hand-written SQL. */
import pg from 'pg'
import { Client, type Stack, startStack, waitFor } from '../server/src/testing/stack.ts'
import { measureAgainstSql, percentile, type RecordRow } from './against-sql.ts'

const RUNS = 20
const AIM_MS = 300
const AIM_RATIO = 2
const HEAVY_EVENTS = 100_000

async function fill(stack: Stack, persons: number, events: number): Promise<void> {
  const step = 100_000
  for (let start = 1; start <= persons; start += step) {
    await stack.sql(
      `INSERT INTO persons (team_id, uuid, created_at, properties, is_identified)
       SELECT 1, md5('p' || i)::uuid, now() - i * interval '7 seconds', jsonb_build_object('email', 'user' || i || '@company' || i % 5000 || '.example',
         'name', 'User Number ' || i, 'plan', (ARRAY['free','free','free','pro','team','enterprise'])[1 + i % 6], 'seats', i % 50, 'company_size', i % 1000,
         'signed_up', true, '$browser', (ARRAY['Chrome','Safari','Firefox'])[1 + i % 3], '$os', 'Mac OS X', '$browser_version', 100 + i % 20,
         '$current_url', 'https://app.example.com/page/' || i % 1000, '$pathname', '/page/' || i % 1000, '$initial_referrer', 'https://google.com',
         '$initial_utm_source', (ARRAY['google','hn','twitter'])[1 + i % 3], '$geoip_country_code', (ARRAY['DE','US','FR','GB'])[1 + i % 4]), i % 2 = 0
       FROM generate_series($1::int, $2::int) i`,
      [start, Math.min(start + step - 1, persons)],
    )
  }
  await stack.sql(
    "INSERT INTO person_distinct_ids (team_id, distinct_id, person_id) SELECT 1, 'user-' || id, id FROM persons",
  )
  await stack.sql('VACUUM ANALYZE persons')
  await stack.sql('VACUUM ANALYZE person_distinct_ids')
  const insert = (count: number, offset: number, distinctId: string) =>
    stack.clickHouse(
      `INSERT INTO events (uuid, team_id, event, distinct_id, timestamp, created_at, properties, person_id, person_created_at, person_properties)
       SELECT generateUUIDv4(), 1, ['$pageview', 'clicked', 'bought'][1 + number % 3], ${distinctId}, now64(6) - toIntervalSecond(number % 7776000), now64(6),
         concat('{"n":', toString(number % 100), '}'), generateUUIDv4(), now64(3), '{}' FROM numbers(${offset}, ${count})`,
    )
  const chunk = 250_000
  for (let done = 0; done < events; done += chunk)
    await insert(chunk, done, `concat('user-', toString(1 + number % ${persons}))`)
  await insert(HEAVY_EVENTS, 0, "'user-1'")
  // Neither store may still be busy with these writes.
  await stack.sql('CHECKPOINT')
  await waitFor(async () => (await stack.clickHouse('SELECT 1 FROM system.merges')).length === 0, 600_000)
}

/** @param isQuick uses a tenth of everything */
export async function benchPersons(record: RecordRow, isQuick: boolean): Promise<void> {
  const [persons, events] = isQuick ? [100_000, 1_000_000] : [1_000_000, 10_000_000]
  const stack = await startStack()
  const sql = new pg.Client({ connectionString: stack.urls().DATABASE_URL })
  await sql.connect()
  try {
    await fill(stack, persons, events)
    const client = new Client(stack)
    const api = '/api/projects/1/persons/'
    const filter = (key: string, value: unknown) =>
      `properties=${encodeURIComponent(JSON.stringify([{ key, value, type: 'person' }]))}`
    const row = `p.id, p.uuid, p.created_at, p.properties, p.is_identified, p.last_seen_at,
      (SELECT array_agg(d.distinct_id ORDER BY d.id) FROM person_distinct_ids d WHERE d.person_id = p.id)`
    const page = (where: string, offset = 0) => [
      `SELECT count(*) FROM persons p WHERE team_id = 1 AND ${where}`,
      `SELECT ${row} FROM (SELECT * FROM persons p WHERE team_id = 1 AND ${where} ORDER BY created_at DESC, uuid LIMIT 100 OFFSET ${offset}) p`,
    ]
    const deep = persons - 1000
    const questions: [what: string, path: string, sql: string[]][] = [
      ['list', `${api}?limit=100`, page('true')],
      ['list, near its end', `${api}?limit=100&offset=${deep}`, page('true', deep)],
      ['filter that a sixth matches', `${api}?limit=100&${filter('plan', 'pro')}`, page("properties->>'plan' = 'pro'")],
      [
        'filter that a thousandth matches',
        `${api}?limit=100&${filter('company_size', 7)}`,
        page("properties->'company_size' = '7'"),
      ],
      ['search by part of an email', `${api}?limit=100&search=user4321`, page("email LIKE '%user4321%'")],
      [
        'values of a property',
        `${api}values/?key=plan`,
        ["SELECT properties->>'plan', count(*) FROM persons WHERE team_id = 1 GROUP BY 1 ORDER BY 2 DESC LIMIT 20"],
      ],
      ['person', `${api}${persons / 2}/`, [`SELECT ${row} FROM persons p WHERE team_id = 1 AND id = ${persons / 2}`]],
    ]
    for (const [what, path, statements] of questions) {
      await measureAgainstSql(record, {
        what: `${persons.toLocaleString('en')} persons: ${what}`,
        ask: () => client.get(path),
        statements,
        sql,
        runs: RUNS,
        aim: { p95Ms: AIM_MS, ratio: AIM_RATIO },
      })
    }
    const times: number[] = []
    for (let run = 0; run <= RUNS; run++) {
      const id = 10 + run * 1000
      const startedAt = performance.now()
      await client.get(`/api/projects/1/events/?person_id=${id}&limit=50`)
      if (run > 0) times.push(performance.now() - startedAt)
    }
    const p95 = percentile(times, 0.95)
    record(
      `${events.toLocaleString('en')} events: newest of one person`,
      `p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
      '',
      `p95 < ${AIM_MS} ms`,
      p95 < AIM_MS,
    )

    const startedAt = performance.now()
    await client.request(`${api}1/delete_events/`, { method: 'POST' })
    await waitFor(async () => (await client.get(`${api}deletion_status/`)).results[0]?.status === 'completed', 600_000)
    record(
      `deleting ${(HEAVY_EVENTS + events / persons).toLocaleString('en')} events of one person`,
      `${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
      'in the background, with progress',
    )
  } finally {
    await sql.end()
    await stack.stop()
  }
}
