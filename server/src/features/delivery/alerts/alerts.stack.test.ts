/** Alerts of a whole installation: their settings, what checks do with them, and the mails about it. */
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { Mailbox } from '../../../testing/mailbox.ts'
import { PersonSession, problem } from '../../../testing/person-session.ts'
import { Client, EMAIL, PASSWORD, type Stack, startStack, waitFor } from '../../../testing/stack.ts'
import { AlertChecker } from './checker.ts'
import type { FiringEvent, FiringListener } from './notify.ts'

const HOSTILE = '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com'
const DAY_MS = 86_400_000
const base = '/api/projects/1'
const path = `${base}/alerts`

interface Person {
  id: number
  email: string
  session: PersonSession
}

let mailbox: Mailbox
let stack: Stack
let ada: Person
let eve: Person

beforeAll(async () => {
  mailbox = await Mailbox.open()
  stack = await startStack({ SMTP_URL: mailbox.url })
  ada = await person(EMAIL)
  eve = await join('eve@example.com')
  // Yesterday five events, two with another browser; the day before two; today seven.
  const events = [...Array(5).fill(1), ...Array(2).fill(2), ...Array(7).fill(0)].map((ago: number, index) => ({
    event: 'bought',
    distinct_id: `person-${index}`,
    timestamp: new Date(Date.now() - ago * DAY_MS).toISOString(),
    properties: { $browser: index < 3 ? 'Chrome' : 'Firefox' },
  }))
  await new Client(stack).send(...events)
})
afterAll(async () => {
  await stack?.stop()
  await mailbox?.close()
})

async function person(email: string): Promise<Person> {
  const session = new PersonSession(stack)
  expect((await session.post('/api/login/', { email, password: PASSWORD })).status).toBe(200)
  return { id: (await session.get('/api/users/@me/')).body.id, email, session }
}

async function join(email: string): Promise<Person> {
  const invite = await ada.session.post('/api/organizations/@current/invites/', { target_email: email, level: 1 })
  await new PersonSession(stack).post(`/api/signup/${invite.body.id}/`, { first_name: email, password: PASSWORD })
  return person(email)
}

/** The next mail about an alert. */
const mailOf = ({ email }: Person) => mailbox.take(email, /^Alert/)

const trends = (fields: object = {}) => ({
  kind: 'InsightVizNode',
  source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }], ...fields },
})

async function newInsight(query: object = trends(), name = 'Sales') {
  const { status, body } = await ada.session.post(`${base}/insights/`, { name, query, saved: true })
  expect(status).toBe(201)
  return body
}

const settings = (insight: number, fields: object = {}) => ({
  name: 'Too many',
  insight,
  subscribed_users: [ada.id],
  condition: { type: 'absolute_value' },
  threshold: { configuration: { type: 'absolute', bounds: { upper: 3 } } },
  config: { type: 'TrendsAlertConfig', series_index: 0 },
  ...fields,
})
const bounds = (upper: number) => ({ threshold: { configuration: { type: 'absolute', bounds: { upper } } } })

async function newAlert(insight: number, fields: object = {}) {
  const { status, body } = await ada.session.post(path, settings(insight, fields))
  expect([status, body]).toEqual([201, body])
  return body
}
const read = async (id: string) => (await ada.session.get(`${path}/${id}`)).body
const change = async (id: string, fields: object) => {
  const { status, body } = await ada.session.patch(`${path}/${id}`, fields)
  expect([status, body]).toEqual([200, body])
  return body
}

/** Waits until an alert has this many checks, and returns it. */
const checked = (id: string, count: number) =>
  waitFor(
    async () => {
      const alert = await read(id)
      return alert.checks.length >= count && alert
    },
    20_000,
    () => `check ${count} of an alert`,
  )

/** Lets a day pass for an alert, and waits for the check. */
async function checkAgain(id: string) {
  const before = await read(id)
  await stack.sql(
    `UPDATE alerts SET next_check_at = now() - interval '1 day', snoozed_until = snoozed_until - interval '1 day' WHERE id = $1`,
    [id],
  )
  await stack.sql(`SELECT pg_notify('hedgerow_work', 'alerts')`)
  return waitFor(
    async () => {
      const alert = await read(id)
      return alert.last_checked_at !== before.last_checked_at && alert
    },
    20_000,
    () => 'another check of an alert',
  )
}

test('the settings of an alert are checked, stored, listed and logged', async () => {
  const insight = await newInsight()
  const funnel = await newInsight({ kind: 'FunnelsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] })
  const number = await newInsight(trends({ trendsFilter: { display: 'BoldNumber' } }))
  const refused = async (fields: object, ...expected: unknown[]) =>
    expect(problem(await ada.session.post(path, settings(insight.id, fields))), JSON.stringify(fields)).toEqual([
      400,
      ...expected,
    ])
  const threshold = (type: string, own: object) => ({ threshold: { configuration: { type, bounds: own } } })
  const relative = { condition: { type: 'relative_increase' } }
  await refused({ insight: undefined }, 'required', 'insight')
  await refused({ insight: 999_999 }, 'does_not_exist', 'insight')
  await refused({ insight: funnel.id }, 'invalid_input', 'insight')
  await refused({ insight: number.id, ...relative }, 'invalid_input', 'condition')
  await refused({ subscribed_users: [999_999] }, 'does_not_exist', 'subscribed_users')
  await refused({ subscribed_users: Array(51).fill(1) }, 'max_length', 'subscribed_users')
  await refused({ condition: { type: 'sideways' } }, 'invalid_choice', 'condition__type')
  await refused(threshold('absolute', {}), 'invalid_input', 'threshold')
  await refused(threshold('absolute', { lower: 2, upper: 1 }), 'invalid_input', 'threshold')
  await refused(threshold('percentage', { upper: 1 }), 'invalid_input', 'threshold')
  await refused(threshold('absolute', { upper: 'many' }), 'invalid_input', 'threshold__configuration__bounds__upper')
  await refused({ config: { type: 'TrendsAlertConfig', series_index: 1 } }, 'invalid_input', 'config')
  await refused({ calculation_interval: 'yearly' }, 'invalid_choice', 'calculation_interval')
  await refused({ snoozed_until: 'soon' }, 'invalid', 'snoozed_until')

  const alert = await newAlert(insight.id, { ...bounds(1000), skip_weekend: false, calculation_interval: 'weekly' })
  expect(alert).toMatchObject({
    name: 'Too many',
    insight: { id: insight.id, short_id: insight.short_id, name: 'Sales' },
    enabled: true,
    subscribed_users: [{ id: ada.id, email: ada.email }],
    condition: { type: 'absolute_value' },
    threshold: { configuration: { type: 'absolute', bounds: { lower: null, upper: 1000 } } },
    config: { type: 'TrendsAlertConfig', series_index: 0, check_ongoing_interval: false },
    calculation_interval: 'weekly',
    skip_weekend: false,
    snoozed_until: null,
    state: 'Not firing',
    last_checked_at: null,
    last_notified_at: null,
    created_by: { id: ada.id },
    can_edit: true,
  })
  const first = await checked(alert.id, 1)
  expect(first).toMatchObject({ state: 'Not firing', last_value: 5, last_notified_at: null })
  expect(first.checks).toEqual([
    {
      id: expect.any(String),
      created_at: first.last_checked_at,
      calculated_value: 5,
      state: 'Not firing',
      targets_notified: false,
      message: null,
    },
  ])
  // The next one is on the first day of a week, which is a Sunday unless the project says otherwise.
  const next = new Date(first.next_check_at)
  expect([next.getUTCDay(), next.getUTCHours(), next.getTime() > Date.now()]).toEqual([0, 1, true])

  const second = await newAlert(number.id, bounds(1000))
  const listed = async (query: string) => {
    const { body } = await ada.session.get(`${path}?${query}`)
    return body.results.map(({ id }: { id: string }) => id)
  }
  expect(await listed('')).toEqual([second.id, alert.id])
  expect((await ada.session.get(`${path}?limit=1`)).body).toMatchObject({
    count: 2,
    previous: null,
    next: expect.stringContaining('offset=1'),
  })
  expect(await listed(`insight=${insight.id}`)).toEqual([alert.id])
  expect(await listed(`insight=${insight.short_id}&state=Not firing`)).toEqual([alert.id])
  expect(await listed('state=Firing')).toEqual([])
  expect(await listed('search=too%25')).toEqual([])
  expect((await eve.session.get(`${path}?user=true`)).body.count).toBe(0)
  // One number is about the whole range of the insight: seven days.
  expect((await checked(second.id, 1)).last_value).toBe(14)

  await change(alert.id, { name: 'Renamed', calculation_interval: 'daily', subscribed_users: [ada.id, eve.id] })
  expect((await eve.session.get(`${path}?user=true`)).body.count).toBe(1)
  const log = (await ada.session.get(`${path}/${alert.id}/activity`)).body.results
  expect(log.map(({ activity, scope }: any) => [activity, scope])).toEqual([
    ['updated', 'AlertConfiguration'],
    ['created', 'AlertConfiguration'],
  ])
  expect(log[0].detail.changes.map(({ field }: any) => field).sort()).toEqual([
    'calculation_interval',
    'name',
    'subscribed_users',
  ])
  expect((await ada.session.delete(`${path}/${second.id}`)).status).toBe(204)
  expect((await ada.session.get(`${path}/${second.id}`)).status).toBe(404)
  await ada.session.delete(`${path}/${alert.id}`)
  expect(await stack.sql('SELECT 1 FROM alert_checks UNION ALL SELECT 1 FROM alert_subscribers')).toEqual([])
})

test('the subscribed users get one mail for each change into Firing', async () => {
  const insight = await newInsight(trends(), HOSTILE)
  const alert = await newAlert(insight.id, { name: HOSTILE, subscribed_users: [ada.id, eve.id] })
  expect(await checked(alert.id, 1)).toMatchObject({
    state: 'Firing',
    last_value: 5,
    checks: [{ state: 'Firing', targets_notified: true, message: expect.stringContaining('is above the limit of 3.') }],
  })
  const mail = await mailOf(ada)
  const yesterday = new Date(Date.now() - DAY_MS)
  expect(mail.subject).toContain('Alert: <img src=x onerror=alert(1)> Bcc: eve@example.com')
  expect(mail.text).toContain('It fires when the value is above 3.')
  expect(mail.text).toContain(`bought: 5 on ${yesterday.getUTCDate()} `)
  expect(mail.text).toContain(`/insights/${insight.short_id}?project=1`)
  expect((await mailOf(eve)).to).toEqual([eve.email])

  // A server that was off for a day makes up for no check, and what is no news is no mail.
  const still = await checkAgain(alert.id)
  expect([still.state, still.checks.length, still.checks[0].targets_notified]).toEqual(['Firing', 2, false])
  await change(alert.id, bounds(100))
  expect(await checked(alert.id, 3)).toMatchObject({ state: 'Not firing' })
  // The other limit, and the interval that is not over yet: seven events today.
  await change(alert.id, { ...bounds(6), config: { type: 'TrendsAlertConfig', check_ongoing_interval: true } })
  expect(await checked(alert.id, 4)).toMatchObject({ state: 'Firing', last_value: 7 })
  expect((await mailOf(ada)).text).toContain('so far is above the limit of 6.')
  await mailOf(eve)

  // Whoever is no member any more, or may not see the insight, gets no mail, and does not see the alert.
  const rule = { resource: 'insight', resource_id: String(insight.id), access_level: 'none' }
  await ada.session.put(`${base}/insights/${insight.id}/access_controls/`, rule)
  expect((await eve.session.get(`${path}/${alert.id}`)).status).toBe(404)
  expect((await eve.session.get(path)).body.count).toBe(0)
  expect(problem(await eve.session.post(path, settings(insight.id)))).toEqual([400, 'does_not_exist', 'insight'])
  expect(problem(await ada.session.patch(`${path}/${alert.id}`, { subscribed_users: [eve.id] }))).toEqual([
    400,
    'invalid_input',
    'subscribed_users',
  ])
  await change(alert.id, { enabled: false })
  expect(await read(alert.id)).toMatchObject({ state: 'Not firing', next_check_at: null })
  await change(alert.id, { enabled: true })
  expect(await checked(alert.id, 5)).toMatchObject({ state: 'Firing' })
  await mailOf(ada)
  await ada.session.put(`${base}/insights/${insight.id}/access_controls/`, { ...rule, access_level: 'viewer' })
  // Viewers may make alerts, and change only their own.
  const own = await eve.session.post(path, settings(insight.id, bounds(1000)))
  expect([own.status, (await eve.session.patch(`${path}/${own.body.id}`, { name: 'Mine' })).status]).toEqual([201, 200])
  expect((await eve.session.patch(`${path}/${alert.id}`, { name: 'Mine' })).status).toBe(403)
  expect((await eve.session.delete(`${path}/${alert.id}`)).status).toBe(403)
  const { uuid } = (await eve.session.get('/api/users/@me/')).body
  expect((await ada.session.delete(`/api/organizations/@current/members/${uuid}/`)).status).toBe(204)
  expect((await read(alert.id)).subscribed_users).toEqual([expect.objectContaining({ id: ada.id })])
  await change(alert.id, bounds(2))
  await mailOf(ada)
  expect(mailbox.mails.filter(({ subject }) => subject.startsWith('Alert'))).toEqual([])
})

test('breakdown values, changes in percent, and the preview', async () => {
  const preview = async (insight: number, fields: object) => {
    const { status, body } = await ada.session.post(`${path}/preview`, { ...settings(insight), ...fields })
    expect([status, body]).toEqual([200, body])
    return body
  }
  const insight = await newInsight()
  expect(await preview(insight.id, bounds(5))).toEqual({ would_fire: false, calculated_value: 5, message: null })
  const increase = {
    condition: { type: 'relative_increase' },
    threshold: { configuration: { type: 'percentage', bounds: { upper: 1 } } },
  }
  expect(await preview(insight.id, increase)).toMatchObject({
    would_fire: true,
    calculated_value: 1.5,
    message: expect.stringMatching(/increased by 150%\. The alert expects an increase of at most 100%\.$/),
  })
  const broken = await newInsight(trends({ breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } }))
  expect(await preview(broken.id, bounds(2))).toMatchObject({
    would_fire: true,
    calculated_value: 3,
    message: expect.stringMatching(/^bought · Chrome: 3 on /),
  })
  const nothing = trends({ series: [{ kind: 'EventsNode', event: 'never' }], interval: 'hour' })
  const { threshold } = { threshold: { configuration: { type: 'absolute', bounds: { lower: 1 } } } }
  expect(await preview((await newInsight(nothing)).id, { threshold })).toMatchObject({
    would_fire: true,
    calculated_value: 0,
  })
  for (const interval of ['minute', 'hour', 'week', 'month'])
    expect((await preview((await newInsight(trends({ interval }))).id, bounds(1000))).calculated_value).not.toBeNull()
  expect(problem(await ada.session.post(`${path}/preview`, { insight: insight.id }))).toEqual([
    400,
    'required',
    'threshold',
  ])
})

test('the value is the one in the chart: that of the last whole interval', async () => {
  await ada.session.patch(`${base}/`, { timezone: 'Asia/Kolkata', week_start_day: 1 })
  const questions = [
    {},
    { interval: 'hour' },
    { interval: 'week', dateRange: { date_from: '-60d' } },
    { interval: 'month', dateRange: { date_from: '-6m' } },
    { trendsFilter: { smoothingIntervals: 3 } },
    { trendsFilter: { display: 'ActionsLineGraphCumulative' } },
    { trendsFilter: { formula: 'A * 10 + 1' } },
    { series: [{ kind: 'EventsNode', event: 'bought', math: 'weekly_active' }] },
    { compareFilter: { compare: true } },
  ].map((fields) => trends({ dateRange: { date_from: '-30d' }, ...fields }))
  for (const query of questions) {
    const { results } = (await ada.session.post(`${base}/query/`, { query: query.source })).body
    const preview = await ada.session.post(`${path}/preview`, settings((await newInsight(query)).id))
    expect([preview.body.calculated_value, query.source]).toEqual([results[0].data.at(-2), query.source])
  }
  await ada.session.patch(`${base}/`, { timezone: 'UTC' })
})

test('an insight that cannot be checked, one that is deleted, and snoozed alerts', async () => {
  const insight = await newInsight()
  const alert = await newAlert(insight.id)
  await checked(alert.id, 1)
  await mailOf(ada)
  const query = (own: object) => ada.session.patch(`${base}/insights/${insight.id}/`, { query: own })
  await query({ kind: 'FunnelsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] })
  expect(await checkAgain(alert.id)).toMatchObject({
    state: 'Firing',
    last_value: null,
    checks: [{ state: 'Errored', message: 'Alerts are only available for trends.', targets_notified: false }, {}],
  })
  await checkAgain(alert.id)
  expect(await checkAgain(alert.id)).toMatchObject({
    state: 'Errored',
    checks: [{ targets_notified: true }, {}, {}, {}],
  })
  const errored = await mailOf(ada)
  expect([errored.subject, errored.text]).toEqual([
    'Alert cannot be checked: Too many',
    expect.stringContaining('Alerts are only available for trends.'),
  ])
  await checkAgain(alert.id)
  await query(
    trends({ series: [{ kind: 'EventsNode', event: 'bought', properties: [{ type: 'hogql', key: 'nonsense(1)' }] }] }),
  )
  const failing = await checkAgain(alert.id)
  expect([failing.state, failing.checks[0].state, failing.checks.length]).toEqual(['Errored', 'Errored', 5])
  expect((await ada.session.get(`${path}/${alert.id}?checks_limit=50`)).body.checks).toHaveLength(6)
  await query(trends())
  expect(await checkAgain(alert.id)).toMatchObject({ state: 'Firing' })
  expect((await mailOf(ada)).subject).toBe('Alert: Too many')

  const snoozed = await change(alert.id, { snoozed_until: '1d' })
  expect(snoozed).toMatchObject({ state: 'Snoozed', next_check_at: snoozed.snoozed_until })
  const lasts = Date.parse(snoozed.snoozed_until) - Date.now()
  expect(lasts > DAY_MS - 60_000 && lasts <= DAY_MS).toBe(true)
  expect(await checkAgain(alert.id)).toMatchObject({ state: 'Firing', snoozed_until: null })
  expect((await mailOf(ada)).subject).toBe('Alert: Too many')
  await change(alert.id, { snoozed_until: '2h' })
  const woken = await change(alert.id, { snoozed_until: null })
  expect([woken.snoozed_until, woken.state]).toEqual([null, 'Not firing'])
  await mailOf(ada)

  await ada.session.patch(`${base}/insights/${insight.id}/`, { deleted: true })
  expect((await ada.session.get(`${path}/${alert.id}`)).status).toBe(404)
  expect((await ada.session.get(`${path}?insight=${insight.id}`)).body.count).toBe(0)
  const count = async () =>
    (await stack.sql('SELECT count(*)::int AS n FROM alert_checks WHERE alert_id = $1', [alert.id]))[0]!.n
  const before = await count()
  await stack.sql(`UPDATE alerts SET next_check_at = now() - interval '1 day' WHERE id = $1`, [alert.id])
  await stack.sql(`SELECT pg_notify('hedgerow_work', 'alerts')`)
  await waitFor(
    async () =>
      (await stack.sql('SELECT 1 FROM alerts WHERE id = $1 AND next_check_at > now()', [alert.id])).length === 1,
    20_000,
    () => 'the next check of an alert on a deleted insight',
  )
  expect(await count()).toBe(before)
  await ada.session.patch(`${base}/insights/${insight.id}/`, { deleted: false })
  expect((await read(alert.id)).state).toBe('Firing')
  expect(mailbox.mails.filter(({ subject }) => subject.startsWith('Alert'))).toEqual([])
})

test('a check happens as a whole or not at all, and a change by a user voids it', async () => {
  const insight = await newInsight()
  const alert = await newAlert(insight.id, { ...bounds(100), name: 'Whole' })
  await checked(alert.id, 1)
  const db = openPostgres(stack.urls().DATABASE_URL!, 3)
  const events: FiringEvent[] = []
  let answered: (signal: AbortSignal) => Promise<void> = async () => {}
  const line = {
    data: [1, 200, 0],
    days: ['2026-03-01', '2026-03-02', '2026-03-03'],
    action: { order: 0, id: 'bought' },
  }
  const checker = (listener: FiringListener) =>
    new AlertChecker({
      db,
      runner: {
        answer: (...[, , , { signal }]: [unknown, unknown, unknown, { signal: AbortSignal }]) =>
          answered(signal).then(() => ({ results: [line] })),
      } as never,
      checkMsMax: 2_000,
      mailing: { isAvailable: true, siteUrl: 'http://hedgerow.example' },
      logger: { error: () => {} } as never,
      listeners: [listener],
    })
  const check = (listener: FiringListener) => checker(listener).check(1, alert.id, new AbortController().signal)
  const note: FiringListener = async (_client, event) => void events.push(event)
  try {
    await expect(check(() => Promise.reject(new Error('died')))).rejects.toThrow('died')
    const before = await read(alert.id)
    expect([before.state, before.checks.length]).toEqual(['Not firing', 1])
    const again = Date.parse(before.next_check_at) - Date.now()
    expect(again > 0 && again <= 5 * 60_000).toBe(true)
    answered = async () => void (await change(alert.id, { name: 'Renamed' }))
    await check(note)
    expect([(await read(alert.id)).checks.length, events]).toEqual([1, []])

    answered = async () => {}
    await check(note)
    expect(await read(alert.id)).toMatchObject({
      state: 'Firing',
      last_value: 200,
      checks: [{ targets_notified: true }, {}],
    })
    await check(note)
    expect(events).toEqual([
      {
        teamId: 1,
        event: '$insight_alert_firing',
        distinctId: 'team_1',
        properties: expect.objectContaining({
          alert_id: alert.id,
          alert_name: 'Renamed',
          insight_id: insight.short_id,
          calculated_value: 200,
          breaches: 'bought: 200 on 2 Mar 2026 is above the limit of 100.',
        }),
      },
    ])
    expect((await mailOf(ada)).text).toContain('http://hedgerow.example/insights/')
    expect(mailbox.mails.filter(({ subject }) => subject.startsWith('Alert'))).toEqual([])
    answered = async (signal) => void (await once(signal, 'abort').then(() => Promise.reject(signal.reason as Error)))
    await check(note)
    expect((await read(alert.id)).checks[0]).toMatchObject({ state: 'Errored', message: 'The query took too long.' })
    // A process that is about to stop records nothing.
    const stopping = AbortSignal.abort(new Error('stopping'))
    answered = () => Promise.reject(new Error('aborted'))
    await expect(checker(note).check(1, alert.id, stopping)).rejects.toThrow('aborted')
    expect((await read(alert.id)).checks).toHaveLength(4)
  } finally {
    await db.$client.end()
  }
})
