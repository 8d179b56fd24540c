/** A range of dates in words. */
import { bucketLabel } from './dates.ts'

/**
 * `3 Jan 2026 to 9 Jan 2026`.
 * @param range ISO 8601 with the offset of the project's time zone, as answers have it
 */
export function dateRangeText({ date_from: from, date_to: to }: { date_from: string; date_to: string }): string {
  const [one, other] = [from, to].map((text) => bucketLabel(text.slice(0, 10), 'day', true))
  return one === other ? one! : `${one} to ${other}`
}
