/** Where people go: boxes for what they did at each step, bands as wide as the number of those who went on. */
import { type SankeyGraph, type SankeyLink, type SankeyNode, sankey, sankeyLinkHorizontal } from 'd3-sankey'
import { useEffect, useRef, useState } from 'react'
import { Menu } from '../../../components/popover'
import type { InsightNode } from '../query/nodes'
import { compact, exact, percent, seriesColor } from './format'
import { type OnOpen, pathPoint } from './points'
import type { PathEdge } from './results'

interface Item {
  key: string
  name: string
  step: number
}
type Laid = SankeyNode<Item, { value: number }>

const NODE_PX = 10
const STEP_PX_MIN = 170
const ROW_PX = 56
/** Room for what stands beside a box of the last step. */
const LABEL_PX = 150

export interface Props {
  node: InsightNode
  results: PathEdge[]
  onOpen?: OnOpen
  /** Changes what the question is about: begin here, end here, leave this out. */
  onChange?: (filter: NonNullable<InsightNode['pathsFilter']>) => void
}

export const split = (key: string) => {
  const at = key.indexOf('_')
  return { step: Number(key.slice(0, at)), name: key.slice(at + 1) }
}
/** The path of an address is what tells it from the others; the whole stands in the title. */
export const short = (name: string) =>
  name.replace(/^https?:\/\/([^/]+)(\/?)$/, '$1').replace(/^https?:\/\/[^/]+\//, '/')

export function PathsChart({ node, results, onOpen, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [focus, setFocus] = useState<string | null>(null)
  useEffect(() => {
    const own = box.current!
    const observer = new ResizeObserver(() => setWidth(own.clientWidth))
    observer.observe(own)
    return () => observer.disconnect()
  }, [])
  const steps = Math.max(1, ...results.map(({ target }) => split(target).step))
  const rows = Math.max(
    ...Array.from(
      { length: steps },
      (_, index) =>
        new Set(
          results.flatMap(({ source, target }) => [source, target].filter((key) => split(key).step === index + 1)),
        ).size,
    ),
  )
  const size = { width: Math.max(width - 8, steps * STEP_PX_MIN), height: Math.max(260, rows * ROW_PX) }
  const graph = width > 0 ? layOut(results, size) : null
  const entered = new Map<string, number>()
  for (const { source, value } of results)
    if (split(source).step === 1) entered.set(source, (entered.get(source) ?? 0) + value)
  const all = [...entered.values()].reduce((sum, value) => sum + value, 0)
  return (
    <section
      ref={box}
      aria-label={`Paths of ${exact(all)} sessions through ${steps} steps`}
      tabIndex={0}
      className="h-full overflow-auto"
    >
      {graph && (
        <div className="relative" style={size}>
          <svg width={size.width} height={size.height} aria-hidden className="absolute inset-0">
            {graph.links.map((link) => {
              const [source, target] = [link.source as Laid, link.target as Laid]
              const isLit = focus === null || source.key === focus || target.key === focus
              return (
                <path
                  key={`${source.key}-${target.key}`}
                  d={sankeyLinkHorizontal()(link as never) ?? ''}
                  fill="none"
                  stroke={seriesColor((source.step % 10) + 1)}
                  strokeOpacity={isLit ? 0.35 : 0.08}
                  strokeWidth={Math.max(1, link.width ?? 1)}
                >
                  <title>{`${source.name} → ${target.name}: ${exact(link.value)}`}</title>
                </path>
              )
            })}
            {graph.nodes.map(({ key, x0 = 0, y0 = 0, y1 = 0, step }) => (
              <rect
                key={key}
                x={x0}
                y={y0}
                width={NODE_PX}
                height={Math.max(2, y1 - y0)}
                fill={seriesColor((step % 10) + 1)}
                rx={2}
              />
            ))}
          </svg>
          {graph.nodes.map((item) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: only shows the bands of what is pointed at
            <div
              key={item.key}
              className="absolute rounded bg-surface/85 text-[13px] leading-tight"
              style={{
                left: (item.x0 ?? 0) + NODE_PX + 3,
                maxWidth: Math.min(LABEL_PX - NODE_PX, size.width / steps) - 8,
                top: Math.max(0, ((item.y0 ?? 0) + (item.y1 ?? 0)) / 2 - 16),
              }}
              onMouseEnter={() => setFocus(item.key)}
              onMouseLeave={() => setFocus(null)}
              onFocus={() => setFocus(item.key)}
              onBlur={() => setFocus(null)}
            >
              <Menu
                label={`${item.name}, step ${item.step}, ${exact(item.value ?? 0)}`}
                className="max-w-full rounded px-1 text-left hover:bg-raised"
                trigger={
                  <>
                    <span className="block truncate">{short(item.name)}</span>
                    <span className="text-muted">
                      {compact(item.value ?? 0)}
                      {all > 0 && item.step === 1 ? ` · ${percent((item.value ?? 0) / all)}` : ''}
                    </span>
                  </>
                }
                items={[
                  onOpen
                    ? {
                        label: 'Persons who were here',
                        onSelect: () =>
                          onOpen(
                            pathPoint(
                              node,
                              item.step === 1 ? { pathStartKey: item.key } : { pathEndKey: item.key },
                              `${short(item.name)}, step ${item.step}`,
                            ),
                          ),
                      }
                    : null,
                  onOpen && (item.sourceLinks?.length ?? 0) < 1
                    ? {
                        label: 'Persons who went no further',
                        onSelect: () =>
                          onOpen(
                            pathPoint(node, { pathDropoffKey: item.key }, `Went no further than ${short(item.name)}`),
                          ),
                      }
                    : null,
                  onChange
                    ? { label: 'Begin here', onSelect: () => onChange({ startPoint: item.name, endPoint: null }) }
                    : null,
                  onChange
                    ? { label: 'End here', onSelect: () => onChange({ endPoint: item.name, startPoint: null }) }
                    : null,
                  onChange
                    ? {
                        label: 'Leave this out',
                        onSelect: () =>
                          onChange({ excludeEvents: [...(node.pathsFilter?.excludeEvents ?? []), item.name] }),
                      }
                    : null,
                ]}
              />
            </div>
          ))}
        </div>
      )}
    </section>
  )
}

function layOut(
  results: PathEdge[],
  { width, height }: { width: number; height: number },
): SankeyGraph<Item, { value: number }> {
  const keys = [...new Set(results.flatMap(({ source, target }) => [source, target]))]
  const nodes = keys.map((key) => ({ key, ...split(key) }))
  const links: SankeyLink<Item, { value: number }>[] = results.map(({ source, target, value }) => ({
    source: source as never,
    target: target as never,
    value,
  }))
  return sankey<Item, { value: number }>()
    .nodeId((item) => item.key)
    .nodeAlign((item) => item.step - 1)
    .nodeWidth(NODE_PX)
    .nodePadding(30)
    .extent([
      [2, 8],
      [width - LABEL_PX, height - 12],
    ])({ nodes, links })
}
