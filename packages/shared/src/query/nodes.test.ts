/** Query nodes: comparing, wrapping and naming them. */
import { describe, expect, test } from 'vitest'
import { describeNode, filterSentence } from './names.ts'
import { sameNode, unwrap, wrap } from './nodes.ts'

test('key order does not matter when comparing queries, and null counts as absent', () => {
  expect(sameNode({ a: 1, b: [{ c: 2, d: null }] }, { b: [{ c: 2 }], a: 1 })).toBe(true)
  expect(sameNode({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
  expect(unwrap(wrap({ kind: 'TrendsQuery' }))).toEqual({ kind: 'TrendsQuery' })
  expect(unwrap(wrap({ kind: 'HogQLQuery' }))).toEqual({ kind: 'HogQLQuery' })
  expect([unwrap(null), unwrap({}), unwrap({ kind: 'InsightVizNode' }), unwrap('x')]).toEqual([null, null, null, null])
})

describe('names', () => {
  const series = { kind: 'EventsNode' as const, event: '$pageview' }
  test.each([
    [{ kind: 'TrendsQuery', series: [{ ...series, math: 'dau' }] }, 'Pageview unique persons'],
    [
      {
        kind: 'TrendsQuery',
        series: [{ ...series, math: 'avg', math_property: 'amount' }],
        breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' },
      },
      'Pageview average of amount by Browser',
    ],
    [{ kind: 'TrendsQuery', series: [series], trendsFilter: { formula: 'A/2' } }, 'Formula A/2'],
    [
      { kind: 'FunnelsQuery', series: [series, { kind: 'EventsNode', event: null, custom_name: 'Paid' }] },
      'Pageview → Paid conversion',
    ],
    [{ kind: 'LifecycleQuery', series: [{ kind: 'ActionsNode', id: 3, name: 'Bought' }] }, 'Lifecycle of Bought'],
    [
      { kind: 'RetentionQuery', retentionFilter: { targetEntity: { id: null, type: 'events' } } },
      'Retention of All events',
    ],
    [{ kind: 'PathsQuery', pathsFilter: { startPoint: '/a' } }, 'Paths from /a'],
    [{ kind: 'Unknown' }, 'Unknown'],
  ])('%j', (node, name) => expect(describeNode(node as never)).toBe(name))
  test('filters in words', () => {
    expect(filterSentence({ key: '$browser', type: 'event', operator: 'exact', value: ['Chrome', 'Safari'] })).toBe(
      'Browser is Chrome or Safari',
    )
    expect(filterSentence({ key: 'a', type: 'event', operator: 'is_set' })).toBe('a is set')
    expect(filterSentence({ key: 'a', type: 'event', operator: 'exact', value: [] })).toBe('a is (empty)')
  })
})
