/** Writes rows to a file in the format that somebody asked for. */
import { once } from 'node:events'
import { PassThrough, type Writable } from 'node:stream'
import { constants, createBrotliCompress } from 'node:zlib'
import { toCsv } from '@hedgerow/shared/charts/table'
import { cellOf } from '@hedgerow/shared/csv'
import { csvFormatRow } from 'd3-dsv'
import type { Blobs } from '../../../../platform/blobs/blobs.ts'
import { csvLines, flatRows } from '../../../../platform/http/csv.ts'
import { errors } from '../../../../platform/http/errors.ts'
import { stringifyJson } from '../../../../platform/json.ts'
import type { ExportFormat } from '../formats.ts'
import type { RowSource } from '../rows.ts'
import type { Content } from '../store.ts'
import { rowsOfLines } from './lines.ts'
import { xlsxFile } from './xlsx.ts'

/**
 * The weakest level of Brotli is as small as the weakest one of gzip, in half the time. Large pieces make most of the
 * difference between fast and slow.
 */
const COMPRESSION = { chunkSize: 128 * 1024, params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }

interface Target {
  blobs: Blobs
  blobKey: string
  format: ExportFormat
  /** @param total null if unknown */
  onProgress: (done: number, total: number | null) => Promise<void>
}

/**
 * @returns what was stored
 * @throws ApiError when a query fails midway, or the format has no room for the rows
 */
export async function writeFile(source: RowSource, target: Target): Promise<Content> {
  const { blobs, blobKey, format, onProgress } = target
  let rows = 0
  const count = async (done: number, total: number | null = null) => {
    rows = done
    await onProgress(done, total)
  }
  const isCompressed = format !== XLSX
  const body = isCompressed ? createBrotliCompress(COMPRESSION) : new PassThrough()
  // Whoever reads it gets the error; it may happen before anybody does.
  body.on('error', () => {})
  const stored = blobs.put(blobKey, body)
  try {
    await Promise.all([stored, write(source, format, body, count)])
  } catch (error) {
    body.destroy(error as Error)
    await stored.catch(() => {})
    await blobs.delete(blobKey)
    throw error
  }
  return { blobKey, bytes: await stored, isCompressed, rows: source.kind === 'document' ? null : rows }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' satisfies ExportFormat

type Count = (done: number, total?: number | null) => Promise<void>

async function write(source: RowSource, format: ExportFormat, body: Writable, count: Count): Promise<void> {
  if (format === 'application/json') return writeJson(source, body, count)
  if (source.kind === 'document') throw errors.invalid('This can be exported as JSON only.')
  if (format === 'text/csv') return writeCsv(source, body, count)
  if (format === 'application/x-ndjson') return writeLines(source, body, count)
  return writeXlsx(source, body, count)
}

type Rows = Exclude<RowSource, { kind: 'document' }>

async function writeCsv(source: Rows, body: Writable, count: Count): Promise<void> {
  if (source.kind === 'table') {
    await push(body, `${toCsv(source.table)}\r\n`)
    await count(source.table.rows.length, source.table.rows.length)
    body.end()
  } else if (source.kind === 'query') {
    const rows = await source.open('CSV')
    await push(body, `${csvFormatRow(rows.columns.map(cellOf))}\r\n`)
    await rows.writeTo(body, count)
  } else {
    await source.lend(async (read) => {
      for await (const { text, rows } of csvLines(read)) {
        await push(body, text)
        await count(rows)
      }
    })
    body.end()
  }
}

/** An object per line. */
async function writeLines(source: Rows, body: Writable, count: Count): Promise<void> {
  if (source.kind === 'query') return (await source.open('JSONEachRow')).writeTo(body, count)
  if (source.kind === 'table') {
    const { columns, rows } = source.table
    const lines = rows.map(
      (row) => `${stringifyJson(Object.fromEntries(columns.map((name, index) => [name, row[index]])))}\n`,
    )
    await push(body, lines.join(''))
    await count(rows.length, rows.length)
  } else {
    await source.lend(async (read) => {
      let rows = 0
      for await (const piece of read()) {
        await push(body, piece.map((each) => `${stringifyJson(each)}\n`).join(''))
        rows += piece.length
        await count(rows)
      }
    })
  }
  body.end()
}

async function writeJson(source: RowSource, body: Writable, count: Count): Promise<void> {
  if (source.kind === 'table' || source.kind === 'document') {
    await push(body, stringifyJson(source.document))
    if (source.kind === 'table') await count(source.table.rows.length, source.table.rows.length)
  } else if (source.kind === 'query') {
    const rows = await source.open('JSONCompactEachRow')
    await push(body, `{"columns":${stringifyJson(rows.columns)},"types":${stringifyJson(rows.types)},"results":[`)
    let isFirst = true
    for await (const piece of rowsOfLines(rows, count)) {
      await push(body, `${isFirst ? '\n' : ',\n'}${piece.map((row) => stringifyJson(row)).join(',\n')}`)
      isFirst = false
    }
    await push(body, ']}')
  } else {
    await push(body, '{"results":[')
    await source.lend(async (read) => {
      let rows = 0
      for await (const piece of read()) {
        if (piece.length === 0) continue
        await push(body, `${rows === 0 ? '\n' : ',\n'}${piece.map((each) => stringifyJson(each)).join(',\n')}`)
        rows += piece.length
        await count(rows)
      }
    })
    await push(body, ']}')
  }
  body.end()
}

async function writeXlsx(source: Rows, body: Writable, count: Count): Promise<void> {
  if (source.kind === 'objects') {
    await source.lend(async (read) => {
      const { columns, pieces } = await flatRows(read)
      await sendSheet(columns, counted(pieces, count), body)
    })
  } else if (source.kind === 'query') {
    const rows = await source.open('JSONCompactEachRow')
    await sendSheet(rows.columns, rowsOfLines(rows, count), body)
  } else {
    const { columns, rows } = source.table
    await sendSheet(columns, counted([rows], count), body)
  }
}

async function sendSheet(
  columns: readonly string[],
  pieces: AsyncIterable<readonly (readonly unknown[])[]>,
  body: Writable,
): Promise<void> {
  const { file, done } = xlsxFile(columns, pieces)
  const sent = (async () => {
    for await (const piece of file) await push(body, piece as Buffer)
  })()
  await Promise.all([done, sent])
  body.end()
}

async function* counted(
  pieces: AsyncIterable<unknown[][]> | Iterable<unknown[][]>,
  count: Count,
): AsyncGenerator<unknown[][]> {
  let rows = 0
  for await (const piece of pieces) {
    yield piece
    rows += piece.length
    await count(rows)
  }
}

async function push(body: Writable, piece: string | Buffer): Promise<void> {
  if (body.destroyed) throw new Error('The file could not be written.')
  if (!body.write(piece)) await once(body, 'drain')
}
