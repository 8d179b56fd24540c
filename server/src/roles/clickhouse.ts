/** Runs the embedded ClickHouse engine in its own process. */
import path from 'node:path'
import type { Config } from '../config.ts'
import { startEngine } from '../platform/clickhouse/engine/front.ts'
import type { Logger } from '../platform/logger.ts'
import { onStop, reportReady } from './lifecycle.ts'

export async function runClickHouse(config: Config, logger: Logger): Promise<void> {
  const writer = new URL(config.CLICKHOUSE_URL!)
  const reader = new URL(config.CLICKHOUSE_READER_URL!)
  const engine = await startEngine({
    directory: path.join(config.dataDir, 'clickhouse'),
    database: writer.pathname.slice(1),
    port: Number(writer.port),
    writerPassword: decodeURIComponent(writer.password),
    readerPassword: decodeURIComponent(reader.password),
    onStuck: () => {
      logger.error('a query neither ends nor can be killed; restarting the engine')
      void engine.close().finally(endNow)
    },
  })
  onStop(logger, async () => {
    if (!(await engine.close())) endNow()
  })
  reportReady()
}

/**
 * Ends this process while a query is still running; an orderly exit would wait for that query. Completed writes are on disk.
 * Whoever sent an interrupted write retries it.
 */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL')
}
