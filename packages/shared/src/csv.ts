/** CSV files that are safe to open. */

/** What spreadsheets would run as a formula when a stranger's text is opened; a negative number is none. */
const FORMULA = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/

/** A text as a cell: a leading quote makes spreadsheets show a formula instead of running it. */
export function cellOf(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
