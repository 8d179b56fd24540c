/** Charts over time: their columns, axes and marks, and which line a point belongs to. */
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
  test('a line has two columns: complete buckets, and from the last of them the incomplete ones', () => {
    expect(toColumns(data, [series('a', [1, 2, 3])], 'line')).toEqual([
      [1, 2, null],
      [null, 2, 3],
    ])
    expect(toColumns({ buckets, incompleteFrom: 3 }, [series('a', [1, 2, 3])], 'line')).toEqual([
      [1, 2, 3],
      [null, null, null],
    ])
  })
  test('the previous period is complete', () => {
    expect(toColumns(data, [series('a', [1, 2, 3], true)], 'line')[0]).toEqual([1, 2, 3])
  })
  test('areas are stacked and keep their gaps; bars have one column', () => {
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
  test('a value between two gaps is isolated', () => {
    expect(alone([1, null, 2, 3, null, 4])).toEqual([0, 5])
  })
})

describe('axes', () => {
  test('the value axis begins at zero and has a height', () => {
    expect([valueRange(null, null), valueRange(5, 100), valueRange(-100, 0)]).toEqual([
      [0, 1],
      [0, 108],
      [-108, 0],
    ])
  })
  test('labels are placed at buckets, and at whole numbers if all values are whole', () => {
    expect(bucketTicks(data, [0, 0.5, 2, 3])).toEqual(['19 Nov', '', '21 Nov', ''])
    expect(valueTicks([series('a', [1, null])], [0, 0.5, 12_345])).toEqual(['0', '', '12.3 k'])
    expect(valueTicks([series('a', [1.5])], [0.5])).toEqual(['0.5'])
  })
})

describe('a point', () => {
  const [low, high] = [series('low', [1, 1]), series('high', [10, 10])]
  test('selects the nearest line that has persons behind it', () => {
    expect(nearest([low, high], 'line', 0, 9)?.key).toBe('high')
    expect(nearest([low, { ...high, source: null }], 'line', 0, 9)?.key).toBe('low')
  })
  test('selects the part of the stack that contains it', () => {
    expect(nearest([low, high], 'stacked', 0, 0.5)?.key).toBe('low')
    expect(nearest([low, high], 'area', 0, 5)?.key).toBe('high')
  })
})

test('annotations are placed on the bucket that contains them', () => {
  const at = (day: string) => ({ at: `${day}T10:00:00Z`, text: day })
  expect(marksOf(data, [at('2026-11-18'), at('2026-11-20'), at('2026-11-21'), at('2026-11-22')])).toEqual([
    { at: 1, text: '2026-11-20' },
    { at: 2, text: '2026-11-21' },
  ])
})

test('the kind of a chart follows from its query', () => {
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
