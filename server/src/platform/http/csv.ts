/** CSV answers: nested values become columns such as `properties.address.city`, one line per object. */
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { cellOf } from '@hedgerow/shared/csv'
import { csvFormatRow } from 'd3-dsv'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isJsonObject, type JsonValue, stringifyJson } from '../json.ts'
import { errors } from './errors.ts'

type Cells = Map<string, string>

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
    else cells.set(path, cellText(item))
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

/**
 * Sends objects as CSV. They are read twice, once for the columns and once for the lines, so only one chunk of them is in
 * memory at a time.
 * @param read yields the objects in chunks, the same ones each time
 */
export async function sendCsv(
  reply: FastifyReply,
  fileName: string,
  read: () => AsyncIterable<object[]> | Iterable<object[]>,
): Promise<void> {
  const names = new Set<string>()
  for await (const piece of read())
    for (const object of piece) for (const name of toCells(object).keys()) names.add(name)
  const columns = [...names].sort()
  async function* lines() {
    yield csvLine(columns)
    for await (const piece of read()) {
      yield piece
        .map((object) => {
          const cells = toCells(object)
          return csvLine(columns.map((column) => cells.get(column) ?? ''))
        })
        .join('')
    }
  }
  reply
    .type('text/csv; charset=utf-8')
    .header('Content-Disposition', `attachment; filename="${fileName}.csv"`)
    .send(Readable.from(lines()))
  // The database connection of the objects is needed until the last line is sent.
  await finished(reply.raw).catch(() => {})
}
