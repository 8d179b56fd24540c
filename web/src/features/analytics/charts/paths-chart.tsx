/** Paths as a Sankey diagram: boxes for the pages or events of each step, bands as wide as the number of sessions that go on. */

import { compact, exact, percent } from '@hedgerow/shared/charts/format'
import { COLORS } from '@hedgerow/shared/charts/palette'
import { layOutPaths, type PathBox, pathsExtent, shortItem } from '@hedgerow/shared/charts/paths-data'
import { type OnOpen, pathPoint } from '@hedgerow/shared/charts/points'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { PathEdge } from '@hedgerow/shared/query/results'
import { sankeyLinkHorizontal } from 'd3-sankey'
import { useEffect, useRef, useState } from 'react'
import { Menu } from '../../../components/popover'
import { seriesColor } from './series-color'

const NODE_PX = 10
const STEP_PX_MIN = 170
const ROW_PX = 56
const HEIGHT_PX_MIN = 260
/** Between two boxes of a step. */
const PADDING_PX = 30
/** Room for the labels beside the boxes of the last step. */
const LABEL_PX = 150

export interface Props {
  node: InsightNode
  results: PathEdge[]
  onOpen?: OnOpen
  /** Changes the query: start here, end here, exclude this. */
  onChange?: (filter: NonNullable<InsightNode['pathsFilter']>) => void
}

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
  const { steps, rows, all } = pathsExtent(results)
  const size = { width: Math.max(width - 8, steps * STEP_PX_MIN), height: Math.max(HEIGHT_PX_MIN, rows * ROW_PX) }
  const graph = width > 0 ? layOutPaths(results, { ...size, box: NODE_PX, padding: PADDING_PX, label: LABEL_PX }) : null
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
              const [source, target] = [link.source as PathBox, link.target as PathBox]
              const isLit = focus === null || source.key === focus || target.key === focus
              return (
                <path
                  key={`${source.key}-${target.key}`}
                  d={sankeyLinkHorizontal()(link as never) ?? ''}
                  fill="none"
                  stroke={seriesColor((source.step % COLORS) + 1)}
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
                fill={seriesColor((step % COLORS) + 1)}
                rx={2}
              />
            ))}
          </svg>
          {graph.nodes.map((item) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: only highlights the bands of the box under the mouse
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
                    <span className="block truncate">{shortItem(item.name)}</span>
                    <span className="text-muted">
                      {compact(item.value ?? 0)}
                      {all > 0 && item.step === 1 ? ` · ${percent((item.value ?? 0) / all)}` : ''}
                    </span>
                  </>
                }
                items={[
                  onOpen
                    ? {
                        label: 'Persons at this step',
                        onSelect: () =>
                          onOpen(
                            pathPoint(
                              node,
                              item.step === 1 ? { pathStartKey: item.key } : { pathEndKey: item.key },
                              `${shortItem(item.name)}, step ${item.step}`,
                            ),
                          ),
                      }
                    : null,
                  onOpen && (item.sourceLinks?.length ?? 0) < 1
                    ? {
                        label: 'Persons who dropped off here',
                        onSelect: () =>
                          onOpen(
                            pathPoint(node, { pathDropoffKey: item.key }, `Dropped off after ${shortItem(item.name)}`),
                          ),
                      }
                    : null,
                  onChange
                    ? { label: 'Start here', onSelect: () => onChange({ startPoint: item.name, endPoint: null }) }
                    : null,
                  onChange
                    ? { label: 'End here', onSelect: () => onChange({ endPoint: item.name, startPoint: null }) }
                    : null,
                  onChange
                    ? {
                        label: 'Exclude this',
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
