import { describe, expect, test } from 'vitest'
import { diffLines, linesOf, shortened } from './line-diff'
import { type Change, type HistoryEntry, sentenceOf } from './sentences'
import { sittingsOf } from './sittings'

const change = (field: string, before: unknown, after: unknown): Change => ({
  field,
  action: before === null ? 'created' : after === null ? 'deleted' : 'changed',
  before,
  after,
})
const entry = (
  scope: string,
  activity: string,
  more: Partial<HistoryEntry> & { changes?: Change[] } = {},
): HistoryEntry => {
  const { changes = null, detail, ...rest } = more
  return {
    id: '1',
    scope,
    activity,
    item_id: '7',
    created_at: '2024-05-06T07:08:09Z',
    user: { first_name: 'Ada', email: 'ada@shop.example' },
    detail: { name: 'Thing', short_id: null, changes, ...detail },
    ...rest,
  }
}
const said = (each: HistoryEntry) => {
  const { who, did, name, rest } = sentenceOf(each)
  return [who, did, name, rest].filter(Boolean).join(' ')
}

describe('sentences', () => {
  // scope, activity, changes, sentence, and the address of the page.
  const table: [string, string, Change[], string, string | null][] = [
    ['Notebook', 'created', [], 'Ada created the notebook Thing', '/notebooks/7'],
    ['Notebook', 'updated', [change('title', 'Old', 'Thing')], 'Ada renamed the notebook Thing', '/notebooks/7'],
    ['Notebook', 'updated', [change('title', null, 'Thing')], 'Ada named the notebook Thing', '/notebooks/7'],
    [
      'Notebook',
      'updated',
      [change('version', 1, 2), change('content', {}, { type: 'doc' })],
      'Ada edited the notebook Thing',
      '/notebooks/7',
    ],
    [
      'Notebook',
      'updated',
      [change('title', 'Old', 'Thing'), change('version', 1, 2), change('content', {}, { type: 'doc' })],
      'Ada changed the title and content of the notebook Thing',
      '/notebooks/7',
    ],
    ['Notebook', 'deleted', [change('deleted', false, true)], 'Ada deleted the notebook Thing', null],
    ['Notebook', 'restored', [change('deleted', true, false)], 'Ada restored the notebook Thing', '/notebooks/7'],
    [
      'Insight',
      'updated',
      [change('description', null, 'x')],
      'Ada set the description of the insight Thing',
      '/insights/7',
    ],
    [
      'Insight',
      'updated',
      [change('description', 'x', null)],
      'Ada removed the description of the insight Thing',
      '/insights/7',
    ],
    ['Insight', 'updated', [change('favorited', false, true)], 'Ada starred the insight Thing', '/insights/7'],
    ['Insight', 'updated', [change('deleted', true, false)], 'Ada restored the insight Thing', '/insights/7'],
    ['Dashboard', 'updated', [change('pinned', false, true)], 'Ada pinned the dashboard Thing', '/dashboards/7'],
    [
      'Dashboard',
      'updated',
      [change('tags', [], ['a'])],
      'Ada changed the tags of the dashboard Thing',
      '/dashboards/7',
    ],
    [
      'FeatureFlag',
      'updated',
      [change('active', true, false)],
      'Ada switched off the feature flag Thing',
      '/feature_flags/7',
    ],
    ['FeatureFlag', 'updated', [change('key', 'a', 'Thing')], 'Ada renamed the feature flag Thing', '/feature_flags/7'],
    [
      'FeatureFlag',
      'updated',
      [change('filters', {}, { a: 1 })],
      'Ada changed the filters of the feature flag Thing',
      '/feature_flags/7',
    ],
    [
      'EarlyAccessFeature',
      'updated',
      [change('stage', 'beta', 'alpha')],
      'Ada changed the stage of the early access feature Thing',
      '/early_access',
    ],
    ['AlertConfiguration', 'created', [], 'Ada created the alert Thing', '/alerts'],
    ['AlertConfiguration', 'updated', [change('enabled', true, false)], 'Ada disabled the alert Thing', '/alerts'],
    [
      'AlertConfiguration',
      'updated',
      [change('snoozed_until', null, '2026-01-01T00:00:00.000Z')],
      'Ada snoozed the alert Thing',
      '/alerts',
    ],
    [
      'AlertConfiguration',
      'updated',
      [change('threshold', {}, { a: 1 })],
      'Ada changed the threshold of the alert Thing',
      '/alerts',
    ],
    [
      'Subscription',
      'updated',
      [change('enabled', true, false)],
      'Ada paused the subscription Thing',
      '/subscriptions/7',
    ],
    [
      'Subscription',
      'updated',
      [change('enabled', false, true)],
      'Ada resumed the subscription Thing',
      '/subscriptions/7',
    ],
    [
      'Subscription',
      'unsubscribed',
      [change('target_value', 'a@x.io,b@x.io', 'a@x.io')],
      'A recipient unsubscribed from the report on Thing',
      '/subscriptions/7',
    ],
    ['Cohort', 'created', [], 'Ada created the cohort Thing', '/cohorts/7'],
    ['Action', 'updated', [change('steps', [], [{}])], 'Ada changed the steps of the action Thing', null],
    ['Annotation', 'created', [], 'Ada created the annotation Thing', '/annotations'],
    ['Account', 'updated', [change('tag', null, 'vip')], 'Ada tagged the account Thing with “vip”', '/accounts/7'],
    [
      'Account',
      'updated',
      [change('tag', 'vip', null)],
      'Ada removed the tag “vip” from the account Thing',
      '/accounts/7',
    ],
    [
      'Account',
      'updated',
      [change('external_id', 'a', 'b')],
      'Ada changed the external id of the account Thing',
      '/accounts/7',
    ],
    ['CustomPropertyDefinition', 'created', [], 'Ada created the custom property Thing', '/accounts'],
    ['CustomerProfileConfig', 'updated', [change('content', {}, { a: 1 })], 'Ada changed the layout of Thing', null],
    ['EventDefinition', 'changed', [change('verified', false, true)], 'Ada verified the event Thing', '/catalog'],
    ['PropertyDefinition', 'changed', [change('hidden', false, true)], 'Ada hid the property Thing', '/catalog'],
    ['PropertyDefinition', 'deleted', [], 'Ada deleted the property Thing', null],
    ['Person', 'updated', [change('properties', null, null)], 'Ada changed properties of a person', '/persons/7'],
    ['Person', 'delete_property', [], 'Ada removed a property of a person', '/persons/7'],
    ['Person', 'deleted', [], 'Ada deleted a person', null],
    [
      'Team',
      'updated',
      [change('timezone', 'UTC', 'Asia/Tokyo')],
      'Ada changed the timezone of the project Thing',
      '/settings/project',
    ],
    ['Project', 'created', [], 'Ada created the project Thing', '/settings/project'],
    [
      'Organization',
      'updated',
      [change('organization name', 'a', 'Thing')],
      'Ada renamed the organization Thing',
      '/settings/organization',
    ],
    ['OrganizationMembership', 'joined', [], 'Ada joined the organization as Thing', '/settings/members'],
    ['OrganizationMembership', 'left', [], 'Ada left the organization as Thing', null],
    ['OrganizationMembership', 'deleted', [], 'Ada removed the member Thing', null],
    [
      'OrganizationMembership',
      'updated',
      [change('level', 1, 8)],
      'Ada made Thing an administrator',
      '/settings/members',
    ],
    ['OrganizationInvite', 'created', [], 'Ada invited Thing', '/settings/members'],
    ['OrganizationInvite', 'deleted', [], 'Ada revoked the invitation for Thing', null],
    ['Role', 'updated', [change('name', 'a', 'Thing')], 'Ada renamed the role Thing', '/settings/roles'],
    ['Role', 'deleted', [], 'Ada deleted the role Thing', null],
    ['PersonalAPIKey', 'created', [], 'Ada created the API key Thing', '/settings/keys'],
    [
      'User',
      'updated',
      [change('two-factor authentication', false, true)],
      'Ada switched on two-factor authentication for Thing',
      null,
    ],
    ['User', 'updated', [change('email', 'a@x', 'b@x')], 'Ada changed the email of user Thing', null],
    [
      'AccessControl',
      'updated',
      [change('access of everybody', null, 'none')],
      'Ada gave everybody no access to Thing',
      '/settings/access',
    ],
    [
      'AccessControl',
      'updated',
      [change('access of Support', 'viewer', null)],
      'Ada removed the access rule for Support on Thing',
      '/settings/access',
    ],
    // A kind that is newer than this page.
    ['HogFunction', 'order_changed', [], 'Ada order_changed the hog function Thing', null],
  ]
  test.each(table)('%s %s %j: %s', (scope, activity, changes, expected, address) => {
    const each = entry(scope, activity, { changes })
    expect([said(each), sentenceOf(each).address]).toEqual([expected, address])
  })

  test('link to the object itself', () => {
    const insight = entry('Insight', 'created', { detail: { name: 'x', short_id: 'aB3' } })
    expect(sentenceOf(insight).address).toBe('/insights/aB3')
    const group = entry('Group', 'update_property', { item_id: '0:acme:eu', detail: { name: 'plan, seats' } })
    expect(said(group)).toBe('Ada changed plan, seats of the group acme:eu')
    expect(sentenceOf(group).address).toBe('/groups/0/acme%3Aeu')
  })

  test('name the system, and fall back to the email address', () => {
    expect(said(entry('Cohort', 'created', { user: null }))).toBe('System created the cohort Thing')
    expect(said(entry('Cohort', 'created', { user: { first_name: '', email: 'a@x.io' } }))).toMatch(/^a@x.io created/)
  })

  test('list the IDs that were split off and merged', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const changes = [change('', null, { distinct_ids: ids, merged: ['x', 'y'] })]
    expect(said(entry('Person', 'split_person', { changes }))).toBe(
      'Ada split a person with the ids a, b, c, d, e and 2 more',
    )
    expect(said(entry('Person', 'people_merged_into', { changes }))).toBe(
      'Ada merged other persons into a person with the ids x, y',
    )
  })
})

describe('sittings', () => {
  const save = (minute: number, before: unknown, after: unknown, more: Partial<HistoryEntry> = {}) =>
    entry('Notebook', 'updated', {
      id: String(minute),
      created_at: new Date(Date.UTC(2024, 4, 6, 7, minute)).toISOString(),
      changes: [change('content', before, after), change('version', minute, minute + 1)],
      ...more,
    })

  test('merge what one person saves without a long pause, from the first state to the last', () => {
    const [only, ...others] = sittingsOf([save(50, 'b', 'c'), save(25, 'a', 'b'), save(0, '', 'a')])
    expect(others).toEqual([])
    expect(only!.entries.map(({ id }) => id)).toEqual(['50', '25', '0'])
    expect(only!.changes).toEqual([change('content', '', 'c')])
  })

  test('end with a pause of half an hour, or another person, object or kind of change', () => {
    const other = { user: { first_name: 'Eve', email: 'eve@shop.example' } }
    const count = (...entries: HistoryEntry[]) => sittingsOf(entries).length
    expect(count(save(30, 'a', 'b'), save(0, '', 'a'))).toBe(2)
    expect(count(save(29, 'a', 'b'), save(0, '', 'a'))).toBe(1)
    expect(count(save(2, 'b', 'c'), save(1, 'a', 'b', other), save(0, '', 'a'))).toBe(3)
    expect(count(save(1, 'a', 'b', { item_id: '8' }), save(0, '', 'a'))).toBe(2)
    expect(
      count(save(1, 'a', 'b', { detail: { name: 'x', changes: [change('title', 'a', 'b')] } }), save(0, '', 'a')),
    ).toBe(2)
    expect(count(entry('Cohort', 'created'), entry('Cohort', 'created'))).toBe(2)
  })

  test('leave out a field that has its old value again', () => {
    expect(sittingsOf([save(1, 'b', 'a'), save(0, 'a', 'b')])[0]!.changes).toEqual([])
  })
})

describe('differences', () => {
  test('are found line by line', () => {
    const lines = diffLines(['a', 'b', 'c', 'd'], ['a', 'c', 'x', 'd'])!
    expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'same c',
      'added x',
      'same d',
    ])
  })

  test('leave out lines far from any change', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    const after = before.with(10, 'other')
    expect(shortened(diffLines(before, after)!).map((line) => line?.text ?? null)).toEqual([
      null,
      'line 8',
      'line 9',
      'line 10',
      'other',
      'line 11',
      'line 12',
      null,
    ])
  })

  test('compare documents by their paragraphs, and other values as JSON', () => {
    const text = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })
    const item = { type: 'listItem', content: [text('two')] }
    const query = { type: 'ph-query', attrs: { title: 'Sign-ups' } }
    const document = { type: 'doc', content: [text('one'), { type: 'bulletList', content: [item] }, query] }
    expect(linesOf(document)).toEqual(['one', 'two', '[ph-query Sign-ups]'])
    expect(linesOf({ a: [1] })).toEqual(['{', '  "a": [', '    1', '  ]', '}'])
    expect(linesOf({ a: 1, b: 2 })).toEqual(['{', '  "a": 1', '  "b": 2', '}'])
    expect(linesOf(null)).toEqual([])
  })

  test('are not computed for very long values', () => {
    expect(diffLines(Array(2_000).fill('x'), ['y'])).toBeNull()
  })
})
