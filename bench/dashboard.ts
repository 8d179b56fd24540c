/**
 * Opens a dashboard of twelve tiles over a million events in Chromium and waits until every tile shows its answer, once from
 * the cache and once computed anew. The same twelve queries, sent to the API by a script, serve as the comparison.
 */
import type { Page } from 'playwright-core'
import { chromiumPath, launchBrowser } from '../server/src/testing/browser.ts'
import { Client, EMAIL, PASSWORD, startStack, waitFor } from '../server/src/testing/stack.ts'
import type { RecordRow } from './against-sql.ts'
import { fillEvents, fillPersons } from './queries.ts'

const EVENTS = 1_000_000
const RUNS = 5
const AIM_CACHED_MS = 1_000
const AIM_FRESH_MS = 2_500
const TILES = 12

const node = (event: string | null, more: object = {}) => ({ kind: 'EventsNode', event, name: event, ...more })
const steps = ['$pageview', 'signed up', 'bought']
const trends = (series: object[], more: object = {}) => ({
  kind: 'TrendsQuery',
  dateRange: { date_from: '-30d' },
  interval: 'day',
  series,
  ...more,
})
const SOURCES = [
  trends([node('$pageview', { math: 'dau' })]),
  trends(steps.map((event) => node(event))),
  trends([node('$pageview')], { breakdownFilter: { breakdown: 'browser', breakdown_type: 'event' } }),
  trends([node('bought', { math: 'sum', math_property: 'amount' })]),
  trends([node('$pageview')], { trendsFilter: { display: 'BoldNumber' }, compareFilter: { compare: true } }),
  trends([node('clicked')], {
    trendsFilter: { display: 'ActionsBar' },
    breakdownFilter: { breakdown: 'browser', breakdown_type: 'event' },
  }),
  trends([node('$pageview')], {
    trendsFilter: { display: 'ActionsBarValue' },
    breakdownFilter: { breakdown: '$current_url', breakdown_type: 'event' },
  }),
  trends([node('signed up', { math: 'weekly_active' })]),
  { kind: 'FunnelsQuery', dateRange: { date_from: '-30d' }, series: steps.map((event) => node(event)) },
  { kind: 'LifecycleQuery', dateRange: { date_from: '-30d' }, interval: 'day', series: [node('$pageview')] },
  { kind: 'StickinessQuery', dateRange: { date_from: '-30d' }, interval: 'day', series: [node('$pageview')] },
  {
    kind: 'RetentionQuery',
    retentionFilter: {
      period: 'Week',
      totalIntervals: 8,
      targetEntity: { id: '$pageview', type: 'events' },
      returningEntity: { id: '$pageview', type: 'events' },
    },
  },
]

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

/** Time from opening the address until no tile waits for its answer. */
async function open(page: Page, url: string): Promise<number> {
  const startedAt = performance.now()
  await page.goto(url)
  await page.waitForFunction(
    (tiles) =>
      document.querySelectorAll('section[aria-label] [aria-busy=false]').length >= tiles &&
      !document.querySelector('[aria-busy=true]') &&
      !document.querySelector('[role=status][aria-label=Loading]'),
    TILES,
    { polling: 'raf' },
  )
  return performance.now() - startedAt
}

export async function benchDashboard(record: RecordRow, isQuick: boolean): Promise<void> {
  if (!chromiumPath) {
    record('a dashboard in the browser', 'not measured', 'there is no Chromium')
    return
  }
  const events = isQuick ? EVENTS / 10 : EVENTS
  const stack = await startStack()
  const client = new Client(stack)
  const call = async (route: string, body: unknown) => {
    const response = await client.request(`/api/projects/1/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as { id: number }
  }
  const browser = await launchBrowser()
  try {
    await fillPersons(stack)
    await fillEvents(stack, 0, events)
    await waitFor(async () => (await stack.clickHouse('SELECT 1 FROM system.merges')).length === 0, 600_000)
    const dashboard = await call('dashboards/', { name: 'Twelve' })
    for (const [index, source] of SOURCES.entries())
      await call('insights/', {
        name: `Tile ${index + 1}`,
        saved: true,
        dashboards: [dashboard.id],
        query: { kind: 'InsightVizNode', source },
      })
    // High enough to show every tile; otherwise only the tiles near the viewport would be computed.
    const page = await browser.newPage({ viewport: { width: 1440, height: 3_200 } })
    await page.goto(`${stack.url}/login`)
    await page.getByLabel('Email').fill(EMAIL)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.includes('login'))
    const url = `${stack.url}/dashboards/${dashboard.id}`
    const forget = () => stack.sql('DELETE FROM query_results')
    await open(page, url)
    const [fresh, cached, api]: number[][] = [[], [], []]
    for (let run = 0; run < RUNS; run++) {
      await forget()
      const startedAt = performance.now()
      await Promise.all(SOURCES.map((query) => call('query/', { query, refresh: 'force_blocking' })))
      api!.push(performance.now() - startedAt)
      await forget()
      fresh!.push(await open(page, url))
      cached!.push(await open(page, url))
    }
    const size = events.toLocaleString('en')
    const [computed, kept, asked] = [median(fresh!), median(cached!), median(api!)]
    record(
      `dashboard of ${TILES} tiles over ${size} events, in the browser, computed anew`,
      `${(computed / 1000).toFixed(2)} s`,
      `the same questions at once by a script ${(asked / 1000).toFixed(2)} s, ratio ${(computed / asked).toFixed(2)}`,
      `<= ${AIM_FRESH_MS / 1000} s`,
      computed <= AIM_FRESH_MS,
    )
    record(
      `dashboard of ${TILES} tiles over ${size} events, in the browser, from the cache`,
      `${(kept / 1000).toFixed(2)} s`,
      `computed anew ${(computed / kept).toFixed(1)} times as long`,
      `<= ${AIM_CACHED_MS / 1000} s`,
      kept <= AIM_CACHED_MS,
    )
  } finally {
    await browser.close()
    await stack.stop()
  }
}
