/**
 * The little that the embedded engine's front must know about SQL text: where strings and comments are, what the
 * `{name:Type}` placeholders stand for, and which statements reach outside the database.
 *
 * Placeholders are filled in here and not by chdb: its parameter state is shared between sessions, so two concurrent
 * parameterized queries can read each other's values or abort the engine (chdb 3.4, `index.js`, the note at
 * `globalParamChain`).
 */

/** Strings, quoted identifiers and comments; everything else is code. */
const QUOTED = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|--[^\n]*|\/\*[\s\S]*?\*\//g
const PLACEHOLDER = /\{\s*([A-Za-z_]\w*)\s*:\s*([A-Za-z][\w\s(),'.]*?)\s*\}/g
const NUMERIC_TYPE = /^U?Int(8|16|32|64)$|^Float(32|64)$/
const TSV_ESCAPES: Record<string, string> = {
  '0': '\0',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
}

/** A statement that the front refuses; carries ClickHouse's own error code. */
export class RefusedStatement extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

/** Applies a change to the code of a statement, leaving strings and comments as they are. */
function mapCode(sql: string, change: (code: string) => string): string {
  let result = ''
  let end = 0
  for (const match of sql.matchAll(QUOTED)) {
    result += change(sql.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return result + change(sql.slice(end))
}

export function quoteString(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`
}

/**
 * Replaces `{name:Type}` by the parameter's value, as the HTTP interface does with `param_name`.
 * @param parameters texts as received over HTTP (a top-level String is TSV-escaped)
 * @throws RefusedStatement code 456 when a parameter is missing
 */
export function bindParameters(sql: string, parameters: ReadonlyMap<string, string>): string {
  return mapCode(sql, (code) =>
    code.replace(PLACEHOLDER, (_whole, name: string, type: string) => {
      const text = parameters.get(name)
      if (text === undefined) throw new RefusedStatement(456, `Query parameter \`${name}\` was not set`)
      return literal(text, type)
    }),
  )
}

function literal(text: string, type: string): string {
  if (type === 'Identifier') return `\`${text.replace(/[\\`]/g, '\\$&')}\``
  if (NUMERIC_TYPE.test(type) && /^-?\d+(\.\d+)?$/.test(text)) return `CAST(${text}, '${type}')`
  if (text === '\\N' && type.startsWith('Nullable')) return `CAST(NULL, ${quoteString(type)})`
  const isText = /^(Nullable\(|LowCardinality\()*(String|FixedString)/.test(type)
  return `CAST(${quoteString(isText ? unescapeTsv(text) : text)}, ${quoteString(type)})`
}

function unescapeTsv(text: string): string {
  return text.replace(/\\([\s\S])/g, (_whole, char: string) => TSV_ESCAPES[char] ?? char)
}

const TABLE_FUNCTIONS_OUTSIDE =
  /\b(file|fileCluster|url|urlCluster|s3|s3Cluster|gcs|hdfs|hdfsCluster|azureBlobStorage\w*|remote|remoteSecure|cluster|clusterAllReplicas|mysql|postgresql|mongodb|redis|sqlite|odbc|jdbc|executable|python|iceberg\w*|deltaLake\w*|hudi\w*|input|dictionary|merge|loop|ytsaurus|arrowFlight|prometheusQuery\w*|timeSeries\w*)\s*\(/i
const OUTFILE = /\b(into|truncate)\s+outfile\b/i
const READING_STATEMENT = /^[\s(]*(select|with|show|describe|desc|explain|exists)\b/i

/**
 * Refuses anything with which a reading statement could leave the database. Our SQL printer never writes any of it; this is
 * a second line of defense, since a read-only session of the engine can still write files with INTO OUTFILE.
 * @throws RefusedStatement code 164, as a read-only server user gets
 */
export function assertStaysInside(sql: string): void {
  const code = sql.replace(QUOTED, (quoted) => {
    if (quoted.startsWith("'")) return "''"
    if (quoted.startsWith('-') || quoted.startsWith('/')) return ' '
    // A quoted identifier can still name a function; one with other characters matches none of those below.
    const name = quoted.slice(1, -1)
    return /^\w+$/.test(name) ? name : '_'
  })
  if (!READING_STATEMENT.test(code)) throw new RefusedStatement(164, 'Cannot execute query in readonly mode')
  if (OUTFILE.test(code)) throw new RefusedStatement(164, 'INTO OUTFILE is not allowed')
  const call = TABLE_FUNCTIONS_OUTSIDE.exec(code)
  if (call) throw new RefusedStatement(164, `Table function ${call[1]} is not allowed`)
}

const INSERT =
  /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?((?:`[^`]+`|\w+)(?:\.(?:`[^`]+`|\w+))?)\s*(?:\(([^)]*)\))?\s*FORMAT\s+(\w+)\s*$/i

export interface InsertStatement {
  table: string
  columns?: string[]
  format: string
}

/** The parts of `INSERT INTO t (columns) FORMAT f`, or null if the text is another statement. */
export function parseInsert(sql: string): InsertStatement | null {
  const match = INSERT.exec(sql)
  if (!match) return null
  const names = match[2]?.split(',').map((name) => name.trim().replaceAll('`', ''))
  return { table: match[1]!.replaceAll('`', ''), columns: names?.length ? names : undefined, format: match[3]! }
}
