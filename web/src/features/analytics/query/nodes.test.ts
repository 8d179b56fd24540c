/** Questions: told apart, named, converted, filtered. */
import { describe, expect, test } from 'vitest'
import { breakdownList, fromBreakdownList } from '../insights/breakdowns'
import { parametersOf } from '../sql/parameters'
import { fromGroups, toGroups } from './filter-groups'
import { describeNode, filterSentence, flatFilters } from './names'
import { sameNode, unwrap, wrap } from './nodes'

test('two questions are the same whatever the order of their keys, and null is absent', () => {
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

describe('filters', () => {
  const a = { key: 'a', type: 'event' }
  const b = { key: 'b', type: 'event' }
  const c = { key: 'c', type: 'person' }
  test('a list is one group of which all holds, and stays a list', () => {
    expect(fromGroups(toGroups([a, b])!)).toEqual([a, b])
    expect(fromGroups(toGroups(null)!)).toBeUndefined()
    expect(fromGroups({ type: 'OR', groups: [{ type: 'OR', filters: [a] }] })).toEqual([a])
  })
  test('groups keep how they are joined', () => {
    const groups = {
      type: 'OR' as const,
      values: [
        { type: 'AND' as const, values: [a, b] },
        { type: 'OR' as const, values: [c] },
      ],
    }
    expect(fromGroups(toGroups(groups)!)).toEqual(groups)
    expect(flatFilters(groups)).toEqual([a, b, c])
    const any = { type: 'OR' as const, values: [a, b] }
    expect(toGroups(any)).toEqual({ type: 'AND', groups: [{ type: 'OR', filters: [a, b] }] })
  })
  test('what is nested more deeply is left alone', () => {
    expect(toGroups({ type: 'AND', values: [{ type: 'AND', values: [{ type: 'OR', values: [a] }] }] })).toBeNull()
  })
})

test('breakdowns: one stands alone, several in a list, cohorts by their ids', () => {
  const one = { breakdown: 'a', breakdown_type: 'person', breakdown_limit: 5 }
  expect(fromBreakdownList(breakdownList(one), one)).toEqual(one)
  const two = {
    breakdowns: [
      { property: 'a', type: 'event' },
      { property: 'b', type: 'group', group_type_index: 1 },
    ],
  }
  expect(fromBreakdownList(breakdownList(two), two)).toEqual(two)
  const cohorts = { breakdown_type: 'cohort', breakdown: [1, 2] }
  expect(fromBreakdownList(breakdownList(cohorts), cohorts)).toEqual(cohorts)
  expect(fromBreakdownList([], one)).toBeNull()
})

test('parameters of SQL in their order, each once', () => {
  expect(parametersOf('{variables.b} {variables.a} {variables.b} {filters} { variables.c }')).toEqual(['b', 'a', 'c'])
})
