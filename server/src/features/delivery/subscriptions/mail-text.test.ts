import { describe, expect, test } from 'vitest'
import { mailOf } from './mail-text.ts'
import type { Report, ReportPart } from './report.ts'

const HOSTILE = '<img src=x onerror=alert(1)>"&\u0000'

const part = (more: Partial<ReportPart> = {}): ReportPart => ({
  id: 5,
  short_id: 'abc',
  name: 'Sales',
  query_hash: null,
  cache_key: null,
  query_results: null,
  query_error: null,
  headlines: [],
  changes: [],
  date_range: { date_from: '2026-03-02T00:00:00-05:00', date_to: '2026-03-08T23:59:59-05:00' },
  asset_id: 1,
  picture: { name: 'insight-5.png', bytes: Buffer.from('png'), url: 'https://h.example/exporter/a.png?token=t&x=1' },
  url: 'https://h.example/insights/abc?project=1&utm_medium=email',
  ...more,
})

const report = (more: Partial<Report> = {}): Report => ({
  deliveryId: 'd',
  trigger: 'scheduled',
  isInvitation: false,
  subscription: { id: 3, title: null } as Report['subscription'],
  kind: 'Insight',
  name: 'Sales',
  author: { first_name: 'Ada', email: 'ada@example.com' } as Report['author'],
  inviteMessage: null,
  parts: [part()],
  total: 1,
  changeSummary: null,
  resourceUrl: 'https://h.example/insights/abc?project=1',
  manageUrl: 'https://h.example/insights/abc/subscriptions/3?project=1',
  scheduleText: 'This subscription is sent every week. The next subscription will be sent on Monday March 09, 2026',
  ...more,
})
const mail = (more: Partial<Report> = {}, to = 'bob@example.com') =>
  mailOf(report(more), to, 'https://h.example/unsubscribe?token=u', ({ id }) => `cid:${id}`)

test.each([
  [{}, 'bob@example.com', 'Hedgerow Insight report - Sales'],
  [{ kind: 'Dashboard', name: 'Board' }, 'bob@example.com', 'Hedgerow Dashboard report - Board'],
  [{ isInvitation: true }, 'Ada@example.com', 'You have been subscribed to a Hedgerow Insight'],
  [{ isInvitation: true }, 'bob@example.com', 'Ada subscribed you to a Hedgerow Insight'],
  [
    { isInvitation: true, author: null, kind: 'Dashboard' },
    'b@x.com',
    'Someone subscribed you to a Hedgerow Dashboard',
  ],
] as const)('the subject of %j to %s is %s', (more, to, subject) => {
  expect(mail(more as Partial<Report>, to).subject).toBe(subject)
})

test('hostile texts are shown, and do nothing', () => {
  const { html } = mail({
    name: HOSTILE,
    isInvitation: true,
    inviteMessage: `${HOSTILE}\nsecond line`,
    author: { first_name: HOSTILE, email: 'x' } as Report['author'],
    changeSummary: HOSTILE,
    parts: [
      part({ name: HOSTILE, changes: [HOSTILE] }),
      part({ picture: null, query_error: { message: HOSTILE, type: 'x' } }),
    ],
  })
  expect(html).not.toMatch(/<img src=x/)
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;')
  expect(html).toContain('<br>second line')
  // Only the one picture of the report.
  expect(html.match(/<img /g)).toHaveLength(1)
})

describe('a report', () => {
  test('has title, period, picture, changes and links, in both forms', () => {
    const { html, text } = mail({ parts: [part({ changes: ['bought +20.0 % (12, before 10)'] })] })
    for (const shown of ['Mar 2 – Mar 8, 2026', 'bought +20.0 % (12, before 10)', 'sent every week']) {
      expect(html).toContain(shown)
      expect(text).toContain(shown)
    }
    expect(html).toContain('src="cid:5"')
    expect(html).toContain('href="https://h.example/unsubscribe?token=u"')
    expect(text).toContain('\nhttps://h.example/unsubscribe?token=u')
    expect(html).toContain('prefers-color-scheme:dark')
  })

  test('of several insights names the largest changes, and what was left out', () => {
    const { html, text } = mail({
      kind: 'Dashboard',
      parts: [part(), part({ id: 6 })],
      total: 9,
      changeSummary: 'Sales: a +1.0 %\nSales: b −2.0 %',
    })
    for (const body of [html, text]) {
      expect(body).toContain('Largest changes')
      expect(body).toContain('Sales: b −2.0 %')
      expect(body).toContain('Showing 2 of 9 insights.')
    }
  })

  test('says why an insight is missing', () => {
    const { html, text } = mail({ parts: [part({ picture: null, query_error: { message: 'Too slow.', type: 'x' } })] })
    expect(html).toContain('This insight could not be shown: Too slow.')
    expect(text).toContain('This insight could not be shown: Too slow.')
    expect(html).not.toContain('<img')
  })
})
