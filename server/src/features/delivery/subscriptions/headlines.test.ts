import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { describe, expect, test } from 'vitest'
import { type Compared, compare, describeChange, summarizeChanges } from './changes.ts'
import { type Headline, headlinesOf } from './headlines.ts'

const NOW = new Date('2026-03-05T12:00:00Z')
const days = ['2026-03-03', '2026-03-04', '2026-03-05']
const action = (math?: string) => ({
  id: 'bought',
  name: 'bought',
  type: 'events',
  order: 0,
  custom_name: null,
  ...(math && { math }),
})
const line = (data: number[], more: object = {}) => ({
  label: 'bought',
  count: data.reduce((sum, value) => sum + value, 0),
  data,
  days,
  labels: days,
  action: action(),
  ...more,
})
const trends = (more: object = {}) =>
  ({ kind: 'TrendsQuery', interval: 'day', series: [], ...more }) as unknown as QueryNode
const read = (node: QueryNode, results: unknown) => headlinesOf(node, results, 'UTC', NOW)

describe('the numbers of an answer', () => {
  test('events are added up over the range', () => {
    expect(read(trends(), [line([5, 7, 1])])).toEqual([
      { label: 'bought', value: 13, unit: 'number', before: null, bucket: null },
    ])
  })

  test('with a comparison, the range before is beside it', () => {
    const results = [
      line([5, 7, 1], { compare: true, compare_label: 'current' }),
      line([2, 2, 2], { compare: true, compare_label: 'previous' }),
    ]
    expect(read(trends(), results)).toMatchObject([{ value: 13, before: 6 }])
  })

  test('users are not added up: the last complete day counts, and the day before', () => {
    expect(read(trends(), [line([5, 7, 1], { action: action('dau') })])).toEqual([
      { label: 'bought', value: 7, unit: 'number', before: 5, bucket: '2026-03-04' },
    ])
  })

  test('nor are the results of a formula', () => {
    expect(read(trends(), [line([0.5, 0.7, 0.1], { action: null, label: 'A/B' })])).toMatchObject([
      { label: 'A/B', value: 0.7, before: 0.5 },
    ])
  })

  test('a single number is taken as it is', () => {
    const node = trends({ trendsFilter: { display: 'BoldNumber' } })
    const results = [line([], { data: null, count: 42, aggregated_value: 42, action: action('dau') })]
    expect(read(node, results)).toMatchObject([{ value: 42, bucket: null }])
  })

  test('a funnel comes down to its conversion, by breakdown', () => {
    const steps = (counts: number[], value?: string) =>
      counts.map((count, order) => ({ name: `s${order}`, order, count, ...(value && { breakdown_value: value }) }))
    const node = { kind: 'FunnelsQuery', series: [] } as unknown as QueryNode
    expect(read(node, steps([8, 4, 2]))).toMatchObject([{ label: 'Conversion', value: 0.25, unit: 'share' }])
    expect(read(node, [steps([8, 4], 'de'), steps([0, 0], 'fr')])).toMatchObject([
      { label: 'Conversion, de', value: 0.5 },
    ])
  })

  test('retention is the mean after one period, weighted by size, over periods that are over', () => {
    const node = { kind: 'RetentionQuery', retentionFilter: { period: 'Day' } } as unknown as QueryNode
    const row = (date: string, ...counts: number[]) => ({
      label: date,
      date: `${date}T00:00:00Z`,
      values: counts.map((count) => ({ count, label: '' })),
    })
    // (5 + 1) of (10 + 2); the day after 4 March is not over.
    const results = [row('2026-03-02', 10, 5), row('2026-03-03', 2, 1), row('2026-03-04', 100, 0)]
    expect(read(node, results)).toMatchObject([{ label: 'Retention after one day', value: 0.5, unit: 'share' }])
  })

  test('tables and paths have none', () => {
    expect(read({ kind: 'HogQLQuery' } as QueryNode, [[1]])).toEqual([])
    expect(read({ kind: 'PathsQuery' } as QueryNode, [{ source: '1_a', target: '2_b', value: 3 }])).toEqual([])
    expect(read(trends(), [])).toEqual([])
  })
})

const number = (label: string, value: number, before: number | null = null): Headline => ({
  label,
  value,
  unit: 'number',
  before,
  bucket: null,
})

describe('what has changed', () => {
  test('numbers stand beside those of the last report, or else of the period before', () => {
    const compared = compare('Sales', [number('a', 12, 3), number('b', 5, 4)], [number('a', 10)])
    expect(compared.map(({ previous }) => previous)).toEqual([10, 4])
    expect(compared.map(describeChange)).toEqual(['+20.0 % (12, before 10)', '+25.0 % (5, before 4)'])
  })

  test('no change, nothing to compare with, and a start from zero', () => {
    const [same, alone, fromZero] = compare('Sales', [number('a', 1, 1), number('b', 2), number('c', 3, 0)], [])
    expect([same, alone, fromZero].map((each) => describeChange(each!))).toEqual([null, null, 'now 3, before 0'])
  })

  test('shares change by points', () => {
    const share: Headline = { label: 'Conversion', value: 0.25, unit: 'share', before: null, bucket: null }
    const [compared] = compare('Funnel', [share], [{ ...share, value: 0.2 }])
    expect(describeChange(compared!)).toBe('+5.0 points (25.0 %, before 20.0 %)')
  })

  test('the summary names the largest changes first, and is silent without any', () => {
    const each = (label: string, value: number, previous: number): Compared => ({
      ...number(label, value),
      insight: 'Sales',
      previous,
    })
    expect(summarizeChanges([each('a', 101, 100), each('b', 50, 100), each('Sales', 130, 100), each('c', 7, 7)])).toBe(
      'Sales: b −50.0 % (50, before 100)\nSales +30.0 % (130, before 100)\nSales: a +1.0 % (101, before 100)',
    )
    expect(summarizeChanges([each('a', 1001, 1000)])).toBeNull()
    expect(summarizeChanges([])).toBeNull()
  })
})
