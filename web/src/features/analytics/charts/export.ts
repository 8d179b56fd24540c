/** Saves what the page shows as files. */

import { type Table, toCsv } from '@hedgerow/shared/charts/table'

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Saves a table as CSV. The byte order mark tells spreadsheets that the file is UTF-8. */
export function saveCsv(name: string, table: Table): void {
  saveFile(name, new Blob(['\ufeff', toCsv(table)], { type: 'text/csv' }))
}
