/** Charts over time: their columns, axes, marks, and what a point on them means. */
import { describe, expect, test } from 'vitest'
import {
  alone,
  bucketTicks,
  chartKind,
  isOneValue,
  marksOf,
  nearest,
  sqlChartKind,
  toColumns,
  valueRange,
  valueTicks,
} from './time-chart.ts'
import type { ChartSeries } from './trends-data.ts'

const series = (key: string, values: (number | null)[], isPrevious = false): ChartSeries => ({
  key,
  name: key,
  color: 1,
  values,
  isPrevious,
  buckets: [],
  source: { series: 0 },
  total: 0,
})
const buckets = ['2026-11-19', '2026-11-20', '2026-11-21']
const data = { buckets, interval: 'day' as const, incompleteFrom: 2 }

describe('columns', () => {
  test('a line stands twice: what is over, and from its last value on what is not', () => {
    expect(toColumns(data, [series('a', [1, 2, 3])], 'line')).toEqual([
      [1, 2, null],
      [null, 2, 3],
    ])
    expect(toColumns({ buckets, incompleteFrom: 3 }, [series('a', [1, 2, 3])], 'line')).toEqual([
      [1, 2, 3],
      [null, null, null],
    ])
  })
  test('the period before is over', () => {
    expect(toColumns(data, [series('a', [1, 2, 3], true)], 'line')[0]).toEqual([1, 2, 3])
  })
  test('areas lie on each other, with their gaps; bars stand once', () => {
    const shown = [series('a', [1, null, 3]), series('b', [10, 20, 30])]
    expect(toColumns({ buckets, incompleteFrom: 3 }, shown, 'area').filter((_, index) => index % 2 === 0)).toEqual([
      [1, null, 3],
      [11, 20, 33],
    ])
    expect(toColumns(data, shown, 'bars')).toEqual([
      [1, null, 3],
      [10, 20, 30],
    ])
    expect(toColumns(data, shown, 'stacked')).toEqual([
      [1, 0, 3],
      [11, 20, 33],
    ])
  })
  test('a value between two gaps stands alone', () => {
    expect(alone([1, null, 2, 3, null, 4])).toEqual([0, 5])
  })
})

describe('axes', () => {
  test('values begin at zero and have a height', () => {
    expect([valueRange(null, null), valueRange(5, 100), valueRange(-100, 0)]).toEqual([
      [0, 1],
      [0, 108],
      [-108, 0],
    ])
  })
  test('labels stand at buckets, and at whole numbers where everything is whole', () => {
    expect(bucketTicks(data, [0, 0.5, 2, 3])).toEqual(['19 Nov', '', '21 Nov', ''])
    expect(valueTicks([series('a', [1, null])], [0, 0.5, 12_345])).toEqual(['0', '', '12.3 k'])
    expect(valueTicks([series('a', [1.5])], [0.5])).toEqual(['0.5'])
  })
})

describe('a point', () => {
  const [low, high] = [series('low', [1, 1]), series('high', [10, 10])]
  test('means the nearest line with persons behind it', () => {
    expect(nearest([low, high], 'line', 0, 9)?.key).toBe('high')
    expect(nearest([low, { ...high, source: null }], 'line', 0, 9)?.key).toBe('low')
  })
  test('means the part of the stack it lies in', () => {
    expect(nearest([low, high], 'stacked', 0, 0.5)?.key).toBe('low')
    expect(nearest([low, high], 'area', 0, 5)?.key).toBe('high')
  })
})

test('notes stand on the bucket they fall into', () => {
  const at = (day: string) => ({ at: `${day}T10:00:00Z`, text: day })
  expect(marksOf(data, [at('2026-11-18'), at('2026-11-20'), at('2026-11-21'), at('2026-11-22')])).toEqual([
    { at: 1, text: '2026-11-20' },
    { at: 2, text: '2026-11-21' },
  ])
})

test('the kind of a chart follows from its question', () => {
  expect(chartKind({ kind: 'TrendsQuery' })).toBe('line')
  expect(chartKind({ kind: 'TrendsQuery', trendsFilter: { display: 'ActionsBar' } })).toBe('stacked')
  expect(chartKind({ kind: 'LifecycleQuery' })).toBe('stacked')
  expect([sqlChartKind('ActionsBar'), sqlChartKind('ActionsStackedBar')]).toEqual(['bars', 'stacked'])
  expect([isOneValue('BoldNumber'), isOneValue('ActionsLineGraph'), isOneValue(undefined)]).toEqual([
    true,
    false,
    false,
  ])
})
