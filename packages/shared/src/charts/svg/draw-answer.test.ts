import { describe, expect, test } from 'vitest'
import type { QueryNode } from '../../query/nodes.ts'
import { answerPicture, drawAnswer } from './draw-answer.ts'
import { niceTicks, shorten } from './elements.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
const BOX = { x: 0, y: 0, width: 400, height: 200 }
const HOSTILE = '<script>&"\u0000'

const line = (data: (number | null)[], over: object = {}) => ({
  label: 'purchase',
  count: data.reduce<number>((sum, value) => sum + (value ?? 0), 0),
  data,
  labels: [],
  days: data.map((_, index) => `2026-01-${String(index + 1).padStart(2, '0')}`),
  action: { id: 'purchase', type: 'events', order: 0, name: 'purchase', custom_name: null },
  ...over,
})
const trends = (display: string) =>
  ({ kind: 'TrendsQuery', series: [], trendsFilter: { display } }) as unknown as QueryNode
const draw = (node: QueryNode, results: unknown) => drawAnswer(node, { results }, BOX, { now: NOW })

/** Heights of the points of the first line. */
const heights = (svg: string) =>
  [.../<path d="(M[^"]*)" fill="none"/.exec(svg)![1]!.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((match) =>
    Number(match[2]),
  )

describe('a line', () => {
  test('rises in proportion, from the bottom of the value axis to below its top', () => {
    const points = heights(draw(trends('ActionsLineGraph'), [line([0, 5, 10])]))
    // The plot is 200 less 1.8 lines of 14 px high, and the axis goes to 10.8.
    const height = 200 - 1.8 * 14
    expect(points).toEqual([0, 5, 10].map((value) => Number((height * (1 - value / 10.8)).toFixed(1))))
  })

  test('is broken where there is no value, and a lonely value is a dot', () => {
    const svg = draw(trends('ActionsLineGraph'), [line([1, 2, null, 4, null, 6, 7])])
    expect(/<path d="([^"]*)" fill="none"/.exec(svg)![1]!.match(/M/g)).toHaveLength(3)
    expect(svg.match(/<circle/g)).toHaveLength(1)
  })

  test('is dashed where the period is not over', () => {
    const svg = drawAnswer(trends('ActionsLineGraph'), { results: [line([1, 2, 3])] }, BOX, {
      now: new Date('2026-01-03T12:00:00Z'),
    })
    const [whole, rest] = [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map(([, commands]) => commands!)
    expect([whole!.match(/[ML]/g)!.length, rest!.match(/[ML]/g)!.length]).toEqual([2, 2])
    expect(svg).toContain('stroke-dasharray')
  })
})

test('the limit of an alert is a dashed line at its value, with its name; the axis reaches up to it', () => {
  const limits = [{ value: 20, label: HOSTILE }]
  const svg = drawAnswer(trends('ActionsLineGraph'), { results: [line([0, 5, 10])] }, BOX, { now: NOW, limits })
  const [, y] = /<path d="M[\d.]+ ([\d.]+)H[\d.]+" stroke="#b01c1c" stroke-dasharray="6 3"/.exec(svg)!
  // The axis goes to 21.6.
  expect(Number(y)).toBeCloseTo((200 - 1.8 * 14) * (1 - 20 / 21.6), 0)
  expect(svg).toContain('&lt;script&gt;&amp;&quot; </text>')
  expect(svg).not.toContain('<script>')
})

test('stacked bars end where the next ones begin', () => {
  const svg = draw(trends('ActionsBar'), [line([3]), line([1], { action: { ...line([]).action, order: 1 } })])
  const rects = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map((match) =>
    match.slice(1).map(Number),
  )
  const [lower, upper] = rects
  expect(upper![1]! + upper![3]!).toBeCloseTo(lower![1]!, 0)
  expect(lower![3]! / upper![3]!).toBeCloseTo(3, 1)
})

describe('single values', () => {
  test('a number is the total, in digits', () => {
    expect(draw(trends('BoldNumber'), [line([1200, 34])])).toContain('>1,234</text>')
  })

  test('the slices of a pie are shares of the positive values', () => {
    const svg = draw(trends('ActionsPie'), [
      line([3], { aggregated_value: 3, action: { ...line([]).action, name: 'a', id: 'a' } }),
      line([1], { aggregated_value: 1, action: { ...line([]).action, order: 1, name: 'b', id: 'b' } }),
    ])
    expect(svg).toContain('(75.0 %)')
    expect(svg).toContain('(25.0 %)')
    expect(draw(trends('ActionsPie'), [line([3], { aggregated_value: 3 })])).toContain('<circle')
  })

  test('ranked bars that do not fit are counted', () => {
    const rows = Array.from({ length: 20 }, (_, order) =>
      line([order], { aggregated_value: order, action: { ...line([]).action, order } }),
    )
    expect(draw(trends('ActionsBarValue'), rows)).toContain('and 14 more')
  })
})

test('a funnel says how many reached each step', () => {
  const step = (order: number, count: number) => ({
    name: `step ${order}`,
    order,
    count,
    custom_name: null,
    average_conversion_time: null,
    median_conversion_time: null,
  })
  const svg = draw({ kind: 'FunnelsQuery', series: [] } as unknown as QueryNode, [step(0, 80), step(1, 20)])
  expect(svg).toContain('80, 100.0 %')
  expect(svg).toContain('20, 25.0 %')
  expect(svg).toContain('25.0 % of the step bef')
})

test('retention shows shares of each row', () => {
  const rows = [{ label: 'Day 0', date: '2026-01-01T00:00:00Z', values: [{ count: 8 }, { count: 2 }] }]
  const svg = draw({ kind: 'RetentionQuery', retentionFilter: { period: 'Day' } } as unknown as QueryNode, rows)
  expect(svg).toContain('100.0 %')
  expect(svg).toContain('25.0 %')
})

test('rows of SQL that do not fit are counted, and numbers are aligned to the right', () => {
  const results = Array.from({ length: 30 }, (_, index) => [`row ${index}`, index])
  const svg = drawAnswer({ kind: 'HogQLQuery', query: '' } as QueryNode, { results, columns: ['name', 'n'] }, BOX)
  expect(svg).toContain('and 25 more')
  expect(svg).toMatch(/text-anchor="end">4</)
})

describe('every kind', () => {
  const DISPLAYS = [
    'ActionsLineGraph',
    'ActionsAreaGraph',
    'ActionsBar',
    'ActionsUnstackedBar',
    'ActionsPie',
    'ActionsBarValue',
    'BoldNumber',
    'ActionsTable',
  ]
  const DATA = [[], [0], [0, 0], [5], [-3, 4], [1e15, 2], [null, null], [0.5, 0.25]]

  test.each(DISPLAYS)('%s draws extreme numbers within numbers', (display) => {
    for (const data of DATA) {
      const svg = draw(trends(display), [line(data), line(data, { label: HOSTILE })])
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
    }
    expect(draw(trends(display), [])).toContain('Nothing matches')
  })

  test('texts are escaped, and the document is well-formed', () => {
    const hostile = line([1, 2], { action: { ...line([]).action, custom_name: HOSTILE } })
    const svg = answerPicture(
      trends('ActionsBarValue'),
      { results: [hostile] },
      { width: 600, height: 300, title: HOSTILE },
    )
    expect(svg).not.toContain('<script')
    expect(svg).not.toContain('\u0000')
    expect(svg).toContain('&lt;script&gt;&amp;&quot;')
    const open: string[] = []
    for (const [, closing, name, empty] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name!)
    }
    expect(open).toEqual([])
  })
})

test.each([
  [0, 10, 5, [0, 2, 4, 6, 8, 10]],
  [0, 1, 4, [0, 0.5, 1]],
  [-5, 5, 4, [-5, 0, 5]],
  [0, 1_080, 3, [0, 500, 1_000]],
])('ticks of %d to %d, about %d', (bottom, top, count, ticks) => expect(niceTicks(bottom, top, count)).toEqual(ticks))

test('a text is shortened to a width', () => {
  expect(shorten('abcdef', 100, 10)).toBe('abcdef')
  expect(shorten('abcdefghij', 29, 10)).toBe('abc…')
  expect(shorten('iiiiiiiiii', 29, 10)).toBe('iiiiiiiiii')
})
