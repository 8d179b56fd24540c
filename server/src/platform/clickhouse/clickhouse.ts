/** The clients to ClickHouse, embedded or external: one that writes, one that can only read. */
import { setTimeout } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

export interface ClickHouse {
  writer: ClickHouseClient
  reader: ClickHouseClient
  close(): Promise<void>
}

const REQUEST_TIMEOUT_MS = 120_000
/** How long a read waits for an engine that is being started again. */
const RESTART_WAIT_MS = 15_000
const RESTART_LOOK_MS = 100
/** The connection broke while the engine had the query: it is asked again once, since it may be what broke the engine. */
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'EPIPE'])

/** Name of the database that holds Hedgerow's tables, unless the URL names another. */
export const CLICKHOUSE_DATABASE = 'hedgerow'

export function openClickHouse(writerUrl: string, readerUrl: string): ClickHouse {
  const [writer, reader] = [writerUrl, readerUrl].map((url) =>
    createClient({
      url,
      request_timeout: REQUEST_TIMEOUT_MS,
      max_open_connections: 20,
      // A person may have thousands of ids, and a batch of events asks about thousands of uuids: too much for a URL.
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

/** ClickHouse's numeric error code, or undefined when the error is not ClickHouse's own (a refused connection, say). */
export function clickHouseErrorCode(error: unknown): number | undefined {
  const code = Number((error as { code?: unknown })?.code)
  return Number.isInteger(code) && (error as Error).name !== 'SystemError' && code > 0 ? code : undefined
}

/**
 * Lets reads wait while the engine is started again, instead of failing. Only reads: a write that broke off may have been
 * made, and whoever asked for it knows how to find out.
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
