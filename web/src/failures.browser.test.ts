/** Every page while its queries fail: none may show a number, an empty state or "up to date" for unknown data. */
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchBrowser, logIn } from '../../server/src/testing/browser.ts'
import { Client, EMAIL, type Stack, startStack, waitFor } from '../../server/src/testing/stack.ts'

/** Pages, each with a text that is there once its queries have succeeded. */
const PAGES = [
  ['/', 'Active persons per day'],
  ['/insights', 'Kept question'],
  ['/dashboards', 'My dashboard'],
  ['/cohorts', 'Bought'],
  ['/persons', 'ann@example.com'],
  ['/groups', 'Acme'],
  ['/accounts', 'First customer'],
  ['/notebooks', 'My notes'],
  ['/feature_flags', 'my-flag'],
  ['/alerts', 'Too many'],
  ['/annotations', 'A launch'],
  ['/catalog', 'bought'],
  ['/events', 'bought'],
  ['/health', 'Every accepted event has been processed.'],
  ['/setup', 'Events are arriving'],
  ['/settings/security', 'This browser'],
  ['/settings/members', EMAIL],
  ['/settings/roles', 'Support'],
  ['/settings/projects', 'Open now'],
  ['/settings/project', 'Time zone'],
  ['/settings/access', 'Private project'],
  ['/settings/tags', '1 insight'],
] as const

/** Words that are only true after a successful query. */
const CLAIMS =
  /\bNo (\w+ )?\w+ (yet|match|matches|has arrived)|No (dead letters|warnings|open invitations)|Nobody|No one|Nothing|None\b|up to date|Every accepted|appear here|to see it here|^0\b|\b0 (persons|insights|dashboards|cohorts|flags|alerts|accounts|notebooks|names)/m

const body = (status: number, detail: string) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ type: 'server_error', code: 'error', detail, attr: null }),
})

type Failing = (route: Route) => unknown
const FAILURES: [name: string, fail: Failing, words: string][] = [
  ['an error (500)', (route) => route.fulfill(body(500, 'A server error occurred.')), 'The server ran into an error.'],
  ['no permission (403)', (route) => route.fulfill(body(403, 'Not for you.')), 'You don’t have access to this'],
  [
    'an invalid query (400)',
    (route) => route.fulfill(body(400, 'No such column.')),
    'The server rejected this request.',
  ],
  ['rate limited (429)', (route) => route.fulfill(body(429, 'Slow down.')), 'Too many requests.'],
  ['busy (503)', (route) => route.fulfill(body(503, '')), 'The server is temporarily unavailable.'],
  ['no connection', (route) => route.abort('connectionrefused'), 'The server cannot be reached.'],
]

/** Less than the shift of one line of text by a pixel. */
const SHIFT_MAX = 0.001

/** All API requests except the one for the current user: without it there is no page at all. */
const isAsked = (url: URL) => url.pathname.startsWith('/api/') && !/^\/api\/users\/(@|%40)me/.test(url.pathname)

/** Runs in the page: records layout shifts from now on. */
function watchShifts(): number[] {
  const shifts: number[] = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value)
  }).observe({ type: 'layout-shift' })
  return shifts
}

/** Runs in the page: the user comes back a minute later, when no answer counts as fresh. */
function comeBackLater(): void {
  const now = Date.now
  Date.now = () => now() + 60_000
  window.dispatchEvent(new Event('visibilitychange'))
}

describe.skipIf(!chromiumPath)('in Chromium, while the server fails', () => {
  let stack: Stack
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    stack = await startStack()
    const client = new Client(stack)
    await client.send(
      { event: 'bought', distinct_id: 'ann', $set: { email: 'ann@example.com' } },
      { event: 'bought', distinct_id: 'ann', properties: { $groups: { company: 'acme' } } },
      {
        event: '$groupidentify',
        distinct_id: 'ann',
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme' } },
      },
    )
    const query = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] }
    for (const [path, made] of [
      ['projects/1/insights', { name: 'Kept question', query, tags: ['gold'], saved: true }],
      ['projects/1/dashboards', { name: 'My dashboard', pinned: true }],
      ['projects/1/cohorts', { name: 'Bought', is_static: true }],
      ['projects/1/accounts', { name: 'First customer' }],
      ['projects/1/notebooks', { title: 'My notes' }],
      ['projects/1/feature_flags', { key: 'my-flag' }],
      ['projects/1/annotations', { content: 'A launch', date_marker: '2026-01-01T00:00:00Z', scope: 'project' }],
      ['organizations/@current/roles', { name: 'Support' }],
    ] as const) {
      const response = await client.request(`/api/${path}/`, {
        method: 'POST',
        body: JSON.stringify(made),
        headers: { 'Content-Type': 'application/json' },
      })
      expect([path, response.status]).toEqual([path, 201])
    }
    const { results } = await client.get('/api/projects/1/insights/?search=Kept')
    const alert = await client.request('/api/projects/1/alerts/', {
      method: 'POST',
      body: JSON.stringify({
        name: 'Too many',
        insight: results[0].id,
        subscribed_users: [],
        threshold: { configuration: { type: 'absolute', bounds: { upper: 100 } } },
      }),
      headers: { 'Content-Type': 'application/json' },
    })
    expect(alert.status).toBe(201)
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await logIn(page, stack.url)
    await page.waitForURL((url) => url.pathname !== '/login')
    await page.close()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  const textOf = (page: Page) => page.locator('main').innerText()

  /** Each failed part of a page has its own retry button. */
  const retryAll = (page: Page) =>
    waitFor(async () => {
      const retry = page.getByRole('button', { name: 'Try again' })
      if ((await retry.count()) > 0)
        await retry
          .first()
          .click({ timeout: 1_000 })
          .catch(() => {})
      return (await retry.count()) === 0
    })

  /** One failure per page: one component shows all errors, so not every page has to meet every failure. */
  const met = PAGES.map((page, index) => [...page, ...FAILURES[index % FAILURES.length]!] as const)

  test.each(met)('%s, on opening and on refresh', async (path, known, name, fail, words) => {
    const page = await context.newPage()
    const problem = `${path}, ${name}`
    const isKnown = () => page.locator('main').getByText(known).first().waitFor()
    try {
      await page.route(isAsked, fail)
      await page.goto(`${stack.url}${path}`)
      await page.getByRole('button', { name: 'Try again' }).first().waitFor()
      expect.soft(await textOf(page), problem).toContain(words)
      expect.soft(await textOf(page), problem).not.toMatch(CLAIMS)
      // The retry works for each part of the page.
      await page.unroute(isAsked)
      await retryAll(page)
      await isKnown()

      await waitFor(async () => (await page.locator('[aria-label=Loading]').count()) === 0)
      const shifts = await page.evaluateHandle(watchShifts)
      await page.route(isAsked, (route) => route.fulfill(body(500, 'A server error occurred.')))
      await page.evaluate(comeBackLater)
      await page
        .getByText(/Not refreshed since \d\d:\d\d\. The server ran into an error\./)
        .first()
        .waitFor()
      expect(await page.getByText('up to date').count()).toBe(0)
      if (path !== '/health') await isKnown()
      expect((await shifts.jsonValue()).reduce((sum, shift) => sum + shift, 0)).toBeLessThan(SHIFT_MAX)
      await page.unroute(isAsked)
      await retryAll(page)
      await isKnown()
    } finally {
      await page.close()
    }
  })
})
