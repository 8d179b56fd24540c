/** Queries for the persons behind a number. */
import type { InsightNode, QueryNode } from '../query/nodes.ts'
import type { ChartSeries } from './trends-data.ts'

export interface Point {
  /** What the number stands for. */
  title: string
  /** Source of an ActorsQuery. */
  source: QueryNode
}

export type OnOpen = (point: Point) => void

/** @param bucket the day, as the server named it; null for the whole range */
export function trendsPoint(
  node: InsightNode,
  series: ChartSeries,
  bucket: string | null,
  title: string,
): Point | null {
  if (!series.source) return null
  const { series: index, ...rest } = series.source
  return {
    title,
    source: {
      kind: 'InsightActorsQuery',
      source: node,
      ...(bucket !== null && { day: bucket }),
      series: index,
      ...rest,
    },
  }
}

export function stickinessPoint(node: InsightNode, series: number, days: number | string, title: string): Point {
  return { title, source: { kind: 'StickinessActorsQuery', source: node, day: Number(days), series } }
}

/** @param step counted from 1; negative: actors who reached the previous step but not this one */
export function funnelPoint(node: InsightNode, step: number, breakdown: unknown, title: string): Point {
  return {
    title,
    source: {
      kind: 'FunnelsActorsQuery',
      source: node,
      funnelStep: step,
      ...(breakdown !== undefined && breakdown !== null && { funnelStepBreakdown: breakdown }),
    },
  }
}

/** Actors who entered in a period and converted. */
export function funnelTrendPoint(node: InsightNode, bucket: string, breakdown: unknown, title: string): Point {
  return {
    title,
    source: {
      kind: 'FunnelsActorsQuery',
      source: node,
      funnelTrendsEntrancePeriodStart: bucket,
      funnelTrendsDropOff: false,
      ...(breakdown !== undefined && breakdown !== null && { funnelStepBreakdown: breakdown }),
    },
  }
}

/** @param column the period in which they came back; null for all who began */
export function retentionPoint(node: InsightNode, row: number, column: number | null, title: string): Point {
  return {
    title,
    source: {
      kind: 'InsightActorsQuery',
      source: node,
      interval: row,
      ...(column !== null && { returningInterval: column }),
    },
  }
}

/** Persons on an edge or at a node of paths. */
export function pathPoint(
  node: InsightNode,
  keys: { pathStartKey?: string; pathEndKey?: string; pathDropoffKey?: string },
  title: string,
): Point {
  return {
    title,
    source: { kind: 'InsightActorsQuery', source: { ...node, pathsFilter: { ...node.pathsFilter, ...keys } } },
  }
}
