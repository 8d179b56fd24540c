/** Saves what the page shows as files. */

import { type Table, toCsv, toTable } from '@hedgerow/shared/charts/table'
import type { QueryNode } from '@hedgerow/shared/query/nodes'
import type { Answer } from '../query/ask'

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const fileName = (name: string) => name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) || 'insight'

/** Saves a table as CSV. The byte order mark tells spreadsheets that the file is UTF-8. */
export function saveCsv(name: string, table: Table): void {
  saveFile(name, new Blob(['\ufeff', toCsv(table)], { type: 'text/csv' }))
}

export function exportCsv(name: string, node: QueryNode, answer: Answer): void {
  saveCsv(`${fileName(name)}.csv`, toTable(node, answer))
}

export function exportJson(name: string, node: QueryNode, answer: Answer): void {
  const { results, columns, types, last_refresh, timezone } = answer
  const content = JSON.stringify({ name, query: node, timezone, last_refresh, columns, types, results }, null, 2)
  saveFile(`${fileName(name)}.json`, new Blob([content], { type: 'application/json' }))
}

/** Saves an element of the page as a picture. */
export async function exportPng(name: string, element: HTMLElement): Promise<void> {
  const { toBlob } = await import('html-to-image')
  const background = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()
  const picture = await toBlob(element, { backgroundColor: background, pixelRatio: 2, skipFonts: true })
  if (!picture) throw new Error('The picture could not be created.')
  saveFile(`${fileName(name)}.png`, picture)
}
