/** Reads the IDs in a CSV file of persons: a table with a header row that names the ID columns, or a plain list. */
import { validate as isUuid } from 'uuid'
import { readCsvRows } from '../../../platform/http/csv-file.ts'
import { errors } from '../../../platform/http/errors.ts'

export const IDS_MAX = 1_000_000
const ID_CHARACTERS_MAX = 1000
/** Known column names in lower case, without punctuation. If a row has several IDs, the first in this order is used. */
const COLUMNS = ['personid', 'distinctid', 'email'] as const
type Column = (typeof COLUMNS)[number]

export interface IdsOfCsv {
  hasHeader: boolean
  /** The file has only one column. */
  isList: boolean
  /** Every ID once, as written in the file. */
  all: Set<string>
  personIds: string[]
  distinctIds: string[]
  /** In lower case. */
  emails: string[]
}

export const unknownColumns = () =>
  errors.invalid(
    'The file needs a column named person_id, distinct_id or email; the first line names the columns.',
    'csv',
  )

/** @throws ApiError 400 for a file without IDs or with too many */
export async function readIdsOfCsv(csv: string): Promise<IdsOfCsv> {
  const found: IdsOfCsv = { hasHeader: false, isList: true, all: new Set(), personIds: [], distinctIds: [], emails: [] }
  let header: Map<Column, number> | null = null
  for await (const { cells } of readCsvRows(csv.replace(/^\uFEFF/, ''), 'csv')) {
    if (header === null) {
      header = readHeader(cells)
      found.hasHeader = header.size > 0
      found.isList = cells.length === 1
      if (found.hasHeader) continue
    }
    addRow(found, header, cells)
    if (found.all.size > IDS_MAX) throw errors.invalid(`A file has at most ${IDS_MAX} IDs.`, 'csv')
  }
  if (found.all.size === 0) throw errors.invalid('The file has no IDs.', 'csv')
  return found
}

function readHeader(cells: readonly string[]): Map<Column, number> {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[\s._-]/g, ''))
  return new Map(
    COLUMNS.flatMap((column) => (names.includes(column) ? [[column, names.indexOf(column)] as const] : [])),
  )
}

function addRow(found: IdsOfCsv, header: ReadonlyMap<Column, number>, cells: readonly string[]): void {
  const columns: readonly (readonly [Column | null, number])[] = found.hasHeader ? [...header] : [[null, 0]]
  for (const [column, index] of columns) {
    const id = (cells[index] ?? '').trim()
    if (id === '') continue
    if (found.all.has(id)) return
    found.all.add(id)
    if (id.length > ID_CHARACTERS_MAX) return
    if (column === 'personid' && isUuid(id)) found.personIds.push(id.toLowerCase())
    // Users put email addresses into ID columns, too.
    if (column === 'distinctid' || column === null) found.distinctIds.push(id)
    if (column !== 'personid' && id.includes('@')) found.emails.push(id.toLowerCase())
    return
  }
}
