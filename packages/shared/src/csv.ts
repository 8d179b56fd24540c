/** CSV files that are safe to open in a spreadsheet. */

/** Text that spreadsheets would run as a formula; negative numbers are not formulas. */
const FORMULA = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/

/** Escapes a text as a cell: a leading quote makes spreadsheets show a formula instead of running it. */
export function cellOf(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
