/**
 * Runs a read-only query whose rows are streamed to a file: any number of them, in the memory of a few thousand. The engine
 * writes the file's lines itself, because reading every row here and writing it again would take most of the time.
 */
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PATIENT_SECONDS, STREAM_SETTINGS } from '../../../platform/clickhouse/engine/limits.ts'
import type { Select } from './ast.ts'
import { type Compiled, compile } from './compile.ts'
import { type HogQLStores, loadContext, type QueryTeam } from './context.ts'
import { QueryError } from './errors.ts'
import { describeColumns, explainError, findException, type RunOptions } from './run.ts'
import { scanRows } from './scan-rows.ts'

/**
 * `CSV`: lines of RFC 4180, in which no text is a formula. `JSONCompactEachRow`: a list per line. `JSONEachRow`: an object per
 * line. Times are in the project's time zone, with their offset.
 */
export type RowFormat = 'CSV' | 'JSONCompactEachRow' | 'JSONEachRow'

export interface StreamedRows {
  columns: string[]
  /** ClickHouse type of each column. */
  types: string[]
  /**
   * Writes the lines to a stream, and ends it.
   * @param onRows called with the number of rows so far, after each piece
   * @throws QueryError 400 with the engine's message if the query fails midway
   */
  writeTo(destination: NodeJS.WritableStream, onRows: (rows: number) => Promise<void>): Promise<void>
}

export interface StreamOptions extends Pick<RunOptions, 'now' | 'signal' | 'actions'> {
  format: RowFormat
  /** At most this many rows; a smaller LIMIT of the query counts. */
  rowsMax: number
}

/**
 * @throws QueryError 400 with the engine's message if the query cannot be answered
 * @throws ApiError 503 if the engine is not available
 */
export async function streamQuery(
  stores: HogQLStores,
  team: QueryTeam,
  tree: Select,
  { format, rowsMax, now = new Date(), signal, actions }: StreamOptions,
): Promise<StreamedRows> {
  const context = await loadContext(stores, team, tree, now, actions)
  const compiled = compile(tree, { context, limit: { default: rowsMax, max: rowsMax } })
  const types = await describeColumns(stores, compiled, signal)
  const query = fileSql(compiled, types, format, team.timezone)
  return {
    columns: compiled.columns,
    types,
    async writeTo(destination, onRows) {
      const lines = new Lines(format, onRows)
      try {
        const { stream } = await stores.reader.exec({
          query,
          query_params: compiled.parameters,
          clickhouse_settings: STREAM_SETTINGS,
          ...(signal && { abort_signal: signal }),
        })
        await pipeline(stream, lines, destination, ...(signal ? [{ signal }] : []))
      } catch (error) {
        if (signal?.aborted) throw signal.reason
        if (error instanceof QueryError || lines.hasFailedItself) throw error
        throw explainError(error, LIMIT)
      }
    },
  }
}

/** The statement that prints every cell as it is to stand in the file. */
function fileSql(
  { sql, columns, limit }: Compiled,
  types: readonly string[],
  format: RowFormat,
  timezone: string,
): string {
  const cells = columns.map((column, index) => {
    const name = `\`${column.replace(/[\\`]/g, '\\$&')}\``
    return `${cellSql(name, types[index] ?? 'String', format, timezone)} AS ${name}`
  })
  return `SELECT ${cells.join(', ')} FROM (${sql}) LIMIT ${limit} FORMAT ${format}`
}

/** A text that a spreadsheet would run; a negative number is none. The same rule as in `@hedgerow/shared/csv`. */
const isFormula = (text: string) =>
  `(startsWith(${text}, '=') OR startsWith(${text}, '+') OR startsWith(${text}, '@') OR startsWith(${text}, '\\t') OR startsWith(${text}, '\\r') OR (startsWith(${text}, '-') AND NOT match(${text}, '^-[0-9]+(\\\\.[0-9]+)?$')))`

function cellSql(name: string, type: string, format: RowFormat, timezone: string): string {
  const inner = type.replace(/^(?:(?:Nullable|LowCardinality)\()+|\)+$/g, '')
  const isMoment = /^DateTime/.test(inner)
  const cell = isMoment ? momentSql(name, inner, timezone) : name
  if (format !== 'CSV') return cell
  if (/^(Array|Map|Tuple|Nested|JSON|Object|Variant|Dynamic)/.test(inner)) return `toJSONString(${name})`
  const isText = /^(String|FixedString)/.test(inner)
  // The engine would write null as `\\N`.
  const whole = !/Nullable\(|^Nothing/.test(type)
    ? cell
    : `ifNull(${isText || isMoment ? cell : `toString(${cell})`}, '')`
  return isText ? `if(${isFormula(whole)}, concat('\\'', ${whole}), ${whole})` : whole
}

/** `2026-01-31T13:00:00+01:00`, with a fraction where the type has one. */
function momentSql(name: string, type: string, timezone: string): string {
  const zone = `'${timezone.replace(/[\\']/g, '\\$&')}'`
  const fraction = /^DateTime64\(0?[,)]/.test(type) || !/^DateTime64/.test(type) ? '' : '.%f'
  const time = (suffix: string) => `formatDateTime(${name}, '%Y-%m-%dT%H:%i:%S${fraction}${suffix}', ${zone})`
  if (timezone === 'UTC') return time('Z')
  return `replaceRegexpOne(${time('%z')}, '(\\\\d\\\\d)$', ':\\\\1')`
}

const LIMIT = `time limit of ${PATIENT_SECONDS / 60} minutes`
const NEWLINE = 0x0a
const BRACE = 0x7b
const NUL = 0

/** Counts the rows that pass, and finds the message of a query that failed midway: an object in place of a row. */
class Lines extends Transform {
  /** The destination or whoever counts failed, not the query. */
  hasFailedItself = false
  private rows = 0
  private isQuoted = false
  private isAtStart = true
  private problem: Buffer[] | null = null

  constructor(
    private readonly format: RowFormat,
    private readonly onRows: (rows: number) => Promise<void>,
  ) {
    super()
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const end = this.problem ? 0 : this.count(piece)
    if (end < piece.length) {
      this.problem ??= []
      this.problem.push(piece.subarray(end))
    }
    if (end > 0) this.push(piece.subarray(0, end))
    this.onRows(this.rows).then(
      () => done(),
      (error: Error) => {
        this.hasFailedItself = true
        done(error)
      },
    )
  }

  override _flush(done: TransformCallback): void {
    const found = this.problem && findException(`\n${Buffer.concat(this.problem).toString().replace('\0', '')}`)
    done(
      found
        ? (explainError(found, LIMIT) as Error)
        : this.problem
          ? new Error('The engine ended a query midway.')
          : null,
    )
  }

  /** @returns where the rows end and a message begins */
  private count(piece: Buffer): number {
    // Only rows of objects begin with a brace; a mark precedes the message there.
    const mark = this.format === 'JSONEachRow' ? NUL : BRACE
    if (this.isAtStart && piece[0] === mark) return 0
    const { rows, isQuoted, end } = scanRows(piece, this.isQuoted, { mark, hasQuotedLines: this.format === 'CSV' })
    this.rows += rows
    this.isQuoted = isQuoted
    this.isAtStart = !isQuoted && piece[end - 1] === NEWLINE
    return end
  }
}
