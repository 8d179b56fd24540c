/** What has changed since the last report, in words computed from the numbers. */
import { compact, percent, signed } from '@hedgerow/shared/charts/format'
import { change } from '@hedgerow/shared/charts/trends-data'
import type { Headline } from './headlines.ts'

/** Changes named in a summary. */
const CHANGES_MAX = 5
/** Smaller relative changes are not news. */
const CHANGE_MIN = 0.005

export interface Compared extends Headline {
  insight: string
  /** The value of the last report; else of the period before. */
  previous: number | null
}

/** `1,204`, `12.5 %` */
export const showValue = ({ unit }: Pick<Headline, 'unit'>, value: number): string =>
  unit === 'share' ? percent(value) : compact(value)

/**
 * Puts each number beside that of the last report; without one, beside that of the period before.
 * @param last the numbers of the last report about the same insight
 */
export function compare(insight: string, now: readonly Headline[], last: readonly Headline[]): Compared[] {
  const known = new Map(last.map((headline) => [`${headline.label} ${headline.unit}`, headline]))
  return now.map((headline) => {
    const before = known.get(`${headline.label} ${headline.unit}`)
    return { ...headline, insight, previous: before ? before.value : headline.before }
  })
}

/** `+12.0 % (1,204, before 1,075)`; null if there is nothing to compare with, or no change. */
export function describeChange(compared: Compared): string | null {
  const { value, previous, unit } = compared
  if (previous === null || previous === value) return null
  const values = `${showValue(compared, value)}, before ${showValue(compared, previous)}`
  if (unit === 'share') return `${inPoints(value - previous)} (${values})`
  const share = change(value, previous)
  return share === null ? `now ${values}` : `${signed(share)} (${values})`
}

/** The difference of two shares in percentage points. */
const inPoints = (difference: number) => `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} points`

/**
 * The largest changes, one line each, in order of their size.
 * @returns null if nothing has changed that can be compared
 */
export function summarizeChanges(compared: readonly Compared[]): string | null {
  const changed = compared
    .map((each) => ({ each, size: sizeOf(each), text: describeChange(each) }))
    .filter(({ size, text }) => text !== null && size >= CHANGE_MIN)
    .sort((one, other) => other.size - one.size)
  if (changed.length === 0) return null
  return changed
    .slice(0, CHANGES_MAX)
    .map(({ each, text }) => `${each.insight === each.label ? '' : `${each.insight}: `}${each.label} ${text}`)
    .join('\n')
}

/** How large a change is, relative to what was before. */
function sizeOf({ value, previous, unit }: Compared): number {
  if (previous === null) return 0
  if (unit === 'share') return Math.abs(value - previous)
  const share = change(value, previous)
  return share === null ? Number.MAX_VALUE : Math.abs(share)
}
