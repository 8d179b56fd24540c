/** The clients to ClickHouse, embedded or external: one that writes, one that can only read. */
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

export interface ClickHouse {
  writer: ClickHouseClient
  reader: ClickHouseClient
  close(): Promise<void>
}

const REQUEST_TIMEOUT_MS = 120_000

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
