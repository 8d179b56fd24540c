/** SQL rows as charts. Every expected number is counted by hand from the rows beside it. */
import { describe, expect, test } from 'vitest'
import type { ChartSettings } from '../query/nodes.ts'
import { choiceOf, columnsOf, fittingDisplay, guessChoice, sqlChart, withChoice } from './sql-chart.ts'

const NOW = new Date('2026-11-28T12:00:00Z')
type Rows = unknown[][]

function chart(
  names: string[],
  rows: Rows,
  settings?: ChartSettings,
  display = 'ActionsLineGraph',
  types?: [string, string][],
) {
  const columns = columnsOf(names, types, rows)
  const drawn = sqlChart(columns, rows, choiceOf(columns, rows, settings), display, 'UTC', NOW)!
  return {
    ...drawn,
    lines: Object.fromEntries(drawn.data.series.map(({ name, values }) => [name, values])),
    buckets: drawn.data.buckets,
  }
}

describe('column roles', () => {
  const roles = (names: string[], rows: Rows, types?: [string, string][]) =>
    columnsOf(names, types, rows).map(({ role }) => role)
  test('come from the type, if there is one that decides', () => {
    const types: [string, string][] = [
      ['d', 'Nullable(Date)'],
      ['t', "DateTime64(6, 'UTC')"],
      ['n', 'Nullable(Float64)'],
      ['big', 'UInt64'],
      ['s', 'LowCardinality(String)'],
    ]
    expect(roles(['d', 't', 'n', 'big', 's'], [[null, null, null, '9007199254740993', 'x']], types)).toEqual([
      'time',
      'time',
      'number',
      'number',
      'text',
    ])
  })
  test('otherwise come from the values: texts of numbers are numbers, texts of days are times', () => {
    const rows = [
      ['2026-11-01', '12', '1e3', 'a', null, true, '2026-11-01T00:00:00-03:00'],
      ['2026-11-02', '-4.5', '', '5', null, false, null],
    ]
    expect(roles(['day', 'amount', 'e', 'mixed', 'nothing', 'flag', 'at'], rows)).toEqual([
      'time',
      'number',
      'number',
      'text',
      'text',
      'text',
      'time',
    ])
  })
})

describe('the guess', () => {
  const guess = (names: string[], rows: Rows) => {
    const columns = columnsOf(names, undefined, rows)
    const choice = guessChoice(columns, rows)
    return [choice.x, choice.y, choice.series, fittingDisplay(columns, rows, choice)]
  }
  test('is time across and numbers up, with one line per name if times repeat', () => {
    const rows = [
      ['Chrome', 3, '2026-11-01'],
      ['Safari', 1, '2026-11-01'],
      ['Chrome', 4, '2026-11-02'],
    ]
    expect(guess(['browser', 'count()', 'day'], rows)).toEqual(['day', ['count()'], 'browser', 'ActionsLineGraph'])
    // If every day occurs once, the other column only describes it.
    expect(guess(['browser', 'count()', 'day'], rows.slice(1))).toEqual(['day', ['count()'], null, 'ActionsLineGraph'])
  })
  test('is names across without a time; several numbers are shown side by side', () => {
    expect(
      guess(
        ['event', 'n'],
        [
          ['a', 1],
          ['b', 2],
        ],
      ),
    ).toEqual(['event', ['n'], null, 'ActionsBarValue'])
    expect(
      guess(
        ['event', 'n', 'm'],
        [
          ['a', 1, 2],
          ['b', 2, 3],
        ],
      ),
    ).toEqual(['event', ['n', 'm'], null, 'ActionsBar'])
  })
  test('with numbers alone is the first across; one value is a number; no numbers are a table', () => {
    expect(
      guess(
        ['hour', 'n'],
        [
          [1, 5],
          [2, 6],
        ],
      ),
    ).toEqual(['hour', ['n'], null, 'ActionsLineGraph'])
    expect(guess(['n'], [[5]])).toEqual([null, ['n'], null, 'BoldNumber'])
    expect(
      guess(
        ['a', 'b'],
        [
          ['x', 'y'],
          ['z', 'w'],
        ],
      ).at(-1),
    ).toBe('ActionsTable')
    expect(guess(['n'], [])).toEqual(['n', [], null, 'ActionsTable'])
  })
})

describe('the choice', () => {
  const rows = [
    ['2026-11-01', 'a', 1, 2],
    ['2026-11-01', 'b', 3, 4],
  ]
  const columns = columnsOf(['day', 'name', 'n', 'm'], undefined, rows)
  test('overrides the guess, as long as its columns exist', () => {
    expect(choiceOf(columns, rows, { xAxis: { column: 'name' }, yAxis: [{ column: 'm' }] })).toEqual({
      x: 'name',
      y: ['m'],
      series: null,
    })
    expect(
      choiceOf(columns, rows, {
        xAxis: { column: 'gone' },
        yAxis: [{ column: 'gone' }],
        seriesBreakdownColumn: 'gone',
      }),
    ).toEqual({ x: 'day', y: ['n', 'm'], series: null })
    expect(choiceOf(columns, rows, {})).toEqual({ x: 'day', y: ['n', 'm'], series: 'name' })
    expect(choiceOf(columns, rows, { xAxis: { column: '' } }).x).toBeNull()
  })
  test('is saved without losing other settings', () => {
    const settings = {
      yAxis: [{ column: 'n', settings: { display: { color: '#123456' } } }],
      goalLines: [{ value: 5 }],
    }
    expect(withChoice(settings, { x: 'day', y: ['m', 'n'], series: null })).toEqual({
      xAxis: { column: 'day' },
      yAxis: [{ column: 'm' }, settings.yAxis[0]],
      seriesBreakdownColumn: null,
      goalLines: [{ value: 5 }],
    })
  })
})

describe('over time', () => {
  test('rows are sorted, days without a row are gaps and not zero, today is incomplete', () => {
    const own = chart(
      ['day', 'n'],
      [
        ['2026-11-28', 4],
        ['2026-11-24', 1],
        ['2026-11-25', null],
        ['2026-11-27', 3],
      ],
    )
    expect(own.buckets).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'])
    expect(own.lines).toEqual({ n: [1, null, null, 3, 4] })
    expect([own.data.interval, own.data.incompleteFrom, own.sentence, own.notes]).toEqual(['day', 4, 'n by day', []])
  })
  test('one line per value; rows of one day and value are added up, with a note', () => {
    const own = chart(
      ['day', 'browser', 'n'],
      [
        ['2026-11-02', 'B', 5],
        ['2026-11-01', 'A', 1],
        ['2026-11-01', 'A', 2],
        ['2026-11-01', null, 7],
        ['2026-11-02', '', 8],
      ],
    )
    expect(own.lines).toEqual({ B: [null, 5], A: [3, null], '(none)': [7, null], '(empty)': [null, 8] })
    expect([own.sentence, own.notes]).toEqual([
      'n by day, one line per browser',
      ['1 row has the same day and browser as another; their values are added up.'],
    ])
  })
  test('weeks and months are filled by the calendar', () => {
    expect(
      chart(
        ['w', 'n'],
        [
          ['2026-11-02', 1],
          ['2026-11-23', 1],
        ],
      ).buckets,
    ).toEqual(['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'])
    expect(
      chart(
        ['m', 'n'],
        [
          ['2025-12-01', 1],
          ['2026-03-01', 1],
        ],
      ).buckets,
    ).toEqual(['2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01'])
  })
  test('days follow the time zone, including a day that begins at one o’clock', () => {
    // Clocks in Santiago skipped the first hour of 8 September 2024.
    const days = ['2024-09-07T00:00:00-04:00', '2024-09-08T01:00:00-03:00', '2024-09-10T00:00:00-03:00']
    const own = chart(
      ['day', 'n'],
      days.map((day, index) => [day, index + 1]),
    )
    expect([own.buckets, own.lines.n]).toEqual([
      ['2024-09-07', '2024-09-08', '2024-09-09', '2024-09-10'],
      [1, 2, null, 3],
    ])
  })
  test('hours are filled; the hour that occurs twice in autumn is two hours', () => {
    const plain = chart(
      ['at', 'n'],
      [
        ['2026-11-05T09:00:00+01:00', 1],
        ['2026-11-05T11:00:00+01:00', 2],
      ],
    )
    expect([plain.buckets, plain.lines.n, plain.data.interval]).toEqual([
      ['2026-11-05T09:00:00+01:00', '2026-11-05T10:00:00+01:00', '2026-11-05T11:00:00+01:00'],
      [1, null, 2],
      'hour',
    ])
    const autumn = chart(
      ['at', 'n'],
      [
        ['2026-10-25T02:00:00+01:00', 2],
        ['2026-10-25T02:00:00+02:00', 1],
      ],
    )
    expect([autumn.lines.n, autumn.notes]).toEqual([[1, 2], []])
  })
  test('rows without a time are left out, with a note', () => {
    const own = chart(
      ['day', 'n'],
      [
        [null, 9],
        ['2026-11-01', 1],
        ['2026-11-02', 2],
      ],
    )
    expect([own.lines.n, own.notes]).toEqual([[1, 2], ['1 row has no day and cannot be placed.']])
  })
})

describe('over names and numbers', () => {
  test('texts of numbers are drawn as numbers; other texts are gaps, with a note', () => {
    const own = chart(
      ['plan', 'amount'],
      [
        ['gold', '12.5'],
        ['free', 'much'],
        ['old', null],
      ],
      { yAxis: [{ column: 'amount' }] },
      'ActionsBar',
    )
    expect([own.buckets, own.lines.amount, own.notes]).toEqual([
      ['gold', 'free', 'old'],
      [12.5, null, null],
      ['1 value is not a number and is not drawn.'],
    ])
  })
  test('numbers across are sorted', () => {
    const own = chart(
      ['size', 'n'],
      [
        [10, 1],
        [9, 2],
        ['100', 3],
        [null, 4],
      ],
      undefined,
      'ActionsLineGraph',
      [
        ['size', 'Float64'],
        ['n', 'UInt64'],
      ],
    )
    expect([own.buckets, own.lines.n]).toEqual([
      ['9', '10', '100', '(none)'],
      [2, 1, 3, 4],
    ])
  })
  test('lines, categories and values beyond the maximum are left out, with a note', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ['2026-11-01', `v${index}`, index])
    const own = chart(['day', 'v', 'n'], rows)
    // The 25 largest of the values 0 to 39 are 15 to 39.
    expect([Object.keys(own.lines).length, own.lines.v14, own.lines.v15]).toEqual([25, undefined, [15]])
    expect(own.notes).toEqual(['The largest 25 of 40 lines; there is no room for more.'])
    const many = chart(
      ['name', 'n'],
      Array.from({ length: 250 }, (_, index) => [`v${index}`, 1]),
      undefined,
      'ActionsBar',
    )
    expect([many.buckets.length, many.notes]).toEqual([200, ['The first 200 of 250 values of name.']])
  })
  test('a number over several rows is their sum, and says so', () => {
    const own = chart(
      ['day', 'n', 'm'],
      [
        ['2026-11-01', 1, 9],
        ['2026-11-02', 2, 9],
      ],
      undefined,
      'BoldNumber',
    )
    expect([own.data.series.map(({ total }) => total), own.sentence]).toEqual([[3], 'n, added up over 2 rows'])
    expect(chart(['n'], [[5]], undefined, 'BoldNumber').sentence).toBe('n')
  })
  test('several value columns are several lines; nothing to draw is null', () => {
    const own = chart(
      ['day', 'n', 'm'],
      [
        ['2026-11-01', 1, 9],
        ['2026-11-02', 2, 8],
      ],
    )
    expect([own.lines, own.sentence]).toEqual([{ n: [1, 2], m: [9, 8] }, 'n and m by day'])
    const columns = columnsOf(['a'], undefined, [['x']])
    expect(sqlChart(columns, [['x']], guessChoice(columns, [['x']]), 'ActionsBar', 'UTC', NOW)).toBeNull()
  })
})
