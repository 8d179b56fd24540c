/** Reads a CSV file that somebody uploads: its encoding, its delimiter, its columns and its rows. */
import { type CsvError, parse } from 'csv-parse'
import { errors } from '../../platform/http/errors.ts'
import type { Definition } from './definitions.ts'
import { ROLES, type Role } from './properties.ts'
import { LINK_FIELDS } from './table-node.ts'

const CELL_CHARACTERS_MAX = 100_000
const DELIMITERS = [',', ';', '\t'] as const

type Field = 'id' | 'name' | 'external_id' | 'tags' | Role | (typeof LINK_FIELDS)[number]
const FIELDS: readonly string[] = ['id', 'name', 'external_id', 'tags', ...ROLES, ...LINK_FIELDS]
/** What exported files have and only the server sets. */
const READ_ONLY: ReadonlySet<string> = new Set(['created_at', 'updated_at', 'created_by', 'note_count', 'last_seen'])

/** What a column of the file is about; null for one that is left out. */
export type CsvColumn = { field: Field } | { definition: Definition } | null

export interface CsvRow {
  /** In the file, the first line being 1. */
  line: number
  cells: string[]
}

/** @throws ApiError 400 for bytes that are no UTF-8 text */
export function decode(bytes: Buffer): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw errors.invalid('The file is in UTF-16. Save it as CSV in UTF-8.', 'file')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw errors.invalid('The file is not in UTF-8. Save it as CSV in UTF-8.', 'file')
  }
  if (text.includes('\0')) throw errors.invalid('The file is no text.', 'file')
  if (text.trim() === '') throw errors.invalid('The file is empty.', 'file')
  return text
}

/**
 * Rows one after the other, the header first.
 * @throws ApiError 400 for quotes that do not close and the like
 */
export async function* readRows(text: string): AsyncGenerator<CsvRow> {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = DELIMITERS.toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!
  const parser = parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: CELL_CHARACTERS_MAX,
  })
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      yield { line: info.lines, cells: record }
  } catch (error) {
    if ((error as CsvError).code?.startsWith('CSV_'))
      throw errors.invalid(`The file is no CSV: ${(error as Error).message.slice(0, 300)}`, 'file')
    throw error
  } finally {
    parser.destroy()
  }
}

/**
 * @param ignoresUnknown leaves columns out that mean nothing here
 * @throws ApiError 400 for columns that are missing, doubled or unknown
 */
export function readHeader(
  cells: readonly string[],
  definitions: readonly Definition[],
  ignoresUnknown: boolean,
): CsvColumn[] {
  const unknown: string[] = []
  const seen = new Set<string>()
  const columns = cells.map((cell): CsvColumn => {
    const name = cell.trim()
    const low = name.toLowerCase()
    if (name === '' || READ_ONLY.has(low)) return null
    if (FIELDS.includes(low)) return once(seen, low, { field: low as Field })
    const definition =
      definitions.find((each) => each.name === name) ?? definitions.find((each) => each.name.toLowerCase() === low)
    if (definition) return once(seen, `property ${definition.id}`, { definition })
    unknown.push(name)
    return null
  })
  if (!['name', 'external_id', 'id'].some((name) => seen.has(name)))
    throw errors.invalid(
      'The first line must name the columns, and one of them must be name, external_id or id.',
      'file',
    )
  if (unknown.length > 0 && !ignoresUnknown)
    throw errors.invalid(
      `Unknown columns: ${unknown
        .map((name) => name.slice(0, 100))
        .join(', ')
        .slice(0, 1000)}. Known are ${[...FIELDS, ...definitions.map(({ name }) => name)].join(', ').slice(0, 2000)}.`,
      'file',
    )
  return columns
}

function once(seen: Set<string>, key: string, column: CsvColumn): CsvColumn {
  if (seen.has(key))
    throw errors.invalid(`The column ${key.replace(/^property /, '')} stands in the file twice.`, 'file')
  seen.add(key)
  return column
}

/** A cell without blanks around it, and without the quote that keeps spreadsheets from running a formula. */
export const cellText = (cell: string | undefined): string => (cell ?? '').trim().replace(/^'(?=[=+@\-\t\r])/, '')
