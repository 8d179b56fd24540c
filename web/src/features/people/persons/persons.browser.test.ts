/** The pages of persons, groups and the activity log in Chromium, by mouse and by keyboard. */
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

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let client: Client
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let problems: string[]
  const personOf = async (distinctId: string) =>
    (await client.get(`/api/projects/1/persons/?${new URLSearchParams({ distinct_id: distinctId })}`)).results[0]

  beforeAll(async () => {
    stack = await startStack()
    client = new Client(stack)
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
    await logIn(page, stack.url)
    await page.waitForURL('**/setup**')
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  test('empty pages say what will be there', async () => {
    for (const [path, title] of [
      ['persons', 'No persons yet'],
      ['groups', 'No groups yet'],
      ['activity', 'No changes yet'],
    ]) {
      await page.goto(`${stack.url}/${path}`)
      await page.getByRole('heading', { name: title }).waitFor()
    }
  })

  test('a long table: scroll, search, filter, sort and choose columns, all kept in the URL', async () => {
    await client.send(
      ...Array.from({ length: 350 }, (_, index) => ({
        event: 'made',
        distinct_id: `user-${index}`,
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
        properties: { $set: { email: `user${index}@x.io`, plan: index % 7 === 0 ? 'gold' : 'free', seats: index } },
      })),
      {
        event: '$groupidentify',
        distinct_id: 'user-1',
        properties: { $group_type: 'company', $group_key: 'acme/1', $group_set: { name: 'Acme', size: 5 } },
      },
      { event: 'worked', distinct_id: 'user-1', properties: { $groups: { company: 'acme/1' } } },
    )
    await page.goto(`${stack.url}/persons`)
    await page.getByText('350 persons.').waitFor()
    const table = page.getByRole('table', { name: 'Persons' })
    expect(await table.getByRole('row').count()).toBeLessThan(60)
    // Scrolling loads page after page until the last row is visible.
    await waitFor(async () => {
      await page
        .getByRole('region', { name: 'Persons' })
        .evaluate((element) => element.scrollTo(0, element.scrollHeight))
      return table.getByRole('link', { name: 'user0@x.io' }).isVisible()
    })
    await page.keyboard.press('/')
    await page.keyboard.type('USER34')
    await page.getByText('11 matching persons.').waitFor()
    await page.getByRole('searchbox').fill('')
    await page.getByText('350 persons.').waitFor()

    await page.locator('main').click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('f')
    await page.getByLabel('Property', { exact: true }).fill('plan')
    await page.getByText('Frequent: free (300), gold (50)').waitFor()
    await page.getByLabel('Value').fill('gold')
    await page.keyboard.press('Enter')
    await page.getByText('50 matching persons.').waitFor()
    await page.getByRole('button', { name: 'plan is gold', exact: true }).waitFor()

    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'seats' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'seats' }).click()
    await page.getByRole('columnheader', { name: 'seats' }).and(page.locator('[aria-sort=ascending]')).waitFor()
    await table.getByRole('row').nth(1).getByRole('cell', { name: '0', exact: true }).waitFor()
    await page.getByRole('button', { name: 'seats' }).click()
    await table.getByRole('row').nth(1).getByRole('cell', { name: '343', exact: true }).waitFor()

    const address = page.url()
    await page.goto(`${stack.url}/events`)
    await page.goto(address)
    await page.getByText('50 matching persons.').waitFor()
    await table.getByRole('row').nth(1).getByRole('cell', { name: '343', exact: true }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'Export' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'CSV', exact: true }).click()),
    ])
    const lines = (await (await download.createReadStream()).toArray()).join('').trimEnd().split('\r\n')
    expect(lines).toHaveLength(51)
    await page.getByRole('button', { name: 'plan is gold', exact: true }).press('Delete')
    await page.getByText('350 persons.').waitFor()
    await page.goBack()
  })

  test('properties: add, edit, undo, remove, and their history', async () => {
    const { uuid } = await personOf('user-1')
    const property = async (key: string) => (await client.get(`/api/projects/1/persons/${uuid}/`)).properties[key]
    await page.goto(`${stack.url}/persons/${uuid}`)
    await page.getByRole('heading', { name: 'user1@x.io' }).waitFor()
    await page.getByRole('button', { name: 'Edit plan' }).click()
    await page.getByLabel('Value').fill('team')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('plan was changed.').waitFor()
    expect(await property('plan')).toBe('team')
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitFor(async () => (await property('plan')) === 'free')

    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByLabel('Name').fill('limits')
    await page.getByLabel('Type').selectOption('JSON')
    await page.getByLabel('Value').fill('{"a": ')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is not JSON').waitFor()
    await page.getByLabel('Value').fill('{"a": 1}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('limits was added.').waitFor()
    expect(await property('limits')).toEqual({ a: 1 })
    await page.getByRole('button', { name: 'Remove limits' }).click()
    await page.getByText('limits was removed.').waitFor()
    expect(await property('limits')).toBeUndefined()
    await page.getByText('limits was removed.').locator('..').getByRole('button', { name: 'Undo' }).click()
    await waitFor(async () => JSON.stringify(await property('limits')) === '{"a":1}')

    await client.send()
    await page.getByRole('button', { name: 'History of plan' }).click()
    await page.getByRole('dialog').getByText('team', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'History' }).click()
    await page.getByText('removed a property').first().waitFor()
    await page.getByRole('tab', { name: 'Groups' }).click()
    await page.getByRole('link', { name: 'Acme' }).click()
    await page.getByRole('heading', { name: 'Acme' }).waitFor()
    await page.getByRole('button', { name: /^worked/ }).waitFor()
    await page.getByRole('tab', { name: 'Related' }).click()
    await page.getByRole('link', { name: 'user1@x.io' }).waitFor()
    await page.getByRole('button', { name: 'Edit size' }).click()
    await page.getByLabel('Value').fill('6')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('size was changed.').waitFor()
    expect(
      (await client.get('/api/projects/1/groups/find?group_type_index=0&group_key=acme/1')).group_properties.size,
    ).toBe(6)
  })

  test('merge, split and delete explain what they do, and a deletion can be undone', async () => {
    const [target, source] = [await personOf('user-10'), await personOf('user-11')]
    await page.goto(`${stack.url}/persons/${target.uuid}`)
    await page.getByRole('button', { name: 'Merge…' }).click()
    await page.getByText('This cannot be undone').waitFor()
    await page.getByRole('searchbox', { name: /Find persons/ }).fill('user-11')
    await page.getByRole('button', { name: /user11@x.io/ }).click()
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByText('Merged one person into user10@x.io.').waitFor()
    expect((await client.request(`/api/projects/1/persons/${source.uuid}/`)).status).toBe(404)

    await page.getByRole('tab', { name: 'Distinct IDs' }).click()
    await page.getByRole('list', { name: 'Distinct IDs' }).getByText('user-11').waitFor()
    await page.getByRole('button', { name: 'Split…' }).click()
    await page.getByRole('checkbox', { name: 'user-11' }).check()
    await page.getByRole('button', { name: 'Split off' }).click()
    await page.getByText('Split off one ID.').waitFor()
    await page.getByRole('list', { name: 'Distinct IDs' }).getByText('user-11').waitFor({ state: 'detached' })
    expect((await personOf('user-11')).properties).toEqual({})

    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByText('a few seconds to undo').waitFor()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('is being deleted').waitFor()
    await page.getByText('is being deleted').locator('..').getByRole('button', { name: 'Undo' }).click()
    await page.waitForURL(`**/persons/${target.uuid}**`)
    expect((await client.request(`/api/projects/1/persons/${target.uuid}/`)).status).toBe(200)
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    // The deletion still happens if the page is left.
    await page.getByText('is being deleted').waitFor()
    await page.goto('about:blank')
    await waitFor(async () => (await client.request(`/api/projects/1/persons/${target.uuid}/`)).status === 404)
    await page.goto(`${stack.url}/persons/${target.uuid}`)
    await page.getByText('Person not found').waitFor()
    expect(
      problems.splice(0).every((problem) => problem.includes('status of 404') || problem.includes('about:blank')),
    ).toBe(true)
    await page.goto(`${stack.url}/activity`)
    await page.getByText('merged other persons into').first().waitFor()
  })

  test('a background deletion of events shows its progress', async () => {
    await stack.sql(
      `INSERT INTO person_deletions (team_id, person_uuid, kind, distinct_ids, log_sequence, rows_total, rows_deleted)
       VALUES (1, '018f0000-0000-7000-8000-000000000077', 'events', '[]', 9007199254740000, 1200, 300)`,
    )
    await page.goto(`${stack.url}/persons`)
    await page.getByText('300 of 1,200').waitFor()
    await stack.sql('UPDATE person_deletions SET verified_at = now()')
    await page.getByText('300 of 1,200').waitFor({ state: 'detached' })
  })

  test('hostile text is text in every field', async () => {
    for (const [index, text] of HOSTILE.entries()) {
      const id = `${index} ${text}`.slice(0, 150)
      await client.send(
        {
          event: text,
          distinct_id: id,
          properties: { $set: { email: text, [text]: text, nested: { [text]: [text] } }, $groups: { company: text } },
        },
        {
          event: '$groupidentify',
          distinct_id: id,
          properties: { $group_type: 'company', $group_key: text, $group_set: { name: text, [text]: text } },
        },
      )
      const { uuid } = await personOf(id)
      await client.request(`/api/projects/1/persons/${uuid}/delete_property/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ $unset: text }),
      })
      const filters = encodeURIComponent(JSON.stringify([{ key: text, operator: 'icontains', value: text }]))
      const columns = encodeURIComponent(JSON.stringify([text, 'nested']))
      const texts = [
        `/persons?columns=${columns}&filters=${filters}&q=${encodeURIComponent(text)}`,
        `/persons/${uuid}`,
        `/groups/0/${encodeURIComponent(text)}?tab=related`,
      ]
      // These pages differ less from text to text, so one visit is enough.
      const once = [
        `/persons/${uuid}?tab=ids`,
        `/persons/${uuid}?tab=groups`,
        `/persons/${uuid}?tab=history`,
        `/persons?columns=${columns}`,
        `/groups?q=${encodeURIComponent(text.slice(0, 100))}`,
        `/activity?scope=${encodeURIComponent(text.slice(0, 100))}`,
      ]
      for (const path of [...texts, once[index % once.length]!]) {
        await page.goto(stack.url + path)
        await page.getByRole('heading').first().waitFor()
        await waitFor(() => page.evaluate(() => !document.querySelector('[aria-label=Loading]')))
        expect([path, await page.locator('main img, main script, main iframe').count()]).toEqual([path, 0])
      }
    }
    expect(problems).toEqual([])
  })

  test('axe finds no flaws, and no page is wider than a phone', async () => {
    const { uuid } = await personOf('user-1')
    for (const path of [
      '/persons?columns=["plan"]',
      `/persons/${uuid}`,
      `/persons/${uuid}?tab=ids`,
      `/persons/${uuid}?tab=history`,
      '/groups',
      '/groups/0/acme%2F1?tab=related',
      '/activity',
    ])
      expect(await findFlaws(page, stack.url + path)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('no page logged an error', () => expect(problems).toEqual([]))
})
