/** For every point of every insight kind in the demo project, the actors behind a number add up to that number. */
import { spawn } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { cliScript } from '../../../platform/paths.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Client, waitFor } from '../../../testing/stack.ts'

let share: Share
let client: Client

beforeAll(async () => {
  share = await shareStack()
  client = share.client
  const child = spawn(
    process.execPath,
    [
      cliScript,
      'demo',
      '--project',
      `${share.project}`,
      '--seed',
      '11',
      '--days',
      '6',
      '--end',
      '2026-03-01T00:00:00Z',
    ],
    {
      env: { ...process.env, HEDGEROW_DATA_DIR: share.stack.directory },
      stdio: 'ignore',
    },
  )
  await new Promise((resolve) => child.once('exit', resolve))
  await waitFor(
    async () =>
      (await share.stack.sql('SELECT 1 FROM mirror_queue WHERE team_id = $1 LIMIT 1', [share.project])).length === 0,
  )
})

async function ask(query: object): Promise<any> {
  const response = await client.request(`${share.base}/query/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const body = (await response.json()) as any
  if (response.status !== 200)
    throw new Error(`${response.status}: ${JSON.stringify(body)} for ${JSON.stringify(query)}`)
  return body
}

const actors = async (source: object, ...columns: string[]): Promise<any[][]> =>
  (await ask({ kind: 'ActorsQuery', source, select: ['id', ...columns], limit: 50_000 })).results
const dateRange = { date_from: '2026-02-23', date_to: '2026-02-28' }
const node = (event: string | null, more: object = {}) => ({ kind: 'EventsNode', event, ...more })
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

test('trends: distinct actors, and events by actor', async () => {
  const maths = [
    {},
    { math: 'dau' },
    { math: 'unique_group', math_group_type_index: 0 },
    { math: 'weekly_active' },
    { math: 'first_time_for_user' },
    { math: 'first_matching_event_for_user' },
  ]
  for (const interval of ['day', 'week', 'hour'])
    for (const math of maths) {
      const query = {
        kind: 'TrendsQuery',
        interval,
        dateRange:
          interval === 'hour'
            ? { date_from: '2026-02-27T08:00:00', date_to: '2026-02-27T13:59:59' }
            : interval === 'week'
              ? { date_from: '2026-02-22', date_to: '2026-02-28' }
              : dateRange,
        series: [node('task completed', math)],
      }
      const [series] = (await ask(query)).results
      expect(sum(series.data)).toBeGreaterThan(0)
      for (const [index, day] of series.days.entries()) {
        const rows = await actors({ kind: 'InsightActorsQuery', source: query, day, series: 0 }, 'event_count')
        const number = 'math' in math ? rows.length : sum(rows.map(([, count]) => count))
        expect([interval, math, day, number]).toEqual([interval, math, day, series.data[index]])
      }
    }
})

test('trends: every breakdown value, totals and the previous period', async () => {
  const query = {
    kind: 'TrendsQuery',
    dateRange,
    series: [node('$pageview', { math: 'dau' })],
    breakdownFilter: { breakdown: '$browser', breakdown_limit: 100 },
    compareFilter: { compare: true },
  }
  for (const series of (await ask(query)).results)
    for (const [index, day] of series.days.entries()) {
      const current = series.compare_label === 'current' ? day : (await ask(query)).results[0].days[index]
      const rows = await actors({
        kind: 'InsightActorsQuery',
        source: query,
        day: current,
        breakdown: series.breakdown_value,
        compare: series.compare_label,
      })
      expect([series.breakdown_value, series.compare_label, day, rows.length]).toEqual([
        series.breakdown_value,
        series.compare_label,
        day,
        series.data[index],
      ])
    }
  const total = { ...query, compareFilter: {}, trendsFilter: { display: 'ActionsPie' } }
  for (const series of (await ask(total)).results) {
    const rows = await actors({ kind: 'InsightActorsQuery', source: total, breakdown: series.breakdown_value })
    expect([series.breakdown_value, rows.length]).toEqual([series.breakdown_value, series.aggregated_value])
  }
})

test('funnels: conversions and drop-offs, by breakdown value and by period', async () => {
  const attributions = ['first_touch', 'last_touch', 'all_events', 'step']
  // Each pair takes a dozen queries.
  const orders = { ordered: attributions, strict: ['first_touch', 'step'], unordered: ['last_touch'] }
  for (const [order, ways] of Object.entries(orders)) {
    const query = {
      kind: 'FunnelsQuery',
      dateRange,
      series: [node('$pageview'), node('signed up'), node('workspace created')],
      funnelsFilter: { funnelOrderType: order },
    }
    const steps = (await ask(query)).results
    for (const [index, step] of steps.entries()) {
      expect((await actors({ kind: 'FunnelsActorsQuery', source: query, funnelStep: index + 1 })).length).toBe(
        step.count,
      )
      if (index > 0)
        expect((await actors({ kind: 'FunnelsActorsQuery', source: query, funnelStep: -(index + 1) })).length).toBe(
          steps[index - 1].count - step.count,
        )
    }
    for (const attribution of ways) {
      const split = {
        ...query,
        breakdownFilter: { breakdown: '$browser', breakdown_limit: 3 },
        funnelsFilter: { funnelOrderType: order, breakdownAttributionType: attribution },
      }
      for (const list of (await ask(split)).results)
        for (const [index, step] of list.entries()) {
          const rows = await actors({
            kind: 'FunnelsActorsQuery',
            source: split,
            funnelStep: index + 1,
            funnelStepBreakdown: step.breakdown_value,
          })
          // `Other` merges several values, and the same actor may have more than one of them.
          if (attribution === 'first_touch' || attribution === 'last_touch' || step.breakdown_value[0] !== 'Other')
            expect([order, attribution, step.breakdown_value, index, rows.length]).toEqual([
              order,
              attribution,
              step.breakdown_value,
              index,
              step.count,
            ])
          else expect(rows.length).toBeLessThanOrEqual(step.count)
        }
    }
  }
  const trends = {
    kind: 'FunnelsQuery',
    dateRange,
    series: [node('$pageview'), node('signed up')],
    funnelsFilter: { funnelVizType: 'trends' },
  }
  const [rates] = (await ask(trends)).results
  for (const [index, day] of rates.days.entries()) {
    const of = (dropOff: boolean) =>
      actors({
        kind: 'FunnelsActorsQuery',
        source: trends,
        funnelTrendsEntrancePeriodStart: day,
        funnelTrendsDropOff: dropOff,
      })
    const [converted, dropped] = [(await of(false)).length, (await of(true)).length]
    const rate = converted + dropped === 0 ? 0 : Math.round((10_000 * converted) / (converted + dropped)) / 100
    expect([day, rate]).toEqual([day, rates.data[index]])
  }
})

test('retention: every cell', async () => {
  const query = {
    kind: 'RetentionQuery',
    dateRange,
    retentionFilter: {
      period: 'Day',
      totalIntervals: 6,
      targetEntity: { id: '$pageview', type: 'events' },
      returningEntity: { id: 'task completed', type: 'events' },
    },
  }
  const { results } = await ask(query)
  expect(results[0].values[0].count).toBeGreaterThan(0)
  for (const [interval, row] of results.entries()) {
    const rows = await actors({ kind: 'InsightActorsQuery', source: query, interval }, 'appearances')
    row.values.forEach((cell: any, column: number) => {
      expect([interval, column, rows.filter(([, appearances]) => appearances.includes(column)).length]).toEqual([
        interval,
        column,
        cell.count,
      ])
    })
    const last = row.values.length - 1
    const cell = await actors({ kind: 'InsightActorsQuery', source: query, interval, returningInterval: last })
    expect([interval, cell.length]).toEqual([interval, row.values[last].count])
  }
})

test('lifecycle and stickiness: every bar', async () => {
  const lifecycle = { kind: 'LifecycleQuery', dateRange, series: [node('$pageview')] }
  for (const series of (await ask(lifecycle)).results)
    for (const [index, day] of series.days.entries()) {
      const rows = await actors({ kind: 'InsightActorsQuery', source: lifecycle, day, status: series.status })
      expect([series.status, day, rows.length]).toEqual([series.status, day, Math.abs(series.data[index])])
    }
  const stickiness = { kind: 'StickinessQuery', dateRange, series: [node('$pageview')] }
  const [bars] = (await ask(stickiness)).results
  for (const [index, day] of bars.days.entries())
    expect([day, (await actors({ kind: 'StickinessActorsQuery', source: stickiness, day })).length]).toEqual([
      day,
      bars.data[index],
    ])
})

test('paths: every edge, by its number of traversals', async () => {
  const query = { kind: 'PathsQuery', dateRange, pathsFilter: { includeEventTypes: ['custom_event'], stepLimit: 4 } }
  const { results } = await ask(query)
  expect(results.length).toBeGreaterThan(5)
  for (const edge of results) {
    const source = {
      ...query,
      pathsFilter: { ...query.pathsFilter, pathStartKey: edge.source, pathEndKey: edge.target },
    }
    const rows = await actors({ kind: 'InsightActorsQuery', source }, 'event_count')
    expect([edge.source, edge.target, sum(rows.map(([, count]) => count))]).toEqual([
      edge.source,
      edge.target,
      edge.value,
    ])
  }
})

test('correlation: both sides of every candidate', async () => {
  const source = {
    kind: 'FunnelsActorsQuery',
    funnelStep: 1,
    source: { kind: 'FunnelsQuery', dateRange, series: [node('$pageview'), node('signed up')] },
  }
  for (const type of ['events', 'properties']) {
    const query = {
      kind: 'FunnelCorrelationQuery',
      source,
      funnelCorrelationType: type,
      ...(type === 'properties' && { funnelCorrelationNames: ['plan', '$os'] }),
    }
    const { results } = await ask(query)
    expect(results.events.length).toBeGreaterThan(0)
    for (const { event, success_count: success, failure_count: failure } of results.events)
      for (const converted of [true, false]) {
        const [key, ...value] = event.event.split('::')
        const which =
          type === 'events'
            ? { funnelCorrelationPersonEntity: node(event.event) }
            : { funnelCorrelationPropertyValues: [{ key, value: value.join('::'), type: 'person' }] }
        const rows = await actors({
          kind: 'FunnelCorrelationActorsQuery',
          source: query,
          funnelCorrelationPersonConverted: converted,
          ...which,
        })
        expect([event.event, converted, rows.length]).toEqual([event.event, converted, converted ? success : failure])
      }
  }
})

test('legacy endpoints return the same actors, page by page, and their links lead to these actors', async () => {
  const parameters = new URLSearchParams({
    events: JSON.stringify([{ id: 'task completed', math: 'dau' }]),
    date_from: '2026-02-23',
    date_to: '2026-02-28',
  })
  const legacy = await client.get(`${share.base}/insights/trend/?${parameters}`)
  const modern = await ask({ kind: 'TrendsQuery', dateRange, series: [node('task completed', { math: 'dau' })] })
  expect(legacy.result[0].data).toEqual(modern.results[0].data)
  for (const [index, { url }] of legacy.result[0].persons_urls.entries()) {
    let people = 0
    for (let next: string | null = `${share.stack.url}/${url}&limit=7`; next; ) {
      const page: any = await client.get(next.slice(share.stack.url.length))
      expect(page.results[0].count).toBe(page.results[0].people.length)
      people += page.results[0].count
      next = page.next
    }
    expect(people).toBe(legacy.result[0].data[index])
  }
  const funnel = new URLSearchParams({
    events: JSON.stringify([
      { id: '$pageview', order: 0 },
      { id: 'signed up', order: 1 },
    ]),
    date_from: '2026-02-23',
    date_to: '2026-02-28',
  })
  const steps = (await client.get(`${share.base}/insights/funnel/?${funnel}`)).result
  for (const step of steps) {
    const { results, missing_persons: missing } = await client.get(`/${step.converted_people_url}&limit=1000`)
    // Persons without a profile are counted but have no record to show.
    expect(results[0].count + missing).toBe(step.count)
  }
  const dropped = await client.get(`/${steps[1].dropped_people_url}&limit=1000`)
  expect(dropped.results[0].count + dropped.missing_persons).toBe(steps[0].count - steps[1].count)
  const entity = encodeURIComponent(JSON.stringify({ id: 'task completed', type: 'events' }))
  const retention = (
    await client.get(
      `${share.base}/insights/retention/?date_to=2026-02-28&total_intervals=5&target_entity=${entity}&returning_entity=${entity}`,
    )
  ).result
  expect(retention.map((row: any) => row.values.length)).toEqual([5, 4, 3, 2, 1])
  for (const row of retention) {
    const { result } = await client.get(`/${row.people_url}&limit=1000`)
    row.values.forEach((cell: any, column: number) => {
      expect(sum(result.map((each: any) => each.appearances[column]))).toBe(cell.count)
    })
  }
  const first = `/${legacy.result[0].persons_urls[0].url}&limit=5`
  expect([
    (await client.get(first)).is_cached,
    (await client.get(first)).is_cached,
    (await client.get(`${first}&refresh=true`)).is_cached,
  ]).toEqual([false, true, false])
  const csv = await (await client.request(`/${legacy.result[0].persons_urls[0].url}&format=csv`)).text()
  expect(csv.split('\r\n').length).toBe(legacy.result[0].data[0] + 2)
})
