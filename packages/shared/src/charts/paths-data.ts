/** Turns paths into what their chart draws: boxes for the items of each step, and bands between them. */
import { type SankeyGraph, type SankeyLink, type SankeyNode, sankey } from 'd3-sankey'
import type { PathEdge } from '../query/results.ts'

export interface PathItem {
  /** The item as edges name it: `1_/pricing`. */
  key: string
  name: string
  /** From 1. */
  step: number
}
export type PathBox = SankeyNode<PathItem, { value: number }>

/** Splits an item of a path into step and name. */
export const splitItem = (key: string) => {
  const at = key.indexOf('_')
  return { step: Number(key.slice(0, at)), name: key.slice(at + 1) }
}

/** The path tells a URL from the others; the title shows the whole URL. */
export const shortItem = (name: string) =>
  name.replace(/^https?:\/\/([^/]+)(\/?)$/, '$1').replace(/^https?:\/\/[^/]+\//, '/')

export interface PathsExtent {
  steps: number
  /** Largest number of items in one step. */
  rows: number
  /** Number of actors who began. */
  all: number
}

export function pathsExtent(results: readonly PathEdge[]): PathsExtent {
  const byStep = new Map<number, Set<string>>()
  for (const key of results.flatMap(({ source, target }) => [source, target])) {
    const { step } = splitItem(key)
    byStep.set(step, (byStep.get(step) ?? new Set()).add(key))
  }
  const first = results.filter(({ source }) => splitItem(source).step === 1)
  return {
    steps: Math.max(1, ...byStep.keys()),
    rows: Math.max(1, ...[...byStep.values()].map(({ size }) => size)),
    all: first.reduce((sum, { value }) => sum + value, 0),
  }
}

/** Widths and distances in pixels. */
export interface PathsRoom {
  width: number
  height: number
  /** Width of a box. */
  box: number
  /** Gap between two boxes of a step. */
  padding: number
  /** Room to the right of the boxes of the last step. */
  label: number
}

/** Positions of boxes and bands. */
export function layOutPaths(
  results: readonly PathEdge[],
  { width, height, box, padding, label }: PathsRoom,
): SankeyGraph<PathItem, { value: number }> {
  const keys = [...new Set(results.flatMap(({ source, target }) => [source, target]))]
  const nodes = keys.map((key) => ({ key, ...splitItem(key) }))
  const links: SankeyLink<PathItem, { value: number }>[] = results.map(({ source, target, value }) => ({
    source: source as never,
    target: target as never,
    value,
  }))
  return sankey<PathItem, { value: number }>()
    .nodeId((item) => item.key)
    .nodeAlign((item) => item.step - 1)
    .nodeWidth(box)
    .nodePadding(padding)
    .extent([
      [2, 8],
      [width - label, height - 12],
    ])({ nodes, links })
}
