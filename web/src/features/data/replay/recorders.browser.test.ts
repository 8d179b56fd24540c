/**
 * What several versions of posthog-js record in Chromium looks in the player as it looked on the page, at several times: a form,
 * a shadow tree, a frame, a canvas, pages without reloading, and two tabs.
 */
import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launchBrowser } from '../../../../../server/src/testing/browser.ts'
import { type Area, differentPart } from '../../../../../server/src/testing/pictures.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'
import { PASSWORD, waitFor } from '../../../../../server/src/testing/stack.ts'

const VERSIONS = ['posthog-js-1-200', 'posthog-js-1-300', 'posthog-js-newest'] as const
/** Part of the pixels that may differ: the player draws a mouse pointer, and anti-aliasing differs. */
const DIFFERENT_MAX = 0.006
const SIZE = { width: 600, height: 400 }
/** The page stays as it is for this long after each picture, so that the player can be asked for that time. */
const STILL_MS = 1_200
const require = createRequire(import.meta.url)

interface Moment {
  name: string
  /** Milliseconds since the epoch, in the middle of the time in which the page was still. */
  time: number
  picture: Buffer
  canvas: Area
}

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let share: Share
  let browser: Browser
  /** Of somebody who is logged in. */
  let member: BrowserContext
  let site: http.Server
  let origin: string

  beforeAll(async () => {
    share = await shareStack()
    await share.session.patch(`${share.base}/`, { session_recording_opt_in: true })
    browser = await launchBrowser()
    site = http.createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(SITE.replaceAll('HOST', share.stack.url).replaceAll('TOKEN', share.token))
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    member = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await member.newPage()
    await page.goto(`${share.stack.url}/login`)
    await page.getByLabel('Email').fill(share.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/login')
  })
  afterAll(async () => {
    await browser?.close()
    site?.closeAllConnections()
    site?.close()
  })

  // They mostly wait.
  test.concurrent.each(VERSIONS)('%s', async (version) => {
    const context = await browser.newContext({ viewport: SIZE })
    await serveScripts(context, version)
    const { id, moments, lib } = await recordVisit(context)
    expect(lib).toBe(versionOf(version))
    await context.close()
    await waitFor(async () => {
      const { status, body } = await share.session.get(`${share.base}/session_recordings/${id}/`)
      return status === 200 && Date.parse(body.end_time) >= moments.at(-1)!.time
    })
    const page = await member.newPage()
    await page.goto(`${share.stack.url}/replay/${id}`)
    await page.getByRole('button', { name: 'Pause' }).click()
    const { start_time: start, end_time: end } = (await share.session.get(`${share.base}/session_recordings/${id}/`))
      .body
    const span = { start: Date.parse(start), length: Date.parse(end) - Date.parse(start) }
    for (const moment of [...moments, moments[0]!]) {
      await seek(page, (moment.time - span.start) / span.length)
      const picture = () => pictureOf(page)
      const difference = async () => differentPart(page, moment.picture, await picture(), moment.canvas)
      const what = () => `${moment.name} to look the same`
      await waitFor(async () => (await difference()) <= DIFFERENT_MAX, undefined, what)
    }
    const stage = page.frameLocator('iframe[title="Recorded page"]')
    // Moving over a frame is not taken for touching, which has no pointer.
    expect(await stage.locator('.replayer-mouse').count()).toBe(2)
    expect(await stage.locator('.touch-device').count()).toBe(0)
    const canvas = stage.frameLocator('[data-window]:not([hidden]) iframe').locator('img[src^="data:image/svg"]')
    expect(await canvas.boundingBox()).toMatchObject({ width: 120, height: 60 })
  })

  async function recordVisit(context: BrowserContext): Promise<{ id: string; moments: Moment[]; lib: string }> {
    const moments: Moment[] = []
    const open = async (place: string) => {
      const tab = await context.newPage()
      await tab.goto(`${origin}${place}`)
      await tab.waitForFunction('window.posthog && posthog.sessionRecordingStarted()')
      return tab
    }
    const keep = async (name: string, tab: Page) => {
      // Recorders collect changes until the next frame.
      await tab.waitForTimeout(STILL_MS / 2)
      const picture = await tab.screenshot()
      const time = (await tab.evaluate('Date.now()')) as number
      const canvas = await tab.evaluate(() => document.querySelector('canvas')!.getBoundingClientRect().toJSON())
      moments.push({ name, time, picture, canvas })
      await tab.waitForTimeout(STILL_MS / 2)
    }
    const first = await open('/shop')
    await first.mouse.move(300, 390)
    await keep('opened', first)
    await fillForm(first)
    await keep('filled', first)
    await first.getByRole('link', { name: 'Next page' }).click()
    await first.getByText('Second page').waitFor()
    await first.mouse.move(580, 380, { steps: 4 })
    await keep('second page', first)
    await setHidden(first, true)
    const second = await open('/other')
    await second.getByLabel('Name').fill('In another tab')
    await second.mouse.click(590, 395)
    await keep('second tab', second)
    await setHidden(second, true)
    await setHidden(first, false)
    await first.mouse.move(560, 380, { steps: 4 })
    await first.mouse.click(590, 395)
    await keep('first tab again', first)
    const [id, lib] = (await first.evaluate('[posthog.get_session_id(), posthog.LIB_VERSION || posthog.version]')) as [
      string,
      string,
    ]
    for (const tab of [second, first]) {
      const sent = tab.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/s/'))
      await tab.mouse.move(20, 395, { steps: 3 })
      await sent
    }
    return { id, moments, lib }
  }
})

/** Clicks on the time line, at a part of the recording. */
async function seek(page: Page, part: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Time' })
  await slider.waitFor()
  const { x, y, width, height } = (await slider.locator('..').boundingBox())!
  await page.mouse.click(x + part * width, y + height / 2)
  await page.mouse.move(0, 0)
}

/** What is shown of the recorded page. */
async function pictureOf(page: Page): Promise<Buffer> {
  // The frame can begin between two pixels.
  const { x, y } = (await page.locator('iframe[title="Recorded page"]').boundingBox())!
  return page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), ...SIZE } })
}

const packageOf = (version: string) => path.dirname(require.resolve(`${version}/package.json`))
const versionOf = (version: string): string =>
  JSON.parse(fs.readFileSync(path.join(packageOf(version), 'package.json'), 'utf8')).version

/** Serves the scripts of a version of posthog-js instead of those that the server has. */
async function serveScripts(context: BrowserContext, version: string): Promise<void> {
  await context.route(/\/(static\/[^/]+|array\/[^/]+\/array)\.js/, (route) => {
    const { pathname } = new URL(route.request().url())
    const file = path.join(packageOf(version), 'dist', path.basename(pathname))
    return route.fulfill({ path: file, headers: { 'Access-Control-Allow-Origin': '*' } })
  })
}

async function fillForm(tab: Page): Promise<void> {
  await tab.getByLabel('Name').pressSequentially('Ada Lovelace')
  await tab.getByLabel('Yes').check()
  await tab.getByLabel('Blue').check()
  await tab.getByLabel('Size').selectOption('Large')
  await tab.getByLabel('Note').fill('Two\nlines')
  await tab.getByRole('button', { name: 'In the shadow' }).click()
  await tab.frameLocator('iframe').getByRole('button').click()
  await tab.getByRole('button', { name: 'Style' }).click()
  // Nothing keeps the focus: its ring is not recorded.
  await tab.mouse.click(590, 395)
}

/** A window without a screen always counts as visible, so the page is told. */
async function setHidden(tab: Page, isHidden: boolean): Promise<void> {
  await tab.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true })
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
}

const SITE = `<!doctype html><html lang="en"><title>Shop</title>
<style>
  body { font: 15px sans-serif; background: #eef; margin: 8px } h1 { font-size: 22px; margin: 0 0 6px }
  input, select, textarea, button { font: inherit; outline: none } .card { background: tomato; color: #fff; padding: 8px }
  label { margin-right: 6px } a:hover { background: gold } iframe { border: 2px solid }
</style>
<style id="rules"></style>
<h1>First page</h1><p class="card">An offer</p>
<form>
  <label>Name <input name="name"></label> <label><input type="checkbox"> Yes</label>
  <label><input type="radio" name="color" value="red" checked> Red</label><label><input type="radio" name="color"> Blue</label><br>
  <label>Size <select><option>Small<option>Large</select></label> <label>Note <textarea rows="2"></textarea></label>
  <label>Secret <input type="password" value="abc"></label>
</form>
<p><a href="/second">Next page</a> <button type="button" id="style">Style</button></p>
<div id="hosted"></div>
<iframe title="Inner" width="220" height="60" srcdoc="<style>button { color: purple }</style><button>In the frame</button><script>document.querySelector('button').onclick = (event) => event.target.after(' clicked')</script>"></iframe>
<canvas width="120" height="60"></canvas>
<script>
  const shadow = hosted.attachShadow({ mode: 'open' })
  shadow.innerHTML = '<style>button { color: green }</style><button>In the shadow</button> <i>0</i>'
  shadow.querySelector('button').onclick = () => {
    shadow.querySelector('i').textContent = '1'
    shadow.append(Object.assign(document.createElement('b'), { textContent: ' added' }))
  }
  document.querySelector('canvas').getContext('2d').fillRect(10, 10, 50, 30)
  document.querySelector('#style').onclick = () => rules.sheet.insertRule('h1 { color: crimson; letter-spacing: 3px }')
  document.querySelector('a').onclick = (event) => {
    event.preventDefault()
    history.pushState({}, '', '/second')
    document.querySelector('h1').textContent = 'Second page'
    document.querySelector('.card').style.background = 'navy'
    document.querySelector('form').remove()
    document.querySelector('#hosted').before(...[1, 2, 3].map((n) => Object.assign(document.createElement('p'), { textContent: 'Line ' + n })))
  }
</script>
<script src="HOST/array/TOKEN/array.js" crossorigin="anonymous"></script>
<script>posthog.init('TOKEN', { api_host: 'HOST', opt_out_useragent_filter: true, person_profiles: 'identified_only', session_recording: { maskAllInputs: false } })</script>`
