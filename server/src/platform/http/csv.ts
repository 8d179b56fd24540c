/** CSV answers: nested values become columns such as `properties.address.city`, one line per object. */
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { cellOf } from '@hedgerow/shared/csv'
import { csvFormatRow } from 'd3-dsv'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isJsonObject, type JsonValue, stringifyJson } from '../json.ts'
import { errors } from './errors.ts'

type Cells = Map<string, JsonValue>

/**
 * Whether a GET asks for CSV: `format=csv`, or `Accept: text/csv` without a format.
 * @throws ApiError 404 for an unknown format
 */
export function wantsCsv(request: FastifyRequest): boolean {
  const { format } = request.query as { format?: string }
  if (format === 'csv') return true
  if (format && format !== 'json') throw errors.notFound()
  return !format && /^text\/csv\b/.test(request.headers.accept ?? '')
}

/**
 * Answers a GET in the requested format.
 * @param rows the rows of the CSV; by default the results of a page, or the whole answer as one row
 */
export async function answerInFormat<Answer extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  fileName: string,
  answer: Answer,
  rows: object[] = 'results' in answer && Array.isArray(answer.results) ? answer.results : [answer],
): Promise<Answer> {
  if (!wantsCsv(request)) return answer
  return (await sendCsv(reply, fileName, () => [rows])) as never
}

/** Flattens one object to cells by column name. Empty lists and objects produce no column. */
function toCells(value: JsonValue | object): Cells {
  const cells: Cells = new Map()
  const visit = (item: JsonValue | undefined, path: string) => {
    if (item === undefined) return
    if (Array.isArray(item)) {
      for (const [index, child] of item.entries()) visit(child, path === '' ? String(index) : `${path}.${index}`)
    } else if (isJsonObject(item))
      for (const [key, child] of Object.entries(item)) visit(child, path === '' ? key : `${path}.${key}`)
    else cells.set(path, item)
  }
  visit(value as JsonValue, '')
  return cells
}

function cellText(value: JsonValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return stringifyJson(value)
  return cellOf(value)
}

/** One line of a file, as in RFC 4180. */
const csvLine = (fields: string[]): string => `${csvFormatRow(fields)}\r\n`

/** Objects in pieces, the same ones each time. */
export type ReadPieces = () => AsyncIterable<object[]> | Iterable<object[]>

/**
 * Objects as rows. They are read twice, once for the columns and once for the rows, so only one piece of them is in memory at
 * a time.
 * @returns the columns, sorted, and the rows; null where an object has no value
 */
export async function flatRows(
  read: ReadPieces,
): Promise<{ columns: string[]; pieces: AsyncGenerator<JsonValue[][]> }> {
  const names = new Set<string>()
  for await (const piece of read())
    for (const object of piece) for (const name of toCells(object).keys()) names.add(name)
  const columns = [...names].sort()
  async function* pieces() {
    for await (const piece of read())
      yield piece.map((object) => {
        const cells = toCells(object)
        return columns.map((column) => cells.get(column) ?? null)
      })
  }
  return { columns, pieces: pieces() }
}

/** The lines of a file in pieces, its header first, each with the number of rows so far. */
export async function* csvLines(read: ReadPieces): AsyncGenerator<{ text: string; rows: number }> {
  const { columns, pieces } = await flatRows(read)
  let rows = 0
  yield { text: csvLine(columns), rows }
  for await (const piece of pieces) {
    rows += piece.length
    yield { text: piece.map((cells) => csvLine(cells.map(cellText))).join(''), rows }
  }
}

/**
 * Sends objects as CSV.
 * @param read yields the objects in chunks, the same ones each time
 */
export async function sendCsv(reply: FastifyReply, fileName: string, read: ReadPieces): Promise<void> {
  async function* lines(first: string, rest: AsyncGenerator<{ text: string }>) {
    yield first
    for await (const { text } of rest) yield text
  }
  const pieces = csvLines(read)
  // The columns are read before the answer begins: until then, an error is an answer of its own.
  const { value: header } = await pieces.next()
  reply
    .type('text/csv; charset=utf-8')
    .header('Content-Disposition', `attachment; filename="${fileName}.csv"`)
    .send(Readable.from(lines((header as { text: string }).text, pieces)))
  // The database connection of the objects is needed until the last line is sent.
  await finished(reply.raw).catch(() => {})
}
