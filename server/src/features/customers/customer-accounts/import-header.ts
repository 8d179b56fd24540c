/** Reads the header row of a CSV file of accounts. */
import { errors } from '../../../platform/http/errors.ts'
import type { Definition } from './definitions.ts'
import { ROLES, type Role } from './properties.ts'
import { LINK_FIELDS } from './table-node.ts'

type Field = 'id' | 'name' | 'external_id' | 'tags' | Role | (typeof LINK_FIELDS)[number]
const FIELDS: readonly string[] = ['id', 'name', 'external_id', 'tags', ...ROLES, ...LINK_FIELDS]
/** Columns of exported files that only the server sets. */
const READ_ONLY: ReadonlySet<string> = new Set(['created_at', 'updated_at', 'created_by', 'note_count', 'last_seen'])

/** The meaning of a column; null if it is skipped. */
export type CsvColumn = { field: Field } | { definition: Definition } | null

/**
 * @param ignoresUnknown skips unknown columns
 * @throws ApiError 400 for missing, duplicate or unknown columns
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
  if (seen.has(key)) throw errors.invalid(`The column ${key.replace(/^property /, '')} is in the file twice.`, 'file')
  seen.add(key)
  return column
}

/** Trims a cell and removes the quote that keeps spreadsheets from running a formula. */
export const cellText = (cell: string | undefined): string => (cell ?? '').trim().replace(/^'(?=[=+@\-\t\r])/, '')
