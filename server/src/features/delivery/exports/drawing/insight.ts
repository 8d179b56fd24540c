/** The picture of an insight: its title, its range of dates, and its chart as on its page, in light colors. */
import { answerPicture } from '@hedgerow/shared/charts/svg/draw-answer'
import { dateRangeText } from '@hedgerow/shared/query/date-range-text'
import type { Answered } from '../subjects.ts'

export const WIDTH = 800
export const HEIGHT = 450

/** As a whole SVG document. */
export function insightSvg(
  { title, node, visual, answer, limits }: Answered,
  size = { width: WIDTH, height: HEIGHT },
): string {
  const subtitle = answer.dateRange ? dateRangeText(answer.dateRange) : ''
  return answerPicture(
    node,
    answer,
    { ...size, title, subtitle },
    { timeZone: answer.timezone, visual, ...(limits && { limits }) },
  )
}
