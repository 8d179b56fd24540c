import { describe, expect, test } from 'vitest'
import type { QueryNode } from '../../query/nodes.ts'
import { answerPicture, drawAnswer } from './draw-answer.ts'
import { lookOf, niceTicks, shorten } from './elements.ts'
import { drawMarkdown } from './markdown-svg.ts'

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

test('a funnel by breakdown names its colors, and counts the values that have no bars', () => {
  const steps = (value: string) => [
    { name: 'step', order: 0, count: 8, custom_name: null, breakdown_value: [value] },
    { name: 'step', order: 1, count: 2, custom_name: null, breakdown_value: [value] },
  ]
  const results = ['Opera', 'Edge', 'C', 'D', 'E', 'F', 'G', 'H'].map(steps)
  const svg = draw({ kind: 'FunnelsQuery', series: [] } as unknown as QueryNode, results)
  for (const name of ['Opera', 'Edge', 'and 2 more']) expect(svg).toContain(name)
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

describe('the picture shows what the chart of the page shows', () => {
  const numbers = (svg: string, pattern: RegExp) =>
    [...svg.matchAll(pattern)].map((match) => match.slice(1).map(Number))

  test('paths: a band for every edge as wide as its count, and a box for every item', () => {
    const edge = (source: string, target: string, value: number) => ({
      source,
      target,
      value,
      average_conversion_time: 0,
    })
    const edges = [edge('1_/a', '2_/b', 30), edge('1_/a', '2_/c', 10), edge('2_/b', '3_/d', 20)]
    const svg = drawAnswer({ kind: 'PathsQuery' } as QueryNode, { results: edges }, { ...BOX, width: 800 })
    const widths = numbers(svg, /stroke-opacity="0.35" stroke-width="([\d.]+)"/g).flat()
    expect(widths).toHaveLength(3)
    expect(widths[0]! / widths[1]!).toBeCloseTo(3, 0)
    expect(svg.match(/<rect/g)).toHaveLength(4)
    expect(svg).toContain('100.0 %')
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('retention has its mean, its sizes and its names', () => {
    const rows = [
      { label: 'Day 0', date: '2026-01-01T00:00:00Z', values: [{ count: 8 }, { count: 2 }] },
      { label: 'Day 1', date: '2026-01-02T00:00:00Z', values: [{ count: 2 }, { count: 1 }] },
    ]
    const node = (display?: string) =>
      ({ kind: 'RetentionQuery', retentionFilter: { period: 'Day', display } }) as unknown as QueryNode
    const svg = draw(node(), rows)
    for (const text of ['Weighted mean', 'Size', 'Day 1', '30.0 %', '1 Jan 2026']) expect(svg).toContain(text)
    const [from, to] = heights(draw(node('ActionsLineGraph'), rows))
    // From all to 30 % of them.
    expect(to! - from!).toBeGreaterThan(100)
  })

  test('rows of SQL are drawn as their settings say, and as a table without any', () => {
    const answer = {
      results: [
        ['2026-01-01', 1],
        ['2026-01-02', 3],
      ],
      columns: ['day', 'n'],
      types: [
        ['day', 'Date'],
        ['n', 'UInt64'],
      ] as [string, string][],
    }
    const sql = (display?: string) =>
      drawAnswer({ kind: 'HogQLQuery' }, answer, BOX, { now: NOW, ...(display && { visual: { display } }) })
    expect(heights(sql('ActionsLineGraph'))).toHaveLength(2)
    expect(sql('ActionsBar').match(/<rect/g)).toHaveLength(2)
    expect(sql('BoldNumber')).toContain('>4</text>')
    expect(sql('ActionsBarValue').match(/<rect/g)).toHaveLength(2)
    expect(sql()).toContain('2026-01-02')
    expect(sql('ActionsTable')).toBe(sql())
  })

  test('a table of values is a table', () => {
    const svg = draw(trends('ActionsTable'), [line([3], { aggregated_value: 3 })])
    expect(svg).toContain('Value')
    expect(svg).not.toContain('<rect')
  })

  test('names that do not fit into the legend are counted', () => {
    const many = Array.from({ length: 20 }, (_, order) =>
      line([order], { action: { ...line([]).action, order, custom_name: `a long name of number ${order}` } }),
    )
    const svg = draw(trends('ActionsLineGraph'), many)
    const shown = svg.match(/a long name/g)!.length
    expect(svg).toContain(`and ${20 - shown} more`)
  })
})

test('Markdown is drawn as blocks, and ends where there is no more room', () => {
  const look = lookOf('light', 14)
  const svg = drawMarkdown(
    '# Title\n\nSome **bold** text & <b>\n\n1. one\n2. two\n\n- point',
    { ...BOX, height: 400 },
    look,
  )
  expect(svg).toMatch(/font-size="22"[^>]*font-weight="bold">Title</)
  expect(svg).toMatch(/font-weight="bold">bold</)
  expect(svg).toContain('&amp;')
  for (const text of ['1.', '2.', '•', 'point']) expect(svg).toContain(`>${text}<`)
  const long = drawMarkdown('word '.repeat(2000), BOX, look)
  expect(Math.max(...[...long.matchAll(/ y="([\d.]+)"/g)].map(([, y]) => Number(y)))).toBeLessThanOrEqual(
    BOX.height + 1,
  )
  expect(long).toContain('…')
})
