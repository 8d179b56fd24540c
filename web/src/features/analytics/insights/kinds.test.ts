/** What carries over from each kind of insight to each other one. */

import {
  type BreakdownFilter,
  type InsightKind,
  type InsightNode,
  KINDS,
  type Series,
} from '@hedgerow/shared/query/nodes'
import { describe, expect, test } from 'vitest'
import { newNode } from './defaults'
import { convert, type KindMemory, NO_MEMORY, switchKind } from './kinds'

const event = (name: string, extra: Partial<Series> = {}): Series => ({
  kind: 'EventsNode',
  event: name,
  name,
  ...extra,
})
const paid: Series = { kind: 'ActionsNode', id: 7, name: 'Paid' }
const gold = [{ key: 'plan', type: 'event', operator: 'exact', value: ['gold'] }]
const SHARED = {
  properties: [{ key: 'country', type: 'person', operator: 'exact', value: ['NO'] }],
  filterTestAccounts: true,
}
const DAYS = { dateRange: { date_from: '-90d' } }

/** A question of each kind about more than one event, where the kind knows more than one. */
const FROM: Record<InsightKind, InsightNode> = {
  TrendsQuery: {
    kind: 'TrendsQuery',
    series: [event('seen', { math: 'dau' }), event('tried', { math: 'total', properties: gold })],
    trendsFilter: { formula: 'B / A' },
    interval: 'week',
    ...SHARED,
    ...DAYS,
  },
  FunnelsQuery: { kind: 'FunnelsQuery', series: [event('seen'), event('tried'), paid], ...SHARED, ...DAYS },
  RetentionQuery: {
    kind: 'RetentionQuery',
    retentionFilter: {
      targetEntity: { id: 'seen', type: 'events' },
      returningEntity: { id: 7, type: 'actions', name: 'Paid' },
    },
    ...SHARED,
  },
  LifecycleQuery: { kind: 'LifecycleQuery', series: [event('seen')], interval: 'day', ...SHARED, ...DAYS },
  StickinessQuery: { kind: 'StickinessQuery', series: [event('seen'), paid], interval: 'day', ...SHARED, ...DAYS },
  PathsQuery: {
    kind: 'PathsQuery',
    pathsFilter: { includeEventTypes: ['custom_event'], startPoint: 'seen', endPoint: 'bought' },
    ...SHARED,
    ...DAYS,
  },
}

/** The events of a question, in short. */
function inShort(node: InsightNode): string {
  const of = ({ event: name, id, math }: Series) => `${name ?? `#${id}`}${math ? `:${math}` : ''}`
  if (node.retentionFilter) {
    const { targetEntity, returningEntity } = node.retentionFilter
    return `${targetEntity?.id} then ${returningEntity?.id}`
  }
  if (node.pathsFilter) {
    const { includeEventTypes, startPoint, endPoint } = node.pathsFilter
    return `${includeEventTypes} from ${startPoint ?? '*'} to ${endPoint ?? '*'}`
  }
  return (node.series ?? []).map(of).join(' ')
}

const TABLE: Record<InsightKind, Partial<Record<InsightKind, [events: string, left: string[]]>>> = {
  TrendsQuery: {
    FunnelsQuery: ['seen tried', ['the formula B / A', 'how each series is counted']],
    RetentionQuery: ['seen then seen', ['tried', 'the formula B / A', 'how each series is counted']],
    LifecycleQuery: ['seen', ['tried', 'the formula B / A', 'how each series is counted']],
    StickinessQuery: ['seen tried', ['the formula B / A', 'how each series is counted']],
    // Paths consist of all custom events; they cannot be limited to some.
    PathsQuery: [
      'custom_event from * to *',
      ['seen, tried', 'the formula B / A', 'how each series is counted', 'the filters of single events'],
    ],
  },
  FunnelsQuery: {
    TrendsQuery: ['seen:total tried:total #7:total', []],
    RetentionQuery: ['seen then 7', ['tried']],
    LifecycleQuery: ['seen', ['tried, Paid']],
    StickinessQuery: ['seen tried #7', []],
    PathsQuery: ['custom_event from seen to *', ['tried, Paid']],
  },
  RetentionQuery: {
    TrendsQuery: ['seen:total #7:total', []],
    FunnelsQuery: ['seen #7', []],
    LifecycleQuery: ['seen', ['Paid']],
    StickinessQuery: ['seen #7', []],
    PathsQuery: ['custom_event from seen to *', ['Paid']],
  },
  LifecycleQuery: {
    TrendsQuery: ['seen:total', []],
    FunnelsQuery: ['seen', []],
    RetentionQuery: ['seen then seen', []],
    StickinessQuery: ['seen', []],
    PathsQuery: ['custom_event from * to *', []],
  },
  StickinessQuery: {
    TrendsQuery: ['seen:total #7:total', []],
    FunnelsQuery: ['seen #7', []],
    RetentionQuery: ['seen then seen', ['Paid']],
    LifecycleQuery: ['seen', ['Paid']],
    PathsQuery: ['custom_event from * to *', ['seen, Paid']],
  },
  PathsQuery: {
    TrendsQuery: ['seen:total bought:total', []],
    FunnelsQuery: ['seen bought', []],
    RetentionQuery: ['seen then bought', []],
    LifecycleQuery: ['seen', ['bought']],
    StickinessQuery: ['seen bought', []],
  },
}

describe('every kind from every other', () => {
  const pairs = KINDS.flatMap((from) => KINDS.filter((to) => to !== from).map((to) => [from, to] as const))
  test.each(pairs)('%s to %s', (from, to) => {
    const { node, left } = convert(FROM[from], to)
    expect([inShort(node), left]).toEqual(TABLE[from][to])
    expect(node).toMatchObject({ kind: to, ...SHARED })
    // Retention counts its periods instead of days.
    if (from !== 'RetentionQuery') expect(node.dateRange).toEqual(to === 'RetentionQuery' ? undefined : DAYS.dateRange)
  })
  test('the same kind is the same question', () => {
    for (const kind of KINDS) expect(convert(FROM[kind], kind)).toEqual({ node: FROM[kind], left: [] })
  })
})

describe('details', () => {
  test('one event counted in two ways becomes one step; a series keeps its filters and name', () => {
    const node = {
      ...newNode('TrendsQuery'),
      series: [event('a'), event('a', { math: 'dau' }), event('b', { properties: gold, custom_name: 'Gold' })],
    }
    expect(convert(node, 'FunnelsQuery').node.series).toEqual([
      event('a'),
      event('b', { properties: gold, custom_name: 'Gold' }),
    ])
    expect(
      convert({ ...node, series: [event('b', { properties: gold })] }, 'RetentionQuery').node.retentionFilter,
    ).toMatchObject({
      targetEntity: { id: 'b', type: 'events', properties: gold },
      returningEntity: { id: 'b', type: 'events', properties: gold },
    })
  })
  test('paths that start at a page become pageviews; a pageview cannot be a point of a path', () => {
    const paths: InsightNode = {
      kind: 'PathsQuery',
      pathsFilter: { includeEventTypes: ['$pageview', 'custom_event'], startPoint: '/pricing' },
    }
    expect(convert(paths, 'TrendsQuery').node.series).toMatchObject([{ event: '$pageview' }])
    const funnel: InsightNode = { kind: 'FunnelsQuery', series: [event('$pageview'), event('bought')] }
    expect(inShort(convert(funnel, 'PathsQuery').node)).toBe('$pageview,custom_event from * to bought')
  })
  test('a breakdown is kept as far as the new kind supports it', () => {
    const one: BreakdownFilter = { breakdown: '$browser', breakdown_type: 'event' }
    const two: BreakdownFilter = {
      breakdowns: [
        { property: '$browser', type: 'event' },
        { property: 'plan', type: 'person' },
      ],
    }
    const trend = (breakdownFilter: BreakdownFilter): InsightNode => ({
      ...newNode('TrendsQuery', 'a'),
      breakdownFilter,
    })
    expect(convert(trend(one), 'RetentionQuery')).toMatchObject({ node: { breakdownFilter: one }, left: [] })
    expect(convert(trend(two), 'FunnelsQuery')).toMatchObject({
      node: { breakdownFilter: one },
      left: ['the breakdown by plan'],
    })
    expect(convert(trend(one), 'LifecycleQuery')).toEqual({
      node: expect.not.objectContaining({ breakdownFilter: expect.anything() }),
      left: ['the breakdown by Browser'],
    })
  })
  test('a comparison is kept only in stickiness; counting groups only in funnels and retention', () => {
    const trend: InsightNode = { ...newNode('TrendsQuery', 'a'), compareFilter: { compare: true } }
    expect(convert(trend, 'StickinessQuery')).toMatchObject({ node: { compareFilter: { compare: true } }, left: [] })
    expect(convert(trend, 'FunnelsQuery').left).toEqual(['the comparison'])
    const funnel: InsightNode = {
      kind: 'FunnelsQuery',
      series: [event('a'), event('b')],
      aggregation_group_type_index: 1,
    }
    expect(convert(funnel, 'RetentionQuery').node.aggregation_group_type_index).toBe(1)
    expect(convert(funnel, 'TrendsQuery').left).toEqual(['counting groups'])
  })
})

describe('switching back', () => {
  /** Goes through kinds, with a change made after arriving in each. */
  function walk(start: InsightNode, ...steps: [kind: InsightKind, change?: (node: InsightNode) => InsightNode][]) {
    let memory: KindMemory = NO_MEMORY
    let node = start
    let left: string[] = []
    for (const [kind, change = (same: InsightNode) => same] of steps) {
      const next = switchKind(memory, node, kind)
      memory = next.memory
      left = next.left
      node = change(next.node)
    }
    return { node, left }
  }
  const trend = FROM.TrendsQuery
  test('restores the previous query with its formula and math', () => {
    expect(walk(trend, ['FunnelsQuery'], ['LifecycleQuery'], ['TrendsQuery'])).toEqual({ node: trend, left: [] })
  })
  test('keeps events that a kind in between does not support', () => {
    expect(inShort(walk(FROM.FunnelsQuery, ['LifecycleQuery'], ['TrendsQuery']).node)).toBe(
      'seen:total tried:total #7:total',
    )
    expect(walk(FROM.FunnelsQuery, ['PathsQuery'], ['RetentionQuery'], ['FunnelsQuery']).node).toEqual(
      FROM.FunnelsQuery,
    )
  })
  test('uses the current filters, dates and test account setting', () => {
    const change = (node: InsightNode): InsightNode => ({
      ...node,
      dateRange: { date_from: '-24h' },
      properties: undefined,
      filterTestAccounts: undefined,
    })
    const { node } = walk(trend, ['FunnelsQuery', change], ['TrendsQuery'])
    expect(node).toEqual({
      ...trend,
      dateRange: { date_from: '-24h' },
      interval: 'hour',
      properties: undefined,
      filterTestAccounts: undefined,
    })
    // Retention has no dates of its own, and does not change those of other kinds.
    expect(walk(trend, ['RetentionQuery'], ['LifecycleQuery']).node.dateRange).toEqual(DAYS.dateRange)
  })
  test('takes over a step added in the meantime, and keeps the conversion window of a funnel', () => {
    const add = (node: InsightNode): InsightNode => ({
      ...node,
      series: [...node.series!, event('bought')],
      funnelsFilter: { ...node.funnelsFilter, funnelWindowInterval: 3 },
    })
    const back = walk(trend, ['FunnelsQuery', add], ['TrendsQuery'])
    expect(inShort(back.node)).toBe('seen:total tried:total bought:total')
    expect(back.node.trendsFilter?.formula).toBeUndefined()
    const again = walk(
      trend,
      ['FunnelsQuery', add],
      ['TrendsQuery', (node) => ({ ...node, series: node.series!.slice(1) })],
      ['FunnelsQuery'],
    )
    expect([inShort(again.node), again.node.funnelsFilter?.funnelWindowInterval]).toEqual(['tried bought', 3])
  })
  test('takes over a breakdown chosen in the meantime, and restores one that was cut', () => {
    const by: BreakdownFilter = { breakdown: 'plan', breakdown_type: 'person' }
    const add = (node: InsightNode): InsightNode => ({ ...node, breakdownFilter: by })
    expect(walk(trend, ['FunnelsQuery', add], ['TrendsQuery']).node.breakdownFilter).toEqual(by)
    const two: BreakdownFilter = {
      breakdowns: [
        { property: '$browser', type: 'event' },
        { property: 'plan', type: 'person' },
      ],
    }
    expect(walk({ ...trend, breakdownFilter: two }, ['FunnelsQuery'], ['TrendsQuery']).node.breakdownFilter).toEqual(
      two,
    )
  })
})
