/** Alerts in Chromium: made on an insight, seen on the page of all alerts, snoozed and deleted. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  HOSTILE,
  launchBrowser,
  watchPage,
} from '../../../../../server/src/testing/browser.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let share: Share
  let browser: Browser
  let page: Page
  let problems: string[]
  let insight: { id: number; short_id: string }
  const site = () => share.stack.url

  beforeAll(async () => {
    share = await shareStack()
    const days = [0, 1, 1, 1, 2, 3, 4].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString())
    await share.client.send(
      ...days.map((timestamp, index) => ({ event: 'bought', distinct_id: `person-${index}`, timestamp })),
    )
    const query = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] }
    const made = await share.session.post(`${share.base}/insights/`, { name: HOSTILE[0], query, saved: true })
    insight = made.body
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    await context.addCookies([...share.session.cookies].map(([name, value]) => ({ name, value, url: site() })))
    page = await context.newPage()
    problems = watchPage(page, new URL(site()).origin).problems
  })
  afterAll(() => browser?.close())

  test('an alert is made with a preview, draws its limit, fires, is snoozed and deleted', async () => {
    await page.goto(`${site()}/insights/${insight.short_id}`)
    await page.getByRole('button', { name: 'Alerts', exact: true }).click()
    await page.getByRole('button', { name: 'New alert' }).click()
    const form = page.getByRole('dialog', { name: 'New alert' })
    await form.getByText('mails cannot be sent').waitFor()
    await form.getByText('Enter at least one limit.').waitFor()
    expect(await form.getByRole('button', { name: 'Create alert' }).isDisabled()).toBe(true)
    await form.getByLabel('Name').fill(HOSTILE[0]!)
    await form.getByLabel('Above').fill('5')
    const preview = form.getByRole('region', { name: 'Preview' })
    await preview.getByText('It would not fire now.').waitFor()
    await preview.getByText('The value is 3.').waitFor()
    await form.getByLabel('Above').fill('2')
    await preview.getByText('It would fire now.').waitFor()
    await form.getByRole('button', { name: 'Create alert' }).click()
    const row = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem')
    await row.getByText('Firing', { exact: true }).waitFor()
    await row.getByText(/^bought: 3 on .* is above the limit of 2\.$/).waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByRole('button', { name: 'Alerts (1, firing)' }).waitFor()
    await page.getByRole('group', { name: new RegExp(`Limit ${HOSTILE[0]!.replace(/[()]/g, '\\$&')}: 2`) }).waitFor()

    await page.locator('main').focus()
    await page.keyboard.type('gl')
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
    await page.getByLabel('State').selectOption('Errored')
    await page.getByRole('button', { name: 'Show all' }).click()
    const actions = page.getByRole('button', { name: /^Actions for/ })
    const choose = async (name: string) => {
      await actions.click()
      await page.getByRole('menuitem', { name }).click()
    }
    await choose('History')
    await page.getByRole('list', { name: 'Checks, newest first' }).getByText('Firing', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await choose('Edit')
    const edit = page.getByRole('dialog', { name: 'Edit alert' })
    await edit.getByLabel('Fires when').selectOption('relative_increase')
    await edit.getByLabel('Measured as').selectOption('percentage')
    await edit.getByLabel('More than (%)').fill('300')
    await edit.getByText('Fires when the value increases by more than 300%.').waitFor()
    await edit.getByText('The change is 200%.').waitFor()
    await edit.getByRole('button', { name: 'Save' }).click()
    await row.getByText('Not firing', { exact: true }).waitFor()
    await choose('Snooze…')
    await page.getByRole('button', { name: '1 week' }).click()
    await row.getByText('Snoozed', { exact: true }).waitFor()
    await choose('End snooze')
    await row.getByText('Not firing', { exact: true }).waitFor()
    await choose('Disable')
    await row.getByText('Disabled', { exact: true }).waitFor()
    await choose('Delete')
    await page.getByRole('heading', { name: 'No alerts yet' }).waitFor()
    expect(problems).toEqual([])
  })

  test('the pages have no flaws, whatever alerts are called', async () => {
    const alert = (name: string, bounds: object, fields: object = {}) =>
      share.session.post(`${share.base}/alerts`, {
        name,
        insight: insight.id,
        subscribed_users: [share.id],
        threshold: { configuration: { type: 'absolute', bounds } },
        ...fields,
      })
    for (const name of HOSTILE) expect((await alert(name.slice(0, 255), { upper: 2 })).status).toBe(201)
    await alert('Off', { lower: -1e300 }, { enabled: false })
    await alert('Later', { upper: 1 }, { snoozed_until: '1w' })
    const flaws = [
      ...(await findFlaws(page, `${site()}/alerts`)),
      ...(await findFlaws(page, `${site()}/insights/${insight.short_id}`)),
    ]
    expect(flaws).toEqual([])
    expect(problems).toEqual([])
  })
})
