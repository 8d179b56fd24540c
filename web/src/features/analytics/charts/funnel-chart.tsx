/** A funnel: bars with who got through and who dropped off. The values of a breakdown stand side by side. */

import { compact, exact, percent } from '@hedgerow/shared/charts/format'
import { describeFunnel, type FunnelLine, funnelData } from '@hedgerow/shared/charts/funnel-data'
import { funnelPoint, type OnOpen } from '@hedgerow/shared/charts/points'
import { duration } from '@hedgerow/shared/format'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { TimeToConvert as ConvertTimes, FunnelStep } from '@hedgerow/shared/query/results'
import { seriesColor } from './series-color'

interface Props {
  node: InsightNode
  results: FunnelStep[] | FunnelStep[][]
  onOpen?: OnOpen
  isCompact?: boolean
}

const LINES_SHOWN_MAX = 10

export function FunnelChart({ node, results, onOpen, isCompact }: Props) {
  const lines = funnelData(results).slice(0, LINES_SHOWN_MAX)
  const steps = lines[0]?.bars ?? []
  if (steps.length === 0) return null
  return (
    <section aria-label={describeFunnel(lines, percent)} tabIndex={0} className="h-full overflow-auto">
      <ol className="flex min-w-max items-stretch gap-4 p-3">
        {steps.map((step, index) => (
          <li key={`${step.order}-${step.name}`} className="flex w-44 flex-col gap-2">
            <p className="truncate font-medium" title={step.name}>
              {index + 1}. {step.name}
            </p>
            <div
              className={`flex items-end gap-1 border-b border-line-strong ${isCompact ? 'h-28' : 'h-52'}`}
              aria-hidden
            >
              {lines.map((line) => (
                <div key={line.key} className="relative flex h-full min-w-3 flex-1 items-end bg-raised">
                  <div
                    className="w-full rounded-t-sm"
                    style={{ height: `${line.bars[index]!.ofFirst * 100}%`, background: seriesColor(line.color) }}
                  />
                </div>
              ))}
            </div>
            {lines.length === 1 && <StepNumbers line={lines[0]!} index={index} node={node} onOpen={onOpen} />}
          </li>
        ))}
      </ol>
      {lines.length > 1 && <FunnelTable lines={lines} node={node} onOpen={onOpen} />}
    </section>
  )
}

/** The numbers of a funnel with a breakdown: a row for every value. */
function FunnelTable({ lines, node, onOpen }: { lines: FunnelLine[]; node: InsightNode; onOpen?: OnOpen }) {
  const steps = lines[0]!.bars
  return (
    <table className="w-full text-left">
      <caption className="sr-only">Conversion by value</caption>
      <thead>
        <tr className="border-y border-line bg-raised text-[13px] whitespace-nowrap text-muted">
          <th scope="col" className="px-3 py-2 font-medium">
            Value
          </th>
          {steps.map((step, index) => (
            <th key={`${step.order}-${step.name}`} scope="col" className="px-3 text-right font-medium">
              {index + 1}. {step.name}
            </th>
          ))}
          <th scope="col" className="px-3 text-right font-medium">
            Median
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key} className="h-11 border-b border-line last:border-0">
            <th scope="row" className="max-w-56 px-3 font-normal">
              <span className="flex items-center gap-2">
                <span
                  aria-hidden
                  className="h-2.5 w-2.5 shrink-0 rounded-sm"
                  style={{ background: seriesColor(line.color) }}
                />
                <span className="truncate" title={line.name}>
                  {line.name}
                </span>
              </span>
            </th>
            {line.bars.map((bar, index) => (
              <td key={`${bar.order}-${bar.name}`} className="px-3 text-right whitespace-nowrap">
                <Numbers
                  isOpen={onOpen !== undefined && bar.count > 0}
                  isEnd
                  title={`Reached ${bar.name}, ${line.name}`}
                  onClick={() =>
                    onOpen?.(funnelPoint(node, index + 1, line.breakdown, `Reached ${bar.name}, ${line.name}`))
                  }
                >
                  <span className="font-medium">{exact(bar.count)}</span>
                  {index > 0 && <span className="text-muted"> {percent(bar.ofFirst)}</span>}
                </Numbers>
                {index > 0 && (
                  <Numbers
                    isOpen={onOpen !== undefined && bar.dropped > 0}
                    isEnd
                    title={`Dropped off before ${bar.name}, ${line.name}`}
                    onClick={() =>
                      onOpen?.(
                        funnelPoint(node, -(index + 1), line.breakdown, `Dropped off before ${bar.name}, ${line.name}`),
                      )
                    }
                  >
                    <span className="text-[13px] text-muted">−{exact(bar.dropped)}</span>
                  </Numbers>
                )}
              </td>
            ))}
            <td className="px-3 text-right whitespace-nowrap text-muted">
              {line.bars.at(-1)!.medianSeconds === null ? '–' : duration(line.bars.at(-1)!.medianSeconds!)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function StepNumbers({
  line,
  index,
  node,
  onOpen,
}: {
  line: FunnelLine
  index: number
  node: InsightNode
  onOpen?: OnOpen
}) {
  const bar = line.bars[index]!
  const open = (step: number, title: string) => onOpen?.(funnelPoint(node, step, line.breakdown, title))
  return (
    <div className="text-[13px]">
      <Numbers
        isOpen={onOpen !== undefined && bar.count > 0}
        onClick={() => open(index + 1, `Reached ${bar.name}`)}
        title={exact(bar.count)}
      >
        <span className="font-medium">{compact(bar.count)}</span>{' '}
        {index === 0 ? 'entered' : `got here · ${percent(bar.ofFirst)} of all`}
      </Numbers>
      {index > 0 && (
        <>
          <Numbers
            isOpen={onOpen !== undefined && bar.dropped > 0}
            onClick={() => open(-(index + 1), `Dropped off before ${bar.name}`)}
            title={exact(bar.dropped)}
          >
            <span className="font-medium">{compact(bar.dropped)}</span> dropped off · {percent(1 - bar.ofPrevious)}
          </Numbers>
          <p className="text-muted">{percent(bar.ofPrevious)} of the previous step</p>
          {bar.medianSeconds !== null && (
            <p
              className="text-muted"
              title={bar.averageSeconds === null ? '' : `Average ${duration(bar.averageSeconds)}`}
            >
              median {duration(bar.medianSeconds)}
            </p>
          )}
        </>
      )}
    </div>
  )
}

function Numbers({
  isOpen,
  isEnd,
  onClick,
  title,
  children,
}: {
  isOpen: boolean
  isEnd?: boolean
  onClick: () => void
  title: string
  children: React.ReactNode
}) {
  if (!isOpen) return <p>{children}</p>
  return (
    <button
      type="button"
      onClick={onClick}
      title={title}
      className={`block min-h-6 hover:underline ${isEnd ? 'ml-auto text-right' : 'text-left'}`}
    >
      {children}
    </button>
  )
}

/** How long it took, as a histogram. */
export function TimeToConvert({ results }: { results: ConvertTimes }) {
  const bins = results.bins ?? []
  const sum = bins.reduce((all, [, count]) => all + count, 0)
  const highest = Math.max(1, ...bins.map(([, count]) => count))
  if (sum === 0) return <p className="p-6 text-center text-muted">No one converted in this range.</p>
  return (
    <div className="flex h-full flex-col gap-2 overflow-auto p-3">
      {results.average_conversion_time !== null && (
        <p>
          On average <strong>{duration(results.average_conversion_time)}</strong>, {exact(sum)} in total.
        </p>
      )}
      <table className="w-full">
        <caption className="sr-only">Time to convert</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">From</th>
            <th scope="col">Share</th>
            <th scope="col">Count</th>
          </tr>
        </thead>
        <tbody>
          {bins.map(([from, count]) => (
            <tr key={from} className="h-7">
              <th scope="row" className="w-28 pr-3 text-right text-[13px] font-normal text-muted">
                {duration(from)}
              </th>
              <td>
                <span
                  className="block h-5 rounded-sm"
                  style={{ width: `${Math.max(0.5, (count / highest) * 100)}%`, background: seriesColor(1) }}
                />
              </td>
              <td className="w-28 pl-3 text-right">
                {exact(count)} <span className="text-[13px] text-muted">{percent(count / sum)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
