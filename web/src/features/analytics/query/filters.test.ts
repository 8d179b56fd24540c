/** Filters, breakdowns and parameters in the form in which editors hold them. */

import { flatFilters } from '@hedgerow/shared/query/names'
import type { BreakdownFilter } from '@hedgerow/shared/query/nodes'
import { describe, expect, test } from 'vitest'
import { breakdownList, fromBreakdownList } from '../insights/breakdowns'
import { parametersOf } from '../sql/parameters'
import { fromGroups, toGroups } from './filter-groups'

describe('filters', () => {
  const a = { key: 'a', type: 'event' }
  const b = { key: 'b', type: 'event' }
  const c = { key: 'c', type: 'person' }
  test('a list is one AND group, and stays a list', () => {
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
  test('deeper nesting is left alone', () => {
    expect(toGroups({ type: 'AND', values: [{ type: 'AND', values: [{ type: 'OR', values: [a] }] }] })).toBeNull()
  })
})

test('breakdowns: a single one is no list, several are, and cohorts are listed by ID', () => {
  const one: BreakdownFilter = { breakdown: 'a', breakdown_type: 'person', breakdown_limit: 5 }
  expect(fromBreakdownList(breakdownList(one), one)).toEqual(one)
  const two: BreakdownFilter = {
    breakdowns: [
      { property: 'a', type: 'event' },
      { property: 'b', type: 'group', group_type_index: 1 },
    ],
  }
  expect(fromBreakdownList(breakdownList(two), two)).toEqual(two)
  const cohorts: BreakdownFilter = { breakdown_type: 'cohort', breakdown: [1, 2] }
  expect(fromBreakdownList(breakdownList(cohorts), cohorts)).toEqual(cohorts)
  expect(fromBreakdownList([], one)).toBeNull()
})

test('parameters of SQL in their order, each once', () => {
  expect(parametersOf('{variables.b} {variables.a} {variables.b} {filters} { variables.c }')).toEqual(['b', 'a', 'c'])
})
