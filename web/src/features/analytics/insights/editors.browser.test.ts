/** Editors by keyboard, in Chromium: the command menu, pickers, kinds of an insight, charts of SQL. */
import fs from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webDist } from '../../../../../server/src/platform/paths.ts'
import {
  chromiumPath,
  findViolations,
  launchBrowser,
  logIn,
  watchPage,
} from '../../../../../server/src/testing/browser.ts'
import { Client, type Stack, startStack, waitFor } from '../../../../../server/src/testing/stack.ts'

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let client: Client
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let problems: string[]
  /** A value for each URL parameter, by page. */
  const ids: Record<string, string> = {}

  const call = async (method: string, route: string, body?: unknown) => {
    const response = await client.request(`/api/projects/1/${route}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as any
  }
  const open = async (address: string) => {
    await page.goto(`${stack.url}${address}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  }
  const menu = () => page.getByRole('dialog', { name: 'Command menu' })
  const field = () => menu().getByRole('combobox')
  const typed = () => field().inputValue()

  beforeAll(async () => {
    stack = await startStack()
    client = new Client(stack)
    await call('PATCH', '', { session_recording_opt_in: true })
    const picture = { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } }
    await client.send(
      {
        event: '$snapshot',
        distinct_id: 'hazel@x.io',
        properties: {
          $session_id: 'quickthorn-session',
          $snapshot_data: [{ type: 2, timestamp: Date.now(), data: picture }],
        },
      },
      ...['hazel@x.io', 'oak@x.io'].map((email) => ({
        event: 'planted a hedge',
        distinct_id: email,
        properties: { height: 3, $set: { email }, $groups: { company: 'acme' } },
      })),
      {
        event: '$groupidentify',
        distinct_id: 'hazel@x.io',
        properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme' } },
      },
    )
    const [dashboard, insight, cohort, flag, notebook, account, playlist, action] = await Promise.all([
      call('POST', 'dashboards/', { name: 'Quickthorn board' }),
      call('POST', 'insights/', {
        name: 'Quickthorn insight',
        saved: true,
        query: {
          kind: 'InsightVizNode',
          source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'planted a hedge' }] },
        },
      }),
      call('POST', 'cohorts/', { name: 'Quickthorn cohort', is_static: true, _create_static_person_ids: [] }),
      call('POST', 'feature_flags/', { key: 'quickthorn-flag', filters: { groups: [] } }),
      call('POST', 'notebooks/', {
        title: 'Quickthorn notebook',
        content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Words' }] }] },
      }),
      call('POST', 'accounts/', { name: 'Quickthorn account', external_id: 'quick' }),
      call('POST', 'session_recording_playlists/', { name: 'Quickthorn collection', type: 'collection' }),
      call('POST', 'actions/', { name: 'Quickthorn action', steps: [{ event: 'planted a hedge' }] }),
    ])
    expect(action.id).toBeGreaterThan(0)
    const subscription = await call('POST', 'subscriptions/', {
      insight: insight.id,
      target_type: 'email',
      target_value: 'hazel@x.io',
      frequency: 'weekly',
      start_date: '2026-01-05T09:00:00Z',
    })
    await waitFor(
      async () => (await stack.sql<{ n: number }>('SELECT count(*)::int AS n FROM mirror_queue'))[0]!.n === 0,
    )
    const persons = await call('GET', 'persons/?search=hazel')
    Object.assign(ids, {
      '/insights/$id': insight.short_id,
      '/dashboards/$id': dashboard.id,
      '/cohorts/$id': cohort.id,
      '/accounts/$id': account.id,
      '/notebooks/$id': notebook.short_id,
      '/persons/$id': persons.results[0].uuid,
      '/feature_flags/$id': flag.id,
      '/replay/$id': 'quickthorn-session',
      '/replay/playlists/$short_id': playlist.short_id,
      '/subscriptions/$id': subscription.id,
    })
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
    await logIn(page, stack.url)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  /** Every page of a project, from the router's own list. */
  function addresses(): string[] {
    const routes = path.join(webDist, '../src/routes')
    const pathsOf = (parent: string) =>
      fs.readdirSync(routes).flatMap((file) => {
        const source = fs.readFileSync(path.join(routes, file), 'utf8')
        const own = source.matchAll(/getParentRoute: \(\) => (\w+),\s+path: '([^']+)'/g)
        return [...own].flatMap(([, from, to]) => (from === parent ? [to!] : []))
      })
    return [
      // Links in messages only redirect.
      ...pathsOf('app').filter((each) => each !== '/settings' && !/^\/dashboard\/|\$subscription_id$/.test(each)),
      ...pathsOf('settings').map((each) => `/settings${each}`),
    ].map((each) => {
      if (each === '/groups/$type/$key') return '/groups/0/acme'
      if (!each.includes('$')) return each
      expect([each, ids[each]]).toEqual([each, expect.anything()])
      return each.replace(/\$\w+/, String(ids[each]))
    })
  }

  describe('the command menu', () => {
    test('opens on every page with the focus in its field, and Escape restores the focus', async () => {
      const all = addresses()
      expect(all.length).toBeGreaterThan(35)
      const wrong: string[] = []
      await open('/')
      for (const address of all) {
        // Navigate as a link does, without a full reload.
        await page.evaluate((to) => history.pushState({}, '', to), address)
        await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
        await page.locator('#main').focus()
        await page.keyboard.press('Control+k')
        await page.keyboard.type('zq')
        if ((await typed()) !== 'zq') wrong.push(`${address}: typed ${await typed()}`)
        await page.keyboard.press('Escape')
        await menu().waitFor({ state: 'detached' })
        if (!(await page.evaluate('document.activeElement.id === "main"'))) wrong.push(`${address}: focus`)
      }
      expect(wrong).toEqual([])
    })

    test('can be opened before the page has loaded, and loses nothing typed until then', async () => {
      // Scripts arrive late, as over a slow connection.
      let isHeld = true
      await page.route('**/assets/*.js', async (route) => {
        await waitFor(() => !isHeld)
        await route.continue()
      })
      await page.goto(`${stack.url}/insights`, { waitUntil: 'commit' })
      await page.locator('#root').waitFor({ state: 'attached' })
      await page.keyboard.press('Control+k')
      await page.keyboard.type('coh')
      isHeld = false
      await waitFor(async () => (await field().count()) === 1 && (await typed()) === 'coh')
      await page.keyboard.type('orts')
      expect(await typed()).toBe('cohorts')
      await page.unroute('**/assets/*.js')
      await page.keyboard.press('Escape')
      await menu().waitFor({ state: 'detached' })
    })

    test('accepts typing while its list loads, including Enter', async () => {
      await open('/persons')
      let isHeld = true
      await page.route('**/assets/command-menu-*.js', async (route) => {
        await waitFor(() => !isHeld)
        await route.continue()
      })
      await page.keyboard.press('Control+k')
      await page.keyboard.type('annotat')
      await menu().getByText('Loading…').waitFor()
      await page.keyboard.press('Enter')
      isHeld = false
      await page.getByRole('heading', { level: 1, name: 'Annotations' }).waitFor()
      await page.unroute('**/assets/command-menu-*.js')
      await page.keyboard.press('Control+k')
      expect(await typed()).toBe('')
      await page.keyboard.press('Control+k')
      await menu().waitFor({ state: 'detached' })
    })

    test('finds everything with a name, by keyboard and by mouse', async () => {
      await open('/')
      await page.keyboard.press('Control+k')
      await page.keyboard.type('quickthorn')
      for (const name of [
        'Quickthorn board Dashboard',
        'Quickthorn insight Insight',
        'Quickthorn notebook Notebook',
        'Quickthorn account Account',
        'Quickthorn cohort Cohort',
        'quickthorn-flag Feature flag',
        'Quickthorn action Action',
      ])
        await menu().getByRole('option', { name }).waitFor()
      // The first result is selected, arrow keys move on from there, and the mouse selects what it hovers over.
      const chosen = () => menu().locator('[aria-selected=true]').textContent()
      expect(await chosen()).toBe('Quickthorn boardDashboard')
      await page.keyboard.press('ArrowDown')
      expect(await chosen()).toBe('Quickthorn insightInsight')
      await menu().getByRole('option', { name: 'Quickthorn cohort' }).hover()
      expect(await chosen()).toBe('Quickthorn cohortCohort')
      expect(await findViolations(page, '[role=dialog]')).toEqual([])
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Quickthorn cohort' }).waitFor()
      for (const [words, name, address] of [
        ['hazel', 'hazel@x.io Person', /\/persons\//],
        ['planted', 'planted a hedge Event', /\/catalog\?.*planted/],
        ['quickthorn act', 'Quickthorn action Action', /\/insights\/new\?.*ActionsNode/],
        ['quickthorn acc', 'Quickthorn account Account', /\/accounts\//],
      ] as const) {
        await page.keyboard.press('Control+k')
        await page.keyboard.type(words)
        await menu().getByRole('option', { name }).click()
        await page.waitForURL(address)
      }
    })

    test('reports failed searches, and does not say that there are no results then', async () => {
      await open('/')
      await page.route('**/api/projects/*/persons?*', (route) => route.fulfill({ status: 503, body: '{}' }))
      await page.keyboard.press('Control+k')
      await page.keyboard.type('zzqq')
      await menu().getByText('Could not search persons.').waitFor()
      expect(
        await menu()
          .getByText(/No results for/)
          .count(),
      ).toBe(0)
      await page.unroute('**/api/projects/*/persons?*')
      await menu().getByRole('button', { name: 'Try again' }).click()
      await menu().getByText('No results for “zzqq”.').waitFor()
      await page.keyboard.press('Escape')
      // The browser itself logs the 503 responses.
      expect(problems.splice(0).filter((each) => !/status of 503/.test(each))).toEqual([])
    })

    test('opens from a field, an editor and an open picker, and leaves their content unchanged', async () => {
      const round = async (focused: string) => {
        await page.keyboard.press('Control+k')
        await page.keyboard.type('ab')
        expect([focused, await typed()]).toEqual([focused, 'ab'])
        await page.keyboard.press('Escape')
        await menu().waitFor({ state: 'detached' })
      }
      await open('/insights')
      const search = page.getByRole('searchbox').first()
      await search.fill('x')
      await page.waitForURL(/q=x/)
      await round('search')
      await page.keyboard.type('y')
      await waitFor(async () => (await search.inputValue()) === 'xy')

      await open('/sql')
      const editor = page.getByRole('textbox', { name: 'SQL' })
      await editor.click()
      await page.keyboard.press('Control+a')
      await page.keyboard.type('SELECT 1')
      await round('SQL')
      await page.keyboard.type('2')
      expect(await editor.textContent()).toBe('SELECT 12')

      await open(`/notebooks/${ids['/notebooks/$id']}`)
      const text = page.locator('.ProseMirror')
      await text.getByText('Words').click()
      await page.keyboard.press('End')
      await round('notebook')
      await page.keyboard.type('!')
      await text.getByText('Words!').waitFor()
      // If the page is left before it is saved, the browser asks first.
      await page
        .getByText(/^Saved/)
        .first()
        .waitFor()

      await open('/insights/new')
      await page.getByRole('button', { name: '+ Breakdown' }).click()
      await round('picker')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('+ Breakdown')

      await open('/cohorts')
      await page.getByRole('button', { name: 'New cohort' }).first().click()
      await page.keyboard.type('x')
      await round('dialog')
      await page.keyboard.type('y')
      expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('xy')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Meta+k')
      await field().waitFor()
      await page.keyboard.press('Escape')
    })
  })

  describe('pickers', () => {
    const steps = () => page.getByRole('list', { name: 'Steps' }).getByRole('listitem')
    const search = () => page.locator('[data-layer] [cmdk-input]').last()

    test('adding a step asks for its event; Escape adds nothing and Enter takes the first', async () => {
      await open('/insights/new')
      await page.getByRole('button', { name: 'Funnel' }).click()
      await page.getByText('Add a second step to see the funnel.').waitFor()
      const address = page.url()
      await page.getByRole('button', { name: 'Step', exact: true }).click()
      // Letters that are shortcuts of this page: save, refresh, compare.
      await page.keyboard.type('srx')
      expect(await search().inputValue()).toBe('srx')
      await page.keyboard.press('Escape')
      await search().waitFor({ state: 'detached' })
      expect([await steps().count(), page.url()]).toEqual([1, address])
      await page.keyboard.press('Enter')
      await page.keyboard.type('planted')
      await page.getByRole('option', { name: 'planted a hedge', exact: true }).waitFor()
      await page.keyboard.press('Enter')
      await steps().nth(1).getByRole('button', { name: 'planted a hedge' }).waitFor()
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Step')
      await page.getByRole('button', { name: 'Undo' }).click()
      await steps().nth(1).waitFor({ state: 'detached' })
    })

    test('a filter that never got a value is removed', async () => {
      await open('/insights/new')
      const address = page.url()
      const add = () => page.getByRole('group', { name: 'Filter group 1' }).getByRole('button', { name: 'Filter' })
      await add().click()
      await page.keyboard.type('height')
      await page.getByRole('option', { name: 'height' }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: 'Filter by height' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Remove filter/ }).waitFor({ state: 'detached' })
      await add().click()
      await page.keyboard.type('height')
      await page.getByRole('option', { name: 'height' }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.type('3')
      await page.getByRole('option', { name: /^3/ }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Remove filter height is 3' }).waitFor()
      expect(page.url()).not.toBe(address)
    })

    test('every button that adds something opens a focused search, which keeps its keys', async () => {
      const openers: [address: string, before: string[], button: string][] = [
        ['/insights/new', [], 'Series'],
        ['/insights/new', [], '+ Breakdown'],
        ['/insights/new', ['Filters of A'], 'Filter'],
        ['/insights/new', ['Retention'], 'Pageview'],
        ['/cohorts', ['New cohort'], 'Property or cohort'],
        ['/accounts', [], 'Filter'],
        ['/accounts', ['Columns'], 'Add a column'],
      ]
      for (const [address, before, button] of openers) {
        await open(address)
        const press = async (name: string) => {
          await page.getByRole('button', { name, exact: true }).first().focus()
          await page.keyboard.press('Enter')
        }
        for (const name of before) await press(name)
        await press(button)
        const at = page.url()
        // Shortcuts of these pages, and the first half of the ones that lead to others.
        await page.keyboard.type('cfgxjs')
        expect([address, button, await search().inputValue().catch(String)]).toEqual([address, button, 'cfgxjs'])
        await page.keyboard.press('Escape')
        expect(page.url()).toBe(at)
        expect(await page.evaluate('document.activeElement.textContent')).toContain(button.replace('+ ', ''))
        await page.keyboard.press('Escape')
      }
      await open(`/feature_flags/${ids['/feature_flags/$id']}`)
      await page.getByRole('button', { name: 'Add a condition set' }).click()
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page.keyboard.type('cgs')
      expect(await page.getByRole('combobox', { name: 'Property' }).inputValue()).toBe('cgs')
      await page.keyboard.press('Escape')
      // With unsaved changes, the browser would ask first.
      await page.getByRole('button', { name: 'Discard' }).click()
      await page.getByText('Unsaved changes').waitFor({ state: 'detached' })
    })

    test('a menu: arrows, first letters, Escape; its keys do not reach the page', async () => {
      await open(`/insights/${ids['/insights/$id']}`)
      const button = page.getByRole('button', { name: 'More', exact: true })
      const focused = () => page.evaluate<string>('document.activeElement.textContent')
      const isOnButton = () => page.evaluate<boolean>('document.activeElement.getAttribute("aria-label") === "More"')
      await button.focus()
      const address = page.url()
      await page.keyboard.press('Enter')
      const items = page.getByRole('menu', { name: 'More' }).getByRole('menuitem')
      await waitFor(async () => (await focused()).startsWith('Save as new'))
      await page.keyboard.press('ArrowUp')
      await waitFor(async () => (await focused()) === (await items.last().textContent()))
      await page.keyboard.press('Home')
      await waitFor(async () => (await focused()) === (await items.first().textContent()))
      // Letters that are shortcuts of this page; in the menu they find an item.
      await page.keyboard.type('hi')
      await waitFor(async () => (await focused()) === 'History')
      await page.keyboard.press('Escape')
      await items.first().waitFor({ state: 'detached' })
      expect([await isOnButton(), page.url()]).toEqual([true, address])

      // What a menu opens returns the focus to the button of the menu.
      await page.keyboard.press('Enter')
      await items.first().waitFor()
      await page.keyboard.type('hi')
      await waitFor(async () => (await focused()) === 'History')
      await page.keyboard.press('Enter')
      const drawer = page.getByRole('dialog', { name: 'History' })
      await drawer.waitFor()
      expect(await page.evaluate('getComputedStyle(document.documentElement).overflowY')).toBe('hidden')
      for (let presses = 0; presses < 8; presses += 1) {
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true)
      }
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      await waitFor(isOnButton)
      expect(await page.evaluate('getComputedStyle(document.documentElement).overflowY')).not.toBe('hidden')
    })

    test('a menu opens by touch and by a click without a pointer, and fits a window of 360 px', async () => {
      const phone = await browser.newContext({
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        storageState: await context.storageState(),
      })
      try {
        const own = await phone.newPage()
        const watched = watchPage(own, new URL(stack.url).origin).problems
        await own.goto(`${stack.url}/insights/${ids['/insights/$id']}`)
        const button = own.getByRole('button', { name: 'More', exact: true })
        const list = own.getByRole('menu', { name: 'More' })
        await button.tap()
        await list.waitFor()
        const { x, width } = (await list.boundingBox())!
        expect([x >= 0, x + width <= 360]).toEqual([true, true])
        await button.tap()
        await list.waitFor({ state: 'detached' })
        await button.evaluate((element) => (element as unknown as { click(): void }).click())
        await list.waitFor()

        // Without enough room, the panel scrolls inside; in a picker, only the list.
        await own.setViewportSize({ width: 360, height: 320 })
        const scrolls = (selector: string) =>
          own.evaluate<boolean>(`(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)(
            document.querySelector('${selector}'))`)
        const isInside = async (selector: string) => {
          const { y, height } = (await own.locator(selector).boundingBox())!
          return y >= 0 && y + height <= 320
        }
        await waitFor(async () => (await isInside('[role=menu]')) && (await scrolls('[role=menu]')))
        await own.keyboard.press('Escape')
        await own.goto(`${stack.url}/insights/new`)
        await own.getByRole('button', { name: '+ Breakdown' }).click()
        await own.getByRole('option', { name: 'height' }).waitFor()
        await waitFor(async () => (await isInside('[data-layer]')) && (await scrolls('[cmdk-list]')))
        expect(await scrolls('[data-layer]')).toBe(false)
        expect(watched).toEqual([])
      } finally {
        await phone.close()
      }
    })

    test('layers fit a window of 360 px beside its scrollbar', async () => {
      const narrow = await browser.newContext({
        viewport: { width: 360, height: 740 },
        storageState: await context.storageState(),
      })
      try {
        const own = await narrow.newPage()
        const press = (name: string) => own.getByRole('button', { name, exact: true }).first().click()
        const layers: [string, string, () => Promise<void>][] = [
          ['date range', '/insights/new', () => press('Last 7 days')],
          ['picker', '/insights/new', () => press('+ Breakdown')],
          ['dialog', '/cohorts', () => press('New cohort')],
          [
            'drawer',
            `/insights/${ids['/insights/$id']}`,
            async () => {
              await press('More')
              await own.getByRole('menuitem', { name: 'History' }).click()
            },
          ],
          ['shortcuts', '/insights', () => own.keyboard.press('?')],
          ['command menu', '/insights', () => own.keyboard.press('Control+k')],
        ]
        for (const [name, path, openIt] of layers) {
          await own.goto(stack.url + path)
          await own.getByRole('heading', { level: 1 }).waitFor()
          await openIt()
          await own.locator('[data-layer]').last().waitFor()
          const fits = await own.evaluate<boolean>(`(() => {
            const layer = [...document.querySelectorAll('[data-layer]')].at(-1)
            const { left, right } = layer.getBoundingClientRect()
            return left >= 0 && right <= document.documentElement.clientWidth && layer.scrollWidth <= layer.clientWidth
          })()`)
          expect([name, fits]).toEqual([name, true])
        }
      } finally {
        await narrow.close()
      }
    })

    test('tabs: arrows, Home and End select, and the URL follows', async () => {
      await open('/setup')
      const tabs = page.getByRole('tab')
      const chosen = () => page.getByRole('tab', { selected: true }).textContent()
      await tabs.first().focus()
      await page.keyboard.press('End')
      await waitFor(async () => (await chosen()) === (await tabs.last().textContent()))
      await page.waitForURL(/language=/)
      await page.keyboard.press('ArrowRight')
      await waitFor(async () => (await chosen()) === (await tabs.first().textContent()))
      await page.keyboard.press('ArrowLeft')
      await waitFor(async () => (await chosen()) === (await tabs.last().textContent()))
      await page.keyboard.press('Home')
      await waitFor(async () => (await chosen()) === (await tabs.first().textContent()))
      // The Tab key moves on to the controls in the panel, not to the panel itself.
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.closest("[role=tabpanel]") !== null')).toBe(true)
      expect(await page.evaluate('document.activeElement.role')).not.toBe('tabpanel')
    })

    test('Escape closes only the top layer, and nothing is left behind', async () => {
      await open('/cohorts')
      const opener = page.getByRole('button', { name: 'New cohort' }).first()
      await opener.click()
      const dialog = page.getByRole('dialog', { name: 'New cohort' })
      const picker = dialog.getByRole('button', { name: 'Property or cohort' })
      await picker.click()
      await search().waitFor()
      await page.keyboard.press('Escape')
      await search().waitFor({ state: 'detached' })
      expect(await picker.evaluate((element) => element.matches(':focus'))).toBe(true)
      await page.keyboard.press('Control+k')
      await field().waitFor()
      await page.keyboard.press('Escape')
      await menu().waitFor({ state: 'detached' })
      expect(await picker.evaluate((element) => element.matches(':focus'))).toBe(true)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(await opener.evaluate((element) => element.matches(':focus'))).toBe(true)
      expect(
        await page.evaluate(`[
          document.querySelectorAll('[data-layer], [data-backdrop], [inert], #root[aria-hidden], [data-aria-hidden]').length,
          getComputedStyle(document.body).pointerEvents,
        ]`),
      ).toEqual([0, 'auto'])
    })

    test('Escape in a popover discards what was typed there', async () => {
      await open('/accounts')
      const tags = page.getByRole('button', { name: 'Tags of Quickthorn account: none' })
      await tags.click()
      const adds = page.getByRole('textbox', { name: 'Add a tag' })
      await adds.fill('typed')
      await page.keyboard.press('Escape')
      await adds.waitFor({ state: 'detached' })
      expect(await tags.evaluate((element) => element.matches(':focus'))).toBe(true)
      await tags.click()
      await adds.fill('entered')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
      await waitFor(async () => (await call('GET', `accounts/${ids['/accounts/$id']}/`)).tags.length > 0)
      expect((await call('GET', `accounts/${ids['/accounts/$id']}/`)).tags).toEqual(['entered'])
    })

    test('Escape closes the / menu of a notebook, not the drawer around it', async () => {
      await open(`/accounts/${ids['/accounts/$id']}`)
      await page.getByRole('button', { name: 'New notebook' }).click()
      const drawer = page.getByRole('dialog', { name: 'Notebook' })
      await drawer.locator('.ProseMirror').click()
      const list = page.getByRole('listbox', { name: 'Insert' })
      await page.keyboard.type('/head')
      await list.getByRole('option', { name: 'Heading 1' }).waitFor()
      await page.keyboard.press('Escape')
      await list.waitFor({ state: 'detached' })
      expect(await drawer.count()).toBe(1)
      // It stays closed, and the text still gets the keys.
      await page.keyboard.type('er')
      await drawer.getByText('/header').waitFor()
      expect(await list.count()).toBe(0)
      await page
        .getByText(/^Saved/)
        .first()
        .waitFor()
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
    })

    test('the second step of a choice gets the keys too', async () => {
      await open('/accounts')
      await page.keyboard.press('f')
      await page.keyboard.type('any role')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Apply' }).waitFor()
      await page.keyboard.type('c')
      expect(await page.evaluate('document.activeElement.closest("[data-layer]") !== null')).toBe(true)
      expect(await page.getByRole('dialog', { name: 'New account' }).count()).toBe(0)
      await page.keyboard.press('Escape')
    })
  })

  test('switching the kind of insight never shows the old numbers, says what it left out, and can be undone', async () => {
    const series = ['planted a hedge', '$groupidentify'].map((event) => ({
      kind: 'EventsNode',
      event,
      name: event,
      math: 'total',
    }))
    const node = { kind: 'TrendsQuery', series, trendsFilter: { formula: 'A * 10' }, dateRange: { date_from: '-7d' } }
    await open(`/insights/new?q=${encodeURIComponent(JSON.stringify(node))}`)
    const answer = page.getByRole('region', { name: 'Answer' })
    // Two events today, times ten.
    await answer.getByText('20', { exact: true }).first().waitFor()
    let isHeld = true
    await page.route('**/query/**', async (route) => {
      await waitFor(() => !isHeld)
      await route.continue()
    })
    await page.getByRole('button', { name: 'Funnel', exact: true }).click()
    await answer.getByRole('status', { name: 'Loading' }).waitFor()
    expect(await answer.getByText('20', { exact: true }).count()).toBe(0)
    await page.getByText('Left out here: the formula A * 10. Undo restores it.').waitFor()
    isHeld = false
    await answer.getByRole('button', { name: /^2 entered/ }).waitFor()
    await page.unroute('**/query/**')
    await page.getByRole('button', { name: 'Trends', exact: true }).click()
    await answer.getByText('20', { exact: true }).first().waitFor()
    expect(await page.getByLabel('Formula of the series by their letters').inputValue()).toBe('A * 10')
    await page.getByRole('button', { name: 'Undo' }).click()
    await answer.getByRole('button', { name: /^2 entered/ }).waitFor()
  })

  test('an SQL chart guesses its columns, says what it draws, and is saved with the chosen ones', async () => {
    const rows = [
      ['2026-01-01', 'Chrome', 3, 30],
      ['2026-01-01', 'Safari', 1, 10],
      ['2026-01-03', 'Chrome', 5, 50],
    ]
    // Rows of constants, so that no day is today and none is missing by chance.
    const union = rows
      .map(([day, browser, n, m]) => `SELECT toDate('${day}') AS day, '${browser}' AS browser, ${n} AS n, ${m} AS m`)
      .join(' UNION ALL ')
    await open(`/sql?q=${encodeURIComponent(`SELECT * FROM (${union}) ORDER BY n DESC`)}`)
    await page.getByRole('button', { name: 'Run' }).click()
    const drawn = page.getByRole('figure')
    await drawn.getByText('n and m by day, one line per browser').waitFor()
    // January 2 has no row: a gap, which the arrow keys read as such.
    const chart = drawn.getByRole('group')
    await chart.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await chart.getByText(/^2 Jan 2026: .*n · Chrome no value/).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Columns on the y axis: n, m' }).click()
    await page.getByRole('checkbox', { name: 'n', exact: true }).uncheck()
    await page.keyboard.press('Escape')
    await drawn.getByText('m by day, one line per browser').waitFor()
    await page.getByRole('combobox', { name: 'Series' }).selectOption('None')
    // Both rows of January 1 are one point now: 30 + 10.
    await drawn.getByText(/^m by day\. 1 row has the same day as another; their values are added up\.$/).waitFor()
    await page.waitForURL(/chart=/)
    await page.reload()
    await page.getByRole('button', { name: 'Run' }).click()
    await drawn.getByText(/^m by day\./).waitFor()
    await page.getByLabel('Show as').selectOption('ActionsBar')
    for (const [theme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 360],
    ] as const) {
      await page.evaluate((value) => {
        document.documentElement.dataset.theme = value
      }, theme)
      await page.setViewportSize({ width, height: 900 })
      expect(await findViolations(page, 'main')).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.getByRole('button', { name: 'Save as insight' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Drawn from SQL')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Drawn from SQL' }).waitFor()
    await drawn.getByText(/^m by day\./).waitFor()
    const { results } = await call('GET', 'insights/?search=Drawn+from')
    expect(results[0].query).toMatchObject({
      kind: 'DataVisualizationNode',
      display: 'ActionsBar',
      chartSettings: { xAxis: { column: 'day' }, yAxis: [{ column: 'm' }], seriesBreakdownColumn: null },
    })
    // On a dashboard it is the same chart.
    const board = await call('POST', 'dashboards/', { name: 'With SQL' })
    await call('PATCH', `insights/${results[0].id}/`, { dashboards: [board.id] })
    await open(`/dashboards/${board.id}`)
    await page
      .getByRole('region', { name: 'Drawn from SQL' })
      .getByText(/^m by day\./)
      .waitFor()
  })

  test('no page logged an error', () => {
    expect(problems).toEqual([])
  })
})
