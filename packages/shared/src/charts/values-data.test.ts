/** Ranked bars, pie slices, and paths as boxes and bands. */
import { expect, test } from 'vitest'
import type { PathEdge } from '../query/results.ts'
import { layOutPaths, pathsExtent, shortItem, splitItem } from './paths-data.ts'
import type { ChartSeries } from './trends-data.ts'
import { pieSlices, rankedBars } from './values-data.ts'

const series = (name: string, total: number, isPrevious = false): ChartSeries => ({
  key: name,
  name,
  color: 1,
  values: [],
  isPrevious,
  buckets: [],
  source: null,
  total,
})

test('bars are ranked by size; the longest has length 1, and none is negative', () => {
  const bars = rankedBars({ series: [series('a', 5), series('b', 10), series('c', -3), series('old', 99, true)] })
  expect(bars.map(({ series: { name }, length }) => [name, length])).toEqual([
    ['b', 1],
    ['a', 0.5],
    ['c', 0],
  ])
})

test('slices follow each other around the whole; values that are not positive have none', () => {
  const slices = pieSlices({ series: [series('a', 1), series('b', 3), series('c', 0), series('old', 9, true)] })
  expect(slices.map(({ series: { name }, from, to }) => [name, from, to])).toEqual([
    ['a', 0, 0.25],
    ['b', 0.25, 1],
  ])
})

test('paths: steps, rows and the number who began; each box is placed at its step', () => {
  const edge = (source: string, target: string, value: number): PathEdge => ({
    source,
    target,
    value,
    average_conversion_time: 0,
  })
  const edges = [edge('1_/a', '2_/b', 3), edge('1_/a', '2_/c', 1), edge('2_/b', '3_/d', 2)]
  expect(pathsExtent(edges)).toEqual({ steps: 3, rows: 2, all: 4 })
  const { nodes } = layOutPaths(edges, { width: 300, height: 200, box: 10, padding: 30, label: 50 })
  const left = (key: string) => nodes.find((node) => node.key === key)!.x0
  expect([left('1_/a'), left('2_/b'), left('2_/c'), left('3_/d')]).toEqual([2, 121, 121, 240])
})

test('path items are split at their first underscore, and URLs are shortened to their path', () => {
  expect(splitItem('12_signed_up')).toEqual({ step: 12, name: 'signed_up' })
  expect(['https://a.io/pricing', 'https://a.io/', 'signed up'].map(shortItem)).toEqual([
    '/pricing',
    'a.io',
    'signed up',
  ])
})
