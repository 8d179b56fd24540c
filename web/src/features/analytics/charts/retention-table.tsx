/** Who came back: one row per period in which people started, one column per period after it. */

import { exact, percent } from '@hedgerow/shared/charts/format'
import { type OnOpen, retentionPoint } from '@hedgerow/shared/charts/points'
import { curveData, meanRetention, retentionData, retentionTitles } from '@hedgerow/shared/charts/retention-data'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { RetentionRow } from '@hedgerow/shared/query/results'
import { useState } from 'react'
import { TimeChart } from './time-chart'

interface Props {
  node: InsightNode
  results: RetentionRow[]
  onOpen?: OnOpen
}

const CELL = 'h-9 px-2 text-center whitespace-nowrap'

export function RetentionTable({ node, results, onOpen }: Props) {
  const [isAbsolute, setAbsolute] = useState(false)
  const period = node.retentionFilter?.period ?? 'Day'
  const isBroken = results.some(({ breakdown_value: value }) => value !== undefined && value !== null)
  const lines = retentionData(results, period)
  const mean = meanRetention(lines)
  if (node.retentionFilter?.display === 'ActionsLineGraph') return <Curve mean={mean} period={period} />
  const shown = (cell: { count: number; share: number }) => (isAbsolute ? exact(cell.count) : percent(cell.share))
  const titles = retentionTitles(results, period)
  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <label className="flex items-center gap-2 px-2 text-[13px] text-muted print:hidden">
        <input type="checkbox" checked={isAbsolute} onChange={(event) => setAbsolute(event.target.checked)} />
        Show counts instead of percentages
      </label>
      <section aria-label="Retention" tabIndex={0} className="min-h-0 flex-1 overflow-auto">
        <table className="w-full border-separate border-spacing-0.5">
          <thead>
            <tr className="text-[13px] whitespace-nowrap text-muted">
              <th scope="col" className="px-2 text-left font-medium">
                {isBroken ? 'Value' : 'Started in'}
              </th>
              <th scope="col" className="px-2 text-right font-medium">
                Size
              </th>
              {mean.map((_, index) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: periods are their number
                  key={index}
                  scope="col"
                  className="px-2 font-medium"
                >
                  {period} {index}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="px-2 text-left font-medium whitespace-nowrap">
                Weighted mean
              </th>
              <td className="px-2 text-right" />
              {mean.map((share, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: periods are their number
                <td key={index} className={`${CELL} border-b border-line-strong font-medium`}>
                  {share === null ? '–' : percent(share)}
                </td>
              ))}
            </tr>
            {lines.map((line, row) => (
              <tr key={`${line.label}-${line.date}`}>
                <th scope="row" className="max-w-56 truncate px-2 text-left font-normal whitespace-nowrap">
                  {titles[row]}
                </th>
                <td className="px-2 text-right">
                  {onOpen && line.size > 0 && !isBroken ? (
                    <button
                      type="button"
                      onClick={() => onOpen(retentionPoint(node, row, null, `Started in ${titles[row]}`))}
                      className="min-h-7 rounded px-1 hover:underline"
                    >
                      {exact(line.size)}
                    </button>
                  ) : (
                    exact(line.size)
                  )}
                </td>
                {line.cells.map((cell, index) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: periods are their number
                    key={index}
                    title={`${exact(cell.count)} of ${exact(line.size)}${cell.isOpen ? ', incomplete' : ''}`}
                    className={`${CELL} rounded-sm ${cell.isOpen ? 'hatched text-muted' : ''}`}
                    style={
                      cell.isOpen ? undefined : { background: `rgb(var(--heat) / ${(cell.share * 0.55).toFixed(3)})` }
                    }
                  >
                    {cell.count === 0 ? (
                      cell.isOpen ? (
                        ''
                      ) : (
                        shown(cell)
                      )
                    ) : onOpen && !isBroken ? (
                      <button
                        type="button"
                        className="min-h-7 rounded px-1 hover:underline"
                        aria-label={`${shown(cell)}, started in ${titles[row]}, ${period} ${index}`}
                        onClick={() =>
                          onOpen(
                            retentionPoint(
                              node,
                              row,
                              index,
                              `Started in ${titles[row]}, came back in ${period.toLowerCase()} ${index}: ${exact(cell.count)}`,
                            ),
                          )
                        }
                      >
                        {shown(cell)}
                      </button>
                    ) : (
                      shown(cell)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Curve({ mean, period }: { mean: (number | null)[]; period: string }) {
  const data = curveData(mean, period)
  const known = data.series[0]!.values
  const last = known.at(-1)
  return (
    <TimeChart
      data={data}
      kind="line"
      format={percent}
      summary={
        last === undefined || last === null
          ? 'No period has ended yet.'
          : `${percent(last)} come back after ${known.length - 1} periods.`
      }
    />
  )
}
