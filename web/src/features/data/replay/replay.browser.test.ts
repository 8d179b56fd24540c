/** Session replay in Chromium: a hostile recording runs nothing and asks nothing of anyone. */
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, HOSTILE, launchBrowser, watchPage } from '../../../../../server/src/testing/browser.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'
import { PASSWORD, waitFor } from '../../../../../server/src/testing/stack.ts'

const SIZE = { width: 600, height: 400 }
const text = (id: number, textContent: string, more = {}) => ({ type: 3, id, textContent, ...more })
const element = (id: number, tagName: string, attributes = {}, childNodes: object[] = []) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
})
const page2 = (head: object[], body: object[]) => ({
  type: 0,
  id: 1,
  childNodes: [element(2, 'html', {}, [element(3, 'head', {}, head), element(4, 'body', {}, body)])],
})

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let share: Share
  let browser: Browser
  let page: Page
  let problems: string[]
  /** A server of somebody else, and what was asked of it. */
  let other: http.Server
  let otherOrigin: string
  const asked: string[] = []
  let connections = 0

  beforeAll(async () => {
    share = await shareStack()
    await share.session.patch(`${share.base}/`, { session_recording_opt_in: true, capture_console_log_opt_in: true })
    browser = await launchBrowser()
    other = http.createServer((request, response) => {
      asked.push(request.url!)
      response.end()
    })
    other.on('connection', () => connections++)
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    otherOrigin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    problems = watchPage(page, new URL(share.stack.url).origin).problems
    await page.goto(`${share.stack.url}/login`)
    await page.getByLabel('Email').fill(share.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/login')
  })
  afterAll(async () => {
    await browser?.close()
    other?.closeAllConnections()
    other?.close()
  })

  /** Uploads a recording and waits until it can be watched. */
  async function upload(items: object[], over: object = {}, id: string = randomUUID()): Promise<string> {
    const properties = { $session_id: id, $window_id: 'w1', $snapshot_data: items, $lib: 'web', ...over }
    const response = await fetch(`${share.stack.url}/s/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ event: '$snapshot', api_key: share.token, distinct_id: `visitor ${id}`, properties }),
    })
    expect(response.status).toBe(200)
    await waitFor(async () => (await share.session.get(`${share.base}/session_recordings/${id}/`)).status === 200)
    return id
  }
  const recorded = () =>
    page.frameLocator('iframe[title="Recorded page"]').frameLocator('[data-window]:not([hidden]) iframe')
  const open = (id: string, search = '') => page.goto(`${share.stack.url}/replay/${id}${search}`)

  test('a hostile recording runs nothing, asks nothing of anyone, and its texts are texts', async () => {
    const now = Date.now() - 60_000
    const evil = (path: string) => `${otherOrigin}/${path}`
    const node = page2(
      [
        element(10, 'script', { src: evil('script.js') }, [text(11, 'top.hacked = 1')]),
        element(12, 'style', {}, [
          text(
            13,
            `@import url(${evil('import.css')}); body { background: url(${evil('background.png')}) } p { color: rgb(1, 2, 3) }`,
            { isStyle: true },
          ),
        ]),
        element(14, 'link', { rel: 'stylesheet', href: evil('link.css') }),
        element(15, 'link', { rel: 'preconnect', href: evil('') }),
        element(16, 'link', { rel: 'prefetch', href: evil('prefetch') }),
        element(17, 'meta', { 'http-equiv': 'refresh', content: `0;url=${evil('refresh')}` }),
        element(18, 'base', { href: evil('base/') }),
      ],
      [
        element(20, 'p', {}, [text(21, HOSTILE[0]!)]),
        element(22, 'img', { src: evil('image.png'), onerror: 'top.hacked = 2', alt: 'picture' }),
        element(23, 'a', { href: 'javascript:top.hacked = 3', style: 'position:fixed;inset:0' }, [text(24, 'click')]),
        element(25, 'iframe', { src: evil('frame'), srcdoc: '<script>top.hacked = 4</script>' }),
        element(26, 'form', { action: evil('form') }, [
          element(27, 'button', { autofocus: true, onfocus: 'top.hacked = 5' }),
        ]),
        element(28, 'object', { data: evil('object') }),
        element(29, 'video', { src: evil('video'), autoplay: true }),
        { ...element(30, 'svg', { onload: 'top.hacked = 6' }), isSVG: true },
      ],
    )
    const added = element(31, 'img', { src: evil('added.png'), onerror: 'top.hacked = 7' })
    const id = await upload([
      { type: 4, timestamp: now, data: { href: HOSTILE[1], ...SIZE } },
      { type: 2, timestamp: now + 1, data: { node, initialOffset: { top: 0, left: 0 } } },
      {
        type: 3,
        timestamp: now + 50,
        data: {
          source: 0,
          texts: [],
          removes: [],
          adds: [{ parentId: 4, nextId: null, node: added }],
          attributes: [{ id: 20, attributes: { onclick: 'top.hacked = 8' } }],
        },
      },
      { type: 3, timestamp: now + 90, data: { source: 2, type: 2, id: 23, x: 5, y: 5 } },
      {
        type: 6,
        timestamp: now + 95,
        data: { plugin: 'rrweb/console@1', payload: { level: 'error', payload: [HOSTILE[0]], trace: [] } },
      },
      { type: 3, timestamp: now + 400, data: { source: 2, type: 2, id: 27, x: 5, y: 5 } },
    ])
    await open(id)
    await recorded().getByText(HOSTILE[0]!).waitFor()
    expect(
      await recorded()
        .locator('p')
        .evaluate((p) => getComputedStyle(p).color),
    ).toBe('rgb(1, 2, 3)')
    await page.getByRole('button', { name: 'Play again' }).waitFor()
    await page.getByRole('tab', { name: 'Console' }).click()
    await page.getByRole('list', { name: 'Console' }).getByText(HOSTILE[0]!).waitFor()
    // Clicks do not reach the recorded page.
    await page.locator('iframe[title="Recorded page"]').click({ force: true, position: { x: 100, y: 100 } })
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(new URL(page.url()).pathname).toBe(`/replay/${id}`)
    expect([asked, connections]).toEqual([[], 0])
    // The browser notes what the policy refused; nothing else may be noted.
    const refused = /Content Security Policy|sandboxed|no supported source|^request to http:\/\/127\.0\.0\.1/
    expect(problems.splice(0).filter((problem) => !refused.test(problem))).toEqual([])
    // Images and styles come only when the viewer asks for them, and scripts still do not run.
    await page.getByRole('button', { name: 'Load images and styles' }).click()
    await waitFor(async () => asked.includes('/image.png') && asked.includes('/link.css'))
    await recorded().getByText(HOSTILE[0]!).waitFor()
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(asked.filter((path) => /script|frame|form|object|refresh|prefetch/.test(path))).toEqual([])
    problems.splice(0)
  })
})
