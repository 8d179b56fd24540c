/**
 * Subscriptions against a real mail server, a web server that receives webhooks, and one that plays Slack (Slack itself cannot
 * run here).
 */
import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Mailbox } from '../../../testing/mailbox.ts'
import { PersonSession } from '../../../testing/person-session.ts'
import { Client, EMAIL, PASSWORD, type Stack, startStack, waitFor } from '../../../testing/stack.ts'

interface Received {
  path: string
  headers: http.IncomingHttpHeaders
  body: any
}

/** A server that keeps what it gets. */
class Receiver {
  readonly got: Received[] = []
  answer: (path: string, body: any) => { status?: number; body?: unknown; headers?: Record<string, string> } =
    () => ({})
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const bytes = Buffer.concat(chunks)
      const type = request.headers['content-type'] ?? ''
      const body = type.includes('json')
        ? JSON.parse(bytes.toString())
        : type.includes('form')
          ? Object.fromEntries(new URLSearchParams(bytes.toString()))
          : bytes
      this.got.push({
        path: request.url!,
        headers: request.headers,
        body: type.includes('json') ? { ...body, raw: bytes.toString() } : body,
      })
      const { status = 200, body: answer = { ok: true }, headers = {} } = this.answer(request.url!, body)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
    })
  })

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
  async take(path: string): Promise<Received> {
    const find = () => this.got.findIndex((each) => each.path === path)
    await waitFor(
      () => find() >= 0,
      20_000,
      () => `request to ${path}; there are ${this.got.map((each) => each.path)}`,
    )
    return this.got.splice(find(), 1)[0]!
  }
  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

async function freePort(): Promise<number> {
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

let mailbox: Mailbox
let hooks: Receiver
let slack: Receiver
let stack: Stack
let site: string
let client: PersonSession
let base: string
let insight: any
let second: any
let dashboard: any

beforeAll(async () => {
  ;[mailbox, hooks, slack] = await Promise.all([Mailbox.open(), new Receiver().open(), new Receiver().open()])
  const port = await freePort()
  // Another name than the one that the server listens on, so that links must come from the setting.
  site = `http://localhost:${port}`
  stack = await startStack({
    SMTP_URL: mailbox.url,
    HEDGEROW_SLACK_API_URL: `${slack.url}/api`,
    HEDGEROW_SUBSCRIPTIONS_TICK_SECONDS: '1',
    HEDGEROW_DELIVERY_RETRY_BASE_SECONDS: '0',
    HEDGEROW_ALLOW_PRIVATE_URLS: '1',
    HEDGEROW_PORT: String(port),
    HEDGEROW_SITE_URL: site,
  })
  client = await new PersonSession(stack).login(EMAIL, PASSWORD)
  const capture = new Client(stack)
  base = '/api/projects/@current'
  for (let day = 1; day <= 3; day++)
    await capture.send({
      event: 'bought',
      distinct_id: `p${day}`,
      timestamp: new Date(Date.now() - day * 86_400_000).toISOString(),
    })
  const trends = (display: string) => ({
    kind: 'InsightVizNode',
    source: {
      kind: 'TrendsQuery',
      series: [{ kind: 'EventsNode', event: 'bought' }],
      dateRange: { date_from: '-7d' },
      trendsFilter: { display },
    },
  })
  insight = (await client.post(`${base}/insights/`, { name: 'Sales <b>now</b>', query: trends('ActionsLineGraph') }))
    .body
  dashboard = (await client.post(`${base}/dashboards/`, { name: 'Board' })).body
  second = (
    await client.post(`${base}/insights/`, { name: 'Total', query: trends('BoldNumber'), dashboards: [dashboard.id] })
  ).body
  await client.patch(`${base}/insights/${insight.id}/`, { dashboards: [dashboard.id] })
})
afterAll(async () => {
  await stack?.stop()
  await Promise.all([mailbox?.close(), hooks?.close(), slack?.close()])
})

const weekly = (more: object = {}) => ({
  insight: insight.id,
  target_type: 'email',
  target_value: EMAIL,
  frequency: 'weekly',
  start_date: '2026-01-05T09:00:00Z',
  ...more,
})
const create = async (more: object = {}) => {
  const { status, body } = await client.post(`${base}/subscriptions/`, weekly(more))
  expect(body, JSON.stringify(body)).toMatchObject({ id: expect.any(Number) })
  expect(status).toBe(201)
  return body
}
const deliveries = async (id: number) => (await client.get(`${base}/subscriptions/${id}/deliveries/`)).body.results
/** Waits until the newest delivery has ended. */
const ended = (id: number, trigger: string) =>
  waitFor(
    async () => (await deliveries(id)).find((each: any) => each.trigger_type === trigger && each.status !== 'starting'),
    30_000,
    () => `the end of a delivery by ${trigger}`,
  )

describe('the API', () => {
  test('a subscription is created, read, listed, changed, deleted and restored', async () => {
    const made = await create({ title: 'Weekly numbers', target_value: ` ${EMAIL},${EMAIL} ,`, invite_message: 'Hi' })
    expect(made).toMatchObject({
      insight: insight.id,
      dashboard: null,
      insight_short_id: insight.short_id,
      resource_name: 'Sales <b>now</b>',
      dashboard_export_insights: [],
      interval: 1,
      byweekday: null,
      deleted: false,
      enabled: true,
      summary: 'sent every week',
      invite_message: null,
      summary_enabled: false,
      summary_prompt_guide: '',
      created_by: { email: EMAIL },
      start_date: '2026-01-05T09:00:00Z',
    })
    expect(new Date(made.next_delivery_date).getUTCDay()).toBe(1)
    const one = `${base}/subscriptions/${made.id}/`
    expect((await client.get(one)).body).toEqual(made)
    expect((await client.get(`${base}/subscriptions/?search=weekly,sales`)).body.results).toEqual([made])
    expect((await client.get(`${base}/subscriptions/?search=weekly,other`)).body.results).toEqual([])
    expect(
      (await client.get(`${base}/subscriptions/?insight=${insight.id}&resource_type=insight&target_type=email`)).body
        .count,
    ).toBe(1)
    expect((await client.get(`${base}/subscriptions/?created_by=x`)).body).toMatchObject({
      attr: 'created_by',
      detail: 'Not a valid UUID.',
    })
    expect((await client.get(`${base}/subscriptions/?target_type=fax`)).body).toMatchObject({
      attr: 'target_type',
      detail: 'Must be one of: email, slack, webhook.',
    })

    const changed = (await client.patch(one, { title: 'T', interval: 2, byweekday: ['monday'] })).body
    expect(changed).toMatchObject({ title: 'T', summary: 'sent every 2 weeks on Monday' })
    expect((await client.patch(one, { title: 'U' })).body.next_delivery_date).toBe(changed.next_delivery_date)
    expect((await client.delete(one)).status).toBe(405)
    expect((await client.patch(one, { deleted: true })).body.deleted).toBe(true)
    expect((await client.get(`${base}/subscriptions/?deleted=true`)).body.count).toBe(1)
    expect((await client.get(`${base}/subscriptions/`)).body.count).toBe(0)
    expect((await client.get(one)).body.deleted).toBe(true)
    expect((await client.patch(one, { deleted: false })).body.deleted).toBe(false)
    const log = (await client.get(`${one}activity/`)).body.results
    expect(log.map((entry: any) => entry.activity)).toEqual(['updated', 'deleted', 'updated', 'updated', 'created'])
    expect(log[0].detail.name).toBe('Sales <b>now</b>')
    await client.patch(one, { deleted: true })
  })

  test.each<[string, object, object]>([
    [
      'nothing to send',
      { insight: undefined },
      { attr: 'insight', detail: 'Insight is required for insight subscriptions.' },
    ],
    [
      'two things',
      { dashboard: 1 },
      { attr: null, detail: 'Dashboard subscriptions cannot also set insight or prompt.' },
    ],
    ['an unknown insight', { insight: 999_999 }, { attr: 'insight', code: 'does_not_exist' }],
    [
      'a selection without a dashboard',
      { dashboard_export_insights: [1] },
      { attr: 'dashboard_export_insights', detail: 'Cannot set insights selection without a dashboard.' },
    ],
    ['a selection that is no list', { dashboard_export_insights: 'x' }, { detail: 'Expected a list of insight IDs.' }],
    ['a selection of words', { dashboard_export_insights: ['x'] }, { detail: 'All items must be integers.' }],
    ['no target', { target_value: '  ' }, { attr: 'target_value', code: 'blank' }],
    ['an unknown kind of target', { target_type: 'fax' }, { attr: 'target_type', code: 'invalid_choice' }],
    ['an interval of 0', { interval: 0 }, { attr: 'interval' }],
    ['a position of 0', { bysetpos: 0 }, { attr: 'bysetpos' }],
    ['an unknown weekday', { byweekday: ['monday', 'funday'] }, { attr: 'byweekday__1', code: 'invalid_choice' }],
    [
      'a schedule that is over',
      { frequency: 'daily', count: 3 },
      {
        attr: 'start_date',
        detail: 'Subscription schedule has reached its end date. Extend until_date or remove count.',
      },
    ],
    ['a date that is none', { start_date: 'soon' }, { attr: 'start_date' }],
    ['a long title', { title: 'x'.repeat(101) }, { attr: 'title', code: 'max_length' }],
    [
      'Slack without an integration',
      { target_type: 'slack', target_value: 'C1' },
      { attr: 'integration_id', detail: 'A Slack integration is required for Slack subscriptions.' },
    ],
    [
      'Slack with an unknown integration',
      { target_type: 'slack', target_value: 'C1', integration_id: 99 },
      { attr: 'integration_id', detail: 'This integration does not exist or does not belong to your team.' },
    ],
    [
      'a metadata address',
      { target_type: 'webhook', target_value: 'http://169.254.169.254/latest' },
      { attr: 'target_value', detail: expect.stringMatching(/^Invalid webhook URL: /) },
    ],
    [
      'a URL of another kind',
      { target_type: 'webhook', target_value: 'ftp://example.com' },
      { attr: 'target_value', detail: expect.stringMatching(/^Invalid webhook URL: /) },
    ],
    [
      'a thousand addresses',
      { target_value: Array.from({ length: 1000 }, (_, n) => `a${n}@b.c`).join(',') },
      { attr: 'target_value', detail: expect.stringMatching(/100 addresses|10000/) },
    ],
    [
      'summaries without approval',
      { summary_enabled: true },
      { detail: 'AI data processing must be approved by your organization before enabling AI summaries' },
    ],
  ])('%s is refused', async (_, more, problem) => {
    const { status, body } = await client.post(`${base}/subscriptions/`, weekly(more))
    expect([400, 403]).toContain(status)
    expect(body).toMatchObject(problem)
  })

  test('a dashboard sends selected insights that are on it', async () => {
    const about = { insight: undefined, dashboard: dashboard.id }
    const refuse = async (ids: unknown) =>
      (await client.post(`${base}/subscriptions/`, weekly({ ...about, dashboard_export_insights: ids }))).body.detail
    const elsewhere = (await client.post(`${base}/insights/`, { name: 'Elsewhere', query: insight.query })).body
    expect(await refuse(undefined)).toBe('Select at least one insight for this subscription.')
    expect(await refuse([1, 2, 3, 4, 5, 6, 7])).toBe('Cannot select more than 6 insights.')
    expect(await refuse([insight.id, 99_999])).toBe('Some insights do not belong to your team or do no longer exist.')
    expect(await refuse([insight.id, elsewhere.id])).toBe('1 invalid insight(s) selected.')
    const made = await create({ ...about, dashboard_export_insights: [second.id, insight.id] })
    expect(made).toMatchObject({
      dashboard: dashboard.id,
      resource_name: 'Board',
      dashboard_export_insights: [insight.id, second.id].sort((one, other) => one - other),
    })
    expect(
      (await client.patch(`${base}/subscriptions/${made.id}/`, { dashboard_export_insights: [] })).body.detail,
    ).toBe('Select at least one insight for this subscription.')
    expect((await client.patch(`${base}/subscriptions/${made.id}/`, { insight: insight.id })).status).toBe(400)
    expect((await ended(made.id, 'target_change')).status).toBe('completed')
    await client.patch(`${base}/subscriptions/${made.id}/`, { deleted: true })
  })

  test('a preview shows the mail without sending anything', async () => {
    const { status, body } = await client.post(`${base}/subscriptions/preview/`, {
      insight: insight.id,
      frequency: 'daily',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ subject: 'Hedgerow Insight report - Sales <b>now</b>', summary: 'sent every day' })
    expect(body.html).toContain('src="data:image/png;base64,iVBOR')
    expect(body.html).toContain('Sales &lt;b&gt;now&lt;/b&gt;')
    const schedule = await client.post(`${base}/subscriptions/preview/?mail=false`, {
      insight: insight.id,
      frequency: 'daily',
      start_date: '2026-01-05T09:00:00Z',
      count: 1,
    })
    expect(schedule.body).toEqual({
      summary: 'sent every day',
      next_delivery_date: null,
      subject: '',
      html: '',
      text: '',
    })
  })

  test('staff try the mail server, and read what it answers', async () => {
    const send = () => client.post('/api/instance/test_mail')
    expect(await send()).toMatchObject({ status: 200, body: { to: EMAIL } })
    expect((await mailbox.take(EMAIL, /^Test mail/)).text).toContain(site)
    mailbox.misbehave = () => 550
    expect(await send()).toMatchObject({
      status: 400,
      body: {
        code: 'mail_server',
        detail: 'The mail server refuses the sender or the recipient: 550 refused by the test',
      },
    })
    mailbox.misbehave = () => undefined
    await stack.sql('UPDATE users SET is_staff = false WHERE email = $1', [EMAIL])
    expect((await send()).status).toBe(403)
    await stack.sql('UPDATE users SET is_staff = true WHERE email = $1', [EMAIL])
  })
})

describe('delivery by mail', () => {
  test('an invitation, a report on time, and the end by one click', async () => {
    // Of tests before.
    mailbox.mails.splice(0)
    const made = await create({ target_value: `${EMAIL}, bob@example.com`, invite_message: 'Look <i>here</i>' })
    const own = await mailbox.take(EMAIL)
    expect(own.subject).toBe('You have been subscribed to a Hedgerow Insight')
    const bobs = await mailbox.take('bob@example.com')
    expect(bobs.subject).toMatch(/ subscribed you to a Hedgerow Insight$/)
    expect(bobs.html).toContain('Look &lt;i&gt;here&lt;/i&gt;')
    expect(bobs.html).not.toContain('<b>now</b>')
    expect(bobs.html).toContain(`${site}/insights/${insight.short_id}/subscriptions/${made.id}?`)
    expect(bobs.text).toContain('This subscription is sent every week.')
    expect([...bobs.pictures.values()][0]!.subarray(1, 4).toString()).toBe('PNG')
    expect(bobs.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(await ended(made.id, 'target_change')).toMatchObject({
      status: 'completed',
      recipient_results: [
        { recipient: EMAIL, status: 'success' },
        { recipient: 'bob@example.com', status: 'success' },
      ],
      content_snapshot: { total_insight_count: 1, insights: [{ id: insight.id, name: 'Sales <b>now</b>' }] },
      exported_asset_ids: [expect.any(Number)],
    })

    // Due within the next quarter of an hour.
    const due = new Date(Date.now() + 5 * 60_000)
    await stack.sql('UPDATE subscriptions SET next_delivery_date = $2 WHERE id = $1', [made.id, due])
    for (const address of [EMAIL, 'bob@example.com'])
      expect((await mailbox.take(address)).subject).toBe('Hedgerow Insight report - Sales <b>now</b>')
    const scheduled = await ended(made.id, 'scheduled')
    expect(scheduled).toMatchObject({ status: 'completed', idempotency_key: `scheduled ${due.toISOString()}` })
    const next = (await client.get(`${base}/subscriptions/${made.id}/`)).body.next_delivery_date
    expect(new Date(next).getTime()).toBeGreaterThan(Date.now() + 15 * 60_000)
    // A schedule that goes back to an occurrence that was delivered does not repeat it.
    await stack.sql('UPDATE subscriptions SET next_delivery_date = $2 WHERE id = $1', [made.id, due])
    await waitFor(
      async () => (await client.get(`${base}/subscriptions/${made.id}/`)).body.next_delivery_date === next,
      20_000,
    )
    expect((await deliveries(made.id)).length).toBe(2)

    const [, link] = /<(http[^>]*)>/.exec(bobs.headers.get('list-unsubscribe')!.replace(/\s+/g, ''))!
    const oneClick = link!.replace(site, '')
    const form = {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    }
    for (let time = 0; time < 2; time++)
      expect(await (await fetch(stack.url + oneClick, form)).json()).toEqual({ success: true })
    expect((await client.get(`${base}/subscriptions/${made.id}/`)).body.target_value).toBe(EMAIL)
    expect(await (await fetch(`${stack.url}/api/unsubscribe?token=x`)).json()).toEqual({ success: false })
    await client.patch(`${base}/subscriptions/${made.id}/`, { deleted: true })
  })

  test('a refused address is named, a busy server is asked again, and nobody gets a report twice', async () => {
    let busy = 2
    mailbox.misbehave = (address) => {
      if (address === 'gone@example.com') return 550
      if (address === 'busy@example.com' && busy-- > 0) return busy % 2 ? 450 : 'cut'
    }
    const made = await create({ target_value: 'ok@example.com,gone@example.com,busy@example.com,nonsense' })
    expect(await ended(made.id, 'target_change')).toMatchObject({
      status: 'completed',
      recipient_results: [
        { recipient: 'ok@example.com', status: 'success' },
        { recipient: 'gone@example.com', status: 'failed', error: { type: 'refused' } },
        { recipient: 'busy@example.com', status: 'success' },
        { recipient: 'nonsense', status: 'failed', error: { type: 'invalid_address' } },
      ],
    })
    expect(mailbox.mails.filter(({ to }) => to.includes('ok@example.com'))).toHaveLength(1)
    await mailbox.take('busy@example.com')

    // New recipients only are invited.
    mailbox.misbehave = () => 451
    await client.patch(`${base}/subscriptions/${made.id}/`, { target_value: 'ok@example.com,new@example.com' })
    expect(
      await waitFor(async () => (await deliveries(made.id)).find((each: any) => each.status === 'failed'), 30_000),
    ).toMatchObject({
      recipient_results: [{ recipient: 'new@example.com', status: 'failed', error: { type: 'mail_server' } }],
      error: { type: 'mail_server' },
    })

    // Who is removed while the mail server is busy gets nothing later.
    const removals: Promise<unknown>[] = []
    mailbox.misbehave = (address) => {
      if (address === 'leaver@example.com' && removals.length === 0)
        removals.push(client.patch(`${base}/subscriptions/${made.id}/`, { target_value: 'ok@example.com' }))
      return 451
    }
    await client.patch(`${base}/subscriptions/${made.id}/`, { target_value: 'ok@example.com,leaver@example.com' })
    const results = () => deliveries(made.id).then((all: any[]) => all.flatMap((each) => each.recipient_results))
    expect(
      await waitFor(
        async () =>
          (await results()).find((each: any) => each.recipient.startsWith('leaver') && each.status === 'failed'),
        30_000,
      ),
    ).toMatchObject({ error: { type: 'removed' } })
    await Promise.all(removals)
    mailbox.misbehave = () => undefined
    await client.patch(`${base}/subscriptions/${made.id}/`, { deleted: true })
  })

  test('a report goes on after the worker was killed amid it, and each recipient gets it once', async () => {
    const addresses = Array.from({ length: 12 }, (_, each) => `crowd${each}@example.com`)
    const inbox = () => mailbox.mails.filter(({ to }) => to[0]!.startsWith('crowd'))
    let isKilled = false
    mailbox.misbehave = (address) => {
      // The worker dies while it talks to the mail server, which has taken nothing of this mail yet.
      if (!isKilled && address === addresses[5]) {
        isKilled = true
        process.kill(stack.pids().worker!, 'SIGKILL')
      }
      return undefined
    }
    const made = await create({ target_value: addresses.join(',') })
    const delivery = await ended(made.id, 'target_change')
    expect(isKilled).toBe(true)
    expect(delivery.status).toBe('completed')
    expect(
      inbox()
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual([...addresses].sort())
    mailbox.misbehave = () => undefined
    await client.patch(`${base}/subscriptions/${made.id}/`, { deleted: true })
  }, 60_000)

  test('a deleted insight, an insight that fails, and a test delivery', async () => {
    const broken = (
      await client.post(`${base}/insights/`, {
        name: 'Broken',
        query: { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT throwIf(1)' } },
      })
    ).body
    const made = await create({ insight: broken.id, target_value: 'late@example.com' })
    const mail = await mailbox.take('late@example.com')
    expect(mail.html).toContain('This insight could not be shown:')
    expect((await ended(made.id, 'target_change')).content_snapshot.insights[0].query_error.message).toBeTruthy()

    expect((await client.post(`${base}/subscriptions/${made.id}/test-delivery/`)).status).toBe(202)
    await mailbox.take('late@example.com', /report - Broken/)
    await ended(made.id, 'manual')
    await client.patch(`${base}/subscriptions/${made.id}/`, { enabled: false })
    expect((await client.post(`${base}/subscriptions/${made.id}/test-delivery/`)).body).toMatchObject({
      detail: 'Subscription is disabled. Re-enable it before sending a test delivery.',
    })
    await client.patch(`${base}/subscriptions/${made.id}/`, { enabled: true })
    await client.patch(`${base}/insights/${broken.id}/`, { deleted: true })
    await client.post(`${base}/subscriptions/${made.id}/test-delivery/`)
    const skipped = await waitFor(
      async () =>
        (await deliveries(made.id)).find((each: any) => each.trigger_type === 'manual' && each.status === 'skipped'),
      20_000,
    )
    expect(skipped.error.type).toBe('resource_deleted')
  })

  test('an organization can keep reports to its members', async () => {
    const organization = '/api/organizations/@current/'
    expect(
      (await client.patch(organization, { allow_external_recipients: false })).body.allow_external_recipients,
    ).toBe(false)
    const { body } = await client.post(`${base}/subscriptions/`, weekly({ target_value: 'stranger@example.com' }))
    expect(body).toMatchObject({ attr: 'target_value', detail: expect.stringContaining('members only') })
    await client.patch(organization, { allow_external_recipients: true })
  })

  test('who may not see an insight of a dashboard neither reads its numbers in the history nor has them sent', async () => {
    const made = await create({
      insight: null,
      dashboard: dashboard.id,
      dashboard_export_insights: [insight.id, second.id],
    })
    await ended(made.id, 'target_change')
    const invite = await client.post('/api/organizations/@current/invites/', {
      target_email: 'eve@example.com',
      level: 1,
    })
    await new PersonSession(stack).post(`/api/signup/${invite.body.id}/`, { first_name: 'Eve', password: PASSWORD })
    const eve = await new PersonSession(stack).login('eve@example.com', PASSWORD)
    const rule = (access_level: string) =>
      client.put(`${base}/insights/${second.id}/access_controls/`, { access_level })
    const path = `${base}/subscriptions/${made.id}/`
    const read = async () => (await eve.get(`${path}deliveries/`)).body.results[0]
    expect((await read()).content_snapshot.insights).toHaveLength(2)
    await rule('none')
    const seen = await read()
    expect(seen.content_snapshot.insights.map(({ id }: any) => id)).toEqual([insight.id])
    expect(seen.exported_asset_ids).toEqual([seen.content_snapshot.insights[0].asset_id])
    expect((await eve.get(`${path}deliveries/${seen.id}/`)).body).toEqual(seen)
    expect(JSON.stringify(seen)).not.toContain('Total')
    expect((await eve.patch(path, { target_value: `${EMAIL},eve@example.com` })).status).toBe(403)
    expect((await eve.patch(path, { title: 'Numbers', target_value: EMAIL })).status).toBe(200)
    await rule('viewer')
    expect((await eve.patch(path, { target_value: `${EMAIL},eve@example.com` })).status).toBe(200)
    await client.patch(path, { deleted: true })
  })
})

describe('other channels', () => {
  test('a webhook gets signed JSON, and is asked again only when it may help', async () => {
    let failures = 1
    hooks.answer = (path) => {
      if (path === '/busy' && failures-- > 0) return { status: 503 }
      if (path === '/gone') return { status: 410 }
      if (path === '/moved') return { status: 302, headers: { location: `${hooks.url}/elsewhere` } }
      return {}
    }
    const made = await create({ target_type: 'webhook', target_value: `${hooks.url}/busy` })
    await hooks.take('/busy')
    const { headers, body } = await hooks.take('/busy')
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-hedgerow-signature']))!
    expect(createHmac('sha256', made.webhook_secret).update(`${time}.${body.raw}`).digest('hex')).toBe(signature)
    const delivery = await ended(made.id, 'target_change')
    expect(headers['x-hedgerow-delivery']).toBe(delivery.id)
    expect(body).toMatchObject({
      event: 'subscription.delivery',
      delivery_id: delivery.id,
      trigger_type: 'target_change',
      is_new_subscription: true,
      subscription: { id: made.id, summary: 'sent every week' },
      resource: { type: 'insight', id: insight.id, short_id: insight.short_id, name: 'Sales <b>now</b>' },
      total_insight_count: 1,
      insights: [
        { id: insight.id, error: null, image_url: expect.stringMatching(/^http:\/\/localhost:\d+\/exporter\//) },
      ],
    })
    // The picture is there for everybody who has the address.
    const picture = await fetch(body.insights[0].image_url.replace(site, stack.url))
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect((await client.get(`${base}/subscriptions/${made.id}/`)).body.webhook_secret).toBeUndefined()
    const renewed = (await client.post(`${base}/subscriptions/${made.id}/renew_secret/`)).body.webhook_secret
    expect(renewed).not.toBe(made.webhook_secret)

    for (const [path, type] of [
      ['/gone', 'http_410'],
      ['/moved', 'http_302'],
    ] as const) {
      const { id } = await create({ target_type: 'webhook', target_value: hooks.url + path })
      const failed = await ended(id, 'target_change')
      expect(failed.status).toBe('failed')
      expect([type, 'too_many_redirects']).toContain(failed.error.type)
      await client.patch(`${base}/subscriptions/${id}/`, { deleted: true })
    }
    expect(hooks.got.some(({ path }) => path === '/elsewhere')).toBe(false)
  })

  test('Teams gets a card', async () => {
    const made = await create({ target_type: 'teams', target_value: `${hooks.url}/teams` })
    const { body } = await hooks.take('/teams')
    expect(body.attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect((await ended(made.id, 'target_change')).status).toBe('completed')
  })

  test('Slack gets a message with an uploaded picture, and a thread for the others', async () => {
    slack.answer = (path) => {
      if (path === '/api/auth.test')
        return { body: { ok: true, team_id: 'T1', team: 'Acme', user_id: 'B1', url: 'https://acme.slack.com/' } }
      if (path === '/api/conversations.list')
        return {
          body: {
            ok: true,
            channels: [
              { id: 'C2', name: 'zoo' },
              { id: 'C1', name: 'general', is_member: true },
            ],
          },
        }
      if (path === '/api/files.getUploadURLExternal')
        return { body: { ok: true, upload_url: `${slack.url}/upload`, file_id: 'F1' } }
      if (path === '/api/chat.postMessage') return { body: { ok: true, ts: '1.2' } }
      return {}
    }
    const integration = (
      await client.post(`${base}/integrations/`, { kind: 'slack', config: { access_token: 'xoxb-secret' } })
    ).body
    expect(integration).toMatchObject({
      kind: 'slack',
      display_name: 'Acme',
      config: { team: { id: 'T1', name: 'Acme' } },
      errors: '',
    })
    expect(JSON.stringify(integration)).not.toContain('xoxb-secret')
    expect(
      (await client.get(`${base}/integrations/${integration.id}/channels/`)).body.channels.map(
        (each: any) => each.name,
      ),
    ).toEqual(['general', 'zoo'])
    expect((await client.post(`${base}/integrations/${integration.id}/test/`, { channel: 'C1' })).body).toEqual({
      success: true,
    })
    expect((await slack.take('/api/chat.postMessage')).body).toMatchObject({ channel: 'C1' })

    const made = await create({
      insight: undefined,
      dashboard: dashboard.id,
      dashboard_export_insights: [insight.id, second.id],
      target_type: 'slack',
      target_value: 'C1|#general',
      integration_id: integration.id,
    })
    const first = await slack.take('/api/chat.postMessage')
    expect(first.headers.authorization).toBe('Bearer xoxb-secret')
    expect(first.body).toMatchObject({ channel: 'C1', unfurl_links: false })
    expect(first.body.text).toContain('This channel has been subscribed to the Dashboard *Board*')
    expect(first.body.blocks.find((block: any) => block.type === 'image')).toMatchObject({ slack_file: { id: 'F1' } })
    expect((await slack.take('/api/chat.postMessage')).body).toMatchObject({ thread_ts: '1.2' })
    expect((await slack.take('/upload')).body.subarray(1, 4).toString()).toBe('PNG')
    expect((await ended(made.id, 'target_change')).status).toBe('completed')

    // A token that was revoked pauses the subscription, and its author learns why.
    slack.answer = () => ({ body: { ok: false, error: 'token_revoked' } })
    await client.post(`${base}/subscriptions/${made.id}/test-delivery/`)
    expect(await ended(made.id, 'manual')).toMatchObject({
      status: 'failed',
      error: { type: 'slack_permission_revoked' },
    })
    expect((await client.get(`${base}/subscriptions/${made.id}/`)).body.enabled).toBe(false)
    expect((await mailbox.take(EMAIL, /paused/)).text).toContain('The token was revoked.')
    expect((await client.get(`${base}/integrations/${integration.id}/`)).body.errors).toBe('The token was revoked.')
    expect((await client.delete(`${base}/integrations/${integration.id}/`)).status).toBe(204)
    expect((await client.patch(`${base}/subscriptions/${made.id}/`, { enabled: true })).body).toMatchObject({
      attr: 'enabled',
    })
  })
})
