/** Accounts, notebooks and the data catalog in Chromium: by mouse and by keyboard, in both themes, on a phone. */
import fs from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
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

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let client: Client
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let problems: string[]
  const call = async (method: string, route: string, body?: unknown) => {
    const response = await client.request(`/api/projects/1/${route}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  }
  const open = async (path: string) => {
    await page.goto(`${stack.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
  }
  const names = () => page.getByRole('table').getByRole('link').allTextContents()
  const shows = (...expected: string[]) =>
    waitFor(async () => JSON.stringify(await names()) === JSON.stringify(expected))
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const choose = async (list: string, item: string | RegExp) => {
    await page.getByRole('combobox', { name: list }).fill(typeof item === 'string' ? item : '')
    await page.getByRole('option', { name: item }).first().click()
  }
  const said = (text: string | RegExp) => page.getByText(text).first().waitFor()

  beforeAll(async () => {
    stack = await startStack()
    client = new Client(stack)
    const at = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
    await client.send(
      ...['alfa', 'beta', 'gama'].flatMap((key, index) => [
        {
          event: '$groupidentify',
          distinct_id: `g-${key}`,
          timestamp: at(3),
          properties: {
            $group_type: 'company',
            $group_key: key,
            $group_set: { name: key, employees: 10 * (index + 1) },
          },
        },
        ...Array.from({ length: index + 1 }, (_, nth) => ({
          event: 'order',
          distinct_id: `p-${key}`,
          timestamp: at(1 + nth * 0.1),
          properties: { $groups: { company: key }, amount: 5, $set: { name: `Person of ${key}` } },
        })),
      ]),
    )
    for (const [index, key] of ['alfa', 'beta', 'gama'].entries())
      await call('POST', 'accounts/', {
        name: key[0]!.toUpperCase() + key.slice(1),
        external_id: key,
        tags: index === 0 ? ['vip'] : [],
      })
    await waitFor(
      async () => (await stack.sql<{ n: number }>('SELECT count(*)::int AS n FROM mirror_queue'))[0]!.n === 0,
    )
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
    await logIn(page, stack.url)
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  test('a custom table: column, order and filter, saved as a view', async () => {
    await open('/accounts')
    await shows('Gama', 'Beta', 'Alfa')
    await button('Columns').click()
    await button('Add a column').click()
    await choose('Search columns', 'employees')
    await page.keyboard.press('Escape')
    await button('employees').click()
    await shows('Gama', 'Beta', 'Alfa')
    await button('employees').click()
    await shows('Alfa', 'Beta', 'Gama')
    await page.keyboard.press('f')
    await choose('Filter by', 'employees')
    await page.getByLabel('employees').selectOption('gt')
    await page.getByRole('textbox', { name: 'Value' }).fill('10')
    await button('Apply').click()
    await shows('Beta', 'Gama')
    await button('More about views').click()
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Larger ones')
    await page.getByLabel('Who sees it').selectOption('team')
    await button('Save').click()
    await said('View saved')
    expect(new URL(page.url()).searchParams.get('view')).toBeTruthy()
    await page.reload()
    await shows('Beta', 'Gama')
    await button(/^Remove filter/).click()
    await shows('Alfa', 'Beta', 'Gama')
    await page.getByText('changed', { exact: true }).waitFor()
    await button('Save view').click()
    await waitFor(async () => (await call('GET', 'account_views/')).results[0].definition.filters.length === 0)
    await button(/^Larger ones/).click()
    await choose('Views', 'All accounts')
    await shows('Gama', 'Beta', 'Alfa')
    await page.getByRole('searchbox', { name: /^Search by name/ }).fill('bet')
    await shows('Beta')
    await page.getByRole('searchbox', { name: /^Search by name/ }).fill('nothing like it')
    await button('Clear search and filters').click()
    await shows('Gama', 'Beta', 'Alfa')
  })

  test('roles and tags change in place, many accounts at once by keyboard', async () => {
    await open('/accounts')
    await shows('Gama', 'Beta', 'Alfa')
    await page.getByLabel('CSM of Beta').selectOption('1')
    await said('Role changed')
    await waitFor(async () => (await call('GET', 'accounts/?csm=1')).count === 1)
    await button('Undo').click()
    await waitFor(async () => (await call('GET', 'accounts/?csm=1')).count === 0)
    await page.getByLabel('CSM of Beta').selectOption('1')
    await waitFor(async () => (await call('GET', 'accounts/?csm=1')).count === 1)
    await button(/^All accounts/).click()
    await choose('Views', 'Mine')
    await shows('Beta')
    await button(/^Mine/).click()
    await choose('Views', 'Unassigned')
    await shows('Gama', 'Alfa')
    await button(/^Unassigned/).click()
    await choose('Views', 'All accounts')
    await shows('Gama', 'Beta', 'Alfa')
    await page.getByLabel('CSM of Beta').selectOption('')
    await waitFor(async () => (await call('GET', 'accounts/?csm=1')).count === 0)
    await button(/^Tags of Beta/).click()
    await page.getByLabel('Add a tag').fill('eu')
    await page.keyboard.press('Enter')
    await waitFor(async () => (await call('GET', 'accounts/?tags=["eu"]')).count === 1)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1 }).click()
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
    await said('2 selected')
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByLabel('Tags').fill('many, eu')
    await button('Change').click()
    await said('2 changed')
    expect((await call('GET', 'accounts/?tags=["many"]')).results.map((each: any) => [each.name, each.tags])).toEqual([
      ['Gama', ['eu', 'many']],
      ['Beta', ['eu', 'many']],
    ])
  })

  test('CSV: invalid rows are reported before anything changes, and an export can be imported', async () => {
    await call('POST', 'custom_property_definitions/', { name: 'Seats', display_type: 'number' })
    await open('/accounts')
    await button('Import').click()
    const file = (text: string) =>
      page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await file('name,Turnover\nDelta,1')
    await page.getByRole('alert').getByText('Unknown columns: Turnover').waitFor()
    await button('Skip these columns').click()
    await said(/This would create 1 new account/)
    await file('name,external_id,Seats\nDelta,delta,7\nEta,eta,many')
    await said('Line 3')
    expect((await call('GET', 'accounts/')).count).toBe(3)
    await page.getByRole('switch', { name: 'Skip 1 invalid row' }).click()
    await button('Import the other 1 row').click()
    await said(/Done: 1 new account/)
    await button('Close').click()
    await shows('Delta', 'Gama', 'Beta', 'Alfa')
    const [download] = await Promise.all([page.waitForEvent('download'), button('CSV').click()])
    const csv = fs.readFileSync((await download.path())!, 'utf8')
    expect(csv.split('\r\n').length).toBe(5)
    await button('Import').click()
    await file(csv)
    await said(/This would create 0 new accounts, 0 changed, 4 unchanged/)
    await button('Cancel').click()
  })

  test('the page of an account: properties with history, a metric, its people, the layout', async () => {
    const { results } = await call('GET', 'accounts/?search=gama')
    const path = `/accounts/${results[0].id}`
    await open(path)
    const seats = page.getByLabel('Seats', { exact: true })
    await seats.fill('12')
    await seats.press('Enter')
    await said('Seats set')
    await seats.fill('15')
    await seats.press('Enter')
    await waitFor(async () => (await call('GET', `accounts/${results[0].id}/custom_property_values/`))[0]?.value === 15)
    await button('Undo').last().click()
    await waitFor(async () => (await call('GET', `accounts/${results[0].id}/custom_property_values/`))[0]?.value === 12)
    await button('History of Seats').click()
    await page.getByRole('dialog', { name: 'History of Seats' }).getByText('15').waitFor()
    await page.keyboard.press('Escape')
    await button('Add a usage metric').click()
    await page.getByRole('dialog').getByLabel('Name').fill('Orders')
    await button('Choose an event').click()
    await choose('Event', 'order')
    await button('Save').click()
    const strip = page.getByRole('region', { name: 'Usage metrics' })
    await strip.getByText('Orders').waitFor()
    await strip.getByText('3', { exact: true }).waitFor()
    await page.getByRole('tab', { name: 'People', exact: true }).click()
    await page.getByRole('link', { name: 'Person of gama' }).waitFor()
    await button('Layout').click()
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Events' }).uncheck()
    await page.getByRole('dialog').getByRole('checkbox', { name: 'IDs in other tools' }).uncheck()
    await button('Save').click()
    await said('Layout saved')
    await page.getByRole('region', { name: 'IDs in other tools' }).waitFor({ state: 'hidden' })
    expect((await call('GET', 'customer_profile_configs/')).results).toMatchObject([
      { scope: 'group_0', sidebar: { 'ph-links': false, 'ph-roles': true } },
    ])
    await page.reload()
    await page.getByRole('tab', { name: 'History' }).waitFor()
    expect(await page.getByRole('tab').allTextContents()).toEqual(['People', 'History'])
    await call('DELETE', `customer_profile_configs/${(await call('GET', 'customer_profile_configs/')).results[0].id}/`)
  })

  test('says so if an account is deleted while it is edited', async () => {
    const made = await call('POST', 'accounts/', { name: 'Short lived' })
    await open(`/accounts/${made.id}`)
    const name = page.getByLabel('Name of the account')
    await name.waitFor()
    await call('DELETE', `accounts/${made.id}/`)
    await name.fill('Another')
    await name.press('Enter')
    await said('This account was deleted in the meantime. Nothing was changed.')
    await said('This account does not exist, or was deleted')
    problems.splice(0, problems.length, ...problems.filter((each) => !each.includes('status of 404')))
  })

  const text = () => page.getByRole('textbox', { name: 'Text of the notebook' })
  const saved = (id: string, condition: (content: any) => boolean) =>
    waitFor(
      async () => condition((await call('GET', `notebooks/${id}/`)).content),
      20_000,
      () => `notebook ${id}`,
    )
  const typesIn = (content: any): string[] => content.content.map((node: any) => node.type)

  test('a notebook beside an account, with a mention of it', async () => {
    const { results } = await call('GET', 'accounts/?search=beta')
    await open(`/accounts/${results[0].id}`)
    await button('New notebook').click()
    await text().click()
    await page.keyboard.type('Ask @alf')
    await page.getByRole('option', { name: /Alfa/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('about it')
    await page.getByText(/^Saved \d+ s ago$/).waitFor()
    const { results: notes } = await call('GET', 'account_notes/')
    const { content } = await call('GET', `notebooks/${notes[0].short_id}/`)
    expect(content.content[0].content).toMatchObject([
      { type: 'text', text: 'Ask ' },
      { type: 'ph-mention', attrs: { type: 'account', label: 'Alfa' } },
      { type: 'text', text: ' about it' },
    ])
    await page.getByRole('dialog').getByRole('link', { name: '@Alfa' }).click()
    await page.waitForURL(/\/accounts\//)
    await open('/notebooks?of=accounts')
    await page.getByRole('link', { name: /Notes on Beta/ }).waitFor()
  })

  test('the / menu, live SQL, a table and Markdown; content of other clients is kept', async () => {
    const odd = { type: 'ph-recording', attrs: { id: 'rec', nested: { deep: [1] } } }
    const notebook = await call('POST', 'notebooks/', {
      title: 'Mine',
      content: { type: 'doc', content: [odd, { type: 'paragraph', attrs: { nodeId: 'n1' } }] },
    })
    const id = notebook.short_id
    await open(`/notebooks/${id}`)
    await text().locator('p').last().click()
    await page.keyboard.type('/heading')
    await page.getByRole('option', { name: 'Heading 2' }).click()
    await page.keyboard.type('Plan')
    await page.keyboard.press('Enter')
    await page.keyboard.type('/sql')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'SQL' }).fill("SELECT count() AS orders FROM events WHERE event = 'order'")
    await page.keyboard.press('Control+Enter')
    await page.getByRole('cell', { name: '6', exact: true }).waitFor()
    await button('More about this notebook').click()
    await page.getByRole('menuitem', { name: 'Insert Markdown…' }).click()
    await page
      .getByLabel('Markdown', { exact: true })
      .fill('> quoted\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- one\n- two')
    await button('Insert').click()
    await saved(id, (content) => JSON.stringify(content).includes('two'))
    const { content } = await call('GET', `notebooks/${id}/`)
    expect(content.content[0]).toEqual(odd)
    expect(typesIn(content)).toEqual(
      expect.arrayContaining(['heading', 'ph-query', 'blockquote', 'table', 'bulletList']),
    )
    expect(content.content.find((node: any) => node.type === 'ph-query').attrs.query.source.query).toMatch(
      /^SELECT count/,
    )
    await page.reload()
    await page.getByRole('cell', { name: '6', exact: true }).waitFor()
    await page.getByRole('columnheader', { name: 'a', exact: true }).click()
    await button('Add a row below').click()
    await saved(id, (now) => now.content.find((node: any) => node.type === 'table').content.length === 3)
    await button('More about this notebook').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as Markdown' }).click(),
    ])
    expect(fs.readFileSync((await download.path())!, 'utf8')).toContain('| a | b |')
  })

  test('an insight in the text links to its page', async () => {
    await call('POST', 'insights/', {
      name: 'Orders by day',
      saved: true,
      query: {
        kind: 'InsightVizNode',
        source: {
          kind: 'TrendsQuery',
          series: [{ kind: 'EventsNode', event: 'order' }],
          trendsFilter: { display: 'BoldNumber' },
        },
      },
    })
    const { short_id: id } = await call('POST', 'notebooks/', { title: 'With insight' })
    await open(`/notebooks/${id}`)
    await text().click()
    await page.keyboard.type('/insight')
    await page.keyboard.press('Enter')
    await page.getByRole('searchbox', { name: 'Search saved insights' }).fill('orders')
    await page.getByRole('dialog').getByRole('button', { name: 'Orders by day' }).click()
    await page.getByRole('link', { name: 'Orders by day' }).waitFor()
    await page.getByText('6', { exact: true }).waitFor()
    await saved(id, (content) => typesIn(content).includes('ph-query'))
  })

  test('two people: neither loses text, and earlier versions can be restored', async () => {
    const doc = (words: string) => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
    })
    const { short_id: id } = await call('POST', 'notebooks/', { title: 'Shared', content: doc('first') })
    await open(`/notebooks/${id}`)
    await text().getByText('first').click()
    // Someone else saves before this open page polls again.
    await call('PATCH', `notebooks/${id}/`, { version: 0, content: doc('theirs'), text_content: 'theirs' })
    await page.keyboard.press('End')
    await page.keyboard.type(' and mine')
    await page.getByRole('dialog', { name: 'Someone else changed this notebook' }).waitFor()
    const compared = page.getByRole('dialog')
    await compared.getByRole('region', { name: 'Mine' }).locator('mark').getByText('first and mine').waitFor()
    await compared.getByRole('region', { name: 'Theirs' }).locator('mark').getByText('theirs').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.type('!')
    await button('Resolve…').click()
    await button(/^Overwrite theirs with mine/).click()
    await saved(id, (content) => JSON.stringify(content).includes('first and mine!'))
    await button('More about this notebook').click()
    await page.getByRole('menuitem', { name: 'Earlier versions' }).click()
    const drawer = page.getByRole('dialog', { name: 'Earlier versions' })
    await waitFor(async () => (await drawer.getByRole('button', { name: 'Restore' }).count()) > 0)
    await drawer.locator('[aria-expanded]').first().click()
    await drawer.getByText(/theirs|first/).waitFor()
    await drawer.getByRole('button', { name: 'Restore' }).first().click()
    await waitFor(async () => !JSON.stringify((await call('GET', `notebooks/${id}/`)).content).includes('mine'))
    await drawer.waitFor({ state: 'hidden' })
    // What someone else writes appears automatically while there are no local changes.
    const { version } = await call('GET', `notebooks/${id}/`)
    await call('PATCH', `notebooks/${id}/`, { version, content: doc('later by them') })
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await text().getByText('later by them').waitFor()
    await call('PATCH', `notebooks/${id}/`, { deleted: true })
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await button('Restore').click()
    await waitFor(async () => (await call('GET', `notebooks/${id}/`)).deleted === false)
    problems.splice(0, problems.length, ...problems.filter((each) => !/status of (404|409)/.test(each)))
  })

  test('unsaved text is restored when the notebook is opened again', async () => {
    const { short_id: id } = await call('POST', 'notebooks/', { title: 'Far away', content: null })
    await open('/notebooks')
    await page.getByRole('link', { name: 'Far away' }).click()
    const patches = (url: URL) =>
      url.pathname.endsWith(`/notebooks/${id}`) || url.pathname.endsWith(`/notebooks/${id}/`)
    await page.route(patches, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
    await text().click()
    await page.keyboard.type('written in a tunnel')
    await page.getByText('Not saved yet. Retrying…').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Notebooks' }).click()
    await said(/Your last changes to “Far away” are not saved/)
    await page.unroute(patches)
    await page.getByRole('link', { name: 'Far away' }).click()
    await said('Your unsaved changes were restored')
    await saved(id, (content) => JSON.stringify(content).includes('written in a tunnel'))
    // The draft is removed once it is saved.
    await waitFor(() => page.evaluate(() => !Object.keys(localStorage).some((key) => key.startsWith('draft:'))))
    // Someone else saved first: neither text is lost.
    await page.route(patches, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
    await text().click()
    await page.keyboard.press('End')
    await page.keyboard.type(', twice')
    await page.getByText('Not saved yet. Retrying…').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Notebooks' }).click()
    await page.unroute(patches)
    const { version } = await call('GET', `notebooks/${id}/`)
    const content = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'theirs' }] }] }
    await call('PATCH', `notebooks/${id}/`, { content, text_content: 'theirs', version })
    await page.goto(`${stack.url}/notebooks/${id}`)
    const dialog = page.getByRole('dialog', { name: 'Someone else changed this notebook' })
    await dialog.getByRole('region', { name: 'Mine' }).getByText('written in a tunnel, twice').waitFor()
    await dialog.getByRole('region', { name: 'Theirs' }).locator('mark').getByText('theirs').waitFor()
    await button(/^Discard mine/).click()
    await text().getByText('theirs').waitFor()
    problems.splice(0, problems.length, ...problems.filter((each) => !/status of 409|ERR_FAILED/.test(each)))
  })

  test('the catalog: describe, verify, tag in bulk, and where a definition is used', async () => {
    await open('/catalog')
    const description = page.getByLabel('Description of order')
    await description.fill('Somebody bought something.')
    await description.press('Enter')
    await said('Description saved')
    await button('Verified: order').click()
    await waitFor(
      async () => (await call('GET', 'event_definitions/?search=order&verified=true')).results[0]?.description !== '',
    )
    await page.getByLabel('Select order').check()
    await button('Tag 1').click()
    await page.getByRole('dialog').getByLabel('Tags').fill('revenue')
    await button('Add').click()
    await waitFor(async () => (await call('GET', 'tags/')).includes('revenue'))
    await button('order').click()
    const drawer = page.getByRole('dialog', { name: 'order' })
    await drawer.getByRole('region', { name: 'Used in' }).getByText('Orders by day').waitFor()
    await drawer
      .getByRole('region', { name: 'Examples' })
      .getByText(/"amount": 5/)
      .first()
      .waitFor()
    await drawer.getByRole('region', { name: 'Seen with' }).getByText('amount').waitFor()
    await drawer.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('tab', { name: 'Event properties' }).click()
    await button('amount').click()
    await page.getByRole('dialog', { name: 'amount' }).getByText('Frequent values').waitFor()
    await page
      .getByRole('dialog', { name: 'amount' })
      .getByRole('region', { name: 'Seen with' })
      .getByText('order')
      .waitFor()
    await page.getByRole('dialog', { name: 'amount' }).getByRole('button', { name: 'Close' }).click()
    await open('/settings/tags')
    const name = page.getByLabel('Name of tag revenue')
    await name.fill('money')
    await name.press('Enter')
    await said('Renamed revenue to money')
    expect((await call('GET', 'event_definitions/?search=order')).results[0].tags).toEqual(['money'])
  })

  test('no page has accessibility flaws, shifts while it loads, or is too wide', async () => {
    const account = await call('POST', 'accounts/', {
      name: HOSTILE.join(' ').slice(0, 390),
      external_id: `odd ${HOSTILE[1]}`,
      tags: HOSTILE.map((each) => each.slice(0, 200)),
    })
    const notebook = await call('POST', 'notebooks/', {
      title: HOSTILE[0],
      content: {
        type: 'doc',
        content: [
          ...HOSTILE.map((each) => ({ type: 'paragraph', content: [{ type: 'text', text: each }] })),
          {
            type: 'table',
            content: [{ type: 'tableRow', content: [{ type: 'tableHeader', content: [{ type: 'paragraph' }] }] }],
          },
        ],
      },
    })
    const { results } = await call('GET', 'accounts/?search=gama')
    const flaws: string[] = []
    for (const path of [
      '/accounts',
      `/accounts/${account.id}`,
      `/accounts/${results[0].id}`,
      '/notebooks',
      `/notebooks/${notebook.short_id}`,
      '/catalog',
      '/catalog?kind=person',
      '/settings/tags',
    ])
      flaws.push(...(await findFlaws(page, `${stack.url}${path}`)))
    expect(flaws).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  test('a hundred thousand accounts: scrolling works anywhere, and a change refetches only the visible rows', async () => {
    await stack.sql(
      `INSERT INTO accounts (id, team_id, name, external_id, created_at)
       SELECT gen_random_uuid(), 1, 'Company ' || i, 'many-' || i, now() - interval '1 day' - i * interval '1 second' FROM generate_series(1, 100000) i`,
    )
    const asked: number[] = []
    page.on('request', (request) => {
      const query = /\/query\/?$/.test(request.url()) ? request.postDataJSON()?.query : null
      if (query?.kind === 'AccountsTableQuery') asked.push(query.offset)
    })
    await open('/accounts')
    await page.getByText(/^100,0\d\d accounts\.$/).waitFor()
    const scrollTo = (part: number) =>
      page.getByRole('region', { name: 'Accounts' }).evaluate((table, share) => {
        table.scrollTop = share * table.scrollHeight
      }, part)
    await scrollTo(1)
    await page.getByRole('link', { name: 'Company 100000', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(60)
    await scrollTo(0.5)
    await page
      .getByRole('link', { name: /^Company 500\d\d$/ })
      .first()
      .waitFor()
    // The first page, the last (or two, if the view spans both), and the one in the middle.
    expect(new Set(asked).size).toBeGreaterThanOrEqual(3)
    expect(new Set(asked).size).toBeLessThanOrEqual(5)
    asked.splice(0)
    const role = page.getByLabel(/^CSM of Company 500\d\d$/).nth(5)
    const label = (await role.getAttribute('aria-label'))!
    await role.selectOption('1')
    await said('Role changed')
    await waitFor(() => asked.length > 0)
    await waitFor(async () => (await page.getByLabel(label).inputValue()) === '1')
    expect(asked.length).toBeLessThanOrEqual(3)
    await page.getByRole('searchbox', { name: /^Search by name/ }).fill('company 77777')
    await shows('Company 77777')
    const [{ id }] = (await call('GET', 'accounts/?search=many-77777')).results
    await call('DELETE', `accounts/${id}/`)
    await page.getByLabel('CSM of Company 77777').selectOption('1')
    await said('This account was deleted, or you cannot change it.')
    await page.getByText('No accounts match').waitFor()
  })

  test('no page logged an error', () => {
    expect(problems).toEqual([])
  })
})
