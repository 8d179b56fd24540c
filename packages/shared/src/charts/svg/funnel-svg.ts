/** Draws the steps of a funnel as SVG: a bar for every step and breakdown value, as a share of the first step. */
import { exact, percent } from '../format.ts'
import type { FunnelLine } from '../funnel-data.ts'
import { type Box, type Look, rect, shorten, textAt } from './elements.ts'
import { withLegend } from './legend-svg.ts'

const BARS_MAX = 6

export function drawFunnel(lines: readonly FunnelLine[], box: Box, look: Look): string {
  const shown = lines.slice(0, BARS_MAX)
  const series = shown.map(({ name, color }) => ({ name, color, isPrevious: false }))
  return withLegend({ series, left: lines.length - shown.length }, box, look, (room) => drawSteps(shown, room, look))
}

function drawSteps(shown: readonly FunnelLine[], box: Box, look: Look): string {
  const { palette, fontSize } = look
  const steps = shown[0]?.bars ?? []
  const column = box.width / Math.max(1, steps.length)
  const top = box.y + fontSize * 1.8
  const height = box.height - fontSize * (shown.length === 1 ? 5.2 : 3.6)
  return steps
    .map((step, index) => {
      const x = box.x + index * column
      const side = (column * 0.85) / shown.length
      const bars = shown.map((line, at) => {
        const bar = line.bars[index]!
        const full = { x: x + at * side, y: top, width: side - 2, height }
        const color = palette.series[line.color - 1] ?? palette.series[0]!
        return (
          rect(full, palette.line) +
          rect({ ...full, y: top + height * (1 - bar.ofFirst), height: height * bar.ofFirst }, color)
        )
      })
      const name = shorten(`${index + 1}. ${step.name}`, column * 0.95, fontSize)
      const below = top + height + fontSize * 1.4
      const numbers =
        shown.length === 1
          ? textAt(`${exact(step.count)}, ${percent(step.ofFirst)}`, x, below, {
              size: fontSize,
              color: palette.text,
            }) +
            (index > 0
              ? textAt(
                  shorten(`${percent(step.ofPrevious)} of the step before`, column, fontSize * 0.9),
                  x,
                  below + fontSize * 1.4,
                  {
                    size: fontSize,
                    color: palette.muted,
                  },
                )
              : '')
          : textAt(exact(shown.reduce((sum, line) => sum + line.bars[index]!.count, 0)), x, below, {
              size: fontSize,
              color: palette.text,
            })
      return textAt(name, x, box.y + fontSize, { size: fontSize, color: palette.text }) + bars.join('') + numbers
    })
    .join('')
}

/** Draws how long conversions took: a bar for every range of seconds. */
export function drawTimes(bins: readonly (readonly [seconds: number, count: number])[], box: Box, look: Look): string {
  const { palette, fontSize } = look
  const most = Math.max(1, ...bins.map(([, count]) => count))
  const column = box.width / Math.max(1, bins.length)
  const height = box.height - fontSize * 3.2
  return bins
    .map(([seconds, count], index) => {
      const x = box.x + index * column
      const bar = (count / most) * height
      const y = box.y + fontSize * 1.4 + height - bar
      const style = { size: fontSize, color: palette.muted, anchor: 'middle' } as const
      return (
        rect({ x: x + 1, y, width: column - 2, height: bar }, palette.series[0]!) +
        textAt(exact(count), x + column / 2, y - fontSize * 0.3, style) +
        textAt(
          shorten(`${exact(Math.round(seconds))} s`, column, fontSize),
          x + column / 2,
          box.y + box.height - 2,
          style,
        )
      )
    })
    .join('')
}
