/** The shape of files, by a worked example of each kind of insight. */
import { expect, test } from 'vitest'
import type { QueryNode } from '../query/nodes.ts'
import { toCsv, toTable } from './table.ts'

const csv = (node: object, results: unknown, rest: object = {}) =>
  toCsv(toTable(node as QueryNode, { results, timezone: 'UTC', ...rest })).split('\r\n')

const days = ['2026-01-01', '2026-01-02']
const line = (name: string, order: number, data: number[], over: object = {}) => ({
  label: name,
  count: data.reduce((sum, value) => sum + value, 0),
  data,
  days,
  labels: days,
  action: { id: name, type: 'events', order, name, custom_name: null },
  ...over,
})
const trends = (display = 'ActionsLineGraph') => ({ kind: 'TrendsQuery', series: [], trendsFilter: { display } })

test('trends: a row a series, columns the periods, totals last', () => {
  expect(csv(trends(), [line('a', 0, [1, 2]), line('b', 1, [0, 5])])).toEqual([
    'Series,2026-01-01,2026-01-02,Total',
    'a,1,2,3',
    'b,0,5,5',
  ])
})

test('trends with a breakdown: a row a series and value, however many there are', () => {
  const rows = csv(
    trends(),
    Array.from({ length: 40 }, (_, index) => line('a', 0, [index, 1], { breakdown_value: `v${index}` })),
  )
  expect(rows).toHaveLength(41)
  expect(rows[40]).toBe('v39,39,1,40')
})

test('trends of single values: the total only', () => {
  expect(csv(trends('BoldNumber'), [line('a', 0, [1, 2], { data: null, aggregated_value: 3 })])).toEqual([
    'Series,Total',
    'a,3',
  ])
})

const step = (name: string, order: number, count: number, over: object = {}) => ({
  name,
  order,
  count,
  custom_name: null,
  average_conversion_time: order ? 60 : null,
  median_conversion_time: order ? 30 : null,
  ...over,
})

test('funnels: a row a step, with count, both conversions and both times', () => {
  expect(csv({ kind: 'FunnelsQuery', series: [] }, [step('a', 0, 8), step('b', 1, 2)])).toEqual([
    'Breakdown,Step,Name,Count,Share of first,Share of previous,Median seconds,Average seconds',
    'All,1,a,8,1,1,,',
    'All,2,b,2,0.25,0.25,30,60',
  ])
})

test('funnels with a breakdown: a row a value and step', () => {
  const of = (value: string) => [
    step('a', 0, 4, { breakdown_value: value }),
    step('b', 1, 1, { breakdown_value: value }),
  ]
  expect(csv({ kind: 'FunnelsQuery', series: [] }, [of('x'), of('y')]).slice(1)).toEqual([
    'x,1,a,4,1,1,,',
    'x,2,b,1,0.25,0.25,30,60',
    'y,1,a,4,1,1,,',
    'y,2,b,1,0.25,0.25,30,60',
  ])
})

test('retention: a row a cohort with its size, and a column a period with counts', () => {
  const row = (date: string, ...counts: number[]) => ({ label: '', date, values: counts.map((count) => ({ count })) })
  expect(
    csv({ kind: 'RetentionQuery', retentionFilter: { period: 'Week' } }, [
      row('2026-01-05', 8, 3),
      row('2026-01-12', 5),
    ]),
  ).toEqual(['Began in,Size,Week 0,Week 1', '2026-01-05,8,8,3', '2026-01-12,5,5'])
})

test('lifecycle: a row a status', () => {
  const of = (status: string, data: number[]) => line('a', 0, data, { status })
  expect(csv({ kind: 'LifecycleQuery' }, [of('new', [1, 2]), of('dormant', [0, -1])])).toEqual([
    'Status,2026-01-01,2026-01-02',
    'New,1,2',
    'Dormant,0,-1',
  ])
})

test('stickiness: a row a series, columns the numbers of days', () => {
  expect(
    csv({ kind: 'StickinessQuery' }, [line('a', 0, [5, 2], { days: [1, 2], labels: ['1 day', '2 days'] })]),
  ).toEqual(['Series,1 day,2 days', 'a,5,2'])
})

test('paths: source, target, value, average seconds', () => {
  const edge = { source: '1_/a', target: '2_/b', value: 3, average_conversion_time: 1_500 }
  expect(csv({ kind: 'PathsQuery' }, [edge])).toEqual(['Source,Target,Value,Average seconds', '1_/a,2_/b,3,1.5'])
})

test('SQL: as shown; texts that spreadsheets would run are made harmless', () => {
  expect(csv({ kind: 'HogQLQuery' }, [['=1+1', -5]], { columns: ['@name', 'n'] })).toEqual(["'@name,n", "'=1+1,-5"])
})
