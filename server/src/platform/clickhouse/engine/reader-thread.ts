/**
 * Body of a thread with one reading session. Starting a statement evaluates its constant parts before the call returns, which
 * can take as long as the statement likes; in a thread of its own that holds up nobody.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Session } from 'chdb'
import { PIECES_AHEAD, type ReaderMessage, type ReaderOptions, type ReaderRequest } from './reader.ts'

/** Lines that the engine prints anew before each piece, and that belong before the first only. */
const HEAD_LINES: Record<string, number> = { JSONCompactEachRowWithNamesAndTypes: 2 }
/** Formats whose pieces are valid one after the other, so that they can be streamed and cancelled midway. */
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

/** Pieces that may be sent before the other side took one. */
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
    // Told at once: emptying the session may take as long as what it is busy with.
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
      // A copy: the bytes are the engine's, and what is sent is given away.
      yield Uint8Array.from(isFirst ? chunk.raw() : withoutHead(chunk.raw(), HEAD_LINES[format] ?? 0))
      isFirst = false
    }
  } finally {
    stream.cancel()
  }
}

/**
 * What a statement that was killed or failed had not handed over yet stays in the session and would stand before the
 * output of the next one (seen with chdb 3.4, the names of the columns of a killed aggregation). The next one is this.
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
