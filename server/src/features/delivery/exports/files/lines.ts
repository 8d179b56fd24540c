/** Reads lines of JSON from a stream, in pieces, without holding more than a piece. */
import { PassThrough } from 'node:stream'
import { parseJson } from '../../../../platform/json.ts'
import type { StreamedRows } from '../../../analytics/hogql/index.ts'

/** The rows of a query as lists, in pieces of what the engine sends at once. */
export async function* rowsOfLines(
  rows: StreamedRows,
  onRows: (rows: number) => Promise<void>,
): AsyncGenerator<unknown[][]> {
  const stream = new PassThrough()
  // It may fail before anybody reads.
  stream.on('error', () => {})
  const written = rows.writeTo(stream, onRows)
  // The reader below gets the error.
  written.catch((error: Error) => stream.destroy(error))
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const whole = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const end = whole.lastIndexOf('\n') + 1
      rest = whole.subarray(end)
      const lines = whole.subarray(0, end).toString().split('\n')
      const found = lines.filter((line) => line !== '').map((line) => parseJson(line) as unknown[])
      if (found.length > 0) yield found
    }
  } finally {
    stream.destroy()
    await written.catch(() => {})
  }
  await written
}
