/** Reads an uploaded CSV file: its encoding, its delimiter and its rows. */
import { type CsvError, parse } from 'csv-parse'
import { errors } from './errors.ts'

const CELL_CHARACTERS_MAX = 100_000
const DELIMITERS = [',', ';', '\t'] as const

export interface CsvRow {
  /** Line number in the file, starting at 1. */
  line: number
  cells: string[]
}

/**
 * @param attr the field that errors name
 * @throws ApiError 400 for bytes that are not UTF-8 text
 */
export function decodeCsv(bytes: Buffer, attr: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw errors.invalid('The file is in UTF-16. Save it as CSV in UTF-8.', attr)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw errors.invalid('The file is not in UTF-8. Save it as CSV in UTF-8.', attr)
  }
  if (text.includes('\0')) throw errors.invalid('The file is not text.', attr)
  if (text.trim() === '') throw errors.invalid('The file is empty.', attr)
  return text
}

/**
 * Yields the rows one by one, the header row first. The delimiter is the most frequent candidate in the first line.
 * @param attr the field that errors name
 * @throws ApiError 400 for unclosed quotes and similar errors
 */
export async function* readCsvRows(text: string, attr: string): AsyncGenerator<CsvRow> {
  const head = /[^\r\n]+/.exec(text)?.[0] ?? ''
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
      throw errors.invalid(`The file is not valid CSV: ${(error as Error).message.slice(0, 300)}`, attr)
    throw error
  } finally {
    parser.destroy()
  }
}
