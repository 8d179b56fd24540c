/**
 * A thousand reports that are due at the same moment, to a real mail server, while events arrive: how long until the last one
 * is out, and what that does to capture.
 */
import { SMTPServer } from 'smtp-server'
import { Client, startStack, waitFor } from '../server/src/testing/stack.ts'
import type { RecordRow } from './against-sql.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import { fillEvents, fillPersons } from './queries.ts'

const REPORTS = 1_000
const INSIGHTS = 20
const EVENTS = 100_000
const RATE = 1_000
const BASE_SECONDS = 10
const AIM_SECONDS = 300
const WAIT_MS = 15 * 60_000

const p99 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0

export async function benchSubscriptions(
  record: RecordRow,
  load: (options: Partial<LoadOptions> & { url: string }) => Promise<LoadResult>,
  isQuick: boolean,
): Promise<void> {
  const reports = isQuick ? REPORTS / 10 : REPORTS
  const received = new Map<string, number>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) received.set(address, (received.get(address) ?? 0) + 1)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as { port: number }
  const stack = await startStack({ SMTP_URL: `smtp://127.0.0.1:${port}`, HEDGEROW_SUBSCRIPTIONS_TICK_SECONDS: '1' })
  try {
    await fillPersons(stack)
    await fillEvents(stack, 0, EVENTS)
    const client = new Client(stack)
    for (let each = 0; each < INSIGHTS; each++) await createSubscription(client, each)
    await waitFor(
      () => received.size === INSIGHTS,
      WAIT_MS,
      () => 'the invitations',
    )
    received.clear()
    await stack.sql(
      `INSERT INTO subscriptions (team_id, insight_id, target_type, target_value, frequency, start_date, secret)
       SELECT s.team_id, s.insight_id, 'email', 'reader' || n || '@example.com', 'daily', s.start_date, s.secret
       FROM generate_series(1, ${reports}) n JOIN subscriptions s ON s.id = 1 + n % ${INSIGHTS}`,
    )
    const calm = await load({ url: stack.url, rate: RATE, batch: 20, seconds: BASE_SECONDS })
    await stack.sql(`UPDATE subscriptions SET next_delivery_date = now() WHERE target_value LIKE 'reader%'`)
    const startedAt = performance.now()
    let isOut = false
    const out = waitFor(
      () => received.size >= reports,
      WAIT_MS,
      () => `the reports; ${received.size} are out`,
    ).then(() => {
      isOut = true
      return (performance.now() - startedAt) / 1000
    })
    const busy: number[] = []
    let failures = 0
    while (!isOut) {
      const part = await load({ url: stack.url, rate: RATE, batch: 20, seconds: 5 })
      busy.push(...part.latenciesMs)
      failures += part.failures
    }
    const seconds = await out
    const twice = [...received.values()].filter((count) => count > 1).length
    record(
      `${reports.toLocaleString('en')} reports due at once, by mail, while ${RATE.toLocaleString('en')} events/s arrive`,
      `all out in ${Math.round(seconds)} s`,
      `${(reports / seconds).toFixed(1)}/s; ${twice} sent twice; ${failures} captures failed`,
      `< ${AIM_SECONDS} s, none twice`,
      seconds < AIM_SECONDS && twice === 0 && failures === 0,
    )
    const [before, during] = [p99(calm.latenciesMs), p99(busy)]
    record(
      'acknowledgement meanwhile',
      `p99 ${during.toFixed(1)} ms`,
      `without reports p99 ${before.toFixed(1)} ms, ratio ${(during / before).toFixed(1)}`,
      'ratio <= 2',
      during / before <= 2,
    )
  } finally {
    await stack.stop()
    await new Promise<void>((resolve) => smtp.close(() => resolve()))
  }
}

async function createSubscription(client: Client, each: number): Promise<void> {
  const source = {
    kind: 'TrendsQuery',
    dateRange: { date_from: '-30d' },
    series: [{ kind: 'EventsNode', event: '$pageview', ...(each % 2 && { math: 'dau' }) }],
    ...(each % 3 === 0 && { breakdownFilter: { breakdown: 'browser', breakdown_type: 'event' } }),
  }
  const post = async (path: string, body: object) => {
    const response = await client.request(`/api/projects/1/${path}/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const insight = await post('insights', { name: `Insight ${each}`, query: { kind: 'InsightVizNode', source } })
  await post('subscriptions', {
    insight: insight.id,
    target_type: 'email',
    target_value: `first${each}@example.com`,
    frequency: 'daily',
    start_date: '2026-01-01T09:00:00Z',
  })
}
