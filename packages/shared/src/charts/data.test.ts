/** From API answers to what charts draw and what files contain. */
import { describe, expect, test } from 'vitest'
import type { InsightNode } from '../query/nodes.ts'
import type { LifecycleStatus } from '../query/options.ts'
import type { FunnelStep, ResultEntity, TrendsResult } from '../query/results.ts'
import { describeFunnel, funnelData } from './funnel-data.ts'
import { meanRetention, retentionData } from './retention-data.ts'
import { toCsv, toTable } from './table.ts'
import { change, lifecycleData, stack, summarize, trendsData } from './trends-data.ts'

const node: InsightNode = { kind: 'TrendsQuery', interval: 'day' }
const entity = (id: string | null, order = 0): ResultEntity => ({
  id,
  type: 'events',
  order,
  name: `${id}`,
  custom_name: null,
})
const result = (extra: Partial<TrendsResult> = {}): TrendsResult => ({
  label: '$pageview',
  count: 6,
  data: [1, 2, 3],
  days: ['2026-11-19', '2026-11-20', '2026-11-21'],
  labels: [],
  action: entity('$pageview'),
  ...extra,
})
const NOW = new Date('2026-11-21T12:00:00Z')

describe('trends', () => {
  test('one line, whose last day is incomplete', () => {
    const data = trendsData(node, [result()], 'UTC', NOW)
    expect(data).toMatchObject({ incompleteFrom: 2, left: 0, buckets: ['2026-11-19', '2026-11-20', '2026-11-21'] })
    expect(data.series[0]).toMatchObject({ name: 'Pageview', color: 1, total: 6, source: { series: 0 } })
  })
  test('breakdown lines are named by value, or by series and value if there are two series; Other has no persons', () => {
    const own = [result({ breakdown_value: 'Chrome' }), result({ breakdown_value: '$$_posthog_breakdown_other_$$' })]
    const [chrome, other] = trendsData(node, own, 'UTC', NOW).series
    expect([chrome!.name, chrome!.source]).toEqual(['Chrome', { series: 0, breakdown: 'Chrome' }])
    expect([other!.name, other!.source]).toEqual(['Other', null])
    const two = [
      ...own,
      result({ label: 'b', action: entity('signed up', 1), breakdown_value: ['a', '$$_posthog_breakdown_null_$$'] }),
    ]
    expect(trendsData(node, two, 'UTC', NOW).series.map(({ name }) => name)).toEqual([
      'Pageview · Chrome',
      'Pageview · Other',
      'signed up · a · (none)',
    ])
  })
  test('the previous period keeps the color and has its own days', () => {
    const before = ['2026-11-16', '2026-11-17', '2026-11-18']
    const data = trendsData(
      node,
      [
        result({ compare: true, compare_label: 'current' }),
        result({ action: entity('b', 1), label: 'b', compare: true, compare_label: 'current' }),
        result({ compare: true, compare_label: 'previous', days: before }),
      ],
      'UTC',
      NOW,
    )
    expect(data.series.map(({ color, isPrevious }) => [color, isPrevious])).toEqual([
      [1, false],
      [2, false],
      [1, true],
    ])
    expect(data.series[2]).toMatchObject({ buckets: before, source: { series: 0, compare: 'previous' } })
    expect(data.buckets[0]).toBe('2026-11-19')
  })
  test('a formula has no persons; no answer is an empty chart; lines beyond the maximum are cut', () => {
    expect(trendsData(node, [result({ action: null, label: 'A / B' })], 'UTC', NOW).series[0]).toMatchObject({
      name: 'A / B',
      source: null,
    })
    expect(trendsData(node, [], 'UTC', NOW)).toMatchObject({ buckets: [], series: [], incompleteFrom: 0 })
    const many = Array.from({ length: 30 }, (_, value) => result({ breakdown_value: `v${value}` }))
    const data = trendsData(node, many, 'UTC', NOW)
    expect([data.series.length, data.left]).toEqual([25, 5])
  })
  test('the summary only covers completed buckets', () => {
    const text = (data: TrendsResult[]) => summarize(trendsData(node, data, 'UTC', NOW), String, String)
    expect(text([result()])).toBe('Pageview is highest at 2026-11-20 (2), lowest at 2026-11-19 (1).')
    expect(text([result({ data: [0, 0, 0], count: 0 })])).toBe('Pageview is 0 throughout.')
    expect(text([])).toBe('There is no data in this range.')
    // A day without a value is not a day with zero.
    const [line] = trendsData(node, [result()], 'UTC', NOW).series
    const gap = { ...trendsData(node, [result()], 'UTC', NOW), series: [{ ...line!, values: [null, 2, 3] }] }
    expect(summarize(gap, String, String)).toBe('Pageview is highest at 2026-11-20 (2), lowest at 2026-11-20 (2).')
    expect(summarize({ ...gap, series: [{ ...line!, values: [null, null, 3] }] }, String, String)).toBe(
      'Pageview has no value.',
    )
  })
})

const lifecycle = (status: LifecycleStatus, data: number[]) => ({ ...result(), status, data })

test('bars above and below zero are stacked separately', () => {
  expect(
    stack([
      [1, 2],
      [3, -4],
      [5, -6],
      [null, 1],
    ]),
  ).toEqual([
    { from: [0, 0], to: [1, 2] },
    { from: [1, 0], to: [4, -4] },
    { from: [4, -4], to: [9, -10] },
    { from: [9, 2], to: [9, 3] },
  ])
  const data = lifecycleData(
    { interval: 'day' },
    [lifecycle('dormant', [-1, -2, 0]), lifecycle('new', [1, 2, 3])],
    'UTC',
    NOW,
  )
  expect(data.series.map(({ name, total }) => [name, total])).toEqual([
    ['New', 6],
    ['Dormant', -3],
  ])
})

test('changes', () => {
  expect([change(150, 100), change(50, 100), change(1, 0), change(0, 0), change(-50, -100)]).toEqual([
    0.5,
    -0.5,
    null,
    null,
    0.5,
  ])
})

describe('funnels', () => {
  const step = (order: number, count: number, breakdown?: string[]): FunnelStep => ({
    action_id: `step ${order}`,
    type: 'events',
    name: `step ${order}`,
    custom_name: null,
    people: [],
    order,
    count,
    average_conversion_time: null,
    median_conversion_time: null,
    ...(breakdown !== undefined && { breakdown_value: breakdown }),
  })
  test('shares of the first step and of the previous one', () => {
    const [line] = funnelData([step(0, 200), step(1, 50), step(2, 40)])
    expect(line!.bars.map(({ count, dropped, ofFirst, ofPrevious }) => [count, dropped, ofFirst, ofPrevious])).toEqual([
      [200, 0, 1, 1],
      [50, 150, 0.25, 0.25],
      [40, 10, 0.2, 0.8],
    ])
    expect(describeFunnel([line!], (share) => `${share * 100} %`)).toBe('20 % get through 3 steps (40 of 200).')
  })
  test('an empty funnel does not divide by zero; breakdown values are shown side by side', () => {
    const lines = funnelData([
      [step(0, 0, ['Chrome']), step(1, 0, ['Chrome'])],
      [step(0, 2, ['']), step(1, 1, [''])],
    ])
    expect(lines.map(({ name, bars }) => [name, bars[1]!.ofFirst])).toEqual([
      ['Chrome', 0],
      ['(empty)', 0.5],
    ])
  })
})

test('retention: incomplete periods are marked, and the mean is weighted by size and leaves them out', () => {
  const row = (date: string, counts: number[]) => ({
    label: date,
    date,
    values: counts.map((count) => ({ count, label: '' })),
  })
  const lines = retentionData(
    [
      row('2026-11-18T00:00:00Z', [10, 5, 2]),
      row('2026-11-19T00:00:00Z', [30, 3, 9]),
      row('2026-11-20T00:00:00Z', [0, 0, 0]),
    ],
    'Day',
    new Date('2026-11-21T12:00:00Z'),
  )
  expect(lines.map(({ cells }) => cells.map(({ isOpen }) => isOpen))).toEqual([
    [false, false, false],
    [false, false, true],
    [false, true, true],
  ])
  expect(meanRetention(lines)).toEqual([1, 8 / 40, 2 / 10])
  expect(meanRetention([])).toEqual([])
})

describe('files', () => {
  test('CSV keeps commas, quotes and line breaks, and no cell becomes a formula', () => {
    const csv = toCsv({
      columns: ['a', 'b'],
      rows: [
        ['x,y', 'he said "no"'],
        ['=1+1', '@x'],
        ['two\nlines', -5],
        [null, { a: 1 }],
      ],
    })
    expect(csv).toBe('a,b\r\n"x,y","he said ""no"""\r\n\'=1+1,\'@x\r\n"two\nlines",-5\r\n,"{""a"":1}"')
  })
  test.each<[unknown, string]>([
    ['a\rb', '"a\rb"'],
    ['a\r\nb', '"a\r\nb"'],
    ['"', '""""'],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['-5', '-5'],
    ['-5+1', "'-5+1"],
    ['=A1,"b"', '"\'=A1,""b"""'],
    [-0.5, '-0.5'],
    [true, 'true'],
    [['a', 1], '"[""a"",1]"'],
    [undefined, ''],
    ['', ''],
    [' a;b ', ' a;b '],
  ])('the cell %j is written as %j', (cell, text) => {
    expect(toCsv({ columns: ['a'], rows: [[cell]] })).toBe(`a\r\n${text}`)
  })
  test('every kind has a table', () => {
    expect(toTable({ ...node, kind: 'TrendsQuery' }, { results: [result()], timezone: 'UTC' })).toEqual({
      columns: ['Series', '2026-11-19', '2026-11-20', '2026-11-21', 'Total'],
      rows: [['Pageview', 1, 2, 3, 6]],
    })
    expect(toTable({ kind: 'HogQLQuery' }, { results: [[1]], columns: ['a'] })).toEqual({ columns: ['a'], rows: [[1]] })
    expect(
      toTable(
        { kind: 'PathsQuery' },
        { results: [{ source: '1_a', target: '2_b', value: 3, average_conversion_time: 4_000 }] },
      ).rows,
    ).toEqual([['1_a', '2_b', 3, 4]])
  })
})
