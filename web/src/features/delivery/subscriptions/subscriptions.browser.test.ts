/** Subscriptions in Chromium: made on an insight and on a dashboard, seen on their pages, changed, ended by a recipient. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chromiumPath,
  findFlaws,
  findViolations,
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
  let dashboard: { id: number }
  const site = () => share.stack.url
  const list = async () => (await share.session.get(`${share.base}/subscriptions/`)).body.results
  const subscribe = async () => {
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Subscribe' }).click()
  }

  beforeAll(async () => {
    share = await shareStack()
    const query = {
      kind: 'InsightVizNode',
      source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] },
    }
    const make = async (path: string, body: object) => (await share.session.post(`${share.base}/${path}/`, body)).body
    dashboard = await make('dashboards', { name: 'Board' })
    insight = await make('insights', { name: HOSTILE[0], query, saved: true, dashboards: [dashboard.id] })
    for (let index = 1; index <= 6; index++)
      await make('insights', { name: `Number ${index}`, query, saved: true, dashboards: [dashboard.id] })
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    await context.addCookies([...share.session.cookies].map(([name, value]) => ({ name, value, url: site() })))
    page = await context.newPage()
    problems = watchPage(page, new URL(site()).origin).problems
  })
  afterAll(() => browser?.close())

  test('two clicks subscribe to an insight; a preview shows the mail; a webhook shows its secret once', async () => {
    await page.goto(`${site()}/insights/${insight.short_id}`)
    await subscribe()
    const form = page.getByRole('dialog', { name: 'Subscribe to this insight' })
    await form.getByText('mails cannot be sent').waitFor()
    await form.getByText(/^Next on Monday, .* 15 minutes before their time\.$/).waitFor()
    await form.getByText('Every Monday at 9:00 (UTC)').waitFor()
    await form.getByRole('button', { name: 'Subscribe' }).click()
    await page.getByText('Subscribed. The first report is on its way.').waitFor()
    const [made] = await list()
    expect(made).toMatchObject({ insight: insight.id, target_value: share.email, byweekday: ['monday'], interval: 1 })

    await subscribe()
    await form.getByRole('list', { name: 'Subscriptions' }).getByText(share.email).waitFor()
    await form.getByRole('button', { name: 'Preview the mail' }).click()
    const mail = page.frameLocator('iframe[title="The mail"]')
    await mail.getByRole('heading', { name: HOSTILE[0] }).waitFor()
    expect(await mail.getByRole('link').count()).toBe(0)
    await page.keyboard.press('Escape')

    await form.getByLabel('Send by').selectOption('webhook')
    const button = form.getByRole('button', { name: 'Subscribe' })
    expect(await button.isDisabled()).toBe(true)
    await form.getByLabel('URL').fill('http://169.254.169.254/')
    await form.getByLabel('Every').fill('2')
    await form.getByLabel('Unit').selectOption('monthly')
    await form.getByLabel('On the').selectOption('-1')
    await form.getByLabel('Day').selectOption('weekday')
    await form.getByText('Every 2 months on the last weekday at 9:00 (UTC)').waitFor()
    // The next date of the schedule before is dimmed until the new one is there.
    await form.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await findViolations(page, '[role=dialog]')).toEqual([])
    await button.click()
    await form
      .getByRole('alert')
      .getByText(/Invalid webhook URL/)
      .waitFor()
    await form.getByLabel('URL').fill('https://example.com/hook')
    await form.getByText('Title, message, start and end').click()
    await form.getByLabel('Title').fill(HOSTILE[1]!)
    await form.getByLabel('Ends').selectOption('after')
    await form.getByLabel('Reports since the start').fill('3')
    await form.getByText(/, 3 times in all$/).waitFor()
    // No test sends anything to the network, so the answer is made up.
    await page.route('**/subscriptions', async (route) => {
      const body = route.request().postDataJSON()
      expect(body).toMatchObject({ target_value: 'https://example.com/hook', interval: 2, bysetpos: -1, count: 3 })
      await route.fulfill({ status: 201, json: { ...made, ...body, webhook_secret: 'shown-once' } })
    })
    await button.click()
    await page.getByRole('dialog', { name: 'Secret of the webhook' }).getByText('shown-once').waitFor()
    await page.unroute('**/subscriptions')
    await page.keyboard.press('Escape')
    // The refusal of the address.
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('status of 400')))
    expect(problems).toEqual([])
  })

  test('a subscription to a dashboard is found, edited, paused, deleted and restored', async () => {
    await page.goto(`${site()}/dashboards/${dashboard.id}`)
    await subscribe()
    const form = page.getByRole('dialog', { name: 'Subscribe to this dashboard' })
    const boxes = form.getByRole('checkbox')
    await boxes.first().waitFor()
    expect(await boxes.count()).toBe(7)
    expect(await form.getByRole('checkbox', { checked: true }).count()).toBe(6)
    await boxes.first().uncheck()
    await form.getByLabel('More addresses').fill('Bob <bob@example.com>, nonsense')
    await form.getByText('This is not an email address: nonsense').waitFor()
    await form.getByRole('button', { name: 'Remove nonsense' }).click()
    // What is typed counts without a further key.
    await form.getByLabel('More addresses').fill('eve@example.com')
    await form.getByRole('button', { name: 'Subscribe' }).click()
    await page.getByText('Subscribed. The first report is on its way.').waitFor()
    const made = (await list()).find((each: any) => each.dashboard === dashboard.id)
    expect(made.target_value).toBe(`${share.email},bob@example.com,eve@example.com`)
    expect(made.dashboard_export_insights).toHaveLength(5)

    await page.locator('main').focus()
    await page.keyboard.type('gb')
    await page.getByRole('heading', { level: 1, name: 'Subscriptions' }).waitFor()
    await page.getByLabel('About').selectOption('dashboard')
    await page.getByRole('link', { name: 'Board', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor()
    const reports = page.getByRole('list', { name: 'Reports, newest first' })
    await reports.getByText('No mail server is set up (SMTP_URL).').first().waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit subscription' })
    await edit.getByRole('button', { name: 'Weekdays' }).click()
    await edit.getByLabel('Title').fill(HOSTILE[6]!)
    await edit.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: HOSTILE[6] }).waitFor()
    await page.getByText('Every weekday at 9:00').waitFor()
    await page.getByRole('button', { name: 'Send now' }).click()
    await reports.getByText('Sent by hand').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    expect(await page.getByRole('button', { name: 'Send now' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Delete' }).waitFor()
    expect(problems).toEqual([])
  })

  test('links in messages lead to the page, and switch to its project', async () => {
    const other = (await share.session.post('/api/organizations/@current/projects/', { name: 'Other' })).body
    const [subscription] = await list()
    const link = `/insights/${insight.short_id}/subscriptions/${subscription.id}?project=${share.project}&utm_source=hedgerow`
    await share.session.patch('/api/users/@me/', { set_current_team: other.id })
    await page.goto(site() + link)
    await page.waitForURL(
      (url) => url.pathname === `/subscriptions/${subscription.id}` && !url.search.includes('project'),
    )
    await page.getByRole('list', { name: 'Reports, newest first' }).waitFor()
    expect((await share.session.get('/api/users/@me/')).body.team.id).toBe(share.project)
    await page.goto(`${site()}/dashboard/${dashboard.id}?project=999999`)
    await page.waitForURL(`**/dashboards/${dashboard.id}*`)
    expect((await share.session.get('/api/users/@me/')).body.team.id).toBe(share.project)
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(site() + link)
    await stranger.waitForURL((url) => url.pathname === '/login' && url.searchParams.get('next') === link)
    await stranger.context().close()
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('status of 4')))
    expect(problems).toEqual([])
  })

  test('opening the link of a mail changes nothing, and one click unsubscribes', async () => {
    const stranger = await (await browser.newContext()).newPage()
    const seen = watchPage(stranger, new URL(site()).origin).problems
    const asked: string[] = []
    stranger.on('request', (request) => request.url().includes('/api/unsubscribe') && asked.push(request.method()))
    const payload = Buffer.from(JSON.stringify({ id: 1, email: 'bob@example.com' })).toString('base64url')
    expect(await findFlaws(stranger, `${site()}/unsubscribe?token=x.${payload}.y`)).toEqual([])
    await stranger.getByText('bob@example.com will get no more reports of this subscription.').waitFor()
    expect(asked).toEqual([])
    // Nobody here can sign a token, so this one is refused.
    await stranger.getByRole('button', { name: 'Unsubscribe' }).click()
    await stranger.getByRole('heading', { name: 'This link does not work' }).waitFor()
    expect(asked).toEqual(['POST'])
    await stranger.goto(`${site()}/unsubscribe`)
    await stranger.getByRole('heading', { name: 'This link does not work' }).waitFor()
    expect(seen).toEqual([])
    await stranger.context().close()
  })

  test('a Slack workspace is chosen for a report, tested, and removed', async () => {
    // Slack is not there, so the answers are made up.
    const integration = {
      id: 5,
      kind: 'slack',
      config: { type: 'bot' },
      display_name: 'Acme',
      errors: 'The token was revoked.',
      created_at: new Date().toISOString(),
      created_by: null,
    }
    const channels = [{ id: 'C1', name: 'general', is_member: true, is_private_without_access: false }]
    const refusal = { type: 'validation_error', code: 'not_in_channel', detail: 'The app is not in it.', attr: null }
    const asked: [string, string, unknown][] = []
    await page.route(/\/integrations(\/|\?|$)/, async (route) => {
      const request = route.request()
      if (request.resourceType() !== 'fetch') return route.continue()
      const { pathname } = new URL(request.url())
      if (request.method() !== 'GET')
        asked.push([request.method(), pathname.split('/integrations')[1]!, request.postDataJSON()])
      if (pathname.endsWith('/channels')) return route.fulfill({ json: { channels } })
      if (pathname.endsWith('/test')) return route.fulfill({ status: 400, json: refusal })
      if (request.method() === 'DELETE') return route.fulfill({ status: 204 })
      return route.fulfill({ json: { count: 1, next: null, previous: null, results: [integration] } })
    })
    await page.goto(`${site()}/insights/${insight.short_id}`)
    await subscribe()
    const form = page.getByRole('dialog', { name: 'Subscribe to this insight' })
    await form.getByLabel('Send by').selectOption('slack')
    await form.getByLabel('Workspace').selectOption('Acme')
    await form.getByText('The token was revoked.').waitFor()
    await form.getByText('Choose a channel.', { exact: true }).waitFor()
    await form.getByRole('button', { name: 'Choose a channel' }).click()
    await page.getByRole('option', { name: '#general' }).click()
    await form.getByRole('button', { name: '#general' }).waitFor()
    expect(await form.getByRole('button', { name: 'Subscribe' }).isEnabled()).toBe(true)

    await page.goto(`${site()}/settings/integrations`)
    await page.getByRole('button', { name: 'Send a test message to Acme' }).click()
    await page.getByLabel('Channel').selectOption('#general')
    await page.getByRole('button', { name: 'Send test message' }).click()
    await page.getByRole('alert').getByText('The app is not in it.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Remove Acme' }).click()
    const remove = page.getByRole('dialog', { name: 'Remove Acme' })
    await remove.getByText('No subscription uses it.').waitFor()
    await remove.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('“Acme” was removed').waitFor()
    expect(asked).toEqual([
      ['POST', '/5/test', { channel: 'C1' }],
      ['DELETE', '/5', null],
    ])
    await page.unroute(/\/integrations(\/|\?|$)/)
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('status of 400')))
    expect(problems).toEqual([])
  })

  test('the pages have no flaws, whatever subscriptions are called', async () => {
    for (const [index, title] of HOSTILE.entries())
      await share.session.post(`${share.base}/subscriptions/`, {
        insight: insight.id,
        title: title.slice(0, 100),
        target_type: 'email',
        target_value: Array.from({ length: index + 1 }, (_, each) => `${'long'.repeat(12)}${each}@example.com`).join(
          ',',
        ),
        frequency: 'monthly',
        byweekday: ['monday'],
        bysetpos: 1,
        start_date: '2026-01-05T09:00:00Z',
      })
    const [subscription] = await list()
    const flaws = [
      ...(await findFlaws(page, `${site()}/subscriptions`)),
      ...(await findFlaws(page, `${site()}/subscriptions/${subscription.id}`)),
      ...(await findFlaws(page, `${site()}/settings/integrations`)),
    ]
    expect(flaws).toEqual([])
    await page.goto(`${site()}/settings/integrations`)
    await page.getByRole('button', { name: 'Connect Slack' }).first().click()
    expect(await findViolations(page, '[role=dialog]')).toEqual([])
    expect(problems).toEqual([])
  })
})
