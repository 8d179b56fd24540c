/** Insights, SQL and dashboards in Chromium: by mouse and by keyboard, in both themes, on a phone. */
import fs from 'node:fs'
import type { Browser, BrowserContext, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  HOSTILE,
  launchBrowser,
  logIn,
  watchPage,
} from '../../../../../server/src/testing/browser.ts'
import { Client, type Stack, startStack, waitFor } from '../../../../../server/src/testing/stack.ts'

const DAY_MS = 86_400_000
const FRAME_MS = 8

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let client: Client
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let problems: string[]
  const today = new Date().toISOString().slice(0, 10)
  const daysAgo = (days: number, minutes = 0) =>
    new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY_MS + (12 * 60 + minutes) * 60_000).toISOString()
  const call = async (method: string, route: string, body?: unknown) => {
    const response = await client.request(`/api/projects/1/${route}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as any
  }
  const insight = (name: string, source: object = {}, extra: object = {}) =>
    call('POST', 'insights/', {
      name,
      saved: true,
      query: {
        kind: 'InsightVizNode',
        source: {
          kind: 'TrendsQuery',
          series: [{ kind: 'EventsNode', event: '$pageview', name: '$pageview' }],
          dateRange: { date_from: '-7d' },
          interval: 'day',
          ...source,
        },
      },
      ...extra,
    })
  const open = async (path: string) => {
    await page.goto(`${stack.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
  }
  /** The number in a cell of the table below a chart. */
  const cell = (name: string | RegExp) => page.getByRole('button', { name })
  const settled = () => waitFor(async () => (await page.locator('[aria-busy=true]').count()) === 0)
  const menu = async (name: string | RegExp, item: string | RegExp) => {
    await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const textOf = async (download: Download) => fs.readFileSync((await download.path())!, 'utf8')

  beforeAll(async () => {
    stack = await startStack()
    client = new Client(stack)
    // Ten persons view a page on each of the last ten days that their number divides. The even ones sign up a minute later.
    await client.send(
      ...Array.from({ length: 10 }, (_, person) => person + 1).flatMap((person) =>
        Array.from({ length: 10 }, (_, days) => days)
          .filter((days) => days % person === 0)
          .flatMap((days) => [
            {
              event: '$pageview',
              distinct_id: `user-${person}`,
              timestamp: daysAgo(days, person),
              properties: {
                $pathname: days % 2 === 0 ? '/' : '/pricing',
                $current_url: `https://x.io${days % 2 === 0 ? '/' : '/pricing'}`,
                $browser: person % 2 === 0 ? 'Chrome' : 'Firefox',
                $session_id: '',
                amount: person,
                $set: { email: `user${person}@x.io`, plan: person > 5 ? 'gold' : 'free' },
              },
            },
            ...(person % 2 === 0 && days === 0
              ? [
                  {
                    event: 'signed up',
                    distinct_id: `user-${person}`,
                    timestamp: daysAgo(days, person + 1),
                    properties: { plan: 'gold' },
                  },
                ]
              : []),
          ]),
      ),
    )
    await client.send(
      ...HOSTILE.map((text) => ({
        event: text.slice(0, 190),
        distinct_id: 'user-1',
        timestamp: daysAgo(20),
        properties: { ugly: text },
      })),
    )
    await waitFor(
      async () => (await stack.sql<{ n: number }>('SELECT count(*)::int AS n FROM mirror_queue'))[0]!.n === 0,
    )
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'America/New_York' })
    page = await context.newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
    await logIn(page, stack.url)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  test('home says what changed, and leads from events to the first dashboard', async () => {
    await page.getByRole('heading', { name: 'The last seven days, compared with the seven before' }).waitFor()
    await page.getByRole('link', { name: /New persons/ }).waitFor()
    await page.getByText('Events are up to date').waitFor()
    await page.getByRole('button', { name: 'Create a dashboard from your events' }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor({ state: 'attached' })
    for (const name of ['Active persons', 'What people do', 'How far people get', 'Most viewed pages'])
      await page.getByRole('region', { name, exact: true }).waitFor()
    await settled()
    // Five of ten got from the first page to signing up.
    await page
      .getByRole('region', { name: 'How far people get', exact: true })
      .getByText('5 got here · 50.0 % of all')
      .waitFor()
    await open('/')
    await page.getByRole('link', { name: 'Overview' }).waitFor()
    expect(await page.getByRole('button', { name: 'Create a dashboard from your events' }).count()).toBe(0)
  })

  test('a trend is built by mouse: event, math, filter, breakdown; it is kept in the URL, and steps can be undone', async () => {
    await open('/insights/new')
    // 10 persons today, and person 1 on each of the seven days before.
    await cell(/^10, Pageview, /).waitFor()
    await page.getByLabel('How A is counted').selectOption('dau')
    await page
      .getByRole('button', { name: '10, Pageview, whole range' })
      .or(cell(/, Pageview, whole range/))
      .first()
      .waitFor()
    await page
      .getByRole('button', { name: 'Property or cohort to filter by' })
      .or(page.getByRole('button', { name: 'Filter', exact: true }))
      .last()
      .click()
    await page.locator('[cmdk-input]').fill('plan')
    await page.getByRole('option', { name: /plan/ }).last().click()
    await page
      .getByRole('option', { name: 'gold 5' })
      .or(page.getByRole('option', { name: /^gold/ }))
      .first()
      .click()
    await page.getByRole('button', { name: 'Done' }).click()
    await cell(/^5, Pageview, /)
      .first()
      .waitFor()
    const filtered = page.url()
    expect(decodeURIComponent(filtered)).toContain('gold')

    await page.getByRole('button', { name: '+ Breakdown' }).click()
    await page.locator('[cmdk-input]').fill('browser')
    await page
      .getByRole('option', { name: /^Browser/ })
      .first()
      .click()
    await cell(/^3, Chrome, /)
      .first()
      .waitFor()
    await cell(/^2, Firefox, /)
      .first()
      .waitFor()
    await page.locator('main').click({ position: { x: 3, y: 3 } })
    await page.keyboard.press('Control+z')
    await cell(/^5, Pageview, /)
      .first()
      .waitFor()
    expect(await cell(/Chrome/).count()).toBe(0)
    await page.keyboard.press('Control+Shift+z')
    await cell(/^3, Chrome, /)
      .first()
      .waitFor()
    await page.goBack()
    await cell(/^5, Pageview, /)
      .first()
      .waitFor()
    await page.goto(filtered)
    await cell(/^5, Pageview, /)
      .first()
      .waitFor()
    await page.getByRole('button', { name: /^Remove filter/ }).click()
    await cell(/^10, Pageview, /).waitFor()
  })

  test('every number opens its persons, who can be saved as a cohort and exported', async () => {
    await open('/insights/new')
    await cell(/^10, Pageview, /).click()
    const drawer = page.getByRole('dialog', { name: /^Pageview, .*: 10$/ })
    await drawer.getByText('10 persons').waitFor()
    await drawer.getByLabel('Search these persons').fill('user3@')
    await drawer.getByText('1 person', { exact: true }).waitFor()
    await drawer.getByLabel('Search these persons').fill('')
    await drawer.getByText('10 persons').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      drawer
        .getByRole('button', { name: 'Export' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'CSV', exact: true }).click()),
    ])
    const lines = (await textOf(download)).trim().split('\r\n')
    expect(lines).toHaveLength(11)
    expect(lines.filter((line) => line.includes('user7@x.io'))).toHaveLength(1)
    await drawer.getByRole('button', { name: 'Save as cohort' }).click()
    await page.getByRole('dialog', { name: 'Save as cohort' }).getByLabel('Name').fill('Were here today')
    await page
      .getByRole('dialog', { name: 'Save as cohort' })
      .getByRole('button', { name: 'Save', exact: true })
      .click()
    await page.getByText('Saved as a cohort').waitFor()
    await drawer.getByRole('link', { name: 'user1@x.io', exact: true }).click()
    await page.getByRole('heading', { name: 'user1@x.io' }).waitFor()
    await open('/cohorts')
    await page.getByRole('link', { name: 'Were here today' }).click()
    await page.getByText('10 persons, static').waitFor()
    await page.getByRole('link', { name: 'user10@x.io' }).waitFor()
  })

  test('an insight is saved, shows unsaved changes, and reports a change by someone else', async () => {
    await open('/insights/new')
    await page.getByLabel('Name of the insight').fill('Visitors "<b>😀')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(/insights\/[0-9A-Za-z]{8}$/)
    const shortId = page.url().split('/').at(-1)!
    expect((await call('GET', `insights/${shortId}/`)).name).toBe('Visitors "<b>😀')
    await page.getByLabel('Chart type').selectOption('ActionsBar')
    await page.getByText('Not saved').waitFor()
    await call('PATCH', `insights/${shortId}/`, { description: 'Theirs' })
    await page.keyboard.press('Control+s')
    const conflict = page.getByRole('dialog', { name: 'Someone else changed this insight' })
    await conflict.getByRole('button', { name: 'Discard mine and show theirs' }).click()
    await waitFor(async () => (await page.getByLabel('Description').inputValue()) === 'Theirs')
    expect(await page.getByText('Not saved').count()).toBe(0)
    await page.getByLabel('Chart type').selectOption('ActionsAreaGraph')
    await page.getByText('Not saved').waitFor()
    await page.keyboard.press('Control+s')
    await page.getByText('Not saved').waitFor({ state: 'detached' })
    expect((await call('GET', `insights/${shortId}/`)).query.source.trendsFilter.display).toBe('ActionsAreaGraph')
    await page.reload()
    expect(await page.getByLabel('Chart type').inputValue()).toBe('ActionsAreaGraph')
    await menu('More', 'Delete')
    await page.getByRole('heading', { name: 'Insights' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Visitors "<b>😀' }).waitFor()
  })

  test('a funnel, by keyboard only', async () => {
    await open('/insights/new')
    await page.getByRole('button', { name: 'Funnel' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Add a second step to see the funnel.').waitFor()
    await page.getByRole('button', { name: 'Step', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('signed')
    await page.getByRole('option', { name: 'signed up', exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^5 got here/ }).waitFor()
    await page.getByText('50.0 % of the previous step').waitFor()
    await page.getByRole('button', { name: /^5 dropped off/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Dropped off before signed up' }).getByText('5 persons').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Analyze' }).focus()
    await page.keyboard.press('Enter')
    await page
      .getByText(/odds of|No significant differences/)
      .first()
      .waitFor()
    await page.getByRole('tab', { name: 'Person properties' }).click()
    await page
      .getByText(/odds of|No significant differences/)
      .first()
      .waitFor()
    for (const type of ['time_to_convert', 'trends']) {
      await page.getByLabel('Chart type').selectOption(type)
      await settled()
    }
    await page.getByRole('group', { name: /Conversion/ }).waitFor()
    await page
      .getByRole('button', { name: /^50.0 %, Conversion, / })
      .last()
      .click()
    await page
      .getByRole('dialog', { name: /^Converted, Conversion, / })
      .getByText('5 persons')
      .waitFor()
    await page.keyboard.press('Escape')
  })

  test('retention, lifecycle, stickiness and paths are each a click away and keep what they can', async () => {
    await open('/insights/new')
    await page.getByRole('button', { name: 'Retention' }).click()
    await page.getByRole('rowheader', { name: 'Weighted mean' }).waitFor()
    await page.getByLabel('Length of a period').selectOption('Day')
    await page.getByLabel('Number of periods').fill('10')
    await page.getByLabel('Number of periods').press('Enter')
    await page.getByRole('columnheader', { name: 'Day 9' }).waitFor()
    await page.getByLabel('Show counts instead of percentages').check()
    const first = page.getByRole('button', { name: /^\d+, started in .*, Day 1$/ }).first()
    const count = /^\d+/.exec((await first.getAttribute('aria-label'))!)![0]
    await first.click()
    await page
      .getByRole('dialog', { name: /came back in day 1/ })
      .getByText(count === '1' ? '1 person' : `${count} persons`, { exact: true })
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('Chart type').selectOption('ActionsLineGraph')
    await page.getByRole('group', { name: /come back|No period/ }).waitFor()
    await page.getByRole('button', { name: 'Lifecycle' }).click()
    await page.getByRole('button', { name: 'Dormant', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Stickiness' }).click()
    // The days of the trend came along, today and the seven before; person 1 was there on each.
    await cell('1, Pageview, 8 days').click()
    await page
      .getByRole('dialog', { name: 'Pageview, 8 days: 1' })
      .getByRole('link', { name: 'user1@x.io', exact: true })
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Paths', exact: true }).click()
    await page
      .getByText(/Nothing matches in this range|Paths as a table/)
      .or(page.getByRole('region', { name: /Paths/ }))
      .first()
      .waitFor()
  })

  test('the cross-hair moves by keyboard and is read out, and an incomplete bucket says so', async () => {
    await open('/insights/new')
    await settled()
    const chart = page.getByRole('group', { name: /Pageview is highest/ })
    await chart.focus()
    await page.keyboard.press('ArrowLeft')
    await chart.getByText(/\(incomplete\): Pageview 10/).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowLeft')
    await chart.getByText(/: Pageview 1$/).waitFor({ state: 'attached' })
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: /^Pageview, .*: 1$/ }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('ranges: presets, typed, by arrow keys and by dragging over the chart', async () => {
    await open('/insights/new')
    await settled()
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.getByRole('button', { name: 'Today', exact: true }).click()
    await page.getByRole('button', { name: 'Today' }).waitFor()
    expect(await page.getByLabel('Interval').inputValue()).toBe('hour')
    await page.getByRole('button', { name: 'Today' }).click()
    await page.getByLabel('In the last').fill('3')
    await page.getByLabel('Unit').selectOption('w')
    await page.getByRole('button', { name: 'Apply' }).first().click()
    await page.getByRole('button', { name: 'Last 3 weeks' }).waitFor()
    await settled()
    const from = page.url()
    await page.locator('main').click({ position: { x: 3, y: 3 } })
    await page.keyboard.press('ArrowLeft')
    await waitFor(() => page.url() !== from)
    await page.getByRole('button', { name: /\d{4} – .*\d{4}/ }).waitFor()
    await page.goto(from)
    await page.locator('.u-over').waitFor()
    await settled()
    const box = (await page.locator('.u-over').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.6, box.y + 50)
    await page.mouse.down()
    for (let step = 0; step <= 10; step++) {
      await page.mouse.move(box.x + box.width * (0.6 + step * 0.02), box.y + 50)
      await page.waitForTimeout(FRAME_MS)
    }
    await page.mouse.up()
    await page.getByRole('button', { name: /\d{4} – .*\d{4}/ }).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'Last 3 weeks' }).waitFor()
  })

  test('an older answer never replaces a newer one, and the old answer stays until the new one arrives', async () => {
    await open('/insights/new')
    await settled()
    await page.route('**/query/**', async (route) => {
      // The first of the two questions takes longer than the second.
      const isSlow = (route.request().postData() ?? '').includes('"date_from":"-90d"')
      if (isSlow) await waitFor(() => page.url().includes('-30d'))
      await route.continue().catch(() => {})
    })
    await page.getByRole('button', { name: 'Last 7 days' }).click()
    await page.getByRole('button', { name: 'Last 90 days' }).click()
    expect(await cell(/^10, Pageview, /).count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Last 90 days' }).click()
    await page.getByRole('button', { name: 'Last 30 days' }).click()
    await settled()
    await page.unroute('**/query/**')
    await waitFor(async () => (await page.getByRole('columnheader').count()) === 33)
    await page.goBack()
  })

  test('a long query shows its progress and can be canceled', async () => {
    await open('/sql')
    await page.getByRole('textbox', { name: 'SQL' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(
      'SELECT sum(cityHash64(a.number, b.number)) FROM numbers(1000000) AS a CROSS JOIN numbers(1000000) AS b',
    )
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('status')
      .getByText(/Taking longer than usual/)
      .waitFor()
    await page.getByRole('button', { name: 'Cancel' }).first().click()
    await page.getByText('Canceled').waitFor()
    await page.getByRole('button', { name: 'Run again' }).waitFor()
    await waitFor(async () => {
      const [row] = await stack.sql<{ n: number }>(
        'SELECT count(*)::int AS n FROM query_runs WHERE finished_at IS NULL',
      )
      return row!.n === 0
    })
  })

  test('a query is sent again automatically if the server is killed while it runs', async () => {
    await open('/sql')
    await page.getByRole('textbox', { name: 'SQL' }).click()
    await page.keyboard.press('Control+a')
    // Long enough for the kill to hit it, short enough to be answered afterwards.
    await page.keyboard.type(
      'SELECT sum(cityHash64(a.number, b.number)) > 0 AS waited FROM numbers(1000000) AS a CROSS JOIN numbers(300) AS b',
    )
    await page.keyboard.press('Control+Enter')
    await waitFor(async () => {
      const [row] = await stack.sql<{ n: number }>(
        'SELECT count(*)::int AS n FROM query_runs WHERE finished_at IS NULL',
      )
      return row!.n === 1
    })
    process.kill(stack.pids().web!, 'SIGKILL')
    await page.getByRole('columnheader', { name: 'waited' }).waitFor({ timeout: 120_000 })
    problems.length = 0
  })

  test('SQL: completion, errors marked in place, rows, parameters, chart, history, saved as an insight', async () => {
    await open('/sql')
    const editor = page.getByRole('textbox', { name: 'SQL' })
    await editor.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('SELECT nothing_like_that FROM events')
    await page.locator('[data-sql-editor] .cm-lintRange-error').waitFor()
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('alert')
      .getByText(/nothing_like_that/)
      .waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('SELECT event, count() AS views FROM events WHERE properties.$brow')
    await page.getByRole('option', { name: '$browser' }).click()
    await page.keyboard.type(" = {variables.browser} AND event = '$pageview' GROUP BY event")
    await page.getByRole('textbox', { name: 'browser', exact: true }).fill('Chrome')
    await page.getByRole('button', { name: 'Run' }).click()
    // Persons 2, 4, 6, 8 and 10, on 5, 3, 2, 2 and 1 days.
    await page.getByRole('cell', { name: '13', exact: true }).waitFor()
    await page.getByLabel('Show as').selectOption('ActionsBarValue')
    await page.getByRole('list', { name: 'Values' }).getByText('$pageview').waitFor()
    await page.getByRole('button', { name: 'Save as insight' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('By SQL')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'By SQL' }).waitFor()
    await page.getByRole('list', { name: 'Values' }).getByText('13').waitFor()
    await page.getByRole('button', { name: 'History' }).click()
    await page
      .getByRole('dialog', { name: 'History' })
      .getByRole('button', { name: /nothing_like_that/ })
      .waitFor()
    await page.keyboard.press('Escape')
    const [download] = await Promise.all([page.waitForEvent('download'), menu('Export', 'CSV')])
    expect((await textOf(download)).trim()).toContain('event,views\r\n"$pageview",13')
    await open('/insights')
    await page.getByRole('link', { name: 'By SQL' }).click()
    await page.getByRole('list', { name: 'Values' }).getByText('13').waitFor()
  })

  test('a dashboard: add, drag, resize, place by menu, remove and undo, dates and filters, full screen, files', async () => {
    const [one, two] = [
      await insight('First one'),
      await insight('Second one', { trendsFilter: { display: 'BoldNumber' } }),
    ]
    await open('/dashboards')
    await page.keyboard.press('c')
    await page.getByRole('dialog').getByLabel('Name').fill('Board')
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: 'Board', exact: true }).waitFor({ state: 'attached' })
    const id = Number(/dashboards\/(\d+)/.exec(page.url())![1])
    await page.getByRole('button', { name: 'Add an insight', exact: true }).last().click()
    await page.getByRole('button', { name: 'Add First one' }).click()
    await page.getByRole('button', { name: 'Remove First one' }).waitFor()
    await page.getByRole('button', { name: 'Add Second one' }).click()
    await page.getByRole('button', { name: 'Remove Second one' }).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    const [first, second] = ['First one', 'Second one'].map((name) => page.getByRole('region', { name, exact: true }))
    // The multiples of each number from one to ten among the days 0 to 7.
    await second!.getByRole('button', { name: '26' }).waitFor()
    const layout = async () =>
      Object.fromEntries(
        (await call('GET', `dashboards/${id}/`)).tiles.map((tile: any) => [
          tile.insight?.name ?? 'text',
          tile.layouts.sm,
        ]),
      )
    const handle = (await second!.locator('.tile-handle').boundingBox())!
    const target = (await first!.boundingBox())!
    await page.mouse.move(handle.x + 5, handle.y + 10)
    await page.mouse.down()
    for (let step = 1; step <= 15; step++) {
      await page.mouse.move(
        handle.x + 5 + ((target.x - handle.x + 460) * step) / 15,
        handle.y + 10 + ((target.y + target.height + 30 - handle.y) * step) / 15,
      )
      await page.waitForTimeout(FRAME_MS)
    }
    await page.mouse.up()
    await waitFor(async () => (await layout())['Second one']?.y >= 5)
    await menu('Menu of First one', 'Narrower')
    await waitFor(async () => (await layout())['First one']?.w === 5)
    await menu('Menu of First one', 'Remove')
    await page.getByText('Tile removed').waitFor()
    await first!.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await first!.waitFor()
    expect((await layout())['First one'].w).toBe(5)

    await menu('More', 'Add text')
    await page
      .getByRole('dialog')
      .getByLabel('Text')
      .fill(`# Read this\n\n${HOSTILE.join('\n\n')}\n\n[here](https://example.com)`)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Read this' }).waitFor()

    await page.getByRole('button', { name: "Each insight's own dates" }).click()
    await page.getByRole('button', { name: 'Today', exact: true }).click()
    await second!.getByRole('button', { name: '10' }).waitFor()
    expect((await call('GET', `dashboards/${id}/`)).filters).toEqual({})
    await page.getByRole('button', { name: 'Save filters' }).click()
    await waitFor(async () => (await call('GET', `dashboards/${id}/`)).filters.date_from === 'dStart')
    await page.getByRole('button', { name: 'Save filters' }).waitFor({ state: 'detached' })
    await page.reload()
    await second!.getByRole('button', { name: '10' }).click()
    await page
      .getByRole('dialog', { name: /Pageview: 10/ })
      .getByText('10 persons')
      .waitFor()
    await page.keyboard.press('Escape')

    for (const [item, check] of [
      ['Export CSV', (text: string) => text.includes('Pageview,10')],
      ['Export JSON', (text: string) => JSON.parse(text).results[0].aggregated_value === 10],
      ['Export PNG', (text: string) => text.slice(1, 4) === 'PNG'],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), menu('Menu of Second one', item)])
      expect([item, check(await textOf(download))]).toEqual([item, true])
    }
    await page.keyboard.press('f')
    await page.waitForURL(/full=true/)
    await page.getByRole('button', { name: 'Exit full screen' }).waitFor()
    // It scrolls by itself; the page behind it keeps no place for a second scrollbar.
    expect(await page.evaluate('getComputedStyle(document.documentElement).scrollbarGutter')).toBe('auto')
    await page.keyboard.press('Escape')
    await waitFor(() => !page.url().includes('full=true'))
    await menu('Menu of First one', 'Show as table')
    await first!.getByRole('table').waitFor()
    await menu('More', 'History')
    await page
      .getByRole('dialog', { name: 'History' })
      .getByText(/created the dashboard/)
      .waitFor()
    await page.keyboard.press('Escape')
    expect([one.id, two.id].every(Boolean)).toBe(true)
  })

  test('a dashboard in kiosk mode shows only its tiles, and on paper no tile is cut', async () => {
    const dashboard = await call('POST', 'dashboards/', { name: 'Wall', filters: { date_from: '-30d' } })
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'])
      await insight(name, {}, { dashboards: [dashboard.id] })
    await open(`/dashboards/${dashboard.id}`)
    const three = page.getByRole('region', { name: 'Three', exact: true })
    await three.waitFor()
    await page.setViewportSize({ width: 1280, height: 1300 })
    await page.keyboard.press('k')
    await page.waitForURL(/mode=kiosk/)
    // Everything fits the window, and there is nothing but answers.
    await three.getByRole('group', { name: /Arrow keys read the values/ }).waitFor()
    const toolbar = page.getByRole('toolbar', { name: 'Kiosk mode' })
    await toolbar.getByRole('button', { name: 'Dark' }).click()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByRole('button', { name: /^Menu of/ }).waitFor({ state: 'detached' })
    await toolbar.waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.querySelector("[data-covers-page]").scrollHeight <= innerHeight')).toBe(true)
    await page.mouse.move(200, 200)
    await toolbar.getByLabel('Auto-refresh').selectOption('every minute')
    await page.waitForURL(/every=60/)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await waitFor(() => !/mode|theme|every/.test(page.url()))
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light')

    // The server is away for a while: the answers stay, and nothing says that the query is slow.
    await page.getByRole('button', { name: 'Menu of Three' }).waitFor()
    await page.route('**/query/**', (route) => route.abort('connectionrefused'))
    await page.getByRole('button', { name: 'Refresh all' }).click()
    await three.getByText('The server cannot be reached. Trying again…').waitFor()
    await three.getByRole('group', { name: /Arrow keys read the values/ }).waitFor()
    expect(await three.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    await page.unroute('**/query/**')
    await three.getByText('The server cannot be reached').waitFor({ state: 'detached' })

    await page.evaluate('print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1 }')
    await page.keyboard.press('Control+p')
    await waitFor(() => page.evaluate('globalThis.printed === 1'))
    await page.getByText(/^Last 30 days · Printed .*\(UTC\)$/).waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const hidden of [page.getByRole('navigation'), page.getByRole('button', { name: 'Print' })])
      await hidden.waitFor({ state: 'hidden' })
    // Four rows of tiles: three below the heading, and one on the next page.
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2)
    await page.emulateMedia({ media: null })
    await page.getByRole('button', { name: 'Back to the dashboard' }).click()
    await page.getByRole('button', { name: 'Full screen' }).waitFor()
  })

  test('two people move different tiles of a dashboard, and see each other’s changes', async () => {
    const dashboard = await call('POST', 'dashboards/', { name: 'Shared' })
    await insight('Hers', {}, { dashboards: [dashboard.id] })
    await insight('His', {}, { dashboards: [dashboard.id] })
    await open(`/dashboards/${dashboard.id}`)
    await page.getByRole('region', { name: 'Hers', exact: true }).waitFor()
    await waitFor(async () =>
      (await call('GET', `dashboards/${dashboard.id}/`)).tiles.every((tile: any) => tile.layouts.sm),
    )
    const { tiles } = await call('GET', `dashboards/${dashboard.id}/`)
    const his = tiles.find((tile: any) => tile.insight.name === 'His')
    await call('PATCH', `dashboards/${dashboard.id}/`, {
      name: 'Renamed by another',
      tiles: [{ id: his.id, layouts: { sm: { x: 0, y: 20, w: 4, h: 4 } } }],
    })
    await menu('Menu of Hers', 'Taller')
    await waitFor(async () => {
      const now = (await call('GET', `dashboards/${dashboard.id}/`)).tiles
      const place = (name: string) => now.find((tile: any) => tile.insight.name === name).layouts.sm
      return place('Hers')?.h === 6 && place('His').w === 4
    })
    await page.getByRole('heading', { level: 1, name: 'Renamed by another' }).waitFor({ state: 'attached' })
  })

  test('a broken or deleted object is reported in its place, with a way to fix it', async () => {
    const dashboard = await call('POST', 'dashboards/', { name: 'Half broken' })
    await call('POST', 'insights/', {
      name: 'Cannot be read',
      query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: 'x' } },
      dashboards: [dashboard.id],
      saved: true,
    })
    await insight('Whole', {}, { dashboards: [dashboard.id] })
    const cohort = await call('POST', 'cohorts/', { name: 'Gone', is_static: true, _create_static_person_ids: [] })
    const filtered = await insight('Names a cohort', {
      properties: [{ key: 'id', type: 'cohort', operator: 'in', value: cohort.id }],
    })
    await call('PATCH', `cohorts/${cohort.id}/`, { deleted: true })
    problems.length = 0
    await open(`/dashboards/${dashboard.id}`)
    const broken = page.getByRole('region', { name: 'Cannot be read' })
    await broken.getByRole('alert').waitFor()
    await broken.getByRole('button', { name: 'Fix the query' }).waitFor()
    await page.getByRole('region', { name: 'Whole', exact: true }).locator('canvas').waitFor()
    await open(`/insights/${filtered.short_id}`)
    await page.getByText('(deleted)').waitFor()
    await page.getByRole('button', { name: /^Remove filter/ }).click()
    await cell(/^10, Pageview, /).waitFor()
    await page.goto(`${stack.url}/insights/nothere1`)
    await page.getByText('This insight does not exist or was deleted.').waitFor()
    await page.goto(`${stack.url}/dashboards/99999`)
    await page.getByText('This dashboard does not exist or was deleted').waitFor()
    // The browser itself logs the 400 and 404 responses.
    expect(problems.filter((each) => !/status of 40[04]/.test(each))).toEqual([])
    problems.length = 0
  })

  test('annotations can be created, deleted and restored', async () => {
    await open('/annotations')
    await page.keyboard.press('c')
    await page.getByRole('dialog').getByLabel('What happened').fill('Launch <b>')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Launch <b>').waitFor()
    await page.getByRole('button', { name: 'Delete: Launch <b>' }).click()
    await page.getByText('No annotations yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.getByText('Launch <b>').waitFor()
  })

  test('every page can be reached by shortcut and by command menu, and saved objects too', async () => {
    await insight('Known by name')
    await call('POST', 'dashboards/', { name: 'Known board' })
    await open('/')
    for (const [keys, title] of [
      ['gi', 'Insights'],
      ['gd', 'Dashboards'],
      ['gs', 'SQL'],
      ['gc', 'Cohorts'],
      ['gt', 'Annotations'],
      ['gp', 'Persons'],
      ['gh', 'Home'],
    ] as const) {
      await page.locator('main').focus()
      await page.keyboard.type(keys)
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    }
    for (const [words, name] of [
      ['known by', /Known by name/],
      ['known board', /Known board/],
      ['new funnel', /New funnel/],
    ] as const) {
      await page.keyboard.press('Control+k')
      await page.locator('[cmdk-input]').fill(words)
      await page.getByRole('option', { name }).waitFor()
      await page.getByRole('option', { name }).click()
      await waitFor(() => !page.url().endsWith('/'))
      await open('/')
    }
    await page.locator('main').focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('axe finds no flaws on any page, and pages fit a phone', async () => {
    const dashboard = await call('POST', 'dashboards/', { use_template: 'WEBSITE', name: 'Website' })
    const funnel = await insight('Funnel', {
      kind: 'FunnelsQuery',
      series: ['$pageview', 'signed up'].map((event) => ({ kind: 'EventsNode', event, name: event })),
      breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' },
    })
    const retention = await insight('Retention', {
      kind: 'RetentionQuery',
      retentionFilter: {
        period: 'Day',
        totalIntervals: 5,
        targetEntity: { id: '$pageview', type: 'events' },
        returningEntity: { id: '$pageview', type: 'events' },
      },
    })
    const ugly = await insight(HOSTILE.join(' ').slice(0, 390), {
      trendsFilter: { display: 'ActionsPie' },
      breakdownFilter: { breakdown: 'plan', breakdown_type: 'person' },
    })
    const odd = await insight('Odd', {
      series: HOSTILE.map((text) => ({ kind: 'EventsNode', event: text.slice(0, 190), name: text.slice(0, 190) })),
      breakdownFilter: { breakdown: 'ugly', breakdown_type: 'event' },
      dateRange: { date_from: '-30d' },
    })
    const flaws: string[] = []
    for (const path of [
      '/',
      '/insights',
      '/insights/new',
      `/insights/${funnel.short_id}`,
      `/insights/${retention.short_id}`,
      `/insights/${ugly.short_id}`,
      `/insights/${odd.short_id}`,
      '/dashboards',
      `/dashboards/${dashboard.id}`,
      '/sql',
      '/cohorts',
      '/annotations',
    ])
      flaws.push(...(await findFlaws(page, `${stack.url}${path}`)))
    expect(flaws).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('no page logged an error', () => {
    expect(problems.filter((each) => !/status of 400/.test(each))).toEqual([])
  })
})
