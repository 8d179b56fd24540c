/** Shared links in Chromium: one person shares, another one without an account looks. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  HOSTILE,
  launchBrowser,
  watchPage,
} from '../../../../../server/src/testing/browser.ts'
import { at, log, newSession, sendUpload } from '../../../../../server/src/testing/recordings.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'
import { waitFor } from '../../../../../server/src/testing/stack.ts'

/** Nothing of this may run, load or lead to the login. */
const MARKDOWN = '[bad](javascript:alert(5)) [data](data:text/html,x) ![picture](https://evil.example/x.png)'

/** A recording whose page would run scripts and load files from `evil`. */
function hostileItems(evil: (path: string) => string): object[] {
  let ids = 4
  const element = (tagName: string, attributes: object = {}, childNodes: object[] = []) => ({
    type: 2,
    id: ++ids,
    tagName,
    attributes,
    childNodes,
  })
  const text = (textContent: string, rest: object = {}) => ({ type: 3, id: ++ids, textContent, ...rest })
  const css = `@import url(${evil('import.css')}); body { background: url(${evil('background.png')}) }`
  const head = [
    element('script', { src: evil('script.js') }, [text('top.hacked = 1')]),
    element('style', {}, [text(css, { isStyle: true })]),
    element('link', { rel: 'stylesheet', href: evil('link.css') }),
    element('link', { rel: 'preconnect', href: evil('') }),
    element('meta', { 'http-equiv': 'refresh', content: `0;url=${evil('refresh')}` }),
    element('base', { href: evil('base/') }),
  ]
  const body = [
    element('p', {}, [text(HOSTILE[0]!)]),
    element('a', { href: 'javascript:top.hacked = 2', target: '_top', style: 'position:fixed;inset:0' }, [
      text('here'),
    ]),
    element('img', { src: evil('image.png'), srcset: `${evil('set.png')} 2x`, onerror: 'top.hacked = 3', alt: '' }),
    element('iframe', { src: evil('frame'), srcdoc: '<script>top.hacked = 4</script>' }),
    element('object', { data: evil('object') }),
    element('video', { src: evil('video'), poster: evil('poster.png'), autoplay: true }),
    { ...element('svg', { onload: 'top.hacked = 5' }, [element('image', { href: evil('svg.png') })]), isSVG: true },
  ]
  const root = element('html', {}, [element('head', {}, head), { ...element('body', {}, body), id: 4 }])
  const added = element('img', { src: evil('added.png'), onerror: 'top.hacked = 6', alt: '' })
  return [
    at(0, 4, { href: HOSTILE[1], width: 600, height: 400 }),
    at(0.01, 2, { node: { type: 0, id: 1, childNodes: [root] }, initialOffset: { top: 0, left: 0 } }),
    at(0.1, 3, {
      source: 0,
      texts: [],
      removes: [],
      adds: [{ parentId: 4, nextId: null, node: added }],
      attributes: [{ id: 4, attributes: { onclick: 'top.hacked = 7', style: `background:url(${evil('style.png')})` } }],
    }),
    log(0.2, 'error', HOSTILE[1]),
    at(2, 3, { source: 2, type: 2, id: 4, x: 5, y: 5 }),
  ]
}

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let share: Share
  let browser: Browser
  let owner: Page
  let problems: string[]
  let dashboard: number
  let insight: { id: number; short_id: string }
  const site = () => share.stack.url

  /** A browser without a login. */
  async function visitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<[BrowserContext, Page]> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    const page = await context.newPage()
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('dialog', (dialog) => {
      problems.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    return [context, page]
  }

  beforeAll(async () => {
    share = await shareStack()
    const days = [0, 1, 1, 2, 4].map((ago) => new Date(Date.now() - ago * 86_400_000 - 3_600_000).toISOString())
    await share.client.send(
      ...days.map((timestamp, index) => ({ event: 'bought', distinct_id: `person-${index}`, timestamp })),
    )
    const made = async (path: string, body: object) => (await share.session.post(`${share.base}/${path}/`, body)).body
    dashboard = (await made('dashboards', { name: `Sales ${HOSTILE[0]}`, description: 'For the board' })).id
    const query = (display: string) => ({
      kind: 'InsightVizNode',
      source: {
        kind: 'TrendsQuery',
        series: [{ kind: 'EventsNode', event: 'bought' }],
        trendsFilter: { display },
      },
    })
    insight = await made('insights', {
      name: 'Purchases',
      query: query('ActionsLineGraph'),
      saved: true,
      dashboards: [dashboard],
    })
    await made('insights', { name: 'In total', query: query('BoldNumber'), saved: true, dashboards: [dashboard] })
    await share.session.patch(`${share.base}/dashboards/${dashboard}/`, {
      tiles: [{ text: { body: `**Our** numbers\n\n[inside](/persons/x) ${HOSTILE.join(' ')} ${MARKDOWN}` } }],
    })
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies([...share.session.cookies].map(([name, value]) => ({ name, value, url: site() })))
    owner = await context.newPage()
    problems = watchPage(owner, new URL(site()).origin).problems
  })
  afterAll(() => browser?.close())

  test('a dashboard is shared with a password, opened by somebody without an account, and ended while they look', async () => {
    await owner.goto(`${site()}/dashboards/${dashboard}`)
    await owner.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = owner.getByRole('dialog', { name: 'Share this dashboard' })
    await dialog.getByRole('switch', { name: 'Anyone with the link can view it' }).click()
    const link = dialog.getByLabel('Link', { exact: true })
    await link.waitFor()
    await dialog.getByRole('switch', { name: 'Require a password' }).click()
    await dialog.getByText('Nobody can open the link yet').waitFor()
    await dialog.getByLabel('Who is it for?').fill('Board')
    await dialog.getByRole('button', { name: 'Create password' }).click()
    const password = await dialog.getByRole('status').locator('code').innerText()
    await dialog.getByText('Embed', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Show preview' }).click()
    const preview = owner.frameLocator('iframe')
    await preview.getByRole('heading', { name: 'Enter the password' }).waitFor()
    const address = await link.inputValue()

    const [context, page] = await visitor()
    await page.goto(address)
    await page.getByRole('heading', { name: 'Enter the password' }).waitFor()
    expect(await page.content()).not.toContain('Sales')
    await page.getByLabel('Password').fill('a wrong one')
    await page.keyboard.press('Enter')
    await page.getByText('This password is wrong.').waitFor()
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `Sales ${HOSTILE[0]}` }).waitFor()
    await page.getByText('For the board').waitFor()
    await page.getByRole('region', { name: 'Purchases' }).locator('canvas').first().waitFor()
    await page.getByRole('region', { name: 'In total' }).getByText('5', { exact: true }).waitFor()
    await page.getByText('Our numbers').waitFor()
    await page.getByText('inside').waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.getByRole('link').count()).toBe(0)
    // The cookie opens it again.
    await page.reload()
    await page.getByRole('region', { name: 'Purchases' }).waitFor()

    await dialog.getByRole('button', { name: 'Revoke Board' }).click()
    await owner.getByText('Password revoked').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Enter the password' }).waitFor()

    await owner.goto(`${site()}/settings/shared`)
    const row = owner.getByRole('list', { name: 'Shared links' }).getByRole('listitem')
    await row.getByText(/opened \d+ times?/).waitFor()
    await row.getByRole('button', { name: /^Stop sharing/ }).click()
    await owner.getByRole('heading', { name: 'Nothing is shared' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor()
    await context.close()
    expect(problems).toEqual([])
  })

  test('a notebook shows what visitors may see, in both themes and on a phone', async () => {
    const text = (value: string, href?: string) => ({
      type: 'text',
      text: value,
      ...(href !== undefined && { marks: [{ type: 'link', attrs: { href } }] }),
    })
    const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
    const block = (query: object) => ({ type: 'ph-query', attrs: { query } })
    const row = (cell: string) => ({
      type: 'tableRow',
      content: Array.from({ length: 8 }, (_, index) => ({ type: cell, content: [paragraph(text(`Cell ${index}`))] })),
    })
    const content = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 1 }, content: [text('Results')] },
        ...HOSTILE.map((hostile) => paragraph(text(hostile), text(hostile, hostile))),
        paragraph(text('Source', 'https://example.com/'), { type: 'ph-mention', attrs: { id: 'x', label: 'Ann' } }),
        { type: 'codeBlock', content: [text('SELECT 1 '.repeat(60))] },
        { type: 'table', content: [row('tableHeader'), row('tableCell')] },
        block({ kind: 'SavedInsightNode', shortId: insight.short_id }),
        block({ kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT event FROM events' } }),
        block({ kind: 'DataTableNode', source: { kind: 'EventsQuery', select: ['*'] } }),
        block({ kind: 'SavedInsightNode', shortId: 'nothing' }),
        { type: 'ph-recording', attrs: { id: 'r' } },
        { type: 'ph-embed', attrs: { src: 'https://evil.example/' } },
      ],
    }
    const notebook = (await share.session.post(`${share.base}/notebooks/`, { title: HOSTILE[1], content })).body
    const sharing = `${share.base}/notebooks/${notebook.short_id}/sharing`
    const { access_token: token } = (await share.session.patch(sharing, { enabled: true })).body
    const [context, page] = await visitor()
    const seen = watchPage(page, new URL(site()).origin)
    expect(await findFlaws(page, `${site()}/shared/${token}`)).toEqual([])
    await page.getByRole('region', { name: 'Purchases' }).locator('canvas').first().waitFor()
    await page.getByRole('cell', { name: 'bought' }).first().waitFor()
    await page.getByText('Lists are not shown to visitors.').waitFor()
    expect(await page.getByText('This block is not shared.').count()).toBe(3)
    expect(await page.getByRole('link').allInnerTexts()).toEqual(['Source'])
    expect(await page.getByText('@Ann').count()).toBe(1)
    await context.close()
    expect([...seen.problems, ...problems]).toEqual([])
  })

  test('a hostile recording runs nothing and asks nothing of anyone, and only what the link shows is told', async () => {
    const asked: string[] = []
    const other = http.createServer((request, response) => {
      asked.push(request.url!)
      response.end()
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const evil = (path: string) => `http://127.0.0.1:${(other.address() as AddressInfo).port}/${path}`
    const session = newSession()
    await share.session.patch(`${share.base}/`, { session_recording_opt_in: true })
    const more = { $current_url: `https://shop.example/?mail=secret`, $host: 'shop.example' }
    await sendUpload(share.client, { session, distinctId: 'secret-person', more, items: hostileItems(evil) })
    const recording = `${share.base}/session_recordings/${session}`
    await waitFor(async () => (await share.session.get(`${recording}/`)).status === 200)
    const settings = { showInspector: true }
    const { access_token: token } = (await share.session.patch(`${recording}/sharing`, { enabled: true, settings }))
      .body

    const [context, page] = await visitor()
    const seen = watchPage(page, new URL(site()).origin)
    expect(await findFlaws(page, `${site()}/shared/${token}`)).toEqual([])
    const recorded = page
      .frameLocator('iframe[title="Recorded page"]')
      .frameLocator('[data-window]:not([hidden]) iframe')
    await recorded.getByText(HOSTILE[0]!).waitFor()
    await page.getByRole('tab', { name: 'Console' }).click()
    await page.getByRole('list', { name: 'Console' }).getByText(HOSTILE[1]!).waitFor()
    // Clicks do not reach the recorded page, where a link covers everything.
    await page.locator('iframe[title="Recorded page"]').click({ force: true, position: { x: 50, y: 50 } })
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(new URL(page.url()).pathname).toBe(`/shared/${token}`)
    expect(context.pages()).toHaveLength(1)
    expect(await page.content()).not.toContain('secret')
    await context.close()
    other.closeAllConnections()
    await new Promise((resolve) => other.close(resolve))
    expect(asked).toEqual([])
    // The browser notes what the policy refused; nothing else may be noted.
    const refused = /Content Security Policy|sandboxed|no supported source|^request to http:\/\/127\.0\.0\.1/
    expect([...seen.problems, ...problems].filter((problem) => !refused.test(problem))).toEqual([])
  })

  test('an insight has the look that was chosen for it, on a phone in the dark and in a frame', async () => {
    await owner.goto(`${site()}/insights/${insight.short_id}`)
    await owner.getByRole('button', { name: 'More', exact: true }).click()
    await owner.getByRole('menuitem', { name: 'Share' }).click()
    const dialog = owner.getByRole('dialog', { name: 'Share this insight' })
    await dialog.getByRole('switch', { name: 'Anyone with the link can view it' }).click()
    const address = await dialog.getByLabel('Link', { exact: true }).inputValue()
    await dialog.getByText('Look', { exact: true }).click()
    await dialog.getByRole('switch', { name: 'Show a table below the chart' }).click()
    await dialog.getByRole('switch', { name: 'Hide “Made with Hedgerow”' }).click()
    const saved = owner.waitForResponse((response) => response.request().postData()?.includes('"dark"') ?? false)
    await dialog.getByLabel('Theme').selectOption('dark')
    await saved
    const [context, page] = await visitor({ viewport: { width: 360, height: 700 } })
    await page.goto(address)
    await page.getByRole('table').waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    expect(await page.getByText('Made with Hedgerow').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)

    // Inside a page of another origin.
    const frame = `<iframe src="${address.replace('/shared/', '/embedded/')}" width="340" height="600"></iframe>`
    const elsewhere = http.createServer((_request, response) =>
      response.setHeader('Content-Type', 'text/html').end(frame),
    )
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`)
    await page.frameLocator('iframe').getByRole('heading', { name: 'Purchases' }).waitFor()
    await page.frameLocator('iframe').getByRole('table').waitFor()
    elsewhere.closeAllConnections()
    await new Promise((resolve) => elsewhere.close(resolve))
    await context.close()
    expect(problems).toEqual([])
  })
})
