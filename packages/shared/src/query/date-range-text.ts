/** A range of dates as people write it. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * `Jan 3 to 9, 2026`, `Dec 29, 2025 to Jan 4, 2026`.
 * @param range ISO 8601 with the offset of the project's time zone, as answers have it
 */
export function dateRangeText({ date_from: from, date_to: to }: { date_from: string; date_to: string }): string {
  const [one, other] = [from, to].map((text) => {
    const [year, month, day] = text.slice(0, 10).split('-') as [string, string, string]
    return { year, month: MONTHS[Number(month) - 1] ?? month, day: Number(day) }
  }) as [Day, Day]
  const end = `${other.day}, ${other.year}`
  if (one.year !== other.year) return `${one.month} ${one.day}, ${one.year} to ${other.month} ${end}`
  if (one.month !== other.month) return `${one.month} ${one.day} to ${other.month} ${end}`
  return one.day === other.day ? `${one.month} ${end}` : `${one.month} ${one.day} to ${end}`
}

interface Day {
  year: string
  month: string
  day: number
}
