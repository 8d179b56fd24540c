/**
 * The recordings behind a number: for every actor of every kind of insight, exactly the events for which they were counted, as far
 * as their session was recorded. The events are random; what is expected is computed here from the list of events.
 */
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../../testing/random.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'

const DAY_MS = 86_400_000
const GAP_MS = 30 * 60_000
const START = Date.UTC(2026, 1, 2)
const DAYS = 4
const NAMES = ['a', 'b', 'c']
const dateRange = { date_from: '2026-02-02', date_to: '2026-02-05' }
const dayOf = (day: number) => new Date(START + day * DAY_MS).toISOString().slice(0, 10)
const node = (event: string) => ({ kind: 'EventsNode', event })

interface Sent {
  uuid: string
  event: string
  person: string
  time: number
  session: string
}
interface Matched {
  session_id: string
  events: { uuid: string; timestamp: string; window_id: string }[]
}

const seed = Number(process.env.HEDGEROW_PROPERTY_SEED ?? Date.now() % 1_000_000)
const random = seededRandom(seed)

let share: Share
/** In the order of time. */
let events: Sent[]
const recorded = new Set<string>()
/** Distinct id by the id of the person. */
const names = new Map<string, string>()

beforeAll(async () => {
  console.log(`HEDGEROW_PROPERTY_SEED=${seed}`)
  share = await shareStack()
  await share.session.patch(`${share.base}/`, {
    session_recording_opt_in: true,
    session_recording_retention_period: '5y',
  })
  events = Array.from({ length: 9 }, (_, person) => visitsOf(`p${person}`))
    .flat()
    .sort((a, b) => a.time - b.time)
  const batch = events.map(({ uuid, event, person, time, session }) => ({
    uuid,
    event,
    distinct_id: person,
    timestamp: new Date(time).toISOString(),
    properties: { $session_id: session, $window_id: `w${session}` },
  }))
  await share.client.capture({ api_key: share.token, batch })
  for (const session of recorded)
    await share.client.capture(
      {
        api_key: share.token,
        event: '$snapshot',
        properties: {
          distinct_id: 'somebody',
          $session_id: session,
          $snapshot_data: [{ type: 4, timestamp: START, data: {} }],
        },
      },
      '/s/',
    )
  await waitFor(async () => {
    const { results } = await ask({ kind: 'HogQLQuery', query: 'SELECT count() FROM events' })
    const { results: exist } = (
      await share.session.post(`${share.base}/session_recordings/batch_check_exists/`, { session_ids: [...recorded] })
    ).body
    return results[0][0] === events.length && Object.values(exist).every(Boolean)
  })
  const { results } = await ask({ kind: 'HogQLQuery', query: 'SELECT DISTINCT person_id, distinct_id FROM events' })
  for (const [id, name] of results) names.set(id, name)
})

/** A few visits on some days; every other one is recorded. */
function visitsOf(person: string): Sent[] {
  const sent: Sent[] = []
  for (let day = 0; day < DAYS; day++) {
    if (random() < 0.3) continue
    const session = randomUUID()
    if (random() < 0.6) recorded.add(session)
    let time = START + day * DAY_MS + Math.floor(random() * 3_600_000)
    for (let count = Math.floor(random() * 8); count > 0; count--) {
      time += Math.floor(random() * (random() < 0.2 ? 2 * GAP_MS : 60_000)) + 1
      const event = NAMES[Math.floor(random() * NAMES.length)]!
      sent.push({ uuid: randomUUID(), event, person, time, session })
    }
  }
  return sent
}

async function ask(query: object): Promise<any> {
  const { status, body } = await share.session.post(`${share.base}/query/`, { query })
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)} for ${JSON.stringify(query)}`)
  return body
}

/** Checks that the actors of a point were counted for exactly these events. @returns how many recordings there were */
async function check(source: object, expected: (person: string, row: any[]) => Sent[], ...more: string[]) {
  const { results } = await ask({
    kind: 'ActorsQuery',
    source,
    select: ['id', 'matched_recordings', ...more],
    limit: 100,
  })
  let found = 0
  for (const row of results as [string, Matched[], ...any[]][]) {
    const [id, recordings] = row
    const wanted = expected(names.get(id)!, row).filter(({ session }) => recorded.has(session))
    const shown = recordings.flatMap(({ session_id: session, events: own }) =>
      own.map(({ uuid, timestamp, window_id: windowId }) => ({ uuid, time: Date.parse(timestamp), session, windowId })),
    )
    expect({ source, id, shown: shown.sort((a, b) => a.time - b.time) }).toEqual({
      source,
      id,
      shown: wanted.map(({ uuid, time, session }) => ({ uuid, time, session, windowId: `w${session}` })),
    })
    found += recordings.length
  }
  return found
}

const inDay = (day: number) => (each: Sent) => Math.floor((each.time - START) / DAY_MS) === day
const by = (person: string, event: string) => events.filter((each) => each.person === person && each.event === event)

test('trends, lifecycle, stickiness and retention', async () => {
  let found = 0
  const trends = { kind: 'TrendsQuery', dateRange, series: [node('a')] }
  const lifecycle = { kind: 'LifecycleQuery', dateRange, series: [node('a')] }
  const target = (id: string) => ({ id, type: 'events' })
  const retention = {
    kind: 'RetentionQuery',
    dateRange,
    retentionFilter: {
      period: 'Day',
      totalIntervals: DAYS,
      targetEntity: target('a'),
      returningEntity: target('b'),
    },
  }
  for (let day = 0; day < DAYS; day++) {
    const point = { kind: 'InsightActorsQuery', day: dayOf(day) }
    const ofDay = (person: string) => by(person, 'a').filter(inDay(day))
    found += await check({ ...point, source: trends, series: 0 }, ofDay)
    for (const status of ['new', 'returning', 'resurrecting', 'dormant'])
      found += await check({ ...point, source: lifecycle, status }, ofDay)
    found += await check({ kind: 'InsightActorsQuery', source: retention, interval: day }, ofDay)
    for (let column = 1; column < DAYS - day; column++)
      found += await check(
        { kind: 'InsightActorsQuery', source: retention, interval: day, returningInterval: column },
        (person) => by(person, 'b').filter(inDay(day + column)),
      )
  }
  const stickiness = { kind: 'StickinessQuery', dateRange, series: [node('a')] }
  for (let day = 1; day <= DAYS; day++)
    found += await check({ kind: 'StickinessActorsQuery', source: stickiness, day }, (person) => by(person, 'a'))
  expect(found).toBeGreaterThan(0)
})

test('funnels: the event of the step, and for a drop-off the last one before it', async () => {
  let found = 0
  const source = { kind: 'FunnelsQuery', dateRange, series: NAMES.map(node), funnelsFilter: {} }
  const atStep = (step: number) => (person: string, row: any[]) => {
    const time = Number(row[2].at(step)) / 1_000
    const own = by(person, NAMES[step < 0 ? row[2].length - 1 : step]!).filter((each) => each.time === time)
    expect(own).toHaveLength(1)
    return own
  }
  for (const [step, place] of [
    [1, 0],
    [2, 1],
    [3, 2],
    [-2, -1],
    [-3, -1],
  ] as const)
    found += await check({ kind: 'FunnelsActorsQuery', source, funnelStep: step }, atStep(place), 'attempt')
  const trends = { ...source, funnelsFilter: { funnelVizType: 'trends' } }
  for (let day = 0; day < DAYS; day++)
    for (const dropsOff of [true, false])
      found += await check(
        {
          kind: 'FunnelsActorsQuery',
          source: trends,
          funnelTrendsEntrancePeriodStart: dayOf(day),
          funnelTrendsDropOff: dropsOff,
        },
        atStep(dropsOff ? -1 : 2),
        'attempt',
      )
  expect(found).toBeGreaterThan(0)
})

test('paths: the arrival at the end of an edge', async () => {
  let found = 0
  const query = { kind: 'PathsQuery', dateRange, pathsFilter: { includeEventTypes: ['custom_event'] } }
  for (const { source: from, target: to } of (await ask(query)).results) {
    const at = Number(to.split('_')[0]) - 1
    const [first, second] = [from, to].map((key: string) => key.slice(2))
    const pathsFilter = { ...query.pathsFilter, pathStartKey: from, pathEndKey: to }
    found += await check({ kind: 'InsightActorsQuery', source: { ...query, pathsFilter } }, (person) =>
      pathsOf(person).flatMap((path) =>
        path[at - 1]?.event === first && path[at]?.event === second ? [path[at]!] : [],
      ),
    )
    const dropped = { ...query.pathsFilter, pathDropoffKey: to }
    found += await check({ kind: 'InsightActorsQuery', source: { ...query, pathsFilter: dropped } }, (person) =>
      pathsOf(person).flatMap((path) => (path.length === at + 1 && path[at]!.event === second ? [path[at]!] : [])),
    )
  }
  expect(found).toBeGreaterThan(0)
})

/** A person's paths: without pauses, the last of repeated events, and the first five. */
function pathsOf(person: string): Sent[][] {
  const paths: Sent[][] = []
  for (const each of events.filter((event) => event.person === person)) {
    const path = paths.at(-1)
    const before = path?.at(-1)
    if (!path || !before || each.time - before.time >= GAP_MS) paths.push([each])
    else if (before.event === each.event) path[path.length - 1] = each
    else path.push(each)
  }
  return paths.map((path) => path.slice(0, 5))
}

test('the older addresses list them only when asked', async () => {
  const parameters = new URLSearchParams({
    events: JSON.stringify([
      { id: 'a', order: 0 },
      { id: 'b', order: 1 },
    ]),
    ...dateRange,
    funnel_step: '1',
  })
  const people = async (more: object): Promise<{ matched_recordings: Matched[] }[]> =>
    (await share.client.get(`${share.base}/persons/funnel/?${parameters}&${new URLSearchParams({ ...more })}`))
      .results[0].people
  const plain = await people({})
  expect(plain.length).toBeGreaterThan(0)
  expect(plain.every(({ matched_recordings: own }) => own.length === 0)).toBe(true)
  const asked = (await people({ include_recordings: 'true' })).flatMap(({ matched_recordings: own }) => own)
  expect(asked.length).toBeGreaterThan(0)
  for (const { session_id: session, events: own } of asked) {
    expect(recorded.has(session)).toBe(true)
    for (const { uuid } of own) expect(events.find((each) => each.uuid === uuid)).toMatchObject({ event: 'a', session })
  }
})
