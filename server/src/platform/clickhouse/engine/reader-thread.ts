/**
 * Entry point of a thread with one reading session. Starting a statement evaluates its constant parts before the call
 * returns, which can take arbitrarily long; in its own thread that blocks nobody.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Session } from 'chdb'
import { PIECES_AHEAD, type ReaderMessage, type ReaderOptions, type ReaderRequest } from './reader.ts'

/** Header lines that the engine prints before each chunk, but that belong only before the first. */
const HEAD_LINES: Record<string, number> = { JSONCompactEachRowWithNamesAndTypes: 2 }
/** Formats whose chunks are valid when concatenated, so that they can be streamed and cancelled midway. */
const STREAMED_FORMATS = new Set([
  'JSONEachRow',
  'JSONCompactEachRow',
  'JSONCompactEachRowWithNamesAndTypes',
  'TabSeparated',
  'TSV',
  'CSV',
])

const port = parentPort!
const { directory, connectionArgs, statements } = workerData as ReaderOptions
const session = new Session(directory, { connectionArgs: [...connectionArgs] })
for (const statement of statements) session.query(statement)
send({ opened: true })

/** Number of chunks that may still be sent before the receiver takes one. */
let ahead = 0
let isStopped = false
let goOn: () => void = () => {}

port.on('message', (request: ReaderRequest) => {
  if ('sql' in request) void read(request.sql, request.format)
  else if ('close' in request) {
    session.close()
    port.close()
  } else {
    if ('stop' in request) isStopped = true
    else ahead++
    goOn()
  }
})

async function read(sql: string, format: string): Promise<void> {
  ahead = PIECES_AHEAD
  isStopped = false
  let error: string | undefined
  try {
    for await (const piece of pieces(sql, format)) {
      if (isStopped) break
      send({ piece }, [piece.buffer as ArrayBuffer])
      ahead--
      while (ahead <= 0 && !isStopped) await new Promise<void>((resolve) => (goOn = resolve))
    }
  } catch (cause) {
    error = (cause as Error).message
    // Sent at once: draining the session may take as long as its current statement.
    send({ error })
  }
  if (isStopped || error !== undefined) await empty().catch(() => {})
  send({ done: true })
}

async function* pieces(sql: string, format: string): AsyncGenerator<Uint8Array> {
  if (!STREAMED_FORMATS.has(format)) {
    yield Uint8Array.from((await session.queryAsync(sql, { format })).bytes())
    return
  }
  const stream = session.queryStream(sql, { format })
  try {
    let isFirst = true
    for await (const chunk of stream) {
      // A copy: the engine owns the bytes, and sending transfers the buffer.
      yield Uint8Array.from(isFirst ? chunk.raw() : withoutHead(chunk.raw(), HEAD_LINES[format] ?? 0))
      isFirst = false
    }
  } finally {
    stream.cancel()
  }
}

/**
 * Unread output of a killed or failed statement stays in the session and would precede the output of the next one (seen with
 * chdb 3.4: the column names of a killed aggregation). This statement absorbs it.
 */
async function empty(): Promise<void> {
  for await (const _ of pieces('SELECT 1', 'JSONEachRow'));
}

function withoutHead(chunk: Uint8Array, lines: number): Uint8Array {
  let start = 0
  for (let line = 0; line < lines; line++) start = chunk.indexOf(0x0a, start) + 1
  return chunk.subarray(start)
}

function send(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}
