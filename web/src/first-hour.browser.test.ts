/**
 * A person's first hour, in Chromium: sign up, see the setup page listen, send events with unmodified SDKs (posthog-node,
 * and posthog-js on a page of another origin), watch them arrive. Then every page by keyboard, by axe, and at 360 pixels.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { PostHog } from 'posthog-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  findViolations,
  HOSTILE,
  launchBrowser,
  watchPage,
} from '../../server/src/testing/browser.ts'
import { EMAIL, PASSWORD, type Stack, startStack } from '../../server/src/testing/stack.ts'

const PAGES = ['/events', '/health', '/setup']

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let problems: string[]
  let token: string
  let shop: http.Server

  beforeAll(async () => {
    stack = await startStack({ HEDGEROW_INIT_EMAIL: '', HEDGEROW_INIT_PASSWORD: '' })
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
  })
  afterAll(async () => {
    await browser?.close()
    shop?.close()
    await stack?.stop()
  })

  test('a new installation leads to sign-up, which reports errors, and then to setup', async () => {
    await page.goto(stack.url)
    await page.waitForURL('**/signup')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Email').fill(EMAIL)
    await page.getByLabel('Password').fill('12345678')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('too easy to guess').waitFor()
    // The browser itself logs the refused request; it must have logged nothing else.
    expect(problems.splice(0).every((problem) => problem.includes('status of 400'))).toBe(true)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.waitForURL('**/setup**')
    await page.getByText('Listening…').waitFor()
    token = (await page.getByText(/^phc_/).first().textContent())!
  })

  test('posthog-node: the light turns green automatically', async () => {
    const client = new PostHog(token, { host: stack.url })
    const errors: unknown[] = []
    client.on('error', (error) => errors.push(error))
    client.capture({ distinctId: 'node-user', event: 'signed up', properties: { plan: 'pro' } })
    client.identify({ distinctId: 'node-user', properties: { email: 'node@example.com' } })
    client.alias({ distinctId: 'node-user', alias: 'node-alias' })
    client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { name: 'Acme' } })
    expect(await client.isFeatureEnabled('nothing', 'node-user')).toBeFalsy()
    await client.flush()
    await page.getByText('Events are arriving').waitFor()
    await client.shutdown()
    expect(errors).toEqual([])
  })

  test('posthog-js on another origin logs nothing to the console, and its events appear live', async () => {
    shop = http.createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      // The SDK takes a browser driven by a test for a bot and drops its events, unless configured otherwise.
      response.end(`<!doctype html><title>Shop</title><h1>Shop</h1>
        <script src="${stack.url}/array/${token}/array.js" crossorigin="anonymous"></script>
        <script>posthog.init('${token}', { api_host: '${stack.url}', person_profiles: 'identified_only', opt_out_useragent_filter: true })</script>`)
    })
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
    await page.goto(`${stack.url}/events`)
    const visitor = await (await browser.newContext()).newPage()
    const { problems: visitorProblems } = watchPage(visitor, origin, new URL(stack.url).origin)
    await visitor.goto(`${origin}/?utm_source=newsletter`)
    await visitor.waitForFunction('window.posthog && window.posthog.__loaded')
    await page
      .getByRole('button', { name: /\$pageview/ })
      .first()
      .waitFor()
    await visitor.evaluate(
      `posthog.identify('mia@x.io', { plan: 'pro' }, { first: 'a' }); posthog.group('company', 'acme'); posthog.capture('bought', { amount: 3 })`,
    )
    await page
      .getByRole('button', { name: /^\$identify/ })
      .first()
      .waitFor()
    await page
      .getByRole('button', { name: /^bought/ })
      .first()
      .waitFor()
    // Waits until the SDK has nothing left to load or to send.
    await visitor.waitForLoadState('networkidle')
    expect(visitorProblems).toEqual([])
    await visitor.close()
    const persons = await (
      await page.request.get(`${stack.url}/api/projects/@current/persons/?distinct_id=mia@x.io`)
    ).json()
    expect(persons.results[0]).toMatchObject({
      is_identified: true,
      properties: { plan: 'pro', first: 'a', $initial_utm_source: 'newsletter' },
    })
    expect(persons.results[0].distinct_ids).toHaveLength(2)
    const events = await (
      await page.request.get(`${stack.url}/api/projects/@current/events/?person_id=${persons.results[0].uuid}`)
    ).json()
    expect(events.results.map((event: { event: string }) => event.event)).toEqual(
      expect.arrayContaining(['$pageview', '$identify', 'bought']),
    )
  })

  test('live events by keyboard: filter, open, pause, help, other pages', async () => {
    await page.goto(`${stack.url}/events`)
    await page.getByRole('button', { name: /^bought/ }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('bought')
    await page.waitForURL('**q=bought**')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('rowheader', { name: 'amount', exact: true }).waitFor()
    await page.keyboard.press('p')
    await page.getByRole('button', { name: /^Resume/ }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Pause or resume').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.waitForURL('**/health**')
    await page.getByText('Every accepted event has been processed.').waitFor()
  })

  test('a paused page counts what arrives and shows it on resume', async () => {
    await page.goto(`${stack.url}/events?paused=true`)
    await page.getByRole('button', { name: /^Resume/ }).waitFor()
    await page.request.post(`${stack.url}/batch/`, {
      data: { api_key: token, batch: [{ event: 'while paused', distinct_id: 'u' }] },
    })
    await page.getByRole('button', { name: /Resume \(\d+ new\)/ }).click()
    await page.getByRole('button', { name: /while paused/ }).waitFor()
  })

  test('a banner shows while the server is unreachable, and goes when it is back', async () => {
    await page.goto(`${stack.url}/events`)
    await page.getByRole('button', { name: /while paused/ }).waitFor()
    await context.setOffline(true)
    await page.getByText('Retrying automatically').waitFor()
    expect(await page.getByRole('button', { name: /while paused/ }).isVisible()).toBe(true)
    await context.setOffline(false)
    await page.getByText('Retrying automatically').waitFor({ state: 'detached' })
    // The browser logs every failed request.
    expect(problems.splice(0).filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  test('hostile text is text', async () => {
    const batch = HOSTILE.map((text) => ({
      event: text,
      distinct_id: text,
      properties: { [text]: text, $current_url: text, nested: { [text]: [text] } },
      $set: { email: text },
    }))
    await page.request.post(`${stack.url}/batch/`, { data: { api_key: token, batch } })
    await page.goto(`${stack.url}/events`)
    for (const text of HOSTILE.slice(0, 3)) await page.getByRole('button', { name: text }).first().click()
    await page.getByText('Properties (').first().waitFor()
    expect(await page.locator('main img, main script').count()).toBe(0)
  })

  test('axe finds no flaws on any page, and no page is wider than a phone', async () => {
    for (const path of PAGES) expect(await findFlaws(page, stack.url + path)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  const logIn = async (at: Page) => {
    await at.getByLabel('Email').fill(EMAIL)
    await at.getByLabel('Password').fill(PASSWORD)
    await at.keyboard.press('Enter')
  }
  // Requests after the end of a session get a 401, which the browser logs.
  const forgetRefusals = () =>
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('status of 401')))

  test('log out and in again', async () => {
    await page.goto(`${stack.url}/setup?language=python`)
    await page.getByText('pip install posthog').waitFor()
    // The page polls for the first event: the login page appears once such a request is refused.
    let loads = 0
    const refused = page.waitForResponse((response) => response.status() === 401)
    await page.route('**/login', async (route) => {
      loads++
      await refused
      await route.continue()
    })
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
    expect(loads).toBe(1)
    await page.unroute('**/login')
    await page.getByLabel('Email').waitFor()
    expect(await findViolations(page, 'html')).toEqual([])
    await logIn(page)
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    forgetRefusals()
  })

  test('after a session ended elsewhere, logging in leads back to the page', async () => {
    await page.goto(`${stack.url}/setup?language=python`)
    await page.getByText('pip install posthog').waitFor()
    await context.clearCookies()
    await page.waitForURL('**/login?next=*')
    await logIn(page)
    await page.getByText('pip install posthog').waitFor()
    expect(page.url()).toBe(`${stack.url}/setup?language=python`)
    forgetRefusals()
  })

  test.each(['/\\example.com', 'javascript:alert(1)'])('a login link with the target %s leads home', async (next) => {
    const visitor = await browser.newContext()
    const visited = await visitor.newPage()
    await visited.goto(`${stack.url}/login?next=${encodeURIComponent(next)}`)
    await logIn(visited)
    await visited.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    expect(new URL(visited.url()).origin).toBe(stack.url)
    await visitor.close()
  })

  test('no page logged an error', () => expect(problems).toEqual([]))
})
