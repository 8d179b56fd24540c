import type { TrendsResult } from '@hedgerow/shared/query/results'
import type { TrendsQuery } from '@hedgerow/shared/query/schemas'
import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { breachText } from './sentences.ts'
import { assertSeries, questionOf, readingsOf, trendOf } from './values.ts'

const trend = (fields: Partial<TrendsQuery> = {}): TrendsQuery => ({
  kind: 'TrendsQuery',
  series: [
    { kind: 'EventsNode', event: '$pageview' },
    { kind: 'ActionsNode', id: 7, name: 'Signed up' },
  ],
  ...fields,
})
const result = (order: number | null, data: number[], fields: Partial<TrendsResult> = {}): TrendsResult => ({
  label: '',
  count: 0,
  data,
  days: ['2026-03-01', '2026-03-02', '2026-03-03'],
  labels: [],
  action:
    order === null
      ? null
      : {
          id: order === 0 ? '$pageview' : 7,
          type: order === 0 ? 'events' : 'actions',
          order,
          name: 'Bought',
          custom_name: null,
        },
  ...fields,
})

test('a check asks for the last intervals, whatever range the insight shows', () => {
  const own = trend({
    interval: 'week',
    dateRange: { date_from: '2020-01-01', date_to: '2020-02-01' },
    compareFilter: { compare: true },
  })
  expect(questionOf(own)).toMatchObject({ dateRange: { date_from: '-3w', date_to: null }, compareFilter: null })
  expect(questionOf(trend()).dateRange).toEqual({ date_from: '-3d', date_to: null })
  expect(questionOf(trend({ interval: 'hour', trendsFilter: { smoothingIntervals: 7 } })).dateRange?.date_from).toBe(
    '-9h',
  )
})

test('a running sum begins where the insight begins, and one number is about its own range', () => {
  const dateRange = { date_from: '2026-01-01', date_to: '2026-02-01' }
  const sum = trend({ dateRange, trendsFilter: { display: 'ActionsLineGraphCumulative' } })
  expect(questionOf(sum).dateRange).toEqual({ date_from: '2026-01-01', date_to: null })
  expect(questionOf(trend({ dateRange, trendsFilter: { display: 'BoldNumber' } })).dateRange).toEqual(dateRange)
})

test('only trends can have alerts, and only their series', () => {
  expect(
    trendOf({ kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode' }] } }).kind,
  ).toBe('TrendsQuery')
  for (const query of [null, { kind: 'FunnelsQuery', series: [] }, { kind: 'TrendsQuery', series: [] }, { kind: 'x' }])
    expect(() => trendOf(query as never), JSON.stringify(query)).toThrow()
  expect(() => assertSeries(trend(), 1)).not.toThrow()
  expect(() => assertSeries(trend(), 2)).toThrow('no series')
  const formula = trend({ trendsFilter: { formula: 'A/B' } })
  expect(() => assertSeries(formula, 1)).toThrow('no series')
})

describe('the lines of a series', () => {
  test('by its position', () => {
    const [only, ...others] = readingsOf(trend(), [result(0, [1, 2, 3]), result(1, [4, 5, 6])], 1)
    expect(others).toEqual([])
    expect(only).toEqual({
      label: 'Bought',
      before: { value: 4, bucket: '2026-03-01' },
      last: { value: 5, bucket: '2026-03-02' },
      ongoing: { value: 6, bucket: '2026-03-03' },
    })
  })
  test('by breakdown value', () => {
    const results = [
      result(0, [1, 2, 3], { breakdown_value: 'Chrome' }),
      result(1, [1, 2, 3], { breakdown_value: 'Chrome' }),
      result(0, [4, 5, 6], { breakdown_value: '$$_posthog_breakdown_null_$$' }),
    ]
    const own = trend({ breakdownFilter: { breakdown: '$browser' } })
    expect(readingsOf(own, results, 0).map(({ label }) => label)).toEqual(['Pageview · Chrome', 'Pageview · (none)'])
  })
  test('of one of several formulas', () => {
    const own = trend({ trendsFilter: { formulaNodes: [{ formula: 'A+B' }, { formula: 'A/B', custom_name: 'Rate' }] } })
    const results = [
      result(null, [1, 2, 3], { breakdown_value: 'x' }),
      result(null, [1, 2, 3], { breakdown_value: 'y' }),
      result(null, [4, 5, 6], { breakdown_value: 'x' }),
      result(null, [7, 8, 9], { breakdown_value: 'y' }),
    ]
    expect(readingsOf(own, results, 1).map(({ label, last }) => [label, last?.value])).toEqual([
      ['Rate · x', 5],
      ['Rate · y', 8],
    ])
  })
  test('without events: nothing happened, which is less than any limit', () => {
    const own = trend({ breakdownFilter: { breakdown: '$browser' } })
    expect(readingsOf(own, [], 0)).toMatchObject([{ label: 'Pageview', last: { value: 0 } }])
    expect(() => readingsOf(trend(), [], 1)).toThrow('action that no longer exists')
  })
  test('of one number', () => {
    const own = trend({ trendsFilter: { display: 'BoldNumber' } })
    const results = [result(0, [], { data: null, days: [], aggregated_value: 12 })]
    expect(readingsOf(own, results, 0)).toEqual([
      { label: 'Pageview', ongoing: null, before: null, last: { value: 12, bucket: null } },
    ])
  })
})

describe('what people read', () => {
  const text = (fields: object, data: number[], interval: 'day' | 'week' | 'hour' = 'day') => {
    const rule = {
      condition: 'absolute_value' as const,
      thresholdType: 'absolute' as const,
      lower: null,
      upper: null,
      checksOngoing: false,
      ...fields,
    }
    const { breach } = evaluate(rule, readingsOf(trend(), [result(0, data)], 0))
    return breach && breachText(rule, breach, interval)
  }
  test('about values', () => {
    expect(text({ upper: 1000 }, [1, 1200, 3])).toBe('Pageview: 1,200 on 2 Mar 2026 is above the limit of 1,000.')
    expect(text({ lower: 5 }, [1, 2, 3], 'week')).toBe('Pageview: 2 in the week of 2 Mar 2026 is below the limit of 5.')
    expect(text({ upper: 5, checksOngoing: true }, [1, 2, 6])).toBe(
      'Pageview: 6 on 3 Mar 2026 so far is above the limit of 5.',
    )
  })
  test('about changes', () => {
    const percent = { condition: 'relative_increase', thresholdType: 'percentage' }
    expect(text({ ...percent, upper: 0.2 }, [100, 150, 0])).toBe(
      'Pageview: the value on 2 Mar 2026 increased by 50%. The alert expects an increase of at most 20%.',
    )
    expect(text({ ...percent, upper: 0.2 }, [0, 150, 0])).toBe(
      'Pageview: the value on 2 Mar 2026 increased from 0. The alert expects an increase of at most 20%.',
    )
    expect(text({ condition: 'relative_decrease', lower: 5 }, [10, 12, 0])).toBe(
      'Pageview: the value on 2 Mar 2026 increased by 2. The alert expects a decrease of at least 5.',
    )
    expect(text({ condition: 'relative_increase', lower: 1 }, [10, 10, 0])).toBe(
      'Pageview: the value on 2 Mar 2026 did not change. The alert expects an increase of at least 1.',
    )
  })
})
