/** Times on the clocks of a time zone, as fields of forms hold them. */

/** A moment as the value of a `datetime-local` field: `2026-03-09T09:00`. */
export const localTime = (date: Date, timeZone: string): string =>
  date.toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T')

/**
 * The moment at which the clocks of a time zone show a time. A time that they skip is taken as if they had not been changed
 * yet; of two moments with the same time it is one of both.
 * @param local `2026-03-09T09:00`
 * @returns null for a text that is no time
 */
export function momentAt(local: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return null
  const offsetAt = (moment: number) => Date.parse(`${localTime(new Date(moment), timeZone)}Z`) - moment
  // The offset at the result counts, not the one at the guess.
  const guess = wanted - offsetAt(wanted)
  return new Date(wanted - offsetAt(guess))
}
