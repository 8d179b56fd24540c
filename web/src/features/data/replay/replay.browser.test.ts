/**
 * Session replay in Chromium: a hostile recording does nothing, a real one looks like the page that posthog-js recorded,
 * and the list, its bulk actions and the player's keys work.
 */
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  HOSTILE,
  launchBrowser,
  watchPage,
} from '../../../../../server/src/testing/browser.ts'
import { differentPart } from '../../../../../server/src/testing/pictures.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'
import { PASSWORD, waitFor } from '../../../../../server/src/testing/stack.ts'

/** Part of the pixels that may differ between page and player: the player draws a mouse pointer, and anti-aliasing differs. */
const DIFFERENT_MAX = 0.01
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
      response.end(SITE.replaceAll('HOST', share.stack.url).replaceAll('TOKEN', share.token))
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
  const clock = async () => Number(await page.getByRole('slider', { name: 'Time' }).getAttribute('aria-valuenow'))

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

  test('a page that posthog-js records looks the same in the player', async () => {
    const visitor = await (await browser.newContext({ viewport: SIZE })).newPage()
    await visitor.goto(`${otherOrigin}/shop`)
    await visitor.waitForFunction('window.posthog && posthog.sessionRecordingStarted()')
    const sent = () => visitor.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/s/'))
    const first = sent()
    await visitor.getByLabel('Name').fill('not recorded')
    await visitor.getByRole('checkbox').check()
    await visitor.mouse.move(200, 150, { steps: 5 })
    await visitor.getByRole('link', { name: 'Next page' }).click()
    await visitor.getByText('Second page').waitFor()
    await visitor.evaluate("posthog.capture('bought'); console.error('It broke'); document.activeElement.blur()")
    await first
    const last = sent()
    await visitor.mouse.move(580, 390)
    await last
    const before = await visitor.screenshot()
    const id = (await visitor.evaluate('posthog.get_session_id()')) as string
    await visitor.close()
    await waitFor(async () => (await share.session.get(`${share.base}/session_recordings/${id}/`)).status === 200)
    // To the end, and then still.
    await open(id, '?t=100000')
    await recorded().getByText('Second page').waitFor()
    const frame = page.locator('iframe[title="Recorded page"]')
    const difference = async () => {
      // The frame can begin between two pixels.
      const { x, y } = (await frame.boundingBox())!
      const clip = { x: Math.round(x), y: Math.round(y), ...SIZE }
      return differentPart(page, before, await page.screenshot({ clip }))
    }
    await waitFor(async () => (await difference()) <= DIFFERENT_MAX)
    expect(await recorded().locator('#hosted').getByText('In the shadow').count()).toBe(1)
    expect(await recorded().frameLocator('iframe').getByText('In the frame').count()).toBe(1)
    await page.getByRole('list', { name: 'Events' }).getByText('bought').waitFor()
    await page.getByRole('tab', { name: 'Console' }).click()
    await page.getByRole('list', { name: 'Console' }).getByText('It broke').waitFor()
    problems.splice(0)
  })

  test('keys move the player, ?t= and links begin at a time, and missing pictures are told', async () => {
    const now = Date.now() - 3_600_000
    const move = (at: number) => ({
      type: 3,
      timestamp: now + at,
      data: { source: 1, positions: [{ x: 1, y: 1, id: 4, timeOffset: 0 }] },
    })
    const id = await upload([
      { type: 4, timestamp: now, data: { href: 'https://shop.example/', ...SIZE } },
      {
        type: 2,
        timestamp: now + 1,
        data: { node: page2([], [element(5, 'h1', {}, [text(6, 'First')])]), initialOffset: { top: 0, left: 0 } },
      },
      // A rule for what is no style sheet, and a size without a picture: what comes after them is drawn all the same.
      { type: 3, timestamp: now + 2, data: { source: 8, id: 5, adds: [{ rule: 'p {}' }] } },
      { type: 4, timestamp: now + 9_500, data: { href: 'https://shop.example/', ...SIZE } },
      ...Array.from({ length: 30 }, (_, index) => move(index * 1_000)),
      {
        type: 3,
        timestamp: now + 15_000,
        data: { source: 0, texts: [{ id: 6, value: 'Second' }], attributes: [], removes: [], adds: [] },
      },
    ])
    // A second window, in which the user was only later, and of which there is no picture.
    await upload(
      [40_000, 42_000].map((at) => ({
        type: 3,
        timestamp: now + at,
        data: { source: 2, type: 2, id: 4, x: 1, y: 1 },
      })),
      { $window_id: 'w2' },
      id,
    )
    await open(id, '?t=10')
    await recorded().getByText('First').waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    const at = await clock()
    expect(at).toBeGreaterThanOrEqual(10)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await recorded().getByText('Second').waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await recorded().getByText('First').waitFor()
    expect(await clock()).toBe(at)
    // What is under the pointer is drawn beside the pointer, and the player stays where it is.
    const track = (await page.getByRole('slider', { name: 'Time' }).locator('..').boundingBox())!
    const preview = page.frameLocator('iframe[title="Preview"]').frameLocator('[data-window]:not([hidden]) iframe')
    for (const [part, shown] of [
      [20 / 42, 'Second'],
      [5 / 42, 'First'],
    ] as const) {
      let nudge = 0
      await waitFor(async () => {
        // A move that comes before the page listens is lost, so the pointer moves on a little.
        await page.mouse.move(track.x + track.width * part + (nudge++ % 2), track.y + track.height / 2)
        return preview
          .getByText(shown)
          .waitFor({ timeout: 2_000 })
          .then(
            () => true,
            () => false,
          )
      })
    }
    await page.mouse.move(0, 0)
    await recorded().getByText('First').waitFor()
    expect(await clock()).toBe(at)
    const screen = page.getByTestId('screen')
    const isCut = () => screen.evaluate((element) => element.scrollWidth > element.clientWidth)
    await page.setViewportSize({ width: 500, height: 800 })
    await waitFor(async () => !(await isCut()))
    await page.keyboard.press('z')
    await waitFor(isCut)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.keyboard.press('z')
    await waitFor(async () => !(await isCut()))
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.keyboard.press('s')
    expect(await page.getByRole('button', { name: 'Skip inactivity' }).getAttribute('aria-pressed')).toBe('false')
    await page.keyboard.press('s')
    await page.getByRole('slider', { name: 'Time' }).focus()
    await page.keyboard.press('End')
    await page.getByText('the recorder sent no full picture of this window').waitFor()
    await page.getByText('Window 2 of 2').waitFor()
    await page.keyboard.press('Home')
    await recorded().getByText('First').waitFor()
    expect(problems.splice(0)).toEqual([])
  })

  test('a recording that is going on plays on as more of it arrives', async () => {
    const now = Date.now() - 30_000
    const click = (at: number) => ({
      type: 3,
      timestamp: now + at,
      data: { source: 2, type: 2, id: 5, x: 1, y: 1 },
    })
    const id = await upload([
      { type: 4, timestamp: now, data: { href: 'https://shop.example/', ...SIZE } },
      {
        type: 2,
        timestamp: now + 1,
        data: { node: page2([], [element(5, 'h1', {}, [text(6, 'So far')])]), initialOffset: { top: 0, left: 0 } },
      },
      click(1_000),
    ])
    await open(id)
    await recorded().getByText('So far').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('This recording is going on. Waiting for more').waitFor()
    const texts = [{ id: 6, value: 'And then' }]
    await upload(
      [
        { type: 3, timestamp: now + 1_500, data: { source: 0, texts, attributes: [], removes: [], adds: [] } },
        click(2_000),
      ],
      {},
      id,
    )
    await recorded().getByText('And then').waitFor()
    await waitFor(async () => (await clock()) === 2)
    expect(problems.splice(0)).toEqual([])
  })

  test('a mobile screen is drawn from its wireframes', async () => {
    const now = Date.now() - 7_200_000
    const wireframes = [{ id: 100, type: 'text', text: 'Welcome back', x: 10, y: 40, width: 200, height: 30 }]
    const changed = {
      id: 101,
      type: 'input',
      inputType: 'button',
      value: 'Continue',
      x: 10,
      y: 90,
      width: 120,
      height: 40,
      disabled: false,
    }
    const id = await upload(
      [
        { type: 4, timestamp: now, data: { href: 'Home', width: 390, height: 700 } },
        { type: 2, timestamp: now + 1, data: { wireframes, initialOffset: { top: 0, left: 0 } } },
        { type: 3, timestamp: now + 300, data: { source: 0, adds: [{ parentId: 0, wireframe: changed }] } },
      ],
      { $snapshot_source: 'mobile', $lib: 'posthog-ios' },
    )
    await open(id)
    await recorded().getByText('Welcome back').waitFor()
    await recorded().getByRole('button', { name: 'Continue' }).waitFor()
    expect(problems.splice(0)).toEqual([])
  })

  test('a shared recording plays without a login, and tells nothing about its visitor', async () => {
    const now = Date.now() - 10_000_000
    const id = await upload([
      { type: 4, timestamp: now, data: { href: 'https://shop.example/secret', ...SIZE } },
      {
        type: 2,
        timestamp: now + 1,
        data: {
          node: page2([], [element(5, 'h1', {}, [text(6, 'Shared words')])]),
          initialOffset: { top: 0, left: 0 },
        },
      },
      { type: 3, timestamp: now + 2_000, data: { source: 2, type: 2, id: 5, x: 1, y: 1 } },
    ])
    await open(id)
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('dialog').getByRole('switch').first().click()
    const link = page.getByRole('dialog').getByRole('textbox', { name: /link/i }).first()
    await waitFor(async () => /\/shared\//.test(await link.inputValue()))
    const visitor = await (await browser.newContext({ viewport: SIZE })).newPage()
    const seen = watchPage(visitor, new URL(share.stack.url).origin).problems
    await visitor.goto(await link.inputValue())
    await visitor
      .frameLocator('iframe[title="Recorded page"]')
      .frameLocator('[data-window]:not([hidden]) iframe')
      .getByText('Shared words')
      .waitFor()
    expect(await visitor.content()).not.toContain(`visitor ${id}`)
    expect(await visitor.content()).not.toContain('shop.example')
    expect(seen).toEqual([])
    await visitor.context().close()
    await page.keyboard.press('Escape')
    problems.splice(0)
  })

  test('the list: filters in the address, pictures, marks, a collection, and deletion that must be typed', async () => {
    await page.goto(`${share.stack.url}/replay`)
    const rows = page.getByRole('list', { name: 'Recordings' }).getByRole('listitem')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(6)
    await page.locator('iframe[title="Recorded page"]').first().waitFor({ state: 'attached' })
    await page.getByLabel('Order').selectOption('click_count false')
    await page.waitForURL(/order=click_count/)
    await page.getByLabel('Console', { exact: true }).selectOption('error')
    await waitFor(async () => (await rows.count()) === 2)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await waitFor(async () => (await rows.count()) === 6)
    await rows.nth(0).getByRole('checkbox').check()
    await rows.nth(1).getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Add to collection…' }).click()
    await page.getByLabel('Name').fill('Worth a look')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('2 recordings added.').waitFor()
    await page.getByRole('button', { name: 'Mark as not viewed' }).click()
    await page.getByText('2 recordings marked as not viewed.').waitFor()
    await page.getByRole('tab', { name: 'Collections' }).click()
    await page.getByRole('link', { name: 'Worth a look' }).click()
    await waitFor(async () => (await rows.count()) === 2)
    const { list } = Object.fromEntries(new URL(page.url()).searchParams)
    await page.goto(`${share.stack.url}/replay/playlists/${list}`)
    await page.waitForURL(/\/replay\?.*tab=collections/)
    await page.getByRole('heading', { name: 'Worth a look' }).waitFor()
    await waitFor(async () => (await rows.count()) === 2)
    await rows.nth(0).getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Delete…' }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel('Type “delete 1 recording” to confirm').fill('delete 1 recording')
    await confirm.click()
    await page.getByText('1 recording deleted.').waitFor()
    await waitFor(async () => (await rows.count()) === 1)
    problems.splice(0)
    const [left] = (await share.session.get(`${share.base}/session_recordings/?date_from=-7d`)).body.results
    for (const path of ['/replay', '/replay?tab=collections', '/replay?tab=settings', `/replay/${left.id}`])
      expect(await findFlaws(page, `${share.stack.url}${path}`)).toEqual([])
  })
})

/** A small shop with what pages are made of: a form, a shadow tree, a frame, and pages without reloading. */
const SITE = `<!doctype html><html lang="en"><title>Shop</title>
<style>body { font: 16px sans-serif; background: #eef } .card { background: tomato; color: #fff; padding: 16px } input { font: inherit }</style>
<h1>First page</h1><p class="card">An offer</p>
<form><label>Name <input name="name"></label> <label><input type="checkbox"> Yes</label></form>
<a href="/second">Next page</a><div id="hosted"></div>
<iframe title="Inner" width="220" height="60" srcdoc="<style>b { color: purple }</style><b>In the frame</b>"></iframe>
<script>
  hosted.attachShadow({ mode: 'open' }).innerHTML = '<style>i { color: green }</style><i>In the shadow</i>'
  document.querySelector('a').onclick = (event) => {
    event.preventDefault()
    history.pushState({}, '', '/second')
    document.querySelector('h1').textContent = 'Second page'
    document.querySelector('.card').style.background = 'navy'
  }
</script>
<script src="HOST/array/TOKEN/array.js" crossorigin="anonymous"></script>
<script>posthog.init('TOKEN', { api_host: 'HOST', opt_out_useragent_filter: true, person_profiles: 'identified_only', session_recording: { maskAllInputs: false } })</script>`
