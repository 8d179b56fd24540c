/** The clients for ClickHouse, embedded or external: one that writes, one that can only read. */
import { setTimeout } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

export interface ClickHouse {
  writer: ClickHouseClient
  reader: ClickHouseClient
  close(): Promise<void>
}

const REQUEST_TIMEOUT_MS = 120_000
/** How long a read waits while the engine restarts. */
const RESTART_WAIT_MS = 15_000
const RESTART_LOOK_MS = 100
/**
 * The connection broke while the engine was running the query. It is retried only once, since the query may be what crashed
 * the engine.
 */
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'EPIPE'])

/** Name of the database for Hedgerow's tables, unless the URL names another. */
export const CLICKHOUSE_DATABASE = 'hedgerow'

export function openClickHouse(writerUrl: string, readerUrl: string): ClickHouse {
  const [writer, reader] = [writerUrl, readerUrl].map((url) =>
    createClient({
      url,
      request_timeout: REQUEST_TIMEOUT_MS,
      max_open_connections: 20,
      // Lists of parameters can be too long for a URL: a person may have thousands of distinct IDs, and a batch of events
      // looks up thousands of uuids.
      use_multipart_params_auto: true,
      // Every failure reaches the caller as an error; the client's own log would only repeat it.
      log: { level: ClickHouseLogLevel.OFF },
    }),
  ) as [ClickHouseClient, ClickHouseClient]
  askAgain(reader)
  return {
    writer,
    reader,
    async close() {
      await Promise.all([writer.close(), reader.close()])
    },
  }
}

/** ClickHouse's numeric error code, or undefined if the error does not come from ClickHouse (a refused connection, say). */
export function clickHouseErrorCode(error: unknown): number | undefined {
  const code = Number((error as { code?: unknown })?.code)
  return Number.isInteger(code) && (error as Error).name !== 'SystemError' && code > 0 ? code : undefined
}

/**
 * Makes reads wait while the engine restarts instead of failing. Only reads: an interrupted write may have been applied, and
 * its caller knows how to find out.
 */
function askAgain(reader: ClickHouseClient): void {
  const query = reader.query.bind(reader)
  reader.query = async (params) => {
    const deadline = Date.now() + RESTART_WAIT_MS
    for (let hasBroken = false; ; ) {
      try {
        return await query(params)
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? ''
        const mayAskAgain = code === 'ECONNREFUSED' || (BROKEN_CONNECTION.has(code) && !hasBroken)
        if (!mayAskAgain || Date.now() > deadline || params.abort_signal?.aborted) throw error
        if (code !== 'ECONNREFUSED') hasBroken = true
        await setTimeout(RESTART_LOOK_MS)
      }
    }
  }
}
