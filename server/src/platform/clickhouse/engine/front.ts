/**
 * The part of ClickHouse's HTTP interface that `@clickhouse/client` uses, in front of the embedded engine: queries and
 * inserts, parameters, settings, two users (one writes, one only reads), error codes, streaming and cancellation.
 */
import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { createGunzip } from 'node:zlib'
import { READER_USER, WRITER_USER } from '../users.ts'
import { READ_LIMITS, READS_WAIT_MS, STREAM_SETTINGS } from './limits.ts'
import { EngineBusy } from './reader-pool.ts'
import { EngineSessions, EngineStopping, type Pace, ReadTooLong } from './sessions.ts'
import { assertStaysInside, bindParameters, parseInsert, RefusedStatement } from './sql-text.ts'

/** Same as ClickHouse's http_max_uri_size. */
const URL_BYTES_MAX = 1024 * 1024
const BODY_BYTES_MAX = 512 * 1024 * 1024
/** How long the last answers may take to be sent when the engine is closed. */
const ANSWERS_WAIT_MS = 1_000
/** Precedes the message where rows begin with a brace themselves. */
export const FAILURE_MARK = '\0'
const TAKES_FINAL_OBJECT = new Set(['JSONCompactEachRow', 'JSONCompactEachRowWithNamesAndTypes', 'CSV'])
/** Parameters of the interface itself; all others are settings. */
const INTERFACE_PARAMETERS = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'session_timeout',
  'default_format',
  'user',
  'password',
  'role',
  'compress',
  'enable_http_compression',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
])

export interface EngineOptions {
  directory: string
  database: string
  port: number
  writerPassword: string
  readerPassword: string
  /** Time limit of a read in seconds, unless it asks for more. */
  readSecondsMax?: number
  /** Called once, when a read neither ends nor can be killed: only a new process gets rid of it. */
  onStuck?: () => void
}

export interface Engine {
  port: number
  /**
   * Ends every read, finishes the writes and closes the folder.
   * @returns false if a read is still busy. The caller must then end the process; no completed write is lost.
   */
  close(): Promise<boolean>
}

/** Opens the engine on a folder and serves it on loopback. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  let isStuck = false
  const sessions = new EngineSessions({
    directory: options.directory,
    database: options.database,
    readSecondsMax: options.readSecondsMax ?? READ_LIMITS.max_execution_time,
    onStuck: () => {
      if (!isStuck) options.onStuck?.()
      isStuck = true
    },
  })
  const server = http.createServer({ maxHeaderSize: URL_BYTES_MAX }, (request, response) => {
    handle(request, response, sessions, options).catch((error) => sendError(response, error))
  })
  server.keepAliveTimeout = 60_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const isClean = await sessions.close(isStuck ? 0 : READS_WAIT_MS)
      server.closeIdleConnections()
      // Answers whose client stopped reading would keep their connections open.
      setTimeout(() => server.closeAllConnections(), ANSWERS_WAIT_MS).unref()
      await closed
      return isClean
    },
  }
}

async function handle(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  sessions: EngineSessions,
  options: EngineOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const role = authenticate(request, options)
  if (!role)
    throw new RefusedStatement(516, 'Authentication failed: password is incorrect, or there is no user with such name')
  const parameters = new Map<string, string>()
  const settings: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value)
    else if (!INTERFACE_PARAMETERS.has(name)) settings[name] = value
  }
  const form = await readForm(request)
  for (const [name, value] of form ?? [])
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value)
  const statement = form?.get('query') ?? url.searchParams.get('query')
  const insert = statement ? parseInsert(statement) : null
  const body = form ? Buffer.alloc(0) : await readBody(request)
  if (insert) {
    if (role !== 'writer') throw new RefusedStatement(164, 'Cannot execute query in readonly mode')
    const { rowsWritten } = await sessions.insert({ ...insert, values: body, settings })
    response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: String(rowsWritten) }))
    response.end()
    return
  }
  const sql = bindParameters(statement ? `${statement}\n${body}` : body.toString(), parameters)
  const { code, format } = splitFormat(sql, url.searchParams.get('default_format') ?? 'TabSeparated')
  if (role === 'writer') {
    const result = await sessions.write(sql, settings)
    response.end(result.bytes())
    return
  }
  assertStaysInside(sql)
  const pace = paceOf(settings)
  const cancel = new AbortController()
  response.once('close', () => cancel.abort())
  // The client may have disconnected while its request was being read; no event reports that later.
  if (response.destroyed) return
  try {
    for await (const chunk of sessions.read(code, format, cancel.signal, pace)) {
      // The client is gone, and a closed response never drains.
      if (cancel.signal.aborted) return
      if (!response.headersSent) response.setHeader('X-ClickHouse-Format', format)
      if (!response.write(chunk)) await once(response, 'drain', { signal: cancel.signal }).catch(() => {})
    }
  } catch (error) {
    if (error instanceof EngineStopping) throw error
    // Rows have already been sent. In formats whose rows never begin with a brace, a final object cannot be mistaken for one.
    const isMarked = format === 'JSONEachRow' && pace === 'stream'
    if (!response.headersSent || !(isMarked || TAKES_FINAL_OBJECT.has(format))) throw error
    response.write(
      `${isMarked ? FAILURE_MARK : ''}${JSON.stringify({ exception: describeError(error as Error).message })}\n`,
    )
  }
  response.end()
}

/**
 * Settings select one of several sessions, because a read-only session cannot change its settings.
 * @throws RefusedStatement for settings of no session
 */
function paceOf(settings: Record<string, string>): Pace {
  const { max_execution_time: seconds, ...others } = settings
  const isStream = Object.entries(STREAM_SETTINGS).every(([name, value]) => settings[name] === String(value))
  const changed = Object.keys(others).find((name) => !isStream || !Object.hasOwn(STREAM_SETTINGS, name))
  if (changed) throw new RefusedStatement(164, `Cannot modify '${changed}' setting in readonly mode`)
  if (isStream) return 'stream'
  return Number(seconds) > READ_LIMITS.max_execution_time ? 'patient' : 'quick'
}

/** Removes the trailing FORMAT clause, because chdb takes it as a separate argument. */
function splitFormat(sql: string, defaultFormat: string): { code: string; format: string } {
  const match = /\s+FORMAT\s+(\w+)\s*;?\s*$/i.exec(sql)
  return match ? { code: sql.slice(0, match.index), format: match[1]! } : { code: sql, format: defaultFormat }
}

function authenticate(request: http.IncomingMessage, options: EngineOptions): 'writer' | 'reader' | null {
  const basic = /^Basic\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [user, ...rest] = basic ? Buffer.from(basic, 'base64').toString().split(':') : []
  const name = user ?? String(request.headers['x-clickhouse-user'] ?? '')
  const password = basic ? rest.join(':') : String(request.headers['x-clickhouse-key'] ?? '')
  if (name === WRITER_USER && sameText(password, options.writerPassword)) return 'writer'
  if (name === READER_USER && sameText(password, options.readerPassword)) return 'reader'
  return null
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Fields of a form, which is how long parameters are sent; null for any other body. */
async function readForm(request: http.IncomingMessage): Promise<Map<string, string> | null> {
  const type = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) return null
  const body = await readBody(request)
  const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } })
    .formData()
    .catch((error: Error) => {
      throw new RefusedStatement(27, `The form cannot be read: ${error.message}`)
    })
  return new Map([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])))
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const stream = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw new RefusedStatement(307, 'Limit for request size exceeded')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Answers with ClickHouse's error text; the client parses code and type from it. */
function sendError(response: http.ServerResponse, error: Error & { clickhouseCode?: number }): void {
  // A broken connection makes the client retry.
  if (response.headersSent || error instanceof EngineStopping) {
    response.destroy(error)
    return
  }
  const { code, message } = describeError(error)
  response.statusCode =
    code === 516 ? 403 : code === 202 ? 503 : code === 60 || code === 81 ? 404 : code === 62 ? 400 : 500
  response.setHeader('X-ClickHouse-Exception-Code', String(code))
  response.end(message)
}

function describeError(error: Error & { clickhouseCode?: number }): { code: number; message: string } {
  if (error instanceof RefusedStatement) {
    const name = {
      164: 'READONLY',
      456: 'UNKNOWN_QUERY_PARAMETER',
      516: 'AUTHENTICATION_FAILED',
      307: 'TOO_MANY_BYTES',
    }[error.code]
    return { code: error.code, message: `Code: ${error.code}. DB::Exception: ${error.message}. (${name})` }
  }
  if (error instanceof ReadTooLong)
    return { code: 159, message: `Code: 159. DB::Exception: ${error.message}. (TIMEOUT_EXCEEDED)` }
  if (error instanceof EngineBusy)
    return { code: 202, message: `Code: 202. DB::Exception: ${error.message}. (TOO_MANY_SIMULTANEOUS_QUERIES)` }
  const found = /Code: (\d+)\. DB::Exception: [\s\S]*/.exec(error.message)
  if (found) return { code: Number(found[1]), message: found[0] }
  return {
    code: error.clickhouseCode ?? 1002,
    message: `Code: 1002. DB::Exception: ${error.message}. (UNKNOWN_EXCEPTION)`,
  }
}
