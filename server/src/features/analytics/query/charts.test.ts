/** The runners' answers fit the shared chart code, so charts can be drawn on the server. */
import { funnelData } from '@hedgerow/shared/charts/funnel-data'
import { PALETTES } from '@hedgerow/shared/charts/palette'
import { retentionData } from '@hedgerow/shared/charts/retention-data'
import { toCsv, toTable } from '@hedgerow/shared/charts/table'
import { bucketTicks, chartKind, toColumns, valueTicks } from '@hedgerow/shared/charts/time-chart'
import { lifecycleData, summarize } from '@hedgerow/shared/charts/trends-data'
import type { FunnelsQuery, LifecycleQuery, RetentionQuery } from '@hedgerow/shared/query/schemas'
import { expect, test } from 'vitest'
import { Asker } from './asker.ts'
import { runFunnel } from './funnels.ts'
import { runLifecycle } from './lifecycle.ts'
import { runRetention } from './retention.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const series = [{ kind: 'EventsNode' as const, event: '$pageview' }]
const dateRange = { date_from: '2026-11-19', date_to: '2026-11-21' }

/** An asker whose store returns the same rows for every statement. */
function answering(rows: unknown[][]): Asker {
  return Object.assign(Object.create(Asker.prototype), {
    now: NOW,
    team: { timezone: 'UTC', weekStartDay: 1 },
    actions: new Map(),
    cohorts: new Map(),
    run: async () => ({ rows, hasMore: false }),
  })
}

test('draws a lifecycle as stacked bars in email colors', async () => {
  const node: LifecycleQuery = { kind: 'LifecycleQuery', series, dateRange, interval: 'day' }
  const { results } = await runLifecycle(
    node,
    answering([
      ['new', 0, '3'],
      ['returning', 1, '2'],
      ['dormant', 1, '1'],
    ]),
  )
  const data = lifecycleData(node, results, 'UTC', NOW)
  expect(chartKind(node)).toBe('stacked')
  expect(data.series.map(({ name, values }) => [name, values])).toEqual([
    ['New', [3, 0, 0]],
    ['Returning', [0, 2, 0]],
    ['Resurrecting', [0, 0, 0]],
    ['Dormant', [0, -1, 0]],
  ])
  expect(data.incompleteFrom).toBe(2)
  expect(toColumns(data, data.series, 'stacked').at(-1)).toEqual([3, -1, 0])
  expect([bucketTicks(data, [0, 2]), valueTicks(data.series, [0, 1.5, 3])]).toEqual([
    ['19 Nov', '21 Nov'],
    ['0', '', '3'],
  ])
  expect(PALETTES.light.series[data.series[0]!.color - 1]).toBe('#1f6feb')
  expect(summarize(data, String, String)).toContain('New is highest at 2026-11-19 (3)')
})

test('draws a funnel as bars and exports it as a file', async () => {
  const node: FunnelsQuery = {
    kind: 'FunnelsQuery',
    series: [...series, { kind: 'EventsNode', event: 'paid' }],
    dateRange,
  }
  const { results } = await runFunnel(node, answering([['10', '4', 60, 30]]))
  const [line] = funnelData(results as Parameters<typeof funnelData>[0])
  expect(line!.bars.map(({ name, count, ofFirst, medianSeconds }) => [name, count, ofFirst, medianSeconds])).toEqual([
    ['Pageview', 10, 1, null],
    ['paid', 4, 0.4, 30],
  ])
  expect(
    toCsv(toTable(node, { results, timezone: 'UTC' }))
      .split('\r\n')
      .at(-1),
  ).toBe('All,2,paid,4,0.4,0.4,30,60')
})

test('shapes retention into rows of percentages', async () => {
  const node: RetentionQuery = { kind: 'RetentionQuery', retentionFilter: { period: 'Day', totalIntervals: 2 } }
  const { results } = await runRetention(
    node,
    answering([
      ['', 0, 0, '4'],
      ['', 0, 1, '1'],
    ]),
  )
  const [first] = retentionData(results, 'Day', NOW)
  expect(first!.cells.map(({ count, share }) => [count, share])).toEqual([
    [4, 1],
    [1, 0.25],
  ])
})
