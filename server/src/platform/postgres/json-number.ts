/** Reads numbers in JSON columns as the rest of the product does: text that contains a number counts as one. */

/** Text that PostgreSQL can cast to numeric without an error (its regular expressions allow at most 255 repetitions). */
export const NUMBER_PATTERN = '^\\s*[-+]?(\\d{1,250}(\\.\\d{0,250})?|\\.\\d{1,250})([eE][-+]?\\d{1,3})?\\s*$'

/**
 * SQL of a value as a number, NULL if it is not one.
 * @param text SQL of the value's text
 * @param value SQL of the value as jsonb, or null for a plain text column
 */
export function numberSql(text: string, value: string | null): string {
  const isNumber = `${text} ~ '${NUMBER_PATTERN}'`
  return `(CASE WHEN ${value ? `jsonb_typeof(${value}) = 'number' OR ${isNumber}` : isNumber} THEN ${text}::numeric END)`
}
