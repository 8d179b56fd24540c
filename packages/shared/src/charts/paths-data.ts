/** Paths to what their chart draws: boxes for what was done at each step, and bands between them. */
import { type SankeyGraph, type SankeyLink, type SankeyNode, sankey } from 'd3-sankey'
import type { PathEdge } from '../query/results.ts'

export interface PathItem {
  /** As edges name it: `1_/pricing`. */
  key: string
  name: string
  /** From 1. */
  step: number
}
export type PathBox = SankeyNode<PathItem, { value: number }>

/** Step and name of an item of a path. */
export const splitItem = (key: string) => {
  const at = key.indexOf('_')
  return { step: Number(key.slice(0, at)), name: key.slice(at + 1) }
}

/** The path of an address is what tells it from the others; the whole stands in the title. */
export const shortItem = (name: string) =>
  name.replace(/^https?:\/\/([^/]+)(\/?)$/, '$1').replace(/^https?:\/\/[^/]+\//, '/')

export interface PathsExtent {
  steps: number
  /** The most items of one step. */
  rows: number
  /** How many began. */
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
  /** Of a box. */
  box: number
  /** Between two boxes of a step. */
  padding: number
  /** Right of the boxes of the last step. */
  label: number
}

/** Places for boxes and bands. */
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
