/** Feature flags: a hundred flags per request, compared with a request that does nothing. */
import { Client, type Stack, startStack, TOKEN } from '../server/src/testing/stack.ts'
import type { RecordRow } from './against-sql.ts'

const FLAGS = 100
const PERSONS = 50_000
const CONNECTIONS = 4
/** Nine million requests a day. */
const RATE = 100
const AIM_MS = 20

const percentile = (times: number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!

async function fill(stack: Stack): Promise<void> {
  await stack.sql(
    `INSERT INTO persons (team_id, uuid, created_at, properties, is_identified)
     SELECT 1, md5('p' || i)::uuid, now(), jsonb_build_object('email', 'user' || i || '@company.example', 'plan',
       (ARRAY['free','pro','team'])[1 + i % 3], 'seats', i % 50, 'version', '1.' || i % 20 || '.0') , true
     FROM generate_series(1, ${PERSONS}) i`,
  )
  await stack.sql(
    "INSERT INTO person_distinct_ids (team_id, distinct_id, person_id) SELECT 1, 'user-' || id, id FROM persons",
  )
  await stack.sql('VACUUM ANALYZE persons')
  const client = new Client(stack)
  const conditions = [
    { key: 'plan', operator: 'exact', value: ['pro', 'team'] },
    { key: 'seats', operator: 'gt', value: 10 },
    { key: 'email', operator: 'regex', value: '^user[0-9]+@company' },
    { key: 'version', operator: 'semver_gte', value: '1.5.0' },
    { key: 'email', operator: 'icontains', value: 'user1' },
  ]
  for (let index = 0; index < FLAGS; index++) {
    const properties = [conditions[index % 5]!, conditions[(index + 2) % 5]!].map((each) => ({
      ...each,
      type: 'person',
    }))
    const filters = {
      groups: [
        { properties, rollout_percentage: 50 },
        { properties: [properties[0]], rollout_percentage: 20 },
        { properties: [], rollout_percentage: 5 },
      ],
      multivariate:
        index % 3 === 0
          ? {
              variants: [
                { key: 'a', rollout_percentage: 50 },
                { key: 'b', rollout_percentage: 50 },
              ],
            }
          : null,
    }
    const response = await client.request('/api/projects/1/feature_flags/', {
      method: 'POST',
      body: JSON.stringify({ key: `flag-${index}`, filters }),
      headers: { 'Content-Type': 'application/json' },
    })
    if (response.status !== 201) throw new Error(`a flag was refused: ${await response.text()}`)
  }
}

/**
 * Times of requests.
 * @param rate requests per second, each timed from the moment it is due; 0 sends the next request when one is done
 */
async function measure(
  seconds: number,
  rate: number,
  send: (serial: number) => Promise<Response>,
): Promise<{ times: number[]; rate: number }> {
  const times: number[] = []
  const startedAt = performance.now()
  let serial = 0
  const connection = async () => {
    for (;;) {
      const own = serial++
      const dueAt = rate === 0 ? performance.now() : startedAt + (own / rate) * 1000
      if (dueAt - startedAt >= seconds * 1000) return
      const wait = dueAt - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const response = await send(own)
      if (response.status !== 200) throw new Error(`a request answered ${response.status}`)
      await response.arrayBuffer()
      times.push(performance.now() - dueAt)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  return { times, rate: times.length / ((performance.now() - startedAt) / 1000) }
}

export async function benchFlags(record: RecordRow, isQuick: boolean): Promise<void> {
  const seconds = isQuick ? 3 : 10
  const stack = await startStack()
  try {
    await fill(stack)
    const floor = (serial: number) => fetch(`${stack.url}/_livez?${serial}`)
    const ask = (serial: number) =>
      fetch(`${stack.url}/flags/?v=2`, {
        method: 'POST',
        body: JSON.stringify({ token: TOKEN, distinct_id: `user-${1 + ((serial * 7919) % PERSONS)}` }),
        headers: { 'Content-Type': 'application/json' },
      })
    await measure(2, 0, ask)
    const most = await measure(seconds, 0, ask)
    const steady = await measure(seconds, RATE, ask)
    const bare = await measure(seconds, RATE, floor)
    const [p99, floorP99] = [percentile(steady.times, 0.99), percentile(bare.times, 0.99)]
    record(
      `flags: ${FLAGS} evaluated with stored properties, ${RATE} requests/s`,
      `p50 ${percentile(steady.times, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      `a request that does nothing p99 ${floorP99.toFixed(1)} ms, ratio ${(p99 / floorP99).toFixed(1)}; at most ${Math.round(most.rate)} requests/s`,
      `p99 < ${AIM_MS} ms`,
      p99 < AIM_MS,
    )
  } finally {
    await stack.stop()
  }
}
