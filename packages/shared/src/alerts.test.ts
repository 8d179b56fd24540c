import { describe, expect, test } from 'vitest'
import { conditionText, hasIntervals, limitsOf, limitText, mayCheckOngoing, watchableNames } from './alerts.ts'
import { limitsInView } from './charts/time-chart.ts'
import type { ChartSeries } from './charts/trends-data.ts'

const rule = (fields: object) => ({
  condition: 'absolute_value' as const,
  thresholdType: 'absolute' as const,
  lower: null,
  upper: null,
  ...fields,
})

test('conditions in words', () => {
  expect(conditionText(rule({ upper: 1200, lower: 5 }))).toBe('the value is above 1,200 or below 5')
  const percent = { condition: 'relative_decrease', thresholdType: 'percentage' }
  expect(conditionText(rule({ ...percent, upper: 0.255 }))).toBe('the value decreases by more than 25.5%')
  expect(limitText(-1e300, 'absolute')).toBe('-1.00e+300')
})

test('the unfinished interval matters to the limit that it can only approach', () => {
  expect(mayCheckOngoing(rule({ upper: 1 }))).toBe(true)
  expect(mayCheckOngoing(rule({ lower: 1 }))).toBe(false)
  expect(mayCheckOngoing(rule({ condition: 'relative_decrease', upper: 1 }))).toBe(false)
})

test('what an alert can watch: the series, or the formulas instead', () => {
  const series = [
    { kind: 'EventsNode' as const, event: '$pageview' },
    { kind: 'ActionsNode' as const, id: 7, name: 'Buy' },
  ]
  expect(watchableNames({ kind: 'TrendsQuery', series })).toEqual(['Pageview', 'Buy'])
  const trendsFilter = { formulaNodes: [{ formula: 'A/B', custom_name: 'Rate' }, { formula: 'A' }] }
  expect(watchableNames({ kind: 'TrendsQuery', series, trendsFilter })).toEqual(['Rate', 'Formula (A)'])
  expect(hasIntervals({ kind: 'TrendsQuery', trendsFilter: { display: 'BoldNumber' } })).toBe(false)
})

describe('limits on a chart', () => {
  const line = (values: number[]): ChartSeries => ({
    key: '',
    name: '',
    color: 1,
    values,
    isPrevious: false,
    buckets: [],
    source: null,
    total: 0,
  })
  test('only those of values', () => {
    expect(limitsOf(rule({ upper: 10, lower: 1 }), 'Sales')).toEqual([
      { value: 10, label: 'Sales: 10' },
      { value: 1, label: 'Sales: 1' },
    ])
    expect(limitsOf(rule({ condition: 'relative_increase', upper: 10 }), 'Sales')).toEqual([])
    expect(limitsOf(rule({ upper: 1 }), 'long '.repeat(20))[0]!.label).toHaveLength(43)
  })
  test('not those that would flatten the lines, and none on a stack of several', () => {
    const limits = [4, 40, 41, -40].map((value) => ({ value, label: String(value) }))
    expect(limitsInView(limits, [line([1, 10])], 'line').map(({ value }) => value)).toEqual([4, 40, -40])
    expect(limitsInView(limits, [line([0, 0])], 'line')).toHaveLength(4)
    expect(limitsInView(limits, [line([1, 10])], 'stacked')).toHaveLength(3)
    expect(limitsInView(limits, [line([1, 10]), line([1])], 'stacked')).toEqual([])
    expect(limitsInView(undefined, [line([1])], 'line')).toEqual([])
  })
})
